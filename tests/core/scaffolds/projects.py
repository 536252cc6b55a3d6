"""One project of each kind, and what becomes of its own tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pegboard.commands.new import new_app, new_plugin
from pegboard_hookspecs import SLOTS

__all__ = ["KINDS", "RUN_TESTS", "write_projects"]

#: The name of a project by what it is; the last has the longest name that there may be.
KINDS: dict[str, str] = {
    "app": "my-blog",
    "plugin": "pegboard-notice",
    **{slot.name: f"my-{slot.name}" for slot in SLOTS},
    "long": "with-a-name-as-long-as.names_may-be-and-not-longer",
}

#: Runs the tests of the folders named behind it, one after the other in one process: a start of
#: pytest takes longer than they do.
RUN_TESTS = """
import os, sys, pytest

path = list(sys.path)
failed = []
for folder in sys.argv[1:]:
    os.chdir(folder)
    sys.path[:] = path
    for name in ("conftest", "test_contract"):
        sys.modules.pop(name, None)
    if pytest.main(["-q", "-p", "no:cacheprovider", "--rootdir", folder]) != 0:
        failed.append(os.path.basename(folder))
print("FAILED:", *failed)
"""


def write_projects(folder: Path) -> Sequence[Path]:
    """Write them all into the current folder."""
    new_app(KINDS["app"])
    new_plugin(KINDS["plugin"])
    for slot in SLOTS:
        new_plugin(KINDS[slot.name], slot=slot.name)
    new_plugin(KINDS["long"])
    return [folder / name for name in KINDS.values()]
