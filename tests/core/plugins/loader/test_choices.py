"""The settings that choose plugins, and the places they come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from pegboard.plugins.loader import read_project
from pegboard_hookspecs.errors import ConfigurationError
from tests.core.plugins.loader.site import Site


@pytest.fixture
def rivals(site: Site) -> Site:
    """Give a folder with three providers of one slot, none of them the default."""
    for name in ("acme-one:x", "acme-two:x", "acme-three:x"):
        site.provider("greeting", name)
    return site


def _project(folder: Path, text: str) -> Path:
    (folder / "pyproject.toml").write_text(text)
    return folder


CODE = {"greeting": "acme-one"}
ENVIRONMENT = {"PEGBOARD_PLUGINS": "greeting=acme-two"}
PROJECT = '[tool.pegboard.plugins]\ngreeting = "acme-three"\n'


@pytest.mark.parametrize(
    ("code", "environ", "winner", "where"),
    [
        pytest.param(CODE, ENVIRONMENT, "acme-one:x", "in Pegboard(plugins=...)", id="code"),
        pytest.param(
            {}, ENVIRONMENT, "acme-two:x", "in the environment variable PEGBOARD_PLUGINS", id="env"
        ),
        pytest.param({}, {}, "acme-three:x", "pyproject.toml", id="project"),
    ],
)
def test_precedence(
    rivals: Site,
    tmp_path: Path,
    code: dict[str, object],
    environ: dict[str, str],
    winner: str,
    where: str,
) -> None:
    """Code goes before environment before project file, and the reason names the place."""
    root = _project(tmp_path, PROJECT)

    decision = rivals.resolve(code, environ=environ, root_path=root).decision("greeting")

    assert decision.winner is not None
    assert decision.winner.identity == winner
    assert where in decision.reason


def test_on_takes_a_slot_back_to_the_rules(site: Site, tmp_path: Path) -> None:
    """``True`` for a slot overrides a weaker setting, so that the rules decide again."""
    site.provider("greeting", "acme-greeting:plain")
    root = _project(tmp_path, "[tool.pegboard.plugins]\ngreeting = false\n")

    decision = site.resolve({"greeting": True}, root_path=root).decision("greeting")

    assert decision.winner is not None
    assert decision.reason == "is the default"


def test_on_cancels_a_weaker_off(site: Site) -> None:
    """``True`` for an additive plugin overrides a weaker setting that switched it off."""
    site.additive("acme:timing")

    selection = site.resolve({"acme:timing": True}, environ={"PEGBOARD_PLUGINS": "acme=off"})

    assert [plugin.identity for plugin in selection.chosen] == ["acme:timing"]


def test_an_identity_goes_before_its_distribution(site: Site) -> None:
    """In one place, what is said of a plugin goes before what is said of its distribution."""
    site.install("acme", {"pegboard.plugins": {"a": "m:A", "b": "m:B"}})

    selection = site.resolve(environ={"PEGBOARD_PLUGINS": "acme=off, acme:b=on"})

    assert [plugin.identity for plugin in selection.chosen] == ["acme:b"]


def test_the_nearest_project_file_counts(rivals: Site, tmp_path: Path) -> None:
    """The file at or above the application is read, and none that is further up."""
    _project(tmp_path, "[tool.pegboard.plugins]\ngreeting = false\n")
    inner = tmp_path / "inner"
    (inner / "deep").mkdir(parents=True)
    _project(inner, PROJECT)

    decision = rivals.resolve(root_path=inner / "deep").decision("greeting")

    assert decision.winner is not None
    assert decision.winner.identity == "acme-three:x"
    assert str(inner / "pyproject.toml") in decision.reason


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[project]\nname = 'other'\n", id="nothing about Pegboard"),
        pytest.param("[project]\nname = 'pegboard-app'\n", id="no tool table"),
        pytest.param("tool = 1\npegboard = 2\n", id="tool is no table"),
    ],
)
def test_a_project_file_without_settings(tmp_path: Path, text: str) -> None:
    """A project file need not say anything about Pegboard."""
    project = read_project(_project(tmp_path, text))

    assert project.table == {}
    assert project.path == tmp_path / "pyproject.toml"


def test_an_edited_project_file_is_read_again(tmp_path: Path) -> None:
    """A file is parsed once, until it changes."""
    first = read_project(_project(tmp_path, "[tool.pegboard]\napp = 'one'\n"))
    again = read_project(tmp_path)
    edited = read_project(_project(tmp_path, "[tool.pegboard]\napp = 'another'\n"))

    assert again.table is first.table
    assert [first.table["app"], edited.table["app"]] == ["one", "another"]


def test_no_project_file() -> None:
    """Without a file at or above the application nothing is read."""
    assert read_project("/").path is None
    assert read_project(None).where == "pyproject.toml"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("[tool.pegboard\n", "is not valid TOML", id="bad syntax"),
        pytest.param("[tool]\npegboard = 1\n", "which is no table", id="no table"),
        pytest.param("[tool.pegboard]\nplugins = 3\n", "which is no table", id="plugins no table"),
        pytest.param(
            "[tool.pegboard.plugins]\ngreeting = 3\n",
            "neither a name nor true nor false. Choose a plugin as in sessions = ",
            id="a number",
        ),
        pytest.param(
            "[tool.pegboard.plugins]\ngreeting = ''\n",
            "an empty string names no plugin",
            id="empty",
        ),
        pytest.param(
            "[tool.pegboard]\nplugin = {}\n",
            "'plugin' below [tool.pegboard]",
            id="unknown key",
        ),
        pytest.param("[tool.pegboard]\norder = 'x'\n", "is no list of names", id="order a string"),
        pytest.param("[tool.pegboard]\norder = [1]\n", "is no list of names", id="order a number"),
    ],
)
def test_bad_project_files(site: Site, tmp_path: Path, text: str, complaint: str) -> None:
    """A project file that cannot be read is named, with what is wrong in it."""
    root = _project(tmp_path, text)

    with pytest.raises(ConfigurationError) as caught:
        site.resolve(root_path=root)

    assert complaint in str(caught.value)
    assert str(root / "pyproject.toml") in str(caught.value)


def test_a_project_file_that_is_no_text(tmp_path: Path) -> None:
    """A project file that is not UTF-8 is named."""
    (tmp_path / "pyproject.toml").write_bytes(b"\xff")

    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_project(tmp_path)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("greeting", id="no value"),
        pytest.param("greeting=", id="empty value"),
        pytest.param("=acme-one", id="empty name"),
    ],
)
def test_bad_environment(site: Site, value: str) -> None:
    """A part of the variable that is not NAME=VALUE is named, with how to write it."""
    with pytest.raises(ConfigurationError, match="PEGBOARD_PLUGINS cannot be used") as caught:
        site.resolve(environ={"PEGBOARD_PLUGINS": f"counting=off,{value}"})

    assert "NAME=VALUE" in str(caught.value)
    assert "sessions=off" in str(caught.value)


def test_blanks_and_stray_commas_in_the_environment(rivals: Site) -> None:
    """Blanks and empty parts of the variable mean nothing."""
    selection = rivals.resolve(environ={"PEGBOARD_PLUGINS": " , greeting = Acme_One:x ,"})

    assert [plugin.identity for plugin in selection.chosen] == ["acme-one:x"]


@pytest.mark.parametrize(
    ("plugins", "complaint"),
    [
        pytest.param({"greeting": None}, "None names no plugin", id="None"),
        pytest.param({"greeting": 1}, "1 names no plugin", id="a number"),
        pytest.param({"greeting": []}, "an empty list names no plugin", id="an empty list"),
        pytest.param({"greeting": ["x", 1]}, "1 names no plugin", id="a number in a list"),
        pytest.param({"greeting": ["x", " "]}, "an empty string", id="a blank in a list"),
        pytest.param({"greeting": ["x", True]}, "not everything names", id="on in a list"),
        pytest.param({"app:x": ["x", "y"]}, "only a slot may have several", id="no slot"),
        pytest.param({"greeting": " "}, "an empty string", id="a blank"),
        pytest.param({"": "acme-one"}, "the key must be", id="empty key"),
        pytest.param({1: "acme-one"}, "the key must be", id="no string"),
        pytest.param(["greeting"], "the settings must be a dict", id="no dict"),
    ],
)
def test_bad_values_in_code(site: Site, plugins: dict[str, object], complaint: str) -> None:
    """A value that can be no plugin is refused, with the key and what to write."""
    with pytest.raises(ConfigurationError, match="in Pegboard") as caught:
        site.resolve(plugins)

    assert complaint in str(caught.value)
    assert '"sessions": "acme-sessions:redis"' in str(caught.value)


@pytest.mark.parametrize(
    ("value", "is_safe"),
    [("1", True), ("yes", True), ("TRUE", True), ("0", False), ("off", False), ("", False)],
)
def test_safe_mode_is_asked_for(site: Site, value: str, *, is_safe: bool) -> None:
    """``PEGBOARD_NO_PLUGINS`` understands the usual words for yes and no."""
    site.additive("acme:timing")

    selection = site.resolve(environ={"PEGBOARD_NO_PLUGINS": value})

    assert (selection.chosen == ()) is is_safe


def test_safe_mode_misspelt(site: Site) -> None:
    """A value that says neither yes nor no is refused: safety is not to be guessed."""
    with pytest.raises(ConfigurationError, match="PEGBOARD_NO_PLUGINS is 'maybe'"):
        site.resolve(environ={"PEGBOARD_NO_PLUGINS": "maybe"})


def test_an_order_in_code_that_is_no_list(site: Site) -> None:
    """An order that is no list of names is refused, with an example."""
    with pytest.raises(ConfigurationError, match=r"order=\.\.\.\) is \(1,\)"):
        site.resolve(order=(1,))  # type: ignore[arg-type]


@pytest.mark.parametrize("in_code", [True, False], ids=["code", "project"])
def test_an_unknown_name_in_an_order(site: Site, tmp_path: Path, *, in_code: bool) -> None:
    """A name in the application's order that matches nothing is a problem with a suggestion."""
    site.additive("acme:timing")
    root = _project(tmp_path, "[tool.pegboard]\norder = ['...', 'acme:timnig', 'greeting']\n")
    order = ["...", "acme:timnig", "greeting"] if in_code else None

    (problem,) = site.resolve(root_path=root, order=order).problems

    assert "'acme:timnig', written in" in str(problem)
    assert "Did you mean 'acme:timing'?" in str(problem)
