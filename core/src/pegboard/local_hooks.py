"""Hooks that an application implements itself, without a plugin class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pegboard_hookspecs import hookimpl

__all__ = ["local_hook"]


def local_hook(function: Callable[..., Any], hook: str | None, *, wrapper: bool) -> object:
    """Make a plugin of one function.

    :param hook: the hook that it implements; None takes the function's name.
    :param wrapper: it is a generator that wraps the other implementations.
    """
    name = hook or function.__name__
    implementation = staticmethod(hookimpl(wrapper=wrapper, specname=name)(function))
    return type("LocalHook", (), {name: implementation})()
