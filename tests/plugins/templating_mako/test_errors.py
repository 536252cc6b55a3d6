"""What is told of templates that fail, and found before they do."""

from __future__ import annotations

import pytest
from mako.exceptions import MakoException

from pegboard import Pegboard, render_template, render_template_string
from tests.plugins.templating.site import Site


def _notes(site: Site, name: str, error: type[Exception]) -> list[str]:
    with site.app.app_context(), pytest.raises(error) as caught:
        render_template(name)
    return caught.value.__notes__


def test_an_exception_names_its_line(site: Site) -> None:
    """An exception keeps its type and gains the file and line it was raised in."""
    path = site.write("a.html", "\n\n${1 / 0}")

    assert _notes(site, "a.html", ZeroDivisionError)[0] == f"In the template {path}, line 3."


def test_the_innermost_template_is_named(site: Site) -> None:
    """Of templates that include each other, the one that failed is named, once."""
    path = site.write("part.html", "\n${missing}")
    site.write("a.html", '<%include file="part.html"/>')

    notes = _notes(site, "a.html", NameError)

    assert [note for note in notes if "template" in note] == [f"In the template {path}, line 2."]


def test_text_has_lines_too(site: Site) -> None:
    """An exception in a template given as text names its line."""
    with site.app.app_context(), pytest.raises(ZeroDivisionError) as caught:
        render_template_string("\n${1 / 0}")

    assert caught.value.__notes__[0] == "In the template <template>, line 2."


@pytest.mark.parametrize("source", ["\n% if x:\n", "\n${1 +}", "\n<%none/>"])
def test_a_template_that_does_not_compile(site: Site, source: str) -> None:
    """A template that is no template names its file and line."""
    path = site.write("a.html", source)

    assert any(
        str(path) in note and "line 2" in note for note in _notes(site, "a.html", MakoException)
    )


def _findings(app: Pegboard) -> list[tuple[str, str, str]]:
    return [(each.id, each.place, each.cure) for each in app.check() if "templating" in each.id]


def test_sound_templates_have_no_findings(site: Site) -> None:
    """A check follows what templates ask for by name, and leaves alone what they make up."""
    site.write("base.html", "${self.body()}")
    site.write("sub/a.html", '<%inherit file="/base.html"/><%include file="${x}"/>')

    assert _findings(site.app) == []


@pytest.mark.parametrize(
    ("source", "line", "cure"),
    [
        ('\n<%inherit file="bas.html"/>', 2, "Did you mean 'base.html'?"),
        ('<%include file="x"/>', 1, "Create that template, or correct the name."),
        ('\n<%namespace name="n" file="bas.html"/>', 2, "Did you mean 'base.html'?"),
        ("% if x:\n<%include file='x'/>\n% endif", 2, "Create that template, or correct the name."),
        (
            "<%block>\n<%include file='x'/></%block>",
            2,
            "Create that template, or correct the name.",
        ),
    ],
)
def test_what_is_asked_for_is_looked_for(site: Site, source: str, line: int, cure: str) -> None:
    """A template that nobody has is found before it is asked for, with its place."""
    site.write("base.html", "")
    path = site.write("a.html", source)

    assert _findings(site.app) == [("templating.missing", f"{path}:{line}", cure)]


def test_what_does_not_compile_is_found(site: Site) -> None:
    """A template that is no template, and a file that is no text, are found."""
    broken = site.write("a.html", "\n${1 +}")
    image = site.write("b.png", "")
    image.write_bytes(b"\xff")

    assert [(name, place) for name, place, _ in _findings(site.app)] == [
        ("templating.syntax", f"{broken}:2"),
        ("templating.encoding", str(image)),
    ]
