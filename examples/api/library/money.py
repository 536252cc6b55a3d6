"""Money: an exact amount in a currency."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

__all__ = ["Money"]

_FORM = re.compile(r"(\d{1,9}\.\d\d) ([A-Z]{3})")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with two decimals, and the code of its currency (ISO 4217)."""

    amount: Decimal
    currency: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what ``str`` writes, as in ``"0.20 EUR"``.

        :raises ValueError: it has another form.
        """
        found = _FORM.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is no amount of money; write it like '0.20 EUR'")
        return cls(Decimal(found[1]), found[2])

    def __mul__(self, times: int) -> Money:
        return Money(self.amount * times, self.currency)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
