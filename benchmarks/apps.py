"""The same small applications on each framework, by scenario."""

# The peers are typed in part or not at all.
# pyright: basic

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import bottle  # type: ignore[import-untyped]  # it has no stubs
import falcon
import flask
from itsdangerous import URLSafeTimedSerializer
from jinja2 import Environment
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

import pegboard
import pegboard_flask

__all__ = ["BUILDERS", "SCENARIOS", "Scenario"]

KEY = secrets.token_hex(32)
SMALL = {"message": "Hello, World!", "count": 3, "ok": True}
ROWS = [{"id": number, "name": f"Row {number}"} for number in range(10)]
HERE = Path(__file__).parent
PAGE = (HERE / "templates" / "page.html").read_text()


@dataclass(frozen=True)
class Scenario:
    """One kind of request.

    :param path: what is asked for.
    :param status: the code that each framework must answer with.
    :param contains: what each body must contain.
    """

    name: str
    path: str
    status: str = "200"
    contains: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    #: The fields of a form; where there are some, the request is a POST.
    form: dict[str, str] = field(default_factory=dict)

    def environ(self) -> dict[str, Any]:
        """Make the WSGI environ of a request as a browser sends it."""
        headers: dict[str, str] = {
            "Host": "localhost:8000",
            "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "en-US,en;q=0.5",
            "Accept-Encoding": "gzip, deflate, br",
        }
        sent: Any = Headers(headers | self.headers)
        if self.form:
            builder = EnvironBuilder(self.path, method="POST", data=self.form, headers=sent)
        else:
            builder = EnvironBuilder(self.path, headers=sent)
        return builder.get_environ()

    def check(self, status: str, body: bytes) -> None:
        """Refuse to measure what answers wrongly."""
        if not status.startswith(self.status) or self.contains not in body:
            message = f"{self.name} was answered with {status}: {body[:200]!r}"
            raise RuntimeError(message)

    def keep_cookie(self, environ: dict[str, Any], headers: list[tuple[str, str]]) -> None:
        """Send back the cookie that the first answer set."""
        for name, value in headers:
            if name.lower() == "set-cookie":
                environ["HTTP_COOKIE"] = value.partition(";")[0]


SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        Scenario("hello", "/", contains=b"Hello"),
        Scenario("json", "/json", contains=b"Hello"),
        Scenario("param", "/users/42/posts/first-post", contains=b"42 first-post"),
        Scenario("template", "/template", contains=b"Row 9"),
        Scenario("session", "/session", contains=b"visits"),
        Scenario("form", "/form", contains=b"Ada 36", form={"name": "Ada", "age": "36"}),
        Scenario("hooks", "/", contains=b"Hello"),
        Scenario("404", "/nothing/here", status="404"),
    )
}


def nothing(*_args: Any) -> None:
    """Do what a function before or after a request does at the least."""


def on_pegboard(scenario: Scenario) -> Any:
    """All default parts on board, with their defaults."""
    app = pegboard.Pegboard("apps", root_path=str(HERE))
    app.secret_key = KEY
    _flask_like(app, pegboard, scenario)
    return app


def on_pegboard_flask(scenario: Scenario) -> Any:
    """Flask's names on Pegboard: the application is Flask's, line by line."""
    app = pegboard_flask.Flask("apps", root_path=str(HERE))
    app.secret_key = KEY
    _flask_like(app, pegboard_flask, scenario)
    return app


def on_flask(scenario: Scenario) -> Any:
    """Flask with its defaults."""
    app = flask.Flask("apps", root_path=str(HERE))
    app.secret_key = KEY
    _flask_like(app, flask, scenario)
    return app


def _flask_like(app: Any, words: Any, scenario: Scenario) -> None:
    """Write the application in the words that both have."""

    def session() -> str:
        words.session["visits"] = words.session.get("visits", 0) + 1
        return f"visits: {words.session['visits']}"

    def form() -> str:
        return f"{words.request.form['name']} {words.request.form['age']}"

    views: dict[str, Callable[..., Any]] = {
        "/": lambda: "Hello, World!",
        "/json": lambda: SMALL,
        "/users/<int:user>/posts/<slug>": lambda user, slug: f"{user} {slug}",
        "/template": lambda: words.render_template("page.html", title="Rows", rows=ROWS),
        "/session": session,
    }
    for rule, view in views.items():
        app.add_url_rule(rule, rule, view)
    app.add_url_rule("/form", "form", form, methods=["POST"])
    if scenario.name == "hooks":
        for _ in range(3):
            app.before_request(lambda: None)
            app.after_request(lambda response: response)


def on_bottle(scenario: Scenario) -> Any:
    """Bottle, with Jinja and the same signed cookie."""
    app = bottle.Bottle()
    page = Environment(autoescape=True).from_string(PAGE)
    signer = URLSafeTimedSerializer(KEY)

    app.route("/", callback=lambda: "Hello, World!")
    app.route("/json", callback=lambda: SMALL)
    app.route("/users/<user:int>/posts/<slug>", callback=lambda user, slug: f"{user} {slug}")
    app.route("/template", callback=lambda: page.render(title="Rows", rows=ROWS))

    def session() -> str:
        cookie = bottle.request.get_cookie("session")
        values = signer.loads(cookie) if cookie else {}
        values["visits"] = values.get("visits", 0) + 1
        bottle.response.set_cookie(
            "session", signer.dumps(values), httponly=True, path="/", samesite="lax"
        )
        bottle.response.add_header("Vary", "Cookie")
        return f"visits: {values['visits']}"

    def form() -> str:
        fields: Any = bottle.request.forms
        return f"{fields['name']} {fields['age']}"

    app.route("/session", callback=session)
    app.route("/form", method="POST", callback=form)
    if scenario.name == "hooks":
        for _ in range(3):
            app.add_hook("before_request", nothing)
            app.add_hook("after_request", nothing)
    return app


class _Text:
    def on_get(self, _request: Any, response: falcon.Response) -> None:
        response.content_type = "text/html; charset=utf-8"
        response.text = "Hello, World!"


class _JSON:
    def on_get(self, _request: Any, response: falcon.Response) -> None:
        response.media = SMALL


class _Param:
    def on_get(self, _request: Any, response: falcon.Response, user: int, slug: str) -> None:
        response.content_type = "text/html; charset=utf-8"
        response.text = f"{user} {slug}"


class _Template:
    page = Environment(autoescape=True).from_string(PAGE)

    def on_get(self, _request: Any, response: falcon.Response) -> None:
        response.content_type = "text/html; charset=utf-8"
        response.text = self.page.render(title="Rows", rows=ROWS)


class _Session:
    signer = URLSafeTimedSerializer(KEY)

    def on_get(self, request: falcon.Request, response: falcon.Response) -> None:
        cookie = request.cookies.get("session")
        values = self.signer.loads(cookie) if cookie else {}
        values["visits"] = values.get("visits", 0) + 1
        response.set_cookie(
            "session", self.signer.dumps(values), path="/", secure=False, same_site="Lax"
        )
        response.append_header("Vary", "Cookie")
        response.content_type = "text/html; charset=utf-8"
        response.text = f"visits: {values['visits']}"


class _Form:
    def on_post(self, request: falcon.Request, response: falcon.Response) -> None:
        fields = request.get_media()
        response.content_type = "text/html; charset=utf-8"
        response.text = f"{fields['name']} {fields['age']}"


class _Middleware:
    def process_request(self, _request: Any, _response: Any) -> None:
        """Do nothing before a request."""

    def process_response(self, *_details: Any) -> None:
        """Do nothing after a request."""


def on_falcon(scenario: Scenario) -> Any:
    """Falcon, with Jinja and the same signed cookie."""
    hooks: list[Any] = [_Middleware() for _ in range(3)] if scenario.name == "hooks" else []
    app = falcon.App(middleware=hooks)
    app.add_route("/", _Text())
    app.add_route("/json", _JSON())
    app.add_route("/users/{user:int}/posts/{slug}", _Param())
    app.add_route("/template", _Template())
    app.add_route("/session", _Session())
    app.add_route("/form", _Form())
    return app


BUILDERS: dict[str, Callable[[Scenario], Any]] = {
    "pegboard": on_pegboard,
    "pegboard-flask": on_pegboard_flask,
    "flask": on_flask,
    "bottle": on_bottle,
    "falcon": on_falcon,
}
