"""Where the attribute of an object was written, for messages about its value."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import cast

__all__ = ["place_of_attribute"]

_INNER = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def place_of_attribute(owner: object, name: str) -> str:
    """Give ``file:line`` of an attribute's assignment, or as much as is known of it.

    :param owner: a module, a class, or an instance of one.
    """
    if isinstance(owner, ModuleType):
        file = _file_of(owner)
        return owner.__name__ if file is None else _place(file, _body_of_module(file), name)
    kind = cast("type[object]", owner if isinstance(owner, type) else type(owner))
    writer = next((each for each in kind.__mro__ if name in vars(each)), None)
    file = None if writer is None else _file_of(sys.modules.get(writer.__module__))
    if writer is None or file is None:
        return kind.__qualname__
    body, before = _body_of_class(writer)
    return _place(file, body, name, before)


def _file_of(module: ModuleType | None) -> str | None:
    file: str | None = getattr(module, "__file__", None)
    return file


def _body_of_module(file: str) -> Sequence[ast.stmt]:
    path = Path(file)
    is_source = path.suffix == ".py" and path.is_file()
    return ast.parse(path.read_bytes()).body if is_source else ()


def _body_of_class(kind: type) -> tuple[Sequence[ast.stmt], int]:
    """Give what is in a class, and how many lines of its file are above it."""
    # It reads whole files, and few settings are wrong.
    from inspect import getsourcelines  # noqa: PLC0415

    try:
        lines, first = getsourcelines(kind)
    except (OSError, TypeError):
        return (), 0
    written = cast("ast.ClassDef", ast.parse(dedent("".join(lines))).body[0])
    return written.body, first - 1


def _place(file: str, body: Sequence[ast.stmt], name: str, before: int = 0) -> str:
    """Name the last line that assigns a name.

    :param before: how many lines of the file are above those that the body counts.
    """
    lines = [
        node.lineno
        for statement in body
        if not isinstance(statement, _INNER)
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
    ]
    return f"{file}:{max(lines) + before}" if lines else file
