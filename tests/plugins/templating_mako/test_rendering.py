"""Mako's templates become text: whole, in one piece, in part."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mako.template import Template
from markupsafe import Markup

from pegboard import (
    get_template_attribute,
    render_template,
    render_template_string,
    stream_template,
    stream_template_string,
)
from pegboard_templating_mako import MakoTemplating
from tests.plugins.templating.site import Site

BASE = "<h1>${self.title()}</h1>${self.body()}<%block name='end'>end</%block><%def name='title()'/>"
PAGE = (
    '<%inherit file="base.html"/><%namespace name="parts" file="parts.html"/>'
    "<%def name='title()'>News</%def>${parts.item(name)}"
)
PARTS = "<%def name='item(text)'><li>${text}</li></%def><%! version = 3 %>"


@pytest.fixture(autouse=True)
def _templates(site: Site) -> None:
    site.write("page.html", PAGE)
    site.write("base.html", BASE)
    site.write("parts.html", PARTS)


def test_a_template_is_rendered(site: Site) -> None:
    """A template inherits, imports and prints what it is given."""
    text = site.show(lambda: render_template("page.html", name="<Joe>"))

    assert text == "<h1>News</h1><li>&lt;Joe&gt;</li>end"


def test_the_first_of_several_is_rendered(site: Site) -> None:
    """Of several names the first that exists is taken."""
    text = site.show(lambda: render_template(["none.html", "page.html"], name="Joe"))

    assert "<li>Joe</li>" in text


@pytest.mark.parametrize("render", [render_template, stream_template], ids=["at once", "streamed"])
@pytest.mark.parametrize("is_among_several", [False, True], ids=["alone", "among several"])
def test_a_template_object_is_rendered(
    site: Site, render: Callable[..., Any], is_among_several: bool
) -> None:
    """A template of Mako's may stand wherever a name may."""
    page = Template("${name}${request.path}")  # noqa: S702 - it escapes nothing, as it is
    given = ["none.html", page] if is_among_several else page

    assert site.show(lambda: render(given, name="Joe")) == "Joe/"


@pytest.mark.parametrize("given", [None, 3, object()], ids=["None", "number", "object"])
def test_what_names_no_template_is_refused(site: Site, given: Any) -> None:
    """What is no name, no template of Mako's and no sequence of these is a TypeError."""
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
        ("a.html.mako", True),
        ("a.html.mak", True),
        ("a.mako", False),
        ("a.txt", False),
        ("html", False),
    ],
)
def test_markup_is_escaped(site: Site, name: str, is_escaped: bool) -> None:
    """Templates that make markup escape what they print, others do not."""
    site.write(name, "${text}")

    text = site.show(lambda: render_template(name, text="<&\"'>"))

    assert text == ("&lt;&amp;&#34;&#39;&gt;" if is_escaped else "<&\"'>")


def test_text_is_rendered(site: Site) -> None:
    """A template may be given as text, which is escaped, and refer to others."""
    source = '<%include file="parts.html"/>${t}${1 + n}'

    text = site.show(lambda: render_template_string(source, t="<b>", n=1))

    assert text == "&lt;b&gt;2"


def _decoded(text: str) -> str:
    return text.replace("%3C", "<")


def _doubled(number: int) -> int:
    return number * 2


def _bold(text: str) -> Markup:
    return Markup("<b>{}</b>").format(text)


def _is_single(number: int) -> bool:
    return number == 1


EXPRESSIONS = {
    "plain": ("${t}", "&lt;b&gt;"),
    "marked": ("${m}", "<i>"),
    "number": ("${n}", "5"),
    "raw": ("${t | n}", "<b>"),
    "twice": ("${t | h}", "&lt;b&gt;"),
    "for XML": ("${t | x}", "&lt;b&gt;"),
    "for a URL": ("${t | u}", "%3Cb%3E"),
    "number for a URL": ("${n | u}", "5"),
    "filter": ("${t | upper}", "&lt;B&gt;"),
    "filter gets the value": ("${n | double}", "10"),
    "filter makes markup": ("${t | bold}", "<b>&lt;b&gt;</b>"),
    "filter undoes escaping": ("${'%3C' | decoded}", "&lt;"),
    "raw filter": ("${t | n, upper}", "<B>"),
    "page filter": ("<%page expression_filter='trim'/>${t}", "&lt;b&gt;"),
    "page raw": ("<%page expression_filter='n'/>${t}", "<b>"),
    "in a loop": ("% for x in [t, t]:\n${x}\n% endfor", "&lt;b&gt;\n&lt;b&gt;\n"),
    "in a loop with a filter": ("% for x in [n]:\n${x | double}\n% endfor", "10\n"),
    "buffered": (
        "<%def name='d()' buffered='True'><i>${t}</i></%def>${d()}",
        "<i>&lt;b&gt;</i>",
    ),
    "block with a filter": ("<%block filter='trim'> ${t} </%block>", "&lt;b&gt;"),
}


@pytest.mark.parametrize("case", EXPRESSIONS)
def test_what_is_printed_is_escaped_last(site: Site, case: str) -> None:
    """Filters get values as they are, and what comes out of them is escaped."""
    source, expected = EXPRESSIONS[case]
    site.app.add_template_filter(str.upper, "upper")
    site.app.add_template_filter(_doubled, "double")
    site.app.add_template_filter(_bold, "bold")
    site.app.add_template_filter(_decoded, "decoded")
    values = {"t": "<b>", "m": Markup("<i>"), "n": 5}

    assert site.show(lambda: render_template_string(source, **values)) == expected


@pytest.mark.needs("json")
def test_a_value_is_written_for_a_script(site: Site) -> None:
    """``tojson`` writes a value with the application's JSON, so that it may stand in a script."""
    text = site.show(lambda: render_template_string("${t | tojson}", t="</script>"))

    assert text == '"\\u003c/script\\u003e"'


def test_what_makes_no_markup_has_raw_values_too(site: Site) -> None:
    """Where nothing is escaped, filters get values as they are as well."""
    site.write("a.txt", "${n | double}${n}${t | trim}")
    site.app.add_template_filter(_doubled, "double")

    assert site.show(lambda: render_template("a.txt", n=5, t=" < ")) == "105<"


def _file() -> Iterator[str]:
    return stream_template("page.html", name="Joe")


def _text() -> Iterator[str]:
    return stream_template_string("${name}${request.path}", name="Joe")


@pytest.mark.parametrize(
    ("stream", "text"),
    [(_file, "<h1>News</h1><li>Joe</li>end"), (_text, "Joe/")],
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


def test_a_def_is_given(site: Site) -> None:
    """A template's defs and variables can be had one by one."""

    def view() -> str:
        item = get_template_attribute("parts.html", "item")
        return f"{item('<b>')}{get_template_attribute('parts.html', 'version')}"

    assert site.show(view) == "<li>&lt;b&gt;</li>3"


@pytest.mark.parametrize(("name", "kind"), [("a.html", Markup), ("a.txt", str)])
def test_what_a_def_gives_is_markup_where_it_escapes(site: Site, name: str, kind: type) -> None:
    """A def takes keywords and knows globals; its text is markup where it was escaped."""
    site.app.add_template_global(lambda: "£", "currency")
    site.write(name, "<%def name='price(n, currency_first=False)'>${n} ${currency()}</%def>")

    with site.app.app_context():
        printed = get_template_attribute(name, "price")(n=3)

    assert printed == "3 £"
    assert type(printed) is kind


def test_a_def_that_fails_names_its_line(site: Site) -> None:
    """An exception in a def is told as one in the page would be."""
    path = site.write("bad.html", "<%def name='d()'>\n${1 / 0}</%def>")

    with site.app.app_context(), pytest.raises(ZeroDivisionError) as caught:
        get_template_attribute("bad.html", "d")()

    assert caught.value.__notes__[0] == f"In the template {path}, line 2."


@pytest.mark.parametrize(
    ("name", "known"), [("parts.html", "item, version"), ("plain.html", "nothing")]
)
def test_a_def_that_is_not_there(site: Site, name: str, known: str) -> None:
    """The error for an unknown attribute names the template and what it defines."""
    site.write("plain.html", "")

    with (
        site.app.app_context(),
        pytest.raises(AttributeError, match=rf"{name}.*defines no 'itm'.*It defines: {known}"),
    ):
        get_template_attribute(name, "itm")


def test_context_processors_are_asked(site: Site) -> None:
    """Values of context processors are known, and the caller's go before them."""
    site.app.context_processor(lambda: {"a": "processor", "b": "processor"})

    text = site.show(lambda: render_template_string("${a} ${b}", b="caller"))

    assert text == "processor caller"


def test_what_the_application_registers_is_known(site: Site) -> None:
    """Filters, tests and globals are names, also those that come after the first rendering."""
    site.app.add_template_global(lambda: 1, "one")
    site.app.add_template_test(_is_single, "single")
    with site.app.app_context():
        render_template_string("x")

        site.app.add_template_filter(_doubled, "double")
        site.app.add_template_global(lambda: 2, "two")
        site.app.add_template_filter(_doubled, "two")

        text = render_template_string("${one() | double} ${two()} ${single(one())}")

    assert text == "2 2 True"


def test_given_values_are_not_changed(site: Site) -> None:
    """A template that sets a variable does not change the caller's values."""
    values = {"x": 1}

    site.provider.render_template_string(site.app, "<% y = 2 %>${x}${y}", values)

    assert values == {"x": 1}


def test_text_stays_compiled(site: Site) -> None:
    """The same text is compiled once."""
    first = site.native.template_of_text("${1}")

    assert site.native.template_of_text("${1}") is first


def test_few_texts_stay_compiled(site: Site) -> None:
    """Memory does not grow with texts that users make up, be they many or long."""
    kept = site.native._compiled

    for number in range(40):
        site.native.template_of_text(f"{number}")
    long = site.native.template_of_text("x" * 30_000)

    assert kept.cache_info().currsize == kept.cache_info().maxsize < 40
    assert site.native.template_of_text("x" * 30_000) is not long


def test_the_engine_s_own_templates_are_shown(site: Site) -> None:
    """Whoever wraps a rendering can ask for Mako's template, by name, names or text."""
    slot = site.app.slot("templating")

    page = slot.provider.get_template(site.app, ["none.html", "page.html"])

    assert slot.capabilities == {"templates"}
    assert page is slot.native.get_template("page.html")
    assert slot.provider.template_of_text(site.app, "${1 + 1}").render_unicode() == "2"


def test_options_are_taken(tmp_path: Path) -> None:
    """Options go to each template: here compiled templates are kept in a folder."""
    options = {"module_directory": str(tmp_path / "made"), "imports": ["import math"]}
    site = Site(tmp_path, plugins={"templating": MakoTemplating(options)})
    path = site.write("sub/page.html", "<%include file='part.html'/>\n${math.floor(1.5)}${1 / x}")
    site.write("sub/part.html", "${x}")

    assert site.show(lambda: render_template("sub/page.html", x=1)) == "1\n11.0"
    assert (tmp_path / "made" / "sub" / "page.html.py").exists()
    with site.app.app_context(), pytest.raises(ZeroDivisionError) as caught:
        render_template("sub/page.html", x=0)
    assert caught.value.__notes__[0] == f"In the template {path}, line 2."


def test_mako_waits_for_the_first_template() -> None:
    """An application that renders nothing does not import Mako."""
    program = (
        "import sys; sys.path.append(sys.argv[1]); from pegboard import Pegboard;"
        "from pegboard_templating_mako import MakoTemplating;"
        "app = Pegboard('x', root_path='.', plugins={'templating': MakoTemplating});"
        "app.add_url_rule('/', 'x', lambda: 'x'); app.test_client().get('/');"
        "print('mako' in sys.modules)"
    )
    source = str(Path(sys.modules["pegboard_templating_mako"].__path__[0]).parent)

    run = subprocess.run(
        [sys.executable, "-c", program, source], capture_output=True, check=True, text=True
    )

    assert run.stdout.split() == ["False"]
