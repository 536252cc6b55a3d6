"""``install_as_flask()``: from then on ``import flask`` gives this package."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import FunctionType, ModuleType

from pegboard_flask.standing_in.finder import StandInFinder
from pegboard_flask.standing_in.names import is_flask, own_name
from pegboard_flask.standing_in.setuptools import tell_library
from pegboard_hookspecs.errors import SetupError

__all__ = ["install_as_flask"]

#: How many modules that hold Flask a message names.
_SHOWN = 5


def install_as_flask() -> None:
    """Let ``flask`` and all modules in it be those of this package, in this process.

    They are the same modules under two names. ``importlib.metadata`` finds a distribution "Flask"
    of the version that this package is compatible with, and none that is installed. The second
    call does nothing. It cannot be undone.

    Child processes know nothing of it: set ``PEGBOARD_AS_FLASK=1`` for them, as the command
    ``pegboard-flask`` does.

    :raises SetupError: Flask itself was imported before; nothing has changed then.
    """
    if any(isinstance(finder, StandInFinder) for finder in sys.meta_path):
        return
    original = _original()
    if original is not None:
        raise SetupError(_complaint(original))
    sys.meta_path.insert(0, StandInFinder())
    tell_library()


def _original() -> ModuleType | None:
    """Give a module of Flask itself, if one was imported."""
    for name in sorted(name for name in list(sys.modules) if is_flask(name)):
        module = sys.modules[name]
        if module is not sys.modules.get(own_name(name)):
            return module
    return None


def _complaint(original: ModuleType) -> str:
    place = getattr(original, "__file__", None) or "an unknown place"
    holders = list(_holders())
    more = f" and {len(holders) - _SHOWN} more" if len(holders) > _SHOWN else ""
    held = f" Already using it: {', '.join(holders[:_SHOWN])}{more}." if holders else ""
    return (
        f"Flask itself was imported before install_as_flask() was called, from {place}.{held} Call "
        "install_as_flask() before the first import of flask and of its extensions; or let the "
        "whole process have it: set PEGBOARD_AS_FLASK=1, or run: pegboard-flask exec COMMAND"
    )


def _holders() -> Iterator[str]:
    """Name the modules that have something of Flask's in them, in the order of their import."""
    for name, module in list(sys.modules.items()):
        if not is_flask(name) and any(map(_is_of_flask, _values(module))):
            yield name


def _values(module: object) -> Iterator[object]:
    # What is in sys.modules need not be a module: some put objects of their own there.
    return iter(list(getattr(module, "__dict__", {}).values()))


def _is_of_flask(value: object) -> bool:
    # Only the type is asked: a proxy may belong to no context, or do something when it is touched.
    kind = type(value)
    if issubclass(kind, ModuleType):
        return is_flask(str(getattr(value, "__name__", "")))
    home = value.__module__ if issubclass(kind, type | FunctionType) else kind.__module__
    # A class that was made by hand may have none.
    return is_flask(str(home))
