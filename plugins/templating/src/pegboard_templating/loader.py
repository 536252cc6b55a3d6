"""Finds templates: in the application's folder first, then in those of its blueprints."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import cast
from weakref import ref

from jinja2 import BaseLoader, Environment

from pegboard_hookspecs import Application, TemplateFolder
from pegboard_hookspecs.errors import ContextError
from pegboard_templating.folders import file_of, owner_of, template_names
from pegboard_templating.missing import MissingTemplateError

__all__ = ["FolderLoader"]


class FolderLoader(BaseLoader):
    """Loads templates from the folders of one application.

    The folders are read anew for each template, since blueprints may still be registered.

    :param app: whose folders they are.
    """

    def __init__(self, app: Application) -> None:
        # The application holds its engine, which must not keep it alive in turn.
        self._owner = ref(app)

    @property
    def _app(self) -> Application:
        return cast("Application", self._owner())

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 - Jinja's signature
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        """Give a template's text, its file, and a function that says whether both still hold.

        :raises MissingTemplateError: no folder has it.
        """
        if self._app.config.get("EXPLAIN_TEMPLATE_LOADING"):
            self._explain(template)
        path = self.path_of(template)
        if path is None:
            raise MissingTemplateError([template], self._app)
        stamp = _stamp(path)

        def is_current() -> bool:
            return self.path_of(template) == path and _stamp(path) == stamp

        return _text(path), path, is_current

    def path_of(self, name: object) -> str | None:
        """Give the file of a template, in the first folder that has it; None if none has."""
        if not isinstance(name, str):
            return None
        found = (file_of(folder, name) for folder in self._app.template_folders)
        return next((path for path in found if path is not None), None)

    def list_templates(self) -> list[str]:
        """Give the sorted names of the templates in all folders."""
        folders = self._app.template_folders
        return sorted({name for folder in folders for name in template_names(folder)})

    def _explain(self, name: str) -> None:
        lines = [f"Looking for the template {name!r}{_asker(self._app)}:"]
        used = False
        for number, folder in enumerate(self._app.template_folders, start=1):
            path = file_of(folder, name)
            lines.append(
                f"  {number}. {owner_of(folder)}: {_outcome(folder, path, is_first=not used)}"
            )
            used = used or path is not None
        if not used:
            lines.append("  No folder has it.")
        self._app.logger.info("\n".join(lines))


def _outcome(folder: TemplateFolder, path: str | None, *, is_first: bool) -> str:
    if path is None:
        return f"not in {folder.path}"
    return f"found {path}" if is_first else f"passed over {path}, an earlier folder has it"


def _asker(app: Application) -> str:
    try:
        blueprint = app.current_request().blueprint
    except ContextError:
        return ""
    return "" if blueprint is None else f" for the blueprint {blueprint!r}"


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        error.add_note(f"The template {path} is not UTF-8. Save it as UTF-8.")
        raise


def _stamp(path: str) -> tuple[int, int]:
    state = os.stat(path)  # noqa: PTH116 - asked before each rendering in debug mode
    return state.st_mtime_ns, state.st_size
