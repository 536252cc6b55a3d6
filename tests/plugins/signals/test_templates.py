"""What is told of templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from pegboard import (
    Pegboard,
    hookimpl,
    render_template,
    render_template_string,
    stream_template,
    stream_template_string,
)
from pegboard_hookspecs.errors import TemplateNotFoundError
from pegboard_signals import NamedTemplate, before_render_template, template_rendered
from tests.plugins.signals.site import Diary, make_app

needs_jinja = pytest.mark.needs("templating")
BOTH = ("before_render_template", "template_rendered")


@pytest.fixture
def app(tmp_path: Path) -> Pegboard:
    """Give an application with one template."""
    (tmp_path / "page.html").write_text("Hello {{ name }}")
    app = make_app()
    app.template_folder = tmp_path
    return app


WORDS = {
    "template": lambda: render_template("page.html", name="Ada"),
    "names": lambda: render_template(["none.html", "page.html"], name="Ada"),
    "stream": lambda: "".join(stream_template("page.html", name="Ada")),
    "text": lambda: render_template_string("Hello {{ name }}", name="Ada"),
    "stream of text": lambda: "".join(stream_template_string("Hello {{ name }}", name="Ada")),
}


@needs_jinja
@pytest.mark.item("A15.6")
@pytest.mark.parametrize("word", WORDS)
def test_a_rendering_is_told_twice(app: Pegboard, word: str) -> None:
    """Before and after a rendering, by whichever word, its template and values are sent."""
    diary = Diary(app, *BOTH)

    with app.app_context():
        assert WORDS[word]() == "Hello Ada"

    assert tuple(diary.lines) == BOTH
    for values in diary.values.values():
        assert isinstance(values["template"], app.slot("templating").native.template_class)
        assert values["template"].name == (None if "text" in word else "page.html")
        assert values["context"] == {"name": "Ada"}


@needs_jinja
@pytest.mark.parametrize("word", WORDS)
def test_nobody_has_to_listen(app: Pegboard, word: str) -> None:
    """Where nobody is connected, a rendering is what it would be without the plugin."""
    with app.app_context():
        assert WORDS[word]() == "Hello Ada"


@needs_jinja
@pytest.mark.item("A15.6")
def test_the_template_is_the_engine_s(app: Pegboard) -> None:
    """The template that is sent is the one that is rendered."""
    diary = Diary(app, "template_rendered")

    with app.app_context():
        render_template("page.html")

    known = app.slot("templating").native.get_template("page.html")
    assert diary.values["template_rendered"]["template"] is known


@needs_jinja
@pytest.mark.item("A15.6")
@pytest.mark.parametrize("word", WORDS)
def test_receivers_change_the_values(app: Pegboard, word: str) -> None:
    """What a receiver puts into the values before a rendering is rendered."""
    app.context_processor(lambda: {"place": "here"})

    def change(sender: object, template: Any, context: dict[str, Any]) -> None:
        context["name"] = f"Grace, {context['place']}"

    with app.app_context(), before_render_template.connected_to(change, app):
        assert WORDS[word]() == "Hello Grace, here"


@needs_jinja
@pytest.mark.item("A15.6")
@pytest.mark.parametrize("word", ["stream_template", "stream_template_string"])
def test_a_stream_is_rendered_at_its_end(app: Pegboard, word: str) -> None:
    """The second signal comes behind the last piece, while the request is current."""
    diary = Diary(app, *BOTH, "appcontext_tearing_down")
    give = {
        "stream_template": lambda: stream_template("page.html", name=diary.note("piece")),
        "stream_template_string": lambda: stream_template_string(
            "{{ name() }}", name=diary.note("piece")
        ),
    }
    (Path(str(app.template_folder)) / "page.html").write_text("{{ name() }}")

    @app.get("/")
    def view() -> Iterator[str]:
        pieces = give[word]()
        diary.note("view")()
        return pieces

    app.test_client().get("/", buffered=True)

    assert diary.lines == [
        "before_render_template",
        "view",
        "piece",
        "template_rendered",
        "appcontext_tearing_down",
    ]


@needs_jinja
def test_a_stream_that_is_broken_off_was_not_rendered(app: Pegboard) -> None:
    """Where nobody reads the pieces to their end, the second signal is not sent."""
    diary = Diary(app, *BOTH)

    with app.app_context():
        pieces: Any = stream_template_string("a{{ 1 }}b")
        next(pieces)
        pieces.close()

    assert diary.lines == ["before_render_template"]


@needs_jinja
@pytest.mark.parametrize("word", [render_template, stream_template])
def test_a_missing_template_is_the_provider_s_error(app: Pegboard, word: Any) -> None:
    """What there is not is told by whoever looked for it, and no signal is sent."""
    diary = Diary(app, *BOTH)
    app.add_url_rule("/", view_func=lambda: word("none.html"))
    app.testing = True

    with pytest.raises(TemplateNotFoundError) as raised:
        app.test_client().get("/")

    assert diary.lines == []
    assert "pegboard-templating:jinja" in raised.value.__notes__[0]


@needs_jinja
def test_a_rendering_that_fails_is_not_told_as_done(app: Pegboard) -> None:
    """After an exception in the template the second signal is not sent."""
    diary = Diary(app, *BOTH)

    with app.app_context(), pytest.raises(ZeroDivisionError):
        render_template_string("{{ 1 / 0 }}")

    assert diary.lines == ["before_render_template"]


class Shouting:
    """A provider that shows no templates of its own."""

    @hookimpl
    def render_template(self, name: object, context: Mapping[str, Any]) -> str:
        return f"{name} {context['name']}!"

    @hookimpl
    def render_template_string(self, source: str, context: Mapping[str, Any]) -> str:
        return f"{source} {context['name']}!"

    @hookimpl
    def stream_template(self, name: object, context: Mapping[str, Any]) -> Iterator[str]:
        return iter([f"{name} {context['name']}!"])

    @hookimpl
    def stream_template_string(self, source: str, context: Mapping[str, Any]) -> Iterator[str]:
        return iter([f"{source} {context['name']}!"])

    @hookimpl
    def template_attribute(self, name: str, attribute: str) -> Any: ...

    @hookimpl
    def list_templates(self) -> Sequence[str]:
        return []

    @hookimpl
    def add_template_helper(self, kind: str, name: str, helper: object) -> None: ...


@pytest.mark.item("A15.6")
@pytest.mark.parametrize(
    ("render", "name"),
    [
        pytest.param(lambda: render_template("a.txt", name="x"), "a.txt", id="name"),
        pytest.param(lambda: render_template(["a.txt", "b.txt"], name="x"), None, id="names"),
        pytest.param(lambda: "".join(stream_template("b.txt", name="x")), "b.txt", id="stream"),
        pytest.param(lambda: render_template_string("a", name="x"), None, id="text"),
    ],
)
def test_any_provider_s_renderings_are_told(render: Any, name: str | None) -> None:
    """Where the engine shows no templates, something with the template's name stands for it."""
    app = make_app(plugins={"templating": Shouting})
    diary = Diary(app, *BOTH)

    with app.app_context():
        render()

    assert tuple(diary.lines) == BOTH
    assert diary.values["template_rendered"]["template"] == NamedTemplate(name)


class Card:
    """A template of no engine in particular."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        return "card"


@pytest.mark.item("A15.6")
def test_a_template_object_is_sent_itself() -> None:
    """Where the engine shows no templates, but was given one, that is the template."""
    app = make_app(plugins={"templating": Shouting})
    diary, card = Diary(app, *BOTH), Card()

    with app.app_context():
        render_template(card, name="x")

    assert diary.values["template_rendered"]["template"] is card


@needs_jinja
@pytest.mark.item("A15.6")
def test_a_template_object_of_the_engine(app: Pegboard) -> None:
    """The engine's own template object, given to the word, is what is sent."""
    diary = Diary(app, *BOTH)
    template = app.slot("templating").native.from_string("Hello")

    with app.app_context():
        assert render_template(template) == "Hello"

    assert diary.values["template_rendered"]["template"] is template


@needs_jinja
def test_one_of_the_two_is_enough(app: Pegboard) -> None:
    """A receiver of one signal is told though nobody listens to the other."""
    seen: list[str] = []

    def note(sender: object, template: Any, context: object) -> None:
        seen.append(str(template.name))

    with app.app_context(), template_rendered.connected_to(note, app):
        render_template("page.html")

    assert seen == ["page.html"]
