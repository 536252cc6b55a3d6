"""A plugin of the guestbook's own: how long the view took.

Browsers show the header ``Server-Timing`` among a request's timings (W3C Server Timing).
"""

from __future__ import annotations

from collections.abc import Generator
from time import perf_counter
from typing import Any

from pegboard_hookspecs import Request, Response, hookimpl

__all__ = ["RequestTiming"]


class RequestTiming:
    """Wraps the view and tells what it took; an error page is told too."""

    @hookimpl(wrapper=True)
    def dispatch(self, request: Request) -> Generator[None, Any, Any]:
        """Measure the view."""
        started = perf_counter()
        try:
            return (yield)
        finally:
            request.state[RequestTiming] = perf_counter() - started

    @hookimpl
    def process_response(self, request: Request, response: Response) -> None:
        """Write the header, in milliseconds."""
        took = request.state.get(RequestTiming)
        if took is not None:
            response.headers["Server-Timing"] = f"view;dur={1000 * took:.2f}"
