"""What is served in place of an application that cannot be loaded."""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from pegboard_hookspecs.errors import AppNotFoundError, ConfigurationError
from pegboard_hookspecs.serving_kit import Served
from pegboard_hookspecs.serving_kit.excuse import Excuse


def _failure(folder: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> Exception:
    (folder / "excused.py").write_text(source, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    load: Any = partial(import_module, "excused")
    return _raised(Served(str, load))


def _raised(served: Served) -> Exception:
    try:
        served.started()
    except Exception as error:  # noqa: BLE001 - any error is what is wanted
        # Without the frame of this function, which would be the user's own.
        first = error.__traceback__
        return error.with_traceback(first.tb_next if first else None)
    raise AssertionError


def test_a_traceback_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser gets the traceback as text, and how to go on."""
    excuse = Excuse(_failure(tmp_path, monkeypatch, "1 / 0"), is_raised=False)

    response = Client(excuse).get("/any/path")

    assert response.status_code == 500
    assert response.mimetype == "text/plain"
    assert "ZeroDivisionError: division by zero" in response.text
    assert response.text.endswith("Save a change, and the application is loaded again.\n")


def test_a_head_request_has_no_body() -> None:
    """HEAD gets the head alone."""
    assert Client(Excuse(ValueError("mine"), is_raised=False)).head("/").data == b""


def test_a_sentence_is_served_as_such() -> None:
    """An error of Pegboard has its own cure, and needs neither traceback nor debugger."""
    excuse = Excuse(AppNotFoundError("A sentence."), is_raised=True)

    assert excuse.text == "Error: A sentence."
    assert Client(excuse).get("/").text.startswith("Error: A sentence.\n")


def test_the_debugger_gets_the_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the debugger each request raises the error, from the user's own frame on."""
    error = _failure(tmp_path, monkeypatch, "1 / 0")
    excuse = Excuse(error, is_raised=True)

    with pytest.raises(ZeroDivisionError):
        Client(excuse).get("/")
    with pytest.raises(ZeroDivisionError) as caught:
        Client(excuse).get("/")

    assert str(caught.traceback[-1].path).endswith("excused.py")
    assert "import_module" not in excuse.text


def test_a_syntax_error_is_its_own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A syntax error is shown without any frame of the framework or the import system."""
    excuse = Excuse(_failure(tmp_path, monkeypatch, "x = ("), is_raised=False)

    assert excuse.text.count('File "') == 1


def test_a_fault_of_pegboard_is_shown_whole() -> None:
    """An error that is not the user's keeps its frames."""
    application: Any = object
    excuse = Excuse(_raised(Served(str, application)), is_raised=False)

    assert "served.py" in excuse.text


def test_files_that_may_be_wrong_are_known() -> None:
    """A reloader can watch the files that an error, or what caused it, is about."""
    error = ValueError("mine")
    error.__cause__ = ConfigurationError("wrong")
    error.__cause__.filename = "site.toml"
    error.__cause__.__context__ = FileNotFoundError(2, "none", "data.json")

    assert Excuse(error, is_raised=False).watched_files == ("site.toml", "data.json")
