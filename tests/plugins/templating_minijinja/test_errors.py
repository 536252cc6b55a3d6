"""What is told of templates that fail, and found before they do."""

from __future__ import annotations

import pytest
from minijinja import TemplateError

from pegboard import render_template, render_template_string
from tests.plugins.templating.site import Site


def _notes(site: Site, name: str, error: type[Exception]) -> list[str]:
    with site.app.app_context(), pytest.raises(error) as caught:
        render_template(name, fail=_fail)
    return caught.value.__notes__


def _fail(*_: object) -> None:
    raise KeyError


@pytest.mark.parametrize(
    "source", ["\n{{ 1 / 0 }}", "\n{{ missing.x }}", "\n{% if %}", "\n{{ 1|no }}"]
)
def test_an_error_names_its_line(site: Site, source: str) -> None:
    """What MiniJinja finds wrong has file and line, of the innermost template."""
    path = site.write("part.html", source)
    site.write("a.html", '{% include "part.html" %}')

    assert _notes(site, "a.html", TemplateError)[0] == f"In the template {path}, line 2."


def test_an_error_of_text_names_its_line(site: Site) -> None:
    """An error in a template given as text names its line."""
    with site.app.app_context(), pytest.raises(TemplateError) as caught:
        render_template_string("\n{{ 1 / 0 }}")

    assert caught.value.__notes__[0] == "In the template <template>, line 2."


@pytest.mark.parametrize(
    ("kind", "source"), [("filter", "{{ 1|fail }}"), ("test", "{{ 1 is fail }}")]
)
def test_an_exception_of_a_helper_names_its_template(site: Site, kind: str, source: str) -> None:
    """What a filter or test raises keeps its type, and names the template it was used in."""
    getattr(site.app, f"add_template_{kind}")(_fail, "fail")
    site.write("part.html", source)
    site.write("a.html", '{% include "part.html" %}')

    assert (
        _notes(site, "a.html", KeyError)[0] == f"In the template part.html, in its {kind} 'fail'."
    )


def test_an_exception_of_a_value_names_what_was_rendered(site: Site) -> None:
    """What a value raises keeps its type, and names the template that was rendered."""
    path = site.write("a.html", "{{ fail() }}")

    assert _notes(site, "a.html", KeyError)[0] == f"While the template {path} was rendered."


def test_an_exception_in_a_text_says_so(site: Site) -> None:
    """The same where the template was given as text."""
    with site.app.app_context(), pytest.raises(KeyError) as caught:
        render_template_string("{{ fail() }}", fail=_fail)

    assert caught.value.__notes__[0] == "While the template <template> was rendered."


def test_what_does_not_parse_is_found(site: Site) -> None:
    """A check finds a template that is no template, and a file that is no text."""
    site.write("sound.html", '{% extends "x" %}')
    broken = site.write("a.html", "\n{% if %}")
    image = site.write("b.png", "")
    image.write_bytes(b"\xff")

    assert [(each.id, each.place) for each in site.app.check() if "templating" in each.id] == [
        ("templating.syntax", f"{broken}:2"),
        ("templating.encoding", str(image)),
    ]
