"""The tree of all rules: one state per part of a path, in Werkzeug's order of precedence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from pegboard_hookspecs import Match
from pegboard_routing.affixes import Affixes, AffixIndex
from pegboard_routing.internals import Part
from pegboard_routing.leaf import Leaf

__all__ = ["Edge", "State"]

# Up to this many patterns, to try one after the other is quicker than to look for candidates.
_FEW = 8
# A part that is one variable of the default converter, or one of the converter "int".
_ANY_TEXT = r"(?P<__werkzeug_0>[^/]{1,})\Z"
_DIGITS = r"(?P<__werkzeug_0>\d+)\Z"
_GROUP = "__werkzeug_"


class Edge:
    """The way from one state to the next for the texts that match a pattern.

    :param part: the part of a rule that made it.
    :param affixes: what the texts begin and end with.
    """

    __slots__ = ("_groups", "affixes", "final", "following", "is_whole", "part", "test")

    def __init__(self, part: Part, affixes: Affixes) -> None:
        self.part = part
        self.affixes = affixes
        self.final = part.final
        self.following = State()
        #: The text itself is the one value in it.
        self.is_whole = part.content in {_ANY_TEXT, _DIGITS}
        self._groups: tuple[int, ...] = ()
        #: Answers with something true where the pattern matches a text.
        self.test: Callable[[str], Any] = self._compile_and_test
        if part.content == _ANY_TEXT:
            self.test = str
        elif part.content == _DIGITS:
            # The decimal digits of any script, as for \d.
            self.test = str.isdecimal

    def values(self, text: str, found: Any) -> Sequence[str]:
        """Give the values in a text, where ``found`` is what :attr:`test` answered."""
        return [text] if self.is_whole else [found[group] for group in self._groups]

    def took_slash(self, found: Any) -> bool:
        """Say whether the rule's last slash was matched along with a value before it."""
        return self.part.suffixed and found[found.re.groups] == "/"

    def _compile_and_test(self, text: str) -> Any:
        # When it is first tried, not when it is added: many patterns never are.
        pattern = re.compile(self.part.content)
        groups = pattern.groupindex.items()
        numbered = {int(name[11:]): group for name, group in groups if name.startswith(_GROUP)}
        self._groups = tuple(numbered[number] for number in sorted(numbered))
        self.test = pattern.match
        return pattern.match(text)


class State:
    """What may follow after the first parts of a path."""

    __slots__ = ("_dynamic", "by_method", "depth", "edges", "index", "leaves", "static")

    def __init__(self) -> None:
        #: The following states by static part; these come before any pattern.
        self.static: dict[str, State] = {}
        #: The patterns; in order of precedence after :meth:`arrange`.
        self.edges: tuple[Edge, ...] = ()
        #: The rules that end here, in order of registration.
        self.leaves: list[Leaf] = []
        #: The rule that answers a method, where that is beyond doubt.
        self.by_method: dict[str, Leaf] = {}
        #: How many parts of the path come before.
        self.depth = 0
        #: Finds the patterns that may match, where there are many.
        self.index: AffixIndex[Edge] | None = None
        self._dynamic: dict[object, Edge] = {}

    def after(self, part: Part) -> State | None:
        """Give the state behind a rule's part, or None when no rule has it yet."""
        if part.static:
            return self.static.get(part.content)
        edge = self._dynamic.get(_identity(part))
        return None if edge is None else edge.following

    def open(self, part: Part, affixes: Affixes) -> State:
        """Give the state behind a rule's part, a new one when no rule has it yet."""
        if part.static:
            following = self.static.get(part.content)
            if following is None:
                following = self.static[part.content] = State()
            return following
        identity = _identity(part)
        edge = self._dynamic.get(identity)
        if edge is None:
            edge = self._dynamic[identity] = Edge(part, affixes)
        return edge.following

    def arrange(self, depth: int) -> None:
        """Put the patterns in order; called when all rules are there."""
        self.depth = depth
        # The sort is stable: among equals the first registered comes first.
        self.edges = tuple(sorted(self._dynamic.values(), key=lambda edge: edge.part.weight))
        self.index = None
        if len(self.edges) > _FEW:
            self.index = AffixIndex((edge.affixes, edge) for edge in self.edges)

    def answer(self, method: str, values: Sequence[str]) -> Match | None:
        """Give the answer for a path that ends here, where it is beyond doubt."""
        leaf = self.by_method.get(method)
        return None if leaf is None else leaf.answer(values)

    def near(self, text: str) -> Sequence[Edge]:
        """Give the patterns that may match a text, in order."""
        return self.edges if self.index is None else self.index.near(text)


def _identity(part: Part) -> object:
    texts, lengths, variables, weights = part.weight
    weight = texts, tuple(lengths), variables, tuple(weights)
    return part.content, part.final, part.suffixed, weight
