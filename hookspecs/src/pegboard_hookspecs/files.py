"""The files of a form, where the form was sent in a way that cannot carry them."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import FileStorage, ImmutableMultiDict, MultiDict

from pegboard_hookspecs.errors import FilesNotSentError

__all__ = ["UnsentFiles"]

_MULTIPART = "multipart/form-data"


class UnsentFiles(ImmutableMultiDict[str, FileStorage]):
    """No files, and for each name that the form has the reason why its file is not here.

    :param mimetype: how the form was sent.
    :param form: its fields: an input for files sends its file's name when it cannot send more.
    """

    def __init__(self, mimetype: str, form: MultiDict[str, str]) -> None:
        super().__init__()
        self._mimetype = mimetype
        self._form = form

    def __getitem__(self, key: str) -> Any:
        """Refuse.

        :raises FilesNotSentError: the form has a field of that name.
        :raises werkzeug.exceptions.BadRequestKeyError: it has none.
        """
        try:
            return super().__getitem__(key)
        except KeyError:
            if key not in self._form:
                raise
        names = ", ".join(map(repr, self._form.getlist(key)))
        raise FilesNotSentError(
            f"request.files has no {key!r}: the form was sent as {self._mimetype!r}, which carries "
            f"no files, and the field came as text: {names}. Write enctype={_MULTIPART!r} in the "
            "form's tag."
        )
