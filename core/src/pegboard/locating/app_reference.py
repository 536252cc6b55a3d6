"""What names an application on the command line.

It is ``module``, ``path/file.py``, ``module:name`` or ``module:factory("a", key=1)``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pegboard_hookspecs.errors import AppNotFoundError

__all__ = ["AppReference", "read_reference"]

# The colon behind the drive letter of a Windows path separates nothing.
_COLON = re.compile(r":(?![\\/])")


@dataclass(frozen=True, slots=True)
class AppReference:
    """A reference, taken apart.

    :param text: all of it, for messages.
    :param module: dotted name or path.
    :param name: the attribute of the module, or None: search.
    :param arguments: what a factory is called with, or None when it was not written as a call.
    """

    text: str
    module: str
    name: str | None = None
    arguments: tuple[Any, ...] | None = None
    keywords: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def attribute(self) -> str:
        """What stands behind the colon, or ""."""
        return "".join(_COLON.split(self.text.strip(), maxsplit=1)[1:]).strip()


def read_reference(text: str) -> AppReference:
    """Take a reference apart.

    :raises AppNotFoundError: it is not written in one of the forms above.
    """
    module, *rest = _COLON.split(text.strip(), maxsplit=1)
    if not module.strip():
        raise _unreadable(text, "it names no module")
    if not rest:
        return AppReference(text, module.strip())
    try:
        node = ast.parse(rest[0].strip(), mode="eval").body
    except SyntaxError:
        raise _unreadable(text, f"{rest[0]!r} is neither a name nor a call") from None
    if isinstance(node, ast.Name):
        return AppReference(text, module.strip(), node.id)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return AppReference(text, module.strip(), node.func.id, *_values(text, node))
    raise _unreadable(text, f"{rest[0]!r} is neither a name nor a call")


def _values(text: str, call: ast.Call) -> tuple[tuple[Any, ...], dict[str, Any]]:
    named = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg is not None}
    refusal = _unreadable(text, "the arguments of a factory must be literals")
    if len(named) < len(call.keywords):
        raise refusal
    try:
        positional = tuple(ast.literal_eval(argument) for argument in call.args)
        return positional, {name: ast.literal_eval(value) for name, value in named.items()}
    except ValueError:
        raise refusal from None


def _unreadable(text: str, reason: str) -> AppNotFoundError:
    return AppNotFoundError(
        f"The application cannot be found by {text!r}: {reason}. Write module, path/file.py, "
        "module:name or module:factory('a', key=1)."
    )
