"""Hooks that an application implements itself, without a plugin class."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from pegboard.places import place_of_function
from pegboard_hookspecs import hookimpl

__all__ = ["local_hook", "local_name"]


def local_hook(function: Callable[..., Any], hook: str | None, *, wrapper: bool) -> object:
    """Make a plugin of one function.

    :param hook: the hook that it implements; None takes the function's name.
    :param wrapper: it is a generator that wraps the other implementations.
    """
    name = hook or _name(function)
    implementation = staticmethod(hookimpl(wrapper=wrapper, specname=name)(function))
    return type("LocalHook", (), {name: implementation})()


def local_name(function: Callable[..., Any], taken: Collection[str]) -> str:
    """Give the name of a function's plugin: ``function@file:line``.

    :param taken: names that are in use, as when one line registers several functions in a loop.
    """
    name = f"{_name(function)}@{place_of_function(function)}"
    count = sum(other.partition("#")[0] == name for other in taken)
    return f"{name}#{count + 1}" if count else name


def _name(function: Callable[..., Any]) -> str:
    return str(getattr(function, "__name__", type(function).__name__))
