"""The command ``pegboard`` itself."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from pegboard.__main__ import main

_PRESENTS = """
from pegboard_hookspecs import hookimpl

class Presents:
    @hookimpl
    def run_program(self, program, arguments):
        {body}
"""


def _nothing(name: str) -> None: ...


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty folder, the current one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PEGBOARD_PLUGINS", "cli=presents:presents")
    return tmp_path


@pytest.fixture
def presents(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the module of an installed presentation, which has no body yet."""
    metadata = folder / "presents-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Name: presents\nVersion: 1.0\n", encoding="utf-8")
    entry_point = "[pegboard.cli]\npresents = presents:Presents\n"
    (metadata / "entry_points.txt").write_text(entry_point, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    monkeypatch.delitem(sys.modules, "presents", raising=False)
    return folder / "presents.py"


@pytest.mark.parametrize(
    ("body", "code", "printed"),
    [
        ("return len(arguments)", 2, ""),
        ("raise KeyboardInterrupt", 130, ""),
        ("raise program.plugins.empty('json')", 2, "Error: No plugin reads and writes JSON"),
        ("raise ValueError('mine')", 1, "ValueError: mine"),
    ],
    ids=["result", "interrupt", "sentence", "traceback"],
)
def test_the_presentation_decides_the_exit_code(
    presents: Path, capsys: pytest.CaptureFixture[str], body: str, code: int, printed: str
) -> None:
    """The code is what the presentation gives; an error of Pegboard is one sentence."""
    presents.write_text(_PRESENTS.format(body=body), encoding="utf-8")

    assert main(["one", "two"]) == code
    assert printed in capsys.readouterr().err
    del sys.modules["presents"]


def test_the_words_are_those_of_the_process(
    presents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without arguments the words behind the program's name count."""
    presents.write_text(_PRESENTS.format(body="return len(arguments)"), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["pegboard", "one", "two", "three"])
    monkeypatch.delitem(sys.modules, "pegboard.__main__")

    with pytest.raises(SystemExit) as caught:
        runpy.run_module("pegboard", run_name="__main__")

    assert caught.value.code == 3
    del sys.modules["presents"]


def test_an_environment_file_may_be_named_by_a_variable(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """PEGBOARD_ENV_FILE names a file to read, which must be there."""
    monkeypatch.setenv("PEGBOARD_ENV_FILE", "missing.env")

    assert main([]) == 2
    assert "no file 'missing.env'" in capsys.readouterr().err


def test_advice_about_the_environment_is_printed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file .env that cannot be read for want of a library is mentioned."""
    monkeypatch.setattr("pegboard.commandline.env_files.find_spec", _nothing)
    (folder / ".env").write_text("PEG_ONE=1", encoding="utf-8")

    main([])

    assert "pip install python-dotenv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("PEGBOARD_PLUGINS", "cli=off", "'cli' is switched off in the environment"),
        ("PEGBOARD_PLUGINS", "cli", "PEGBOARD_PLUGINS"),
    ],
    ids=["off", "unreadable"],
)
def test_a_process_ends_with_a_sentence(
    folder: Path, variable: str, value: str, words: str
) -> None:
    """Without presentation a process says how to get one, and ends non-zero without traceback."""
    process = subprocess.run(
        [sys.executable, "-m", "pegboard", "routes"],
        cwd=folder,
        env=os.environ | {variable: value},
        capture_output=True,
        text=True,
        check=False,
    )

    assert process.returncode == 2
    assert words in process.stderr
    assert process.stderr.startswith("Error: ")
    assert "Traceback" not in process.stderr
