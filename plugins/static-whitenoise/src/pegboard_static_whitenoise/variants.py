"""A file's content as it is and compressed, and which of them a client gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from werkzeug.http import parse_accept_header

__all__ = ["Chooser", "Variant"]

_MOST_FIELDS = 256
# What is not mentioned is acceptable, but less than anything that is: weights have three digits.
_LEAST = 0.0005


class Variant(NamedTuple):
    """One form of a file's content.

    :param encoding: how it is compressed, as in ``gzip``; None: not at all.
    :param path: where it is.
    """

    encoding: str | None
    path: str


class Chooser:
    """Chooses among variants by ``Accept-Encoding``, and remembers fields that it has read."""

    def __init__(self) -> None:
        self._weights_of = lru_cache(_MOST_FIELDS)(_weights)

    def choose(self, variants: Sequence[Variant], field: str | None) -> Variant:
        """Give what the client likes best; of equals the first (RFC 9110, section 12.5.3).

        Only encodings that the field names are used: who says ``*`` may not know them. Where
        everything is refused the content is sent as it is.

        :param variants: the smallest first.
        """
        weights = self._weights_of(field or "")
        possible = [each for each in variants if _weight(each, weights) or each.encoding is None]
        return max(possible, key=lambda each: _weight(each, weights))


def _weight(variant: Variant, weights: Mapping[str, float]) -> float:
    if variant.encoding is None:
        return weights.get("identity", _LEAST)
    return weights.get(variant.encoding, 0)


def _weights(field: str) -> dict[str, float]:
    return {str(name).lower(): weight for name, weight in parse_accept_header(field)}
