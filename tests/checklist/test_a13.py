"""Blueprints, as a user sees them (A13)."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pegboard import Blueprint, Pegboard, render_template, render_template_string
from pegboard.blueprints import BlueprintSetupState
from pegboard_hookspecs import Response
from tests.core.site import make_app, make_blueprint, say


def test_a_constructor_takes_its_arguments_by_position() -> None:
    """What a blueprint is made of may be given by position, in the order that Flask has."""
    made = Blueprint("shop", __name__, "s", "/u", "t", "/p", "sub", {"a": 1}, "/", "commands")

    assert (made.static_folder, made.static_url_path, made.template_folder) == ("/s", "/u", "t")
    assert (made.url_prefix, made.subdomain, made.url_values_defaults) == ("/p", "sub", {"a": 1})
    assert (made.root_path, made.cli_group) == ("/", "commands")


# Words


def _noting(order: list[str], text: str) -> Callable[..., None]:
    """Make a function that notes a text when it is called, whatever with."""

    def note(*_args: object) -> None:
        order.append(text)

    return note


def _sorry(_error: Exception) -> str:
    return "sorry"


def _add_value(_endpoint: str, values: dict[str, Any]) -> None:
    values["added"] = 1


def _site(folder: Path) -> tuple[Pegboard, Blueprint]:
    """Give an application with one page, and a blueprint with one more, with a folder for each."""
    app = make_app(root_path=str(folder))
    shop = make_blueprint(url_prefix="/shop", root_path=str(folder), template_folder="pages")
    for owner in (app, shop):
        owner.add_url_rule("/", "index", say)
    return app, shop


def _shouted(response: Response) -> Response:
    response.set_data(response.get_data().upper())
    return response


@pytest.mark.needs("routing")
@pytest.mark.item("A13.1")
def test_words_are_for_the_blueprint_alone(tmp_path: Path) -> None:
    """Functions of a blueprint are called around its own views only."""
    app, shop = _site(tmp_path)
    ended: list[str] = []
    shop.before_request(lambda: "closed")
    shop.after_request(_shouted)
    shop.teardown_request(_noting(ended, "shop"))
    app.register_blueprint(shop)
    client = app.test_client()

    assert [client.get(path).text for path in ("/", "/shop/")] == ["said", "CLOSED"]
    assert ended == ["shop"]


@pytest.mark.needs("routing")
@pytest.mark.item("A13.1")
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "patch"])
def test_methods_have_words(method: str) -> None:
    """``route`` and the words of the methods register below the prefix and the name."""
    app, shop = make_app(), make_blueprint(url_prefix="/shop")
    getattr(shop, method)("/one")(say)
    shop.route("/two", methods=[method], endpoint="two")(say)
    app.register_blueprint(shop)
    client = app.test_client()

    texts = [client.open(path, method=method.upper()).text for path in ("/shop/one", "/shop/two")]
    assert texts == ["said", "said"]
    assert [route.endpoint for route in app.routes] == ["shop.say", "shop.two"]


@pytest.mark.needs("routing")
@pytest.mark.item("A13.1")
def test_automatic_options_are_given_by_position() -> None:
    """The fourth argument of ``add_url_rule`` says whether OPTIONS is answered."""
    app, shop = make_app(), make_blueprint(url_prefix="/shop")
    app.add_url_rule("/", "index", say, False)
    shop.add_url_rule("/", "index", say, False)
    app.register_blueprint(shop)
    client = app.test_client()

    assert [client.options(path).status_code for path in ("/", "/shop/")] == [405, 405]


@pytest.mark.needs("routing")
@pytest.mark.item("A13.1")
def test_urls_have_functions() -> None:
    """Functions for the values of URLs are for endpoints of the blueprint."""
    app, shop = make_app(), make_blueprint(url_prefix="/<language>")
    seen: list[str] = []

    @shop.url_value_preprocessor
    def take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        seen.append((values or {}).pop("language"))

    @shop.url_defaults
    def give(_endpoint: str, values: dict[str, Any]) -> None:
        values.setdefault("language", "en")

    shop.add_url_rule("/", "index", lambda: app.url_for("shop.index"))
    app.register_blueprint(shop)

    assert app.test_client().get("/de/").text == "/en/"
    assert seen == ["de"]


@pytest.mark.needs("routing", "templating")
@pytest.mark.item("A13.1")
def test_templates_have_a_folder_and_processors(tmp_path: Path) -> None:
    """A blueprint has templates, and values that its own requests give to them."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "page.html").write_text("{{ word }}")
    app, shop = _site(tmp_path)
    shop.context_processor(lambda: {"word": "cheap"})
    for owner in (app, shop):
        owner.add_url_rule("/page", "page", lambda: render_template("page.html") or "nothing")
    app.register_blueprint(shop)
    client = app.test_client()

    assert [client.get(path).text for path in ("/page", "/shop/page")] == ["nothing", "cheap"]
    assert [(each.owner, each.path.name) for each in app.template_folders] == [
        ("", "templates"),
        ("shop", "pages"),
    ]


@pytest.mark.needs("routing")
@pytest.mark.item("A13.1")
def test_errors_have_handlers() -> None:
    """A blueprint handles the errors of its own views."""
    app, shop = make_app(), make_blueprint(url_prefix="/shop")
    prices: dict[str, int] = {}
    shop.errorhandler(ZeroDivisionError)(_sorry)
    shop.register_error_handler(LookupError, lambda error: "lost")
    shop.add_url_rule("/zero", "zero", lambda: 1 // 0)
    shop.add_url_rule("/key", "key", lambda: str(prices["key"]))
    app.register_blueprint(shop)
    client = app.test_client()

    assert [client.get(f"/shop/{path}").text for path in ("zero", "key")] == ["sorry", "lost"]


@pytest.mark.item("A13.1")
def test_resources_and_commands_belong_to_a_blueprint(tmp_path: Path) -> None:
    """A blueprint opens files below its own root path, and has commands."""
    (tmp_path / "note.txt").write_text("noted")
    app, shop = _site(tmp_path)
    shop.cli.command(say)
    app.register_blueprint(shop)

    with shop.open_resource("note.txt", "r") as file:
        assert file.read() == "noted"
    assert [command.name for command in app.cli.commands()] == [("shop", "say")]


# Words for the whole application


@pytest.mark.needs("routing")
@pytest.mark.item("A13.2")
def test_words_may_be_for_all_requests() -> None:
    """Functions that a blueprint registers for the application are called for all its requests."""
    app, shop = make_app(), make_blueprint()
    order: list[str] = []
    shop.app_url_value_preprocessor(_noting(order, "values"))
    shop.before_app_request(_noting(order, "before"))
    shop.after_app_request(_shouted)
    shop.teardown_app_request(_noting(order, "end"))
    shop.app_url_defaults(_add_value)
    shop.app_errorhandler(404)(_sorry)
    app.add_url_rule("/", "index", lambda: app.url_for("index"))
    app.register_blueprint(shop)
    client = app.test_client()

    assert [client.get(path).text for path in ("/", "/nowhere")] == ["/?ADDED=1", "SORRY"]
    assert order == ["values", "before", "end"] * 2


@pytest.mark.needs("routing", "templating")
@pytest.mark.item("A13.2")
def test_helpers_are_for_all_templates() -> None:
    """What a blueprint registers for templates can be used in those of the whole application."""
    app, shop = make_app(), make_blueprint()
    shop.app_context_processor(lambda: {"word": "hello"})
    shop.app_template_filter("shout")(str.upper)
    shop.add_app_template_test(str.islower, "quiet")
    shop.app_template_global()(say)
    app.register_blueprint(shop)

    with app.test_request_context():
        text = render_template_string("{{ word|shout }} {{ word is quiet }} {{ say() }}")

    assert text == "HELLO True said"


# Recording


@pytest.mark.item("A13.3")
def test_functions_are_recorded() -> None:
    """``record`` is for every registration, ``record_once`` for the first on each application."""
    shop = make_blueprint()
    order: list[str] = []
    shop.record(lambda state: order.append(f"each {state.name}"))
    shop.record_once(lambda state: order.append(f"once {state.name}"))
    app, other = make_app(), make_app()
    app.register_blueprint(shop)
    app.register_blueprint(shop, name="second")
    other.register_blueprint(shop)

    assert order == ["each shop", "once shop", "each second", "each shop", "once shop"]
    assert len(shop.deferred_functions) == 2


@pytest.mark.needs("routing")
@pytest.mark.item("A13.3")
def test_a_registration_may_be_overridden() -> None:
    """A derived class decides what a registration does, and what its state is."""

    class State(BlueprintSetupState):
        def add_url_rule(self, rule: str, *args: Any, **options: Any) -> None:
            super().add_url_rule(f"{rule}.html", *args, **options)

    class Pages(Blueprint):
        def make_setup_state(
            self, app: Any, options: Mapping[str, Any], first_registration: bool = False
        ) -> State:
            return State(self, app, options, first_registration)

        def register(self, app: Any, options: Mapping[str, Any]) -> None:
            super().register(app, {**options, "url_prefix": "/pages"})

    app, pages = make_app(), Pages("pages", __name__)
    pages.add_url_rule("/about", "about", say)
    app.register_blueprint(pages)

    assert app.test_client().get("/pages/about.html").text == "said"


# Nesting


@pytest.mark.needs("routing")
@pytest.mark.item("A13.4")
def test_blueprints_nest() -> None:
    """A blueprint inside of another comes below its prefix and name; options are its own."""
    app, outer = make_app(), make_blueprint("outer", url_prefix="/outer")
    inner = make_blueprint("inner", url_prefix="/inner")
    inner.add_url_rule("/", "index", say)
    outer.register_blueprint(inner)
    outer.register_blueprint(inner, name="again", url_prefix="/again")
    app.register_blueprint(outer)
    client = app.test_client()

    assert [client.get(path).text for path in ("/outer/inner/", "/outer/again/")] == ["said"] * 2
    assert list(app.blueprints) == ["outer", "outer.inner", "outer.again"]


@pytest.mark.item("A13.4")
def test_a_blueprint_is_not_inside_of_itself() -> None:
    """A blueprint cannot be nested in itself."""
    shop = make_blueprint()

    with pytest.raises(ValueError, match="'shop' cannot be registered on itself"):
        shop.register_blueprint(shop)


# What a recorded function sees


@pytest.mark.item("A13.5")
def test_a_setup_state_tells_of_the_registration() -> None:
    """A recorded function is told where, how and under which name the blueprint is registered."""
    app, outer = make_app(), make_blueprint("outer", url_prefix="/outer", subdomain="out")
    inner = make_blueprint("inner", url_prefix="/inner", subdomain="in", url_defaults={"a": 1})
    states: list[BlueprintSetupState] = []
    inner.record(states.append)
    outer.register_blueprint(inner, url_defaults={"b": 2}, extra="more")
    app.register_blueprint(outer)
    (state,) = states

    assert (state.app, state.blueprint, state.first_registration) == (app, inner, True)
    assert (state.name, state.name_prefix) == ("inner", "outer")
    assert (state.url_prefix, state.subdomain) == ("/outer/inner", "in.out")
    assert (state.url_defaults, state.options["extra"]) == ({"a": 1, "b": 2}, "more")


@pytest.mark.needs("routing")
@pytest.mark.item("A13.5")
def test_a_setup_state_adds_rules() -> None:
    """``add_url_rule`` of the state registers below the prefix and the name."""
    app, shop = make_app(), make_blueprint(url_prefix="/shop")
    shop.record(lambda state: state.add_url_rule("/late", "late", say, methods=["POST"]))
    app.register_blueprint(shop)

    assert app.test_client().post("/shop/late").text == "said"
    assert app.routes[0].endpoint == "shop.late"


# Options


@pytest.mark.item("A13.6")
def test_a_registration_has_options() -> None:
    """Options of the registration go before what the blueprint says."""
    app = make_app()
    shop = make_blueprint(
        url_prefix="/shop", subdomain="shop", url_defaults={"a": 1, "b": 1}, cli_group="shop"
    )
    shop.add_url_rule("/", "index", say)
    shop.cli.command(say)
    app.register_blueprint(
        shop,
        url_prefix="/store",
        subdomain="store",
        url_defaults={"a": 2},
        name="store",
        cli_group="stores",
    )
    (route,) = app.routes

    assert (route.rule, route.subdomain, route.endpoint) == ("/store/", "store", "store.index")
    assert route.defaults == {"a": 2, "b": 1}
    assert [command.name for command in app.cli.commands()] == [("stores", "say")]


@pytest.mark.item("A13.7")
def test_a_blueprint_shows_what_it_was_given() -> None:
    """What a blueprint was made with can be read off it; what was not given has its defaults."""
    given = {"url_prefix": "/shop", "subdomain": "shop", "cli_group": "store"}
    plain, shop = make_blueprint(), make_blueprint(url_defaults={"a": 1}, **given)

    assert {name: getattr(shop, name) for name in ("name", *given)} == {"name": "shop", **given}
    assert (plain.url_prefix, plain.subdomain, plain.url_values_defaults) == (None, None, {})
    assert shop.url_values_defaults == {"a": 1}
    assert inspect.signature(Blueprint).parameters["cli_group"].default is plain.cli_group
