"""How a failure of the user's own code is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from pegboard.commandline.calling import call_command
from pegboard.commandline.failures import describe_failure, print_failure
from pegboard.locating.finding_app import find_app, import_found
from pegboard_hookspecs import Command


def _fail() -> None:
    raise ValueError("mine")


def _failure_of_a_command() -> Exception:
    try:
        call_command(Command(("it",), _fail), {})
    except ValueError as error:
        return error
    raise AssertionError


def _failure_of_an_import(folder: Path, source: str) -> Exception:
    (folder / "broken.py").write_text(source, encoding="utf-8")
    try:
        import_found(find_app("broken", folder))
    except Exception as error:  # noqa: BLE001 - any error is what is wanted
        return error
    raise AssertionError


def test_a_traceback_begins_with_the_users_code(capsys: pytest.CaptureFixture[str]) -> None:
    """Of a command's error only the frames from its own function on are printed."""
    print_failure(_failure_of_a_command())

    printed = capsys.readouterr().err
    assert printed.startswith("Traceback (most recent call last):\n")
    assert "in _fail" in printed
    assert "calling.py" not in printed


def test_a_traceback_of_an_import_begins_with_the_module(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of an import's error only the frames from the module on are printed, and where it was."""
    print_failure(_failure_of_an_import(folder, "\n1 / 0"))

    printed = capsys.readouterr().err.splitlines()
    assert printed[1].endswith('broken.py", line 2, in <module>')
    assert printed[-1].startswith("Raised while the application was imported from broken")


def test_a_syntax_error_has_no_frames(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A syntax error says itself where it is; no frame of the framework is printed."""
    print_failure(_failure_of_an_import(folder, "x = ("))

    printed = capsys.readouterr().err
    assert printed.count('File "') == 1
    assert "broken.py" in printed


def test_a_failure_of_the_framework_is_printed_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """An error that did not come through code of the user keeps all of its frames."""
    try:
        _fail()
    except ValueError as error:
        print_failure(error)

    assert "in test_a_failure_of_the_framework" in capsys.readouterr().err


def test_a_failure_is_described_with_its_place() -> None:
    """In one sentence a failure has its type, its message, file and line."""
    described = describe_failure(_failure_of_a_command())

    assert described == "ValueError: mine (test_failures.py, line 16)"


def test_a_failure_without_place_is_described() -> None:
    """A failure that was never raised has no place to name."""
    assert describe_failure(ValueError("mine")) == "ValueError: mine"
