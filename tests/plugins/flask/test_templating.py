"""Jinja as applications and extensions know it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, ClassVar

import pytest
from jinja2 import ChoiceLoader, DictLoader, TemplateNotFound

from pegboard_flask import (
    Blueprint,
    Flask,
    render_template,
    render_template_string,
    template_rendered,
)
from pegboard_flask.templating import Environment
from pegboard_hookspecs.errors import RegistrationError


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """Give an application with a folder of templates, and a blueprint with another."""
    for folder in ("templates", "shop"):
        (tmp_path / folder).mkdir()
    (tmp_path / "templates" / "page.html").write_text("<p>{{ text }}{{ extra }}</p>", "utf-8")
    (tmp_path / "templates" / "page.txt").write_text("{{ text }}", "utf-8")
    (tmp_path / "shop" / "cart.html").write_text("cart of {{ request.path }}", "utf-8")
    app = Flask(__name__, root_path=str(tmp_path))
    blueprint = Blueprint("shop", __name__, template_folder="shop", root_path=str(tmp_path))
    app.register_blueprint(blueprint)
    return app


def test_the_environment_is_live(app: Flask) -> None:
    """Filters, globals and options that are set on ``jinja_env`` count from then on."""
    with app.app_context():
        assert render_template("page.html", text="<") == "<p>&lt;</p>"
        app.jinja_env.filters["loud"] = str.upper
        names: dict[str, Any] = {"answer": 42}
        app.jinja_env.globals.update(names)
        assert render_template_string("{{ 'a'|loud }}{{ answer }}") == "A42"
    assert isinstance(app.jinja_env, Environment)
    assert app.jinja_env.app is app
    assert app.jinja_env is app.slot("templating").native


def test_templates_come_from_loaders(app: Flask) -> None:
    """The application's loader is asked first, then those of blueprints; each may be replaced."""
    original = app.jinja_loader
    assert original is not None
    app.jinja_loader = ChoiceLoader([DictLoader({"page.html": "replaced"}), original])
    vars(app.blueprints["shop"])["jinja_loader"] = DictLoader({"own.html": "own"})
    with app.test_request_context("/x"):
        pages = [render_template(name) for name in ("page.html", "page.txt", "own.html")]
        with pytest.raises(TemplateNotFound):
            render_template("cart.html")

    assert pages == ["replaced", "", "own"]
    assert app.jinja_env.list_templates() == ["own.html", "page.html", "page.txt"]


def test_a_subclass_makes_its_own_environment() -> None:
    """Options, the environment's class, its maker, its loader and escaping may be overridden."""

    class OwnEnvironment(Environment):
        """Is known by its class."""

    class Own(Flask):
        jinja_environment = OwnEnvironment
        jinja_options: ClassVar[dict[str, Any]] = {"trim_blocks": True}

        def create_jinja_environment(self) -> Environment:
            made = super().create_jinja_environment()
            names: dict[str, Any] = {"made": type(made).__name__}
            made.globals.update(names)
            return made

        def create_global_jinja_loader(self) -> Any:
            return DictLoader({"a.txt": "{{ text }}{% if 1 %}\n{{ made }}{% endif %}"})

        def select_jinja_autoescape(self, filename: str | None) -> bool:
            return filename == "a.txt"

    app = Own(__name__)
    with app.app_context():
        assert render_template("a.txt", text="<") == "&lt;OwnEnvironment"
        assert render_template_string("{{ '<' }}") == "<"


def test_processors_add_values(app: Flask) -> None:
    """Context processors add values, the caller's win, and the method may be overridden."""
    app.context_processor(lambda: {"extra": "!", "text": "lost"})

    class Own(Flask):
        def update_template_context(self, context: dict[str, Any]) -> None:
            super().update_template_context(context)
            context["text"] = "own"

    own = Own(__name__)
    with app.app_context():
        assert render_template("page.html", text="kept") == "<p>kept!</p>"
        values: dict[str, Any] = {"text": 1}
        app.update_template_context(values)
        assert {"text": 1, "extra": "!"}.items() <= values.items()
    with own.app_context():
        assert render_template_string("{{ text }}", text="caller") == "own"


def test_the_signal_has_template_and_context(app: Flask) -> None:
    """Whoever listens to ``template_rendered`` is told of Jinja's template and all values."""
    told: list[tuple[str, set[str]]] = []

    def note(sender: Flask, template: Any, context: dict[str, Any]) -> None:
        told.append((template.name, set(context)))

    app.add_url_rule("/", "index", lambda: render_template("page.html", text="x"))
    with template_rendered.connected_to(note, app):
        app.test_client().get("/")

    assert told == [("page.html", {"text", "g", "request", "session"})]


def test_loading_is_explained(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """With the setting, each loader that was asked is logged, and what it had."""
    app.config["EXPLAIN_TEMPLATE_LOADING"] = True
    with app.app_context(), caplog.at_level(logging.INFO, app.name):
        render_template("cart.html", request={"path": "/"})
        with pytest.raises(TemplateNotFound):
            render_template("none.html")

    assert "cart.html" in caplog.text
    assert "shop" in caplog.text
    assert "none.html" in caplog.text


def test_a_global_may_be_any_value() -> None:
    """A global of templates need not be a function, but has a name."""
    app, blueprint = Flask(__name__), Blueprint("shop", __name__)
    app.add_template_global(f=False, name="is_tracking")
    blueprint.add_app_template_global([1, 2], "numbers")
    app.register_blueprint(blueprint)
    with app.app_context():
        text = render_template_string("{{ is_tracking }} {{ numbers|sum }}")

    assert text == "False 3"
    with pytest.raises(RegistrationError, match="has no name"):
        app.add_template_global(3)
