"""The files of an application's templates: its own folder first, then its blueprints'."""

from __future__ import annotations

import os
from pathlib import Path
from typing import cast
from weakref import ref

from pegboard_hookspecs.application import Application, TemplateFolder
from pegboard_hookspecs.errors import ContextError
from pegboard_hookspecs.templates.folders import file_of, owner_of, template_names
from pegboard_hookspecs.templates.missing import MissingTemplateError
from pegboard_hookspecs.templates.settings import EXPLAIN_TEMPLATE_LOADING

__all__ = ["TemplateFiles"]


class TemplateFiles:
    """Finds the templates of one application.

    The folders are read anew for each template, since blueprints may still be registered.

    :param app: whose templates they are; it is held weakly, as it holds its engine.
    """

    def __init__(self, app: Application) -> None:
        self._owner = ref(app)

    @property
    def app(self) -> Application:
        """The application."""
        return cast("Application", self._owner())

    def path_of(self, name: object) -> str | None:
        """Give the file of a template, in the first folder that has it; None if none has."""
        if not isinstance(name, str):
            return None
        found = (file_of(folder, name) for folder in self.app.template_folders)
        return next((path for path in found if path is not None), None)

    def found(self, name: str) -> str:
        """Give the file of a template; the search is logged where a setting asks for it.

        :raises MissingTemplateError: no folder has it.
        """
        if self.app.config.get(EXPLAIN_TEMPLATE_LOADING.name):
            self._explain(name)
        path = self.path_of(name)
        if path is None:
            raise MissingTemplateError([name], self.app)
        return path

    def text_of(self, path: str) -> str:
        """Read a template.

        :raises UnicodeDecodeError: it is not UTF-8; a note names the file.
        """
        try:
            return Path(path).read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            error.add_note(f"The template {path} is not UTF-8. Save it as UTF-8.")
            raise

    def stamp_of(self, path: str) -> tuple[int, int] | None:
        """Give what changes with a file: its time in nanoseconds and its size; None without one."""
        try:
            state = os.stat(path)  # noqa: PTH116 - asked before each rendering in debug mode
        except FileNotFoundError:
            return None
        return state.st_mtime_ns, state.st_size

    def names(self) -> list[str]:
        """Give the sorted names of the templates in all folders."""
        folders = self.app.template_folders
        return sorted({name for folder in folders for name in template_names(folder)})

    def _explain(self, name: str) -> None:
        lines = [f"Looking for the template {name!r}{_asker(self.app)}:"]
        used = False
        for number, folder in enumerate(self.app.template_folders, start=1):
            path = file_of(folder, name)
            lines.append(
                f"  {number}. {owner_of(folder)}: {_outcome(folder, path, is_first=not used)}"
            )
            used = used or path is not None
        if not used:
            lines.append("  No folder has it.")
        self.app.logger.info("\n".join(lines))


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
