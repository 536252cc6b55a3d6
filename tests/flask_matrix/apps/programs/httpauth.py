"""Flask-HTTPAuth: Basic, Digest and tokens, roles, optional sign-in, several schemes at once."""

from __future__ import annotations

from base64 import b64encode
from hashlib import md5

import flask
from flask_httpauth import HTTPBasicAuth, HTTPDigestAuth, HTTPTokenAuth, MultiAuth

from tests.flask_matrix.apps.conversation import Ask, Call

WORDS = {"ada": "secret", "eve": "apple"}
ROLES = {"ada": ["admin", "reader"], "eve": "reader"}


def make_app():
    app = flask.Flask(__name__)
    app.secret_key = "a key for tests"
    basic, custom = HTTPBasicAuth(realm="The house"), HTTPBasicAuth(scheme="Own")
    digest = HTTPDigestAuth(qop="auth", algorithm="MD5", realm="digest")
    token, key = HTTPTokenAuth("Bearer"), HTTPTokenAuth(header="X-Key")
    either = MultiAuth(basic, token)

    @basic.verify_password
    def verify(name, word):
        return name if WORDS.get(name) == word else None

    @basic.get_user_roles
    def roles(user):
        return ROLES[user]

    @digest.get_password
    def word_of(name):
        return WORDS.get(name)

    @token.verify_token
    @key.verify_token
    def verify_token(given):
        return {"t-ada": "ada", "t-eve": "eve"}.get(given)

    @token.error_handler
    def refuse(status):
        return {"refused": status}, status

    @custom.hash_password
    def hashed(word):
        return md5(word.encode()).hexdigest()

    @custom.get_password
    def hash_of(name):
        return md5(WORDS[name].encode()).hexdigest() if name in WORDS else None

    def who(auth):
        return lambda: {"user": auth.current_user() if hasattr(auth, "current_user") else None}

    app.get("/basic", endpoint="basic")(basic.login_required(who(basic)))
    app.get("/admin", endpoint="admin")(basic.login_required(role="admin")(who(basic)))
    app.get("/both", endpoint="both")(basic.login_required(role=[["admin", "reader"]])(who(basic)))
    app.get("/optional", endpoint="optional")(basic.login_required(optional=True)(who(basic)))
    app.get("/digest", endpoint="digest")(digest.login_required(who(digest)))
    app.get("/token", endpoint="token")(token.login_required(who(token)))
    app.get("/key", endpoint="key")(key.login_required(who(key)))
    app.get("/either", endpoint="either")(either.login_required(who(either)))
    app.get("/custom", endpoint="custom")(custom.login_required(custom.username))
    return app


def digested(app):
    """A client that answers a challenge is let in once its answer is right."""
    client = app.test_client()
    asked = client.get("/digest").www_authenticate
    given = {name: asked.get(name) for name in ("realm", "nonce", "opaque")}

    def answer(word):
        first = md5(f"ada:{given['realm']}:{word}".encode()).hexdigest()
        second = md5(b"GET:/digest").hexdigest()
        middle = f"{given['nonce']}:00000001:c:auth"
        right = md5(f"{first}:{middle}:{second}".encode()).hexdigest()
        fields = {"username": "ada", "uri": "/digest", "response": right, "nc": "00000001"}
        words = (given | fields | {"cnonce": "c", "qop": "auth"}).items()
        return {"Authorization": "Digest " + ", ".join(f'{name}="{each}"' for name, each in words)}

    good = client.get("/digest", headers=answer("secret"))
    bad = client.get("/digest", headers=answer("wrong"))
    return [asked.type, good.status, good.text, bad.status]


def basic(name, word):
    return {"Authorization": "Basic " + b64encode(f"{name}:{word}".encode()).decode()}


STEPS = [
    Ask("GET", "/basic", status=401, says='WWW-Authenticate: Basic realm="The house"'),
    Ask("GET", "/basic", headers=basic("ada", "secret"), says='{"user":"ada"}'),
    Ask("GET", "/basic", headers=basic("ada", "wrong"), status=401, says="Unauthorized Access"),
    Ask("GET", "/basic", headers={"Authorization": "Basic !!"}, status=401),
    Ask("GET", "/basic", headers={"Authorization": "Bearer t-ada"}, status=401),
    Ask("GET", "/admin", headers=basic("ada", "secret"), says="ada"),
    Ask("GET", "/admin", headers=basic("eve", "apple"), status=403),
    Ask("GET", "/both", headers=basic("ada", "secret"), says="ada"),
    Ask("GET", "/both", headers=basic("eve", "apple"), status=403),
    Ask("GET", "/optional", says='{"user":null}'),
    Ask("GET", "/optional", headers=basic("eve", "apple"), says="eve"),
    Ask("GET", "/digest", status=401, says="Digest realm="),
    Ask("GET", "/token", status=401, says='{"refused":401}'),
    Ask("GET", "/token", headers={"Authorization": "Bearer t-ada"}, says="ada"),
    Ask("GET", "/token", headers={"Authorization": "bearer t-eve"}, says="eve"),
    Ask("GET", "/key", headers={"X-Key": "t-ada"}, says="ada"),
    Ask("GET", "/key", headers={"X-Key": "no"}, status=401),
    Ask("GET", "/either", headers={"Authorization": "Bearer t-eve"}, says="eve"),
    Ask("GET", "/either", headers=basic("ada", "secret"), says="ada"),
    Ask("GET", "/either", status=401, says="Basic"),
    Ask("GET", "/custom", headers=basic("ada", "secret"), says="ada"),
    Ask("GET", "/custom", status=401, says="Own realm="),
    Ask("OPTIONS", "/basic"),
    Call(digested),
]
