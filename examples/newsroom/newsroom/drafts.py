"""Drafts: what somebody wants to write, and whether it may be printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from newsroom.editions import EDITIONS, SECTIONS

__all__ = ["Draft"]

# No XML can hold them, and feeds are XML.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST = {"title": 90, "teaser": 240, "body": 20_000}


@dataclass(frozen=True, slots=True)
class Draft:
    """What an author says about an article; all of it is text."""

    edition: str = ""
    section: str = ""
    title: str = ""
    teaser: str = ""
    body: str = ""

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Self:
        """Take a draft out of a form; what is missing is empty."""
        return cls(**{each.name: sent.get(each.name, "").strip() for each in fields(cls)})

    @property
    def slug(self) -> str:
        """The title as it stands in a URL."""
        plain = unicodedata.normalize("NFKD", self.title.casefold())
        letters = plain.encode("ascii", "ignore").decode()
        return re.sub(r"[^a-z0-9]+", "-", letters).strip("-") or "untitled"

    def complaints(self) -> dict[str, str]:
        """Say what is wrong, by field."""
        wrong = {
            name: f"Write 1 to {longest:,} characters."
            for name, longest in _LONGEST.items()
            if not 0 < len(getattr(self, name)) <= longest
        }
        for name in _LONGEST:
            if _CONTROL.search(getattr(self, name)):
                wrong[name] = "A character of it cannot be printed."
        if self.edition not in EDITIONS:
            wrong["edition"] = "Choose an edition."
        if self.section not in SECTIONS:
            wrong["section"] = "Choose a section."
        return wrong
