"""Words that render templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pegboard import (
    Pegboard,
    get_template_attribute,
    render_template,
    render_template_string,
    request,
    stream_template,
    stream_template_string,
)
from pegboard_hookspecs.errors import ContextError, SlotEmptyError, TemplateNotFoundError
from tests.core.site import make_app

needs_templating = pytest.mark.needs("templating")

_WORDS: dict[str, Callable[[], Any]] = {
    "render_template": lambda: render_template("x.html"),
    "render_template_string": lambda: render_template_string("x"),
    "stream_template": lambda: stream_template("x.html"),
    "stream_template_string": lambda: stream_template_string("x"),
    "get_template_attribute": lambda: get_template_attribute("x.html", "y"),
}


@pytest.fixture
def app(tmp_path: Path) -> Pegboard:
    """Give an application with one template."""
    (tmp_path / "templates").mkdir()
    page = "{% macro shout(text) %}{{ text.upper() }}!{% endmacro %}Hello, {{ name }}."
    (tmp_path / "templates" / "hello.html").write_text(page)
    return make_app(root_path=str(tmp_path))


@needs_templating
def test_a_template_is_rendered(app: Pegboard) -> None:
    """A template is found by its name, or is the first that exists of several."""
    with app.app_context():
        assert render_template("hello.html", name="Ada") == "Hello, Ada."
        assert render_template(["none.html", "hello.html"], name="Ada") == "Hello, Ada."


@needs_templating
def test_a_text_is_rendered(app: Pegboard) -> None:
    """A template given as text escapes what it prints."""
    with app.app_context():
        assert render_template_string("<b>{{ name }}", name="<Ada>") == "<b>&lt;Ada&gt;"


@needs_templating
def test_processors_add_values(app: Pegboard) -> None:
    """What context processors give is there, under the values of the call."""
    app.context_processor(lambda: {"name": "Grace", "place": "here"})

    with app.app_context():
        assert render_template_string("{{ name }} {{ place }}", name="Ada") == "Ada here"


@needs_templating
def test_pieces_come_one_by_one(app: Pegboard) -> None:
    """A template is streamed piece by piece, also where no request is."""
    with app.app_context():
        assert "".join(stream_template("hello.html", name="Ada")) == "Hello, Ada."
        assert "".join(stream_template_string("{{ name }}!", name="Ada")) == "Ada!"


@needs_templating
def test_a_stream_keeps_its_request(app: Pegboard) -> None:
    """While the pieces of an answer are read, the request is current, and ends when they end."""
    order: list[str] = []

    def piece() -> str:
        order.append(f"piece of {request.path}")
        return "x"

    @app.before_request
    def answer() -> Iterator[str]:
        return stream_template_string("{{ piece() }}{{ piece() }}", piece=piece)

    @app.teardown_request
    def end(error: BaseException | None) -> None:
        order.append("end")

    assert app.test_client().get("/x").text == "xx"
    assert order == ["piece of /x", "piece of /x", "end"]


@needs_templating
def test_a_macro_is_called_from_python(app: Pegboard) -> None:
    """A macro of a template is a function."""
    with app.app_context():
        assert get_template_attribute("hello.html", "shout")("hi") == "HI!"


@needs_templating
def test_a_missing_template_is_an_error_at_once(app: Pegboard) -> None:
    """A missing template is an error of the call, for streams too."""
    with app.app_context(), pytest.raises(TemplateNotFoundError, match=r"none\.html"):
        stream_template("none.html")


@pytest.mark.parametrize("word", _WORDS)
def test_a_word_needs_an_application(word: str) -> None:
    """Outside of a context the error has the word's name."""
    with pytest.raises(ContextError, match=f"outside of application context: '{word}'"):
        _WORDS[word]()


@pytest.mark.parametrize("word", _WORDS)
def test_a_word_needs_its_slot(word: str) -> None:
    """Without a plugin that renders templates the error names the empty slot."""
    app = make_app(plugins={"templating": False})

    with app.app_context(), pytest.raises(SlotEmptyError, match="No plugin renders templates"):
        _WORDS[word]()
