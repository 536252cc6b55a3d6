"""MiniJinja's templates become text: whole, in one piece, in part."""

from __future__ import annotations

import ast
import gc
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from pegboard import (
    get_template_attribute,
    render_template,
    render_template_string,
    stream_template,
    stream_template_string,
)
from pegboard_templating_minijinja import MiniJinjaTemplating
from tests.plugins.templating.site import Site

PAGE = (
    '{% extends "base.html" %}{% set title = "News" %}{% import "parts.html" as parts %}'
    "{% block body %}{{ parts.item(name) }}{{ super() }}{% endblock %}"
)
BASE = "<h1>{{ title }}</h1>{% block body %}base{% endblock %}{% block end %}end{% endblock %}"
PARTS = "{% macro item(text) %}<li>{{ text }}</li>{% endmacro %}{% set version = 3 %}"


@pytest.fixture(autouse=True)
def _templates(site: Site) -> None:
    site.write("page.html", PAGE)
    site.write("base.html", BASE)
    site.write("parts.html", PARTS)


def test_a_template_is_rendered(site: Site) -> None:
    """A template extends, imports and prints what it is given."""
    text = site.show(lambda: render_template("page.html", name="<Joe>"))

    assert text == "<h1>News</h1><li>&lt;Joe&gt;</li>baseend"


@pytest.mark.parametrize(
    "names", [["none.html", "page.html"], ["none.html", ["nil.html", "page.html"]]]
)
def test_the_first_of_several_is_rendered(site: Site, names: Any) -> None:
    """Of several names the first that exists is taken."""
    assert "<li>Joe</li>" in site.show(lambda: render_template(names, name="Joe"))


@pytest.mark.parametrize("given", [None, 3, object()], ids=["None", "number", "object"])
def test_what_is_no_name_is_refused(site: Site, given: Any) -> None:
    """MiniJinja has no template objects, so all but names is a TypeError."""
    with site.app.app_context(), pytest.raises(TypeError, match="names no template"):
        render_template(given)


@pytest.mark.parametrize(
    ("name", "is_escaped"),
    [
        ("a.html", True),
        ("a.htm", True),
        ("a.xml", True),
        ("a.xhtml", True),
        ("a.svg", True),
        ("A.HTML", True),
        ("a.html.j2", True),
        ("a.html.minijinja", True),
        ("a.txt", False),
        ("a.txt.j2", False),
        ("html", False),
    ],
)
def test_markup_is_escaped(site: Site, name: str, is_escaped: bool) -> None:
    """Templates that make markup escape what they print, others do not."""
    site.write(name, "{{ text }}")

    text = site.show(lambda: render_template(name, text="<&>"))

    assert text == ("&lt;&amp;&gt;" if is_escaped else "<&>")


def test_text_is_rendered(site: Site) -> None:
    """A template may be given as text, which is escaped, and refer to others."""
    source = '{% include "parts.html" %}{{ t }}{{ 1 + n }}'

    text = site.show(lambda: render_template_string(source, t="<b>", n=1))

    assert text == "&lt;b&gt;2"


def test_given_values_are_not_changed(site: Site) -> None:
    """A template that sets a variable does not change the caller's values."""
    values = {"x": 1}

    site.provider.render_template_string(site.app, "{% set x = 2 %}{{ x }}", values)

    assert values == {"x": 1}


def _file() -> Iterator[str]:
    return stream_template("page.html", name="Joe")


def _text() -> Iterator[str]:
    return stream_template_string("{{ name }}{{ request.path }}", name="Joe")


@pytest.mark.parametrize(
    ("stream", "text"),
    [(_file, "<h1>News</h1><li>Joe</li>baseend"), (_text, "Joe&#x2f;")],
    ids=["file", "text"],
)
def test_a_template_is_streamed(site: Site, stream: Callable[[], Iterator[str]], text: str) -> None:
    """A stream is all of the page, made when it is asked for, with the request at hand."""
    response = site.get(stream)

    assert response.text == text
    assert "Content-Length" not in response.headers


def test_a_missing_template_is_no_stream(site: Site) -> None:
    """A template is looked up before the response starts, so a missing one is an error page."""
    assert site.get(lambda: stream_template("none.html")).status_code == 500


def test_a_macro_is_given(site: Site) -> None:
    """A template's macros and variables can be had one by one."""

    def view() -> str:
        item = get_template_attribute("parts.html", "item")
        return f"{item('<b>')}{get_template_attribute('parts.html', 'version')}"

    assert site.show(view) == "<li>&lt;b&gt;</li>3"


@pytest.mark.parametrize(("name", "kind"), [("a.html", Markup), ("a.txt", str)])
def test_what_a_macro_gives_is_markup_where_it_escapes(site: Site, name: str, kind: type) -> None:
    """A macro takes keywords and knows globals; its text is markup where it was escaped."""
    site.app.add_template_global(lambda: "£", "currency")
    site.write(name, "{% macro price(n, m=1) %}{{ n }}{{ m }} {{ currency() }}{% endmacro %}")

    with site.app.app_context():
        printed = get_template_attribute(name, "price")(3, m=2)

    assert printed == "32 £"
    assert type(printed) is kind


@pytest.mark.parametrize("value", ["'Joe'", "3", "[1]", "{'name': 'value'}", "none"], ids=str)
def test_a_value_is_no_macro(site: Site, value: str) -> None:
    """A variable of a template comes as its value, whatever it is."""
    site.write("a.html", f"{{% set value = {value} %}}")

    with site.app.app_context():
        given = get_template_attribute("a.html", "value")

    assert given == ast.literal_eval(value.replace("none", "None"))


@pytest.mark.parametrize(
    ("name", "known"), [("parts.html", "item, version"), ("plain.html", "nothing")]
)
def test_a_macro_that_is_not_there(site: Site, name: str, known: str) -> None:
    """The error for an unknown attribute names the template and what it defines."""
    site.write("plain.html", "")

    with (
        site.app.app_context(),
        pytest.raises(AttributeError, match=rf"{name}.*defines no 'itm'.*It defines: {known}"),
    ):
        get_template_attribute(name, "itm")


def _doubled(number: int) -> int:
    return number * 2


def _is_single(number: int) -> bool:
    return number == 1


def test_context_processors_are_asked(site: Site) -> None:
    """Values of context processors are known, and the caller's go before them."""
    site.app.context_processor(lambda: {"a": "processor", "b": "processor"})

    text = site.show(lambda: render_template_string("{{ a }} {{ b }}", b="caller"))

    assert text == "processor caller"


def test_what_the_application_registers_is_known(site: Site) -> None:
    """Filters, tests and globals are known, also those that come after the first rendering."""
    site.app.add_template_filter(_doubled, "double")
    site.app.add_template_test(_is_single, "single")
    with site.app.app_context():
        render_template_string("x")

        site.app.add_template_filter(_doubled, "twice")
        site.app.add_template_test(_is_single, "lonely")
        site.app.add_template_global(lambda: 2, "two")

        source = "{{ 1|double }} {{ 2|twice }} {{ 1 is single }} {{ 2 is lonely }} {{ two() }}"
        text = render_template_string(source)

    assert text == "2 4 True False 2"


def test_globals_are_known_in_macros(site: Site) -> None:
    """The kernel's globals are known in templates, in imported ones too, and read live."""
    site.write("macros.html", "{% macro m() %}{{ request.path }}{{ config.DEBUG }}{% endmacro %}")

    source = '{% from "macros.html" import m %}{{ m()|safe }}{{ g.x is defined }}'

    assert site.show(lambda: render_template_string(source)) == "&#x2f;FalseFalse"


def test_options_are_taken(tmp_path: Path) -> None:
    """Options go to the environment, which stays reachable."""
    site = Site(tmp_path, plugins={"templating": MiniJinjaTemplating({"trim_blocks": True})})

    site.native.add_filter("shout", str.upper)

    assert (
        site.show(lambda: render_template_string("{% if 1 %}\n{{ 'a'|shout }}{% endif %}")) == "A"
    )
    assert site.app.slot("templating").capabilities == frozenset()


def _helper_of(app: object) -> Callable[..., bool]:
    def helper(*_: object) -> bool:
        return bool(app)

    return helper


@pytest.mark.needs("json")
@pytest.mark.parametrize("kind", ["filter", "test", "global"])
def test_an_application_is_let_go(tmp_path: Path, kind: str) -> None:
    """What an application registers does not keep it alive, though nobody sees into MiniJinja."""
    site = Site(tmp_path, plugins={"templating": MiniJinjaTemplating})
    app = site.app
    getattr(app, f"add_template_{kind}")(_helper_of(app), "helper")
    sources = {"filter": "{{ 1|helper }}", "test": "{{ 1 is helper }}", "global": "{{ helper() }}"}
    with app.app_context():
        render_template_string(sources[kind] + "{{ 1|tojson }}")
    watched = weakref.ref(app)

    del site, app
    gc.collect()

    assert watched() is None


def test_nothing_is_left_of_a_rendering(site: Site) -> None:
    """What a template was given dies with the rendering, without the cycle collector."""

    class Value:
        """Something that can be watched."""

    value = Value()
    watched = weakref.ref(value)
    gc.disable()
    try:
        source = "{% macro m() %}{{ v }}{% endmacro %}{{ m() }}"
        site.provider.render_template_string(site.app, source, {"v": value})
        del value
        alive = watched()
    finally:
        gc.enable()

    assert alive is None
