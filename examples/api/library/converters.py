"""What stands in URLs."""

from __future__ import annotations

from werkzeug.routing import BaseConverter, IntegerConverter, Map

from library.isbn import thirteen_digits

__all__ = ["ISBNConverter", "KeyConverter"]

# The last number that SQLite gives to a row.
_LAST_KEY = 2**63 - 1


class ISBNConverter(BaseConverter):
    """Takes an ISBN of any form out of a URL, as thirteen digits; what is none is a 404."""

    def to_python(self, value: str) -> str:
        """Give thirteen digits."""
        return thirteen_digits(value)


class KeyConverter(IntegerConverter):
    """Takes the number of a row; one that no row can have is a 404."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - the base class's name
        super().__init__(map, min=1, max=_LAST_KEY)
