"""A20: testing."""

from __future__ import annotations

import sys
from importlib.metadata import version
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import EnvironBuilder as WerkzeugBuilder
from werkzeug.wrappers import Request as WerkzeugRequest

from pegboard import (
    Pegboard,
    Response,
    current_app,
    has_request_context,
    redirect,
    request,
    session,
    stream_with_context,
)
from pegboard.testing import Client, EnvironBuilder

pytestmark = pytest.mark.needs("json", "routing", "sessions")

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"]


@pytest.fixture
def app() -> Pegboard:
    """Give an application that says what it was asked."""
    app = Pegboard("site", static_folder=None)
    app.config.update(TESTING=True, SECRET_KEY="a key for tests")

    @app.route("/", methods=METHODS)
    def say() -> dict[str, Any]:
        return {
            "method": request.method,
            "url": request.url,
            "body": request.get_data(as_text=True),
            "cookies": dict(request.cookies),
            "address": request.remote_addr,
            "agent": str(request.user_agent),
            "mine": request.headers.get("X-Mine"),
        }

    @app.route("/away/<int:times>")
    def away(times: int) -> Any:
        session["visits"] = session.get("visits", 0) + 1
        return redirect(f"/away/{times - 1}" if times else "/?arrived")

    @app.route("/visit")
    def visit() -> str:
        return str(session.get("visits"))

    return app


# The client


@pytest.mark.item("A20.1")
@pytest.mark.parametrize("method", METHODS)
def test_every_method_has_a_word(app: Pegboard, method: str) -> None:
    """A client asks with every method."""
    answer = getattr(app.test_client(), method.lower())("/")

    assert answer.status_code == 200
    assert answer.request.method == method


@pytest.mark.item("A20.1")
def test_a_client_knows_its_application(app: Pegboard) -> None:
    """A client has its application, and what every request comes with."""
    client = app.test_client()

    assert client.application is app
    assert client.environ_base == {
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_USER_AGENT": f"Werkzeug/{version('werkzeug')}",
    }


@pytest.mark.item("A20.1")
def test_cookies_are_kept_and_made(app: Pegboard) -> None:
    """Cookies are kept, looked at, set and deleted; or there are none."""
    client = app.test_client()
    client.set_cookie("flavour", "plain")
    assert client.get("/").json["cookies"] == {"flavour": "plain"}
    assert client.get_cookie("flavour").value == "plain"

    client.delete_cookie("flavour")
    assert client.get("/").json["cookies"] == {}

    client.get("/away/0")
    assert client.get("/visit").text == "1"
    without = app.test_client(use_cookies=False)
    without.get("/away/0")
    assert without.get("/visit").text == "None"


@pytest.mark.item("A20.1", "A20.4")
def test_redirects_are_followed(app: Pegboard) -> None:
    """Where it is asked for, redirects are followed, and remembered in order."""
    answer = app.test_client().get("/away/1", follow_redirects=True)

    assert answer.json["url"] == "http://localhost/?arrived"
    assert [each.request.path for each in answer.history] == ["/away/1", "/away/0"]
    assert answer.request.query_string == b"arrived"
    assert app.test_client().get("/away/1").status_code == 302


@pytest.mark.item("A20.1")
@pytest.mark.parametrize("is_allowed", [True, False])
def test_subdomains_are_told_apart(is_allowed: bool) -> None:
    """A redirect to a subdomain is followed where that is allowed."""
    app = Pegboard("site", static_folder=None, subdomain_matching=True)
    app.config["SERVER_NAME"] = "example.org"
    app.add_url_rule("/", "start", lambda: redirect("http://shop.example.org/"))
    app.add_url_rule("/", "shop", lambda: "shop", subdomain="shop")
    client = app.test_client(allow_subdomain_redirects=is_allowed)

    if is_allowed:
        assert client.get("/", follow_redirects=True).text == "shop"
    else:
        with pytest.raises(RuntimeError, match="subdomain"):
            client.get("/", follow_redirects=True)


@pytest.mark.item("A20.1")
def test_streams_are_read_when_asked(app: Pegboard) -> None:
    """A stream is read piece by piece, or at once with ``buffered``, which closes it."""
    ended: list[str] = []

    @app.teardown_request
    def note(error: BaseException | None) -> None:
        ended.append(request.path)

    @app.route("/stream")
    def stream() -> Response:
        return Response(stream_with_context(iter(["a", "b", request.path])))

    client = app.test_client()
    answer = client.get("/stream")
    assert (next(answer.response), ended) == (b"a", [])
    answer.close()
    assert ended == ["/stream"]
    assert client.get("/stream", buffered=True).text == "ab/stream"
    assert ended == ["/stream", "/stream"]


@pytest.mark.item("A20.1")
def test_a_client_keeps_a_request(app: Pegboard) -> None:
    """As a context manager a client keeps its last request current, and says so."""
    client = app.test_client()
    with client as same:
        client.get("/?looked")
        assert same is client
        assert (client.preserve_context, request.query_string) == (True, b"looked")

    assert (client.preserve_context, has_request_context()) == (False, False)
    with client, pytest.raises(RuntimeError, match="cannot nest"):
        client.__enter__()


@pytest.mark.item("A20.1")
def test_a_session_is_opened_and_changed(app: Pegboard) -> None:
    """A test prepares the session, and finds in it what requests did."""
    client = app.test_client()
    with client.session_transaction() as prepared:
        prepared["visits"] = 7
    client.get("/away/0")

    with client.session_transaction() as found:
        assert found["visits"] == 8


@pytest.mark.item("A20.1")
def test_a_client_may_have_another_class(app: Pegboard) -> None:
    """An application may have clients of its own, which get its options."""

    class Visitor(Client):
        def __init__(self, app: Pegboard, *, name: str, **options: Any) -> None:
            super().__init__(app, **options)
            self.environ_base["HTTP_X_MINE"] = name

    app.test_client_class = Visitor

    assert app.test_client(name="Ada").get("/").json["mine"] == "Ada"


# What open takes


def _forms(app: Pegboard) -> dict[str, Any]:
    builder = EnvironBuilder(app, "/?a=b", method="PUT")
    return {
        "path": "/?a=b",
        "url": "http://localhost/?a=b",
        "builder": builder,
        "werkzeug's builder": WerkzeugBuilder("/?a=b", method="PUT"),
        "environ": builder.get_environ(),
        "request": WerkzeugRequest(builder.get_environ()),
    }


@pytest.mark.item("A20.2")
@pytest.mark.parametrize(
    "form", ["path", "url", "builder", "werkzeug's builder", "environ", "request"]
)
def test_a_request_has_many_forms(app: Pegboard, form: str) -> None:
    """A client takes a request in every form."""
    given = _forms(app)[form]
    client = app.test_client()
    answer = client.open(given, method="PUT") if isinstance(given, str) else client.open(given)

    assert (answer.json["method"], answer.json["url"]) == ("PUT", "http://localhost/?a=b")


@pytest.mark.item("A20.3")
@pytest.mark.parametrize(
    ("options", "url"),
    [
        ({"subdomain": "api"}, "http://api.localhost/"),
        ({"url_scheme": "https"}, "https://localhost/"),
        ({"subdomain": "api", "url_scheme": "https"}, "https://api.localhost/"),
        ({"base_url": "https://example.org:8443"}, "https://example.org:8443/"),
    ],
)
def test_a_request_says_where_it_goes(app: Pegboard, options: dict[str, str], url: str) -> None:
    """A request says its subdomain and scheme, or its base."""
    assert app.test_client().get("/", **options).json["url"] == url


@pytest.mark.item("A20.3", "A20.4")
def test_a_request_has_json(app: Pegboard) -> None:
    """JSON is written and read by the application, both ways."""
    answer = app.test_client().post("/", json={"b": 1, "a": [True]})

    assert answer.json["body"] == '{"a":[true],"b":1}'
    assert answer.data.decode() == answer.text
    assert answer.request.mimetype == "application/json"


@pytest.mark.item("A20.3")
def test_a_request_has_a_form_with_files(app: Pegboard) -> None:
    """Fields and files of a form arrive, with their names and types."""

    @app.route("/form", methods=["POST"])
    def form() -> dict[str, Any]:
        files = {
            name: [each.filename, each.mimetype, each.read().decode()]
            for name, each in request.files.items()
        }
        return {"fields": request.form.to_dict(flat=False), "files": files}

    data = {"tags": ["a", "b"], "file": (BytesIO(b"text"), "note.txt")}
    answer = app.test_client().post("/form", data=data)

    assert answer.json == {
        "fields": {"tags": ["a", "b"]},
        "files": {"file": ["note.txt", "text/plain", "text"]},
    }


@pytest.mark.item("A20.3")
def test_the_environ_may_be_overridden(app: Pegboard) -> None:
    """A request may set keys of its environ, under or over what it says itself."""
    options = {
        "environ_base": {"REMOTE_ADDR": "10.0.0.1"},
        "environ_overrides": {"HTTP_X_MINE": "1"},
    }

    answer = app.test_client().get("/", **options)

    assert (answer.json["address"], answer.json["mine"]) == ("10.0.0.1", "1")


# Making requests up


@pytest.mark.item("A20.5")
@pytest.mark.parametrize(
    ("settings", "path", "url"),
    [
        ({}, "/", "http://localhost/"),
        ({}, "https://example.org/?a=b", "https://example.org/?a=b"),
        ({"SERVER_NAME": "example.org:81"}, "/", "http://example.org:81/"),
        (
            {"APPLICATION_ROOT": "/shop", "PREFERRED_URL_SCHEME": "https"},
            "/a",
            "https://localhost/shop/a",
        ),
    ],
)
def test_settings_say_where_requests_go(
    app: Pegboard, settings: dict[str, Any], path: str, url: str
) -> None:
    """What a made-up request does not say is taken from the settings."""
    app.config.update(settings)
    builder = EnvironBuilder(app, path)

    assert WerkzeugRequest(builder.get_environ()).url == url
    assert builder.app is app


@pytest.mark.item("A20.5")
def test_a_made_up_request_has_the_applications_json(app: Pegboard) -> None:
    """JSON of a made-up request is the application's, also in a context."""
    with app.test_request_context("/", method="POST", json={"a": 1}):
        assert request.get_data() == b'{"a":1}'
        assert request.get_json() == {"a": 1}


# Commands


@pytest.mark.item("A20.6")
@pytest.mark.needs("cli")
def test_commands_are_run() -> None:
    """A runner runs a command line, or a command, and gives what came of it."""
    app = Pegboard("site", static_folder=None)

    @app.cli.command
    def greet(name: str = "you") -> int:
        print(f"hello {name} from {current_app.name}")  # noqa: T201 - what is captured
        print("careful", file=sys.stderr)  # noqa: T201 - what is captured
        return 3

    runner = app.test_cli_runner()
    first = runner.invoke(args=["greet", "--name", "Ada"])
    second = runner.invoke(greet, ["--name", "Ada"])

    assert (first.exit_code, first.stdout) == (3, "hello Ada from site\n")
    assert (first.output, first.stderr) == ("hello Ada from site\ncareful\n", "careful\n")
    assert second == first


@pytest.mark.item("A20.6")
@pytest.mark.needs("cli")
def test_what_a_command_raises_is_kept() -> None:
    """What a command raises is kept, or passes; what it reads is given."""
    app = Pegboard("site", static_folder=None)

    @app.cli.command
    def ask() -> None:
        raise LookupError(input("Name"), sys.stdin.read())

    runner = app.test_cli_runner()
    result = runner.invoke("ask", input="Ada\nmore")

    assert (result.exit_code, result.exception.args) == (1, ("Ada", "more"))
    with pytest.raises(LookupError):
        runner.invoke("ask", input="Ada\n", catch_exceptions=False)
