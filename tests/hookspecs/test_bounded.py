"""A body whose length nobody said, and its limit."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.exceptions import RequestEntityTooLarge

from pegboard_hookspecs.bounded import BoundedStream


def _at_once(stream: Any) -> bytes:
    return bytes(stream.read())


def _generously(stream: Any) -> bytes:
    return bytes(stream.read(1_000))


def _in_pieces(stream: Any) -> bytes:
    return b"".join(iter(lambda: stream.read(2), b""))


def _by_lines(stream: Any) -> bytes:
    return b"".join(stream)


ways = pytest.mark.parametrize(
    "read", [_at_once, _generously, _in_pieces, _by_lines], ids=lambda read: read.__name__[1:]
)


@ways
@pytest.mark.parametrize("body", [b"", b"a", b"ab\ncd"])
def test_a_body_within_the_limit_is_read(read: Callable[[Any], bytes], body: bytes) -> None:
    """A body up to the limit is given whole, however it is read."""
    assert read(BoundedStream(io.BytesIO(body), 5)) == body


@ways
def test_a_body_over_the_limit_is_refused(read: Callable[[Any], bytes]) -> None:
    """A body of one byte more is a 413, and never the part that would fit."""
    with pytest.raises(RequestEntityTooLarge):
        read(BoundedStream(io.BytesIO(b"ab\ncde"), 5))
