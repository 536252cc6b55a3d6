"""Several template engines in one slot."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from pegboard import (
    Pegboard,
    get_template_attribute,
    hookimpl,
    render_template,
    render_template_string,
    stream_template,
    stream_template_string,
)
from pegboard_hookspecs import Finding
from pegboard_hookspecs.errors import ConfigurationError, TemplateNotFoundError, UnknownNameError
from pegboard_hookspecs.slots import TemplateChoice
from pegboard_hookspecs.templates import is_rendered_by


class Page:
    """A template object of one engine."""

    def __init__(self, engine: str) -> None:
        self.engine = engine

    def render(self) -> str:
        return self.engine


class Engine:
    """Renders what shows by whom it was rendered, and notes the helpers that it is told of."""

    suffixes: tuple[str, ...] = ()
    capabilities = frozenset({"templates", "fragments"})
    elsewhere: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.helpers: list[str] = []

    @property
    def name(self) -> str:
        return type(self).__name__.lower()

    @hookimpl
    def render_template(self, name: TemplateChoice) -> str:
        return f"{self.name}: {name if isinstance(name, (str, list)) else 'a page'}"

    @hookimpl
    def render_template_string(self, source: str) -> str:
        return f"{self.name}: {source}"

    @hookimpl
    def stream_template(self, name: TemplateChoice) -> Iterator[str]:
        return iter([f"{self.name}: {name}"])

    @hookimpl
    def stream_template_string(self, source: str) -> Iterator[str]:
        return iter([f"{self.name}: {source}"])

    @hookimpl
    def template_attribute(self, name: str, attribute: str) -> Any:
        return f"{self.name}: {name} {attribute}"

    @hookimpl
    def list_templates(self) -> Sequence[str]:
        return ["page.html", *self.elsewhere]

    @hookimpl
    def add_template_helper(self, app: Any, kind: str, name: str, helper: object) -> None:
        self.helpers.append(name)

    @hookimpl
    def check(self, app: Any) -> list[Finding]:
        names = [name for name in ("a.html", "b.red") if is_rendered_by(app, self, name)]
        return [Finding(self.name, "info", ", ".join(names), "here", "none")]

    def get_template(self, app: Any, name: TemplateChoice) -> str:
        return f"{self.name}'s {name}"

    def template_of_text(self, app: Any, source: str) -> str:
        return f"{self.name}'s {source}"

    def render_fragment(
        self, app: Any, name: TemplateChoice, block: str, context: Mapping[str, Any]
    ) -> str:
        return f"{self.name}: {block} of {name}"


class Plain(Engine):
    suffixes = (".plain",)
    native = "the plain engine"


class Red(Engine):
    suffixes = (".red", ".dark.red", ".plain")
    capabilities = frozenset({"templates", "streaming"})
    elsewhere = ("far.red",)

    def is_own_template(self, template: object) -> bool:
        return isinstance(template, Page) and template.engine == "red"

    def native_of(self, app: Pegboard) -> str:
        return f"the red engine of {app.name}"


class Dark(Engine):
    suffixes = (".dark",)


def _app(root: Path, *engines: object, **config: Any) -> Pegboard:
    app = Pegboard("several", root_path=str(root), plugins={"templating": [*engines]})
    app.config.update(config)
    return app


@pytest.fixture
def app(tmp_path: Path) -> Pegboard:
    """Give an application with three engines."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "near.red").write_text("")
    return _app(tmp_path, Plain, Red, Dark)


@pytest.mark.parametrize(
    ("name", "engine"),
    [
        ("a.red", "red"),
        ("a.html.red", "red"),
        ("a.RED", "red"),
        ("a.dark", "dark"),
        ("a.dark.red", "red"),
        ("a.plain", "plain"),
        ("a.html", "plain"),
        ("red", "plain"),
    ],
)
def test_the_suffix_chooses(app: Pegboard, name: str, engine: str) -> None:
    """A template is its suffix's, of two that claim one the first's, as every other one is."""
    with app.app_context():
        assert render_template(name) == f"{engine}: {name}"
        assert list(stream_template(name)) == [f"{engine}: {name}"]
        assert get_template_attribute(name, "macro") == f"{engine}: {name} macro"


def test_texts_are_the_first_s(app: Pegboard) -> None:
    """A template given as text has no suffix, so it is the first engine's."""
    with app.app_context():
        assert render_template_string("text") == "plain: text"
        assert list(stream_template_string("text")) == ["plain: text"]


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["a.red", "b.red"], "red: ['a.red', 'b.red']"),
        ([], "plain: []"),
        (["none.html", "near.red"], "red: near.red"),
        (["none.html", "far.red"], "red: far.red"),
        (["none.html", Page("red")], "red: a page"),
    ],
    ids=["of one engine", "none", "a file", "elsewhere", "an object"],
)
def test_the_first_of_several_that_exists(app: Pegboard, names: Any, text: str) -> None:
    """Names of one engine are left to it; of others, the first that exists is taken."""
    with app.app_context():
        assert render_template(names) == text


def test_none_of_several_exists(app: Pegboard) -> None:
    """Where no engine has any of them, the error names all."""
    with app.app_context(), pytest.raises(TemplateNotFoundError, match=r"'a\.html', 'b\.red'"):
        render_template(["a.html", "b.red"])


@pytest.mark.parametrize(("owner", "engine"), [("red", "red"), ("nobody", "plain")])
def test_a_template_object_goes_to_its_engine(app: Pegboard, owner: str, engine: str) -> None:
    """A template object goes to the engine that knows it, else to the first."""
    with app.app_context():
        assert render_template(Page(owner)) == f"{engine}: a page"


def test_a_setting_chooses_otherwise(tmp_path: Path) -> None:
    """A setting gives suffixes to engines, by identity or distribution."""
    app = _app(
        tmp_path, Plain, Red, Dark, TEMPLATE_ENGINES={".HTML": "app:Dark", ".red": "app:Plain"}
    )

    with app.app_context():
        shown = [render_template(name) for name in ("a.html", "a.red", "a.dark.red")]

    assert shown == ["dark: a.html", "plain: a.red", "red: a.dark.red"]


@pytest.mark.parametrize(
    ("name", "cure"),
    [("app:Drak", "Did you mean 'app:Dark'?"), ("x", "On board are app:Plain, app:Red, app:Dark.")],
)
def test_a_setting_names_an_engine_that_is_not_there(tmp_path: Path, name: str, cure: str) -> None:
    """An unknown engine in the setting is an error at the start."""
    app = _app(tmp_path, Plain, Red, Dark, TEMPLATE_ENGINES={".html": name})

    with pytest.raises(UnknownNameError, match=f"names the engine {name!r}") as caught:
        app.start()

    assert str(caught.value).endswith(cure)


@pytest.mark.parametrize("value", [{"html": "app:Dark"}, {".html": 3}, {3: "app:Dark"}], ids=str)
def test_a_setting_that_is_no_table_of_suffixes(tmp_path: Path, value: object) -> None:
    """What is no suffix, or no name, is a bad setting."""
    with pytest.raises(ConfigurationError, match="names no engine for a suffix"):
        _app(tmp_path, Plain, Red, TEMPLATE_ENGINES=value)


def test_a_setting_may_say_nothing(tmp_path: Path) -> None:
    """None is the default, also where it is written down."""
    app = _app(tmp_path, Plain, Red, TEMPLATE_ENGINES=None)

    app.start()

    assert app.config["TEMPLATE_ENGINES"] is None


def test_helpers_are_told_to_all(app: Pegboard) -> None:
    """What an application registers, every engine gets."""
    app.add_template_filter(str.upper, "shout")

    engines = app.slot("templating").provider.engines

    assert list(engines) == ["app:Plain", "app:Red", "app:Dark"]
    assert ["shout" in engine.helpers for engine in engines.values()] == [True] * 3


def test_lists_are_joined(app: Pegboard) -> None:
    """The list has the templates of all engines, each once."""
    provider = app.slot("templating").provider

    assert provider.list_templates(app) == ["far.red", "page.html"]


def test_a_capability_is_one_that_all_have(app: Pegboard) -> None:
    """What every engine can do can be asked for, whatever the template."""
    slot = app.slot("templating")

    assert slot.capabilities == {"templates"}
    assert slot.provider.get_template(app, "a.red") == "red's a.red"
    assert slot.provider.template_of_text(app, "x") == "plain's x"
    assert slot.provider.render_fragment(app, "a.dark", "b", {}) == "dark: b of a.dark"


@pytest.mark.parametrize(
    ("engines", "native"),
    [((Plain, Red), "the plain engine"), ((Red, Plain), "the red engine of several")],
)
def test_the_first_engine_is_native(tmp_path: Path, engines: Any, native: str) -> None:
    """The engine behind the slot is the first one's."""
    assert _app(tmp_path, *engines).slot("templating").native == native


def test_an_engine_without_a_native_one(tmp_path: Path) -> None:
    """Where the first shows no engine, it is it itself."""
    app = _app(tmp_path, Dark, Red)

    assert app.slot("templating").native is app.slot("templating").provider.engines["app:Dark"]


def test_each_keeps_its_other_hooks(app: Pegboard) -> None:
    """What engines do beside the slot they go on doing, and know which names are theirs."""
    found = {each.id: each.message for each in app.check()}

    assert {name: found[name] for name in ("plain", "red", "dark")} == {
        "plain": "a.html",
        "red": "b.red",
        "dark": "",
    }


def test_an_engine_alone_renders_all(tmp_path: Path) -> None:
    """Where one engine fills the slot, every name is its."""
    found = {each.id: each.message for each in _app(tmp_path, Red).check()}

    assert found["red"] == "a.html, b.red"


class Frame:
    """Wraps renderings."""

    @hookimpl(wrapper=True)
    def render_template(self) -> Generator[None, str, str]:
        return f"[{(yield)}]"


class Framing(Red):
    """An engine that wraps its own slot's hook, too."""

    @hookimpl(wrapper=True, specname="render_template")
    def framed(self) -> Generator[None, str, str]:
        return f"<{(yield)}>"


def test_a_wrapper_wraps_once(tmp_path: Path) -> None:
    """A plugin that wraps a hook of the slot is called once, whichever engine renders."""
    app = _app(tmp_path, Plain, Framing)
    app.register_plugin(Frame)

    with app.app_context():
        assert [render_template(name) for name in ("a.html", "a.red")] == [
            "[<plain: a.html>]",
            "[<framing: a.red>]",
        ]


class Failing(Engine):
    suffixes = (".bad",)

    @hookimpl
    def render_template(self, name: TemplateChoice) -> str:
        raise ValueError(name)


def test_an_exception_names_the_engines(tmp_path: Path) -> None:
    """An exception that an engine raises says which plugins fill the slot."""
    app = _app(tmp_path, Plain, Failing)

    with app.app_context(), pytest.raises(ValueError, match="bad") as caught:
        render_template("a.bad")
    app.plugins.annotate(caught.value)

    assert caught.value.__notes__ == [
        "Raised in plugin app:Plain + app:Failing, hook render_template."
    ]
