"""Which kind of body a client wants (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, get_args

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from pegboard_hookspecs import Request

__all__ = ["Kind", "Negotiator", "preferred_kind"]

#: A page for people, RFC 9457 for programs, lines for terminals; in order of preference.
Kind = Literal["html", "problem", "text"]

_NAMES: dict[str, Kind] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/problem+json": "problem",
    "application/json": "problem",
    "text/plain": "text",
}
_RANGES: dict[str, tuple[Kind, ...]] = {
    "*/*": get_args(Kind),
    "text/*": ("html", "text"),
    "application/*": ("problem",),
}
_BODILESS = frozenset({"GET", "HEAD"})
#: How many values of ``Accept`` are remembered, and up to which length.
_REMEMBERED = 128
_LONGEST = 512


class Negotiator:
    """Finds the kind for a request, and remembers what the usual clients say."""

    def __init__(self) -> None:
        self._remembered = lru_cache(_REMEMBERED)(preferred_kind)

    def kind(self, request: Request) -> Kind:
        """Give the kind of body that answers a request best."""
        headers = request.headers
        accept = headers.get("Accept", "")
        speaks_json = request.method not in _BODILESS and _is_json(headers.get("Content-Type", ""))
        choose = preferred_kind if len(accept) > _LONGEST else self._remembered
        return choose(accept, speaks_json)


def preferred_kind(accept: str, speaks_json: bool) -> Kind:  # noqa: FBT001 - cached by position
    """Give the kind that the field ``Accept`` prefers.

    The highest quality wins; among equals what is named over what a range covers, then what is
    named first. Where that leaves a choice, or nothing acceptable, it is a page; or JSON for
    a client that sent JSON.
    """
    order: tuple[Kind, ...] = ("problem", "html", "text") if speaks_json else get_args(Kind)
    named, ranged = _qualities(accept)
    best, best_rank = order[0], (0.0, False)
    for kind in (*named, *order):
        rank = (named[kind], True) if kind in named else (ranged.get(kind, 0.0), False)
        if rank[0] > 0 and rank > best_rank:
            best, best_rank = kind, rank
    return best


def _qualities(accept: str) -> tuple[dict[Kind, float], dict[Kind, float]]:
    """Give the qualities of kinds that are named, in that order, and of those in a range."""
    named: dict[Kind, float] = {}
    ranged: dict[Kind, float] = {}
    # Narrow ones come before wide ones, and equals in the order sent.
    for member, quality in parse_accept_header(accept, MIMEAccept):
        media_type = member.partition(";")[0].strip().lower()
        kind = _kind_named(media_type)
        if kind is not None:
            named[kind] = max(quality, named.get(kind, 0.0))
        for covered in _RANGES.get(media_type, ()):
            ranged.setdefault(covered, quality)
    return named, ranged


def _kind_named(value: str) -> Kind | None:
    return _NAMES.get(value) or ("problem" if value.endswith("+json") else None)


def _is_json(content_type: str) -> bool:
    return _kind_named(content_type.partition(";")[0].strip().lower()) == "problem"
