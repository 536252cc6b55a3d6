"""The words of a blueprint that reach beyond it: to every request of the application."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, TypeVar

from pegboard.blueprints.setup import BlueprintSetupState
from pegboard.registration import Scaffold
from pegboard.registration.registering import (
    View,
    error_kind,
    refuse_asynchronous,
    refuse_bare,
    refuse_uncallable,
    setup_word,
)

__all__ = ["BlueprintWords"]

F = TypeVar("F", bound=Callable[..., Any])


class BlueprintWords(Scaffold):
    """Set-up words that are recorded, and played back on the application once."""

    @abstractmethod
    def record_once(self, function: Callable[[BlueprintSetupState], object]) -> None:
        """Call a function at the first registration on an application."""

    def before_app_request(self, function: F) -> F:
        """Like ``before_request``, for every request of the application."""
        return self._for_app("before_app_request", "before_request_funcs", function)

    def after_app_request(self, function: F) -> F:
        """Like ``after_request``, for every request of the application."""
        return self._for_app("after_app_request", "after_request_funcs", function)

    def teardown_app_request(self, function: F) -> F:
        """Like ``teardown_request``, for every request of the application."""
        return self._for_app("teardown_app_request", "teardown_request_funcs", function)

    def app_context_processor(self, function: F) -> F:
        """Like ``context_processor``, for every template of the application."""
        return self._for_app("app_context_processor", "template_context_processors", function)

    def app_url_value_preprocessor(self, function: F) -> F:
        """Like ``url_value_preprocessor``, for every request of the application."""
        refuse_asynchronous("app_url_value_preprocessor", function)
        return self._for_app("app_url_value_preprocessor", "url_value_preprocessors", function)

    def app_url_defaults(self, function: F) -> F:
        """Like ``url_defaults``, for every endpoint of the application."""
        refuse_asynchronous("app_url_defaults", function)
        return self._for_app("app_url_defaults", "url_default_functions", function)

    @setup_word
    def app_errorhandler(self, code_or_exception: int | type[Exception]) -> Callable[[F], F]:
        """Like ``errorhandler``, for every request of the application.

        :raises TypeError: an instance instead of a class was given.
        :raises ValueError: the code is no HTTP error, or the class no exception.
        """
        code, kind = error_kind(code_or_exception)

        def register(handler: F) -> F:
            refuse_uncallable("app_errorhandler", handler)
            handlers = {code: {kind: handler}}
            self.record_once(lambda state: state.app.add_error_handlers(None, handlers))
            return handler

        return register

    def app_template_filter(self, name: str | None = None) -> Callable[[F], F]:
        """Register the decorated function as a filter of all templates."""
        return self._helper("app_template_filter", "filter", name)

    def app_template_test(self, name: str | None = None) -> Callable[[F], F]:
        """Register the decorated function as a test of all templates."""
        return self._helper("app_template_test", "test", name)

    def app_template_global(self, name: str | None = None) -> Callable[[F], F]:
        """Register the decorated function as a global of all templates."""
        return self._helper("app_template_global", "global", name)

    def add_app_template_filter(self, function: View, name: str | None = None) -> None:
        """Register a filter of all templates."""
        self._helper("add_app_template_filter", "filter", name)(function)

    def add_app_template_test(self, function: View, name: str | None = None) -> None:
        """Register a test of all templates."""
        self._helper("add_app_template_test", "test", name)(function)

    def add_app_template_global(self, function: View, name: str | None = None) -> None:
        """Register a global of all templates."""
        self._helper("add_app_template_global", "global", name)(function)

    def _for_app(self, word: str, registry: str, function: F) -> F:
        self.check_setup(word)
        refuse_uncallable(word, function)
        self.record_once(
            lambda state: state.app.registry(registry).setdefault(None, []).append(function)
        )
        return function

    def _helper(self, word: str, kind: str, name: str | None) -> Callable[[F], F]:
        self.check_setup(word)
        refuse_bare(word, name)

        def register(function: F) -> F:
            refuse_uncallable(word, function)
            self.record_once(lambda state: state.app.add_template_helper(kind, function, name))
            return function

        return register
