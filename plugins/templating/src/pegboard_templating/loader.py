"""Gives Jinja the templates of the application and its blueprints."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import BaseLoader, Environment

from pegboard_hookspecs import Application
from pegboard_hookspecs.templates import MissingTemplateError, TemplateFiles
from pegboard_templating.missing import MissingJinjaTemplateError

__all__ = ["FolderLoader"]


class FolderLoader(BaseLoader):
    """Loads templates from the folders of one application.

    :param app: whose folders they are.
    """

    def __init__(self, app: Application) -> None:
        self._files = TemplateFiles(app)

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 - Jinja's signature
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        """Give a template's text, its file, and a function that says whether both still hold.

        :raises MissingJinjaTemplateError: no folder has it.
        """
        files = self._files
        try:
            path = files.found(template)
        except MissingTemplateError:
            raise MissingJinjaTemplateError([template], files.app) from None
        stamp = files.stamp_of(path)

        def is_current() -> bool:
            return files.path_of(template) == path and files.stamp_of(path) == stamp

        return files.text_of(path), path, is_current

    def path_of(self, name: object) -> str | None:
        """Give the file of a template, in the first folder that has it; None if none has."""
        return self._files.path_of(name)

    def list_templates(self) -> list[str]:
        """Give the sorted names of the templates in all folders."""
        return self._files.names()
