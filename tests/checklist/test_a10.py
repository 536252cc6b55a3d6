"""Templates."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pegboard import (
    flash,
    g,
    get_template_attribute,
    render_template,
    render_template_string,
    session,
    stream_template,
    stream_template_string,
)
from pegboard_hookspecs.errors import RegistrationError
from tests.plugins.templating.site import Site

pytestmark = pytest.mark.needs("routing", "templating")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Give a site that has no template yet."""
    return Site(tmp_path)


@pytest.mark.item("A10.1")
def test_names_objects_and_several_are_rendered(site: Site) -> None:
    """A template needs an application and no request."""
    site.write("hello.html", "Hello, {{ name }}!")
    with site.app.app_context():
        page = site.native.get_template("hello.html")
        texts = [
            render_template("hello.html", name="Ada"),
            render_template(page, name="Ada"),
            render_template(["none.html", "hello.html"], name="Ada"),
            render_template(["none.html", page], name="Ada"),
            render_template_string("Hello, {{ name }}!", name="Ada"),
        ]

    assert texts == ["Hello, Ada!"] * 5


@pytest.mark.item("A10.2")
def test_pieces_keep_their_request(site: Site) -> None:
    """In a request the pieces know it; without one they are just text."""
    site.write("path.html", "{{ request.path }}.")
    source = "{{ request.path }}."
    with site.app.app_context():
        pieces = stream_template_string("{{ 1 }}{{ 2 }}")

    def both() -> Iterator[str]:
        yield from stream_template("path.html")
        yield from stream_template_string(source)

    assert not isinstance(pieces, str)
    assert "".join(pieces) == "12"
    assert site.show(lambda: stream_template("path.html")) == "/."
    assert site.show(lambda: stream_template_string(source)) == "/."
    assert site.show(lambda: "".join(both())) == "/./."


@pytest.mark.item("A10.3")
def test_a_macro_is_called_from_python(site: Site) -> None:
    """A macro is a function, a variable is its value."""
    site.write(
        "parts.html", "{% macro hi(name) %}Hi, {{ name }}{% endmacro %}{% set version = 3 %}"
    )
    with site.app.app_context():
        hi, version = (get_template_attribute("parts.html", name) for name in ("hi", "version"))

    assert (hi("<Ada>"), version) == ("Hi, &lt;Ada&gt;", 3)


@pytest.mark.item("A10.4")
@pytest.mark.needs("sessions")
def test_the_usual_names_are_known(site: Site) -> None:
    """A template reads settings, request, session and ``g``, builds URLs and takes messages."""
    site.app.secret_key = "a key of no less than 32 bytes is needed"
    source = (
        "{{ config.APPLICATION_ROOT }} {{ request.method }} {{ session.who }} {{ g.lang }} "
        "{{ url_for('view') }} {{ get_flashed_messages() }}"
    )

    def view() -> str:
        g.lang, session["who"] = "en", "ada"
        flash("saved")
        return render_template_string(source)

    assert site.show(view) == "/ GET ada en / [&#39;saved&#39;]"


@pytest.mark.item("A10.5")
@pytest.mark.needs("json")
def test_values_become_json(site: Site) -> None:
    """What the application's JSON knows the filter knows, and no value ends a script."""
    site.app.json.default = sorted
    value = {"a": {2, 1}, "b": "</script>"}

    text = site.show(lambda: render_template_string("{{ value|tojson }}", value=value))

    assert text == '{"a":[1,2],"b":"\\u003c/script\\u003e"}'


@pytest.mark.item("A10.6")
@pytest.mark.parametrize(
    ("name", "is_escaped"),
    [
        ("a.html", True),
        ("a.htm", True),
        ("a.xml", True),
        ("a.xhtml", True),
        ("a.svg", True),
        ("a.HTML", True),
        ("a.html.j2", True),
        ("a.txt", False),
        ("a.js", False),
        ("a", False),
    ],
)
def test_markup_is_escaped(site: Site, name: str, is_escaped: bool) -> None:
    """The name's end decides; a text has no name, and is escaped."""
    site.write(name, "{{ text }}")
    shown = site.show(lambda: render_template(name, text="<b>"))

    assert shown == ("&lt;b&gt;" if is_escaped else "<b>")
    assert site.show(lambda: render_template_string("{{ text }}", text="<b>")) == "&lt;b&gt;"


def twice(text: str) -> str:
    """Double a text."""
    return text * 2


def short(text: str) -> bool:
    """Say whether a text is short."""
    return len(text) < 4


@pytest.mark.item("A10.7")
@pytest.mark.parametrize(
    ("kind", "function", "source", "shown"),
    [
        ("filter", twice, "{{ 'ab'|NAME }}", "abab"),
        ("test", short, "{{ 'ab' is NAME }}", "True"),
        ("global", twice, "{{ NAME('ab') }}", "abab"),
    ],
    ids=["filter", "test", "global"],
)
def test_words_are_registered(
    site: Site, kind: str, function: Callable[[str], object], source: str, shown: str
) -> None:
    """Decorators and methods take a name or the function's own, and give the function back."""
    decorator, method = (getattr(site.app, f"{word}template_{kind}") for word in ("", "add_"))
    assert decorator()(function) is decorator("given")(function) is function
    method(function, "added")
    method(function)

    def show(name: str) -> str:
        return site.show(lambda: render_template_string(source.replace("NAME", name)))

    assert [show(name) for name in (function.__name__, "given", "added")] == [shown] * 3


@pytest.mark.item("A10.7")
@pytest.mark.parametrize("word", ["template_filter", "template_test", "template_global"])
def test_decorators_need_parentheses(site: Site, word: str) -> None:
    """A function in place of the name is a mistake that is told at once."""
    with pytest.raises(RegistrationError, match=f"{word} was written without parentheses"):
        getattr(site.app, word)(twice)


@pytest.mark.item("A10.8")
def test_processors_add_values(site: Site) -> None:
    """Plain and asynchronous functions give values; what is no dictionary is refused."""
    pytest.importorskip("asgiref")

    @site.app.context_processor
    async def later() -> dict[str, int]:
        return {"b": 2}

    site.app.context_processor(lambda: {"a": 1})
    assert site.show(lambda: render_template_string("{{ a }}{{ b }}")) == "12"

    site.app.testing = True
    site.app.template_context_processors[None].append(lambda: None)
    with pytest.raises(TypeError, match=r"The context processor '<lambda>' .* returned None"):
        site.show(lambda: render_template_string(""))


@pytest.mark.item("A10.9")
def test_folders_are_searched_in_order(site: Site) -> None:
    """First come the application's, then blueprints' as they were registered; all are listed."""
    for owner, letters in (("", "a"), ("one", "ab"), ("two", "abc")):
        for letter in letters:
            site.write(f"{letter}.html", owner or "app", owner=owner)
    site.add_blueprint("one")
    site.add_blueprint("two")
    names = ["a.html", "b.html", "c.html"]
    with site.app.app_context():
        found = [render_template(name) for name in names]

    assert found == ["app", "one", "two"]
    assert site.provider.list_templates(site.app) == site.native.list_templates() == names


@pytest.mark.item("A10.9")
def test_a_loader_of_ones_own_is_added(site: Site) -> None:
    """The engine's loader may be exchanged for one that knows other places too."""
    jinja2 = pytest.importorskip("jinja2")
    site.write("a.html", "a")
    others = jinja2.DictLoader({"b.html": "b"})
    site.native.loader = jinja2.ChoiceLoader([site.native.loader, others])

    assert site.show(lambda: render_template("a.html") + render_template("b.html")) == "ab"


@pytest.mark.item("A10.10")
def test_jinja_takes_options(tmp_path: Path) -> None:
    """Options are given to a provider, or with it."""
    later = Site(tmp_path)
    later.provider.jinja_options.update(trim_blocks=True, extensions=["jinja2.ext.do"])
    provider = type(later.provider)({"trim_blocks": True})
    at_once = Site(tmp_path, plugins={"templating": provider})

    assert later.native.trim_blocks
    assert at_once.native.trim_blocks
    assert later.show(lambda: render_template_string("{% do [].append(1) %}\nx")) == "x"


@pytest.mark.item("A10.10")
def test_changed_files_are_looked_for(site: Site) -> None:
    """With the setting a changed file is read again, also where debug mode is off."""
    page = site.write("a.html", "old")
    site.app.config["TEMPLATES_AUTO_RELOAD"] = True
    texts: list[str] = []
    for text in ("old", "longer"):
        page.write_text(text)
        texts.append(site.show(lambda: render_template("a.html")))

    assert texts == ["old", "longer"]


@pytest.mark.item("A10.10")
def test_loading_is_explained(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """The log names every folder, what is in it, and the blueprint that asked."""
    site.app.config["EXPLAIN_TEMPLATE_LOADING"] = True
    site.add_blueprint("one")
    site.write("a.html", "", owner="one")
    with caplog.at_level(logging.INFO):
        site.show(lambda: render_template("a.html"), "/one")
    said: Any = caplog.messages[-1]

    assert "'a.html' for the blueprint 'one'" in said
    assert "1. application: not in" in said
    assert "2. blueprint 'one': found" in said
