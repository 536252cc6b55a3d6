"""Numbers of books (ISO 2108)."""

from __future__ import annotations

__all__ = ["thirteen_digits"]

_SHORT, _LONG = 10, 13
_DIGITS = frozenset("0123456789")


def thirteen_digits(text: str) -> str:
    """Write an ISBN of 10 or 13 digits in its one form, without hyphens.

    :raises ValueError: it is none, or its check digit is wrong.
    """
    digits = text.replace("-", "").upper()
    if len(digits) == _SHORT and _DIGITS.issuperset(digits[:-1]):
        body = f"978{digits[:-1]}"
        is_right = digits[-1] == _short_check_digit(digits[:-1])
    elif len(digits) == _LONG and _DIGITS.issuperset(digits):
        body = digits[:-1]
        is_right = digits[-1] == _long_check_digit(body)
    else:
        raise ValueError("An ISBN has 10 or 13 digits.")
    if not is_right:
        raise ValueError("This ISBN has a wrong check digit: one of its digits is mistyped.")
    return body + _long_check_digit(body)


def _short_check_digit(digits: str) -> str:
    total = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=True))
    return "0123456789X"[-total % 11]


def _long_check_digit(digits: str) -> str:
    total = sum((1, 3)[place % 2] * int(digit) for place, digit in enumerate(digits))
    return str(-total % 10)
