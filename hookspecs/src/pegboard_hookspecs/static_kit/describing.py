"""What is said of a file besides its bytes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from pegboard_hookspecs.slots.static import FileOptions
from pegboard_hookspecs.static_kit.content_types import content_type_of, with_charset
from pegboard_hookspecs.static_kit.disposition import disposition
from pegboard_hookspecs.static_kit.source import Source
from pegboard_hookspecs.static_kit.validators import EntityTags, quoted

__all__ = ["Describer", "Description"]

_MOST_NAMES = 1024


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of a file besides its bytes.

    :param content_type: its type, with the charset of text.
    :param encoding: how the content is encoded, as in ``gzip``.
    :param disposition: the field ``Content-Disposition``.
    :param etag: its entity tag, in quotes.
    :param modified: when it was modified, in seconds since the epoch.
    :param max_age: for how many seconds clients may keep it; None lets them ask each time.
    :param is_conditional: preconditions and ranges are honoured.
    :param is_immutable: what its URL gives will never change (RFC 8246); ``max_age`` says how long
        it is kept.
    :param more: further fields, as ``("Vary", "Accept-Encoding")``.
    """

    content_type: str
    encoding: str | None
    disposition: str | None
    etag: str | None
    modified: int | None
    max_age: int | None
    is_conditional: bool
    is_immutable: bool = False
    more: Sequence[tuple[str, str]] = ()


class Describer:
    """Describes files, and remembers types and entity tags of those it has seen."""

    def __init__(self) -> None:
        self._tags = EntityTags()
        self._content_type_of = lru_cache(_MOST_NAMES)(content_type_of)

    def describe(
        self, source: Source, options: FileOptions, *, shown_as: str | None, max_age: int | None
    ) -> Description:
        """Describe a file.

        :param shown_as: the name it is saved by; None leaves that to the URL.
        :param max_age: what the options or the application say.
        :raises ValueError: the entity tag that was asked for cannot be sent.
        """
        content_type, encoding = self._type(options, shown_as or source.path or "")
        shown = None
        if shown_as is not None:
            shown = disposition(shown_as, is_attachment=options.is_attachment)
        return Description(
            content_type,
            encoding,
            shown,
            self._etag(source, options.etag),
            _modified(source, options),
            max_age,
            options.is_conditional,
        )

    def _type(self, options: FileOptions, name: str) -> tuple[str, str | None]:
        if options.mimetype is not None:
            return with_charset(options.mimetype), None
        content_type, encoding = self._content_type_of(name)
        # A browser would save a compressed file without its compression, under its whole name.
        return content_type, None if options.is_attachment else encoding

    def _etag(self, source: Source, asked: bool | str) -> str | None:  # noqa: FBT001 - an option
        if isinstance(asked, str):
            return quoted(asked)
        return self._tags.tag_of(source) if asked else None


def _modified(source: Source, options: FileOptions) -> int | None:
    if options.last_modified is not None:
        return _seconds(options.last_modified)
    return None if source.state is None else _seconds(source.state.st_mtime)


def _seconds(moment: datetime | float) -> int | None:
    """Give a time in whole seconds, now if it lies in the future (RFC 9110, section 8.8.2.1).

    None for one before 1970; a date without a time zone is in UTC.
    """
    if isinstance(moment, datetime):
        moment = (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()
    return int(min(moment, time.time())) if moment >= 0 else None
