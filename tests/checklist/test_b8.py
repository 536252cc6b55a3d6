"""What is easy to miss about building URLs."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

import pytest

from pegboard import Pegboard, url_for
from pegboard_hookspecs.errors import BuildError, HostUnknownError
from tests.core.site import make_app, make_blueprint, say

pytestmark = pytest.mark.needs("routing")


@pytest.fixture
def app() -> Pegboard:
    """Give an application with a page, and a blueprint inside of a blueprint with one each."""
    app, shop, cellar = make_app(), make_blueprint(url_prefix="/shop"), make_blueprint("cellar")
    for owner in (app, shop, cellar):
        owner.add_url_rule("/page", "page", say)
    app.add_url_rule("/items/<int:number>", "item", say)
    shop.register_blueprint(cellar, url_prefix="/cellar")
    app.register_blueprint(shop)
    return app


@pytest.mark.item("B8.1")
@pytest.mark.parametrize(
    ("options", "inside", "outside"),
    [
        ({}, "/page", "http://example.org/page"),
        ({"_external": True}, "http://example.org/page", "http://example.org/page"),
        ({"_external": False}, "/page", "/page"),
        ({"_scheme": "https"}, "https://example.org/page", "https://example.org/page"),
        ({"_scheme": ""}, "//example.org/page", "//example.org/page"),
    ],
    ids=str,
)
def test_which_urls_are_external(
    app: Pegboard, options: dict[str, Any], inside: str, outside: str
) -> None:
    """In a request a URL has a host when it is asked to, outside of one unless it is not to."""
    app.config["SERVER_NAME"] = "example.org"

    with app.test_request_context():
        assert url_for("page", **options) == inside
    with app.app_context():
        assert url_for("page", **options) == outside


@pytest.mark.item("B8.1")
def test_a_scheme_is_for_external_urls(app: Pegboard) -> None:
    """A scheme for a URL that is to have none is refused."""
    with (
        app.test_request_context(),
        pytest.raises(ValueError, match=r"_external=False. A scheme needs _external=True"),
    ):
        url_for("page", _scheme="https", _external=False)


@pytest.mark.item("B8.1")
def test_a_relative_url_needs_no_host(app: Pegboard) -> None:
    """Outside of a request and without ``SERVER_NAME`` a path is still a path."""
    assert app.url_for("page", _external=False) == "/page"


@pytest.mark.item("B8.2")
@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/shop/cellar/page", "/shop/cellar/page"),
        ("/shop/page", "/shop/page"),
        ("/page", "/page"),
    ],
)
def test_a_dot_is_the_current_blueprint(app: Pegboard, path: str, url: str) -> None:
    """A leading dot stands for the blueprint of the request, if it has one."""
    with app.test_request_context(path):
        assert url_for(".page") == url


@pytest.mark.item("B8.3")
def test_defaults_from_outside_in(app: Pegboard) -> None:
    """Values that functions add come from the application, then from outer and inner blueprint."""
    order: list[str] = []

    def adds(name: str) -> Callable[[str, dict[str, Any]], None]:
        def add(endpoint: str, values: dict[str, Any]) -> None:
            order.append(name)

        return add

    for scope, name in ((None, "app"), ("shop", "shop"), ("shop.cellar", "cellar")):
        app.url_default_functions[scope].append(adds(name))

    with app.test_request_context():
        url_for("shop.cellar.page")
        assert order == ["app", "shop", "cellar"]
        url_for("page")
        assert order[3:] == ["app"]


@pytest.mark.item("B8.4")
def test_root_anchor_and_self(app: Pegboard) -> None:
    """The root path stays, an anchor is encoded, and any name may be a value."""
    with app.test_request_context(base_url="http://example.org/mounted"):
        assert url_for("page", _anchor="ä b", self=1) == "/mounted/page?self=1#%C3%A4%20b"
        assert app.url_for("page", self=1) == "/mounted/page?self=1"


@pytest.mark.item("B8.5")
def test_handlers_get_everything(app: Pegboard) -> None:
    """A handler gets the error, the endpoint, and the values with the four options."""
    got: list[Any] = []

    def passes(error: BuildError, endpoint: str, values: dict[str, Any]) -> None:
        got.extend([type(error), endpoint, values])

    def answers(error: BuildError, endpoint: str, values: dict[str, Any]) -> str:
        return "/answered"

    app.url_build_error_handlers += [passes, answers]

    with app.test_request_context():
        assert url_for("gone", a=1, _anchor="top", _scheme="https") == "/answered"
    options = {"_anchor": "top", "_method": None, "_scheme": "https", "_external": True}
    assert got == [BuildError, "gone", {"a": 1, **options}]


@pytest.mark.item("B8.5")
def test_an_error_of_a_handler_is_the_next_ones(app: Pegboard) -> None:
    """The error that one handler raises is given to the next, and the last one is raised."""
    seen: list[str] = []

    def raises(error: BuildError, endpoint: str, values: dict[str, Any]) -> str:
        seen.append(str(error))
        raise BuildError(f"number {len(seen)}")

    app.url_build_error_handlers += [raises, raises]

    with app.test_request_context(), pytest.raises(BuildError, match="number 2"):
        url_for("gone")
    assert seen[1] == "number 1"


@pytest.mark.item("B8.5")
def test_an_error_keeps_its_traceback(app: Pegboard) -> None:
    """Where no handler knows an answer, the error still tells where it was raised."""

    def passes(error: BuildError, endpoint: str, values: dict[str, Any]) -> None:
        return None

    app.url_build_error_handlers.append(passes)

    with app.test_request_context(), pytest.raises(BuildError) as caught:
        url_for("gone")
    frames = [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert frames[-1] == "build_url"


@pytest.mark.item("B8.5")
def test_a_host_that_nobody_knows(app: Pegboard) -> None:
    """Outside of a request an external URL needs ``SERVER_NAME``; the error is a RuntimeError."""
    with pytest.raises(RuntimeError, match="Set SERVER_NAME") as caught:
        app.url_for("page")

    assert isinstance(caught.value, HostUnknownError)
    assert isinstance(caught.value, BuildError)


@pytest.mark.item("B8.6")
def test_a_bad_value_raises_what_its_converter_does(app: Pegboard) -> None:
    """The converter's own error comes out, with a note about rule and value."""
    with app.test_request_context(), pytest.raises(ValueError, match="invalid literal") as caught:
        url_for("item", number="x")

    assert not isinstance(caught.value, BuildError)
    assert "'/items/<int:number>' cannot take {'number': 'x'}" in caught.value.__notes__[0]
