"""The plugins of one application."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest

from pegboard import Pegboard, Response, hookimpl
from pegboard_hookspecs import Request, Setting
from pegboard_hookspecs.errors import (
    ConfigurationError,
    PluginRefusedError,
    RegistrationError,
    SlotEmptyError,
    UnknownNameError,
)
from tests.core.site import make_app, say


class Noted:
    """A plugin with a setting, that notes what it sees."""

    settings = (Setting("NOTED_DEPTH", (int,), 3, "How deep to note."),)

    def __init__(self) -> None:
        self.seen: list[str] = []

    @hookimpl
    def request_started(self, request: Request) -> None:
        """Note a request."""
        self.seen.append(request.path)


class Clashing:
    """A plugin that declares another one's setting."""

    settings = (Setting("DEBUG", (int,), 3, "Not the kernel's."),)

    @hookimpl
    def request_started(self) -> None:
        """Do nothing."""


class Failing:
    """A plugin that raises."""

    @hookimpl
    def preprocess(self) -> None:
        """Raise."""
        raise ValueError("failed")


def _identities(app: Pegboard) -> list[str]:
    return [each.identity for each in app.plugins.loaded if each.distribution == "app"]


@pytest.mark.needs("routing")
@pytest.mark.parametrize("given", [Noted, Noted()], ids=["class", "object"])
def test_an_application_brings_its_own(given: object) -> None:
    """A class or an object with hooks is a plugin, called by its class."""
    app = make_app()
    app.register_plugin(given)
    app.before_request(say)
    app.test_client().get("/x")

    plugin: Any = app.plugins.loaded[-1].object
    assert plugin.seen == ["/x"]
    assert _identities(app) == ["app:Noted"]


def test_its_settings_are_declared() -> None:
    """The settings of such a plugin have their defaults at once."""
    app = make_app()
    app.register_plugin(Noted)

    assert app.config["NOTED_DEPTH"] == 3


def test_a_value_set_before_is_checked() -> None:
    """A value that was set before the plugin came is checked when it comes."""
    app = make_app(config={"NOTED_DEPTH": "deep"})

    with pytest.raises(ConfigurationError, match=r"NOTED_DEPTH .* is 'deep'.* How deep to note"):
        app.register_plugin(Noted)


def test_a_setting_has_one_owner() -> None:
    """A plugin that declares the kernel's setting is refused, and is not registered."""
    app = make_app()

    with pytest.raises(ConfigurationError, match="'DEBUG' is declared by pegboard-core and by app"):
        app.register_plugin(Clashing)

    assert _identities(app) == []


def test_two_of_one_class_need_names() -> None:
    """A second plugin of a class is refused with both, unless it gets a name of its own."""
    app = make_app()
    app.register_plugin(Noted)

    with pytest.raises(RegistrationError, match=r"'app:Noted', and so is .*register_plugin\(…, n"):
        app.register_plugin(Noted)

    app.register_plugin(Noted, name="second")
    assert _identities(app) == ["app:Noted", "app:second"]


def test_an_object_is_registered_once() -> None:
    """The same object again, under another name, is refused with the name it has."""
    app = make_app()
    plugin = Noted()
    app.register_plugin(plugin)

    with pytest.raises(RegistrationError, match="registered already, as 'app:Noted'"):
        app.register_plugin(plugin, name="second")


def test_what_breaks_the_contract_is_refused() -> None:
    """A plugin without a hook is refused."""
    with pytest.raises(PluginRefusedError, match="implements no hook"):
        make_app().register_plugin(object())


@pytest.mark.needs("routing")
def test_a_function_is_a_plugin() -> None:
    """``@app.hookimpl`` makes a function an implementation, with and without parentheses."""
    app = make_app()
    seen: list[str] = []

    @app.hookimpl
    def request_started(request: Request) -> None:
        seen.append(request.path)

    @app.hookimpl("request_finished")
    def note_the_end(request: Request) -> None:
        seen.append("end")

    app.before_request(say)
    app.test_client().get("/x")

    assert seen == ["/x", "end"]
    assert request_started.__name__ == "request_started"


def test_a_function_may_wrap() -> None:
    """A generator may wrap the other implementations of a hook."""
    app = make_app()

    @app.hookimpl(wrapper=True)
    def make_response(value: object) -> Generator[None, Response, Response]:
        response = yield
        response.headers["X-Value"] = str(value)
        return response

    app.before_request(say)

    assert app.test_client().get("/").headers["X-Value"] == "said"


def test_functions_of_a_loop_are_told_apart() -> None:
    """Functions that one line registers have identities of their own."""
    app = make_app()
    for _ in range(2):
        app.hookimpl("request_started")(lambda: None)

    first, second = _identities(app)
    assert second == f"{first}#2"


def test_an_unknown_hook_is_refused() -> None:
    """A function for a hook that nobody specified is refused with the nearest name."""
    with pytest.raises(PluginRefusedError, match=r"'request_start'.*'request_started'"):
        make_app().hookimpl("request_start")(say)


def test_only_functions_are_hooks() -> None:
    """What cannot be called implements nothing."""
    function: Any = 3

    with pytest.raises(RegistrationError, match=r"hookimpl\(\) got 3"):
        make_app().hookimpl("request_started")(function)


def test_an_exception_says_where_it_comes_from() -> None:
    """An exception of a plugin keeps its type and gains a note with plugin and hook, once."""
    app = make_app()
    app.register_plugin(Failing)

    with pytest.raises(ValueError, match="failed") as info:
        app.test_client().get("/")

    app.plugins.annotate(info.value)
    assert info.value.__notes__ == ["Raised in plugin app:Failing, hook preprocess."]


def test_an_exception_of_the_application_has_no_note() -> None:
    """What the application's own function raises came through no plugin."""
    app = make_app()
    app.before_request(lambda: 1 / 0)

    with pytest.raises(ZeroDivisionError) as info:
        app.test_client().get("/")

    assert not hasattr(info.value, "__notes__")


def test_a_slot_is_filled_by_an_object() -> None:
    """An object given for a slot fills it, and is asked for by the slot's name."""

    class Tiny:
        @hookimpl
        def dump_json(self, value: Any) -> bytes:
            return b"tiny"

        @hookimpl
        def load_json(self) -> Any:
            return None

    app = make_app(plugins={"json": Tiny()})

    assert app.has_slot("json")
    assert app.slot("json").identity == "app:Tiny"
    assert app.json.dumps([]) == "tiny"


def test_an_empty_slot_says_why() -> None:
    """Asking for what fills an empty slot gives the slot, the reason and the cure."""
    app = make_app(plugins={"json": False})

    assert not app.has_slot("json")
    with pytest.raises(SlotEmptyError, match="No plugin reads and writes JSON: the slot 'json'"):
        app.slot("json")


def test_an_unknown_slot_has_a_suggestion() -> None:
    """A misspelt slot is refused with the nearest name and all the others."""
    with pytest.raises(UnknownNameError, match=r"no slot named 'jason'\. Did you mean 'json'\?"):
        make_app().slot("jason")
