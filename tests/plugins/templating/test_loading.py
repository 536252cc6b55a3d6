"""Where templates are looked for, and when they are read again."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import jinja2
import pytest

from pegboard import Pegboard, render_template
from pegboard_hookspecs.errors import PegboardError, TemplateNotFoundError
from tests.plugins.templating.site import Site


def _show(site: Site, name: str, path: str = "/") -> str:
    return site.show(lambda: render_template(name), path)


def test_the_application_goes_first(site: Site) -> None:
    """The application's folder goes before blueprints', those in order of registration."""
    for owner, names in (("", "a"), ("one", "ab"), ("two", "abc")):
        for name in names:
            site.write(f"{name}.html", owner or "application", owner=owner)
    site.add_blueprint("one")
    site.add_blueprint("two")

    assert [_show(site, f"{name}.html") for name in "abc"] == ["application", "one", "two"]


def test_blueprints_may_come_late(site: Site) -> None:
    """A blueprint that is registered when a template was asked for already is searched too."""
    site.write("b.html", "late", owner="late")
    with pytest.raises(TemplateNotFoundError):
        site.native.get_template("b.html")

    site.add_blueprint("late")

    assert _show(site, "b.html") == "late"


def test_all_templates_are_listed(site: Site) -> None:
    """The list has every name once, of all folders, sorted, with slashes."""
    site.write("b.html", "")
    site.write("sub/a.html", "")
    site.write("b.html", "", owner="one")
    site.write("c.txt", "", owner="one")
    site.add_blueprint("one")

    names = site.provider.list_templates(site.app)

    assert names == ["b.html", "c.txt", "sub/a.html"]


def test_names_may_be_written_in_several_ways(site: Site) -> None:
    """A dot or a doubled slash in a name changes nothing."""
    site.write("sub/a.html", "found")

    assert _show(site, "./sub//a.html") == "found"


@pytest.mark.parametrize(
    "name", ["../secret.html", "sub/../../secret.html", "", ".", "/", "sub", "a\0.html"], ids=ascii
)
def test_no_name_leads_out(site: Site, name: str) -> None:
    """A name that leads out of the folders, or to no file, is not found."""
    site.write("sub/a.html", "")
    (site.root / "secret.html").write_text("secret", encoding="utf-8")

    with pytest.raises(TemplateNotFoundError):
        site.native.get_template(name)


@pytest.mark.parametrize("name", [None, 3], ids=str)
def test_a_name_is_text(site: Site, name: object) -> None:
    """What is no text names no template."""
    with pytest.raises(TemplateNotFoundError, match=f"No template named {name}"):
        site.native.get_template(name)


def test_windows_has_another_separator(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a backslash separates folders, a name with one is not found."""
    site.write("a\\b.html", "")
    monkeypatch.setattr("pegboard_hookspecs.templates.folders.os.altsep", "\\")

    with pytest.raises(TemplateNotFoundError):
        site.native.get_template("a\\b.html")


def _message(site: Site, *names: str) -> str:
    with site.app.app_context(), pytest.raises(TemplateNotFoundError) as caught:
        render_template(names if len(names) != 1 else names[0])
    return str(caught.value)


def test_a_missing_template_says_where_it_was_looked_for(site: Site) -> None:
    """The message names the folders, whose they are, and the nearest name."""
    site.write("index.html", "")
    site.add_blueprint("one")

    message = _message(site, "indx.html")

    assert message == (
        f"No template named 'indx.html' was found. Searched were: {site.root}/templates "
        f"(application); {site.root}/one/templates (blueprint 'one', which does not exist). "
        "Did you mean 'index.html'?"
    )


def test_several_missing_templates_are_all_named(site: Site) -> None:
    """The message names every template that was asked for."""
    message = _message(site, "a.html", "b.html")

    assert "None of the templates 'a.html', 'b.html' was found" in message
    assert message.endswith("Create it in one of these folders, or correct the name.")


def test_an_empty_list_has_no_template(site: Site) -> None:
    """The message says when no name was given."""
    assert "No template of an empty list was found" in _message(site)


def test_an_application_may_have_no_folder(tmp_path: Path) -> None:
    """The message says when there is no folder to search."""
    site = Site(tmp_path, template_folder=None)

    assert "The application has no template folder." in _message(site, "a.html")


def test_the_error_is_of_both_kinds(site: Site) -> None:
    """Handlers written for Pegboard, for Jinja and for look-ups all catch a missing template."""
    with site.app.app_context(), pytest.raises(PegboardError) as caught:
        render_template("a.html")

    error = caught.value
    assert isinstance(error, TemplateNotFoundError)
    assert isinstance(error, jinja2.TemplateNotFound)
    assert (error.name, error.templates) == ("a.html", ["a.html"])


@pytest.mark.parametrize(
    "source",
    [
        '{% include "none.html" %}',
        '{% include ["none.html", "nil.html"] %}',
        '{% extends "none.html" %}',
        '{% import "none.html" as m %}',
        '{% from "none.html" import m %}',
    ],
)
def test_a_missing_part_names_the_place(site: Site, source: str) -> None:
    """A template that another one asks for is named together with file and line."""
    path = site.write("page.html", f"\n{source}")

    message = _message(site, "page.html")

    assert "'none.html'" in message
    assert f"asked for in {path}, line 2" in message


def test_a_part_may_be_missing(site: Site) -> None:
    """``ignore missing`` works."""
    site.write("page.html", 'a{% include "none.html" ignore missing %}b')

    assert _show(site, "page.html") == "ab"


def test_an_undefined_name_is_undefined(site: Site) -> None:
    """To include what a variable names, which is not defined, tells of the variable."""
    site.write("page.html", "{% include part %}")

    with site.app.app_context(), pytest.raises(jinja2.UndefinedError, match="'part' is undefined"):
        render_template("page.html")


def _edit(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (1_000_000_000, 1_000_000_000))


@pytest.mark.parametrize(
    ("setting", "is_debug", "text"),
    [
        (None, False, "old"),
        (None, True, "new"),
        (True, False, "new"),
        (False, True, "old"),
    ],
)
def test_templates_are_reloaded(
    site: Site, setting: bool | None, is_debug: bool, text: str
) -> None:
    """Changed templates are read again as TEMPLATES_AUTO_RELOAD says, else in debug mode."""
    path = site.write("a.html", "old")
    _show(site, "a.html")
    site.app.config["TEMPLATES_AUTO_RELOAD"] = setting
    site.app.debug = is_debug

    _edit(path, "new")

    assert _show(site, "a.html") == text


def test_reloading_is_switched_on_the_environment(site: Site) -> None:
    """What is assigned to the environment goes before settings."""
    path = site.write("a.html", "old")
    _show(site, "a.html")
    site.native.auto_reload = True

    _edit(path, "new")

    assert _show(site, "a.html") == "new"


def test_a_template_may_move(site: Site) -> None:
    """A template that appears in an earlier folder, or vanishes there, is noticed."""
    site.app.config["TEMPLATES_AUTO_RELOAD"] = True
    site.write("a.html", "blueprint", owner="one")
    site.add_blueprint("one")
    seen = [_show(site, "a.html")]

    own = site.write("a.html", "application")
    seen.append(_show(site, "a.html"))
    own.unlink()
    seen.append(_show(site, "a.html"))

    assert seen == ["blueprint", "application", "blueprint"]


def test_a_template_may_vanish(site: Site) -> None:
    """A template that is deleted is not found any more."""
    site.app.config["TEMPLATES_AUTO_RELOAD"] = True
    path = site.write("a.html", "")
    _show(site, "a.html")

    path.unlink()

    assert "No template named 'a.html'" in _message(site, "a.html")


def test_loading_is_explained(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """EXPLAIN_TEMPLATE_LOADING logs each folder, what was found, and for which blueprint."""
    site.app.config["EXPLAIN_TEMPLATE_LOADING"] = True
    for owner in ("two", "three"):
        site.write("a.html", "", owner=owner)
    for owner in ("one", "two", "three"):
        site.add_blueprint(owner)

    with caplog.at_level(logging.INFO):
        _show(site, "a.html", "/one")

    assert caplog.text.endswith(
        "Looking for the template 'a.html' for the blueprint 'one':\n"
        f"  1. application: not in {site.root}/templates\n"
        f"  2. blueprint 'one': not in {site.root}/one/templates\n"
        f"  3. blueprint 'two': found {site.root}/two/templates/a.html\n"
        f"  4. blueprint 'three': passed over {site.root}/three/templates/a.html, "
        "an earlier folder has it\n"
    )


@pytest.mark.parametrize("is_in_request", [True, False])
def test_a_miss_is_explained(
    site: Site, caplog: pytest.LogCaptureFixture, is_in_request: bool
) -> None:
    """A template that is nowhere is explained too, inside of a request and outside."""
    site.app.config["EXPLAIN_TEMPLATE_LOADING"] = True
    context = site.app.test_request_context() if is_in_request else site.app.app_context()

    with caplog.at_level(logging.INFO), context, pytest.raises(TemplateNotFoundError):
        render_template("a.html")

    assert caplog.messages[0].startswith("Looking for the template 'a.html':\n")
    assert caplog.messages[0].endswith("\n  No folder has it.")


def test_a_template_is_utf8(site: Site) -> None:
    """A file that is not UTF-8 is named."""
    path = site.write("a.html", "")
    path.write_bytes(b"\xff")

    with pytest.raises(UnicodeDecodeError) as caught:
        site.native.get_template("a.html")

    assert caught.value.__notes__ == [f"The template {path} is not UTF-8. Save it as UTF-8."]


def test_two_applications_do_not_meet(tmp_path: Path) -> None:
    """Two applications each have an environment of their own."""
    first, second = (Pegboard(name, root_path=str(tmp_path)) for name in ("a", "b"))

    assert first.slot("templating").native is not second.slot("templating").native
