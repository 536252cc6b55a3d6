"""Flask-JWT-Extended: tokens in headers and cookies, fresh ones, refreshing, revoking, claims."""

from __future__ import annotations

from datetime import timedelta

import flask
from flask_jwt_extended import (
    JWTManager,
    create_access_token,
    create_refresh_token,
    current_user,
    decode_token,
    get_csrf_token,
    get_jwt,
    get_jwt_identity,
    get_jwt_request_location,
    jwt_required,
    set_access_cookies,
    set_refresh_cookies,
    unset_jwt_cookies,
    verify_jwt_in_request,
)

from tests.flask_matrix.apps.conversation import Ask, Call


def make_app():
    app = flask.Flask(__name__)
    app.config.update(
        JWT_SECRET_KEY="a key for tests that is long enough for SHA-256",
        JWT_TOKEN_LOCATION=["headers", "cookies", "query_string", "json"],
        JWT_ACCESS_TOKEN_EXPIRES=timedelta(minutes=15),
        JWT_COOKIE_SECURE=True,
    )
    manager = JWTManager(app)
    revoked = set()

    @manager.additional_claims_loader
    def claims(name):
        return {"role": "admin" if name == "ada" else "guest"}

    @manager.user_lookup_loader
    def look_up(header, payload):
        return None if payload["sub"] == "ghost" else {"name": payload["sub"].title()}

    @manager.token_in_blocklist_loader
    def is_revoked(header, payload):
        return payload["jti"] in revoked

    @manager.expired_token_loader
    def expired(header, payload):
        return {"late": payload["sub"]}, 401

    @app.post("/login")
    def login():
        name = flask.request.json["name"]
        return {
            "access": create_access_token(name, fresh=True),
            "refresh": create_refresh_token(name),
        }

    @app.post("/refresh")
    @jwt_required(refresh=True)
    def refresh():
        return {"access": create_access_token(get_jwt_identity(), fresh=False)}

    @app.get("/who")
    @jwt_required()
    def who():
        return {"user": current_user["name"], "role": get_jwt()["role"]}

    @app.get("/where")
    @jwt_required()
    def where():
        return get_jwt_request_location()

    @app.route("/json", methods=["POST"])
    @jwt_required(locations="json")
    def by_json():
        return get_jwt_identity()

    @app.get("/fresh")
    @jwt_required(fresh=True)
    def fresh():
        return "fresh"

    @app.get("/optional")
    @jwt_required(optional=True)
    def optional():
        return {"identity": get_jwt_identity()}

    @app.delete("/logout")
    @jwt_required(verify_type=False)
    def logout():
        revoked.add(get_jwt()["jti"])
        return "", 204

    @app.get("/admins")
    def admins():
        verify_jwt_in_request()
        if get_jwt()["role"] != "admin":
            flask.abort(403)
        return "admins"

    @app.post("/cookie-login")
    def cookie_login():
        answer = flask.jsonify(csrf=get_csrf_token(create_access_token("ada")))
        set_access_cookies(answer, create_access_token("ada", fresh=timedelta(minutes=5)))
        set_refresh_cookies(answer, create_refresh_token("ada"), max_age=600)
        return answer

    @app.post("/cookie-only")
    @jwt_required(locations=["cookies"])
    def cookie_only():
        return get_jwt_identity()

    @app.post("/cookie-logout")
    def cookie_logout():
        answer = flask.jsonify(out=True)
        unset_jwt_cookies(answer)
        return answer

    return app


def decoded(app):
    """A token can be read within a context."""
    with app.app_context():
        token = create_access_token("ada", additional_claims={"more": 1}, expires_delta=False)
        return sorted(decode_token(token))


def with_cookies(app):
    """A browser sends the cookie, and its script the double of it."""
    client = app.test_client()
    client.post("/cookie-login", base_url="https://localhost")
    double = client.get_cookie("csrf_access_token").value
    without = client.post("/cookie-only", base_url="https://localhost")
    headers = {"X-CSRF-TOKEN": double}
    having = client.post("/cookie-only", base_url="https://localhost", headers=headers)
    client.post("/cookie-logout", base_url="https://localhost")
    gone = client.post("/cookie-only", base_url="https://localhost", headers=headers)
    return [[each.status_code, each.text] for each in (without, having, gone)]


KEEP = {"access": r'"access":"([^"]+)"', "refresh": r'"refresh":"([^"]+)"'}
AS_HIM = {"Authorization": "Bearer <access>"}
REFRESHING = {"Authorization": "Bearer <refresh>"}

STEPS = [
    Ask("GET", "/who", status=401, says='"msg":"Missing JWT in headers'),
    Ask("POST", "/login", json={"name": "ada"}, keep=KEEP),
    Ask("GET", "/who", headers=AS_HIM, says='{"role":"admin","user":"Ada"}'),
    Ask("GET", "/where", headers=AS_HIM, says="headers"),
    Ask("GET", "/where?jwt=<access>", says="query_string"),
    Ask("POST", "/json", json={"access_token": "<access>"}, says="ada"),
    Ask("POST", "/json", json={}, status=401),
    Ask("GET", "/fresh", headers=AS_HIM, says="fresh"),
    Ask("GET", "/admins", headers=AS_HIM, says="admins"),
    Ask("GET", "/who", headers=REFRESHING, status=422, says="Only non-refresh tokens"),
    Ask("POST", "/refresh", headers=AS_HIM, status=422, says="Only refresh tokens"),
    Ask("GET", "/who", headers={"Authorization": "Bearer x.y"}, status=422, says="segments"),
    Ask("GET", "/who", headers={"Authorization": "Bearer <access>x"}, status=422, says="Signature"),
    Ask("GET", "/who", headers={"Authorization": "Basic x"}, status=401),
    Ask("GET", "/who", headers=AS_HIM, later=1000, status=401, says='{"late":"ada"}'),
    Ask(
        "POST",
        "/refresh",
        headers=REFRESHING,
        keep={"access": KEEP["access"]},
    ),
    Ask("GET", "/who", headers=AS_HIM),
    Ask("GET", "/fresh", headers=AS_HIM, status=401, says="Fresh token required"),
    Ask("GET", "/optional", says='{"identity":null}'),
    Ask("GET", "/optional", headers=AS_HIM, says='{"identity":"ada"}'),
    Ask("DELETE", "/logout", headers=AS_HIM, status=204),
    Ask("GET", "/who", headers=AS_HIM, status=401, says="Token has been revoked"),
    Ask("POST", "/login", json={"name": "ghost"}, keep=KEEP),
    Ask("GET", "/who", headers=AS_HIM, status=401, says="Error loading the user ghost"),
    Ask("GET", "/admins", headers=AS_HIM, status=401),
    Ask("POST", "/login", json={"name": "eve"}, keep=KEEP),
    Ask("GET", "/admins", headers=AS_HIM, status=403),
    Ask("POST", "/cookie-login", says="Secure"),
    Ask("POST", "/cookie-logout", says="01 Jan 1970"),
    Call(decoded, gives=["csrf", "fresh", "iat", "jti", "more", "nbf", "role", "sub", "type"]),
    Call(
        with_cookies,
        gives=[
            [401, '{"msg":"Missing CSRF token"}\n'],
            [200, "ada"],
            [401, '{"msg":"Missing cookie \\"access_token_cookie\\""}\n'],
        ],
    ),
]
