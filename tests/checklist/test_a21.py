"""Functions that are ``async def``."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from pegboard import Pegboard, Response, g, hookimpl, render_template_string, request
from pegboard.views import MethodView, View
from pegboard_hookspecs.errors import PluginRefusedError, RegistrationError, SetupError
from tests.core.site import make_app, make_blueprint

pytestmark = pytest.mark.needs("routing")


@pytest.fixture
def app() -> Pegboard:
    """Give an application in which all that may be is ``async def``."""
    app = make_app()
    app.config["ENDED"] = []

    @app.before_request
    async def before() -> str | None:
        await asyncio.sleep(0)
        g.name = request.args.get("name", "nobody")
        return "refused" if g.name == "eve" else None

    @app.get("/<int:number>")
    async def view(number: int) -> tuple[str, int]:
        await asyncio.sleep(0)
        return f"{g.name} {10 // number}", 202

    @app.errorhandler(ZeroDivisionError)
    async def handle(error: ZeroDivisionError) -> tuple[str, int]:
        await asyncio.sleep(0)
        return f"{g.name}: {error}", 409

    @app.after_request
    async def after(response: Response) -> Response:
        await asyncio.sleep(0)
        response.headers["X-Name"] = g.name
        return response

    @app.teardown_request
    async def end(error: BaseException | None) -> None:
        await asyncio.sleep(0)
        app.config["ENDED"].append(f"request of {g.name}")

    @app.teardown_appcontext
    async def end_all(error: BaseException | None) -> None:
        await asyncio.sleep(0)
        app.config["ENDED"].append(f"context of {g.name}")

    return app


@pytest.mark.item("A21.1")
@pytest.mark.parametrize(
    ("path", "code", "body"),
    [
        ("/5?name=ada", 202, "ada 2"),
        ("/0?name=bob", 409, "bob: integer division or modulo by zero"),
        ("/5?name=eve", 200, "refused"),
    ],
    ids=["view", "error handler", "before"],
)
def test_functions_of_a_request(app: Pegboard, path: str, code: int, body: str) -> None:
    """Whatever is called for a request may be a coroutine function, and sees the request."""
    answer = app.test_client().get(path)

    name = path.partition("=")[2]
    assert (answer.status_code, answer.text, answer.headers["X-Name"]) == (code, body, name)
    assert app.config["ENDED"] == [f"request of {name}", f"context of {name}"]


@pytest.mark.item("A21.1")
def test_functions_of_a_blueprint() -> None:
    """A blueprint's functions may be coroutine functions too, its handlers among them."""
    app, shop, order = make_app(), make_blueprint(), list[str]()

    @shop.before_request
    async def before() -> None:
        order.append("before")

    @shop.get("/")
    async def view() -> None:
        raise KeyError("x")

    @shop.errorhandler(KeyError)
    async def handle(error: KeyError) -> str:
        order.append("handler")
        return "handled"

    @shop.teardown_request
    async def end(error: BaseException | None) -> None:
        order.append("end")

    app.register_blueprint(shop)

    assert app.test_client().get("/").text == "handled"
    assert order == ["before", "handler", "end"]


@pytest.mark.item("A21.1")
@pytest.mark.needs("templating")
def test_context_processors() -> None:
    """Values of templates may come from a coroutine function."""
    app = make_app()

    @app.context_processor
    async def values() -> dict[str, str]:
        await asyncio.sleep(0)
        return {"name": "ada"}

    with app.app_context():
        assert render_template_string("{{ name }}") == "ada"


@pytest.mark.item("A21.1")
def test_an_object_that_can_be_called() -> None:
    """A view may be an object whose call is asynchronous, or one of its methods."""

    class Greeting:
        """Says hello in two ways."""

        async def __call__(self) -> str:
            return f"called at {request.path}"

        async def method(self) -> str:
            return f"method at {request.path}"

    app, greeting = make_app(), Greeting()
    app.add_url_rule("/call", "call", greeting)
    app.add_url_rule("/method", view_func=greeting.method)
    client = app.test_client()

    assert [client.get(path).text for path in ("/call", "/method")] == [
        *("called at /call", "method at /method")
    ]


class Greeting(View):
    """Answers asynchronously."""

    async def dispatch_request(self, name: str) -> str:
        await asyncio.sleep(0)
        return f"hello {name} of {request.path}"


class Item(MethodView):
    """Answers one method asynchronously, another one plainly."""

    async def get(self, name: str) -> str:
        await asyncio.sleep(0)
        return f"got {name}"

    def put(self, name: str) -> str:
        return f"put {name}"


@pytest.mark.item("A21.1")
@pytest.mark.parametrize(
    ("view", "method", "body"),
    [
        (Greeting, "GET", "hello ada of /ada"),
        (Item, "GET", "got ada"),
        (Item, "PUT", "put ada"),
    ],
    ids=["view", "async method", "plain method"],
)
def test_class_based_views(view: type[View], method: str, body: str) -> None:
    """What answers in a class may be a coroutine function, for each method by itself."""
    app = make_app()
    app.add_url_rule("/<name>", view_func=view.as_view("view"))

    assert app.test_client().open("/ada", method=method).text == body


@pytest.mark.item("A21.2")
def test_the_extra_is_named_where_it_is_missing(
    app: Pegboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without asgiref the error gives the line that installs it, and names the function."""
    monkeypatch.setitem(sys.modules, "asgiref.sync", None)

    with pytest.raises(RuntimeError, match=r"pip install 'pegboard\[async\]'") as caught:
        app.test_client().get("/5")

    assert isinstance(caught.value, SetupError)
    assert f"before, at {__file__}:" in "".join(caught.value.__notes__)


@pytest.mark.item("A21.3")
def test_a_subclass_runs_coroutines_in_its_own_way() -> None:
    """What the application overrides is how all of its coroutine functions are run."""
    ran: list[str] = []

    class Own(Pegboard):
        """Runs each coroutine in a new event loop."""

        def async_to_sync(
            self, function: Callable[..., Coroutine[Any, Any, Any]]
        ) -> Callable[..., Any]:
            def run(*args: Any) -> Any:
                ran.append("own")
                return asyncio.run(function(*args))

            return run

    app = Own(__name__)

    @app.get("/")
    async def view() -> str:
        return "said"

    @app.after_request
    async def after(response: Response) -> Response:
        return response

    assert app.test_client().get("/").text == "said"
    assert app.ensure_sync(view)() == "said"
    assert ran == ["own"] * 3


async def _later(*_: object) -> None:
    """Do nothing, later."""


@pytest.mark.item("A21.4", "A3.12")
@pytest.mark.parametrize(
    ("make", "word"),
    [
        (make_app, "url_value_preprocessor"),
        (make_app, "url_defaults"),
        (make_app, "shell_context_processor"),
        (make_blueprint, "url_value_preprocessor"),
        (make_blueprint, "url_defaults"),
        (make_blueprint, "app_url_value_preprocessor"),
        (make_blueprint, "app_url_defaults"),
    ],
)
def test_what_nobody_awaits_is_refused(make: Callable[[], Any], word: str) -> None:
    """Where a function is called and not awaited, a coroutine function is refused at once."""
    with pytest.raises(RegistrationError, match=rf"{word}\(\) got '_later', which is async def"):
        getattr(make(), word)(_later)


@pytest.mark.item("A21.4")
@pytest.mark.needs("templating")
def test_a_filter_is_not_awaited() -> None:
    """A template gets what its filter gives, which Jinja alone may know how to await."""
    app = make_app()

    @app.template_filter()
    async def shout(text: str) -> str:
        return text.upper()

    with app.app_context():
        render = render_template_string
        with pytest.warns(RuntimeWarning, match="never awaited"):
            assert "coroutine object" in render("{{ 'a'|shout }}")


@pytest.mark.item("A21.4")
def test_a_hook_is_no_coroutine_function() -> None:
    """A plugin whose hook is ``async def`` is refused: not every gateway has a loop."""

    class Late:
        """Wants to await."""

        @hookimpl
        async def request_started(self) -> None: ...

    with pytest.raises(PluginRefusedError, match="async"):
        make_app().register_plugin(Late)
