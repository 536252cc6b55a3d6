"""Scripts: several statements in one text."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

__all__ = ["statements"]

_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


def statements(script: str) -> Iterator[str]:
    """Give the statements of a script, each with its semicolon.

    Where one ends is decided as SQLite does: a semicolon in quotes, in a comment or in the body of
    a trigger ends none.
    """
    start = 0
    for index, character in enumerate(script):
        if character == ";" and sqlite3.complete_statement(script[start : index + 1]):
            yield script[start : index + 1].strip()
            start = index + 1
    rest = script[start:].strip()
    if _COMMENT.sub("", rest).strip():
        yield rest
