"""Other plugins may wrap what this one does."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from pegboard import get_template_attribute, hookimpl, render_template
from tests.plugins.templating.site import Site


class Diary:
    """Notes what goes through the hooks of the slot."""

    def __init__(self) -> None:
        self.notes: list[object] = []

    @hookimpl(wrapper=True)
    def render_template(self, name: str) -> Generator[None, str, str]:
        text = yield
        self.notes.append((name, text))
        return f"<!-- {name} -->{text}"

    @hookimpl(wrapper=True)
    def template_attribute(self, attribute: str) -> Generator[None, Any, Any]:
        value = yield
        self.notes.append((attribute, value))
        return value

    @hookimpl(wrapper=True)
    def add_template_helper(self, kind: str, name: str) -> Generator[None]:
        yield
        self.notes.append((kind, name))


def test_a_wrapper_sees_what_is_rendered(site: Site) -> None:
    """A plugin around the slot sees names and texts, and may change these."""
    diary = Diary()
    site.app.register_plugin(diary)
    site.write("a.html", "page")

    text = site.show(lambda: render_template("a.html"))

    assert text == "<!-- a.html -->page"
    assert diary.notes == [("a.html", "page")]


def test_a_wrapper_sees_attributes_and_helpers(site: Site) -> None:
    """A plugin around the slot sees macros that are asked for and words that are added."""
    diary = Diary()
    site.app.register_plugin(diary)
    site.write("a.html", "{% set version = 3 %}")
    site.app.add_template_filter(str, "text")

    with site.app.app_context():
        get_template_attribute("a.html", "version")

    assert diary.notes == [("filter", "text"), ("version", 3)]
