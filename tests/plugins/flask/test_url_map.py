"""``url_map``, ``view_functions`` and the rules of requests: live, and Werkzeug's own."""

# Views and functions are written as applications write them: without types.
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.datastructures import ImmutableDict
from werkzeug.routing import BaseConverter, BuildError, Map, Rule, Submount

from pegboard_flask import Blueprint, Flask, request, url_for


class Pairs(BaseConverter):
    """Two words with a hyphen between them."""

    regex = "[a-z]+-[a-z]+"

    def to_python(self, value: str) -> tuple[str, ...]:
        """Give both words."""
        return tuple(value.split("-"))

    def to_url(self, value: Any) -> str:
        """Join both words."""
        return "-".join(value)


@pytest.fixture
def app() -> Flask:
    """Give an application with one route that says what its rule is."""
    app = Flask(__name__)

    @app.route("/items/<int:number>", methods=["GET", "PUT"])
    def item(number: int) -> dict[str, Any]:
        rule = request.url_rule
        assert rule is not None
        return {"rule": rule.rule, "kind": type(rule).__name__, "view": request.view_args}

    return app


def test_the_map_has_every_rule(app: Flask) -> None:
    """Rules are Werkzeug's, with their arguments and methods, and the map can be asked as any."""
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == "item")

    assert (rule.arguments, rule.methods) == ({"number"}, {"GET", "HEAD", "PUT", "OPTIONS"})
    assert app.url_map.bind("localhost").match("/items/3") == ("item", {"number": 3})
    assert app.url_map.is_endpoint_expecting("item", "number")
    assert app.test_client().get("/items/3").json == {
        "kind": "Rule",
        "rule": "/items/<int:number>",
        "view": {"number": 3},
    }


def test_what_is_added_to_the_map_answers(app: Flask) -> None:
    """Rules that are added to the map by hand are matched and built; views may come later."""
    app.url_map.add(Submount("/sub", [Rule("/a", endpoint="a"), Rule("/b", endpoint="b")]))
    app.view_functions["a"] = lambda: "view a"
    app.view_functions["b"] = lambda: url_for("a")
    client = app.test_client()

    assert (client.get("/sub/a").text, client.get("/sub/b").text) == ("view a", "/sub/a")


def test_views_are_looked_up_for_each_request(app: Flask) -> None:
    """A view that is replaced in ``view_functions`` is the one that is called."""
    app.view_functions["item"] = lambda number: f"replaced {number}"

    assert app.test_client().get("/items/3").text == "replaced 3"


def test_converters_of_the_map_are_the_routers(app: Flask) -> None:
    """A converter that is put into the map matches and builds."""
    app.url_map.converters["pairs"] = Pairs
    app.url_map.converters.update(twice=Pairs)
    assert app.url_map.converters.setdefault("pairs", Pairs) is Pairs

    @app.route("/pairs/<pairs:both>/<twice:more>")
    def pairs(both: tuple[str, ...], more: tuple[str, ...]) -> str:
        return url_for("pairs", both=reversed(both), more=more)

    assert app.test_client().get("/pairs/a-b/c-d").text == "/pairs/b-a/c-d"


def test_slashes_are_as_the_map_says() -> None:
    """``strict_slashes`` of the map counts for the rules that come behind it."""
    app = Flask(__name__)
    app.url_map.strict_slashes = False
    app.add_url_rule("/plain/", "plain", lambda: "plain")

    assert app.test_client().get("/plain").text == "plain"


def test_the_first_of_two_routes_answers() -> None:
    """Two routes for one path are no error: the first answers, both can be built."""
    app = Flask(__name__)
    app.add_url_rule("/twice", "first", lambda: f"first {url_for('second')}")
    app.add_url_rule("/twice", "second", lambda: "second")

    assert app.test_client().get("/twice").text == "first /twice"


def test_another_view_for_an_endpoint_is_refused(app: Flask) -> None:
    """An endpoint keeps its view; the message has Flask's words, and both places."""
    with pytest.raises(AssertionError, match="overwriting an existing endpoint") as caught:
        app.add_url_rule("/other", "item", lambda: "other")

    assert str(caught.value).count(__file__) == 2


def test_another_map_may_be_put_in_place(app: Flask) -> None:
    """A map that is assigned matches and builds from then on, whatever is in it."""
    app.url_map = Map([Rule("/new", endpoint="item", defaults={"number": 1})])

    @app.route("/more")
    def more() -> str:
        return url_for("item", number=1)

    client = app.test_client()

    assert client.get("/new").json == {"kind": "Rule", "rule": "/new", "view": {"number": 1}}
    assert client.get("/more").text == "/new"
    assert client.get("/items/3").status_code == 404


def test_classes_of_rules_and_maps_are_honoured() -> None:
    """An application may say what its rules and its map are made of."""

    class OwnRule(Rule):
        """A rule that is known by its class."""

    class OwnMap(Map):
        default_converters = ImmutableDict({**Map.default_converters, "pairs": Pairs})

    class Own(Flask):
        url_rule_class = OwnRule
        url_map_class = OwnMap

    app = Own(__name__)

    @app.route("/<pairs:both>")
    def both(both: tuple[str, ...]) -> list[str]:
        return [type(request.url_rule).__name__, *both]

    assert app.test_client().get("/a-b").json == ["OwnRule", "a", "b"]


def test_a_rule_may_be_put_on_a_request(app: Flask) -> None:
    """A rule that is assigned to a request says what its endpoint is."""
    with app.test_request_context("/nowhere"):
        assert (request.url_rule, request.endpoint) == (None, None)
        request.url_rule = Rule("/made/up", endpoint="api.made")  # type: ignore[assignment, misc]
        assert (request.endpoint, request.blueprint) == ("api.made", "api")
        request.url_rule = None  # type: ignore[misc]
        assert request.endpoint is None


def test_what_cannot_be_built_is_werkzeugs_error(app: Flask) -> None:
    """A URL that cannot be built is Werkzeug's ``BuildError``, which handlers are asked about."""
    asked: list[tuple[str, str, Any]] = []

    def handler(error: Exception, endpoint: str, values: dict[str, Any]) -> str | None:
        asked.append((type(error).__name__, endpoint, values["x"]))
        return "/found" if endpoint == "elsewhere" else None

    app.url_build_error_handlers.append(handler)
    with app.test_request_context():
        assert url_for("elsewhere", x=1) == "/found"
        with pytest.raises(BuildError):
            url_for("nowhere", x=2)

    assert asked == [("BuildError", "elsewhere", 1), ("BuildError", "nowhere", 2)]


def test_methods_of_building_may_be_overridden(app: Flask) -> None:
    """An application that overrides what adds values, or what answers failures, is honoured."""

    class Own(Flask):
        def inject_url_defaults(self, endpoint: str, values: dict[str, Any]) -> None:
            super().inject_url_defaults(endpoint, values)
            values.setdefault("lang", "en")

        def handle_url_build_error(self, error: Any, endpoint: str, values: Any) -> str:
            return (
                f"/missing/{endpoint}"
                if endpoint != "worse"
                else super().handle_url_build_error(error, endpoint, values)
            )

    own = Own(__name__)
    own.url_defaults(lambda endpoint, values: values.setdefault("page", 1))
    own.add_url_rule("/<lang>/<page>", "page", lambda lang, page: "")
    own.url_build_error_handlers.append(lambda error, endpoint, values: None)
    with own.test_request_context():
        assert own.url_for("page", _anchor="a b") == "/en/1#a%20b"
        assert own.url_for("page", _external=True) == "http://localhost/en/1"
        assert own.url_for("nothing") == "/missing/nothing"
        with pytest.raises(BuildError):
            own.url_for("worse")
        with pytest.raises(ValueError, match="_scheme"):
            own.url_for("page", _scheme="https", _external=False)
    with pytest.raises(RuntimeError, match="SERVER_NAME"):
        own.url_for("page")


def test_without_a_request_a_server_name_is_needed(app: Flask) -> None:
    """Outside of requests URLs are built for ``SERVER_NAME``, and without it not at all."""
    with app.app_context(), pytest.raises(RuntimeError, match="SERVER_NAME"):
        url_for("item", number=1)
    app.config["SERVER_NAME"] = "example.org"
    with app.app_context() as context:
        assert url_for("item", number=1) == "http://example.org/items/1"
        built = context.url_adapter.build("item", {"number": 2}, force_external=True)
        assert built == "http://example.org/items/2"


def test_a_blueprints_rules_go_through_its_state(app: Flask) -> None:
    """Extensions that wrap the method of a registration see each rule of the blueprint."""
    seen: list[str] = []

    def wrap(state: Any) -> None:
        original = state.add_url_rule

        def add_url_rule(rule: str, *args: Any, **options: Any) -> None:
            seen.append(rule)
            original(rule, *args, **options)

        state.add_url_rule = add_url_rule

    blueprint = Blueprint("shop", __name__, url_prefix="/shop")
    blueprint.record(wrap)
    blueprint.add_url_rule("/cart", "cart", lambda: request.blueprint or "")
    app.register_blueprint(blueprint)

    assert app.test_client().get("/shop/cart").text == "shop"
    assert seen == ["/cart"]


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        ({"view_func": None}, AssertionError, "expected view func"),
        ({"view_func": len, "methods": "POST"}, TypeError, "list of strings"),
    ],
    ids=["nothing", "methods"],
)
def test_routes_are_refused_in_flasks_words(
    app: Flask, arguments: dict[str, Any], kind: type[Exception], message: str
) -> None:
    """A route without a view and endpoint, or with one word of methods, is refused."""
    with pytest.raises(kind, match=message):
        app.add_url_rule("/refused", **arguments)
