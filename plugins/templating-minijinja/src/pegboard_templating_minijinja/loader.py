"""Gives MiniJinja the texts of templates, and remembers what was looked for."""

from __future__ import annotations

from threading import local

from pegboard_hookspecs.templates import MissingTemplateError, TemplateFiles

__all__ = ["Loader"]


class Loader(local):
    """Loads templates from the folders of one application.

    MiniJinja tells of a template that is not there without saying which one, so each thread
    keeps the names that it looked for in vain.

    :param files: the application's templates.
    :param paths: where the file of each template that was loaded is noted, by its name.
    """

    def __init__(self, files: TemplateFiles, paths: dict[str, str]) -> None:
        self._files = files
        self._paths = paths
        #: What was looked for in vain since this was last emptied.
        self.missed: list[str] = []

    def __call__(self, name: str) -> str | None:
        """Give a template's text, or None where no folder has it."""
        try:
            path = self._files.found(name)
        except MissingTemplateError:
            self.missed.append(name)
            return None
        self._paths[name] = path
        return self._files.text_of(path)
