"""Blueprints: what they record, and what their registrations make of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pegboard import Blueprint, Pegboard, request
from pegboard.blueprints.setup import BlueprintSetupState
from pegboard_hookspecs.errors import FrozenError, RegistrationError
from tests.core.site import make_app, make_blueprint, say

needs_routing = pytest.mark.needs("routing")


def where() -> str:
    """Answer with the endpoint, and the blueprints around it."""
    return " ".join([str(request.endpoint), *request.blueprints])


def _joined(order: list[str]) -> str:
    return " ".join(order)


def _rules(app: Pegboard) -> dict[str, str]:
    return {route.rule: route.endpoint for route in app.routes}


# Names


@pytest.mark.parametrize(
    ("name", "message"),
    [("", "not be empty"), ("a.b", r"no dot, but is 'a\.b'"), (None, "not be empty, but is None")],
)
def test_a_name_is_one_word(name: Any, message: str) -> None:
    """A blueprint's name has no dots and is not empty, also the one given at registration."""
    with pytest.raises(ValueError, match=message):
        make_blueprint(name)
    if name:
        with pytest.raises(ValueError, match=message):
            make_app().register_blueprint(make_blueprint(), name=name)


def test_an_endpoint_has_no_dot() -> None:
    """The blueprint's name is put in front of an endpoint, which has no dots of its own."""
    with pytest.raises(ValueError, match=r"name of an endpoint must have no dot, but is 'a\.b'"):
        make_blueprint().add_url_rule("/", "a.b", say)


def test_a_view_has_no_dot() -> None:
    """A view whose name would be a dotted endpoint is refused."""

    def view() -> str:
        return "view"

    view.__name__ = "a.b"
    with pytest.raises(ValueError, match=r"name of a view must have no dot, but is 'a\.b'"):
        make_blueprint().add_url_rule("/", view_func=view)


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (None, r"this blueprint, which is registered already \(it is made at .*site\.py:\d+\)"),
        (
            Blueprint("shop", __name__),
            r"another blueprint, made at .*site\.py:\d+; this .*print\.py:",
        ),
    ],
    ids=["same", "other"],
)
def test_a_name_is_registered_once(other: Blueprint | None, message: str) -> None:
    """A name that is taken is refused, saying by whom and what to do."""
    app, blueprint = make_app(), make_blueprint()
    app.register_blueprint(blueprint)

    with pytest.raises(ValueError, match=rf"'shop' is taken by {message}.*name=\"…\""):
        app.register_blueprint(other or blueprint)


@pytest.mark.parametrize("owner", [make_app(), make_blueprint()], ids=["app", "blueprint"])
def test_only_blueprints_are_registered(owner: Any) -> None:
    """What is no blueprint is refused, with its value."""
    with pytest.raises(RegistrationError, match="'shop' is no blueprint"):
        owner.register_blueprint("shop")


# Routes


@needs_routing
def test_a_route_belongs_to_its_blueprint() -> None:
    """A route of a blueprint has its name in front of its endpoint."""
    app, blueprint = make_app(), make_blueprint()
    blueprint.add_url_rule("/", view_func=where)
    app.register_blueprint(blueprint)

    assert app.test_client().get("/").text == "shop.where shop"
    assert app.blueprints == {"shop": blueprint}


@pytest.mark.parametrize(
    ("own", "given", "rule", "expected"),
    [
        (None, None, "/x", "/x"),
        ("/shop", None, "/x", "/shop/x"),
        ("/shop", "/store", "/x", "/store/x"),
        ("/shop/", None, "/x", "/shop/x"),
        ("/shop", None, "x", "/shop/x"),
        ("/shop", None, "", "/shop"),
        ("/shop", None, "/", "/shop/"),
        ("/", None, "/x", "/x"),
    ],
)
def test_a_prefix_stands_in_front(
    own: str | None, given: str | None, rule: str, expected: str
) -> None:
    """Prefix and rule are joined by one slash; the registration's prefix beats the blueprint's."""
    app, blueprint = make_app(), make_blueprint(url_prefix=own)
    blueprint.add_url_rule(rule, view_func=say)
    app.register_blueprint(blueprint, url_prefix=given)

    assert [route.rule for route in app.routes] == [expected]


def test_a_route_knows_its_own_line() -> None:
    """The place of a blueprint's route is where the route is written, not the registration."""
    app, blueprint = make_app(), make_blueprint()
    blueprint.add_url_rule("/one", view_func=say)
    blueprint.add_url_rule("/two", view_func=say)
    app.register_blueprint(blueprint)

    one, two = (route.place.rpartition(":") for route in app.routes)
    assert one[0] == two[0] == __file__
    assert int(two[2]) == int(one[2]) + 1


def test_a_bad_route_is_told_at_its_registration() -> None:
    """A route without a name is refused when the blueprint is registered, with its own place."""
    app, blueprint = make_app(), make_blueprint()
    blueprint.add_url_rule("/")

    with pytest.raises(RegistrationError, match=r"'/' \(.*blueprint\.py:\d+\) has no endpoint"):
        app.register_blueprint(blueprint)


def test_subdomains_and_defaults_are_given_to_routes() -> None:
    """A blueprint's subdomain and defaults are its routes'; the route's own win."""
    app = make_app()
    blueprint = make_blueprint(subdomain="shop", url_defaults={"a": 1, "b": 1})
    blueprint.add_url_rule("/one", "one", say, defaults={"b": 2})
    blueprint.add_url_rule("/two", "two", say, subdomain="other")
    app.register_blueprint(blueprint, url_defaults={"a": 3})

    one, two = app.routes
    assert (one.subdomain, one.defaults) == ("shop", {"a": 3, "b": 2})
    assert (two.subdomain, two.defaults) == ("other", {"a": 3, "b": 1})


@needs_routing
def test_a_view_is_tied_without_a_prefix() -> None:
    """``endpoint`` of a blueprint ties a view to an endpoint of the application."""
    app, blueprint = make_app(), make_blueprint()
    app.add_url_rule("/", "home")
    blueprint.endpoint("home")(say)
    app.register_blueprint(blueprint)

    assert app.test_client().get("/").text == "said"


def test_a_tied_view_does_not_overwrite() -> None:
    """A blueprint cannot take over an endpoint that has a view."""
    app, blueprint = make_app(), make_blueprint()
    app.add_url_rule("/", "home", where)
    blueprint.endpoint("home")(say)

    with pytest.raises(RegistrationError, match="'home' would be overwritten"):
        app.register_blueprint(blueprint)


# Functions


def _noting(order: list[str], name: str) -> Callable[..., Any]:
    def note(value: Any = None) -> Any:
        order.append(name)
        return value

    return note


@needs_routing
def test_functions_surround_their_blueprint() -> None:
    """Opening functions go from the application inwards, closing ones outwards."""
    app, shop, cellar = make_app(), make_blueprint(), make_blueprint("cellar")
    order: list[str] = []
    for name, owner in (("app", app), ("shop", shop), ("cellar", cellar)):
        owner.before_request(_noting(order, f"before {name}"))
        owner.after_request(_noting(order, f"after {name}"))
        owner.teardown_request(_noting(order, f"end {name}"))
        owner.add_url_rule(f"/{name}", view_func=where)
    shop.register_blueprint(cellar)
    app.register_blueprint(shop)

    assert app.test_client().get("/cellar").text == "shop.cellar.where shop.cellar shop"
    assert order == [
        *("before app", "before shop", "before cellar"),
        *("after cellar", "after shop", "after app"),
        *("end cellar", "end shop", "end app"),
    ]
    order.clear()
    app.test_client().get("/app")
    assert order == ["before app", "after app", "end app"]


@needs_routing
def test_url_processors_surround_too() -> None:
    """Processors of URL values run for their blueprint, after the application's."""
    app, shop = make_app(), make_blueprint()

    def take(endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values is not None:
            values["order"] = [*values.get("order", []), endpoint]

    app.url_value_preprocessor(take)
    shop.url_value_preprocessor(take)
    shop.add_url_rule("/", "index", _joined)
    app.register_blueprint(shop)

    assert app.test_client().get("/").text == "shop.index shop.index"


@needs_routing
@pytest.mark.parametrize(("path", "text"), [("/shop", "shop: sad"), ("/app", "app: sad")])
def test_an_error_is_handled_by_the_nearest(path: str, text: str) -> None:
    """A blueprint's handler answers errors of its own views, before the application's."""
    app, shop = make_app(), make_blueprint()

    def fail() -> None:
        message = "sad"
        raise ValueError(message)

    for name, owner in (("app", app), ("shop", shop)):
        owner.add_url_rule(f"/{name}", view_func=fail)
        owner.register_error_handler(ValueError, f"{name}: {{}}".format)
    app.register_blueprint(shop)

    assert app.test_client().get(path).text == text


@needs_routing
def test_a_blueprint_without_handlers_has_none() -> None:
    """Errors in a blueprint without handlers go to the application's."""
    app, shop = make_app(), make_blueprint()
    shop.before_request(lambda: 1 / 0)
    shop.add_url_rule("/", view_func=say)
    app.register_error_handler(ZeroDivisionError, lambda error: "handled")
    app.register_blueprint(shop)

    assert app.test_client().get("/").text == "handled"


@needs_routing
@pytest.mark.item("A2.1", "A2.2")
def test_registries_of_a_blueprint_may_be_filled_by_hand() -> None:
    """Under None is what is for the blueprint itself, under a name what is for one inside of it."""
    app, shop, cellar = make_app(), make_blueprint(), make_blueprint("cellar")
    order: list[str] = []
    shop.before_request_funcs[None].append(_noting(order, "shop"))
    shop.before_request_funcs["cellar"].append(_noting(order, "cellar"))
    shop.error_handler_spec["cellar"][None][ZeroDivisionError] = lambda error: "handled"
    shop.add_url_rule("/shop", "index", say)
    cellar.add_url_rule("/cellar", "index", lambda: str(1 // 0))
    shop.register_blueprint(cellar)
    app.register_blueprint(shop)

    assert app.test_client().get("/shop").text == "said"
    assert order == ["shop"]
    assert app.test_client().get("/cellar").text == "handled"
    assert order == ["shop", "shop", "cellar"]


def test_a_registry_that_was_looked_at_is_none() -> None:
    """Looking at a registry of a blueprint costs the application's requests nothing."""
    app, shop = make_app(), make_blueprint()
    assert shop.before_request_funcs[None] == []
    app.register_blueprint(shop)

    assert app.before_request_funcs == {}


# Registering twice


@needs_routing
def test_a_blueprint_may_come_twice() -> None:
    """Under two names routes and local functions are repeated, functions for the app are not."""
    app, shop = make_app(), make_blueprint()
    order: list[str] = []
    shop.before_request(_noting(order, "local"))
    shop.before_app_request(_noting(order, "app"))
    shop.add_url_rule("/", view_func=where)
    app.register_blueprint(shop, url_prefix="/one")
    app.register_blueprint(shop, url_prefix="/two", name="second")

    assert app.test_client().get("/one/").text == "shop.where shop"
    assert order == ["app", "local"]
    assert app.test_client().get("/two/").text == "second.where second"
    assert order == ["app", "local"] * 2


def test_functions_are_recorded() -> None:
    """``record`` runs at every registration, ``record_once`` at an application's first."""
    shop, other = make_blueprint(), make_app()
    order: list[str] = []

    def note(state: BlueprintSetupState) -> None:
        order.append(f"{state.full_name} {state.options['extra']} {state.first_registration}")

    shop.record(note)
    shop.record_once(note)
    app = make_app()
    app.register_blueprint(shop, extra=1)
    app.register_blueprint(shop, extra=2, name="second")
    other.register_blueprint(shop, extra=3)

    assert order == [
        *("shop 1 True", "shop 1 True"),
        "second 2 False",
        *("shop 3 True", "shop 3 True"),
    ]


@pytest.mark.parametrize("word", ["record", "record_once"])
def test_only_functions_are_recorded(word: str) -> None:
    """What cannot be called is not recorded."""
    with pytest.raises(RegistrationError, match=rf"{word}\(\) got 3"):
        getattr(make_blueprint(), word)(3)


@pytest.mark.parametrize("word", ["record", "record_once"])
def test_nothing_is_recorded_late(word: str) -> None:
    """A registered blueprint records nothing more; the message names the word."""
    blueprint = make_blueprint()
    make_app().register_blueprint(blueprint)

    with pytest.raises(FrozenError, match=f"'{word}' can no longer be called on the blueprint"):
        getattr(blueprint, word)(say)


# Nesting


@pytest.mark.parametrize(
    ("outer", "inner", "given", "expected"),
    [
        ("/out", "/in", None, "/out/in/x"),
        ("/out", None, None, "/out/x"),
        (None, "/in", None, "/in/x"),
        (None, None, None, "/x"),
        ("/out", "/in", "/other", "/out/other/x"),
        ("/out/", "/in/", None, "/out/in/x"),
    ],
)
def test_prefixes_combine(
    outer: str | None, inner: str | None, given: str | None, expected: str
) -> None:
    """The prefix of a nested blueprint comes behind the outer one's."""
    app, shop = make_app(), make_blueprint(url_prefix=outer)
    cellar = make_blueprint("cellar", url_prefix=inner)
    cellar.add_url_rule("/x", view_func=say)
    shop.register_blueprint(cellar, url_prefix=given)
    app.register_blueprint(shop)

    assert _rules(app) == {expected: "shop.cellar.say"}


@pytest.mark.parametrize(
    ("outer", "inner", "given", "expected"),
    [
        ("out", "in", None, "in.out"),
        ("out", None, None, "out"),
        (None, "in", None, "in"),
        (None, None, None, None),
        ("out", "in", "other", "other.out"),
    ],
)
def test_subdomains_combine(
    outer: str | None, inner: str | None, given: str | None, expected: str | None
) -> None:
    """The subdomain of a nested blueprint comes in front of the outer one's."""
    app, shop = make_app(), make_blueprint(subdomain=outer)
    cellar = make_blueprint("cellar", subdomain=inner)
    cellar.add_url_rule("/x", view_func=say)
    shop.register_blueprint(cellar, subdomain=given)
    app.register_blueprint(shop)

    assert app.routes[0].subdomain == expected


def test_names_combine() -> None:
    """Nested names are dotted; a name given at registration replaces the last part."""
    app, shop, cellar = make_app(), make_blueprint(), make_blueprint("cellar")
    shop.register_blueprint(cellar)
    shop.register_blueprint(cellar, name="attic")
    app.register_blueprint(shop, name="store")

    assert list(app.blueprints) == ["store", "store.cellar", "store.attic"]


def test_a_blueprint_is_not_nested_in_itself() -> None:
    """A blueprint cannot hold itself, directly or further down."""
    outer, inner = make_blueprint("outer"), make_blueprint("inner")
    outer.register_blueprint(inner)

    with pytest.raises(ValueError, match="'inner' cannot be registered on itself, nor below"):
        inner.register_blueprint(inner)
    with pytest.raises(ValueError, match="'inner' cannot be registered on itself, nor below"):
        inner.register_blueprint(outer)


# Static files, templates, commands


@pytest.mark.needs("routing", "static")
@pytest.mark.parametrize(
    ("options", "url"),
    [
        ({}, "/shop/files/note.txt"),
        ({"static_url_path": "/assets"}, "/shop/assets/note.txt"),
        ({"static_url_path": ""}, "/shop/note.txt"),
        ({"subdomain": "shop"}, "/shop/files/note.txt"),
    ],
)
def test_a_blueprint_has_static_files(tmp_path: Path, options: dict[str, Any], url: str) -> None:
    """A blueprint's static files are served below its prefix."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "note.txt").write_text("noted")
    app = make_app(subdomain_matching=True, config={"SERVER_NAME": "example.org"})
    shop = make_blueprint(
        root_path=str(tmp_path), static_folder="files", url_prefix="/shop", **options
    )
    app.register_blueprint(shop)

    with app.test_request_context():
        host = f"{options['subdomain']}.example.org" if "subdomain" in options else "example.org"
        assert app.url_for("shop.static", filename="note.txt", _external=True) == (
            f"http://{host}{url}"
        )
    assert app.test_client().get(f"http://{host}{url}").text == "noted"


def test_a_blueprint_has_templates(tmp_path: Path) -> None:
    """The application's folder comes first, then those of blueprints as they were registered."""
    app = make_app(root_path=str(tmp_path))
    for name in ("one", "two", "three"):
        folder = None if name == "two" else name
        app.register_blueprint(
            make_blueprint(name, root_path=str(tmp_path), template_folder=folder)
        )

    assert [(each.owner, each.path) for each in app.template_folders] == [
        ("", tmp_path / "templates"),
        ("one", tmp_path / "one"),
        ("three", tmp_path / "three"),
    ]


@pytest.mark.parametrize(
    ("own", "given", "words"),
    [
        ({}, {}, ("shop", "sweep")),
        ({"cli_group": "store"}, {}, ("store", "sweep")),
        ({"cli_group": "store hall"}, {}, ("store", "hall", "sweep")),
        ({"cli_group": None}, {}, ("sweep",)),
        ({"cli_group": "store"}, {"cli_group": "other"}, ("other", "sweep")),
        ({}, {"cli_group": None}, ("sweep",)),
        ({}, {"name": "store"}, ("store", "sweep")),
    ],
)
def test_a_blueprint_has_commands(
    own: dict[str, Any], given: dict[str, Any], words: tuple[str, ...]
) -> None:
    """Commands of a blueprint are grouped under its name, another one, or not at all."""
    app, shop = make_app(), make_blueprint(**own)

    @shop.cli.command
    def sweep() -> None:
        """Sweep the floor."""

    app.register_blueprint(shop, **given)

    assert [command.name for command in app.cli.commands()] == [words]


def test_a_blueprint_shows_its_name() -> None:
    """A blueprint is printed by its name."""
    assert repr(make_blueprint()) == "<Blueprint 'shop'>"


def test_a_registration_may_be_changed() -> None:
    """A class derived from ``Blueprint`` may make setup states of its own."""

    class State(BlueprintSetupState):
        def add_url_rule(self, rule: str, *args: Any, **options: Any) -> None:
            super().add_url_rule(f"{rule}.html", *args, **options)

    class Pages(Blueprint):
        def make_setup_state(self, *args: Any, **options: Any) -> State:
            return State(self, *args, **options)

    app, pages = make_app(), Pages("pages", __name__)
    pages.add_url_rule("/about", view_func=say)
    app.register_blueprint(pages)

    assert _rules(app) == {"/about.html": "pages.say"}
