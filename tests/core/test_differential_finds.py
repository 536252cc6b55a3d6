"""The comparison with pluggy proves something: it finds mistakes that are planted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pluggy
import pytest
from hypothesis import HealthCheck, Phase, find, settings

from pegboard.plugins.compiler import Switchboard, code
from pegboard.plugins.compiler.shape import Shape
from pegboard.plugins.compiler.source import Source, write_source
from pegboard.plugins.manager import HookManager
from tests.core.scenario import Scenario, scenarios
from tests.core.stage import play

pytestmark = pytest.mark.slow

Mutation = Callable[[str], str]


def _replace(old: str, new: str) -> Mutation:
    return lambda text: text.replace(old, new)


def _swap_arguments(text: str) -> str:
    return re.sub(r"(= |return |_enter\()(plugin_\w+)\((\w+), (\w+)", r"\1\2(\4, \3", text)


def _turn_around(text: str) -> str:
    """Give each name in the head of ``bind`` the implementation of its mirror image."""
    names = re.findall(r"plugin_\w+", text.partition("\n")[0])
    mirror = dict(zip(names, reversed(names), strict=True))
    head, _, body = text.partition("\n")
    return re.sub(r"plugin_\w+", lambda found: mirror[found[0]], head) + "\n" + body


def _forget_error(text: str) -> str:
    return text.replace("_result, _error = _leave(", "_result, _ = _leave(")


def _leave_outermost_first(text: str) -> str:
    pattern = r"(?s)(        if _wrapper_2 .*?)(        if _wrapper_1 .*?)(        if _error)"
    return re.sub(pattern, r"\2\1\3", text)


MUTATIONS: dict[str, Mutation] = {
    "keeps answers that are None": _replace("if _answer is not None", "if True"),
    "drops answers that are falsy": _replace("if _answer is not None", "if _answer"),
    "asks on after the first answer": _replace("if _result is None", "if True"),
    "takes None for the first answer": _replace("if _result is not None", "if True"),
    "passes arguments in the wrong order": _swap_arguments,
    "leaves arguments with defaults out": lambda text: re.sub(r"(\w+)=\1\b", "", text),
    "ignores the specification's defaults": lambda text: re.sub(r"=_default_\w+", "='?'", text),
    "calls implementations in reverse": _turn_around,
    "lets some exceptions pass by wrappers": _replace("except BaseException", "except Exception"),
    "forgets what a wrapper raises": _forget_error,
    "leaves wrappers in the order of entering": _leave_outermost_first,
    "leaves wrappers that were not entered": _replace("_enter(", "("),
}


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Mutation], None]]:
    """Let all hooks be compiled with a mutation."""

    def planted(mutation: Mutation) -> None:
        def mutated(shape: Shape) -> Source:
            source = write_source(shape)
            return replace(source, text=mutation(source.text))

        monkeypatch.setattr(code, "write_source", mutated)
        code.compile_shape.cache_clear()

    yield planted
    code.compile_shape.cache_clear()


def _differs(scenario: Scenario, kind: type[HookManager]) -> bool:
    found = play(scenario, kind, by_position=True)
    return found != play(scenario, pluggy.PluginManager, by_position=True)


def _find_difference(kind: type[HookManager] = HookManager) -> Scenario:
    return find(
        scenarios(),
        lambda scenario: _differs(scenario, kind),
        settings=settings(
            max_examples=2000,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS)
def test_mistakes_in_generated_code_are_found(
    mutation: Mutation, plant: Callable[[Mutation], None]
) -> None:
    """A compiler that writes something else than pluggy does is told from it."""
    plant(mutation)

    assert _find_difference()


class _DeafToPlugins(HookManager):
    register = pluggy.PluginManager.register


class _DeafToRemoval(HookManager):
    unregister = pluggy.PluginManager.unregister


class _DeafToMonitors(HookManager):
    def _obstacle(self) -> None:
        """See none."""


class _DeafInside(HookManager):
    """Takes nothing back while a plugin is being registered."""

    def __init__(self, project_name: str) -> None:
        super().__init__(project_name)
        self._board.__class__ = _DeafBoard


class _DeafBoard(Switchboard):
    def _retract(self) -> None:
        """Leave all in place."""


@pytest.mark.parametrize("kind", [_DeafToPlugins, _DeafToRemoval, _DeafToMonitors, _DeafInside])
def test_changes_that_go_unnoticed_are_found(kind: type[HookManager]) -> None:
    """A manager that publishes stale functions after a change is told from pluggy's."""
    assert _find_difference(kind)
