"""``pegboard lock``."""

from __future__ import annotations

import os
from difflib import unified_diff
from pathlib import Path

from pegboard.commands.inspected import InspectedProgram
from pegboard.commands.table import shortened
from pegboard.plugins import PluginSet
from pegboard.plugins.loader import LOCK_FILE, Lock, project_folder
from pegboard.plugins.locking import lock_of
from pegboard_hookspecs.errors import AppNotFoundError, CommandError

__all__ = ["lock"]

_VARIABLE = "PEGBOARD_LOCK"


def lock(program: InspectedProgram, *, check: bool = False) -> int:
    """Write down which plugins the application loads, so that it loads these and no others.

    The file pegboard.lock stands beside pyproject.toml, or else in the folder of the application.
    An application that finds it looks nowhere else, starts faster, and refuses to start where a
    plugin is missing, of another version, or of other content.

    :param check: write nothing; end with 1 where the file is not up to date.
    """
    # What holds without a lock is what is to be locked.
    before = os.environ.get(_VARIABLE)
    os.environ[_VARIABLE] = "off"
    try:
        plugins, folder = _unlocked(program)
    finally:
        if before is None:
            del os.environ[_VARIABLE]
        else:
            os.environ[_VARIABLE] = before
    wanted = lock_of(plugins, folder / LOCK_FILE)
    return _check(wanted) if check else _write(wanted)


def _unlocked(program: InspectedProgram) -> tuple[PluginSet, Path]:
    app = program.app_or_none()
    if app is not None and app.plugins.selection.lock is None:
        return app.plugins, project_folder(app.root_path) or Path(app.root_path)
    if app is not None:
        message = (
            "The application was loaded with its lock before this command could look without. "
            f"Run it as: {_VARIABLE}=off pegboard lock"
        )
        raise CommandError(message)
    faults = [each for each in program.failures if not isinstance(each, AppNotFoundError)]
    if faults:
        message = f"The application cannot be loaded, so nothing is locked: {faults[0]}"
        raise CommandError(message)
    folder = Path.cwd()
    plugins = PluginSet(plugins=None, order=None, root_path=str(folder), built_in={})
    return plugins, project_folder(folder) or folder


def _write(wanted: Lock) -> int:
    before = _text(wanted.path)
    is_changed = before != wanted.text
    if is_changed:
        wanted.write()
    _print_diff(before, wanted)
    what = "is written" if is_changed else "is up to date"
    count = len(wanted.plugins)
    print(f"{shortened(str(wanted.path))} {what}: {count} plugins.")
    return 0


def _check(wanted: Lock) -> int:
    before = _text(wanted.path)
    if before == wanted.text:
        print(f"{shortened(str(wanted.path))} is up to date: {len(wanted.plugins)} plugins.")
        return 0
    _print_diff(before, wanted)
    print(f"{shortened(str(wanted.path))} is not up to date. Run: pegboard lock")
    return 1


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def _print_diff(before: str, wanted: Lock) -> None:
    if before:
        lines = unified_diff(before.splitlines(), wanted.text.splitlines(), lineterm="", n=2)
        for line in list(lines)[2:]:
            print(line)
