"""A second gateway, as small as one can be: requests in memory, an event loop, no environ.

It is written against published names only, and shows what another gateway needs: a request class,
``app.handle_async``, and ``response.to_wire``.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from werkzeug.datastructures import Headers

from pegboard import Pegboard
from pegboard_hookspecs import Request
from tests.together.wire import Answer

__all__ = ["MemoryRequest", "ask"]


class MemoryRequest(Request):
    """A request that never was on a wire."""


async def ask(
    app: Pegboard, path: str = "/", method: str = "GET", body: bytes = b"", **fields: str
) -> Answer:
    """Take one request through the application and read its answer part by part, to the end."""
    url, _, query = path.partition("?")
    request = MemoryRequest(
        method=method,
        path=url,
        query_string=query.encode(),
        headers=Headers({"Host": "memory.example"} | fields),
        body=body,
    )
    response = await app.handle_async(request)
    status, head, parts = response.to_wire(method)
    return Answer(status, head, b"".join([part async for part in _without_haste(parts)]))


async def _without_haste(parts: Any) -> AsyncIterator[bytes]:
    try:
        for part in parts:
            yield part
            # Somebody else's turn.
            await asyncio.sleep(0)
    finally:
        if hasattr(parts, "close"):
            parts.close()
