"""From JSON text to values."""

from __future__ import annotations

import json
from collections.abc import Callable
from math import isfinite
from typing import Any, NoReturn

__all__ = ["make_decode"]

# Allowed, and meaningless, at the start of UTF-8 (RFC 8259, section 8.1).
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def make_decode() -> Callable[[str | bytes], Any]:
    """Make a function that reads JSON text, or bytes in UTF-8.

    It raises ValueError for what is not JSON, for numbers too large for Python, and for text
    that is nested too deeply.
    """
    read = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite).decode

    def decode(data: str | bytes) -> Any:
        if not isinstance(data, str):
            data = str(data.removeprefix(_BYTE_ORDER_MARK), "utf-8")
        try:
            return read(data)
        except RecursionError:
            raise ValueError("The JSON is nested too deeply. Send it with fewer levels.") from None

    return decode


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON (RFC 8259, section 6). Send null or a text instead.")


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"The number {text[:40]!r} is too large. Send it as a text.")
    return number
