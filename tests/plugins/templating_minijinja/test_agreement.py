"""The same page, rendered by MiniJinja and by the default provider, comes out the same."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from pegboard import (
    get_template_attribute,
    render_template,
    render_template_string,
    stream_template,
)
from pegboard_templating_minijinja import MiniJinjaTemplating
from tests.plugins.templating.site import Site

pytestmark = pytest.mark.needs("templating")

#: The pages, by what they show.
PAGES: dict[str, str] = {
    "values": "{{ t }} {{ m }} {{ n }} {{ none }}",
    "filter": "{{ t|shout }} {{ n|next }} {{ letters|upper|length }}",
    "test": "{% if n is odd %}o{% endif %}{% if n is lucky %}l{% else %}u{% endif %}",
    "loop": "{% for x in letters %}{{ loop.index0 }}{{ x }}{% endfor %}",
    "unpacking": "{% for k, v in data.items() %}{{ k }}{{ v }}{% endfor %}",
    "globals": "{{ config.DEBUG }} {{ g.missing is defined }} {{ request.method }}",
    "url": "<a href='{{ url_for('view', a=1, b=2) }}'>",
    "processor": "{{ common }}",
    "own global": "{{ double(n) }}",
    "include": "{% include 'part.html' %}",
    "macro": "{% macro m(a) %}<i>{{ a }}</i>{% endmacro %}{{ m(t) }}",
    "script": "{{ data|tojson }}",
    "undefined": "[{{ missing }}]",
    "comment": "a{# no #}b",
}


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Site, Site]:
    """Give two sites that differ in their engine."""
    return (
        _site(tmp_path / "jinja"),
        _site(tmp_path / "minijinja", templating=MiniJinjaTemplating),
    )


def _site(root: Path, **plugins: Any) -> Site:
    site = Site(root, plugins=plugins)
    site.app.add_template_filter(str.upper, "shout")
    site.app.add_template_filter(_following, "next")
    site.app.add_template_test(_is_even, "lucky")
    site.app.add_template_global(_doubled, "double")
    site.app.context_processor(_processor)
    return site


def _following(number: int) -> int:
    return number + 1


def _is_even(number: int) -> bool:
    return number % 2 == 0


def _doubled(number: int) -> int:
    return number * 2


def _processor() -> Mapping[str, str]:
    return {"common": "<both>"}


VALUES: dict[str, Any] = {
    "t": "<b> & 'c'",
    "m": Markup("<i>"),
    "n": 3,
    "none": None,
    "letters": "a<",
    "data": {"a": "</script>", "b": [1, None, True]},
}


def _shown(site: Site, source: str, word: str) -> str:
    site.write("page.html", source)
    site.write("part.html", "part")
    if word == "file":
        return site.show(lambda: render_template("page.html", **VALUES))
    if word == "text":
        return site.show(lambda: render_template_string(source, **VALUES))
    return site.show(lambda: "".join(stream_template("page.html", **VALUES)))


@pytest.mark.parametrize("word", ["file", "text", "stream"])
@pytest.mark.parametrize("page", PAGES)
def test_pages_agree(sites: tuple[Site, Site], page: str, word: str) -> None:
    """Values, filters, tests, globals, processors and escaping are the same for both engines."""
    jinja, mini = (_shown(site, PAGES[page], word) for site in sites)

    # MiniJinja writes quotation marks as other references, and slashes too.
    assert unescape(jinja) == unescape(mini)
    assert ("<b>" in jinja, "<i>" in jinja) == ("<b>" in mini, "<i>" in mini)


def test_macros_agree(sites: tuple[Site, Site]) -> None:
    """What a template defines can be called from Python in the same way."""
    source = "{% macro price(n, unit='€') %}<b>{{ n }}</b> {{ unit }}{% endmacro %}"
    shown: list[tuple[str, str, bool]] = []
    for site in sites:
        site.write("parts.html", source)
        with site.app.app_context():
            price = get_template_attribute("parts.html", "price")
            shown.append((price("<3>"), price(3, unit="$"), isinstance(price(1), Markup)))

    assert shown[0] == shown[1]


def test_missing_templates_agree(sites: tuple[Site, Site]) -> None:
    """A missing template is told in the same words."""
    told: list[str] = []
    for site in sites:
        site.write("index.html", "")
        with site.app.app_context(), pytest.raises(LookupError) as caught:
            render_template("indx.html")
        told.append(str(caught.value).replace(str(site.root), ""))

    assert told[0] == told[1]


def test_lists_agree(sites: tuple[Site, Site]) -> None:
    """Both list the same templates."""
    listed: list[object] = []
    for site in sites:
        for name in ("b.html", "sub/a.html", "c.txt"):
            site.write(name, "")
        listed.append(site.provider.list_templates(site.app))

    assert listed[0] == listed[1]
