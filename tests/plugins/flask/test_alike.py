"""Small programs, each run with Flask and with Flask's names on Pegboard: both see the same."""

# The programs are written as applications are: without types. Of what both modules have in common
# nothing says which types that are.
# mypy: disable-error-code="untyped-decorator"
# pyright: basic

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from werkzeug.exceptions import BadRequest, HTTPException, NotFound
from werkzeug.routing import BuildError, Map, RequestRedirect, Rule

import pegboard_flask

flask = pytest.importorskip("flask", reason="needs Flask, to compare with")

PROGRAMS: list[Callable[[Any], object]] = []


def _program(function: Callable[[Any], object]) -> Callable[[Any], object]:
    """Run the function with both modules; what it gives must be the same."""
    PROGRAMS.append(function)
    return function


@pytest.mark.parametrize("run", PROGRAMS, ids=lambda run: run.__name__[1:])
def test_both_do_the_same(run: Callable[[Any], object]) -> None:
    """What a program sees of Pegboard is what it sees of Flask."""
    seen = run(pegboard_flask)

    assert seen == run(flask)
    assert seen is not None


def _ask(app: Any, path: str, **options: Any) -> tuple[int, str, str | None]:
    answer = app.test_client().open(path, **options)
    return answer.status_code, answer.text, answer.headers.get("Location")


def _globals(words: Any) -> Any:
    return import_module(f"{words.__name__}.globals")


# Contexts


@_program
def _the_context_of_a_request(words: Any) -> object:
    app = words.Flask("shop")
    app.secret_key = "k" * 32
    app.add_url_rule("/<int:number>", "show", lambda number: f"{number}")
    with app.test_request_context("/3?a=b") as pushed:
        current = _globals(words).request_ctx
        current.session["a"] = 1
        words.flash("hello", "greeting")
        before = current.flashes
        taken = words.get_flashed_messages(with_categories=True)
        copied = current.copy()
        return (
            before,
            taken,
            current.flashes,
            current.url_adapter.build("show", {"number": 4}),
            current.app is app,
            current._get_current_object() is pushed,
            dict(current.session),
            copied.request is current.request,
            copied.session is current.session,
            "http://localhost/3?a=b" in repr(current),
            "shop" in repr(current),
        )


@_program
def _the_context_of_an_application(words: Any) -> object:
    app = words.Flask("shop")
    app.config["SERVER_NAME"] = "example.org"
    app.add_url_rule("/here", "here", lambda: "")
    with app.app_context() as pushed:
        current = _globals(words).app_ctx
        words.g.count = 1
        current.g.more = 2
        return (
            current.url_adapter.build("here", force_external=True),
            current.app is app,
            current._get_current_object() is pushed,
            sorted(words.g),
            words.has_app_context(),
            words.has_request_context(),
        )


@_program
def _a_copied_context_has_the_same_g(words: Any) -> object:
    app = words.Flask("shop")
    with app.test_request_context("/here"):
        words.g.user = "Ada"

        @words.copy_current_request_context
        def later() -> tuple[str, str | None]:
            return words.request.path, words.g.get("user")

        inside = later()
    return inside, words.has_request_context()


@_program
def _g_may_be_replaced(words: Any) -> object:
    app = words.Flask("shop")
    with app.app_context():
        words.g.first = 1
        _globals(words).app_ctx.g = app.app_ctx_globals_class()
        words.g.second = 2
        return sorted(words.g)


@_program
def _functions_after_a_request_from_an_inner_context(words: Any) -> object:
    app = words.Flask("shop")

    @app.route("/")
    def index() -> str:
        with app.app_context():

            @words.after_this_request
            def mark(response: Any) -> Any:
                response.headers["Location"] = "/marked"
                return response

        return "index"

    return _ask(app, "/")


# Requests that go through overridden methods


class _Overridden:
    """Makes an application whose requests take Flask's methods."""

    def dispatch_request(self) -> Any:
        return super().dispatch_request()  # type: ignore[misc]  # of the class beside it


def _application(words: Any, *kinds: type) -> Any:
    kind: Any = type("Shop", (*kinds, words.Flask), {})
    return kind("shop")


def _overridden(words: Any) -> Any:
    return _application(words, _Overridden)


@_program
def _a_function_before_the_view_answers(words: Any) -> object:
    app = _overridden(words)
    app.before_request(lambda: "early")
    app.add_url_rule("/", "index", lambda: "late")
    return _ask(app, "/"), _ask(app, "/nowhere")


@_program
def _a_form_that_a_redirect_would_lose(words: Any) -> object:
    app = _overridden(words)
    app.add_url_rule("/with/", "with", lambda: "", methods=["GET", "POST"])
    seen: list[object] = [_ask(app, "/with"), _ask(app, "/with", method="POST")]
    app.debug = True
    for method in ("GET", "POST"):
        try:
            seen.append(_ask(app, "/with", method=method))
        except AssertionError as error:
            seen.append(type(error).__name__)
    return seen


@_program
def _options_are_answered(words: Any) -> object:
    app = _overridden(words)
    app.add_url_rule("/both", "both", lambda: "", methods=["GET", "POST"])
    app.add_url_rule("/own", "own", lambda: "own", methods=["OPTIONS"])
    app.add_url_rule("/not", "not", lambda: "", provide_automatic_options=False)
    answers = [app.test_client().options(path) for path in ("/both", "/own", "/not")]
    return [(each.status_code, sorted(each.allow), each.text[:3]) for each in answers]


@_program
def _a_view_is_wrapped_by_ensure_sync(words: Any) -> object:
    class Loud:
        def ensure_sync(self, func: Any) -> Any:
            return lambda **values: func(**values).upper()

    app = _application(words, Loud)
    app.add_url_rule("/<name>", "show", lambda name: f"it is {name}")
    return _ask(app, "/this")


@_program
def _what_follows_an_error_fails_too(words: Any) -> object:
    app = _overridden(words)
    app.logger.disabled = True

    @app.route("/")
    def index() -> str:
        raise ZeroDivisionError

    @app.after_request
    def fail(response: Any) -> Any:
        raise KeyError

    status, text, _ = _ask(app, "/")
    return status, "Internal Server Error" in text


@_program
def _what_follows_a_page_fails(words: Any) -> object:
    app = _overridden(words)
    app.logger.disabled = True
    failures: list[str] = []

    @app.route("/")
    def index() -> str:
        return "fine"

    @app.after_request
    def fail(response: Any) -> Any:
        failures.append(response.status)
        if len(failures) == 1:
            raise KeyError
        return response

    return _ask(app, "/")[0], failures


@_program
def _handlers_of_exceptions(words: Any) -> object:
    app = _overridden(words)
    app.logger.disabled = True

    @app.route("/<kind>")
    def fails(kind: str) -> str:
        raise {"lookup": KeyError, "value": ValueError, "code": NotFound}[kind]

    @app.errorhandler(LookupError)
    def found(error: LookupError) -> tuple[str, int]:
        return "a lookup", 418

    @app.errorhandler(500)
    def sorry(error: Any) -> tuple[str, int]:
        return f"sorry for {type(error.original_exception).__name__}", 500

    return [_ask(app, f"/{kind}")[:2] for kind in ("lookup", "value")], _ask(app, "/code")[0]


@_program
def _errors_without_a_code_are_answers(words: Any) -> object:
    app = _overridden(words)

    @app.route("/")
    def index() -> str:
        raise RequestRedirect("/elsewhere")

    @app.route("/own")
    def own() -> str:
        raise HTTPException(response=words.Response("own", 299))

    @app.errorhandler(HTTPException)
    def never(error: HTTPException) -> str:
        return "handled"

    return _ask(app, "/")[::2], _ask(app, "/own")[:2]


@_program
def _http_errors_may_be_trapped(words: Any) -> object:
    app = _overridden(words)
    app.config["TRAP_HTTP_EXCEPTIONS"] = True
    app.testing = True

    @app.route("/")
    def index() -> str:
        raise BadRequest

    try:
        return _ask(app, "/")
    except BadRequest:
        return "raised"


@_program
def _a_missing_key_is_named_in_debug_mode(words: Any) -> object:
    seen = []
    for debug in (False, True):
        app = _overridden(words)
        app.debug = debug
        app.add_url_rule("/", "index", lambda: words.request.form["absent"])
        app.config["TRAP_BAD_REQUEST_ERRORS"] = False
        status, text, _ = _ask(app, "/")
        seen.append((status, "absent" in text))
    return seen


@_program
def _teardown_functions_are_told(words: Any) -> object:
    seen: list[str] = []

    class Deaf:
        def should_ignore_error(self, error: BaseException | None) -> bool:
            return isinstance(error, KeyError)

    app = _application(words, Deaf)
    app.logger.disabled = True
    app.teardown_request(lambda error: seen.append(type(error).__name__))

    @app.route("/<kind>")
    def fails(kind: str) -> str:
        raise {"key": KeyError, "value": ValueError}[kind]

    return [_ask(app, f"/{kind}")[0] for kind in ("key", "value")], seen


# Routes and URLs


@_program
def _another_map_matches(words: Any) -> object:
    app = words.Flask("shop")
    app.url_map = Map([Rule("/item/<int:number>", endpoint="show")])
    app.view_functions["show"] = lambda number: f"{number}"
    with app.test_request_context("/item/3"):
        built = words.url_for("show", number=4)
    return _ask(app, "/item/3")[:2], _ask(app, "/item/x")[0], built


@_program
def _urls_that_cannot_be_built(words: Any) -> object:
    app = words.Flask("shop")
    app.add_url_rule("/<int:number>", "show", lambda number: "")
    seen: list[Any] = []

    @app.url_build_error_handlers.append
    def first(error: BuildError, endpoint: str, values: dict[str, Any]) -> None:
        seen.append((endpoint, sorted(values.items(), key=str)))

    @app.url_build_error_handlers.append
    def second(error: BuildError, endpoint: str, values: dict[str, Any]) -> str:
        if endpoint == "known":
            return "/known"
        raise error

    with app.test_request_context("/"):
        built = words.url_for("known", a=1, _anchor="x")
        for wrong in ({}, {"_scheme": "https", "_external": False, "number": 1}):
            try:
                words.url_for("show", **wrong)
            except (BuildError, ValueError) as error:
                seen.append(type(error).__mro__[-3].__name__)
    return built, seen


@_program
def _urls_by_an_adapter_of_ones_own(words: Any) -> object:
    class Own:
        def create_url_adapter(self, request: Any) -> Any:
            return super().create_url_adapter(request)  # type: ignore[misc]  # of the class beside it

    app = _application(words, Own)
    app.config["SERVER_NAME"] = "example.org"
    blueprint = words.Blueprint("inner", "shop", url_prefix="/inner")
    blueprint.add_url_rule("/<name>", "show", lambda name: words.url_for(".list"))
    blueprint.add_url_rule("/", "list", lambda: "")
    app.register_blueprint(blueprint)
    app.add_url_rule("/", "index", lambda: words.url_for(".index", _anchor="a b"))

    @app.url_defaults
    def add(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "inner.show":
            values.setdefault("name", "default")

    seen: list[Any] = [
        _ask(app, path, base_url="http://example.org")[:2] for path in ("/inner/x", "/")
    ]
    with app.app_context():
        seen += [
            words.url_for("inner.show"),
            words.url_for("index", _scheme="https"),
            words.url_for("index", _external=False),
        ]
    with app.test_request_context("/"):
        seen += [words.url_for("index", _scheme="https"), words.url_for("index", _method="GET")]
        try:
            words.url_for("index", _scheme="https", _external=False)
        except ValueError:
            seen.append("refused")
    return seen


@_program
def _converters_of_the_map(words: Any) -> object:
    app = words.Flask("shop")
    usual = app.url_map.converters["int"]

    class Hex(usual):  # type: ignore[misc, valid-type]  # a class that is looked up
        regex = "[0-9a-f]+"
        num_convert = staticmethod(lambda text: int(text, 16))

    app.url_map.converters.update(hex=Hex)
    app.url_map.converters.setdefault("hex", usual)
    app.url_map.converters.setdefault("other", Hex)
    app.add_url_rule("/<hex:number>/<other:more>", "show", lambda number, more: f"{number} {more}")
    return _ask(app, "/ff/a"), "hex" in app.url_map.converters


@_program
def _an_application_run_by_the_command_is_not_run_again(words: Any) -> object:
    app = words.Flask("shop")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FLASK_RUN_FROM_CLI", "true")
        patch.setenv("WERKZEUG_RUN_MAIN", "true")
        return [app.run()]
