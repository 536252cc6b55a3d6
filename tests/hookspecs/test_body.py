"""The body of a response on its way out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pegboard_hookspecs.body import Body


def _failing() -> Iterator[bytes]:
    yield b"1"
    raise ValueError("the disk is full")


def test_it_gives_its_parts() -> None:
    """The parts come out as they went in, in order."""
    assert list(Body(iter([b"1", b"2"]), list)) == [b"1", b"2"]


def test_reading_to_the_end_does_not_close() -> None:
    """The server closes (PEP 3333), so that whoever measures sees the end of the sending."""
    closed: list[str] = []
    body = Body(iter([b"1"]), lambda: closed.append("once"))
    list(body)

    assert closed == []


def test_it_closes_once() -> None:
    """A second close does nothing."""
    closed: list[str] = []
    body = Body(iter([b"1"]), lambda: closed.append("once"))
    body.close()
    body.close()

    assert closed == ["once"]


def test_a_forgotten_body_is_closed() -> None:
    """A server that loses the connection may forget to close; letting go of the body does it."""
    closed: list[str] = []
    body = Body(iter([b"1"]), lambda: closed.append("once"))
    del body

    assert closed == ["once"]


def test_a_closed_body_is_not_closed_again_when_forgotten() -> None:
    """Closing and then letting go closes once."""
    closed: list[str] = []
    body = Body(iter([b"1"]), lambda: closed.append("once"))
    body.close()
    del body

    assert closed == ["once"]


def test_an_error_between_parts_passes() -> None:
    """What making a part raises reaches the server, which then aborts the connection."""
    body = Body(_failing(), list)
    next(body)

    with pytest.raises(ValueError, match="disk is full"):
        next(body)


def test_an_error_on_closing_passes_once() -> None:
    """What closing raises reaches the server; closing again is quiet."""

    def close() -> None:
        raise OSError("gone")

    body = Body(iter([b"1"]), close)
    with pytest.raises(OSError, match="gone"):
        body.close()

    body.close()
