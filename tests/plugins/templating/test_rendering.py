"""Templates become text: whole, in pieces, in part."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Template

from pegboard import (
    get_template_attribute,
    render_template,
    render_template_string,
    request,
    stream_template,
    stream_template_string,
    stream_with_context,
)
from pegboard_templating import JinjaTemplating
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
    text = site.show(lambda: render_template("page.html", name="Joe"))

    assert text == "<h1>News</h1><li>Joe</li>baseend"


def test_the_first_of_several_is_rendered(site: Site) -> None:
    """Of several names the first that exists is taken."""
    text = site.show(lambda: render_template(["none.html", "page.html"], name="Joe"))

    assert "<li>Joe</li>" in text


@pytest.mark.parametrize("render", [render_template, stream_template], ids=["at once", "streamed"])
@pytest.mark.parametrize("is_among_several", [False, True], ids=["alone", "among several"])
def test_a_template_object_is_rendered(
    site: Site, render: Callable[..., Any], is_among_several: bool
) -> None:
    """A template of the engine may stand wherever a name may."""
    site.write("page.html", "{{ name }}{{ request.path }}")
    page = site.native.get_template("page.html")
    given = ["none.html", page] if is_among_several else page

    assert site.show(lambda: render(given, name="Joe")) == "Joe/"


def test_a_template_of_another_environment_is_rendered(site: Site) -> None:
    """A template that Jinja made elsewhere gets the values, and keeps its own globals."""
    page = Template("{{ name }}{{ request is defined }}")

    assert site.show(lambda: render_template(page, name="Joe")) == "JoeFalse"


def test_text_is_rendered(site: Site) -> None:
    """A template may be given as text, and refer to others."""
    source = '{% include "parts.html" %}{{ 1 + n }}'

    assert site.show(lambda: render_template_string(source, n=1)) == "2"


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
        ("a.html.jinja", True),
        ("a.html.jinja2", True),
        ("a.txt", False),
        ("a.txt.j2", False),
        ("html", False),
    ],
)
def test_markup_is_escaped(site: Site, name: str, is_escaped: bool) -> None:
    """Templates that make markup escape what they print, others do not."""
    site.write(name, "{{ text }}")

    text = site.show(lambda: render_template(name, text="<&\"'>"))

    assert text == ("&lt;&amp;&#34;&#39;&gt;" if is_escaped else "<&\"'>")


def test_text_is_escaped(site: Site) -> None:
    """Templates given as text escape what they print."""
    assert site.show(lambda: render_template_string("{{ t }}", t="<b>")) == "&lt;b&gt;"


def test_given_values_are_not_changed(site: Site) -> None:
    """A template that sets a variable does not change the caller's values."""
    values = {"x": 1}

    site.provider.render_template_string(site.app, "{% set x = 2 %}{{ x }}", values)

    assert values == {"x": 1}


def _file() -> Iterator[str]:
    return stream_template("page.html", name="Joe")


def _text() -> Iterator[str]:
    source = '{% extends "page.html" %}{% block end %}{{ request.path }}{% endblock %}'
    return stream_template_string(source, name="Joe")


@pytest.mark.parametrize(
    ("stream", "text"),
    [(_file, "<h1>News</h1><li>Joe</li>baseend"), (_text, "<h1>News</h1><li>Joe</li>base/")],
    ids=["file", "text"],
)
def test_a_template_is_streamed(site: Site, stream: Callable[[], Iterator[str]], text: str) -> None:
    """A template is sent piece by piece, without a length, with its request at hand."""
    response = site.get(stream)

    assert response.text == text
    assert "Content-Length" not in response.headers


def test_pieces_come_as_they_are_made(site: Site) -> None:
    """A stream gives what it has before it asks for more."""
    asked: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(3):
            asked.append(number)
            yield number

    source = "{% for n in numbers %}{{ n }},{% endfor %}"
    stream = site.provider.stream_template_string(site.app, source, {"numbers": numbers()})

    assert next(stream) == "0"
    assert asked == [0]
    stream.close()


def test_a_missing_template_is_no_stream(site: Site) -> None:
    """A template is looked up before the response starts, so a missing one is an error page."""
    assert site.get(lambda: stream_template("none.html")).status_code == 500


def test_a_stream_may_be_wrapped(site: Site) -> None:
    """A stream is an iterator like any."""

    def view() -> object:
        return stream_with_context(part.upper() for part in stream_template("base.html"))

    assert site.show(view) == "<H1></H1>BASEEND"


def test_a_macro_is_given(site: Site) -> None:
    """A template's macros and variables can be had one by one."""

    def view() -> str:
        item = get_template_attribute("parts.html", "item")
        return f"{item('<b>')}{get_template_attribute('parts.html', 'version')}"

    assert site.show(view) == "<li>&lt;b&gt;</li>3"


def test_a_macro_that_is_not_there(site: Site) -> None:
    """The error for an unknown attribute names the template and what it defines."""
    with (
        site.app.app_context(),
        pytest.raises(AttributeError, match=r"parts\.html.*defines no 'itm'.*item, version"),
    ):
        get_template_attribute("parts.html", "itm")


def test_a_template_without_macros(site: Site) -> None:
    """The error says when there is nothing to be had."""
    with site.app.app_context(), pytest.raises(AttributeError, match="It defines: nothing"):
        get_template_attribute("base.html", "item")


@pytest.mark.parametrize(
    ("block", "text"),
    [("body", "<li>Joe</li>base"), ("end", "end")],
    ids=["own", "inherited"],
)
def test_a_fragment_is_rendered(site: Site, block: str, text: str) -> None:
    """One block is rendered as the page would show it, with what the page imports and sets."""
    fragment = site.provider.render_fragment(site.app, "page.html", block, {"name": "Joe"})

    assert fragment == text


def test_a_fragment_that_is_not_there(site: Site) -> None:
    """The error for an unknown block names those the page has."""
    with pytest.raises(LookupError, match=r"'page\.html' has no block 'x'.*body, end"):
        site.provider.render_fragment(site.app, "page.html", "x", {})


def test_a_page_without_blocks_has_no_fragments(site: Site) -> None:
    """The error says so where there are no blocks at all."""
    with pytest.raises(LookupError, match="It has: none"):
        site.provider.render_fragment(site.app, "parts.html", "x", {})


def test_a_fragment_that_fails_names_its_line(site: Site) -> None:
    """An exception in a fragment is told as one in the page would be."""
    site.write("bad.html", "{% block a %}\n{{ 1 / 0 }}{% endblock %}")

    with pytest.raises(ZeroDivisionError) as caught:
        site.provider.render_fragment(site.app, "bad.html", "a", {})

    assert any("bad.html, line 2" in note for note in caught.value.__notes__)


def test_capabilities_have_methods(site: Site) -> None:
    """What the provider says it can do, it can."""
    slot = site.app.slot("templating")

    assert slot.capabilities == {"fragments", "streaming", "templates"}
    assert callable(slot.provider.render_fragment)


def test_the_engine_s_own_templates_are_shown(site: Site) -> None:
    """Whoever wraps a rendering can ask for Jinja's template, by name, names or text."""
    site.write("page.html", "Hello")
    slot = site.app.slot("templating")

    page = slot.provider.get_template(site.app, ["none.html", "page.html"])

    assert page is slot.native.get_template("page.html")
    assert slot.provider.template_of_text(site.app, "{{ 1 + 1 }}").render() == "2"


@pytest.mark.parametrize(
    "source",
    [
        "{{ v }}",
        "{% for x in [1, 2] recursive %}{{ v }}{{ loop.index }}{% endfor %}",
        "{% macro m(a) %}{{ a }}{{ v }}{% endmacro %}{{ m(1) }}",
        "{% macro w() %}{{ caller() }}{% endmacro %}{% call w() %}{{ v }}{% endcall %}",
        '{% extends "base.html" %}{% block body %}{{ v }}{{ super() }}{% endblock %}',
        '{% from "parts.html" import item %}{{ item(v) }}{% include "parts.html" %}',
    ],
    ids=["print", "loop", "macro", "caller", "block", "import"],
)
def test_nothing_is_left_of_a_rendering(site: Site, source: str) -> None:
    """What a template was given dies with the rendering, without the cycle collector."""

    class Value:
        """Something that can be watched."""

    value, streamed = Value(), Value()
    watched = [weakref.ref(value), weakref.ref(streamed)]
    gc.disable()
    try:
        site.provider.render_template_string(site.app, source, {"v": value})
        stream = site.provider.stream_template_string(site.app, source, {"v": streamed})
        next(stream)
        stream.close()
        del value, streamed, stream
        alive = [reference() for reference in watched]
    finally:
        gc.enable()

    assert alive == [None, None]


def test_text_stays_compiled(site: Site) -> None:
    """The same text is compiled once."""
    first = site.native.template_of_text("{{ 1 }}")

    assert site.native.template_of_text("{{ 1 }}") is first


def test_few_texts_stay_compiled(site: Site) -> None:
    """Memory does not grow with texts that users make up, be they many or long."""
    kept = site.native._compiled

    for number in range(100):
        site.native.template_of_text(f"{number}")
    long = site.native.template_of_text("x" * 30_000)

    assert kept.cache_info().currsize == kept.cache_info().maxsize < 100
    assert site.native.template_of_text("x" * 30_000) is not long


def test_async_environments_work(tmp_path: Path) -> None:
    """An environment with async features renders and streams as well."""
    site = Site(tmp_path, plugins={"templating": JinjaTemplating({"enable_async": True})})

    async def later() -> int:
        await asyncio.sleep(0)
        return 3

    source = "{{ later() }}!"

    assert site.show(lambda: render_template_string(source, later=later)) == "3!"
    assert site.show(lambda: stream_template_string(source, later=later)) == "3!"


def test_request_and_config_are_known(site: Site) -> None:
    """The kernel's globals are known in templates, in imported ones too."""
    site.write("macros.html", "{% macro m() %}{{ request.path }}{{ config.DEBUG }}{% endmacro %}")

    text = site.show(
        lambda: render_template_string('{% from "macros.html" import m %}{{ m() }}{{ g.x }}')
    )

    assert text == "/False"


def test_context_processors_are_asked(site: Site) -> None:
    """Values of context processors are known, and the caller's go before them."""
    site.app.context_processor(lambda: {"a": "processor", "b": "processor"})

    text = site.show(lambda: render_template_string("{{ a }} {{ b }}", b="caller"))

    assert text == "processor caller"


def test_jinja_waits_for_the_first_template() -> None:
    """An application that renders nothing does not import Jinja."""
    program = (
        "import sys; from pegboard import Pegboard; app = Pegboard('x', root_path='.');"
        "app.add_url_rule('/', 'x', lambda: 'x'); app.test_client().get('/');"
        "print('jinja2' in sys.modules, 'pegboard_templating' in sys.modules)"
    )

    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )

    assert run.stdout.split() == ["False", "True"]


def test_a_view_reads_the_request(site: Site) -> None:
    """A template's values may come from the request."""
    assert site.show(lambda: render_template_string("{{ p }}", p=request.path)) == "/"
