"""Contexts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
from werkzeug.local import LocalProxy

from pegboard import (
    Pegboard,
    Response,
    after_this_request,
    copy_current_request_context,
    current_app,
    g,
    has_app_context,
    has_request_context,
    request,
    session,
    stream_with_context,
)
from pegboard.context import Namespace, current_or_none
from tests.core.site import make_app, say

pytestmark = pytest.mark.needs("routing", "sessions")


@pytest.fixture
def app() -> Pegboard:
    """Give an application that can sign sessions."""
    return make_app(config={"SECRET_KEY": "k" * 32})


_PROXIES = ["current_app", "g", "request", "session"]


def _same(response: Response) -> Response:
    return response


def _object_behind(proxy: Any) -> Any:
    return proxy._get_current_object()


# A5.1


@pytest.mark.item("A5.1")
def test_an_application_is_current(app: Pegboard) -> None:
    """A context may be pushed by ``with`` or by hand, more than once; its last pop is its end."""
    ended: list[BaseException | None] = []
    app.teardown_appcontext(ended.append)
    context = app.app_context()
    context.push()
    with context:
        g.value = 1
        assert (context.app, context.g.value, _object_behind(current_app)) == (app, 1, app)
    assert (g.value, ended) == (1, [])
    context.pop(error := ValueError())

    assert ended == [error]
    assert not has_app_context()


@pytest.mark.item("A5.1")
def test_an_inner_context_has_its_own_g(app: Pegboard) -> None:
    """Neither an inner context nor a request inside of one sees what the outer one keeps."""
    app.add_url_rule("/", "index", lambda: str(g.get("name")))

    with app.app_context():
        g.name = "outer"
        with app.app_context():
            assert "name" not in g
        assert app.test_client().get("/").text == "None"
        assert g.name == "outer"


# A5.2


@pytest.mark.item("A5.2")
def test_a_request_is_current(app: Pegboard) -> None:
    """The context of a request has application, request, session and ``g``, and its route."""
    app.add_url_rule("/shop", "shop", say)

    with app.test_request_context("/shop?a=1", method="PUT", json={"b": 2}) as context:
        assert (context.app, context.request) == (app, _object_behind(request))
        assert context.session is _object_behind(session)
        assert (request.method, request.args["a"]) == ("PUT", "1")
        assert isinstance(request.routing_exception, Exception)
        request.method = "GET"
        context.match_request()
        assert request.endpoint == "shop"


@pytest.mark.item("A5.2")
def test_a_context_of_an_environ(app: Pegboard) -> None:
    """An environ becomes a request; the repr of its context shows URL, method and application."""
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/a",
        "HTTP_HOST": "example.org",
        "wsgi.url_scheme": "https",
    }

    with app.request_context(environ) as context:
        assert request.url == "https://example.org/a"
    assert "'https://example.org/a' [POST]" in repr(context)
    assert repr(app) in repr(context)


# A5.3


@pytest.mark.item("A5.3")
@pytest.mark.parametrize("proxy", [current_app, g, request, session], ids=_PROXIES)
def test_a_proxy_stands_for_what_is_current(app: Pegboard, proxy: Any) -> None:
    """It is Werkzeug's, gives its object on demand, and is false where nothing is current."""
    assert isinstance(proxy, LocalProxy)
    assert not proxy
    with app.test_request_context() as context:
        objects = [app, context.g, context.request, context.session]
        assert any(_object_behind(proxy) is each for each in objects)
        assert current_or_none() is context


# A5.4


@pytest.mark.item("A5.4")
def test_g_keeps_attributes(app: Pegboard) -> None:
    """Attributes are set, read, removed and iterated over; a missing one is an AttributeError."""
    with app.app_context():
        g.name = "ada"
        assert (g.name, g.get("name"), g.get("x"), g.get("x", 1)) == ("ada", "ada", None, 1)
        assert (g.setdefault("age", 36), g.setdefault("age", 7)) == (36, 36)
        assert (sorted(g), "age" in g, "x" in g) == (["age", "name"], True, False)
        assert repr(g) == "<g ['age', 'name']>"
        assert (g.pop("age"), g.pop("age", 0)) == (36, 0)
        del g.name
        with pytest.raises(AttributeError, match="'name'"):
            _ = g.name
        with pytest.raises(KeyError):
            g.pop("name")


@pytest.mark.item("A5.4")
def test_g_may_be_of_another_class(app: Pegboard) -> None:
    """The application's class says what ``g`` is made of."""

    class Greeter(Namespace):
        """Knows a greeting."""

        greeting = "hello"

    app.app_ctx_globals_class = Greeter

    with app.app_context():
        assert g.greeting == "hello"


# A5.5


@pytest.mark.item("A5.5")
def test_what_is_current_can_be_asked(app: Pegboard) -> None:
    """Two words say what can be used, and so does the truth of the proxies."""
    answers: list[tuple[bool, ...]] = []

    def ask() -> None:
        answers.append((has_app_context(), bool(current_app), has_request_context(), bool(request)))

    ask()
    with app.app_context():
        ask()
    with app.test_request_context():
        ask()

    assert answers == [(False,) * 4, (True, True, False, False), (True,) * 4]


# A5.6


@pytest.mark.item("A5.6")
def test_a_function_for_this_response(app: Pegboard) -> None:
    """It gets the response of this request, changes it, or gives another one."""

    @app.get("/<what>")
    def view(what: str) -> str:
        @after_this_request
        def change(response: Response) -> Response:
            response.headers["X-What"] = what
            return response if what == "same" else Response("other")

        return "said"

    client = app.test_client()
    answers = [client.get(path) for path in ("/same", "/new")]

    assert [(answer.text, answer.headers.get("X-What")) for answer in answers] == [
        ("said", "same"),
        ("other", None),
    ]


# A5.7


@pytest.mark.item("A5.7")
def test_a_thread_sees_the_request(app: Pegboard) -> None:
    """In another thread a copied function sees the same request, session and ``g``."""
    seen: list[Any] = []

    @app.get("/page")
    def view() -> str:
        session["name"] = g.name = "ada"

        @copy_current_request_context
        def work() -> None:
            seen.extend([request.path, session["name"], g.name])
            session["seen"] = True

        thread = Thread(target=work)
        thread.start()
        thread.join()
        return str(session["seen"])

    assert app.test_client().get("/page").text == "True"
    assert seen == ["/page", "ada", "ada"]


@pytest.mark.item("A5.7", "A21.1")
def test_a_task_sees_the_request(app: Pegboard) -> None:
    """A coroutine function is copied as well, and may run when the view has returned."""

    async def work() -> str:
        await asyncio.sleep(0)
        return request.path

    with app.test_request_context("/page"):
        copied = copy_current_request_context(work)

    assert asyncio.run(copied()) == "/page"


# A5.8


@pytest.mark.item("A5.8")
def test_a_stream_keeps_the_request(app: Pegboard) -> None:
    """A generator, another iterable and a decorated function are streams of the request."""

    class Parts:
        """Closable parts."""

        closed = 0

        def __iter__(self) -> Iterator[str]:
            yield request.path

        def close(self) -> None:
            """Count."""
            Parts.closed += 1

    def generate() -> Iterator[str]:
        yield request.path

    views: dict[str, Callable[[], Any]] = {
        "/generator": lambda: stream_with_context(generate()),
        "/iterable": lambda: stream_with_context(Parts()),
        "/function": stream_with_context(generate),
    }
    for path, view in views.items():
        app.add_url_rule(path, path[1:], view)
    client = app.test_client()

    assert [client.get(path).text for path in views] == list(views)
    assert Parts.closed == 1


# A5.9


@pytest.mark.item("A5.9")
@pytest.mark.parametrize(
    ("use", "kind"),
    [
        (lambda: g.name, "application"),
        (lambda: current_app.name, "application"),
        (lambda: request.path, "request"),
        (lambda: session.new, "request"),
        (lambda: after_this_request(_same), "request"),
        (lambda: copy_current_request_context(say), "request"),
        (lambda: stream_with_context(["a"]), "request"),
    ],
    ids=["g", "current_app", "request", "session", "after", "copy", "stream"],
)
def test_outside_of_a_context(use: Callable[[], object], kind: str) -> None:
    """The error is a RuntimeError that says what kind of context is missing, and where."""
    with pytest.raises(RuntimeError) as caught:
        use()

    assert str(caught.value).startswith(f"Working outside of {kind} context")
    assert f"was used at {__file__}:" in str(caught.value)


@pytest.mark.item("A5.9")
@pytest.mark.parametrize(
    "use",
    [
        lambda: after_this_request(_same),
        lambda: copy_current_request_context(say),
        lambda: stream_with_context(["a"]),
    ],
    ids=["after_this_request", "copy_current_request_context", "stream_with_context"],
)
def test_words_that_need_a_request(app: Pegboard, use: Callable[[], object]) -> None:
    """With an application only, these words say that they need a request, and their names."""
    with app.app_context(), pytest.raises(RuntimeError, match=r"outside of request context: '.*_"):
        use()
