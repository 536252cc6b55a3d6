"""What stands in front of a command: options, and a variable of the environment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pegboard_hookspecs.cli_kit import OPTIONS_HELP
from pegboard_hookspecs.parameters import Parameter

__all__ = ["FRONT_OPTIONS", "completion_variable", "parted"]


def _option(name: str, kind: type, short: str | None, metavar: str | None) -> Parameter:
    return Parameter(
        name,
        kind,
        is_option=True,
        is_required=False,
        short=short,
        help=OPTIONS_HELP[f"--{name.replace('_', '-')}"],
        metavar=metavar,
    )


#: What stands in front of a command.
FRONT_OPTIONS = (
    _option("env_file", Path, "e", "FILE"),
    _option("app", str, "A", "REFERENCE"),
    _option("debug", bool, None, None),
)
_WITH_VALUE = frozenset({"-e", "--env-file", "-A", "--app"})


def parted(arguments: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Part the options in front of a command from the command and its words."""
    end = 0
    while end < len(arguments) and arguments[end].startswith("-"):
        if arguments[end] == "--":
            return arguments[:end], arguments[end + 1 :]
        end += 2 if arguments[end] in _WITH_VALUE else 1
    return arguments[:end], arguments[end:]


def completion_variable(program: str) -> str:
    """Name the variable that asks for a shell's script, as click does: ``_PEGBOARD_COMPLETE``."""
    return f"_{re.sub('[-.]', '_', program)}_COMPLETE".upper()
