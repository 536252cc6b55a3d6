"""How an application runs its ``async def`` functions."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from itertools import chain
from typing import Any

from pegboard.application.foundation import Foundation
from pegboard.bridge import bridge, plain_function

__all__ = ["AsyncWords"]


class AsyncWords(Foundation):
    """An application as its coroutines see it."""

    def ensure_sync(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Give a plain function that does what a coroutine function does; any other as it is."""
        return plain_function(self, function)

    def async_to_sync(
        self, function: Callable[..., Coroutine[Any, Any, Any]]
    ) -> Callable[..., Any]:
        """Make a plain function of a coroutine function: how ``async def`` runs behind WSGI.

        A subclass that runs coroutines in another way overrides it.

        :raises SetupError: asgiref is not installed, or an event loop runs in this thread.
        """
        return bridge(function)

    def _functions_around_views(self) -> Iterator[Callable[..., Any]]:
        """Give what is called for a request besides its view, and may be ``async def``."""
        registries = (
            self.before_request_funcs,
            self.after_request_funcs,
            self.teardown_request_funcs,
            self.template_context_processors,
        )
        for registry in registries:
            yield from chain.from_iterable(registry.values())
        yield from self.teardown_appcontext_funcs
        for by_code in self.error_handler_spec.values():
            for by_kind in by_code.values():
                yield from by_kind.values()
