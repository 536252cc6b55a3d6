"""Files with environment variables."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pegboard.commandline import read_env_files
from pegboard.commandline.env_files import read_env_file
from pegboard_hookspecs.errors import CommandError


def _nothing(name: str) -> None: ...


@pytest.fixture
def dotenv(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty folder, with python-dotenv installed and none of the variables set."""
    pytest.importorskip("dotenv", reason="needs python-dotenv, which reads the files")
    for name in ("PEG_ONE", "PEG_TWO", "PEG_THREE"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return folder


@pytest.fixture
def no_dotenv(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty folder, where python-dotenv is not installed."""
    monkeypatch.setattr("pegboard.commandline.env_files.find_spec", _nothing)
    return folder


def test_a_file_sets_variables(dotenv: Path) -> None:
    """A file's variables are set; a name without a value is none."""
    path = dotenv / "my.env"
    path.write_text("# mine\nexport PEG_ONE='1'\nPEG_TWO\n", encoding="utf-8")

    read_env_file(path)

    assert (os.environ["PEG_ONE"], os.environ.get("PEG_TWO")) == ("1", None)


def test_the_real_environment_stays(dotenv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is set already is not changed by any file."""
    monkeypatch.setenv("PEG_ONE", "real")
    path = dotenv / "my.env"
    path.write_text("PEG_ONE=1", encoding="utf-8")

    read_env_file(path)

    assert os.environ["PEG_ONE"] == "real"


def test_a_later_file_goes_before_an_earlier_one(dotenv: Path) -> None:
    """What came from a file may be set by another, also in a process that inherited it."""
    (dotenv / ".env").write_text("PEG_ONE=1\nPEG_TWO=2", encoding="utf-8")
    other = dotenv / "other.env"
    other.write_text("PEG_ONE=3", encoding="utf-8")

    read_env_files()
    read_env_file(other)

    assert (os.environ["PEG_ONE"], os.environ["PEG_TWO"]) == ("3", "2")
    assert os.environ["PEGBOARD_FROM_ENV_FILES"] == "PEG_ONE,PEG_TWO"


def test_the_default_file_may_lie_beside_the_project_file(dotenv: Path) -> None:
    """From a folder inside a project, the project's own file is read."""
    (dotenv / "pyproject.toml").write_text("", encoding="utf-8")
    (dotenv / ".env").write_text("PEG_ONE=1", encoding="utf-8")
    (dotenv / "sub").mkdir()

    assert read_env_files(folder=dotenv / "sub") is True
    assert os.environ["PEG_ONE"] == "1"


def test_the_default_file_may_be_empty(dotenv: Path) -> None:
    """A file without variables changes nothing."""
    (dotenv / ".env").write_text("", encoding="utf-8")

    read_env_files()

    assert "PEGBOARD_FROM_ENV_FILES" not in os.environ


def test_the_default_file_can_be_left_out(dotenv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PEGBOARD_SKIP_DOTENV keeps the default file from being read."""
    monkeypatch.setenv("PEGBOARD_SKIP_DOTENV", "1")
    (dotenv / ".env").write_text("PEG_ONE=1", encoding="utf-8")

    read_env_files()

    assert "PEG_ONE" not in os.environ


def test_what_is_ones_own_goes_before_what_is_shared(dotenv: Path) -> None:
    """``.env`` goes over ``.pegboardenv``, and the file that is named over both."""
    (dotenv / ".pegboardenv").write_text("PEG_ONE=1\nPEG_TWO=1\nPEG_THREE=1", encoding="utf-8")
    (dotenv / ".env").write_text("PEG_TWO=2\nPEG_THREE=2", encoding="utf-8")
    named = dotenv / "named.env"
    named.write_text("PEG_THREE=3", encoding="utf-8")

    assert read_env_files(named) is True
    assert [os.environ[name] for name in ("PEG_ONE", "PEG_TWO", "PEG_THREE")] == ["1", "2", "3"]


def test_a_variable_names_a_file(dotenv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``PEGBOARD_ENV_FILE`` names the file that goes over both, where no other is named."""
    (dotenv / ".env").write_text("PEG_ONE=1", encoding="utf-8")
    (dotenv / "named.env").write_text("PEG_ONE=2", encoding="utf-8")
    monkeypatch.setenv("PEGBOARD_ENV_FILE", "named.env")

    read_env_files()

    assert os.environ["PEG_ONE"] == "2"


def test_no_default_file_is_no_trouble(no_dotenv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where there is no file, the library is not missed."""
    assert read_env_files() is False
    assert capsys.readouterr().err == ""


def test_default_files_that_cannot_be_read_give_advice(
    no_dotenv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the library default files are left alone, and the user is told how to get it."""
    (no_dotenv / ".env").write_text("PEG_ONE=1", encoding="utf-8")
    (no_dotenv / ".pegboardenv").write_text("PEG_ONE=1", encoding="utf-8")

    assert read_env_files() is False
    assert capsys.readouterr().err == (
        f"Not read, for python-dotenv is not installed: {no_dotenv / '.pegboardenv'} and "
        f"{no_dotenv / '.env'}. Run: pip install python-dotenv\n"
    )


def test_a_file_that_was_asked_for_needs_the_library(no_dotenv: Path) -> None:
    """Without the library a file that was named is an error with the cure."""
    path = no_dotenv / "my.env"
    path.write_text("PEG_ONE=1", encoding="utf-8")

    with pytest.raises(CommandError, match="pip install python-dotenv"):
        read_env_file(path)


def test_a_file_that_was_asked_for_must_be_there(folder: Path) -> None:
    """A file that was named and is missing is an error."""
    with pytest.raises(CommandError, match=r"no file '.*my\.env'"):
        read_env_file(folder / "my.env")
