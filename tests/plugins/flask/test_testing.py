"""What tests of applications use: the client, made-up requests, and the runner of commands."""

from __future__ import annotations

from typing import Any

import click
import pytest
from werkzeug.test import TestResponse

from pegboard_flask import Flask, Response, current_app, g, jsonify, request, session
from pegboard_flask.cli import FlaskGroup, ScriptInfo, pass_script_info
from pegboard_flask.sessions import SecureCookieSession, SessionInterface
from pegboard_flask.testing import EnvironBuilder, FlaskClient, FlaskCliRunner


@pytest.fixture
def app() -> Flask:
    """Give an application that tells what it was asked, and counts visits."""
    app = Flask("tested")
    app.secret_key = "a key that is long enough for a test"

    @app.route("/", methods=["GET", "POST"])
    def told() -> Any:
        session["visits"] = session.get("visits", 0) + 1
        g.told = True
        return jsonify(
            url=request.url,
            form=request.form,
            address=request.remote_addr,
            agent=request.user_agent.string,
            visits=session["visits"],
            extra=request.environ.get("extra"),
        )

    @app.route("/again")
    def again() -> Any:
        return app.redirect("/")

    return app


def test_the_client_is_werkzeugs(app: Flask) -> None:
    """Answers are the application's responses, with what Werkzeug's test responses have."""
    answer: Any = app.test_client().get("/")

    assert isinstance(answer, TestResponse)
    assert isinstance(answer, Response)
    body: Any = answer.json
    assert body["agent"].startswith("Werkzeug/")
    assert body["address"] == "127.0.0.1"


def _described(way: str, app: Flask) -> Any:
    builder = EnvironBuilder(app, "/?a=1")
    ways: dict[str, Any] = {
        "path": "/?a=1",
        "URL": "http://localhost/?a=1",
        "builder": builder,
        "environ": builder.get_environ(),
        "request": builder.get_request(),
    }
    return ways[way]


@pytest.mark.parametrize("way", ["path", "URL", "builder", "environ", "request"])
def test_whatever_describes_a_request(way: str, app: Flask) -> None:
    """``open`` takes a path, a URL, a builder, an environ or a request, all on one base."""
    client = app.test_client()
    client.environ_base["extra"] = "from the base"
    answer = client.open(_described(way, app))

    assert answer.json["url"] == "http://localhost/?a=1"
    assert answer.json["extra"] == "from the base"


def test_the_base_goes_before_an_environ(app: Flask) -> None:
    """What the client's base has replaces what a dictionary says; its headers stay."""
    client = app.test_client()
    environ = EnvironBuilder(app, "/", headers={"User-Agent": "own"}).get_environ()
    client.environ_base["extra"] = "from the base"
    answer = client.open({**environ, "extra": "from the environ"})

    assert answer.json["extra"] == "from the base"
    assert answer.request.headers["User-Agent"] == "own"


@pytest.mark.parametrize(
    ("options", "url"),
    [
        ({"subdomain": "api"}, "http://api.shop.example/"),
        ({"url_scheme": "https"}, "https://shop.example/"),
        ({"base_url": "https://other.example/root"}, "https://other.example/root/"),
    ],
    ids=["subdomain", "scheme", "base"],
)
def test_where_a_request_goes(options: dict[str, str], url: str, app: Flask) -> None:
    """A request may name subdomain and scheme, or all of it; the rest is as the settings say."""
    app.config["SERVER_NAME"] = "shop.example"
    with app.test_request_context("/", **options):
        found = request.url

    assert found == url


@pytest.mark.parametrize("part", ["subdomain", "url_scheme"])
def test_a_base_has_all(part: str, app: Flask) -> None:
    """A base URL together with one of its parts is refused."""
    with pytest.raises(AssertionError, match="cannot pass both"):
        EnvironBuilder(app, base_url="http://a.example", **{part: "b"})


def test_a_block_keeps_the_context(app: Flask) -> None:
    """In a ``with`` block the last request stays current, until the next or the block's end."""
    with app.test_client() as client:
        client.get("/")

        assert (request.path, session["visits"], g.told) == ("/", 1, True)
        client.get("/again", follow_redirects=True)
        assert session["visits"] == 2
    assert not request


def test_blocks_do_not_nest(app: Flask) -> None:
    """One client has one block at a time."""
    with app.test_client() as client, pytest.raises(RuntimeError, match="cannot nest"):
        client.__enter__()


def test_the_session_can_be_changed(app: Flask) -> None:
    """``session_transaction`` opens the visitor's session, and keeps what the block did to it."""
    client = app.test_client()
    with app.test_request_context("/outer"), client.session_transaction() as opened:
        opened["visits"] = 41

        assert request.path == "/outer"
    assert client.get("/").json["visits"] == 42


def test_no_cookies_no_session(app: Flask) -> None:
    """A client without cookies has no session to change."""
    client = app.test_client(use_cookies=False)

    with pytest.raises(TypeError, match="Cookies are disabled"), client.session_transaction():
        pass


class _Refusing(SessionInterface):
    def open_session(self, app: Any, request: Any) -> Any:
        return None


class _Keeping(SessionInterface):
    kept: dict[str, Any]

    def open_session(self, app: Any, request: Any) -> Any:
        return SecureCookieSession(self.kept)

    def save_session(self, app: Any, session: Any, response: Any) -> None:
        self.kept.update(session)


@pytest.mark.parametrize("interface", [None, _Refusing()], ids=["no key", "an interface"])
def test_a_session_that_was_not_opened(interface: SessionInterface | None) -> None:
    """Where no session is opened, as without a secret key, there is none to change."""
    app = Flask("keyless")
    if interface is not None:
        app.session_interface = interface
    client = app.test_client()

    with pytest.raises(RuntimeError, match="did not open a session"):
        client.session_transaction().__enter__()


def test_the_interface_of_an_application_keeps_it() -> None:
    """A session that an interface opened is saved by the interface."""
    app = Flask("own")
    app.session_interface = interface = _Keeping()
    interface.kept = {}
    with app.test_client().session_transaction() as opened:
        opened["a"] = 1

    assert interface.kept == {"a": 1}


def test_a_client_of_ones_own(app: Flask) -> None:
    """``test_client_class`` may be a subclass whose constructor takes more."""

    class Client(FlaskClient):
        def __init__(self, *args: Any, user: str, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.environ_base["extra"] = user

        def open(self, *args: Any, **kwargs: Any) -> TestResponse:
            answer = super().open(*args, **kwargs)
            answer.headers["X-Seen"] = "yes"
            return answer

    app.test_client_class = Client
    answer = app.test_client(user="ann").get("/")

    assert answer.json["extra"] == "ann"
    assert answer.headers["X-Seen"] == "yes"


def test_extensions_make_requests_of_their_own(app: Flask) -> None:
    """What socket extensions call by half-private names is there."""
    client: Any = app.test_client()
    client.environ_base["extra"] = "base"

    assert client._copy_environ({"a": 1})["extra"] == "base"
    assert client._request_from_builder_args(("/there",), {}).path == "/there"
    assert client.application is app


# Commands


@click.command()
@pass_script_info
def name_app(info: ScriptInfo) -> None:
    """Name the application."""
    click.echo(info.load_app().name)


def test_the_runner_knows_the_application(app: Flask) -> None:
    """A command that is run gets the application, unless another ``obj`` is given."""
    runner = app.test_cli_runner()
    other = ScriptInfo(create_app=lambda: Flask("other"))

    assert isinstance(runner, FlaskCliRunner)
    assert runner.invoke(name_app).output == "tested\n"
    assert runner.invoke(name_app, obj=other).output == "other\n"


def test_the_runner_runs_the_commands_of_the_application(app: Flask) -> None:
    """Without a command the words are those of ``app.cli``; a group may be given, too."""
    app.cli.command("tell")(lambda: click.echo(current_app.name))
    group = FlaskGroup(create_app=lambda: app)

    assert app.test_cli_runner().invoke(args=["tell"]).output == "tested\n"
    assert app.test_cli_runner().invoke(group, ["tell"]).output == "tested\n"


def test_a_runner_of_ones_own(app: Flask) -> None:
    """``test_cli_runner_class`` may be a subclass; options go to click's."""

    class Runner(FlaskCliRunner):
        pass

    app.test_cli_runner_class = Runner
    runner = app.test_cli_runner(env={"A": "1"})

    assert isinstance(runner, Runner)
    assert runner.env == {"A": "1"}
