"""``pegboard trace``."""

from __future__ import annotations

import json as stdlib_json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Protocol

from pegboard.commands.table import columns, paragraph, table
from pegboard.plugins import PluginSet
from pegboard.provenance import HookCall, Recording, bar, record, stand_in
from pegboard_hookspecs.errors import CommandError

__all__ = ["TracedApp", "trace"]

_INDENT = "  "
_NAME_WIDTH = 34
_TIME_WIDTH = 9
_LEAST_BAR = 10


class TracedApp(Protocol):
    """What tracing asks of an application."""

    plugins: PluginSet

    def test_client(self) -> Any:
        """Give a client that speaks to the application without a server."""
        ...


@dataclass(frozen=True, slots=True)
class _Answer:
    status: str
    headers: Sequence[tuple[str, str]]
    size: int
    error: str


def trace(
    app: TracedApp,
    method: str,
    path: str,
    *,
    header: tuple[str, ...] = (),
    data: str | None = None,
    bars: bool = True,
    json: bool = False,
) -> int:
    """Send one request to the application and show every hook call on its way.

    Each call has who was called, how long it took, with the calls made inside of it, and what came
    back. The request is a real one: what it changes is changed. Ends with 1 on an error of the
    server.

    :param method: an HTTP method.
    :param path: the path, with a query if need be; or a whole URL.
    :param header: a header of the request, as NAME:VALUE; may be given several times.
    :param data: the body of the request; @FILE reads it from a file.
    :param bars: draw when each call ran, and for how long.
    :param json: print JSON.
    """
    headers = [_header(each) for each in header]
    body = _body(data)
    with app.plugins.manager.watching(stand_in), record() as recording:
        answer = _answer(app, method.upper(), path, headers, body)
        took = recording.took_ms
    asked = f"{method.upper()} {path}"
    if json:
        print(stdlib_json.dumps(_as_json(asked, answer, recording, took), indent=2))
    else:
        print("\n\n".join(_sections(asked, answer, recording, took, has_bars=bars)))
    is_failure = answer.error or int(answer.status[:3]) >= HTTPStatus.INTERNAL_SERVER_ERROR
    return int(bool(is_failure))


def _answer(
    app: TracedApp, method: str, path: str, headers: Sequence[tuple[str, str]], body: bytes | None
) -> _Answer:
    client = app.test_client()
    try:
        response = client.open(path, method=method, headers=headers, data=body, buffered=True)
    except Exception as error:  # noqa: BLE001 - shown with the calls that led to it
        return _Answer("", (), 0, f"{type(error).__name__}: {error}")
    return _Answer(response.status, list(response.headers), len(response.data), "")


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise CommandError(
            f"{text!r} is no header. Write it as NAME:VALUE, as in --header Accept:text/html"
        )
    return name.strip(), value.strip()


def _body(data: str | None) -> bytes | None:
    if data is None or not data.startswith("@"):
        return None if data is None else data.encode()
    path = Path(data[1:])
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"The body cannot be read from {path}: {error}.") from None


def _as_json(asked: str, answer: _Answer, recording: Recording, took: float) -> dict[str, Any]:
    return {
        "request": asked,
        "status": answer.status,
        "headers": [list(each) for each in answer.headers],
        "bytes": answer.size,
        "error": answer.error,
        "took_ms": took,
        "calls": [asdict(call) for call in recording.calls],
    }


def _sections(
    asked: str, answer: _Answer, recording: Recording, took: float, *, has_bars: bool
) -> Iterator[str]:
    calls = recording.calls
    outcome = (
        f"raised {answer.error}" if answer.error else f"{answer.status}, {answer.size:,} bytes"
    )
    yield paragraph(f"{asked}: {outcome}. {len(calls)} calls of hooks in {took:.2f} ms.")
    rows = [(_named(call), _who(call), f"{call.took_ms or 0:.2f}") for call in calls]
    width = _width_left(rows)
    outcomes = [call.outcome or "-" for call in calls]
    cut = [each if width is None else each[:width] for each in outcomes]
    head = ("Hook", "Plugin", "ms", "What came back")
    yield table(head, [(*row, outcome) for row, outcome in zip(rows, cut, strict=True)])
    if has_bars:
        yield "\n".join(_bars(calls, took))


def _width_left(rows: Sequence[tuple[str, ...]]) -> int | None:
    """Give the columns that are left in a line for what came back; None for all it takes."""
    width = columns()
    if width is None or not rows:
        return None
    taken = sum(max(map(len, column)) for column in zip(*rows, strict=True))
    return max(width - taken - 2 * len(rows[0]), _LEAST_BAR)


def _bars(calls: Sequence[HookCall], took: float) -> Iterator[str]:
    width = max((columns() or 80) - _NAME_WIDTH - _TIME_WIDTH - 2, _LEAST_BAR)
    is_plain = not _can_print("█▏")
    for call in calls:
        length = call.took_ms or 0.0
        name = _named(call)[:_NAME_WIDTH]
        drawn = bar(call.start_ms, length, took, width, is_plain=is_plain)
        yield f"{name:<{_NAME_WIDTH}} {length:>{_TIME_WIDTH - 3}.2f} ms {drawn}"


def _named(call: HookCall) -> str:
    return f"{_INDENT * call.depth}{call.hook}"


def _who(call: HookCall) -> str:
    return f"({call.identity})" if call.is_wrapper else call.identity


def _can_print(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
