"""Several providers that fill one slot together."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import pytest

from pegboard.plugins.loader import LoadedPlugin, Selection, load, resolve
from pegboard_hookspecs import Setting, Slot, hookimpl, hookspec
from pegboard_hookspecs.errors import (
    ConfigurationError,
    PegboardError,
    PluginConflictError,
    PluginLoadError,
    UnknownNameError,
)
from tests.core.plugins.loader.contract import SLOTS, Events
from tests.core.plugins.loader.site import Site


class Singing:
    """Hooks of a slot that several may fill."""

    @hookspec("first")
    def sing(self, app: object, song: str = "") -> object:
        """Sing."""


class Choir:
    """Sings with several voices."""

    settings = (Setting("CHOIR_SIZE", (int,), 3, "How many sing."),)

    def __init__(self, voices: Mapping[str, Any]) -> None:
        self.voices = dict(voices)

    @hookimpl
    def sing(self, app: object, song: str) -> str:
        return " ".join(voice.sing(app, song=song) for voice in self.voices.values())


class High:
    @hookimpl
    def sing(self) -> str:
        return "high"


class Low:
    loudness = 3

    @hookimpl(specname="sing")
    def hum(self, song: str, app: object) -> str:
        return f"{song} for {app}"

    @hookimpl(wrapper=True)
    def sing(self) -> Generator[None, str, str]:
        return (yield)


class Whole:
    @hookimpl
    def sing(self, app: object, song: str) -> str:
        return f"all of {song}"


def _discord(voices: Mapping[str, Any]) -> object:
    raise ValueError(f"{len(voices)} voices do not agree")


SINGING = Slot("singing", Singing, "acme-voice:solo", "sings", combine=Choir)
VOICES = ("acme-bass:low", "acme-tenor:high", "acme-voice:solo")

MODULE = """
    from pegboard_hookspecs import hookimpl

    class Voice:
        @hookimpl
        def sing(self, app): return type(self).__name__
"""


@pytest.fixture
def choir(importable: Site) -> Site:
    """Give a folder with three providers of one slot."""
    for name in VOICES:
        module = name.partition(":")[0].replace("-", "_")
        importable.provider("singing", name, f"{module}:Voice")
        importable.module(module, MODULE)
    return importable


def _resolve(
    site: Site,
    value: object = None,
    *,
    slot: Slot = SINGING,
    environ: Mapping[str, str] | None = None,
    root: Path | None = None,
    others: Mapping[str, object] | None = None,
) -> Selection:
    return resolve(
        (*SLOTS, slot),
        specs=(Events,),
        plugins={**({} if value is None else {"singing": value}), **(others or {})},
        environ=environ or {},
        root_path=root,
        path=[str(site.folder)],
    )


def _winners(selection: Selection) -> list[str]:
    return [winner.identity for winner in selection.decision("singing").winners]


def _problem(selection: Selection) -> PegboardError:
    (problem,) = selection.problems
    return problem


def test_a_list_in_code(choir: Site) -> None:
    """Each provider that a list names is taken, in its order; the others lose."""
    selection = _resolve(choir, ["acme-tenor", "acme-bass:low"])

    assert _winners(selection) == ["acme-tenor:high", "acme-bass:low"]
    assert {verdict.plugin.identity: verdict.state for verdict in selection.verdicts} == {
        "acme-bass:low": "active",
        "acme-tenor:high": "active",
        "acme-voice:solo": "losing",
    }
    reason = next(v.reason for v in selection.verdicts if v.state == "losing")
    assert reason == (
        "loses 'singing' to acme-tenor:high and acme-bass:low, which are chosen in "
        "Pegboard(plugins=...)"
    )


def test_a_list_in_the_environment(choir: Site) -> None:
    """In the environment a plus stands between them, for a comma ends a setting."""
    environ = {"PEGBOARD_PLUGINS": "singing=acme-tenor + acme-bass,greeting=off"}

    assert _winners(_resolve(choir, environ=environ)) == ["acme-tenor:high", "acme-bass:low"]


def test_a_list_in_the_project_file(choir: Site, tmp_path: Path) -> None:
    """In the project file it is a list."""
    text = '[tool.pegboard.plugins]\nsinging = ["acme-tenor", "acme-bass"]\n'
    (tmp_path / "pyproject.toml").write_text(text)

    assert _winners(_resolve(choir, root=tmp_path)) == ["acme-tenor:high", "acme-bass:low"]


def test_a_bad_list_in_the_project_file(choir: Site, tmp_path: Path) -> None:
    """What is no name in a list is refused there too."""
    (tmp_path / "pyproject.toml").write_text("[tool.pegboard.plugins]\nsinging = ['x', 3]\n")

    with pytest.raises(ConfigurationError, match="3 is neither a name nor true nor false"):
        _resolve(choir, root=tmp_path)


def test_the_application_may_bring_some(choir: Site) -> None:
    """Classes and objects of the application may stand in a list beside names."""
    assert _winners(_resolve(choir, [High, "acme-bass", Low()])) == [
        "app:High",
        "acme-bass:low",
        "app:Low",
    ]


def test_a_list_of_one(choir: Site) -> None:
    """A list of one is that one, in every slot."""
    selection = _resolve(choir, ["acme-bass"], slot=Slot("singing", Singing, "", "sings"))

    assert (_winners(selection), selection.problems) == (["acme-bass:low"], ())


@pytest.mark.parametrize(
    ("environ", "line"),
    [
        ({}, '"singing": "acme-bass" or "singing": "acme-tenor"'),
        ({"PEGBOARD_PLUGINS": "singing=acme-bass+acme-tenor"}, "singing=acme-bass or singing=acme"),
    ],
    ids=["code", "environment"],
)
def test_a_slot_that_takes_one(choir: Site, environ: dict[str, str], line: str) -> None:
    """A slot that cannot combine providers says so, and how to choose one of them."""
    value = None if environ else ["acme-bass", "acme-tenor"]

    selection = _resolve(choir, value, slot=Slot("singing", Singing, "", "sings"), environ=environ)

    assert "'singing' is to be filled by 2 providers" in str(_problem(selection))
    assert line in str(_problem(selection))
    assert _winners(selection) == []


@pytest.mark.parametrize(
    ("value", "kind", "complaint"),
    [
        (["acme-bass", "acme-bass:low"], ConfigurationError, "'acme-bass:low' twice"),
        (["acme-bass", "acme-tenr"], UnknownNameError, "Did you mean 'acme-tenor'?"),
        ([High, High()], ConfigurationError, "brings 2 plugins that are called 'app:High'"),
    ],
    ids=["twice", "unknown", "namesakes"],
)
def test_a_list_that_cannot_be_obeyed(
    choir: Site, value: object, kind: type[Exception], complaint: str
) -> None:
    """One that is named twice, or that nobody knows, is an error."""
    problem = _problem(_resolve(choir, value))

    assert isinstance(problem, kind)
    assert complaint in str(problem)


def test_one_of_a_list_is_switched_off_elsewhere(choir: Site) -> None:
    """A setting of higher precedence takes one out of a list; if none is left, the rule holds."""
    environ = {"PEGBOARD_PLUGINS": "singing=acme-bass+acme-tenor"}

    one = _resolve(choir, environ=environ, others={"acme-bass": False})
    none = _resolve(choir, environ=environ, others={"acme-bass": False, "acme-tenor": False})

    assert _winners(one) == ["acme-tenor:high"]
    assert _winners(none) == ["acme-voice:solo"]


def test_one_of_a_list_is_switched_off_there(choir: Site) -> None:
    """Two settings of one place that contradict each other are an error, which quotes both."""
    selection = _resolve(choir, ["acme-bass", "acme-tenor"], others={"acme-bass:low": False})

    assert '"singing": "acme-bass" and "acme-bass:low": False' in str(_problem(selection))


def test_lists_that_contradict_each_other_are_quoted(choir: Site) -> None:
    """A list is quoted as it would stand in its place."""
    environ = {"PEGBOARD_PLUGINS": "singing=acme-bass+acme-tenor,singing=acme-bass"}

    message = str(_problem(_resolve(choir, environ=environ)))

    assert "singing=acme-bass+acme-tenor and singing=acme-bass" in message


@pytest.mark.parametrize(
    ("value", "winners"),
    [
        (["acme-bass", High], ["acme-voice:solo"]),
        ([High, Low], ["app:High", "app:Low"]),
    ],
    ids=["some", "all of the application's own"],
)
def test_safe_mode(choir: Site, value: object, winners: list[str]) -> None:
    """In safe mode a list holds only where the application brings all of it."""
    environ = {"PEGBOARD_NO_PLUGINS": "1"}

    assert _winners(_resolve(choir, value, environ=environ)) == winners


def test_a_conflict_prints_the_list_too(choir: Site) -> None:
    """Two alternatives without a setting stay an error, which shows the line for both as well."""
    problem = _problem(_resolve(choir))

    assert isinstance(problem, PluginConflictError)
    assert '    singing = ["acme-bass:low", "acme-tenor:high"]\n' in str(problem)


def _loaded(selection: Selection) -> dict[str, LoadedPlugin]:
    return {each.identity: each for each in load(selection, (Events,))}


def test_one_stands_for_all(choir: Site) -> None:
    """What the slot makes of them stands in front, answers its hooks, and has settings."""
    loaded = _loaded(_resolve(choir, ["acme-tenor", "acme-bass"]))

    assert list(loaded) == ["acme-tenor:high + acme-bass:low", "acme-bass:low", "acme-tenor:high"]
    whole = loaded["acme-tenor:high + acme-bass:low"]
    assert isinstance(whole.object, Choir)
    assert list(whole.object.voices) == ["acme-tenor:high", "acme-bass:low"]
    assert [each.answers_slot for each in loaded.values()] == [True, False, False]
    assert whole.settings == Choir.settings


def test_an_implementation_may_leave_arguments_out(choir: Site) -> None:
    """Each of them is asked with the arguments that it takes, and keeps its other attributes."""
    whole, *_ = load(_resolve(choir, [High, Low, Whole]), (Events,))
    assert isinstance(whole.object, Choir)

    assert whole.object.sing("us", "a song") == "high a song for us all of a song"
    assert whole.object.voices["app:Low"].loudness == 3


def test_one_of_them_cannot_be_loaded(choir: Site) -> None:
    """Where failures are only told, the one that is left fills the slot alone."""
    choir.module("acme_bass", "raise RuntimeError('hoarse')")
    selection = _resolve(choir, ["acme-tenor", "acme-bass"])
    told: list[PegboardError] = []

    (only,) = load(selection, (Events,), on_failure=told.append)

    assert (only.identity, only.answers_slot) == ("acme-tenor:high", True)
    assert "hoarse" in str(told[0])


@pytest.mark.parametrize("is_told", [False, True])
def test_they_cannot_be_combined(choir: Site, is_told: bool) -> None:
    """What goes wrong when they are made one names them; the first fills the slot if it must."""
    slot = Slot("singing", Singing, "", "sings", combine=_discord)
    selection = _resolve(choir, ["acme-tenor", "acme-bass"], slot=slot)
    told: list[PegboardError] = []
    if not is_told:
        with pytest.raises(PluginLoadError, match="2 voices do not agree"):
            load(selection, (Events,))
        return

    loaded = load(selection, (Events,), on_failure=told.append)

    assert len(told) == 1
    assert {each.identity: each.answers_slot for each in loaded} == {
        "acme-tenor:high": True,
        "acme-bass:low": False,
    }
