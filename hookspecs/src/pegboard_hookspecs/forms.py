"""Forms in the bodies of requests."""

from __future__ import annotations

from typing import IO, cast

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

__all__ = ["FormParser"]

_FIELDS = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"


class FormParser(FormDataParser):
    """Parses forms, and refuses a body that is not the form it says it is.

    Werkzeug's own takes such a body for an empty form. Here only an empty body is one.
    """

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]:
        """Parse a form as URLs encode it (WHATWG URL, section 5) or in several parts (RFC 7578).

        A body of another type is left in the stream.

        :param stream: the body, which ends by itself.
        :param content_length: its length in bytes; None when nobody said.
        :param options: the parameters of the type, as ``boundary``.
        :raises werkzeug.exceptions.BadRequest: the body is no such form, or a part has no name.
        :raises werkzeug.exceptions.RequestEntityTooLarge: there are more fields or parts than
            ``max_form_parts``, or one is larger than ``max_form_memory_size``.
        """
        if mimetype not in {_FIELDS, _MULTIPART}:
            return super().parse(stream, mimetype, content_length, options)
        body = _Counted(stream, self.max_form_parts if mimetype == _FIELDS else None)
        self.silent = False
        try:
            _, form, files = super().parse(
                cast("IO[bytes]", body), mimetype, content_length, options
            )
        except ValueError as error:
            if body.size or stream.read(1):
                raise _refusal(mimetype) from error
            return stream, self.cls(), self.cls()
        if None in form or None in files:
            raise _refusal(mimetype)
        return stream, form, files


class _Counted:
    """What the parser reads, with its size and no more than so many fields.

    :param most: fields that ``&`` may part; None is no limit.
    """

    def __init__(self, stream: IO[bytes], most: int | None) -> None:
        self.size = 0
        self._stream = stream
        self._most = most

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.size += len(data)
        # A form without several parts is read as a whole.
        if self._most is not None and data.count(b"&") >= self._most:
            raise RequestEntityTooLarge
        return data


def _refusal(mimetype: str) -> BadRequest:
    return BadRequest(f"The request's body is no valid {mimetype}.")
