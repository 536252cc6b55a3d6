"""``pegboard shell``."""

from __future__ import annotations

import code
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

__all__ = ["shell"]


class _App(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def root_path(self) -> str: ...

    @property
    def instance_path(self) -> str: ...

    def make_shell_context(self) -> dict[str, Any]: ...


def shell(app: _App) -> None:
    """Open a Python shell in the context of the application.

    It has the application as app, its g, and the names that functions marked with
    shell_context_processor give. It runs the file that PYTHONSTARTUP names.
    """
    given = app.make_shell_context()
    names = dict(given)
    _run_startup(names)
    # The startup file may use the application's names, but not hide them.
    names.update(given)
    _complete(names)
    code.interact(_banner(app, names), local=names, exitmsg="")


def _banner(app: _App, names: Mapping[str, Any]) -> str:
    listed = ", ".join(sorted(name for name in names if not name.startswith("_")))
    return (
        f"Python {sys.version.split()[0]} on {sys.platform}\n"
        f"App: {app.name} in {app.root_path}\n"
        f"Instance: {app.instance_path}\n"
        f"Names: {listed}"
    )


def _run_startup(names: dict[str, Any]) -> None:
    startup = os.environ.get("PYTHONSTARTUP")
    if startup and Path(startup).is_file():
        source = Path(startup).read_text(encoding="utf-8")
        exec(compile(source, startup, "exec"), names)  # noqa: S102 - the user's own file


def _complete(names: dict[str, Any]) -> None:
    """Complete names with the tabulator, where Python can."""
    try:
        # Not every Python has it.
        import readline  # noqa: PLC0415

        # It takes over the terminal as soon as it is imported.
        from rlcompleter import Completer  # noqa: PLC0415
    except ImportError:
        return
    hook = getattr(sys, "__interactivehook__", None)
    if hook is not None:
        hook()
    readline.set_completer(Completer(names).complete)
