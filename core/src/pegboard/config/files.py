"""Configuration files: reading them, running them, and finding the line of a key."""

from __future__ import annotations

import ast
import errno
import re
import types
from collections.abc import Mapping
from pathlib import Path
from traceback import walk_tb
from typing import Any

from pegboard_hookspecs.errors import ConfigurationError, ConfigurationFileError

__all__ = ["lines_of_python", "lines_of_text", "read_file", "run_python"]

_MISSING = frozenset({errno.ENOENT, errno.EISDIR, errno.ENOTDIR})


def read_file(path: Path, *, silent: bool) -> bytes | None:
    """Read a configuration file.

    :param silent: give None when there is no such file.
    :raises ConfigurationFileError: it cannot be read; it is an OSError as well.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        if silent and error.errno in _MISSING:
            return None
        reason = f"Unable to load configuration file ({error.strerror})"
        raise ConfigurationFileError(error.errno, reason, str(path)) from error


def run_python(path: Path, content: bytes) -> dict[str, Any]:
    """Run a configuration file and give what it sets.

    :raises ConfigurationError: it is not valid Python, or raises; the message names the line.
    """
    module = types.ModuleType("config")
    module.__file__ = str(path)
    try:
        exec(compile(content, path, "exec"), module.__dict__)  # noqa: S102 - the user's own file
    except SyntaxError as error:
        message = f"{path}:{error.lineno}: {error.msg}. Correct the line."
        raise ConfigurationError(message) from error
    except Exception as error:
        line = _line_of(path, error)
        message = f"{path}:{line}: {type(error).__name__}: {error}. Correct the line."
        raise ConfigurationError(message) from error
    return vars(module)


def lines_of_python(content: bytes) -> Mapping[str, int]:
    """Give the line on which each name is last assigned."""
    lines: dict[str, int] = {}
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            lines[node.id] = max(node.lineno, lines.get(node.id, 0))
    return lines


def lines_of_text(text: str) -> Mapping[str, int]:
    """Give the line on which each upper-case key of a TOML, JSON, YAML or INI file stands."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        found = re.match(r"""[\s{,"']*([A-Z][A-Z0-9_]*)["']?\s*[=:]""", line)
        if found:
            lines.setdefault(found[1], number)
    return lines


def _line_of(path: Path, error: Exception) -> int:
    """Give the line of a file on which it raised; 1 where none of it had run."""
    lines = [
        line
        for frame, line in walk_tb(error.__traceback__)
        if frame.f_code.co_filename == str(path)
    ]
    return lines[-1] if lines else 1
