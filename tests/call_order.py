"""Which hooks a request passes, in which order: as specified, and as the kernel calls them.

The kernel's order is read from its source: the request method is followed as Python would run it,
into the methods that it calls, and each hook is noted when it first shows.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from inspect import getdoc, getsourcefile, isfunction
from pathlib import Path

from pegboard import Pegboard
from pegboard.context import Context
from pegboard_hookspecs import SLOTS, Lifecycle
from tests.sources import parsed

__all__ = ["called", "lifecycle_steps", "specified"]

#: What the kernel calls the two objects whose methods make up the way of a request.
_OWNERS = frozenset({"app", "context", "self"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _numbered(specs: type) -> dict[int, str]:
    numbers: dict[int, str] = {}
    for name, function in vars(specs).items():
        found = re.match(r"Step (\d+):", getdoc(function) or "") if isfunction(function) else None
        if found:
            numbers[int(found[1])] = name
    return numbers


def lifecycle_steps() -> list[int]:
    """Give the step numbers of the lifecycle's specifications, in the order they are written."""
    return list(_numbered(Lifecycle))


def specified() -> list[str]:
    """Give the hooks of all steps, by the numbers in the docstrings of their specifications."""
    numbers = _numbered(Lifecycle)
    for slot in SLOTS:
        numbers |= _numbered(slot.specs)
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    return [name for _, name in sorted(numbers.items())]


@cache
def _methods() -> dict[str, Function]:
    methods: dict[str, Function] = {}
    # The first class of the order of resolution comes last, so that its methods win.
    for holder in (Context, *reversed(Pegboard.__mro__[:-1])):
        tree = parsed(Path(getsourcefile(holder) or ""))
        named = (node for node in tree.body if isinstance(node, ast.ClassDef))
        body = next(node.body for node in named if node.name == holder.__name__)
        methods |= {node.name: node for node in body if isinstance(node, Function)}
    return methods


def _is_owner(node: ast.expr) -> bool:
    name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", None)
    return name in _OWNERS


def _is_relay(node: ast.expr) -> bool:
    name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", None)
    return name == "calls"


class _Way:
    """The walk along one method and all that it calls."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def along(self, method: str) -> Iterator[str]:
        if method in self._seen:
            return
        self._seen.add(method)
        for statement in _methods()[method].body:
            yield from self._through(statement)

    def _through(self, node: ast.AST) -> Iterator[str]:
        # A function that is only made here runs later, if ever.
        if isinstance(node, Function | ast.Lambda):
            return
        for child in ast.iter_child_nodes(node):
            yield from self._through(child)
        # The children first: arguments are evaluated before the call.
        if isinstance(node, ast.Attribute) and _is_relay(node.value):
            yield node.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from self._into(node, node.func)

    def _into(self, node: ast.Call, function: ast.Attribute) -> Iterator[str]:
        if function.attr == "_slot_call":
            # The hook of a slot that may be empty is named by a string.
            yield str(ast.literal_eval(node.args[1]))
        elif function.attr in _methods() and _is_owner(function.value):
            yield from self.along(function.attr)


def called(method: str) -> list[str]:
    """Give the hooks that a method of the kernel reaches, in the order of their first call."""
    return list(dict.fromkeys(_Way().along(method)))
