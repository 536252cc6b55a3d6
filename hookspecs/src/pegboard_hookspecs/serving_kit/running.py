"""What every command ``run`` has to do, whatever it hands over to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from pegboard_hookspecs.command import Program
from pegboard_hookspecs.slots import ServeOptions

__all__ = ["debug_asked_for", "parts_of", "run_app"]

_OFF = frozenset({"", "0", "false", "no", "off"})


def debug_asked_for(program: Program, option: bool | None) -> bool | None:  # noqa: FBT001 - it is what is read
    """Say what was said about debug mode: by the option, to the program, or in the environment.

    None: nothing was, and it is as the application says. The option is noted in the program, so
    that the application is loaded with it.
    """
    if option is not None:
        program.is_debug = option
    variable = os.environ.get("PEGBOARD_DEBUG")
    if program.is_debug is not None or variable is None:
        return program.is_debug
    return variable.strip().lower() not in _OFF


def parts_of(values: Sequence[str | Path]) -> list[str]:
    """Split values each of which may be several, joined as in a search path."""
    return [part for value in values for part in str(value).split(os.pathsep) if part]


def run_app(program: Program, options: ServeOptions, *, is_debug: bool | None) -> None:
    """Serve the application of a program by its own ``run``, so that plugins see it.

    :param is_debug: debug mode as it was asked for; None leaves it to the application.
    :raises CommandError: what was asked for is not safe or not possible.
    """
    program.load_app().run(
        options.host,
        options.port,
        is_debug,
        # The program has read them.
        load_dotenv=False,
        use_reloader=options.use_reloader,
        use_debugger=options.use_debugger,
        **options.extra,
    )
