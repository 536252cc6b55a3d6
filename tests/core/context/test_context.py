"""Contexts: one per request or command, in one context variable."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from werkzeug.exceptions import NotFound

from pegboard import current_app, flash, g, has_app_context, has_request_context, request, session
from pegboard.context import Context, current_or_none, current_request
from pegboard_hookspecs.errors import ContextError, ContextOrderError
from tests.core.site import make_app, say

WORDS: list[tuple[str, Callable[[], object]]] = [
    ("request", lambda: request.path),
    ("session", lambda: session["a"]),
    ("g", lambda: g.a),
    ("current_app", lambda: current_app.name),
    ("flash", lambda: flash("a")),
]


@pytest.mark.parametrize(("name", "use"), WORDS)
def test_a_word_outside_of_its_context(name: str, use: Callable[[], object]) -> None:
    """The error says what was used, where, and how to be inside; it is a RuntimeError, too."""
    with pytest.raises(RuntimeError) as caught:
        use()

    assert isinstance(caught.value, ContextError)
    assert f"{name!r} was used at {__file__}:" in str(caught.value)
    assert "Working outside of" in str(caught.value)


def test_an_application_context_has_no_request() -> None:
    """In a command there is an application and no request, and the error says so."""
    with make_app().app_context():
        assert has_app_context()
        assert not has_request_context()
        with pytest.raises(ContextError, match="outside of request context"):
            _ = request.path


def test_an_application_context_has_no_session() -> None:
    """Its session is asked for in vain: there is no visitor."""
    with make_app().app_context() as context, pytest.raises(ContextError, match="'session'"):
        _ = context.session


def test_contexts_can_be_nested() -> None:
    """The inner one is current until it ends."""
    outer, inner = make_app().app_context(), make_app().app_context()
    with outer:
        with inner:
            assert current_or_none() is inner
        assert current_or_none() is outer

    assert current_or_none() is None


def test_a_context_can_be_pushed_again_inside_of_itself() -> None:
    """Only the end of the first push is the end of the context."""
    ended: list[object] = []
    app = make_app()
    app.teardown_appcontext(ended.append)
    context = app.app_context()
    with context:
        with context:
            g.value = 1
        assert (g.value, ended) == (1, [])

    assert ended == [None]


def test_a_context_is_torn_down_with_its_error() -> None:
    """What ends a block is told to the teardown functions, and passes."""
    ended: list[object] = []
    app = make_app()
    app.teardown_appcontext(ended.append)
    error = ValueError("x")
    with pytest.raises(ValueError, match="x"), app.app_context():
        raise error

    assert ended == [error]


@pytest.mark.needs("routing")
def test_a_pushed_request_is_matched() -> None:
    """A request that is made up for a test knows its route."""
    app = make_app()
    app.add_url_rule("/users/<int:number>", "user", say)
    with app.test_request_context("/users/7") as context:
        assert (request.endpoint, request.view_args) == ("user", {"number": 7})
        assert current_request("test") is context.request


@pytest.mark.needs("routing")
def test_a_pushed_request_keeps_its_miss() -> None:
    """A URL that nothing matches is no error by itself; the request knows of it."""
    with make_app().test_request_context("/nowhere"):
        assert isinstance(request.routing_exception, NotFound)
        assert request.endpoint is None


@pytest.mark.needs("routing")
def test_a_request_that_is_matched_is_not_matched_again() -> None:
    """Pushing the context of a request that has its route leaves it alone."""
    app = make_app()
    app.add_url_rule("/", "index", say)
    with app.test_request_context("/") as context:
        match = request.match
    with Context(app, context.request):
        assert request.match is match


@pytest.mark.parametrize("is_pushed", [False, True], ids=["never pushed", "not the current one"])
def test_a_context_that_is_not_current_cannot_be_popped(is_pushed: bool) -> None:
    """Popping out of turn is an error that names both contexts."""
    app = make_app()
    context, other = app.app_context(), app.app_context()
    if is_pushed:
        context.push()
    other.push()
    with pytest.raises(
        ContextOrderError, match=r"cannot be popped: the current one is <OwnContext"
    ):
        context.pop()
    other.pop()
    if is_pushed:
        context.pop()

    assert current_or_none() is None


def test_a_context_says_what_it_is_of() -> None:
    """Its repr names application and request."""
    app = make_app()

    assert repr(app.app_context()) == f"<OwnContext of {app!r}: application>"
    assert "'http://localhost/x' [GET]" in repr(app.test_request_context("/x"))


def test_teardown_is_done_once() -> None:
    """A context that was torn down is not torn down again."""
    ended: list[object] = []
    app = make_app()
    app.teardown_appcontext(ended.append)
    context = app.app_context()
    context.tear_down(None)
    context.tear_down(None)

    assert ended == [None]


def test_a_context_may_be_used_again() -> None:
    """A second block with the same context is a second life, which ends like the first."""
    ended: list[object] = []
    app = make_app()
    app.teardown_appcontext(ended.append)
    context = app.app_context()
    for _ in range(2):
        with context:
            assert current_app == app

    assert ended == [None, None]


@pytest.mark.needs("routing")
def test_the_context_of_a_request_is_not_ended_by_a_block() -> None:
    """Who pushes and pops the current context in a view does not tear the request down."""
    ended: list[object] = []
    app = make_app()
    app.teardown_request(ended.append)

    @app.get("/")
    def view() -> str:
        context = current_or_none()
        assert context is not None
        with context, context.copy():
            g.value = "kept"
        return f"{g.value} {len(ended)}"

    assert app.test_client().get("/").text == "kept 0"
    assert ended == [None]


def test_a_copy_shares_request_and_g() -> None:
    """A copy that is pushed elsewhere sees the same request, session and ``g``."""
    with make_app().test_request_context("/x") as context:
        g.value = 1
        copy = context.copy()

    with copy:
        assert (request.path, g.value) == ("/x", 1)
        assert copy.g is context.g


def test_a_context_that_cannot_be_pushed_is_taken_back() -> None:
    """An exception on the way in tears the context down, and leaves none behind."""
    app = make_app()
    ended: list[object] = []
    app.teardown_appcontext(ended.append)
    error = ValueError("not now")

    @app.hookimpl
    def context_pushed() -> None:
        raise error

    with pytest.raises(ValueError, match="not now"), app.app_context():
        pytest.fail("the block is never entered")

    assert current_or_none() is None
    assert ended == [error]


def test_proxies_stand_for_what_is_current() -> None:
    """A proxy has the attributes, the truth and the repr of what it stands for."""
    app = make_app()
    with app.test_request_context("/x"):
        g.name = "Ada"
        assert (g.name, "name" in g, bool(request)) == ("Ada", True, True)
        assert repr(g) == "<g ['name']>"
        assert current_app == app

    assert not request
    assert repr(request) == "<CurrentProxy unbound>"
