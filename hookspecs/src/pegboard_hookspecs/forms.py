"""Forms: fields as URLs encode them, in queries and bodies, and bodies of several parts."""

from __future__ import annotations

from typing import IO, cast
from urllib.parse import parse_qsl

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

__all__ = ["FIELDS", "FormParser", "split_fields"]

#: The type of a form without files, as browsers send it.
FIELDS = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"


def split_fields(text: str) -> list[tuple[str, str]]:
    """Give the names and values of a query or of a form (WHATWG URL, section 5).

    Bytes that are no UTF-8 stay as they are encoded.
    """
    if "%" in text:
        return parse_qsl(text, keep_blank_values=True, errors="werkzeug.url_quote")
    pairs = [each.partition("=") for each in text.replace("+", " ").split("&") if each]
    return [(name, value) for name, _, value in pairs]


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
        """Parse a form as URLs encode it, or in several parts (RFC 7578).

        A body of another type is left in the stream.

        :param stream: the body, which ends by itself.
        :param content_length: its length in bytes; None when nobody said.
        :param options: the parameters of the type, as ``boundary``.
        :raises werkzeug.exceptions.BadRequest: the body is no such form, or a part has no name.
        :raises werkzeug.exceptions.RequestEntityTooLarge: there are more fields or parts than
            ``max_form_parts``, or one is larger than ``max_form_memory_size``.
        """
        if mimetype == FIELDS:
            fields = self.parse_fields(stream.read(), self.max_form_parts)
            return stream, self.cls(fields), self.cls()
        if mimetype == _MULTIPART:
            return self._parse_parts(stream, content_length, options)
        return super().parse(stream, mimetype, content_length, options)

    @classmethod
    def parse_fields(cls, body: bytes, most: int | None) -> list[tuple[str, str]]:
        """Parse a form as URLs encode it; a request calls this without making a parser.

        :param most: so many fields there may be; None is no limit.
        :raises werkzeug.exceptions.BadRequest: the body is no UTF-8.
        :raises werkzeug.exceptions.RequestEntityTooLarge: there are more.
        """
        if most is not None and body.count(b"&") >= most:
            raise RequestEntityTooLarge
        try:
            return split_fields(body.decode())
        except UnicodeDecodeError as error:
            raise _refusal(FIELDS) from error

    def _parse_parts(
        self, stream: IO[bytes], content_length: int | None, options: dict[str, str] | None
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]:
        body = _Counted(stream)
        self.silent = False
        try:
            _, form, files = super().parse(
                cast("IO[bytes]", body), _MULTIPART, content_length, options
            )
        except ValueError as error:
            if body.size or stream.read(1):
                raise _refusal(_MULTIPART) from error
            return stream, self.cls(), self.cls()
        if None in form or None in files:
            raise _refusal(_MULTIPART)
        return stream, form, files


class _Counted:
    """What the parser reads of a body, and how many bytes that was."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.size = 0
        self._stream = stream

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self.size += len(data)
        return data


def _refusal(mimetype: str) -> BadRequest:
    return BadRequest(f"The request's body is no valid {mimetype}.")
