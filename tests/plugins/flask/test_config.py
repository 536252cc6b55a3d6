"""Settings: their loaders, and attributes that stand for one of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pegboard_flask import Config, Flask
from pegboard_flask.config import ConfigAttribute


class Settings:
    """Attributes in upper case are settings, inherited ones too."""

    INHERITED = 1


class Derived(Settings):
    """As above."""

    OWN = 2
    lower = 3


def test_alone_it_is_a_dictionary() -> None:
    """``Config(root_path, defaults)`` has what it was given and nothing else."""
    assert dict(Config("/", {"A": 1})) == {"A": 1}
    assert dict(Config("/")) == {}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Give settings whose files are in a folder."""
    (tmp_path / "settings.py").write_text("# coding: latin-1\nA = 'ä'\nb = 2\n", "latin-1")
    (tmp_path / "settings.json").write_text('{"A": 1, "b": 2}')
    return Config(tmp_path)


def test_files(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python files, other files and files that a variable names give names in upper case."""
    assert config.from_pyfile("settings.py") is True
    assert dict(config) == {"A": "ä"}
    assert config.from_file("settings.json", load=json.load) is True
    assert dict(config) == {"A": 1}
    monkeypatch.setenv("SETTINGS", "settings.py")
    assert config.from_envvar("SETTINGS") is True
    assert config["A"] == "ä"


def test_missing_files(config: Config) -> None:
    """A missing file is an error that names it, unless it may be missing."""
    assert config.from_pyfile("missing.py", silent=True) is False
    assert config.from_file("missing", load=json.load, silent=True) is False
    assert config.from_envvar("MISSING_SETTINGS", silent=True) is False
    with pytest.raises(OSError, match=r"Unable to load configuration file .*missing"):
        config.from_pyfile("missing.py")
    with pytest.raises(RuntimeError, match="'MISSING_SETTINGS' is not set"):
        config.from_envvar("MISSING_SETTINGS")


@pytest.mark.parametrize(
    ("source", "error"),
    [("A = 1\n1 / 0", ZeroDivisionError), ("A =", SyntaxError)],
    ids=["raises", "is no Python"],
)
def test_what_a_file_raises_passes(
    source: str, error: type[Exception], config: Config, tmp_path: Path
) -> None:
    """A settings file may raise what it will; a note names it and its line."""
    (tmp_path / "wrong.py").write_text(source)
    with pytest.raises(error) as raised:
        config.from_pyfile("wrong.py")

    assert "wrong.py:" in raised.value.__notes__[0]


def test_what_a_loader_raises_passes(config: Config, tmp_path: Path) -> None:
    """What a loader cannot read is its own error, with a note that names the file."""
    (tmp_path / "wrong.json").write_text("{")
    with pytest.raises(json.JSONDecodeError) as raised:
        config.from_file("wrong.json", load=json.load)

    assert "wrong.json" in raised.value.__notes__[0]


def test_objects(config: Config) -> None:
    """Objects and import paths give their attributes in upper case, inherited ones too."""
    config.from_object(Derived)

    assert dict(config) == {"INHERITED": 1, "OWN": 2}
    config.from_object(f"{__name__}.Settings")
    assert config["INHERITED"] == 1


def test_mappings(config: Config) -> None:
    """Mappings, pairs and keywords give names in upper case; there is one mapping at most."""
    any_config: Any = config

    assert config.from_mapping({"A": 1, "b": 2}, C=3) is True
    assert dict(config) == {"A": 1, "C": 3}
    with pytest.raises(TypeError):
        any_config.from_mapping({}, {})


def test_variables(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables that start with a prefix are read as JSON or stay text; ``__`` nests."""
    for name, value in {
        "FLASK_NUMBER": "1",
        "FLASK_TEXT": "one",
        "FLASK_IN__ner__b": "[]",
        "OTHER_A": "true",
    }.items():
        monkeypatch.setenv(name, value)
    config["IN"] = {"a": 1}
    config.from_prefixed_env()

    assert (config["NUMBER"], config["TEXT"]) == (1, "one")
    assert config["IN"] == {"a": 1, "ner": {"b": []}}
    config.from_prefixed_env("OTHER", loads=str)
    assert config["A"] == "true"


def test_namespaces(config: Config) -> None:
    """Settings with a common start are given as a dictionary."""
    config.update(DB_URL="u", DB_SIZE=1, OTHER=2)

    assert config.get_namespace("DB_") == {"url": "u", "size": 1}
    assert config.get_namespace("DB_", lowercase=False, trim_namespace=False) == {
        "DB_URL": "u",
        "DB_SIZE": 1,
    }


def test_an_application_takes_whatever_is_set() -> None:
    """The settings of an application have their defaults, and are not checked, as in Flask."""
    app = Flask("lenient")
    app.config["SESSION_COOKIE_NAME"] = 3
    app.config.update(PERMANENT_SESSION_LIFETIME="long")

    assert app.config["SESSION_COOKIE_NAME"] == 3
    assert app.config["PERMANENT_SESSION_LIFETIME"] == "long"
    assert app.config["APPLICATION_ROOT"] == "/"


def test_an_attribute_stands_for_a_setting() -> None:
    """A subclass of an application may have attributes that are settings."""

    class App(Flask):
        greeting: ConfigAttribute[str] = ConfigAttribute("GREETING", get_converter=str.upper)
        plain: ConfigAttribute[Any] = ConfigAttribute("PLAIN")

    app = App("attributes")
    app.config["GREETING"] = "hello"
    app.plain = 1

    assert app.greeting == "HELLO"
    assert app.config["PLAIN"] == app.plain == 1
    assert isinstance(App.greeting, ConfigAttribute)
