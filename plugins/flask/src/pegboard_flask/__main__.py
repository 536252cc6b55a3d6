"""The command ``pegboard-flask``: the command ``flask`` on Pegboard, and what runs others so.

::

    pegboard-flask --app hello run        as: flask --app hello run
    pegboard-flask exec pytest            any command, with Flask stood in for
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from click import echo

from pegboard_flask.standing_in import install_as_flask, run_switched, turn_on
from pegboard_hookspecs.errors import CommandError, PegboardError

__all__ = ["main"]

_EXEC = "exec"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit code.

    :param arguments: the words behind the program's name; those of the process when left out.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if words[:1] in ([_EXEC], ["--"]):
            return run_switched(_command(words[1:]))
        install_as_flask()
    except PegboardError as error:
        echo(f"Error: {error}", err=True)
        return 2
    turn_on()
    # Behind the line above: what it imports, and plugins of the command line, import flask.
    from pegboard_flask.cli import cli  # noqa: PLC0415

    cli.main(args=words)
    return 0


def _command(words: Sequence[str]) -> Sequence[str]:
    command = words[1:] if words[:1] == ["--"] else words
    if not command:
        raise CommandError(
            "exec runs a command, and none was given, as in: pegboard-flask exec pytest"
        )
    return command


if __name__ == "__main__":
    sys.exit(main())
