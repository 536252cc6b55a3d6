"""Errors with a message of their own (A18): one test for each type, one case for each condition."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pegboard import (
    Pegboard,
    Response,
    after_this_request,
    copy_current_request_context,
    current_app,
    g,
    jsonify,
    request,
    session,
    stream_with_context,
)
from pegboard.testing import EnvironBuilder
from pegboard.views import MethodView, View
from pegboard_hookspecs import Match, hookimpl
from pegboard_hookspecs.errors import PegboardError
from tests.core.site import make_app, make_blueprint, say

HERE = __file__

needs_routing = pytest.mark.needs("routing")
needs_sessions = pytest.mark.needs("sessions", "json")
needs_json = pytest.mark.needs("json")

Failing = Callable[[], object]


def _case(name: str, failing: Failing, *words: str, marks: Any = ()) -> Any:
    """Make a case: what fails, and what its message says."""
    return pytest.param(failing, words, id=name, marks=marks)


def _message_of(kind: type[Exception], failing: Failing) -> str:
    with pytest.raises(kind) as caught:
        failing()
    return str(caught.value)


def _in_request(failing: Failing, path: str = "/", **options: Any) -> Failing:
    """Put something into the context of a request."""

    def fail() -> object:
        with make_app().test_request_context(path, **options):
            return failing()

    return fail


def _asked(view: Any, **options: Any) -> Failing:
    """Ask an application for what a view answers."""

    def fail() -> object:
        app = make_app()
        app.add_url_rule("/page", "page", view, **options)
        return app.test_client().get("/page")

    return fail


def _started() -> Pegboard:
    app = make_app()
    app.start()
    return app


def _registered() -> Any:
    shop = make_blueprint()
    make_app().register_blueprint(shop)
    return shop


def _other() -> str:
    return "other"


def _same(response: Response) -> Response:
    return response


# Contexts, sessions, files


class _NoSessions:
    """Opens no session."""

    @hookimpl
    def open_session(self) -> None:
        """Open none."""

    @hookimpl
    def save_session(self) -> None:
        """Save none."""


def _nested_blocks() -> None:
    client = make_app().test_client()
    with client, client:
        """Never here."""


def _transaction(app: Pegboard, **options: Any) -> None:
    with app.test_client(**options).session_transaction():
        """Never here."""


def _write_to_session() -> None:
    session["who"] = "Ada"


def _build_absolute_url() -> str:
    app = make_app()
    app.add_url_rule("/", "index", say)
    with app.app_context():
        return app.url_for("index")


@pytest.mark.item(
    "A18.1", "A18.2", "A18.9", "A18.10", "A18.19", "A18.21", "A18.25", "A18.29", "A18.31"
)
@pytest.mark.parametrize(
    ("failing", "words"),
    [
        _case("request", lambda: request.path, "'request'", HERE, "outside of request context"),
        _case("session", lambda: session["who"], "'session'", HERE, "outside of request context"),
        _case("g", lambda: g.user, "'g'", HERE, "outside of application context"),
        _case("current_app", lambda: current_app.name, "'current_app'", "application context"),
        _case(
            "after_this_request",
            lambda: after_this_request(_same),
            *("'after_this_request'", "outside of request context"),
        ),
        _case(
            "copy_current_request_context",
            lambda: copy_current_request_context(say),
            *("'copy_current_request_context'", "outside of request context"),
        ),
        _case(
            "stream_with_context",
            lambda: stream_with_context(iter("a")),
            *("'stream_with_context'", "outside of request context"),
        ),
        _case("root path", lambda: Pegboard("sys"), "'sys'", "Pass it explicitly, as root_path"),
        _case(
            "static folder",
            lambda: make_app().send_static_file("a.txt"),
            *("<Pegboard ", "static_folder must be set"),
        ),
        _case("host", _build_absolute_url, "'index'", "Set SERVER_NAME", marks=needs_routing),
        _case(
            "secret key",
            _in_request(_write_to_session),
            *("session", "unavailable", "secret key", "Set app.secret_key"),
            marks=needs_sessions,
        ),
        _case(
            "variable",
            lambda: make_app().config.from_envvar("PEGBOARD_NOWHERE"),
            *("'PEGBOARD_NOWHERE' is not set", "Set it to the path"),
        ),
        _case("with in with", _nested_blocks, "cannot nest", "the client of the outer one"),
        _case(
            "no session",
            lambda: _transaction(make_app(plugins={"sessions": _NoSessions()})),
            *("did not open a session", "'sessions'"),
        ),
    ],
)
def test_what_cannot_be_done_now(failing: Failing, words: tuple[str, ...]) -> None:
    """What is impossible here and now is a ``RuntimeError`` of Pegboard's, with the cure."""
    message = _message_of(RuntimeError, failing)

    assert [each for each in words if each not in message] == []
    assert issubclass(_kind_of(failing), PegboardError)


def _kind_of(failing: Failing) -> type[BaseException]:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the type is what is asked for
        failing()
    return caught.type


# Set-up


def _clash() -> None:
    app = make_app()
    app.add_url_rule("/", "page", say)
    app.add_url_rule("/other", "page", _other)


def _pop_out_of_order() -> None:
    outer, inner = make_app().app_context(), make_app().test_request_context("/inner")
    with outer, inner:
        outer.pop()


def _lose_a_body() -> object:
    app = make_app(config={"DEBUG": True})
    app.add_url_rule("/new", "new", say, methods=["POST"], defaults={"page": 1})
    app.add_url_rule("/<int:page>", "new", say, methods=["POST"])

    @app.hookimpl("match_request", wrapper=True)
    def redirecting() -> Generator[None, Match, Match]:
        # As a router does that redirects by 302.
        try:
            return (yield)
        except Exception as error:
            vars(error)["code"] = 302
            raise

    return app.test_client().post("/1", data={"a": "b"})


@pytest.mark.item("A18.3", "A18.4", "A18.7", "A18.28", "A18.32", "A18.33")
@pytest.mark.parametrize(
    ("failing", "words"),
    [
        _case(
            "application",
            lambda: _started().get("/"),
            *("setup method 'get' can no longer be called", "the application", "has started"),
        ),
        _case(
            "blueprint",
            lambda: _registered().errorhandler(404),
            *("setup method 'errorhandler' can no longer be called", "the blueprint 'shop'"),
        ),
        _case("endpoint", _clash, "'page' would be overwritten", HERE, "site.py", "endpoint="),
        _case(
            "static host",
            lambda: make_app(static_folder="static", host_matching=True),
            *("static_host=None", "host_matching=True"),
        ),
        _case(
            "host matching",
            lambda: make_app(static_folder="static", static_host="example.org"),
            *("static_host='example.org'", "host_matching=False"),
        ),
        _case(
            "subdomain",
            lambda: EnvironBuilder(make_app(), base_url="http://a.org", subdomain="b"),
            *("cannot pass both", "subdomain", "http://a.org"),
        ),
        _case(
            "scheme",
            lambda: make_app().test_client().get("/", base_url="http://a.org", url_scheme="https"),
            *("cannot pass both", "url_scheme", "http://a.org"),
        ),
        _case("pop", _pop_out_of_order, ": application>", "/inner", "reverse order"),
        _case(
            "lost body",
            _lose_a_body,
            *("'http://localhost/1'", "canonical URL 'http://localhost/new'", "302"),
            marks=needs_routing,
        ),
    ],
)
def test_what_was_set_up_wrongly(failing: Failing, words: tuple[str, ...]) -> None:
    """What only a change of the code can mend is an ``AssertionError``."""
    message = _message_of(AssertionError, failing)

    assert [each for each in words if each not in message] == []


def _with_methods(word: str) -> None:
    getattr(make_app(), word)("/", methods=["GET"])


class _Users(MethodView):
    def get(self) -> Any:
        return None


class _Page(View):
    def dispatch_request(self) -> Any:
        return ()


@pytest.mark.item(
    "A18.5", "A18.6", "A18.12", "A18.13", "A18.14", "A18.15", "A18.22", "A18.23", "A18.30"
)
@pytest.mark.parametrize(
    ("failing", "words"),
    [
        _case(
            "methods",
            lambda: make_app().route("/page", methods="GET")(say),
            *("'/page'", HERE, "must be a list of strings, like ['GET']"),
        ),
        *(
            _case(
                f"{word} with methods",
                partial(_with_methods, word),
                *(f"{word}() sets the method itself", "Use route"),
            )
            for word in ("get", "post", "put", "delete", "patch")
        ),
        *(
            _case(name, _asked(view), "'page'", place, HERE, complaint, marks=needs_routing)
            for name, view, place, complaint in (
                ("None", lambda: None, "(", "returned None, or ended without a return statement"),
                ("None of a class", _Users.as_view("page"), "_Users.get at", "returned None"),
                ("1-tuple", lambda: ("a",), "(", "tuple must have the form (body, status, head"),
                ("4-tuple", lambda: ("a", 1, None, 2), "(", "(body, status) or (body, headers)"),
                ("tuple of a class", _Page.as_view("page"), "_Page.dispatch_request at", "of 0"),
                ("int", lambda: 5, "(", "returned 5, of type int, which cannot be a response"),
                ("set", lambda: {1}, "(", "Return a str, bytes, dict, list, iterator, Response"),
            )
        ),
        _case(
            "instance",
            lambda: make_app().errorhandler(ValueError("no")),  # type: ignore[arg-type]  # the mistake  # pyright: ignore[reportArgumentType]
            *("ValueError('no') is an instance, not a class",),
        ),
        _case("jsonify", _in_request(lambda: jsonify(1, a=2)), "either args or kwargs, not both"),
        _case(
            "JSON",
            _in_request(lambda: jsonify({"a": [0, object()]})),
            *("object", "cannot be written as JSON", "['a'][1]"),
            marks=needs_json,
        ),
        _case(
            "cookies",
            lambda: _transaction(make_app(), use_cookies=False),
            *("Cookies are disabled", "use_cookies=True"),
        ),
    ],
)
def test_what_is_of_a_wrong_type(failing: Failing, words: tuple[str, ...]) -> None:
    """What is of a wrong type is a ``TypeError``; a bad value of a view names the view."""
    message = _message_of(TypeError, failing)

    assert [each for each in words if each not in message] == []


def _open_for_writing(make: Callable[[], Any]) -> None:
    make().open_resource("a.txt", "w")


def _taken(other_name: str) -> None:
    app = make_app()
    app.register_blueprint(shop := make_blueprint())
    app.register_blueprint(shop if other_name == "this" else make_blueprint())


def _nest_in_itself() -> None:
    shop = make_blueprint()
    shop.register_blueprint(shop)


def _dotted_view() -> None:
    def view() -> str:
        return "view"

    view.__name__ = "a.b"
    make_blueprint().add_url_rule("/", view_func=view)


def _contradict() -> str:
    return make_app().url_for("index", _scheme="https", _external=False)


@pytest.mark.item("A18.8", "A18.11", "A18.16", "A18.17", "A18.18", "A18.20")
@pytest.mark.parametrize(
    ("failing", "words"),
    [
        _case(
            "instance path", lambda: make_app(instance_path="data"), "must be absolute", "'data'"
        ),
        *(
            _case(
                f"resource of {name}",
                partial(_open_for_writing, make),
                *("reading only", "'w'", "'rb'"),
            )
            for name, make in (("application", make_app), ("blueprint", make_blueprint))
        ),
        _case(
            "no exception",
            lambda: make_app().errorhandler(int),  # type: ignore[arg-type]  # the mistake  # pyright: ignore[reportArgumentType]
            *("'int' is not a subclass of Exception",),
        ),
        _case(
            "unknown code",
            lambda: make_app().errorhandler(999),
            *("999 is no HTTP error", "Use a subclass of HTTPException"),
        ),
        _case("empty name", lambda: make_blueprint(""), "not be empty", "''"),
        _case("dotted name", lambda: make_blueprint("a.b"), "no dot", "a blueprint", "'a.b'"),
        _case(
            "dotted endpoint",
            lambda: make_blueprint().add_url_rule("/", "a.b", say),
            *("no dot", "an endpoint", "'a.b'"),
        ),
        _case("dotted view", _dotted_view, "no dot", "a view", "'a.b'"),
        _case("own child", _nest_in_itself, "'shop' cannot be registered on itself"),
        _case("taken", lambda: _taken("this"), "'shop' is taken by this blueprint", "name="),
        _case("taken by another", lambda: _taken("another"), "by another blueprint", "name="),
        _case(
            "scheme", _contradict, "_external=False", "needs _external=True", marks=needs_routing
        ),
    ],
)
def test_what_has_a_wrong_value(failing: Failing, words: tuple[str, ...]) -> None:
    """What has the right type and a wrong value is a ``ValueError``."""
    message = _message_of(ValueError, failing)

    assert [each for each in words if each not in message] == []


# Files


@pytest.mark.item("A18.26")
@pytest.mark.parametrize("word", ["from_pyfile", "from_file"])
def test_a_missing_file_is_an_os_error(tmp_path: Path, word: str) -> None:
    """A configuration file that is not there is an ``OSError`` with number, reason and path."""
    config = make_app(root_path=str(tmp_path)).config
    arguments: list[Any] = [dict] if word == "from_file" else []
    with pytest.raises(OSError, match="Unable to load configuration file") as caught:
        getattr(config, word)("nowhere.cfg", *arguments)

    assert caught.value.errno == errno.ENOENT
    assert "(No such file or directory)" in str(caught.value)
    assert str(tmp_path / "nowhere.cfg") in str(caught.value)


@needs_routing
@pytest.mark.item("A18.34")
def test_a_file_that_was_not_sent_is_explained() -> None:
    """In debug mode a form that cannot carry files is told apart from a missing key."""
    app = make_app(config={"DEBUG": True})
    app.add_url_rule("/", "index", lambda: request.files["photo"], methods=["POST"])

    with pytest.raises(KeyError) as caught:
        app.test_client().post("/", data={"photo": "cat.jpg"})
    assert isinstance(caught.value, AssertionError)
    for word in ("'photo'", "'application/x-www-form-urlencoded'", "multipart/form-data", "'cat."):
        assert word in str(caught.value)


@needs_sessions
@pytest.mark.item("A18.24")
def test_a_tag_is_taken_once() -> None:
    """Two tags of the session for one key are a ``KeyError`` that names the key."""
    serializer = make_app().slot("sessions").provider.serializer

    with pytest.raises(KeyError, match="The tag ' t' is taken"):
        serializer.register(type(serializer.tags[" t"]))


# Coroutines


@needs_routing
@pytest.mark.item("A18.27")
def test_a_coroutine_needs_a_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what runs ``async def`` functions the message says what to install, and for what."""

    async def view() -> str:
        return "never"

    monkeypatch.setitem(sys.modules, "asgiref.sync", None)

    with pytest.raises(RuntimeError, match=r"pip install 'pegboard\[async\]'") as caught:
        _asked(view)()
    assert any(f"view, at {HERE}" in note for note in caught.value.__notes__)
