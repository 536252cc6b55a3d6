"""The error for a template that is not there, with what helps to find it."""

from __future__ import annotations

from collections.abc import Sequence

from pegboard_hookspecs.application import Application, TemplateFolder
from pegboard_hookspecs.errors import TemplateNotFoundError
from pegboard_hookspecs.templates.folders import owner_of, template_names

__all__ = ["MissingTemplateError", "suggestion"]


class MissingTemplateError(TemplateNotFoundError):
    """No template folder has a template of that name, or any of several.

    The message is put together when it is read: a site may ask for templates by names from
    outside, and a wrong one must not cost a walk through all folders.

    :param names: the templates that were asked for.
    :param app: whose folders were searched.
    """

    def __init__(self, names: Sequence[object], app: Application) -> None:
        name = names[-1] if names else ""
        # An engine whose own error it is too may care for more than text.
        super().__init__(name, name=name)  # type: ignore[arg-type]  # see above
        #: All names that were asked for, the first first.
        self.templates: list[str] = list(names)  # type: ignore[arg-type]  # see above
        #: Where in another template it was asked for, as "FILE, line N".
        self.place: str | None = None
        self._app = app

    def __str__(self) -> str:
        place = "" if self.place is None else f", asked for in {self.place},"
        return f"{self._what()}{place} was found. {self._where()}{self._cure()}"

    def _what(self) -> str:
        names = [repr(name) for name in self.templates]
        if len(names) == 1:
            return f"No template named {names[0]}"
        return (
            f"None of the templates {', '.join(names)}" if names else "No template of an empty list"
        )

    def _where(self) -> str:
        folders = self._app.template_folders
        if not folders:
            return "The application has no template folder. "
        return f"Searched were: {'; '.join(_described(folder) for folder in folders)}. "

    def _cure(self) -> str:
        known = {name for folder in self._app.template_folders for name in template_names(folder)}
        nearest = suggestion(str(self.name), known)
        return nearest or "Create it in one of these folders, or correct the name."


def suggestion(name: str, known: set[str]) -> str:
    """Give "Did you mean …?" with the nearest known name, or "" when none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - slow, and only for error messages

    # The tail of a long list of names tells no more than its head.
    near = get_close_matches(name, sorted(known)[:2000], n=1)
    return f"Did you mean {near[0]!r}?" if near else ""


def _described(folder: TemplateFolder) -> str:
    state = "" if folder.path.is_dir() else ", which does not exist"
    return f"{folder.path} ({owner_of(folder)}{state})"
