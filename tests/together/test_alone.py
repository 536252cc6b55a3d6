"""Each default part alone: kernel and contract are all it needs."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

from pegboard_hookspecs import SLOTS

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


def _run_alone(part: str) -> tuple[str, set[str]]:
    names = [slot.name for slot in SLOTS]
    off = ",".join(f"{name}=off" for name in names if name != part)
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM, ",".join(names)],
        env={**os.environ, "PEGBOARD_PLUGINS": off},
        check=False,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stderr
    filled, *imported = answer.stdout.split()
    return filled, set(imported)


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
