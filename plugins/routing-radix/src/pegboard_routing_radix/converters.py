"""The converters that rules have from the start."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from pegboard_hookspecs.routing_kit import quoted
from pegboard_hookspecs.slots import Converter

__all__ = [
    "CONVERTERS",
    "AnyOf",
    "FloatNumber",
    "Identifier",
    "IntegerNumber",
    "Path",
    "Text",
    "reader_of",
    "writer_of",
]


class Text:
    """A text without slashes: ``string``, and what a variable without a converter takes.

    :param minlength: the least number of characters.
    :param maxlength: the greatest, or None.
    :param length: the exact number, which goes before the other two.
    """

    regex = "[^/]+"
    part_isolating = True
    weight = 100

    def __init__(
        self,
        _router: object,
        minlength: int = 1,
        maxlength: int | None = None,
        length: int | None = None,
    ) -> None:
        counts = f"{int(minlength)},{'' if maxlength is None else int(maxlength)}"
        self.regex = f"[^/]{{{counts if length is None else int(length)}}}"

    def to_python(self, value: str) -> str:
        """Give the text as it is."""
        return value

    def to_url(self, value: object) -> str:
        """Quote the text."""
        return quoted(str(value))


class Path(Text):
    """A text with slashes, but for one at its beginning: ``path``."""

    part_isolating = False
    weight = 200

    def __init__(self, router: object) -> None:
        super().__init__(router)
        self.regex = "[^/].*?"


class AnyOf(Text):
    """One of several texts: ``any``.

    :param items: the texts.
    """

    def __init__(self, router: object, *items: str) -> None:
        super().__init__(router)
        self.items = frozenset(items)
        self.regex = f"(?:{'|'.join(map(re.escape, items))})"

    def to_url(self, value: object) -> str:
        """Give one of the texts, which stands in the URL as it stands in the rule.

        :raises ValueError: it is none of them.
        """
        if value not in self.items:
            known = ", ".join(f"'{item}'" for item in sorted(self.items))
            raise ValueError(f"'{value}' is not one of {known}")
        return str(value)


class IntegerNumber:
    """A whole number: ``int``.

    :param fixed_digits: how many digits a URL has, zeros included; 0 for any number of them.
    :param min: the least value, or None.
    :param max: the greatest value, or None.
    :param signed: a minus may come before it.
    """

    regex = r"\d+"
    part_isolating = True
    weight = 50
    kind: Callable[[Any], Any] = int

    def __init__(
        self,
        _router: object,
        fixed_digits: int = 0,
        min: float | None = None,  # noqa: A002 - as rules spell it
        max: float | None = None,  # noqa: A002 - as rules spell it
        signed: bool = False,  # noqa: FBT001, FBT002 - as rules may spell it
    ) -> None:
        if signed:
            self.regex = f"-?{self.regex}"
        self.fixed_digits = fixed_digits
        self.min = min
        self.max = max

    def to_python(self, value: str) -> Any:
        """Read the number.

        :raises ValueError: it is out of range, or has another number of digits.
        """
        if self.fixed_digits and len(value) != self.fixed_digits:
            raise ValueError(value)
        number = self.kind(value)
        if self.min is not None and number < self.min:
            raise ValueError(value)
        if self.max is not None and number > self.max:
            raise ValueError(value)
        return number

    def to_url(self, value: Any) -> str:
        """Write the number.

        :raises ValueError: it is none.
        """
        return str(self.kind(value)).zfill(self.fixed_digits)


class FloatNumber(IntegerNumber):
    """A number with a point: ``float``.

    :param min: the least value, or None.
    :param max: the greatest value, or None.
    :param signed: a minus may come before it.
    """

    regex = r"\d+\.\d+"
    kind = float

    def __init__(
        self,
        router: object,
        min: float | None = None,  # noqa: A002 - as rules spell it
        max: float | None = None,  # noqa: A002 - as rules spell it
        signed: bool = False,  # noqa: FBT001, FBT002 - as rules may spell it
    ) -> None:
        super().__init__(router, min=min, max=max, signed=signed)


class Identifier:
    """A UUID (RFC 9562): ``uuid``."""

    regex = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
    part_isolating = True
    weight = 100

    def __init__(self, _router: object) -> None: ...

    def to_python(self, value: str) -> UUID:
        """Read the UUID."""
        return UUID(value)

    def to_url(self, value: object) -> str:
        """Write the UUID."""
        return str(value)


#: By the name that a rule calls them by; ``default`` is for variables without one.
CONVERTERS: Mapping[str, type[Converter]] = {
    "default": Text,
    "string": Text,
    "any": AnyOf,
    "path": Path,
    "int": IntegerNumber,
    "float": FloatNumber,
    "uuid": Identifier,
}


def reader_of(converter: Converter) -> Callable[[str], Any]:
    """Give the quickest function that does what the converter's ``to_python`` does."""
    kind = type(converter)
    if kind in {Text, Path, AnyOf}:
        # What str() answers to a str is that str.
        return str
    if isinstance(converter, IntegerNumber) and kind in {IntegerNumber, FloatNumber}:
        is_free = converter.min is None and converter.max is None and not converter.fixed_digits
        return converter.kind if is_free else converter.to_python
    return converter.to_python


def writer_of(converter: Converter) -> Callable[[Any], str]:
    """Give the quickest function that does what the converter's ``to_url`` does."""
    return _write_text if type(converter) in {Text, Path} else converter.to_url


def _write_text(value: object) -> str:
    text = str(value)
    return text if text.isascii() and text.isalnum() else quoted(text)
