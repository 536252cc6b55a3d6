"""Files beside the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from pegboard.registration.resources import open_file, open_for_reading


@pytest.mark.parametrize(("mode", "content"), [("rb", "ä".encode()), ("r", "ä"), ("rt", "ä")])
def test_a_resource_is_read(tmp_path: Path, mode: str, content: str | bytes) -> None:
    """A resource is opened as bytes or as text."""
    (tmp_path / "notes.txt").write_text("ä", encoding="utf-8")

    with open_for_reading(str(tmp_path), "notes.txt", mode, "utf-8") as file:
        assert file.read() == content


@pytest.mark.parametrize("mode", ["w", "r+", "ab"])
def test_a_resource_is_not_written(tmp_path: Path, mode: str) -> None:
    """Resources are for reading only; the message names the mode."""
    with pytest.raises(ValueError, match="reading only"):
        open_for_reading(str(tmp_path), "notes.txt", mode, "utf-8")


@pytest.mark.parametrize(("mode", "content"), [("w", "ä"), ("wb", "ä".encode())])
def test_other_files_are_written(tmp_path: Path, mode: str, content: str | bytes) -> None:
    """Files of the instance folder are opened in any mode."""
    with open_file(str(tmp_path), "notes.txt", mode, "utf-8") as file:
        file.write(content)

    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "ä"
