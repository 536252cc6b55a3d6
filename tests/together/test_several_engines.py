"""Several real template engines in one application."""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from mako.template import Template

from pegboard import (
    Pegboard,
    get_template_attribute,
    hookimpl,
    render_template,
    render_template_string,
    stream_template,
)
from pegboard.commandline import GivenApp, PegboardProgram
from pegboard.commands.explain import explain
from pegboard.commands.lock import lock
from pegboard.commands.plugins import plugins
from pegboard_hookspecs.errors import TemplateNotFoundError
from pegboard_signals import Signals, template_rendered
from pegboard_templating_mako import MakoTemplating
from pegboard_templating_minijinja import MiniJinjaTemplating

pytestmark = pytest.mark.needs("templating")

JINJA = "pegboard-templating:jinja"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a folder with a template for each engine."""
    (tmp_path / "templates").mkdir()
    for name, source in {
        "a.html": "{{ name|default('')|shout }}{% macro m() %}jinja{% endmacro %}",
        "b.html.mako": "${name | shout}<%def name='m()'>mako</%def>",
        "c.html.minijinja": "{{ name|default('')|shout }}{% macro m() %}minijinja{% endmacro %}",
    }.items():
        (tmp_path / "templates" / name).write_text(source)
    return tmp_path


def _app(root: Path, *engines: object, **more: object) -> Pegboard:
    app = Pegboard(
        "several", root_path=str(root), static_folder=None, plugins={"templating": engines, **more}
    )
    app.add_template_filter(str.upper, "shout")
    return app


@pytest.fixture
def app(root: Path) -> Pegboard:
    """Give an application with three engines."""
    return _app(root, JINJA, MakoTemplating, MiniJinjaTemplating)


NAMES = {"a.html": "jinja", "b.html.mako": "mako", "c.html.minijinja": "minijinja"}


@pytest.mark.parametrize(("name", "engine"), NAMES.items())
def test_each_engine_renders_its_own(app: Pegboard, name: str, engine: str) -> None:
    """Each template is rendered by its engine, whole and streamed, with what the app registers."""
    with app.app_context():
        assert render_template(name, name="<joe>") == "&lt;JOE&gt;"
        assert "".join(stream_template(name, name="joe")) == "JOE"
        assert get_template_attribute(name, "m")() == engine


@pytest.mark.parametrize(
    ("engines", "text"),
    [((JINJA, MakoTemplating), "1${1}"), ((MakoTemplating, JINJA), "{{ 1 }}1")],
    ids=["jinja", "mako"],
)
def test_texts_are_the_first_engine_s(root: Path, engines: tuple[object, ...], text: str) -> None:
    """The first engine renders texts."""
    with _app(root, *engines).app_context():
        assert render_template_string("{{ 1 }}${1}") == text


def test_the_setting_gives_pages_to_another(root: Path) -> None:
    """A setting gives a suffix to an engine."""
    app = _app(root, JINJA, MakoTemplating)
    app.config["TEMPLATE_ENGINES"] = {".txt": "app:MakoTemplating"}
    (root / "templates" / "d.txt").write_text("${1}{{ 1 }}")

    with app.app_context():
        assert render_template("d.txt") == "1{{ 1 }}"


def test_template_objects_find_their_engine(app: Pegboard) -> None:
    """A template object is rendered by the engine that it is of."""
    jinja = app.slot("templating").native.from_string("jinja {{ n }}")
    mako = Template("mako ${n}")  # noqa: S702 - it escapes nothing, as it is

    with app.app_context():
        assert [render_template(each, n=1) for each in (jinja, mako)] == ["jinja 1", "mako 1"]


def test_the_first_that_exists_may_be_any_engine_s(app: Pegboard) -> None:
    """Of several names the first that exists is taken, whosever it is."""
    with app.app_context():
        assert render_template(["x.html", "b.html.mako"], name="joe") == "JOE"
        with pytest.raises(TemplateNotFoundError, match=r"Did you mean 'b\.html\.mako'\?"):
            render_template("b.htm.mako")


def test_nobody_checks_what_is_another_s(app: Pegboard, root: Path) -> None:
    """A check understands each template by its engine, and no other one."""
    (root / "templates" / "bad.mako").write_text("${1 +}{% if %}")

    assert [each.place for each in app.check() if "templating" in each.id] == [
        f"{root}/templates/bad.mako:1"
    ]


class Counted:
    """Counts renderings."""

    def __init__(self) -> None:
        self.names: list[object] = []

    @hookimpl(wrapper=True)
    def render_template(self, name: Any) -> Generator[None, str, str]:
        self.names.append(name)
        return (yield)


def test_wrappers_are_called_once(app: Pegboard) -> None:
    """Whoever wraps renderings is called once for each, whichever engine it is."""
    counted = Counted()
    app.register_plugin(counted)

    with app.app_context():
        for name in NAMES:
            render_template(name, name="joe")

    assert counted.names == list(NAMES)


@pytest.mark.parametrize("name", ["a.html", "b.html.mako"])
def test_signals_show_the_engine_s_template(root: Path, name: str) -> None:
    """Where all engines have templates of their own, whoever asks for one gets it."""
    app = _app(root, JINJA, MakoTemplating, **{"app:signals": Signals})
    seen: list[object] = []

    def receive(_: object, template: object, context: object) -> None:
        seen.append(template)

    with app.app_context(), template_rendered.connected_to(receive, sender=app):
        render_template(name, name="joe")

    assert seen == [app.slot("templating").provider.get_template(app, name)]


def test_an_engine_s_options_are_reached(app: Pegboard) -> None:
    """The providers themselves stay reachable, by identity."""
    engines = app.slot("templating").provider.engines

    engines["app:MakoTemplating"].mako_options["imports"] = ["import math"]

    (Path(app.root_path) / "templates" / "e.mako").write_text("${math.floor(1.5)}")
    with app.app_context():
        assert render_template("e.mako") == "1"


def test_all_of_them_are_shown(app: Pegboard, capsys: pytest.CaptureFixture[str]) -> None:
    """``pegboard plugins`` and ``pegboard explain`` name every engine."""
    program = PegboardProgram(GivenApp(app), Path(app.root_path))
    plugins(program, json=True)
    slots = json.loads(capsys.readouterr().out)["slots"]
    explain(program, "templating")
    text = " ".join(capsys.readouterr().out.split())

    shown = next(each for each in slots if each["slot"] == "templating")
    assert [shown["winner"]["identity"], *(each["identity"] for each in shown["beside"])] == [
        JINJA,
        "app:MakoTemplating",
        "app:MiniJinjaTemplating",
    ]
    assert "and app:MakoTemplating and app:MiniJinjaTemplating: chosen in Pegboard" in text


def test_several_engines_are_locked(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock has the engines that are installed, and the application starts with it."""
    monkeypatch.chdir(root)
    (root / "pyproject.toml").touch()
    assert lock(PegboardProgram(GivenApp(_app(root, JINJA, MakoTemplating)), root)) == 0
    locked = _app(root, JINJA, MakoTemplating)

    assert locked.selection.lock is not None
    assert JINJA in locked.selection.lock.order
    assert not any("mako" in each for each in locked.selection.lock.order)
    with locked.app_context():
        assert render_template("b.html.mako", name="x") == "X"
