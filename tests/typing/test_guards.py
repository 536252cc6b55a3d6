"""The guards guard what they should, and can fail."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_type_hints

import pytest

from pegboard_hookspecs import SLOTS, Slot, point_of
from tests.typing import guards

each_slot = pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: str(slot.name))


def _hints(slot: Slot) -> dict[str, type]:
    return get_type_hints(vars(guards)[slot.name])


@each_slot
def test_every_default_part_is_guarded(slot: Slot) -> None:
    """For each slot there is a guard from its default part to its slot's Protocol."""
    hints = _hints(slot)

    assert hints["part"].__module__.partition(".")[0] == f"pegboard_{slot.name}"
    assert hints["return"].__module__ == slot.specs.__module__


@each_slot
def test_the_protocol_has_every_mandatory_hook(slot: Slot) -> None:
    """A slot's Protocol asks for the hooks that its specifications make mandatory."""
    asked = {name for name in vars(_hints(slot)["return"]) if not name.startswith("_")}
    points = {name: point_of(value) for name, value in vars(slot.specs).items()}

    assert asked == {name for name, point in points.items() if point and not point.optional}


@pytest.mark.slow
def test_a_class_without_hooks_fits_no_slot(tmp_path: Path) -> None:
    """The Protocols are not empty: mypy refuses a class without hooks for every slot."""
    pytest.importorskip("mypy")
    names = [_hints(slot)["return"].__name__ for slot in SLOTS]
    lines = [f"from pegboard_hookspecs.slots import {', '.join(names)}", "class Bare: ..."]
    lines += [f"slot_{name}: {name} = Bare()" for name in names]
    bare = tmp_path / "bare.py"
    bare.write_text("\n".join(lines), encoding="utf-8")

    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), str(bare)]
    report = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)

    assert report.stdout.count("[assignment]") == len(SLOTS)
