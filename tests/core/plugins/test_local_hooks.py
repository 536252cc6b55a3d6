"""Functions of an application as plugins."""

from __future__ import annotations

from typing import Any

from pegboard.plugins.local_hooks import local_hook, local_name
from pegboard_hookspecs.markers import PROJECT
from tests.core.site import say


class Callable:
    """Something that can be called and has no name."""

    def __call__(self) -> None:
        """Do nothing."""


def _mark(plugin: object, name: str) -> dict[str, Any]:
    mark: dict[str, Any] = getattr(getattr(plugin, name), f"{PROJECT}_impl")
    return mark


def test_a_function_is_the_hook_of_its_name() -> None:
    """A function becomes an object whose one method implements the hook of that name."""
    plugin: Any = local_hook(say, None, wrapper=False)

    assert plugin.say() == "said"
    assert _mark(plugin, "say")["wrapper"] is False


def test_a_function_may_implement_another_hook() -> None:
    """The hook may be named, and the function may wrap the others."""
    plugin: Any = local_hook(say, "check", wrapper=True)

    assert plugin.check() == "said"
    assert _mark(plugin, "check")["wrapper"] is True


def test_a_function_is_called_by_its_place() -> None:
    """The plugin's name tells function, file and line; something nameless has its class's."""
    assert local_name(say, ()).startswith("say@")
    assert ":" in local_name(say, ())
    assert local_name(Callable(), ()).startswith("Callable@")


def test_functions_of_one_line_are_numbered() -> None:
    """Functions that one line registers, in a loop, have names of their own."""
    first = local_name(say, ["other"])
    second = local_name(say, [first])

    assert second == f"{first}#2"
    assert local_name(say, [first, second]) == f"{first}#3"
