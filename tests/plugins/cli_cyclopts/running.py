"""One command, presented by the provider."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pegboard_cli_cyclopts import CycloptsCommands
from pegboard_contracts.small_program import SmallProgram, command

__all__ = ["run", "values_of"]


def run(program: SmallProgram, *words: str) -> int:
    """Present a program with a command line."""
    return CycloptsCommands().run_program(program, words)


def values_of(
    function: Callable[..., object],
    words: Sequence[str],
    provider: Any = CycloptsCommands,
    **options: Any,
) -> tuple[int, Mapping[str, Any] | None]:
    """Run a function as the command ``it``; give the exit code, and the values, if it ran."""

    def record(**_: Any) -> None: ...

    # A command is what its function's signature says.
    vars(record)["__wrapped__"] = function
    program = SmallProgram(late=[command("it", record, **options)])
    code: int = provider().run_program(program, ["it", *words])
    return code, program.runs[0][1] if program.runs else None
