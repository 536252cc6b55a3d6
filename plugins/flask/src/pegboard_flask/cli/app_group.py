"""``app.cli`` and ``blueprint.cli``: a group whose commands have the application."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, overload

import click

from pegboard_flask.cli.script_info import with_appcontext

__all__ = ["AppGroup"]


class AppGroup(click.Group):
    """A click group whose commands run in the context of the application."""

    @overload
    def command(self, f: Callable[..., Any], /) -> click.Command: ...

    @overload
    def command(
        self, *args: Any, **kwargs: Any
    ) -> Callable[[Callable[..., Any]], click.Command]: ...

    def command(self, *args: Any, **kwargs: Any) -> Any:
        """Make the decorated function a command of the group; see :meth:`click.Group.command`.

        :param with_appcontext: False leaves the context of the application out.
        """
        needs_app = kwargs.pop("with_appcontext", True)
        # Without parentheses the decorator is given the function itself.
        function = args[0] if args and callable(args[0]) else None
        decorate: Any = super().command(*(args if function is None else ()), **kwargs)

        def register(f: Callable[..., Any]) -> click.Command:
            made: click.Command = decorate(with_appcontext(f) if needs_app else f)
            return made

        return register if function is None else register(function)

    @overload
    def group(self, f: Callable[..., Any], /) -> AppGroup: ...

    @overload
    def group(self, *args: Any, **kwargs: Any) -> Callable[[Callable[..., Any]], AppGroup]: ...

    def group(self, *args: Any, **kwargs: Any) -> Any:
        """Make the decorated function a group inside this one, of the same kind unless ``cls``."""
        kwargs.setdefault("cls", AppGroup)
        return super().group(*args, **kwargs)
