"""A second gateway, as small as one can be: requests in memory, an event loop, no environ.

It is written against published names only, and shows what another gateway needs: a request class,
``app.handle_async``, and ``response.to_wire``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from werkzeug.datastructures import Headers

from pegboard import Pegboard
from pegboard_hookspecs import Request

__all__ = ["Answer", "MemoryRequest", "ask"]


class MemoryRequest(Request):
    """A request that never was on a wire."""


@dataclass(frozen=True)
class Answer:
    """What the gateway would send."""

    status: int
    headers: Headers
    body: bytes


async def ask(app: Pegboard, method: str, path: str, body: bytes = b"") -> Answer:
    """Take one request through the application and read its answer to the end."""
    headers = Headers([("Host", "memory.example"), ("Content-Type", "application/json")])
    request = MemoryRequest(method=method, path=path, headers=headers, body=body)
    response = await app.handle_async(request)
    status, head, parts = response.to_wire(method)
    try:
        return Answer(int(status[:3]), Headers(head), b"".join(parts))
    finally:
        _close(parts)


def _close(parts: Iterable[bytes]) -> None:
    close = getattr(parts, "close", None)
    if close is not None:
        close()
