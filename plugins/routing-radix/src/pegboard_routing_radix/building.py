"""From the pieces of a rule and values to host part and path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import iter_multi_items

from pegboard_hookspecs.routing_kit import quoted
from pegboard_hookspecs.slots import Converter
from pegboard_routing_radix.converters import writer_of
from pegboard_routing_radix.parts import Piece

__all__ = ["Writer", "query", "write", "writers"]

#: A text as it is, or a variable's name and what writes its value.
Writer = tuple[str, Callable[[Any], str] | None]

# What a query may hold unquoted besides letters and digits (RFC 3986, section 3.4).
_QUERY_SAFE = "!$'()*,/:;?@"


def writers(
    pieces: Iterable[Piece], converters: Mapping[str, Converter], fixed: Mapping[str, Any]
) -> list[Writer]:
    """Make what :func:`write` takes; fixed values are written at once."""
    joined: list[Writer] = []
    for text, writer in _single(pieces, converters, fixed):
        if writer is None and joined and joined[-1][1] is None:
            joined[-1] = joined[-1][0] + text, None
        else:
            joined.append((text, writer))
    return joined


def write(pieces: Iterable[Writer], values: Mapping[str, Any]) -> str:
    """Give the text of some pieces with these values."""
    return "".join([text if to_url is None else to_url(values[text]) for text, to_url in pieces])


def query(values: Mapping[str, Any]) -> str:
    """Give the query of some values; a list repeats its key, and None is left out."""
    pairs = [(key, value) for key, value in iter_multi_items(values) if value is not None]
    return urlencode(pairs, safe=_QUERY_SAFE)


def _single(
    pieces: Iterable[Piece], converters: Mapping[str, Converter], fixed: Mapping[str, Any]
) -> Iterator[Writer]:
    for piece in pieces:
        if not piece.is_variable:
            yield quoted(piece.text), None
        elif piece.text in fixed:
            yield converters[piece.text].to_url(fixed[piece.text]), None
        else:
            yield piece.text, writer_of(converters[piece.text])
