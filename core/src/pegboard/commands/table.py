"""Tables on a terminal."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

__all__ = ["columns", "paragraph", "shortened", "table"]

_GAP = "  "
_LEAST = 20


def table(head: Sequence[str], rows: Iterable[Sequence[str]], indent: str = "") -> str:
    """Lay out rows in columns; the last one is wrapped at words, where there is a terminal.

    :param head: the titles of the columns; empty for none.
    """
    lines = [*([tuple(head)] if head else []), *map(tuple, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    if head:
        # The last column may be as wide as a paragraph.
        widths[-1] = len(head[-1])
        lines.insert(1, tuple("-" * width for width in widths))
    return "\n".join(_line(cells, widths, indent) for cells in lines)


def paragraph(text: str, indent: str = "") -> str:
    """Wrap a text at words, where there is a terminal."""
    return "\n".join(_wrapped(line, indent, indent) for line in text.splitlines())


def shortened(place: str) -> str:
    """Give ``file:line`` without the current folder in front of it."""
    return place.removeprefix(f"{Path.cwd()}{os.sep}")


def _line(cells: Sequence[str], widths: Sequence[int], indent: str) -> str:
    *front, last = cells
    start = indent + "".join(
        f"{cell:<{width}}{_GAP}" for cell, width in zip(front, widths, strict=False)
    )
    return _wrapped(last, start, " " * len(start)).rstrip()


def _wrapped(text: str, first: str, later: str) -> str:
    width = columns()
    if width is None or len(first) + len(text) <= width:
        return first + text
    return textwrap.fill(
        text,
        max(width, len(first) + _LEAST),
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )


def columns() -> int | None:
    """Give the width of the terminal; None for a file or pipe, which is not wrapped."""
    if os.environ.get("COLUMNS") or sys.stdout.isatty():
        return shutil.get_terminal_size().columns
    return None
