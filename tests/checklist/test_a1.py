"""The application object."""

from __future__ import annotations

import inspect
import logging
import sys
from collections.abc import Callable, Generator
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType, ModuleType, NoneType
from typing import Any

import pytest
from werkzeug.exceptions import Aborter, Forbidden, HTTPException, NotFound
from werkzeug.test import TestResponse

from pegboard import (
    Blueprint,
    Config,
    Pegboard,
    Request,
    Response,
    WSGIRequest,
    abort,
    g,
    request,
    session,
    url_for,
)
from pegboard.context import Context, Namespace, current
from pegboard.testing import Client
from pegboard.testing.runner import CLIRunner
from pegboard_hookspecs import hookimpl
from pegboard_hookspecs.errors import BuildError, SetupError
from tests.core.site import make_app, say

pytestmark = pytest.mark.needs("errors", "json", "routing", "sessions", "templating")


def _get(app: Pegboard, path: str = "/", **options: Any) -> TestResponse:
    answer: TestResponse = app.test_client().open(path, **options)
    return answer


# A1.1


class OwnRequest(WSGIRequest):
    """A request of somebody's own."""


class OwnResponse(Response):
    """A response of somebody's own."""


class OwnConfig(Config):
    """Settings of somebody's own."""


class OwnAborter(Aborter):
    """An aborter of somebody's own."""


class OwnNamespace(Namespace):
    """What ``g`` stands for, of somebody's own."""


class OwnClient(Client):
    """A client of somebody's own."""


class OwnRunner(CLIRunner):
    """A runner of somebody's own."""


class Own(Pegboard):
    """An application with classes of its own."""

    request_class = OwnRequest
    response_class = OwnResponse
    config_class = OwnConfig
    aborter_class = OwnAborter
    app_ctx_globals_class = OwnNamespace
    test_client_class = OwnClient
    test_cli_runner_class = OwnRunner
    default_config = MappingProxyType({"COLOUR": "red"})


@pytest.mark.item("A1.1")
def test_classes_of_its_parts_are_replaced_in_a_subclass() -> None:
    """What requests, responses, settings, ``g`` and so on are made of is a class attribute."""
    app, kinds = Own(__name__), list[type]()

    @app.get("/")
    def view() -> str:
        kinds.extend([type(app.current_request()), type(current("test").g)])
        return "x"

    @app.after_request
    def after(response: Response) -> Response:
        kinds.append(type(response))
        return response

    app.test_client().get("/")

    assert kinds == [OwnRequest, OwnNamespace, OwnResponse]
    assert (type(app.config), type(app.aborter)) == (OwnConfig, OwnAborter)
    assert (type(app.test_client()), type(app.test_cli_runner())) == (OwnClient, OwnRunner)
    assert app.config["COLOUR"] == "red"


class Sessions:
    """A provider of the slot ``sessions``."""

    @hookimpl
    def open_session(self) -> dict[str, str]:
        return {"by": "sessions"}

    @hookimpl
    def save_session(self) -> None: ...


class Letters:
    """A provider of the slot ``json``."""

    @hookimpl
    def dump_json(self, value: object) -> bytes:
        return b'"by json"'

    @hookimpl
    def load_json(self, data: bytes) -> object:
        return None


@pytest.mark.item("A1.1")
def test_parts_behind_a_slot_are_replaced_by_its_provider() -> None:
    """Sessions, JSON, rules and the template engine belong to slots, not to class attributes."""
    app = make_app(plugins={"sessions": Sessions, "json": Letters})
    app.add_url_rule("/session", "session", lambda: session["by"])
    app.add_url_rule("/json", "json", dict)
    app.slot("templating").provider.jinja_options["trim_blocks"] = True

    assert [_get(app, path).text for path in ("/session", "/json")] == ["sessions", '"by json"\n']
    assert app.slot("templating").native.trim_blocks
    assert app.slot("routing").native.strict_slashes


# A1.2


@pytest.mark.item("A1.2")
def test_what_an_application_consists_of_is_its_attributes() -> None:
    """Places, settings, registries and helpers are attributes that can be read and filled."""
    app = Pegboard("site", None, None, subdomain_matching=True, root_path=str(Path.cwd()))
    blueprint = Blueprint("shop", "shop")
    app.register_blueprint(blueprint)

    assert (app.import_name, app.root_path) == ("site", str(Path.cwd()))
    assert app.instance_path == str(Path.cwd() / "instance")
    assert (app.blueprints, app.extensions, app.view_functions) == ({"shop": blueprint}, {}, {})
    assert (app.subdomain_matching, app.template_folder) == (True, "templates")
    assert app.url_build_error_handlers == app.teardown_appcontext_funcs == []
    assert app.shell_context_processors == []
    assert app.json.dumps([1]) == "[1]"
    assert isinstance(app.aborter, Aborter)
    assert callable(app.cli.command)


@pytest.mark.item("A1.2")
@pytest.mark.standard("routing")
def test_the_map_of_rules_is_the_routers_engine() -> None:
    """Routes are listed by the application; Werkzeug's map is reached through the slot."""
    app = make_app()
    app.add_url_rule("/", "index", say)

    assert [(str(route), route.endpoint) for route in app.routes] == [("/", "index")]
    assert [rule.rule for rule in app.slot("routing").native.iter_rules()] == ["/"]


# A1.3


@pytest.mark.item("A1.3")
@pytest.mark.parametrize(
    ("attribute", "key", "value"),
    [
        ("debug", "DEBUG", True),
        ("testing", "TESTING", True),
        ("secret_key", "SECRET_KEY", "a" * 32),
    ],
)
def test_some_attributes_are_settings(attribute: str, key: str, value: object) -> None:
    """An attribute that stands for a setting is read from it, and written to it."""
    app = Pegboard(__name__)
    setattr(app, attribute, value)

    assert app.config[key] == value
    app.config[key] = type(value)()
    assert getattr(app, attribute) == type(value)()


@pytest.mark.item("A1.3")
def test_the_lifetime_of_sessions_is_a_timedelta() -> None:
    """A number of seconds is read as a timedelta."""
    app = Pegboard(__name__)
    app.permanent_session_lifetime = 60

    assert app.permanent_session_lifetime == timedelta(minutes=1)


# A1.4


@pytest.mark.item("A1.4")
def test_what_is_made_late_is_made_once() -> None:
    """Name, logger and template engine are made when they are first asked for, and kept."""
    app = make_app()
    assert not {"name", "logger"} & vars(app).keys()

    assert app.name == app.import_name
    assert app.logger is app.logger is logging.getLogger(app.name)
    assert {"name", "logger"} <= vars(app).keys()
    assert app.slot("templating").native is app.slot("templating").native


# A1.5


@pytest.mark.item("A1.5")
def test_static_files_have_a_folder_and_a_url(tmp_path: Path) -> None:
    """Folder and URL path of static files can be read and set; a folder may be missing."""
    app = Pegboard(__name__, static_folder=None, root_path=str(tmp_path))
    assert (app.has_static_folder, app.static_folder, app.static_url_path) == (False, None, None)

    app.static_folder = "assets"

    assert (app.has_static_folder, app.static_folder) == (True, str(tmp_path / "assets"))
    assert app.static_url_path == "/assets"
    app.static_url_path = "/files/"
    assert app.static_url_path == "/files"


# A1.6


@pytest.mark.item("A1.6")
def test_middleware_wraps_an_attribute() -> None:
    """Calling the application calls ``wsgi_app``, which middleware may be put around."""
    app = make_app()
    app.add_url_rule("/", "index", lambda: request.environ["by"])
    inner: Callable[..., Any] = app.wsgi_app

    def outer(environ: dict[str, Any], start_response: Any) -> Any:
        return inner({**environ, "by": "middleware"}, start_response)

    app.wsgi_app = outer  # type: ignore[method-assign]  # as users of middleware do

    assert _get(app).text == "middleware"


# A1.7: what takes the place of each method of the life of a request


@pytest.fixture
def app() -> Pegboard:
    """Give an application with a page, whose errors become answers."""
    app = make_app(config={"PROPAGATE_EXCEPTIONS": False})
    app.add_url_rule("/", "index", say)
    return app


@pytest.mark.item("A1.7")
def test_around_a_whole_request(app: Pegboard) -> None:
    """A subclass may take the context of a request through its life in a way of its own."""

    class Timed(Pegboard):
        def handle_in(self, context: Context) -> Any:
            response = super().handle_in(context)
            response.headers["X-Around"] = "yes"
            return response

    timed = Timed(__name__)
    timed.add_url_rule("/", "index", say)

    assert _get(timed).headers["X-Around"] == "yes"


@pytest.mark.item("A1.7")
def test_functions_before_the_view_are_called_by_hand(app: Pegboard) -> None:
    """A test may run step 4 alone: what stands before the view, on a request that it made up."""

    @app.before_request
    def before() -> None:
        g.user = request.args["user"]

    with app.test_request_context("/?user=ada"):
        assert app.calls.preprocess(app, app.current_request()) is None
        assert g.user == "ada"


@pytest.mark.item("A1.7")
def test_around_the_view(app: Pegboard) -> None:
    """A wrapper of ``dispatch`` is called around the view, and may change what it gave."""

    @app.hookimpl(wrapper=True)
    def dispatch(request: Request) -> Generator[None, str, str]:
        value = yield
        return f"{value} by {request.endpoint}"

    assert _get(app).text == "said by index"


@pytest.mark.item("A1.7")
def test_from_a_value_to_the_finished_response(app: Pegboard) -> None:
    """Making a response and completing it are hooks as well, in that order."""

    @app.hookimpl
    def make_response(value: object) -> Response:
        return Response(f"<{value}>")

    @app.hookimpl
    def process_response(response: Response) -> None:
        response.headers["X-Length"] = str(response.content_length)

    answer = _get(app)

    assert (answer.text, answer.headers["X-Length"]) == ("<said>", "6")


@pytest.mark.item("A1.7")
def test_what_answers_an_exception(app: Pegboard) -> None:
    """One hook gets HTTP errors, other exceptions, and the 500 that nobody prevented."""

    def fail(code: str) -> str:
        if code == "403":
            abort(403)
        raise KeyError(code)

    app.add_url_rule("/<code>", "fail", fail)

    @app.hookimpl
    def handle_exception(error: Exception) -> object:
        if isinstance(error, HTTPException):
            return f"{type(error).__name__}", error.code
        return ("a key", 409) if error.args == ("409",) else None

    answers = [_get(app, path) for path in ("/403", "/409", "/x", "/no/where")]

    assert [(answer.text, answer.status_code) for answer in answers] == [
        ("Forbidden", 403),
        ("a key", 409),
        ("InternalServerError", 500),
        ("NotFound", 404),
    ]


@pytest.mark.item("A1.7")
def test_what_is_logged_is_told_first(app: Pegboard, caplog: pytest.LogCaptureFixture) -> None:
    """An exception that nobody handled is told to ``request_failed``, then logged by the logger."""
    told: list[tuple[str, int]] = []

    @app.hookimpl
    def request_failed(error: Exception) -> None:
        told.append((str(error), len(caplog.records)))

    app.add_url_rule("/fail", "fail", lambda: 1 / 0)
    _get(app, "/fail")

    assert told == [("division by zero", 0)]
    assert caplog.records[0].message == "Exception on /fail [GET]"
    assert caplog.records[0].name == app.logger.name


@pytest.mark.item("A1.7")
def test_what_routing_found_out_may_be_answered_otherwise(app: Pegboard) -> None:
    """Before a miss is raised, step 4 sees it and may put another in its place."""

    @app.hookimpl
    def preprocess(request: Request) -> None:
        if isinstance(request.routing_exception, NotFound):
            request.routing_exception = Forbidden()

    assert _get(app, "/nowhere").status_code == 403


@pytest.mark.item("A1.7")
def test_the_answer_to_options_may_be_another(app: Pegboard) -> None:
    """A wrapper of ``dispatch`` gets the automatic answer to OPTIONS and may add to it."""

    @app.hookimpl(wrapper=True)
    def dispatch(request: Request) -> Generator[None, Any, Any]:
        answer = yield
        if request.method == "OPTIONS":
            answer.headers["Access-Control-Allow-Methods"] = answer.headers["Allow"]
        return answer

    answer = _get(app, method="OPTIONS")

    assert answer.headers["Access-Control-Allow-Methods"] == answer.headers["Allow"] != ""


@pytest.mark.item("A1.7")
def test_around_the_end(app: Pegboard) -> None:
    """Plugins are told of the end of each context, with its request and error."""
    ended: list[tuple[str | None, type]] = []

    @app.hookimpl
    def teardown(request: Request | None, error: BaseException | None) -> None:
        ended.append((None if request is None else request.path, type(error)))

    app.add_url_rule("/fail", "fail", lambda: 1 / 0)
    _get(app)
    _get(app, "/fail")
    with app.app_context():
        pass

    assert ended == [("/", NoneType), ("/fail", ZeroDivisionError), (None, NoneType)]


@pytest.mark.item("A1.7")
def test_an_http_error_may_be_an_ordinary_exception(app: Pegboard) -> None:
    """Settings trap HTTP errors; so does a plugin that raises the one it was asked about."""

    @app.hookimpl
    def handle_exception(error: Exception) -> None:
        if isinstance(error, Forbidden):
            raise error

    app.add_url_rule("/<int:code>", "abort", abort)

    assert [_get(app, path).status_code for path in ("/403", "/410")] == [500, 410]
    app.config["TRAP_HTTP_EXCEPTIONS"] = True
    assert _get(app, "/410").status_code == 500


@pytest.mark.item("A1.7")
def test_coroutines_are_run_by_the_application(app: Pegboard) -> None:
    """``ensure_sync`` gives a plain function, by a method that a subclass may override."""

    async def later() -> str:
        return "later"

    assert app.ensure_sync(later)() == app.async_to_sync(later)() == "later"
    assert app.ensure_sync(say) is say


# A1.8


@pytest.mark.item("A1.8")
def test_contexts_clients_and_runners_are_made() -> None:
    """An application makes the contexts to work in, and what tests call it with."""
    app = make_app()
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/a", "wsgi.url_scheme": "http"}

    assert app.app_context().request is None
    assert app.request_context(environ).request.path == "/a"  # type: ignore[union-attr]  # it has one
    assert app.test_request_context("/b", method="PUT").request.method == "PUT"  # type: ignore[union-attr]
    assert isinstance(app.test_client(use_cookies=False), Client)
    assert isinstance(app.test_cli_runner(), CLIRunner)


@pytest.mark.item("A1.8")
@pytest.mark.standard("routing")
def test_what_a_slot_makes_is_made_by_its_provider(tmp_path: Path) -> None:
    """Template engine, loader, escaping and the adapter of URLs are the engine's business."""
    (tmp_path / "page.txt").write_text("{{ 1 + 1 }}")
    app = make_app(root_path=str(tmp_path), template_folder=".")
    app.add_url_rule("/<int:number>", "item", say)
    engine, rules = app.slot("templating").native, app.slot("routing").native

    assert engine.get_template("page.txt").render() == "2"
    assert (engine.autoescape("a.html"), engine.autoescape("a.txt")) == (True, False)
    assert rules.bind("localhost").match("/7") == ("item", {"number": 7})


# A1.9


@pytest.mark.item("A1.9")
def test_helpers_are_methods_too(tmp_path: Path) -> None:
    """What words do for the current application, its methods do for one that is at hand."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.txt").write_text("a")
    app = Pegboard(__name__, root_path=str(tmp_path), instance_path=str(tmp_path))
    app.config["SERVER_NAME"] = "example.org"
    app.add_url_rule("/", "index", say)
    blueprint = Blueprint("shop", __name__)
    app.register_blueprint(blueprint)
    app.context_processor(lambda: {"a": 1})
    app.shell_context_processor(lambda: {"b": 2})

    assert app.url_for("index") == "http://example.org/"
    assert app.redirect("/x", 303).status == "303 SEE OTHER"
    assert list(app.iter_blueprints()) == [blueprint]
    assert app.make_shell_context() == {"app": app, "g": g, "b": 2}
    assert app.template_context({"c": 3}) == {"a": 1, "c": 3}
    assert app.get_send_file_max_age("a.txt") is None
    with app.open_resource("static/a.txt") as resource:
        assert resource.read() == b"a"
    with app.open_instance_resource("new.txt", "w") as resource:
        resource.write("new")
    assert (tmp_path / "new.txt").read_text() == "new"


@pytest.mark.item("A1.9")
@pytest.mark.needs("static")
def test_a_static_file_is_sent_by_a_view(tmp_path: Path) -> None:
    """A view of any URL may send a file of the static folder."""
    (tmp_path / "robots.txt").write_text("Disallow:")
    app = make_app(root_path=str(tmp_path), static_folder=".")
    app.add_url_rule("/robots.txt", "robots", lambda: app.send_static_file("robots.txt"))

    assert _get(app, "/robots.txt").text == "Disallow:"


@pytest.mark.item("A1.9")
def test_what_is_added_to_urls_is_registered() -> None:
    """Values that all URLs get, and answers for those that cannot be built, are functions."""
    app = make_app()
    app.add_url_rule("/<language>/", "index", str)

    @app.url_defaults
    def add(endpoint: str, values: dict[str, Any]) -> None:
        values.setdefault("language", "en")

    def answer(error: BuildError, endpoint: str, values: dict[str, Any]) -> str:
        return f"/old/{endpoint}"

    app.url_build_error_handlers.append(answer)

    with app.test_request_context():
        assert (url_for("index"), url_for("gone")) == ("/en/", "/old/gone")


# A1.10


@pytest.mark.item("A1.10")
def test_an_application_shows_class_and_name() -> None:
    """Its repr has the class, for a subclass too, and the name."""
    assert repr(Pegboard("site")) == "<Pegboard 'site'>"
    assert repr(Own("site")) == "<Own 'site'>"


# A1.11 to A1.14


@pytest.mark.item("A1.11")
def test_the_constructor_takes_what_flasks_does() -> None:
    """The parameters are there in their order with their defaults; what is more is by keyword."""
    parameters = inspect.signature(Pegboard).parameters
    expected = {
        "import_name": inspect.Parameter.empty,
        "static_url_path": None,
        "static_folder": "static",
        "static_host": None,
        "host_matching": False,
        "subdomain_matching": False,
        "template_folder": "templates",
        "instance_path": None,
        "instance_relative_config": False,
        "root_path": None,
    }

    positional = {
        name: each.default
        for name, each in parameters.items()
        if each.kind is each.POSITIONAL_OR_KEYWORD
    }
    assert list(positional.items()) == list(expected.items())
    assert set(parameters) - set(expected) == {"plugins", "plugin_order"}


@pytest.mark.item("A1.12")
def test_a_script_is_called_by_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is the import name; that of a script is its file's, without the suffix."""
    main = ModuleType("__main__")
    main.__file__ = "/srv/shop.py"
    monkeypatch.setitem(sys.modules, "__main__", main)

    assert Pegboard("site").name == "site"
    assert Pegboard("__main__").name == "shop"


@pytest.mark.item("A1.13")
def test_a_module_is_found_without_importing_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The root path is the folder of the module, which is not run to find it."""
    (tmp_path / "never_run.py").write_text("raise AssertionError")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    assert Pegboard("never_run").root_path == str(tmp_path)


@pytest.mark.item("A1.13")
def test_a_folder_that_cannot_be_found_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A namespace package has no single folder: the error says to pass one."""
    (tmp_path / "spread").mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    with pytest.raises(SetupError, match=r"namespace package.*root_path="):
        Pegboard("spread")
    assert Pegboard("spread", root_path=str(tmp_path)).root_path == str(tmp_path)


@pytest.mark.item("A1.14")
def test_the_instance_folder_lies_beside_the_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is beside a module or package, below the prefix of an installed one, or what is given."""
    (tmp_path / "market").mkdir()
    (tmp_path / "market" / "__init__.py").touch()
    installed = tmp_path / "site-packages"
    installed.mkdir()
    (installed / "bazaar.py").touch()
    monkeypatch.setattr(sys, "path", [str(installed), str(tmp_path), *sys.path])
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "prefix"))

    assert Pegboard("market").instance_path == str(tmp_path / "instance")
    wanted = tmp_path / "prefix" / "var" / "bazaar-instance"
    assert Pegboard("bazaar").instance_path == str(wanted)
    assert Pegboard("market", instance_path=str(tmp_path)).instance_path == str(tmp_path)


@pytest.mark.item("A1.14")
def test_a_relative_instance_folder_is_refused() -> None:
    """A path that depends on the current folder is no instance path."""
    with pytest.raises(ValueError, match="must be absolute"):
        Pegboard("site", instance_path="data")
