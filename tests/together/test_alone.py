"""Each plugin alone: kernel and contract are all it needs."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from pegboard_hookspecs import SLOTS
from tests.beside import as_installed
from tests.sources import Distribution, carried_by, loadable_plugins

pytestmark = pytest.mark.slow

#: What each part brings on board beside Pegboard's own packages.
LIBRARIES = {"cli": "click", "sessions": "itsdangerous", "templating": "jinja2"}

PROGRAM = """
import sys
from pegboard import Pegboard

app = Pegboard("alone")
app.start()
filled = [name for name in sys.argv[1].split(",") if app.has_slot(name)]
app.close()
print(",".join(filled), *sorted({name.partition(".")[0] for name in sys.modules}))
"""


#: The same for a plugin that is not installed.
PROGRAM_WITH_SOURCES = """
import os
import sys
from importlib import import_module

sys.path += sys.argv[1].split(os.pathsep)
from pegboard import Pegboard

module, _, name = sys.argv[3].partition(":")
app = Pegboard("alone", plugins={sys.argv[2]: getattr(import_module(module), name)})
app.start()
app.close()
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def _run_alone(part: str) -> tuple[str, set[str]]:
    names = [slot.name for slot in SLOTS]
    off = ",".join(f"{name}=off" for name in names if name != part)
    filled, *imported = _run(PROGRAM, ",".join(names), off=off)
    return filled, set(imported)


def _run(program: str, *arguments: str, off: str) -> list[str]:
    answer = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "PEGBOARD_PLUGINS": off},
        check=False,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.split()


@pytest.mark.parametrize("part", [slot.name for slot in SLOTS])
def test_a_part_needs_no_other(part: str) -> None:
    """An application starts with one part alone, and nothing of another part is imported."""
    if find_spec(f"pegboard_{part}") is None:
        pytest.skip(f"pegboard-{part} is not installed here")
    others = {slot.name for slot in SLOTS} - {part}

    filled, imported = _run_alone(part)

    assert filled == part
    assert imported & {f"pegboard_{other}" for other in others} == set()
    assert imported & {LIBRARIES[other] for other in others if other in LIBRARIES} == set()


def _entries() -> list[Any]:
    """Give the plugins that are not installed: each with the key that chooses it, and its class."""
    return [
        pytest.param(plugin, _key(group, name), target, id=f"{plugin.name}:{name}")
        for plugin in loadable_plugins()
        for group, names in plugin.project["entry-points"].items()
        if group.startswith("pegboard.") and group != "pegboard.hookspecs"
        for name, target in names.items()
    ]


def _key(group: str, name: str) -> str:
    return f"app:{name}" if group == "pegboard.plugins" else group.removeprefix("pegboard.")


@pytest.mark.parametrize(("plugin", "key", "target"), _entries())
def test_a_plugin_more_needs_no_part(
    plugin: Distribution, key: str, target: str, tmp_path: Path
) -> None:
    """An application starts with one plugin and no default part, of which nothing is imported."""
    brought = as_installed(tmp_path, *(each.name for each in carried_by(plugin)))
    path = os.pathsep.join([str(plugin.source.parent), *brought])
    off = ",".join(f"{slot.name}=off" for slot in SLOTS)
    own = {Requirement(each).name for each in plugin.project["dependencies"]}

    imported = set(_run(PROGRAM_WITH_SOURCES, path, key, target, off=off))

    assert imported & {f"pegboard_{slot.name}" for slot in SLOTS} == set()
    assert imported & (set(LIBRARIES.values()) - own) == set()
