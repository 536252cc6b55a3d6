"""Where MiniJinja's templates are looked for, and when they are read again."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from pegboard import render_template, render_template_string
from pegboard_hookspecs.errors import TemplateNotFoundError
from pegboard_templating_minijinja import MiniJinjaTemplating
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


def test_all_templates_are_listed(site: Site) -> None:
    """The list has every name once, of all folders, sorted, with slashes."""
    site.write("b.html", "")
    site.write("sub/a.html", "")
    site.write("b.html", "", owner="one")
    site.add_blueprint("one")

    assert site.provider.list_templates(site.app) == ["b.html", "sub/a.html"]


@pytest.mark.parametrize("name", ["./sub//a.html", "/sub/a.html", "sub/a.html"])
def test_names_may_be_written_in_several_ways(site: Site, name: str) -> None:
    """A dot or a doubled slash in a name changes nothing, nor does one in front."""
    site.write("sub/a.html", "found")

    assert _show(site, name) == "found"


@pytest.mark.parametrize(
    "name", ["../secret.html", "sub/../../secret.html", "", ".", "/", "sub", "a\0.html"], ids=ascii
)
def test_no_name_leads_out(site: Site, name: str) -> None:
    """A name that leads out of the folders, or to no file, is not found."""
    site.write("sub/a.html", "")
    (site.root / "secret.html").write_text("secret", encoding="utf-8")

    with site.app.app_context(), pytest.raises(TemplateNotFoundError):
        render_template(name)


def _message(site: Site, *names: str) -> str:
    with site.app.app_context(), pytest.raises(TemplateNotFoundError) as caught:
        render_template(names if len(names) != 1 else names[0])
    return str(caught.value)


def test_a_missing_template_says_where_it_was_looked_for(site: Site) -> None:
    """The message names the folders, whose they are, and the nearest name."""
    site.write("index.html", "")
    site.add_blueprint("one")

    assert _message(site, "indx.html") == (
        f"No template named 'indx.html' was found. Searched were: {site.root}/templates "
        f"(application); {site.root}/one/templates (blueprint 'one', which does not exist). "
        "Did you mean 'index.html'?"
    )


def test_several_missing_templates_are_all_named(site: Site) -> None:
    """The message names every template that was asked for."""
    assert "None of the templates 'a.html', 'b.html' was found" in _message(
        site, "a.html", "b.html"
    )


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ('{% include "none.html" %}', ["none.html"]),
        ('{% include "no.html" ignore missing %}{% include "none.html" %}', ["none.html"]),
        ('{% include ["none.html", "nil.html"] %}', ["none.html", "nil.html"]),
        ('{% extends "none.html" %}', ["none.html"]),
        ('{% import "none.html" as m %}', ["none.html"]),
        ('{% from "none.html" import m %}', ["none.html"]),
    ],
)
def test_a_missing_part_names_the_place(site: Site, source: str, names: list[str]) -> None:
    """A template that another one asks for is named together with file and line."""
    path = site.write("page.html", f"\n{source}")

    with site.app.app_context(), pytest.raises(TemplateNotFoundError) as caught:
        render_template("page.html")

    assert getattr(caught.value, "templates", None) == names
    assert f"asked for in {path}, line 2" in str(caught.value)


def test_a_missing_part_of_a_part_names_the_place(site: Site) -> None:
    """The same where that template is itself part of another one."""
    path = site.write("part.html", '\n{% include "none.html" %}')
    site.write("page.html", '{% include "part.html" %}')

    assert f"'none.html', asked for in {path}, line 2, was found" in _message(site, "page.html")


def test_a_missing_part_of_a_text_names_the_line(site: Site) -> None:
    """A template that a text asks for is named with the line of the text."""
    with (
        site.app.app_context(),
        pytest.raises(TemplateNotFoundError, match="asked for in <template>, line 1"),
    ):
        render_template_string('{% include "none.html" %}')


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
    path = site.write("part.html", "old")
    site.write("a.html", '{% include "part.html" %}')
    _show(site, "a.html")
    site.app.config["TEMPLATES_AUTO_RELOAD"] = setting
    site.app.debug = is_debug

    _edit(path, "new")

    assert _show(site, "a.html") == text


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


def test_loading_is_explained(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """EXPLAIN_TEMPLATE_LOADING logs each folder and what was found."""
    site.app.config["EXPLAIN_TEMPLATE_LOADING"] = True
    site.write("a.html", "")

    with caplog.at_level(logging.INFO):
        _show(site, "a.html")

    assert caplog.messages == [
        f"Looking for the template 'a.html':\n  1. application: found {site.root}/templates/a.html"
    ]


def test_a_miss_is_explained(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """A template that is nowhere is explained too."""
    site.app.config["EXPLAIN_TEMPLATE_LOADING"] = True

    with (
        caplog.at_level(logging.INFO),
        site.app.app_context(),
        pytest.raises(TemplateNotFoundError),
    ):
        render_template("a.html")

    assert caplog.messages[0].endswith("\n  No folder has it.")


def test_reloading_is_an_option_too(tmp_path: Path) -> None:
    """What is given to the environment goes before settings."""
    options = {"reload_before_render": False}
    site = Site(tmp_path, plugins={"templating": MiniJinjaTemplating(options)})
    site.app.debug = True
    path = site.write("a.html", "old")
    _show(site, "a.html")

    _edit(path, "new")

    assert _show(site, "a.html") == "old"


def test_two_applications_do_not_meet(tmp_path: Path) -> None:
    """Two applications each have templates of their own."""
    sites = [Site(tmp_path / name, plugins={"templating": MiniJinjaTemplating}) for name in "ab"]
    for site in sites:
        site.write("a.html", str(site.root))

    assert [_show(site, "a.html") for site in sites] == [str(site.root) for site in sites]
