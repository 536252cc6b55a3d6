"""What is served, before it is loaded."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from difflib import get_close_matches

from pegboard_hookspecs.application import Application
from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.slots import ServeOptions

__all__ = ["Served", "refuse_unknown", "say"]


@dataclass(frozen=True, slots=True)
class Served:
    """An application that is loaded where it is served: in a worker, or after each change.

    :param describe: says what it is, without loading it.
    :param load: gives it.
    """

    describe: Callable[[], str]
    load: Callable[[], Application]

    def started(self) -> Application:
        """Load it and end its set-up."""
        app = self.load()
        app.start()
        return app


def say(line: str) -> None:
    """Print a line beside what servers log: to standard error."""
    print(line, file=sys.stderr, flush=True)


def refuse_unknown(options: ServeOptions, server: str, known: Collection[str]) -> None:
    """Refuse options that a server does not have.

    :raises CommandError: there is one; the message has the nearest that the server has.
    """
    for name in options.extra:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise CommandError(
                f"The server {server!r} has no option {name!r}.{hint} It takes "
                f"{', '.join(sorted(known))}."
            )
