"""How a help looks where there is no terminal: plain columns."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from cyclopts.help import HelpEntry, HelpPanel
from rich.console import Console, ConsoleOptions

__all__ = ["PlainLayout"]

_INDENT = "  "
#: Where the second column begins at the latest.
_WIDEST = 30
#: More than any line of help has.
_LONG = 10_000


class PlainLayout:
    """Writes a help without frames and colours, for files, pipes and tests."""

    def __init__(self) -> None:
        self._parts = 0

    def render_usage(self, console: Console, options: ConsoleOptions, usage: Any) -> None:
        """Write the line that says how the command is called."""
        line = _plain(console, options, usage)
        usage = f"Usage: {line.removeprefix('Usage: ')}"
        self._write(console, textwrap.wrap(usage, console.width, subsequent_indent=" " * 7))

    def render_description(self, console: Console, options: ConsoleOptions, text: Any) -> None:
        """Write what the command does; paragraphs stay paragraphs."""
        paragraphs = _plain(console, options, text).split("\n\n")
        for paragraph in filter(None, paragraphs):
            self._write(console, _filled(paragraph, _INDENT, console.width))

    def __call__(self, console: Console, options: ConsoleOptions, panel: HelpPanel) -> None:
        """Write a list of commands, arguments or options."""
        rows = [_row(console, options, entry) for entry in panel.entries]
        if rows:
            widths = [len(label) + 2 * len(_INDENT) for label, _ in rows]
            column = max(filter(_WIDEST.__ge__, widths), default=_WIDEST)
            lines = [line for row in rows for line in _lines(row, column, console.width)]
            self._write(console, [f"{panel.title}:", *lines])

    def _write(self, console: Console, lines: Sequence[str]) -> None:
        """Write a part of the help, parted from the one before by an empty line."""
        between = [""] if self._parts else []
        self._parts += 1
        for line in [*between, *lines]:
            console.out(line, highlight=False)


def _plain(console: Console, options: ConsoleOptions, text: Any) -> str:
    wide = options.update(width=_LONG)
    rendered = "".join(segment.text for segment in console.render(text or "", wide))
    return "\n".join(line.rstrip() for line in rendered.splitlines()).strip()


def _row(console: Console, options: ConsoleOptions, entry: HelpEntry) -> tuple[str, str]:
    choices = f"[choices: {', '.join(entry.choices)}]" if entry.choices else ""
    default = f"[default: {entry.default}]" if entry.default else ""
    text = _plain(console, options, entry.description)
    label = ", ".join(entry.display_labels_with_metavar)
    return label, " ".join(filter(None, (text, choices, default)))


def _lines(row: tuple[str, str], column: int, width: int) -> Sequence[str]:
    label, text = row
    first = f"{_INDENT}{label}"
    if not text:
        return [first]
    lines = _filled(text, " " * column, width)
    if len(first) + len(_INDENT) > column:
        return [first, *lines]
    return [first.ljust(column) + lines[0].lstrip(), *lines[1:]]


def _filled(text: str, indent: str, width: int) -> Sequence[str]:
    return textwrap.wrap(
        text,
        width - len(_INDENT),
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )
