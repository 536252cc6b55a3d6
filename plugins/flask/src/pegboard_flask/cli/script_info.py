"""What a command line knows of its application before it is loaded, and how commands get it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, cast

import click

from pegboard import current_app
from pegboard_flask.cli.finding import NoAppException, locate_app, prepare_import
from pegboard_flask.helpers import get_debug_flag, get_load_dotenv

__all__ = ["ScriptInfo", "pass_script_info", "with_appcontext"]

F = TypeVar("F", bound=Callable[..., Any])

# The colon behind the drive letter of a Windows path separates nothing.
_COLON = re.compile(r":(?![\\/])")
_USUAL = ("wsgi.py", "app.py")


class ScriptInfo:
    """Finds the application of a command line when it is needed; commands pass it on as ``obj``.

    :param app_import_path: ``module``, ``path/file.py``, ``module:name`` or
        ``module:factory("a", key=1)``; None takes ``wsgi.py`` or ``app.py``.
    :param create_app: makes the application, in place of a search.
    :param set_debug_flag: set the debug mode of the application as ``FLASK_DEBUG`` says.
    :param load_dotenv_defaults: ``.flaskenv`` and ``.env`` are read.
    """

    def __init__(
        self,
        app_import_path: str | None = None,
        create_app: Callable[..., Any] | None = None,
        set_debug_flag: bool = True,  # noqa: FBT001, FBT002 - Flask's signature
        load_dotenv_defaults: bool = True,  # noqa: FBT001, FBT002
    ) -> None:
        self.app_import_path = app_import_path
        self.create_app = create_app
        #: For whoever has something to pass from command to command.
        self.data: dict[Any, Any] = {}
        self.set_debug_flag = set_debug_flag
        self.load_dotenv_defaults = get_load_dotenv(load_dotenv_defaults)
        self._loaded_app: Any = None

    def load_app(self) -> Any:
        """Give the application, found the first time.

        :raises NoAppException: there is none.
        """
        if self._loaded_app is None:
            app = self._found()
            if self.set_debug_flag:
                # Also where a factory set it otherwise.
                app.debug = get_debug_flag()
            self._loaded_app = app
        return self._loaded_app

    def _found(self) -> Any:
        if self.create_app is not None:
            return self.create_app()
        if self.app_import_path:
            path, *name = _COLON.split(self.app_import_path, maxsplit=1)
            return locate_app(prepare_import(path), name[0] if name else None)
        for usual in _USUAL:
            app = locate_app(prepare_import(usual), None, raise_if_not_found=False)
            if app is not None:
                return app
        raise NoAppException(
            "Could not locate an application: there is no 'wsgi.py' or 'app.py' in this folder, "
            "and neither --app nor FLASK_APP names one. Name it, as in: flask --app hello routes"
        )


#: Gives a command the :class:`ScriptInfo` of its command line as its first argument.
pass_script_info = click.make_pass_decorator(ScriptInfo, ensure=True)


def with_appcontext(f: F) -> F:
    """Run a command in the context of its application, unless one is current already.

    The commands of ``app.cli`` and ``blueprint.cli`` need no such decorator.
    """

    @click.pass_context
    def in_context(ctx: click.Context, /, *args: Any, **kwargs: Any) -> Any:
        if not current_app:
            ctx.with_resource(ctx.ensure_object(ScriptInfo).load_app().app_context())
        return ctx.invoke(f, *args, **kwargs)

    return cast("F", update_wrapper(in_context, f))
