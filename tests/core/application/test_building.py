"""From an endpoint and values to a URL."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import pytest

from pegboard import Pegboard, hookimpl, url_for
from pegboard_hookspecs.errors import BuildError, SlotEmptyError
from tests.core.site import make_app, make_blueprint, say

pytestmark = pytest.mark.needs("routing")


@pytest.fixture
def app() -> Pegboard:
    """Give an application with a page, a page of a shop, and one of the shop's cellar."""
    app = make_app(config={"SERVER_NAME": "example.org"})
    shop, cellar = make_blueprint(url_prefix="/shop"), make_blueprint("cellar", url_prefix="/c")
    for owner in (app, shop, cellar):
        owner.add_url_rule("/page/", "page", say)
        owner.add_url_rule("/page/<name>", "named", say)
    shop.register_blueprint(cellar)
    app.register_blueprint(shop)
    return app


@pytest.mark.parametrize(
    ("endpoint", "values", "url"),
    [
        ("page", {}, "/page/"),
        ("named", {"name": "a b"}, "/page/a%20b"),
        ("page", {"q": "x", "p": [1, 2], "none": None}, "/page/?q=x&p=1&p=2"),
        ("page", {"_anchor": "a b/c"}, "/page/#a%20b/c"),
        ("page", {"_anchor": ""}, "/page/#"),
        ("page", {"_external": True}, "http://example.org/page/"),
        ("page", {"_external": False}, "/page/"),
        ("page", {"_scheme": "https"}, "https://example.org/page/"),
        ("page", {"_scheme": ""}, "//example.org/page/"),
        ("page", {"self": 1}, "/page/?self=1"),
        ("page", {"_method": "GET"}, "/page/"),
        ("shop.page", {}, "/shop/page/"),
        ("shop.cellar.page", {}, "/shop/c/page/"),
    ],
)
def test_inside_of_a_request_urls_are_short(
    app: Pegboard, endpoint: str, values: dict[str, Any], url: str
) -> None:
    """In a request a URL has neither scheme nor host, unless one of them is asked for."""
    with app.test_request_context():
        assert url_for(endpoint, **values) == url


@pytest.mark.parametrize(
    ("values", "url"),
    [
        ({}, "http://example.org/page/"),
        ({"_external": False}, "/page/"),
        ({"_scheme": "https"}, "https://example.org/page/"),
    ],
)
def test_outside_of_a_request_urls_are_whole(
    app: Pegboard, values: dict[str, Any], url: str
) -> None:
    """Outside of a request a URL has scheme and host; no context is needed for the method."""
    assert app.url_for("page", **values) == url
    with app.app_context():
        assert url_for("page", **values) == url


def test_another_applications_request_is_none(app: Pegboard) -> None:
    """An application builds whole URLs while another one answers a request."""
    with make_app().test_request_context():
        assert app.url_for("page") == "http://example.org/page/"


def test_the_root_is_kept(app: Pegboard) -> None:
    """The path below which the application is mounted stands in front of every path."""
    with app.test_request_context(base_url="http://example.org/mounted"):
        assert url_for("page") == "/mounted/page/"


@pytest.mark.parametrize(
    ("path", "endpoint", "url"),
    [
        ("/shop/page/", ".page", "/shop/page/"),
        ("/shop/c/page/", ".page", "/shop/c/page/"),
        ("/page/", ".page", "/page/"),
        ("/nowhere", ".page", "/page/"),
    ],
)
def test_a_dot_is_the_current_blueprint(app: Pegboard, path: str, endpoint: str, url: str) -> None:
    """A leading dot stands for the whole current blueprint, or for nothing where there is none."""
    with app.test_request_context(path):
        assert url_for(endpoint) == url


def test_a_dot_needs_no_request(app: Pegboard) -> None:
    """Outside of a request a leading dot stands for nothing."""
    assert app.url_for(".page", _external=False) == "/page/"


def test_defaults_come_from_outer_to_inner() -> None:
    """Functions of ``url_defaults`` add values: the application's, then each blueprint's."""
    app, shop, cellar = make_app(), make_blueprint(), make_blueprint("cellar")
    order: list[str] = []

    def adds(name: str) -> Callable[[str, dict[str, Any]], None]:
        def add(endpoint: str, values: dict[str, Any]) -> None:
            order.append(f"{name} {endpoint}")
            values.setdefault(name, 1)

        return add

    for name, owner in (("app", app), ("shop", shop), ("cellar", cellar)):
        owner.url_defaults(adds(name))
    cellar.add_url_rule("/page", "page", say)
    shop.register_blueprint(cellar)
    app.register_blueprint(shop)

    with app.test_request_context():
        assert url_for("shop.cellar.page", shop=2) == "/page?shop=2&app=1&cellar=1"
    assert order == [f"{name} shop.cellar.page" for name in ("app", "shop", "cellar")]


def test_a_scheme_makes_a_url_external(app: Pegboard) -> None:
    """A scheme in a URL that is not to have one is refused."""
    with pytest.raises(ValueError, match="_scheme with _external=False"):
        app.url_for("page", _scheme="https", _external=False)


def test_an_unknown_endpoint_is_an_error(app: Pegboard) -> None:
    """What cannot be built is an error that names the endpoint and the nearest one."""
    with app.test_request_context(), pytest.raises(BuildError, match=r"'pag'.*'page'"):
        url_for("pag")


def test_a_handler_answers_for_what_cannot_be_built(app: Pegboard) -> None:
    """Handlers are asked in turn, with error, endpoint, values and options; None passes on.

    The URL of one that answers stays as it is: the anchor was among what it got.
    """
    asked: list[Any] = []

    def passes(error: BuildError, endpoint: str, values: dict[str, Any]) -> None:
        asked.extend([error.endpoint, endpoint, values])

    def answers(error: BuildError, endpoint: str, values: dict[str, Any]) -> str:
        return f"/made/{endpoint}"

    app.url_build_error_handlers += [passes, answers]

    with app.test_request_context():
        assert url_for("nowhere", a=1, _anchor="x", _method="PUT") == "/made/nowhere"
    assert asked == [
        "nowhere",
        "nowhere",
        {"a": 1, "_anchor": "x", "_method": "PUT", "_scheme": None, "_external": False},
    ]


def test_the_last_error_of_the_handlers_counts(app: Pegboard) -> None:
    """A handler that raises hands its error to the next; the last one is raised."""
    seen: list[str] = []

    def raises(error: BuildError, endpoint: str, values: dict[str, Any]) -> str:
        seen.append(str(error))
        message = f"number {len(seen)}"
        raise BuildError(message)

    app.url_build_error_handlers += [raises, raises]

    with app.test_request_context(), pytest.raises(BuildError, match="number 2"):
        url_for("nowhere")
    assert seen[1] == "number 1"


def test_building_needs_routes() -> None:
    """Without a plugin that matches URLs the error names the empty slot."""
    app = make_app(plugins={"routing": False})

    with pytest.raises(SlotEmptyError, match="No plugin matches URLs"):
        app.url_for("page")


def test_wrappers_build_nothing() -> None:
    """A plugin that only wraps the building of URLs does not fill the slot."""

    class Wrapper:
        @hookimpl(wrapper=True)
        def build_url(self) -> Generator[None, str, str]:
            return (yield)

    app = make_app(plugins={"routing": False, "app:wrapper": Wrapper})

    with pytest.raises(SlotEmptyError, match="No plugin matches URLs"):
        app.url_for("page")


@pytest.mark.parametrize("endpoint", ["static", "shop.static"])
def test_static_urls_need_static_files(endpoint: str) -> None:
    """A URL of static files tells of the empty slot where no plugin sends files."""
    app = make_app(plugins={"static": False}, static_folder="static")

    with app.test_request_context(), pytest.raises(SlotEmptyError, match="No plugin sends files"):
        url_for(endpoint, filename="x")
