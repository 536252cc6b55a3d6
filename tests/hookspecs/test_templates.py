"""What template engines share."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

import pytest

from pegboard import Blueprint, Pegboard
from pegboard_hookspecs.errors import TemplateNotFoundError
from pegboard_hookspecs.templates import (
    MissingTemplateError,
    TemplateFiles,
    makes_markup,
    reloads_templates,
    script_json,
    suggestion,
)


def _write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


@pytest.fixture
def app(tmp_path: Path) -> Pegboard:
    """Give an application and a blueprint with templates."""
    _write(tmp_path, "a.html", "sub/b.html")
    _write(tmp_path / "part", "a.html", "c.html")
    app = Pegboard("x", root_path=str(tmp_path), static_folder=None)
    app.register_blueprint(
        Blueprint("part", "x", root_path=str(tmp_path / "part"), template_folder="templates")
    )
    return app


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a.html", "templates/a.html"),
        ("c.html", "part/templates/c.html"),
        ("./sub//b.html", "templates/sub/b.html"),
        ("sub", None),
        ("", None),
        ("../app.py", None),
        ("a\0", None),
        (None, None),
    ],
    ids=ascii,
)
def test_files_are_found(app: Pegboard, name: object, path: str | None) -> None:
    """The application's folder goes before blueprints', and no name leads out of them."""
    found = TemplateFiles(app).path_of(name)

    assert found == (None if path is None else f"{app.root_path}/{path}")


def test_all_names_are_listed(app: Pegboard) -> None:
    """Every name is listed once, sorted."""
    assert TemplateFiles(app).names() == ["a.html", "c.html", "sub/b.html"]


def test_a_missing_file_is_told(app: Pegboard) -> None:
    """The error names folders, the nearest name, and the place that asked."""
    with pytest.raises(MissingTemplateError) as caught:
        TemplateFiles(app).found("sub/bb.html")
    caught.value.place = "a.html, line 3"

    assert isinstance(caught.value, TemplateNotFoundError)
    assert str(caught.value) == (
        "No template named 'sub/bb.html', asked for in a.html, line 3, was found. Searched were: "
        f"{app.root_path}/templates (application); {app.root_path}/part/templates "
        "(blueprint 'part'). Did you mean 'sub/b.html'?"
    )


@pytest.mark.parametrize(
    ("names", "start"),
    [
        ([], "No template of an empty list was found."),
        (["a", "b"], "None of the templates 'a', 'b' was found."),
    ],
)
def test_several_missing_files(tmp_path: Path, names: list[str], start: str) -> None:
    """Where there is no folder, and nothing near, the message says so."""
    app = Pegboard("x", root_path=str(tmp_path), static_folder=None, template_folder=None)

    assert str(MissingTemplateError(names, app)) == (
        f"{start} The application has no template folder. "
        "Create it in one of these folders, or correct the name."
    )


def test_nothing_is_near() -> None:
    """A name that is like no other has no suggestion."""
    assert suggestion("index.html", {"x"}) == ""


def test_a_folder_may_be_missing(tmp_path: Path) -> None:
    """A folder that does not exist is searched and said to be so."""
    app = Pegboard("x", root_path=str(tmp_path), static_folder=None)

    assert "(application, which does not exist)" in str(MissingTemplateError(["a"], app))


@pytest.mark.parametrize("name", ["a.html", "none.html"])
def test_a_search_is_explained(app: Pegboard, caplog: pytest.LogCaptureFixture, name: str) -> None:
    """Where the setting asks for it, every folder that is looked into is logged."""
    app.config["EXPLAIN_TEMPLATE_LOADING"] = True
    root = app.root_path
    expected = {
        "a.html": f"found {root}/templates/a.html\n  2. blueprint 'part': passed over "
        f"{root}/part/templates/a.html, an earlier folder has it",
        "none.html": f"not in {root}/templates\n  2. blueprint 'part': not in "
        f"{root}/part/templates\n  No folder has it.",
    }

    with caplog.at_level(logging.INFO, app.logger.name), app.test_request_context("/"):
        try:
            TemplateFiles(app).found(name)
        except MissingTemplateError:
            assert name == "none.html"

    assert caplog.messages == [
        f"Looking for the template {name!r}:\n  1. application: {expected[name]}"
    ]


def test_a_search_is_explained_outside_of_requests(
    app: Pegboard, caplog: pytest.LogCaptureFixture
) -> None:
    """Outside of requests there is no blueprint to name."""
    app.config["EXPLAIN_TEMPLATE_LOADING"] = True

    with caplog.at_level(logging.INFO, app.logger.name):
        TemplateFiles(app).found("a.html")

    assert caplog.messages[0].startswith("Looking for the template 'a.html':\n")


def test_a_stamp_changes_with_its_file(app: Pegboard) -> None:
    """A stamp tells an edited file, and one that is gone has none."""
    files = TemplateFiles(app)
    path = Path(files.found("a.html"))
    first = files.stamp_of(str(path))
    os.utime(path, (1, 1))
    second = files.stamp_of(str(path))
    path.unlink()

    assert None not in {first, second}
    assert first != second
    assert files.stamp_of(str(path)) is None


def test_files_are_utf8(app: Pegboard) -> None:
    """A file that is no text is named."""
    files = TemplateFiles(app)
    path = files.found("a.html")
    assert files.text_of(path) == "a.html"
    Path(path).write_bytes(b"\xff")

    with pytest.raises(UnicodeDecodeError) as caught:
        files.text_of(path)

    assert caught.value.__notes__ == [f"The template {path} is not UTF-8. Save it as UTF-8."]


def test_windows_has_another_separator(app: Pegboard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a backslash separates folders, a name with one is not found."""
    _write(Path(app.root_path), "a\\b.html")
    monkeypatch.setattr("pegboard_hookspecs.templates.folders.os.altsep", "\\")

    assert TemplateFiles(app).path_of("a\\b.html") is None


@pytest.mark.parametrize(
    ("name", "suffixes", "is_markup"),
    [
        ("a.html", (), True),
        ("A.SVG", (), True),
        ("a.html.x", (".x",), True),
        ("a.html.x", (), False),
        ("a.txt", (), False),
    ],
)
def test_markup_is_known_by_its_name(name: str, suffixes: tuple[str, ...], is_markup: bool) -> None:
    """What a template makes, its name says, in front of the engine's own suffix."""
    assert makes_markup(name, suffixes) is is_markup


@pytest.mark.needs("json")
def test_json_for_scripts(app: Pegboard) -> None:
    """What could end a script or an attribute is written otherwise."""
    assert script_json(app, "</script>&'") == '"\\u003c/script\\u003e\\u0026\\u0027"'


@pytest.mark.parametrize(
    ("config", "is_debug", "reloads"),
    [({}, False, False), ({}, True, True), (False, True, False), (True, False, True)],
    ids=["default", "debug", "off", "on"],
)
def test_templates_are_reloaded(app: Pegboard, config: Any, is_debug: bool, reloads: bool) -> None:
    """As the setting says, else in debug mode."""
    app.debug = is_debug
    if config != {}:
        app.config["TEMPLATES_AUTO_RELOAD"] = config

    assert reloads_templates(app) is reloads
