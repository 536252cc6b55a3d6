"""The settings of an application."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pegboard import Config
from pegboard.config.declarations import Declarations
from pegboard_hookspecs import Setting
from pegboard_hookspecs.errors import ConfigurationError
from tests.core.site import make_app


class Defaults:
    """Settings as an object."""

    NAME = "defaults"
    lower = "not taken"


class Derived(Defaults):
    """Settings with a property, which only an instance has."""

    @property
    def PLACE(self) -> str:  # noqa: N802 - the name of a setting
        return "derived"


#: Every way to set values in the code.
_CHANGES: dict[str, Callable[[Config], object]] = {
    "item": lambda config: config.__setitem__("DEBUG", "yes"),
    "update": lambda config: config.update(DEBUG="yes"),
    "update from a mapping": lambda config: config.update({"DEBUG": "yes"}),
    "from_mapping": lambda config: config.from_mapping(DEBUG="yes"),
    "|=": lambda config: config.__ior__({"DEBUG": "yes"}),
}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Give settings whose files lie in a folder of their own."""
    return Config(tmp_path)


def _write(config: Config, name: str, text: str) -> Path:
    path = Path(config.root_path, name)
    path.write_text(text, encoding="utf-8")
    return path


# Values


def test_defaults_are_there() -> None:
    """Every declared setting has its default from the start."""
    assert make_app().config["MAX_FORM_PARTS"] == 1_000


def test_other_names_are_the_applications_own(config: Config) -> None:
    """A name that nobody declared takes any value."""
    config["GUESTBOOK"] = object

    assert config["GUESTBOOK"] is object


@pytest.mark.parametrize("change", _CHANGES.values(), ids=list(_CHANGES))
def test_a_wrong_value_is_refused_where_it_is_set(
    config: Config, change: Callable[[Config], object]
) -> None:
    """Whatever sets a wrong value is refused, with key, value, file and line."""
    with pytest.raises(ConfigurationError, match=rf"DEBUG \({__file__}:\d+\) is 'yes'; .*bool"):
        change(config)


def test_a_wrong_value_changes_nothing(config: Config) -> None:
    """Of several values, none is set when one of them is wrong."""
    with pytest.raises(ConfigurationError):
        config.update(TESTING=True, DEBUG="yes")

    assert config["TESTING"] is False


def test_a_wrong_secret_is_not_shown(config: Config) -> None:
    """A message about a secret does not tell it."""
    with pytest.raises(ConfigurationError, match=r"SECRET_KEY .* is \*\*\*; it must be str"):
        config["SECRET_KEY"] = 12345


def test_secrets_are_not_printed(config: Config) -> None:
    """Printed settings show that there is a secret, but not which."""
    config["SECRET_KEY"] = "hidden"

    assert "'SECRET_KEY': ***, 'SECRET_KEY_FALLBACKS': None" in repr(config)
    assert "'MAX_FORM_PARTS': 1000" in repr(config)


def test_a_default_is_set_once(config: Config) -> None:
    """``setdefault`` keeps a value that is there, and checks one that it sets."""
    config["NAME"] = "first"

    assert config.setdefault("NAME", "second") == "first"
    assert config.setdefault("OTHER", "second") == "second"


def test_updating_in_place_keeps_the_object(config: Config) -> None:
    """``|=`` sets values in the same object."""
    before = config
    config |= {"NAME": "x"}

    assert config is before
    assert config["NAME"] == "x"


def test_what_can_be_changed_is_not_shared(tmp_path: Path) -> None:
    """Two applications do not meet in a default that is a list or a dictionary."""
    declarations = Declarations()
    declarations.add("made-up:plugin", [Setting("TABLE", (dict,), {}, "A table.")])
    first, second = Config(tmp_path, declarations), Config(tmp_path, declarations)
    first["TABLE"]["key"] = "value"

    assert second["TABLE"] == {}


def test_what_is_declared_later_is_checked_then(config: Config) -> None:
    """A value that was set before its declaration is refused by it, with the place of the value."""
    config["LATE"] = "x"
    config.declarations.add("made-up:plugin", [Setting("LATE", (int,), 1, "A number.")])

    with pytest.raises(ConfigurationError, match=rf"LATE \({__file__}:\d+\) is 'x'; .*A number\."):
        config.declare()


def test_a_namespace_is_a_part(config: Config) -> None:
    """The settings of one prefix are given without it, in lower case, unless asked otherwise."""
    config.from_mapping(DB_URL="sqlite", DB_Echo=True, OTHER=1)

    assert config.get_namespace("DB_") == {"url": "sqlite"}
    assert config.get_namespace("DB_", lowercase=False) == {"URL": "sqlite"}
    assert config.get_namespace("DB_", trim_namespace=False) == {"db_url": "sqlite"}


# Sources in Python


def test_upper_case_names_of_a_mapping_are_taken(config: Config) -> None:
    """A mapping, pairs and keywords give their upper-case names; keywords win."""
    config.from_mapping({"ONE": 1, "two": 2}, ONE=3)
    config.from_mapping([("FOUR", 4)])

    assert (config["ONE"], config["FOUR"]) == (3, 4)
    assert "two" not in config


def test_two_mappings_are_too_many(config: Config) -> None:
    """``from_mapping`` takes one mapping."""
    many: Any = config.from_mapping

    with pytest.raises(TypeError):
        many({}, {})


@pytest.mark.parametrize(
    "source",
    [Defaults, Derived, Derived(), f"{__name__}.Defaults", SimpleNamespace(NAME="defaults")],
    ids=["class", "derived class", "instance", "import path", "any object"],
)
def test_upper_case_attributes_are_taken(config: Config, source: object) -> None:
    """An object, a class or an import path gives its upper-case attributes, inherited ones too."""
    config.from_object(source)

    assert config["NAME"] == "defaults"
    assert "lower" not in config


def test_a_property_needs_an_instance(config: Config) -> None:
    """A class is not made an instance of; an instance's properties are read."""
    config.from_object(Derived())

    assert config["PLACE"] == "derived"


class Wrong(Defaults):
    """Settings of which one is wrong."""

    NAME = "wrong"
    DEBUG = "yes"


@pytest.mark.parametrize("source", [Wrong, Wrong(), f"{__name__}.Wrong"], ids=type)
def test_a_wrong_attribute_is_told_with_its_line(config: Config, source: object) -> None:
    """A wrong value of a class is refused with the file and the line of its assignment."""
    place = rf"{__file__}:\d+"

    with pytest.raises(ConfigurationError, match=rf"DEBUG \({place}\) is 'yes'; .*bool") as info:
        config.from_object(source)

    line = int(str(info.value).partition(f"{__file__}:")[2].partition(")")[0])
    assert Path(__file__).read_text(encoding="utf-8").splitlines()[line - 1].strip() == (
        'DEBUG = "yes"'
    )
    assert "NAME" not in config


def test_an_import_path_must_lead_somewhere(config: Config) -> None:
    """An import path without a module is an error that names it."""
    with pytest.raises(ImportError, match="nowhere"):
        config.from_object("nowhere.at.all")


# Files


def test_a_python_file_is_run(config: Config) -> None:
    """A Python file sets what it assigns in upper case; the file is watched from then on."""
    path = _write(config, "site.py", "NAME = __file__\nlower = 1\n")

    assert config.from_pyfile("site.py") is True
    assert config["NAME"] == str(path)
    assert config.files == [path]
    assert "lower" not in config


def test_a_coding_line_is_honoured(config: Config) -> None:
    """A Python file may say how its text is encoded."""
    path = Path(config.root_path, "site.py")
    path.write_bytes("# coding: latin-1\nNAME = 'Käse'\n".encode("latin-1"))
    config.from_pyfile(path)

    assert config["NAME"] == "Käse"


@pytest.mark.parametrize(
    ("name", "load", "is_text", "content"),
    [
        ("site.toml", tomllib.load, False, 'NAME = "x"\nlower = 1\n'),
        ("site.json", json.load, True, '{"NAME": "x", "lower": 1}'),
    ],
)
def test_other_files_have_loaders(
    config: Config, name: str, load: Callable[..., Any], is_text: bool, content: str
) -> None:
    """Any loader reads a file; its upper-case names are taken, and the file is watched."""
    path = _write(config, name, content)

    assert config.from_file(name, load, text=is_text) is True
    assert config["NAME"] == "x"
    assert "lower" not in config
    assert config.files == [path]


@pytest.mark.parametrize("name", ["nowhere.py", "."])
def test_a_missing_file_may_be_passed_over(config: Config, name: str) -> None:
    """With ``silent``, a missing file or a folder is no error but False."""
    assert config.from_pyfile(name, silent=True) is False
    assert config.from_file(name, json.load, silent=True) is False


@pytest.mark.parametrize("name", ["nowhere.py", "."])
def test_a_missing_file_is_an_error(config: Config, name: str) -> None:
    """What cannot be read is both a configuration error and an OSError, with reason and path."""
    with pytest.raises(ConfigurationError, match="Unable to load configuration file") as info:
        config.from_pyfile(name)

    assert isinstance(info.value, OSError)
    assert info.value.errno
    assert info.value.filename == str(Path(config.root_path, name))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("NAME = 1\nOTHER = = 2\n", r"site\.py:2: invalid syntax\. Correct the line\."),
        ("NAME = 1\nOTHER = nowhere\n", r"site\.py:2: NameError: .*'nowhere'"),
        ("def f():\n    1 / 0\nNAME = f()\n", r"site\.py:2: ZeroDivisionError"),
        ("NAME = 1\n\nDEBUG = 'yes'\n", r"DEBUG \(.*site\.py:3\) is 'yes'; it must be bool"),
        ("NAME = 1\n\0", r"site\.py:\S+: "),
        ("globals()['DEBUG'] = 'yes'\n", r"DEBUG \(.*site\.py\) is 'yes'; it must be bool"),
    ],
    ids=["syntax", "name", "function", "value", "null byte", "value without a line"],
)
def test_a_bad_python_file_is_told_with_its_line(
    config: Config, content: str, message: str
) -> None:
    """What is wrong in a Python file is told with file and line, and nothing is set."""
    _write(config, "site.py", content)

    with pytest.raises(ConfigurationError, match=message):
        config.from_pyfile("site.py")

    assert "NAME" not in config


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("NAME = \n", r"site\.toml cannot be read as settings: .*line 1.* Correct the file\."),
        ("NAME = 1\nDEBUG = 'yes'\n", r"DEBUG \(.*site\.toml:2\) is 'yes'; it must be bool"),
    ],
    ids=["syntax", "value"],
)
def test_a_bad_file_is_told_with_its_line(config: Config, content: str, message: str) -> None:
    """What is wrong in any other file is told with file, line and key."""
    _write(config, "site.toml", content)

    with pytest.raises(ConfigurationError, match=message):
        config.from_file("site.toml", tomllib.load, text=False)


@pytest.mark.parametrize("content", ["NAME = ", "DEBUG = 'yes'"], ids=["syntax", "value"])
def test_a_failure_has_the_file(config: Config, content: str) -> None:
    """A failure carries the name of the file that is wrong, for whoever watches files."""
    path = _write(config, "site.toml", content)

    with pytest.raises(ConfigurationError) as info:
        config.from_file("site.toml", tomllib.load, text=False)

    assert info.value.filename == str(path)


def test_a_loader_must_give_a_mapping(config: Config) -> None:
    """A file that holds no table cannot be settings."""
    _write(config, "site.json", "[1, 2]")

    with pytest.raises(ConfigurationError, match=r"site\.json cannot be read as settings"):
        config.from_file("site.json", json.load)


# The environment


def test_a_variable_names_a_file(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable may hold the path of a Python file."""
    monkeypatch.setenv("SITE", str(_write(config, "site.py", "NAME = 'x'")))

    assert config.from_envvar("SITE") is True
    assert config["NAME"] == "x"


def test_an_unset_variable_is_an_error(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unset or empty variable is a RuntimeError with its name, or False when silent."""
    monkeypatch.setenv("SITE", "")

    with pytest.raises(RuntimeError, match=r"'SITE' is not set.* Set it"):
        config.from_envvar("SITE")

    assert config.from_envvar("SITE", silent=True) is False


def test_variables_are_settings(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables of a prefix are read as JSON, or stay text; the case of names is kept."""
    monkeypatch.setenv("SHOP_COUNT", "3")
    monkeypatch.setenv("SHOP_NAME", "three")
    monkeypatch.setenv("SHOP_db__Url", "sqlite")

    assert config.from_prefixed_env("SHOP") is True
    assert (config["COUNT"], config["NAME"]) == (3, "three")
    assert config["db"] == {"Url": "sqlite"}


def test_a_wrong_variable_is_named(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value that no reading of a variable makes valid is refused, with the variable."""
    monkeypatch.setenv("SHOP_MAX_FORM_PARTS", "many")

    with pytest.raises(
        ConfigurationError, match=r"MAX_FORM_PARTS \(environment variable SHOP_MAX_FORM_PARTS\)"
    ):
        config.from_prefixed_env("SHOP")
