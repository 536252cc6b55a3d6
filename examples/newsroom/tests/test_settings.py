"""Where settings come from, and which of them win."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newsroom import create_app
from pegboard_hookspecs.errors import ConfigurationError

FILE = """
LOG_LEVEL = "WARNING"
ARTICLES_ON_FRONT = 11

[testing]
ARTICLES_ON_FRONT = 12

[production]
SECRET_KEY = "a key of the server's own, of 32 bytes"
SERVER_NAME = "newsroom.example"
"""


@pytest.fixture(autouse=True)
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder with a file of settings."""
    (tmp_path / "newsroom.toml").write_text(FILE)
    monkeypatch.setenv("NEWSROOM_INSTANCE", str(tmp_path))
    return tmp_path


def test_the_environment_chooses_class_and_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of the file goes before the rest of it, and both before the class."""
    monkeypatch.setenv("NEWSROOM_ENV", "production")
    server, testing = create_app().config, create_app("testing").config

    assert (server["ARTICLES_ON_FRONT"], testing["ARTICLES_ON_FRONT"]) == (11, 12)
    assert (server["SERVER_NAME"], testing["SERVER_NAME"]) == ("newsroom.example", "newsroom.test")
    assert (server["SESSION_COOKIE_SECURE"], server["PREFERRED_URL_SCHEME"]) == (True, "https")
    assert server["LOG_LEVEL"] == "WARNING"


def test_variables_go_before_files_and_the_caller_before_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two underscores reach into a table."""
    monkeypatch.setenv("NEWSROOM_ARTICLES_ON_FRONT", "13")
    monkeypatch.setenv("NEWSROOM_LOG_LEVEL", "ERROR")
    monkeypatch.setenv("NEWSROOM_PARTNERS__radio.test", '{"name": "Radio", "edition": "paris"}')
    config = create_app("testing", {"LOG_LEVEL": "CRITICAL"}).config

    assert (config["ARTICLES_ON_FRONT"], config["LOG_LEVEL"]) == (13, "CRITICAL")
    assert set(config["PARTNERS"]) == {"partner-a.test", "partner-b.test", "radio.test"}


def test_the_instance_folder_has_what_belongs_to_one_installation(instance: Path) -> None:
    """Database and papers are there, unless a setting says otherwise."""
    app = create_app("testing")

    assert Path(app.config["DATABASE"]) == instance / "newsroom.sqlite"
    assert Path(app.config["PAPERS"]) == instance / "papers"


def test_an_unknown_environment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names those that there are."""
    monkeypatch.setenv("NEWSROOM_ENV", "staging")

    with pytest.raises(ConfigurationError, match=r"'staging'\. Set NEWSROOM_ENV to one of"):
        create_app()


def test_a_wrong_value_is_refused_where_it_stands(instance: Path) -> None:
    """Plugins of the newsroom declare their settings, so that types are checked."""
    (instance / "newsroom.toml").write_text('\nREADINGS_IN_MEMORY = "many"\n')

    with pytest.raises(ConfigurationError, match=r"newsroom\.toml:2\) is 'many'; it must be int"):
        create_app("testing")


def test_two_newsrooms_do_not_meet(tmp_path: Path) -> None:
    """Each has settings, plugins and a database of its own."""
    first: Any
    second: Any
    first, second = (
        create_app("testing", {"DATABASE": str(tmp_path / name)}) for name in ("one", "two")
    )
    runner = first.test_cli_runner()
    assert runner.invoke("sample").exit_code == 0

    assert "Brücke" in first.test_client().get("/", subdomain="berlin").text
    assert "Brücke" not in second.test_client().get("/", subdomain="berlin").text
