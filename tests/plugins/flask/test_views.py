"""Class-based views by Flask's names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from pegboard_flask import Flask
from pegboard_flask.views import MethodView, View, http_method_funcs


def _upper(view: Callable[..., str]) -> Callable[..., str]:
    def loud(**values: str) -> str:
        return view(**values).upper()

    return loud


class Item(MethodView):
    """Reads and writes an item."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix

    def get(self, name: str) -> str:
        return f"{self.prefix}{name}"

    async def post(self, name: str) -> str:
        return f"wrote {name}"


class Loud(Item):
    """Adds to the decorators of its base, which are a list."""

    decorators: ClassVar[Any] = [*Item.decorators, _upper]

    def delete(self, name: str) -> str:
        return f"gone {name}"


@pytest.fixture
def app() -> Flask:
    """Give an application with two class-based views."""
    app = Flask("viewed")
    app.add_url_rule("/item/<name>", view_func=Item.as_view("item", "the "))
    app.add_url_rule("/loud/<name>", view_func=Loud.as_view("loud"))
    return app


@pytest.mark.parametrize(
    ("method", "path", "said"),
    [
        ("GET", "/item/a", "the a"),
        ("POST", "/item/a", "wrote a"),
        ("HEAD", "/item/a", ""),
        ("GET", "/loud/a", "A"),
        ("DELETE", "/loud/a", "GONE A"),
    ],
)
def test_methods_answer(method: str, path: str, said: str, app: Flask) -> None:
    """Each method of HTTP is answered by the method of its name; HEAD by ``get``."""
    answer = app.test_client().open(path, method=method)

    assert (answer.status_code, answer.text) == (200, said)


def test_methods_are_gathered(app: Flask) -> None:
    """The methods of a class are those that it and its bases define, as a set."""
    assert Item.methods == {"GET", "POST"}
    assert Loud.methods == {"GET", "POST", "DELETE"}
    assert app.test_client().put("/item/a").status_code == 405
    assert http_method_funcs >= {"get", "patch", "trace"}


def test_the_class_can_be_exchanged(app: Flask) -> None:
    """The function of a view has its class, its name and its methods."""
    view: Any = app.view_functions["item"]
    view.view_class = Loud

    assert (view.__name__, view.methods) == ("item", {"GET", "POST"})
    assert app.test_client().get("/item/a").text == "the a"


def test_a_view_says_how_it_answers() -> None:
    """A plain view has ``dispatch_request``; one instance may answer all requests."""

    class Counter(View):
        init_every_request = False

        def __init__(self) -> None:
            self.count = 0

        def dispatch_request(self) -> str:
            self.count += 1
            return str(self.count)

    app = Flask("counted")
    app.add_url_rule("/", view_func=Counter.as_view("counter"))
    client = app.test_client()

    assert [client.get("/").text for _ in range(2)] == ["1", "2"]


def test_lists_of_decorators_add_up() -> None:
    """The decorators of a base class are a list, so that a derived one can add to them."""
    added: list[Callable[[Any], Any]] = [lambda view: view]

    assert MethodView.decorators + added == added
