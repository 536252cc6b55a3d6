"""The words that set an application up."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from typing import Any

import pytest
from werkzeug.routing import BaseConverter

from pegboard import Pegboard
from pegboard_hookspecs import hookimpl
from pegboard_hookspecs.errors import FrozenError, RegistrationError, SlotEmptyError
from tests.core.site import make_app, say

_KINDS = ["filter", "test", "global"]


class Doubled(BaseConverter):
    """A converter of somebody's own."""

    def to_python(self, value: str) -> Any:
        return int(value) * 2

    def to_url(self, value: Any) -> str:
        return str(value // 2)


def other() -> str:
    """Answer otherwise."""
    return "other"


@pytest.mark.needs("routing")
def test_a_clash_leaves_no_trace() -> None:
    """An endpoint that is taken is refused with both places, and the rule is not added."""
    app = make_app()
    app.add_url_rule("/", "page", say)

    with pytest.raises(RegistrationError, match=r"'page' would be overwritten.*site\.py.*ds\.py"):
        app.add_url_rule("/other", "page", other)

    assert [route.rule for route in app.routes] == ["/"]
    assert app.test_client().get("/other").status_code == 404


@pytest.mark.needs("routing")
def test_a_bad_rule_leaves_no_trace() -> None:
    """A rule that is refused ties no view to its endpoint, so that it can be mended."""
    app = make_app()

    with pytest.raises(RegistrationError, match="nowhere"):
        app.add_url_rule("/<nowhere:x>", "page", say)

    app.add_url_rule("/", "page", other)
    assert app.test_client().get("/").text == "other"


@pytest.mark.parametrize(("answers", "expected"), [(True, True), (False, False)])
def test_a_setting_decides_about_options(answers: bool, expected: bool) -> None:
    """``PROVIDE_AUTOMATIC_OPTIONS`` says whether routes answer OPTIONS."""
    app = make_app(config={"PROVIDE_AUTOMATIC_OPTIONS": answers})
    app.add_url_rule("/", view_func=say)

    assert app.routes[0].answers_options is expected


def test_routes_need_neither_router_nor_view() -> None:
    """Where no plugin matches URLs, routes are recorded all the same; views may come later."""
    app = make_app(plugins={"routing": False})
    app.add_url_rule("/", view_func=say)
    app.add_url_rule("/later", "later")

    assert [route.endpoint for route in app.routes] == ["say", "later"]
    assert app.view_functions == {"say": say}


@pytest.mark.needs("routing")
def test_a_converter_is_added() -> None:
    """A converter can be used in rules after it was added."""
    app = make_app()
    app.add_converter("doubled", Doubled)

    @app.route("/<doubled:n>")
    def number(n: int) -> str:
        return f"{n} {app.url_for('number', n=6)}"

    assert app.test_client().get("/4").text == "8 /3"


def test_a_converter_needs_a_router() -> None:
    """Without a plugin that matches URLs there is nobody to take a converter."""
    with pytest.raises(SlotEmptyError, match="No plugin matches URLs"):
        make_app(plugins={"routing": False}).add_converter("doubled", Doubled)


@pytest.mark.parametrize(
    ("word", "registry"),
    [
        ("teardown_appcontext", "teardown_appcontext_funcs"),
        ("shell_context_processor", "shell_context_processors"),
    ],
)
def test_a_function_is_kept(word: str, registry: str) -> None:
    """Functions for the end of contexts and for the shell are kept in order."""
    app = make_app()

    assert getattr(app, word)(say) is say
    assert getattr(app, registry) == [say]
    with pytest.raises(RegistrationError, match=rf"{word}\(\) got 3"):
        getattr(app, word)(3)


@pytest.mark.parametrize("kind", _KINDS)
def test_a_template_has_helpers(kind: str) -> None:
    """Filters, tests and globals go by the function's name, or by another."""
    app = make_app()

    assert getattr(app, f"template_{kind}")()(say) is say
    getattr(app, f"template_{kind}")("named")(say)
    getattr(app, f"add_template_{kind}")(say, "added")

    helpers = getattr(app, f"template_{kind}s")
    assert (helpers["say"], helpers["named"], helpers["added"]) == (say, say, say)


@pytest.mark.parametrize("kind", _KINDS)
def test_a_helper_is_a_function_with_a_name(kind: str) -> None:
    """Forgotten parentheses, what cannot be called, and what has no name are refused."""
    app = make_app()

    with pytest.raises(RegistrationError, match=f"template_{kind} was written without parenthes"):
        getattr(app, f"template_{kind}")(say)
    with pytest.raises(RegistrationError, match=rf"add_template_{kind}\(\) got 3"):
        getattr(app, f"add_template_{kind}")(3)
    with pytest.raises(RegistrationError, match=f"The {kind} .* has no name"):
        getattr(app, f"add_template_{kind}")(partial(say))


def test_helpers_need_no_provider() -> None:
    """Where no plugin renders templates, helpers are recorded all the same."""
    app = make_app(plugins={"templating": False})
    app.add_template_filter(say)

    assert app.template_filters["say"] is say


def test_a_provider_learns_of_helpers() -> None:
    """The plugin that renders templates is told of each helper."""
    told: list[tuple[str, str, object]] = []
    app = make_app()

    @app.hookimpl(wrapper=True)
    def add_template_helper(
        kind: str, name: str, helper: object
    ) -> Generator[None, object, object]:
        told.append((kind, name, helper))
        return (yield)

    app.add_template_filter(say)

    assert told == [("filter", "say", say)]


@pytest.mark.parametrize(
    ("word", "arguments"),
    [
        ("add_converter", ("x", Doubled)),
        ("register_plugin", (object(),)),
        ("hookimpl", ("check",)),
        ("teardown_appcontext", (say,)),
        ("shell_context_processor", (say,)),
        *((f"template_{kind}", ()) for kind in _KINDS),
        *((f"add_template_{kind}", (say,)) for kind in _KINDS),
    ],
)
def test_a_word_comes_in_time(word: str, arguments: tuple[Any, ...]) -> None:
    """After the start each word is refused by its name."""
    app = make_app()
    app.start()

    with pytest.raises(FrozenError, match=f"'{word}' can no longer be called on the application"):
        getattr(app, word)(*arguments)


def test_a_late_hook_is_refused() -> None:
    """A decorator that was made in time is refused when it is used too late."""
    app = make_app()
    decorate = app.hookimpl("check")
    app.start()

    with pytest.raises(FrozenError, match="'hookimpl'"):
        decorate(say)


def test_the_first_request_ends_set_up() -> None:
    """A made-up request context does not end set-up, the first real request does."""
    app = make_app()
    with app.test_request_context("/"):
        app.before_request(say)

    assert app.test_client().get("/").text == "said"
    with pytest.raises(FrozenError, match=r"has started.*Call it when the application is made"):
        app.before_request(say)


def test_configure_is_still_set_up() -> None:
    """A plugin may set the application up when its settings are there, before it is ready."""

    class Adds:
        @hookimpl
        def configure(self, app: Pegboard) -> None:
            app.before_request(say)

        @hookimpl
        def app_ready(self, app: Pegboard) -> None:
            with pytest.raises(FrozenError):
                app.before_request(other)

    app = make_app()
    app.register_plugin(Adds)

    assert app.test_client().get("/").text == "said"
