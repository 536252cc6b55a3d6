"""What the second column of the page "From Flask" names, found in the installed Pegboard."""

from __future__ import annotations

import ast
import inspect
import os
from collections.abc import Callable, Collection, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from pegboard import Blueprint, Pegboard
from pegboard.commandline import GivenApp, PegboardProgram
from pegboard.testing import EnvironBuilder
from pegboard_hookspecs import SLOTS, Lifecycle, Setting
from pegboard_hookspecs.parameters import parameters_of
from tests.sources import modules

__all__ = ["counterpart", "help_of", "setting_of"]


def counterpart(reference: str) -> Any:
    """Give what a reference names; for what is no object, something that is not None.

    :raises LookupError: there is nothing of that name.
    """
    kind, _, name = reference.partition(":")
    find = _FINDERS.get(kind)
    if find is None:
        return _object(kind, name)
    if name not in find(name):
        raise LookupError(f"There is no {kind} {name!r}.")
    return reference


def help_of(command: str) -> Collection[str]:
    """Give the words of what a command prints for ``--help``; "" is ``pegboard`` itself."""
    text: str = _app().test_cli_runner().invoke(f"{command} --help").stdout
    return text.replace(",", " ").split()


def setting_of(name: str) -> Setting | None:
    """Give a declared setting."""
    return _app().config.declarations.get(name)


def _object(module: str, path: str) -> Any:
    found: Any = import_module(module)
    for name in filter(None, path.split(".")):
        found = _attribute(found, name)
    return found


def _attribute(owner: Any, name: str) -> Any:
    try:
        return inspect.getattr_static(owner, name)
    except AttributeError:
        for sample in _samples():
            # Not isinstance: a protocol refuses to be asked.
            if owner in type(sample).__mro__ and hasattr(sample, name):
                return getattr(sample, name)
    raise LookupError(f"{owner!r} has no {name!r}.")


@cache
def _app() -> Pegboard:
    return Pegboard("sample", root_path=os.curdir)


@cache
def _samples() -> tuple[Any, ...]:
    """Give an object of each class whose instances get attributes when they are made."""
    app, blueprint = _app(), Blueprint("sample", "sample", root_path=os.curdir)
    context = app.test_request_context()
    builder = EnvironBuilder(app)
    builder.close()
    return (
        app,
        app.config,
        app.response_class(),
        *app.slot("sessions").provider.serializer.order,
        app.slot("sessions").provider,
        app.slot("templating").provider,
        app.test_client(),
        blueprint,
        blueprint.make_setup_state(app, {}),
        builder,
        context,
        context.request,
    )


@cache
def _program() -> PegboardProgram:
    return PegboardProgram(GivenApp(_app()), Path.cwd())


def _hooks(_: str) -> Collection[str]:
    return {name for specs in (Lifecycle, *(slot.specs for slot in SLOTS)) for name in vars(specs)}


def _commands(_: str) -> Collection[str]:
    return {"", *(" ".join(each.name) for each in _program().commands())}


def _options(name: str) -> Collection[str]:
    command, _, _ = name.rpartition("--")
    return {f"{command}{word}" for word in help_of(command)}


def _variables(_: str) -> Collection[str]:
    of_options = {
        each.variable for command in _program().commands() for each in parameters_of(command)
    }
    return {*filter(None, of_options), *_texts()}


@cache
def _texts() -> frozenset[str]:
    nodes = (node for module in modules() for node in ast.walk(module.tree))
    return frozenset(
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


_FINDERS: Mapping[str, Callable[[str], Collection[str]]] = {
    "command": _commands,
    "extra": lambda _: distribution("pegboard").metadata.get_all("Provides-Extra") or (),
    "group": lambda _: _texts(),
    "hook": _hooks,
    "option": _options,
    "setting": lambda _: [setting.name for setting in _app().config.declarations],
    "slot": lambda _: [slot.name for slot in SLOTS],
    "template": lambda _: _app().template_globals,
    "variable": _variables,
}
