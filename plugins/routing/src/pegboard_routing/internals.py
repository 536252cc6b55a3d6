"""Everything that reaches below Werkzeug's public surface, in one place.

Werkzeug documents what a rule matches, not how it is taken apart. This package reads the parts,
because finding a route is what every request waits for. :func:`are_known` says whether the
installed Werkzeug still looks as expected; where it does not, its own matcher does the work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, cast

from werkzeug.routing import BaseConverter, Map, Rule, rules

__all__ = [
    "Part",
    "Weight",
    "are_known",
    "arguments_of",
    "converters_of",
    "forget_parts",
    "parts_of",
    "trace_of",
]

_PART_FIELDS = {"content", "final", "static", "suffixed", "weight"}
_RULE_FIELDS = ("_parts", "_trace", "_converters", "_compile_builder", "_encode_query_vars")
_MATCHER_WORDS = ("add", "update", "match", "merge_slashes")


#: Static texts in a part, their positions and lengths, then variables and their weights; all
#: but the positions negative, so that the least comes first.
Weight = tuple[int, list[tuple[int, int]], int, list[int]]


class Part(Protocol):
    """What lies between two slashes of a rule, or from a converter that takes slashes to the end.

    ``content`` is the text of a static part, else a regular expression with the groups
    ``__werkzeug_0``, ``__werkzeug_1`` …; a suffixed part may take the rule's last slash along.
    """

    content: str
    final: bool
    static: bool
    suffixed: bool

    @property
    def weight(self) -> Weight:
        """What decides between patterns for the same place."""
        ...


def are_known() -> bool:
    """Say whether Werkzeug's inside is the one that this package was written for."""
    part = getattr(rules, "RulePart", None)
    rule = Rule("/")
    matcher = getattr(Map(), "_matcher", None)
    return (
        set(getattr(part, "__dataclass_fields__", ())) == _PART_FIELDS
        and all(hasattr(rule, name) for name in _RULE_FIELDS)
        and all(hasattr(matcher, name) for name in _MATCHER_WORDS)
    )


def parts_of(rule: Rule) -> Sequence[Part]:
    """Give the parts of a bound rule: those of the host, then those of the path."""
    return rule._parts  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # see the module


def forget_parts(rule: Rule) -> None:
    """Let go of the parts of a bound rule: half of its memory, once they are in the tree."""
    rule._parts = []  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # see the module


def trace_of(rule: Rule) -> Sequence[tuple[bool, str]]:
    """Give the pieces of a bound rule, host ``|`` path; True marks the name of a variable."""
    return rule._trace  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # see the module


def converters_of(rule: Rule) -> Mapping[str, BaseConverter]:
    """Give the converters of a bound rule by variable, in the order of the rule."""
    return rule._converters  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # see the module


def arguments_of(rule: Rule) -> set[str]:
    """Give the names of a bound rule's variables and defaults, which Werkzeug leaves untyped."""
    return cast("set[str]", cast("Any", rule).arguments)
