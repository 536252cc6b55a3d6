"""``pegboard settings``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pegboard import Pegboard
from pegboard.commands.settings import settings
from pegboard_hookspecs.errors import UnknownNameError
from tests.core.site import make_app


@pytest.fixture
def app() -> Pegboard:
    """Give an application with settings of its own."""
    app = make_app()
    app.config["SECRET_KEY"] = "hush"
    app.config["MAX_FORM_PARTS"] = 7
    app.config["SHOP_NAME"] = "corner"
    return app


def _shown(app: Pegboard, capsys: pytest.CaptureFixture[str], *words: Any, **options: Any) -> str:
    settings(app, *words, **options)
    return capsys.readouterr().out


def test_a_setting_is_shown_with_where_it_comes_from(
    app: Pegboard,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A setting has its value, its source, default, type, owner and help."""
    monkeypatch.chdir(tmp_path)
    lines = _shown(app, capsys, "MAX_FORM_PARTS").splitlines()

    assert lines[0] == "MAX_FORM_PARTS = 7"
    assert lines[1].startswith(f"    from {__file__}:")
    assert lines[1].endswith("; default 1000; int or None; of pegboard-core")
    assert lines[2] == "    Largest number of parts or fields of a form."


def test_a_default_says_so(app: Pegboard, capsys: pytest.CaptureFixture[str]) -> None:
    """What nobody set is the default."""
    lines = _shown(app, capsys, "SERVER_NAME").splitlines()

    assert lines[:2] == ["SERVER_NAME = None", "    default; str or None; of pegboard-core"]


def test_the_applications_own_are_shown(app: Pegboard, capsys: pytest.CaptureFixture[str]) -> None:
    """What nobody declared belongs to the application."""
    lines = _shown(app, capsys, "shop_*").splitlines()

    assert lines[0] == "SHOP_NAME = 'corner'"
    assert lines[1].endswith("; str; of the application")
    assert len(lines) == 2


def test_secrets_are_hidden(app: Pegboard, capsys: pytest.CaptureFixture[str]) -> None:
    """A secret is never printed, in no form."""
    assert "SECRET_KEY = ***" in _shown(app, capsys)
    assert "hush" not in _shown(app, capsys) + _shown(app, capsys, json=True)


def test_only_what_is_set_can_be_shown(app: Pegboard, capsys: pytest.CaptureFixture[str]) -> None:
    """With --changed, defaults are left out."""
    data = json.loads(_shown(app, capsys, changed=True, json=True))

    assert [each["name"] for each in data] == [
        *("MAX_FORM_PARTS", "SECRET_KEY", "SHOP_NAME", "TESTING")
    ]
    assert data[0]["default"] == "1000"


def test_an_unknown_setting_is_an_error_with_a_suggestion(app: Pegboard) -> None:
    """A name or pattern that matches nothing is not passed over."""
    with pytest.raises(UnknownNameError, match=r"'SECRET_KEI'\. Did you mean 'SECRET_KEY'"):
        settings(app, "SECRET_KEI")
