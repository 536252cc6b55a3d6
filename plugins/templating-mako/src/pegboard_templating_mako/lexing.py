"""Escaping: what an expression prints is escaped last, after its filters.

Mako's own default filters come first. A filter that decodes what it gets would undo the escaping,
and one that an application registers would get escaped text instead of its value.
"""

from __future__ import annotations

from typing import ClassVar

from mako.lexer import Lexer
from mako.parsetree import Expression, PageTag, TemplateNode

__all__ = ["NAMES", "MarkupLexer", "TextLexer"]

#: The line that every compiled template begins with, for the names that are used below.
NAMES = "from markupsafe import Markup as _markup, escape as _escape, soft_str as _text"

#: An expression that says one of these does its escaping itself.
_OWN_ESCAPES = frozenset({"n", "h", "x", "entity"})
#: Filters of Mako's that take nothing but text.
_OF_TEXT = frozenset({"u", "trim", "x", "entity"})


class TextLexer(Lexer):
    """Reads a template that escapes nothing; what it prints only has to be text."""

    last_filter: ClassVar[str] = "_text"

    def parse(self) -> TemplateNode:
        """Give the template's tree."""
        tree = super().parse()
        tree.accept_visitor(_Filtering(self.last_filter))
        return tree


class MarkupLexer(TextLexer):
    """Reads a template that escapes what it prints."""

    last_filter = "_escape"


class _Filtering:
    """Puts a filter behind those of each expression.

    :param last: its name.
    """

    def __init__(self, last: str) -> None:
        self._last = last
        self._seen: set[int] = set()

    def visitExpression(self, node: Expression) -> None:  # noqa: N802 - Mako's name
        # What stands below a control line is its child, and its parent's.
        if id(node) in self._seen:
            return
        self._seen.add(id(node))
        filters = node.escapes_code.args
        if not _OWN_ESCAPES.intersection(filters):
            filters.append(self._last)
            # What decides for Mako whether there are any.
            node.escapes = self._last
        if filters[0] in _OF_TEXT:
            filters.insert(0, "_text")

    def visitPageTag(self, node: PageTag) -> None:  # noqa: N802 - Mako's name
        # It stands before what it is about.
        if _OWN_ESCAPES.intersection(node.filter_args.args):
            self._last = "_text"
