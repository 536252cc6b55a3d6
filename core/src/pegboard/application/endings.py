"""How the context of a request ends: at once, with its stream, or by an exception."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context

from pegboard.application.facade import Facade
from pegboard.context import Context
from pegboard.logs import log_exception

__all__ = ["Endings"]


class Endings(Facade):
    """An application as contexts see it when they end; nothing here changes an answer."""

    def _late_teardown(self, context: Context) -> Callable[[], None]:
        """Give what step 10 is for a stream: run where the stream's request is current."""
        variables = copy_context()

        def tear_down() -> None:
            try:
                variables.run(context.tear_down, context.error)
            except Exception as error:  # noqa: BLE001 - the response has left
                log_exception(self, context.request, error)
            if self.calls.context_popped is not None:
                self._tell_popped(context)

        return tear_down

    def _abort(self, context: Context, error: BaseException) -> None:
        """Step 10 when an exception leaves the application."""
        try:
            context.tear_down(error)
        except Exception as raised:  # noqa: BLE001 - the first one is on its way out
            log_exception(self, context.request, raised)

    def _tell_popped(self, context: Context) -> None:
        try:
            self.calls.context_popped(self, context.request)
        except Exception as error:  # noqa: BLE001 - the answer is complete, or has left
            self.plugins.annotate(error)
            log_exception(self, context.request, error)
