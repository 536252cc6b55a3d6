"""Names of modules: those of Flask, and those of this package that they stand for."""

from __future__ import annotations

__all__ = ["PACKAGE", "STAND_IN", "is_flask", "own_name"]

#: The name that applications and extensions import.
PACKAGE = "flask"
#: The package that answers.
STAND_IN = "pegboard_flask"


def is_flask(name: str) -> bool:
    """Say whether a dotted name is ``flask``, or something in it."""
    return name == PACKAGE or name.startswith(f"{PACKAGE}.")


def own_name(name: str) -> str:
    """Give the name of the module of this package that a name of Flask stands for."""
    return f"{STAND_IN}{name.removeprefix(PACKAGE)}"
