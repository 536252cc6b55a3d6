"""What is served, before it is loaded."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from pegboard_hookspecs import Application
from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.slots import ServeOptions

__all__ = ["Served", "library", "refuse_unknown", "say"]


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


def library(module: str) -> Any:  # none of the servers has types
    """Import the library of a production server.

    :raises CommandError: it is not installed, or not made for this system.
    """
    name = module.partition(".")[0]
    if find_spec(name) is None:
        raise CommandError(f"{name} is not installed. Run: pip install 'pegboard-server[{name}]'")
    try:
        return import_module(module)
    except ImportError as error:
        raise CommandError(
            f"{name} is installed but cannot be imported: {error}. It may not be made for this "
            f"system; mend it, or take another --server."
        ) from error


def refuse_unknown(options: ServeOptions, server: str, known: frozenset[str]) -> None:
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
