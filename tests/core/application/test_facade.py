"""What plugins and words ask of an application."""

from __future__ import annotations

import pytest
from werkzeug.exceptions import MethodNotAllowed

from pegboard import Pegboard, hookimpl, request, session
from pegboard_hookspecs import Application
from pegboard_hookspecs.errors import ContextError, SetupError, SlotEmptyError
from tests.core.site import make_app, make_blueprint, say

needs_routing = pytest.mark.needs("routing")


@pytest.fixture
def app() -> Pegboard:
    """Give an application with a page of its own, and one of a shop."""
    app, shop = make_app(), make_blueprint()
    app.add_url_rule("/page", view_func=say)
    shop.add_url_rule("/shop", view_func=say)
    app.register_blueprint(shop)
    return app


def test_an_application_keeps_the_contract(app: Pegboard) -> None:
    """The kernel's application is what the contract describes; both checkers prove it."""
    described: Application = app

    assert described is app


def test_routes_are_in_order(app: Pegboard) -> None:
    """All routes are given in order of registration, for reading only."""
    assert [route.endpoint for route in app.routes] == ["say", "shop.say"]
    assert isinstance(app.routes, tuple)


def test_the_current_request_is_given(app: Pegboard) -> None:
    """A plugin may ask for the request that is being answered."""
    with app.test_request_context("/page"):
        assert app.current_request().path == "/page"
    with pytest.raises(ContextError, match=r"'app\.current_request\(\)'"):
        app.current_request()


def test_the_current_state_is_the_request_s(app: Pegboard) -> None:
    """While a request is answered plugins keep with it what belongs to it."""
    with app.test_request_context("/page"):
        app.current_state()["key"] = "value"

        assert app.current_request().state == {"key": "value"}


def test_the_current_state_of_a_command(app: Pegboard) -> None:
    """A context without a request has a state of its own, until its teardown is over."""
    seen: list[object] = []

    class Keeper:
        @hookimpl
        def teardown(self, app: Application) -> None:
            seen.append(app.current_state().pop("key", None))

    app.register_plugin(Keeper)
    with app.app_context():
        app.current_state()["key"] = "outer"
        with app.app_context():
            assert app.current_state() == {}

    assert seen == [None, "outer"]


def test_there_is_no_state_outside(app: Pegboard) -> None:
    """Without a context, or with that of another application, the message has the cure."""
    with pytest.raises(ContextError, match=r"'app\.current_state\(\)'"):
        app.current_state()
    with make_app().app_context(), pytest.raises(ContextError, match=r"belongs to .* of that one"):
        app.current_state()


@needs_routing
def test_a_request_is_matched(app: Pegboard) -> None:
    """A match fills route and values; a miss is kept for later."""
    app.add_url_rule("/item/<int:number>", "item", say)

    with app.test_request_context("/item/3"):
        assert (request.endpoint, request.view_args) == ("item", {"number": 3})
        assert request.routing_exception is None
    with app.test_request_context("/page", method="PUT"):
        assert (request.endpoint, request.view_args) == (None, None)
        assert isinstance(request.routing_exception, MethodNotAllowed)
    with app.test_request_context("/page"):
        assert request.view_args == {}


def test_without_routes_nothing_matches() -> None:
    """Where no plugin matches URLs, that is what is kept for later."""
    app = make_app(plugins={"routing": False})

    with app.test_request_context():
        assert isinstance(request.routing_exception, SlotEmptyError)


@needs_routing
def test_methods_of_a_url_are_known(app: Pegboard) -> None:
    """The methods of a URL are those of all its routes."""
    app.add_url_rule("/page", "other", say, methods=["PUT"])

    with app.test_request_context("/page"):
        methods = app.allowed_methods(app.current_request())

    assert sorted(methods) == ["GET", "HEAD", "OPTIONS", "PUT"]


@pytest.mark.parametrize(
    ("slot", "word"), [("routing", "allowed_methods"), ("sessions", "open_session")]
)
def test_an_empty_slot_is_told(slot: str, word: str) -> None:
    """What needs a slot that is empty says so."""
    app = make_app(plugins={slot: False})

    with app.test_request_context(), pytest.raises(SlotEmptyError, match=f"slot '{slot}'"):
        getattr(app, word)(app.current_request())


@pytest.mark.needs("sessions")
def test_a_session_is_opened(app: Pegboard) -> None:
    """A session is opened through the slot."""
    with app.test_request_context():
        assert app.open_session(app.current_request()).new is True


class Forgetful:
    """A plugin whose sessions are none."""

    @hookimpl
    def open_session(self) -> None:
        """Open nothing."""

    @hookimpl
    def save_session(self) -> None:
        """Save nothing."""


@pytest.mark.item("A8.4")
def test_no_session_is_an_error_of_its_provider() -> None:
    """Where a provider opens nothing, the error of its first use names the provider."""
    app = make_app(plugins={"sessions": Forgetful})

    with (
        app.test_request_context(),
        pytest.raises(SetupError, match=r"'sessions', app:\w+, did not open a session"),
    ):
        len(session)


def test_a_value_becomes_a_response(app: Pegboard) -> None:
    """What a view may return becomes a response of the application's class."""
    with app.test_request_context():
        response = app.make_response(("made", 201))

    assert (response.data, response.status_code) == (b"made", 201)


def test_values_of_templates_are_gathered(app: Pegboard) -> None:
    """Without processors the values are copied; with them, the values of the call win."""
    values = {"name": "Ada"}

    assert app.template_context(values) == values
    assert app.template_context(values) is not values
    app.context_processor(lambda: {"name": "Grace", "place": "app"})
    assert app.template_context(values) == {"name": "Ada", "place": "app"}


@needs_routing
def test_blueprints_add_values_of_templates() -> None:
    """In a request of a blueprint its processors run after the application's, outer to inner."""
    app, shop, cellar = make_app(), make_blueprint(), make_blueprint("cellar")
    for name, owner in (("app", app), ("shop", shop), ("cellar", cellar)):
        owner.context_processor(lambda name=name: {"last": name, name: True})
    cellar.add_url_rule("/cellar", view_func=say)
    shop.register_blueprint(cellar)
    app.register_blueprint(shop)

    with app.test_request_context("/cellar"):
        assert app.template_context({}) == {
            "app": True,
            "shop": True,
            "cellar": True,
            "last": "cellar",
        }
    with app.test_request_context("/nowhere"):
        assert app.template_context({}) == {"app": True, "last": "app"}


@pytest.mark.parametrize("given", [None, "text", 1], ids=str)
def test_a_processor_that_gives_no_values_is_named(app: Pegboard, given: object) -> None:
    """A context processor that gives something else than a dictionary is named, with its place."""

    @app.context_processor
    def common() -> object:
        return given

    said = rf"The context processor 'common' \(.*test_facade\.py:\d+\) returned {given!r}\. Return"
    with pytest.raises(TypeError, match=said):
        app.template_context({})
