"""What debug mode brings with it: the reloader, and the interactive debugger."""

from __future__ import annotations

from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.serving_kit.addresses import is_loopback
from pegboard_hookspecs.serving_kit.served import Served, say
from pegboard_hookspecs.slots import ServeOptions

__all__ = ["greet", "is_debugger_on", "is_reloader_on"]


def is_reloader_on(options: ServeOptions) -> bool:
    """Say whether to start anew when code changes: as was said, else as debug mode is."""
    return options.is_debug if options.use_reloader is None else options.use_reloader


def is_debugger_on(options: ServeOptions) -> bool:
    """Say whether errors are shown by an interactive debugger.

    :raises CommandError: it was asked for where it is not safe; the message has the cure.
    """
    is_safe = options.is_debug and is_loopback(options.host)
    if options.use_debugger is None or not options.use_debugger:
        return is_safe and options.use_debugger is None
    if not options.is_debug:
        raise CommandError(
            "The interactive debugger runs any code for whoever reaches it, and is only there in "
            "debug mode. Add --debug, or drop --debugger."
        )
    if not is_safe:
        raise CommandError(
            f"The interactive debugger runs any code for whoever reaches it, and others can reach "
            f"{options.host!r}. Serve on --host 127.0.0.1, or drop --debugger."
        )
    return True


def greet(served: Served, options: ServeOptions) -> None:
    """Say what is served, and what of debug mode is on."""
    say(f" * Serving {served.describe()}")
    say(f" * Debug mode: {'on' if options.is_debug else 'off'}")
    if options.is_debug and options.use_debugger is None and not is_loopback(options.host):
        say(" * No interactive debugger: others can reach this address")
