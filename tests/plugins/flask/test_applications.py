"""Applications, blueprints and their files, where Flask's ways are kept."""

# Extensions reach for these names, though they are private.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click import secho
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException

import pegboard_flask
from pegboard import hookimpl
from pegboard_flask import (
    Blueprint,
    Flask,
    current_app,
    redirect,
    send_file,
    send_from_directory,
    url_for,
)
from pegboard_flask.helpers import get_debug_flag, get_load_dotenv, get_root_path


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """Give an application with static files, and a blueprint with its own."""
    for folder in ("static", "shop"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(folder, "utf-8")
    app = Flask(__name__, root_path=str(tmp_path))
    blueprint = Blueprint(
        "shop", __name__, root_path=str(tmp_path), static_folder="shop", url_prefix="/s"
    )
    app.register_blueprint(blueprint)
    return app


def test_static_files_are_views(app: Flask) -> None:
    """Static files of applications and blueprints have rules and views like any route."""
    client = app.test_client()

    with client.get("/static/a.txt") as own, client.get("/s/shop/a.txt") as shop:
        assert (own.text, shop.text) == ("static", "shop")
    assert {"static", "shop.static"} <= app.view_functions.keys()
    with app.test_request_context():
        assert url_for("shop.static", filename="a.txt") == "/s/shop/a.txt"
    assert client.get("/static/none.txt").status_code == 404
    with app.open_resource("static/a.txt", "r") as file:
        assert file.read() == "static"
    with app.open_resource("static/a.txt") as file:
        assert file.read() == b"static"
    with pytest.raises(ValueError, match="reading"):
        app.open_resource("static/a.txt", "w")


def test_without_a_folder_there_is_nothing_to_send() -> None:
    """Without a static folder nothing is sent, and the two kinds of hosts exclude each other."""
    app = Flask(__name__, static_folder=None)
    with app.test_request_context(), pytest.raises(RuntimeError, match="static_folder"):
        app.send_static_file("a.txt")
    with pytest.raises(AssertionError, match="static_host"):
        Flask(__name__, host_matching=True)
    assert app.jinja_loader is not None
    assert Blueprint("b", __name__).jinja_loader is None


def test_files_are_sent_from_folders(app: Flask) -> None:
    """Relative paths start at the root path; ages come from the application, or from the caller."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 60
    app.add_url_rule("/file", "file", lambda: send_file("static/a.txt"))
    app.add_url_rule("/from", "from", lambda: send_from_directory("shop", "a.txt", max_age=5))
    client = app.test_client()

    with client.get("/file") as file, client.get("/from") as other:
        assert (file.cache_control.max_age, other.cache_control.max_age) == (60, 5)


def test_errors_are_werkzeugs_pages(app: Flask) -> None:
    """An HTTP error without a handler is the page that Flask sends, also to a client of JSON."""
    answer = app.test_client().get("/nowhere", headers={"Accept": "application/json"})

    assert (answer.status_code, answer.content_type) == (404, "text/html; charset=utf-8")
    assert answer.text.startswith("<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>")


def test_redirects_are_the_applications(app: Flask) -> None:
    """Inside of a context the application makes redirects; outside Werkzeug does."""
    app.add_url_rule("/go", "go", lambda: redirect("/there", 303))

    assert app.test_client().get("/go").headers["Location"] == "/there"
    assert redirect("/there").status_code == 302


def test_a_subclass_makes_its_parts(tmp_path: Path) -> None:
    """Settings, the aborter and the instance folder may come from overridden methods."""

    class Own(Flask):
        def make_config(self, instance_relative: bool = False) -> Any:
            config = super().make_config(instance_relative)
            config["OWN"] = instance_relative
            return config

        def auto_find_instance_path(self) -> str:
            return str(tmp_path)

        def make_aborter(self) -> Any:
            made = super().make_aborter()
            made.mapping[499] = made.mapping[400]
            return made

    app = Own(__name__, instance_relative_config=True)

    assert (app.config["OWN"], app.instance_path) == (True, str(tmp_path))
    assert 499 in app.aborter.mapping
    assert Flask(__name__).auto_find_instance_path().endswith("instance")


def test_set_up_ends_with_the_first_request(app: Flask) -> None:
    """After the first request routes are refused, until a test says otherwise."""
    app.test_client().get("/")
    assert app._got_first_request
    with pytest.raises(AssertionError, match="can no longer be called"):
        app.add_url_rule("/late", "late", lambda: "")
    app._got_first_request = False
    app._check_setup_finished("route")
    blueprint = app.blueprints["shop"]
    assert blueprint._got_registered_once  # type: ignore[attr-defined]
    blueprint._got_registered_once = False  # type: ignore[attr-defined]
    blueprint._check_setup_finished("route")  # type: ignore[attr-defined]
    assert blueprint._blueprints == []  # type: ignore[attr-defined]


def test_commands_of_blueprints_are_merged() -> None:
    """A blueprint's commands are a group of its name, of another, or the application's own."""
    app = Flask(__name__)
    groups: dict[str, dict[str, Any]] = {
        "one": {},
        "two": {"cli_group": "other"},
        "three": {"cli_group": None},
        "four": {},
    }
    for name, options in groups.items():
        blueprint = Blueprint(name, __name__, **options)
        if name != "four":
            blueprint.cli.command(f"do-{name}")(lambda: secho(current_app.name))
        app.register_blueprint(blueprint)

    assert {"one", "other", "do-three"} == app.cli.commands.keys()
    assert "do-two" in app.test_cli_runner().invoke(args=["other", "--help"]).output


def test_variables_are_flasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Debug mode and files of variables are asked for by Flask's variables."""
    monkeypatch.setenv("FLASK_DEBUG", "1")
    assert Flask(__name__).debug
    monkeypatch.setenv("FLASK_DEBUG", "no")
    assert not get_debug_flag()
    monkeypatch.setenv("FLASK_SKIP_DOTENV", "1")
    assert not get_load_dotenv()
    monkeypatch.delenv("FLASK_SKIP_DOTENV")
    assert get_load_dotenv()
    assert get_root_path("pegboard_flask") == str(Path(pegboard_flask.__file__).parent)
    assert Path(get_root_path("not.there.yet")).is_dir()


def test_its_version_is_told_with_a_warning() -> None:
    """``__version__`` is Flask's, and as deprecated; other names that are gone stay so."""
    with pytest.warns(DeprecationWarning, match="__version__"):
        assert pegboard_flask.__version__.startswith("3.1.")
    with pytest.raises(AttributeError, match="Markup"):
        _ = pegboard_flask.Markup


def test_another_part_is_heeded() -> None:
    """Where another plugin fills a slot, it says what users see."""

    class Errors:
        """Renders errors in a word."""

        def __init__(self) -> None:
            self.seen = 0

        @hookimpl
        def render_error(self, app: Any, request: Any, error: Any) -> Any:
            return app.response_class(f"error {error.code}", status=error.code)

    app = Flask(__name__, plugins={"errors": Errors})

    assert app.is_replaced("errors")
    assert app.test_client().get("/nowhere").text == "error 404"


def test_another_sender_of_files_is_heeded(tmp_path: Path) -> None:
    """Where another plugin sends files, static files and both words go through it."""

    class Files:
        """Answers with what it was asked for."""

        @hookimpl
        def add_static_folder(self, folder: Any) -> None:
            self.folder = folder

        @hookimpl
        def send_file(self, app: Any, file: Any) -> Any:
            return app.response_class(f"file {file}")

        @hookimpl
        def send_from_directory(self, app: Any, path: Any) -> Any:
            return app.response_class(f"from {path}")

    app = Flask(__name__, root_path=str(tmp_path), plugins={"static": Files})
    app.add_url_rule("/file", "file", lambda: send_file("a.txt"))
    app.add_url_rule("/from", "from", lambda: send_from_directory("folder", "b.txt"))
    client = app.test_client()

    assert (client.get("/file").text, client.get("/from").text) == ("file a.txt", "from b.txt")
    assert app.slot("static").provider.folder.endpoint == "static"


def test_errors_may_be_of_an_applications_own(app: Flask) -> None:
    """An HTTP error whose class has a constructor and an answer of its own is that answer."""

    class Elsewhere(HTTPException, RoutingException):
        code = 303

        def __init__(self, url: str) -> None:  # pyright: ignore[reportMissingSuperCall]
            self.url = url

        def get_response(self, *_: Any, **__: Any) -> Any:
            return redirect(self.url, 303)

    @app.before_request
    def send_away() -> None:
        raise Elsewhere("/there")

    class Own(Flask):
        def full_dispatch_request(self) -> Any:
            return super().full_dispatch_request()

    own = Own(__name__)
    own.before_request(send_away)
    answers = app.test_client().get("/nowhere"), own.test_client().get("/nowhere")

    assert [(each.status_code, each.location) for each in answers] == [(303, "/there")] * 2
