"""A folder with an application, and the program ``pegboard`` run in it."""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import dataclass
from pathlib import Path

from pegboard.__main__ import main

__all__ = ["Printed", "Terminal", "nothing"]


@dataclass(frozen=True)
class Printed:
    """What came of a command line."""

    code: int
    out: str
    err: str


class Terminal:
    """Runs command lines in a folder, without a process of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, text: str) -> None:
        """Write a file, with the folders above it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, *words: str) -> Printed:
        """Run a command line; afterwards nothing of the folder is imported any more."""
        out, err = io.StringIO(), io.StringIO()
        before = set(sys.modules)
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = main(words)
        finally:
            for name in set(sys.modules) - before:
                if str(getattr(sys.modules[name], "__file__", None)).startswith(str(self.folder)):
                    del sys.modules[name]
        return Printed(code, out.getvalue(), err.getvalue())


def nothing(*arguments: object) -> None:
    """Stand in for what has no effect here."""
