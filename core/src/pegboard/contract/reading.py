"""The hook specifications in the sources of a distribution.

They are read off the syntax tree. Nothing is imported: an older version than the one that runs here
could not be, both have one name, and what it needs may be missing. So a wheel is enough. The price
is that a specification must be written plainly: a ``def`` with ``@hookspec`` above it, in a class,
and each slot as ``Slot("name", Specs, …)``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import cast

from pegboard_hookspecs.errors import CommandError

__all__ = ["Contract", "SpecifiedHook", "contract_of"]

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SpecifiedHook:
    """One hook as a version of the contract has it.

    :param arguments: whether each has a default, by name.
    :param slot: the slot that it belongs to, or "".
    :param is_mandatory: a provider of its slot must implement it.
    :param retired: what to do instead of implementing it, or "".
    :param retired_arguments: what to do instead of taking an argument.
    """

    name: str
    kind: str
    arguments: Mapping[str, bool]
    slot: str = ""
    is_mandatory: bool = False
    retired: str = ""
    retired_arguments: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class Contract:
    """One version of a contract.

    :param source: where it was read.
    :param version: what ``CONTRACT_VERSION`` says, as "1.0", or "".
    """

    source: str
    version: str
    hooks: Mapping[str, SpecifiedHook]

    def __str__(self) -> str:
        return f"{self.source} (contract {self.version})" if self.version else self.source


def contract_of(source: str, files: Iterable[tuple[str, str]]) -> Contract:
    """Read the specifications in some Python files.

    :param files: the name and the text of each.
    :raises CommandError: a file is no Python, or none has a specification.
    """
    trees = [_parsed(name, text) for name, text in files]
    slots = {specs: slot for tree in trees for specs, slot in _slots(tree)}
    hooks = {hook.name: hook for tree in trees for hook in _hooks(tree, slots)}
    if not hooks:
        raise CommandError(
            f"There are no hook specifications in {source!r}. Name a wheel, a folder or an "
            "installed distribution that has some."
        )
    version = next((found for tree in trees for found in _versions(tree)), "")
    return Contract(source, version, hooks)


def _parsed(name: str, text: str) -> ast.Module:
    try:
        return ast.parse(text, name)
    except (SyntaxError, ValueError) as error:
        raise CommandError(f"The file {name!r} cannot be read as Python: {error}.") from error


def _slots(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Give the class of specifications and the name of each slot."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Name(id="Slot"),
                args=[ast.Constant(value=str(name)), ast.Name(id=specs), *_],
            ):
                yield specs, name
            case _:
                pass


def _versions(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id="CONTRACT_VERSION"), value=ast.Tuple(elts=parts)):
                yield ".".join(ast.unparse(part) for part in parts)
            case _:
                pass


def _hooks(tree: ast.Module, slots: Mapping[str, str]) -> Iterator[SpecifiedHook]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for member in node.body:
                if isinstance(member, ast.FunctionDef):
                    marks = [each for each in member.decorator_list if _is_mark(each)]
                    if marks:
                        yield _hook(member, marks[0], slots.get(node.name, ""))


def _is_mark(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    return ast.unparse(called).rpartition(".")[2] == "hookspec"


def _hook(function: ast.FunctionDef, mark: ast.expr, slot: str) -> SpecifiedHook:
    positional: list[object] = []
    options: dict[str, object] = {}
    if isinstance(mark, ast.Call):
        positional = [_value(each) for each in mark.args]
        options = {each.arg: _value(each.value) for each in mark.keywords if each.arg}
    # A mark of pluggy's own has no kind.
    plain = "first" if options.get("firstresult") else "collect"
    retired = str(options.get("retired", ""))
    cures = options.get("retired_arguments")
    return SpecifiedHook(
        name=function.name,
        kind=str(positional[0] if positional else options.get("kind", plain)),
        arguments=_arguments(function.args),
        slot=slot,
        is_mandatory=bool(slot) and not (options.get("optional") or retired),
        retired=retired,
        retired_arguments=cast("dict[str, str]", cures) if isinstance(cures, dict) else {},
    )


def _arguments(given: ast.arguments) -> Mapping[str, bool]:
    names = [each.arg for each in (*given.posonlyargs, *given.args)]
    first = len(names) - len(given.defaults)
    found = {name: position >= first for position, name in enumerate(names)}
    found.pop("self", None)
    return found


def _value(node: ast.expr) -> object:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return ast.unparse(node)
