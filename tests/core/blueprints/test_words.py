"""The words of a blueprint that reach beyond it."""

from __future__ import annotations

from typing import Any

import pytest

from pegboard_hookspecs.errors import FrozenError, RegistrationError
from tests.core.site import make_app, make_blueprint, say

#: Words that take a function, and the registry of the application that each fills.
_REGISTRIES = {
    "before_app_request": "before_request_funcs",
    "after_app_request": "after_request_funcs",
    "teardown_app_request": "teardown_request_funcs",
    "app_context_processor": "template_context_processors",
    "app_url_value_preprocessor": "url_value_preprocessors",
    "app_url_defaults": "url_default_functions",
}
_KINDS = ["filter", "test", "global"]


@pytest.mark.parametrize("word", _REGISTRIES)
def test_a_word_reaches_the_application(word: str) -> None:
    """A function is registered for the whole application, when the blueprint is."""
    app, blueprint = make_app(), make_blueprint()

    assert getattr(blueprint, word)(say) is say
    assert getattr(app, _REGISTRIES[word]) == {}
    app.register_blueprint(blueprint)
    assert getattr(app, _REGISTRIES[word]) == {None: [say]}


@pytest.mark.parametrize("word", _REGISTRIES)
def test_a_word_takes_functions_only(word: str) -> None:
    """What cannot be called is refused at once, by the word's name."""
    with pytest.raises(RegistrationError, match=rf"{word}\(\) got 3"):
        getattr(make_blueprint(), word)(3)


def test_a_handler_is_for_every_error() -> None:
    """``app_errorhandler`` answers errors of the whole application."""
    app, blueprint = make_app(), make_blueprint()

    @blueprint.app_errorhandler(404)
    def missing(error: Exception) -> str:
        return "missing"

    app.register_blueprint(blueprint)

    assert [*app.error_handler_spec[None][404].values()] == [missing]


def test_a_bad_handler_is_refused() -> None:
    """Neither an unknown code nor something that cannot be called is a handler."""
    blueprint = make_blueprint()
    handler: Any = "sorry"

    with pytest.raises(ValueError, match="999 is no HTTP error"):
        blueprint.app_errorhandler(999)
    with pytest.raises(RegistrationError, match=r"app_errorhandler\(\) got 'sorry'"):
        blueprint.app_errorhandler(404)(handler)


@pytest.mark.parametrize("kind", _KINDS)
def test_helpers_are_for_all_templates(kind: str) -> None:
    """Filters, tests and globals are registered for all templates, by their names or others."""
    app, blueprint = make_app(), make_blueprint()

    assert getattr(blueprint, f"app_template_{kind}")()(say) is say
    getattr(blueprint, f"app_template_{kind}")("named")(say)
    getattr(blueprint, f"add_app_template_{kind}")(say, "added")
    app.register_blueprint(blueprint)

    helpers = getattr(app, f"template_{kind}s")
    assert (helpers["say"], helpers["named"], helpers["added"]) == (say, say, say)


@pytest.mark.parametrize("kind", _KINDS)
def test_helpers_are_functions_with_parentheses(kind: str) -> None:
    """A forgotten pair of parentheses and what cannot be called are refused."""
    blueprint = make_blueprint()

    with pytest.raises(RegistrationError, match=f"app_template_{kind} was written without"):
        getattr(blueprint, f"app_template_{kind}")(say)
    with pytest.raises(RegistrationError, match=rf"add_app_template_{kind}\(\) got 3"):
        getattr(blueprint, f"add_app_template_{kind}")(3)


@pytest.mark.parametrize(
    "word",
    [
        *_REGISTRIES,
        "app_errorhandler",
        *(f"app_template_{kind}" for kind in _KINDS),
        *(f"add_app_template_{kind}" for kind in _KINDS),
    ],
)
def test_a_word_comes_in_time(word: str) -> None:
    """After the registration each word is refused by its name."""
    blueprint = make_blueprint()
    make_app().register_blueprint(blueprint)

    with pytest.raises(FrozenError, match=f"'{word}' can no longer be called on the blueprint"):
        getattr(blueprint, word)(say)
