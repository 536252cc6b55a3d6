"""What an application adds to its templates, and what they say when they fail."""

from __future__ import annotations

from pathlib import Path
from threading import Barrier, Thread

import jinja2
import pytest

from pegboard import Pegboard, render_template, render_template_string
from pegboard_templating import JinjaTemplating
from tests.plugins.templating.site import Site


def _shout(text: object) -> str:
    return f"{text}!"


def _is_loud(text: str) -> bool:
    return text.endswith("!")


def _add_words(app: Pegboard) -> None:
    app.add_template_filter(_shout, "shout")
    app.add_template_test(_is_loud, "loud")
    app.add_template_global(_shout, "shout")


@pytest.mark.parametrize("is_late", [False, True], ids=["early", "late"])
@pytest.mark.parametrize(
    ("source", "text"),
    [("{{ 'a' | shout }}", "a!"), ("{{ 'a!' is loud }}", "True"), ("{{ shout('a') }}", "a!")],
    ids=["filter", "test", "global"],
)
def test_applications_add_words(site: Site, is_late: bool, source: str, text: str) -> None:
    """Filters, tests and globals are known, also when they come after the first rendering."""
    if is_late:
        with site.app.app_context():
            render_template_string("")
    _add_words(site.app)

    assert site.show(lambda: render_template_string(source)) == text


def test_the_environment_can_be_changed_at_set_up(site: Site) -> None:
    """The engine behind the slot is at hand as soon as there is an application."""
    site.native.filters["shout"] = _shout
    site.native.globals["name"] = "Joe"

    assert site.show(lambda: render_template_string("{{ name | shout }}")) == "Joe!"


def test_globals_are_live(site: Site) -> None:
    """A global that changes is changed for templates that are compiled already."""

    def show() -> str:
        return site.show(lambda: render_template_string("{{ version }}"))

    site.native.globals["version"] = 1
    first = show()
    site.native.globals["version"] = 2

    assert (first, show()) == ("1", "2")


def test_options_are_given_at_set_up(site: Site) -> None:
    """jinja_options go to the environment, until it is made."""
    site.provider.jinja_options["variable_start_string"] = "<<"
    site.provider.jinja_options["variable_end_string"] = ">>"

    assert site.show(lambda: render_template_string("<< 1 >>")) == "1"


def test_options_are_given_with_the_plugin(tmp_path: Path) -> None:
    """A provider may be made with options."""
    site = Site(tmp_path, plugins={"templating": JinjaTemplating({"trim_blocks": True})})

    assert site.show(lambda: render_template_string("{% if 1 %}\na{% endif %}")) == "a"


@pytest.mark.parametrize("value", [True, False])
def test_an_option_goes_before_settings(site: Site, value: bool) -> None:
    """Given as an option, auto_reload goes before settings and debug mode."""
    site.provider.jinja_options["auto_reload"] = value
    site.app.debug = not value

    assert site.native.auto_reload is value


def test_the_environment_is_made_once(site: Site) -> None:
    """Threads that need the environment at the same time get the same one."""
    count = 8
    barrier = Barrier(count)
    made: list[object] = []

    def make() -> None:
        barrier.wait()
        made.append(site.native)

    threads = [Thread(target=make) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(map(id, made))) == 1
    assert site.provider._make_environment(site.app) is made[0]


@pytest.mark.needs("json")
@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("</script>", '"\\u003c/script\\u003e"'),
        ("a'b&c", '"a\\u0027b\\u0026c"'),
        ([1, None], "[1,null]"),
    ],
    ids=["script", "quotes", "list"],
)
def test_values_become_json(site: Site, value: object, text: str) -> None:
    """The filter tojson writes with the application's JSON, safe inside of markup."""
    shown = site.show(lambda: render_template_string("{{ value | tojson }}", value=value))

    assert shown.replace(", ", ",") == text


def test_json_is_asked_each_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is the application's JSON at the time of rendering writes it."""

    class Shouting:
        def dumps(self, value: object, **_: object) -> str:
            return f"<{value}!>"

    site.native.get_template  # noqa: B018 - the environment is made before
    monkeypatch.setattr(type(site.app), "json", Shouting())

    assert site.show(lambda: render_template_string("{{ 1 | tojson }}")) == "\\u003c1!\\u003e"


def test_a_template_may_have_globals_of_its_own(site: Site) -> None:
    """A template that is given globals by hand has those, and the common ones."""
    site.write("a.html", "{{ own }}{{ common }}")
    site.native.globals["common"] = "common"

    template = site.native.get_template("a.html", globals={"own": "own "})

    assert template.render() == "own common"


def test_the_environment_has_overlays(site: Site) -> None:
    """An overlay of the environment is one like it."""
    site.write("a.html", "[[ 1 ]]")

    overlay = site.native.overlay(variable_start_string="[[", variable_end_string="]]")

    assert overlay.get_template("a.html").render() == "1"


def test_a_template_in_a_plain_environment(site: Site) -> None:
    """A template whose globals are no chain is left to Jinja."""
    template = site.native.from_string("{{ x }}")
    template.globals = {"x": 1}

    assert template.render() == "1"


def test_includes_know_local_variables(site: Site) -> None:
    """An included template sees the loop that includes it; what is not set is not there."""
    site.write("row.html", "{{ x }}{{ y is defined }},")
    source = (
        '{% for x in [1, 2] %}{% include "row.html" %}{% endfor %}'
        '{% if false %}{% set y = 1 %}{% endif %}{% include "row.html" %}'
    )

    assert site.show(lambda: render_template_string(source)) == "1False,2False,False,"


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("\n{{ x.y }}", jinja2.UndefinedError),
        ("\n{{ 1 / 0 }}", ZeroDivisionError),
        ("\n{% if %}", jinja2.TemplateSyntaxError),
        ("\n{{ 1 | unheard_of }}", jinja2.TemplateAssertionError),
    ],
    ids=["undefined", "python", "syntax", "filter"],
)
def test_errors_name_file_and_line(site: Site, source: str, kind: type[Exception]) -> None:
    """An exception in a template keeps its type and gains file and line."""
    path = site.write("a.html", source)

    with site.app.app_context(), pytest.raises(kind) as caught:
        render_template("a.html")

    assert caught.value.__notes__[0] == f"In the template {path}, line 2."


def test_errors_in_text_name_the_line(site: Site) -> None:
    """A template given as text has lines as well."""
    with site.app.app_context(), pytest.raises(ZeroDivisionError) as caught:
        render_template_string("\n\n{{ 1 / 0 }}")

    assert caught.value.__notes__[0] == "In the template <template>, line 3."


def test_a_broken_part_is_named_once(site: Site) -> None:
    """A part that does not parse is named, and the template that includes it."""
    site.write("part.html", "{% if %}")
    site.write("a.html", '{% include "part.html" %}')

    with site.app.app_context(), pytest.raises(jinja2.TemplateSyntaxError) as caught:
        render_template("a.html")

    places = [note.rpartition("/")[2] for note in caught.value.__notes__]
    assert places == ["part.html, line 1.", "a.html, line 1."]


def test_the_innermost_line_is_named(site: Site) -> None:
    """Of a template and a part of it, the part's line is named."""
    site.write("part.html", "\n\n{{ 1 / 0 }}")
    site.write("a.html", '{% include "part.html" %}')

    with site.app.app_context(), pytest.raises(ZeroDivisionError) as caught:
        render_template("a.html")

    assert [note.rpartition("/")[2] for note in caught.value.__notes__] == ["part.html, line 3."]


def test_an_error_in_a_rendering_within_a_rendering(site: Site) -> None:
    """A template that renders another one is named after it."""
    site.write("inner.html", "{{ 1 / 0 }}")
    site.write("outer.html", "\n{{ inner() }}")
    site.app.add_template_global(lambda: render_template("inner.html"), "inner")

    with site.app.app_context(), pytest.raises(ZeroDivisionError) as caught:
        render_template("outer.html")

    places = [note.rpartition("/")[2] for note in caught.value.__notes__]
    assert places == ["inner.html, line 1.", "outer.html, line 2."]


def test_a_missing_template_in_a_rendering_within_a_rendering(site: Site) -> None:
    """The place of a missing template is where it was asked for first."""
    site.write("inner.html", '{% include "none.html" %}')
    site.write("outer.html", "\n{{ inner() }}")
    site.app.add_template_global(lambda: render_template("inner.html"), "inner")

    with site.app.app_context(), pytest.raises(jinja2.TemplateNotFound) as caught:
        render_template("outer.html")

    assert f"{site.root}/templates/inner.html, line 1" in str(caught.value)


def test_a_line_is_named_once(site: Site) -> None:
    """A template that renders itself fails on one line, however often it is passed."""
    site.write("a.html", "{{ inner(depth) }}")

    def inner(depth: int) -> str:
        return render_template("a.html", depth=depth - 1) if depth else str(1 // depth)

    site.app.add_template_global(inner, "inner")
    with site.app.app_context(), pytest.raises(ZeroDivisionError) as caught:
        render_template("a.html", depth=2)

    assert len([note for note in caught.value.__notes__ if "a.html" in note]) == 1


def test_errors_in_a_stream_name_file_and_line(site: Site) -> None:
    """A template that is streamed fails like any."""
    path = site.write("a.html", "a\n{{ 1 / 0 }}")
    stream = site.provider.stream_template(site.app, "a.html", {})

    with pytest.raises(ZeroDivisionError) as caught:
        list(stream)

    assert caught.value.__notes__ == [f"In the template {path}, line 2."]


def test_exceptions_from_elsewhere_are_left_alone(site: Site) -> None:
    """An exception that no template has raised gains nothing."""

    def handle() -> None:
        try:
            int("x")
        except ValueError:
            site.native.handle_exception()

    with pytest.raises(ValueError, match="invalid literal") as caught:
        handle()

    assert not hasattr(caught.value, "__notes__")
