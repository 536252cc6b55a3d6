"""Flask-Limiter: limits of the application, of views and blueprints, headers, and who is exempt."""

from __future__ import annotations

import flask
from flask.cli import FlaskGroup
from flask_limiter import ExemptionScope, Limiter, RequestLimit
from flask_limiter.util import get_remote_address

from tests.flask_matrix.apps.conversation import Ask, Call


def make_app():
    app = flask.Flask(__name__)
    limiter = Limiter(
        get_remote_address,
        app=app,
        default_limits=["5 per minute"],
        application_limits=["60 per minute"],
        storage_uri="memory://",
        headers_enabled=True,
        strategy="fixed-window",
    )
    app.limiter = limiter

    @app.get("/default")
    def default():
        return "default"

    @app.get("/narrow")
    @limiter.limit("1 per minute", error_message="Slowly, please.")
    def narrow():
        return "narrow"

    @app.get("/free")
    @limiter.exempt
    def free():
        return "free"

    @app.route("/by-user", methods=["GET", "POST"])
    @limiter.limit(
        "2 per hour",
        key_func=lambda: flask.request.headers.get("X-User", "anybody"),
        methods=["POST"],
        exempt_when=lambda: flask.request.headers.get("X-User") == "root",
    )
    def by_user():
        return flask.request.method

    @app.get("/failures")
    @limiter.limit("1 per minute", deduct_when=lambda response: response.status_code == 400)
    def failures():
        return "", int(flask.request.args["status"])

    shared = limiter.shared_limit("2 per minute", scope="shared")

    @app.get("/first")
    @shared
    def first():
        return "first"

    @app.get("/second")
    @shared
    def second():
        return "second"

    @app.get("/looks")
    def looks():
        with limiter.limit("1 per minute", scope="inner"):
            return {"limit": str(limiter.current_limit.limit)}

    part = flask.Blueprint("part", __name__, url_prefix="/part")
    part.add_url_rule("/", view_func=lambda: "part")
    limiter.limit("2 per minute")(part)
    app.register_blueprint(part)

    open_part = flask.Blueprint("open", __name__, url_prefix="/open")
    open_part.add_url_rule("/", view_func=lambda: "open")
    limiter.exempt(open_part, flags=ExemptionScope.DEFAULT | ExemptionScope.APPLICATION)
    app.register_blueprint(open_part)

    @app.errorhandler(429)
    def refuse(error):
        return {"error": error.description}, 429

    return app


def told(app):
    """A breach can be answered by a function of the limiter."""

    def answer(limit: RequestLimit):
        return flask.make_response(f"no more than {limit.limit}", 429)

    app.limiter._on_breach = answer
    app.error_handler_spec[None].pop(429)
    client = app.test_client()
    client.get("/second", environ_overrides={"REMOTE_ADDR": "10.0.0.9"})
    client.get("/second", environ_overrides={"REMOTE_ADDR": "10.0.0.9"})
    given = client.get("/second", environ_overrides={"REMOTE_ADDR": "10.0.0.9"})
    app.limiter._on_breach = None
    return [given.status, given.text]


def reset(app):
    """All counts can be set back."""
    app.limiter.reset()
    return app.test_client().get("/narrow").text


def by_command(app):
    """It has commands."""
    group = FlaskGroup(create_app=lambda: app)
    result = app.test_cli_runner().invoke(group, ["limiter", "limits"], env={"COLUMNS": "200"})
    return [result.exit_code, "narrow" in result.output, "5 per 1 minute" in result.output]


def many(number, step):
    return [step] * number


def by(user, method="POST", **more):
    return Ask(method, "/by-user", headers={"X-User": user}, **more)


STEPS = [
    Ask("GET", "/default", says="X-RateLimit-Remaining: 4"),
    *many(4, Ask("GET", "/default")),
    Ask("GET", "/default", status=429, says='{"error":"5 per 1 minute"}'),
    Ask("GET", "/default", later=61),
    Ask("GET", "/narrow"),
    Ask("GET", "/narrow", status=429, says="Slowly, please."),
    *many(7, Ask("GET", "/free", says="free")),
    by("ada"),
    by("ada"),
    by("ada", status=429),
    by("ada", "GET"),
    by("bob"),
    *many(3, by("root")),
    *many(3, Ask("GET", "/failures?status=200")),
    Ask("GET", "/failures?status=400", status=400),
    Ask("GET", "/failures?status=200", status=429),
    Ask("GET", "/first"),
    Ask("GET", "/second"),
    Ask("GET", "/first", status=429),
    Ask("GET", "/looks"),
    Ask("GET", "/looks", status=429),
    *many(2, Ask("GET", "/part/")),
    Ask("GET", "/part/", status=429),
    *many(6, Ask("GET", "/open/")),
    Ask("GET", "/missing", status=404),
    Call(told, gives=["429 TOO MANY REQUESTS", "no more than 2 per 1 minute"]),
    Call(reset, gives="narrow"),
    Call(by_command, gives=[0, True, True]),
]
