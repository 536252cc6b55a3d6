"""From a folder to one file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pegboard.archives import pack
from pegboard_hookspecs.errors import CommandError


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    """Neither times, nor rights, nor what Python compiled make a difference."""
    for name, mode in (("one", 0o600), ("two", 0o644)):
        folder = tmp_path / name
        (folder / "in").mkdir(parents=True)
        (folder / "in/a.txt").write_text("a")
        (folder / "__main__.py").write_text("print('it runs')")
        (folder / "__main__.py").chmod(mode)
        (folder / f"{name}.pyc").touch()
        pack(folder, tmp_path / f"{name}.pyz")

    assert (tmp_path / "one.pyz").read_bytes() == (tmp_path / "two.pyz").read_bytes()


def test_python_runs_it(tmp_path: Path) -> None:
    """The file is one that Python runs, and its size is told."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "__main__.py").write_text("print('it runs')")
    target = tmp_path / "it.pyz"
    size = pack(folder, target)
    done = subprocess.run([sys.executable, target], capture_output=True, check=True, text=True)

    assert (done.stdout, size) == ("it runs\n", target.stat().st_size)


def test_a_place_that_takes_nothing_is_an_error(tmp_path: Path) -> None:
    """Where nothing can be written a sentence says so, and what was there stays."""
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(CommandError, match=r"it.pyz cannot be written.*Name another file by -o"):
        pack(folder, tmp_path / "nowhere" / "it.pyz")

    (tmp_path / "it.pyz").mkdir()
    with pytest.raises(CommandError, match=r"it.pyz cannot be written"):
        pack(folder, tmp_path / "it.pyz")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "it.pyz"]
