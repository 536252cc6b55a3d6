"""Pages of long lists, and the links between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from library.problems import InvalidError
from pegboard import current_app, request, url_for

__all__ = ["Asked", "Page", "asked_page"]

T = TypeVar("T")
R = TypeVar("R")

_LARGEST_NUMBER = 1_000_000
_LARGEST_SIZE = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page a client wants: its number, counted from 1, and how many things it has."""

    number: int
    size: int


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some things of a list; a view may return it.

    :param total: how many there are on all pages together.
    """

    things: Sequence[T]
    asked: Asked
    total: int

    @property
    def count(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-self.total // self.asked.size))

    def shown(self, show: Callable[[T], R]) -> Page[R]:
        """Give the same page of what a function makes of each thing."""
        return Page([show(thing) for thing in self.things], self.asked, self.total)

    def body(self) -> dict[str, Any]:
        """Give what is sent."""
        return {
            "items": self.things,
            "page": self.asked.number,
            "pages": self.count,
            "total": self.total,
        }

    def links(self) -> str:
        """Write the header ``Link`` (RFC 8288): the first page, the last, and those beside."""
        number = self.asked.number
        wanted = {"first": 1, "prev": number - 1, "next": number + 1, "last": self.count}
        return ", ".join(
            f'<{_url_of(page)}>; rel="{relation}"'
            for relation, page in wanted.items()
            if 1 <= page <= self.count
        )


def asked_page() -> Asked:
    """Read ``page`` and ``per_page`` of the query.

    :raises InvalidError: one of them is no number, or out of range.
    """
    number = _number("page", 1, _LARGEST_NUMBER)
    return Asked(number, _number("per_page", current_app.config["PER_PAGE"], _LARGEST_SIZE))


def _number(name: str, default: int, largest: int) -> int:
    text = request.args.get(name)
    if text is None:
        return default
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= largest:
        return int(text)
    raise InvalidError.of_parameter(name, f"Give a whole number from 1 to {largest:,}.")


def _url_of(page: int) -> str:
    """Give the URL of this request with another page."""
    query = {**request.args.to_dict(), "page": page}
    path = url_for(request.endpoint or "", **(request.view_args or {}))
    # Not as further values of url_for: a client could send one called "_scheme".
    return f"{path}?{urlencode(query)}"
