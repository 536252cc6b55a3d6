"""Flask-CORS: whole applications, resources by pattern, blueprints and single views."""

from __future__ import annotations

import flask
from flask_cors import CORS, cross_origin

from tests.flask_matrix.apps.conversation import Ask


def make_app():
    app = flask.Flask(__name__)
    CORS(
        app,
        resources={
            r"/api/*": {
                "origins": ["https://a.example", r"https://.*\.b\.example"],
                "supports_credentials": True,
                "expose_headers": ["X-Total"],
                "max_age": 600,
            },
            r"/open/*": {"origins": "*", "methods": ["GET", "POST"], "allow_headers": "X-Own"},
        },
    )

    @app.route("/api/things", methods=["GET", "POST", "DELETE"])
    def things():
        return [1, 2], 200, {"X-Total": "2"}

    @app.get("/api/broken")
    def broken():
        raise ZeroDivisionError

    @app.get("/api/forbidden")
    def forbidden():
        flask.abort(403)

    @app.get("/open/page")
    def page():
        return "page"

    @app.get("/closed")
    def closed():
        return "closed"

    @app.route("/single", methods=["GET", "PUT"])
    @cross_origin(
        origins="https://c.example", allow_headers=["X-One", "X-Two"], send_wildcard=False
    )
    def single():
        return "single"

    @app.get("/varied")
    @cross_origin(vary_header=False, always_send=False)
    def varied():
        return "varied"

    part = flask.Blueprint("part", __name__, url_prefix="/part")
    CORS(part, origins=["https://p.example"])
    part.add_url_rule("/", view_func=lambda: "part")
    app.register_blueprint(part)
    return app


def origin(name, **more):
    return {"Origin": f"https://{name}.example"} | more


def preflight(name, method, words=""):
    asked = {"Access-Control-Request-Method": method}
    return origin(name) | asked | ({"Access-Control-Request-Headers": words} if words else {})


STEPS = [
    Ask("GET", "/api/things", headers=origin("a"), says="Access-Control-Allow-Credentials: true"),
    Ask("GET", "/api/things", headers=origin("x.b"), says="Access-Control-Expose-Headers: X-Total"),
    Ask("GET", "/api/things", headers=origin("evil")),
    Ask("GET", "/api/things"),
    Ask("OPTIONS", "/api/things", headers=preflight("a", "DELETE"), says="Max-Age: 600"),
    Ask("OPTIONS", "/api/things", headers=preflight("a", "POST", "X-A, X-B"), says="X-A, X-B"),
    Ask("OPTIONS", "/api/things", headers=preflight("evil", "POST")),
    Ask("OPTIONS", "/api/things", says="Allow:"),
    Ask("GET", "/api/broken", headers=origin("a"), status=500, says="Allow-Origin: https://a"),
    Ask("GET", "/api/forbidden", headers=origin("a"), status=403, says="Allow-Origin: https://a"),
    Ask("GET", "/api/missing", headers=origin("a"), status=404, says="Allow-Origin: https://a"),
    Ask("PATCH", "/api/things", headers=origin("a"), status=405, says="Allow-Origin: https://a"),
    Ask(
        "GET", "/open/page", headers=origin("any"), says="Access-Control-Allow-Origin: https://any"
    ),
    Ask("OPTIONS", "/open/page", headers=preflight("any", "GET", "X-Own, X-Not"), says="X-Own"),
    Ask("OPTIONS", "/open/page", headers=preflight("any", "PUT")),
    Ask("GET", "/closed", headers=origin("a")),
    Ask("OPTIONS", "/closed", headers=preflight("a", "GET")),
    Ask("GET", "/single", headers=origin("c"), says="Allow-Origin: https://c.example"),
    Ask("OPTIONS", "/single", headers=preflight("c", "PUT", "x-one"), says="x-one"),
    Ask("GET", "/varied", headers=origin("v")),
    Ask("GET", "/varied"),
    Ask("GET", "/part/", headers=origin("p"), says="Allow-Origin: https://p.example"),
    Ask("GET", "/part/", headers=origin("q")),
]
