"""Typesetting: filters that templates print with."""

from __future__ import annotations

import re

from markupsafe import Markup

from newsroom.phrases import long_date, say
from pegboard import Pegboard

__all__ = ["minutes_to_read", "paragraphs", "teach"]

_WORDS_PER_MINUTE = 220


def teach(app: Pegboard) -> None:
    """Give the filters to the templates of an application."""
    for function in (long_date, minutes_to_read, paragraphs, say):
        app.add_template_filter(function)


def minutes_to_read(text: str) -> int:
    """Say how long somebody reads a text, in minutes."""
    return max(1, round(len(text.split()) / _WORDS_PER_MINUTE))


def paragraphs(text: str) -> Markup:
    """Make a paragraph of each block of lines; whatever else is in the text stays text."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return Markup("\n").join(Markup("<p>{}</p>").format(block) for block in blocks)
