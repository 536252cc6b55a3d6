"""The radix tree: what rules have in common at their beginning is kept once.

A path is cut at its slashes. A run of fixed segments is one step in the tree, however many they
are; where two rules part, the run is split. A segment with variables is a branch with a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pegboard_routing_radix.candidates import Candidates
from pegboard_routing_radix.parts import GROUP, Pattern
from pegboard_routing_radix.rule import RadixRule

__all__ = ["Branch", "Node", "Run"]

# Up to this many patterns, to try one after the other is quicker than to look for candidates.
_FEW = 8
# A part that is one variable of the default converter, or one of the converter "int".
_ANY_TEXT = rf"(?P<{GROUP}0>[^/]{{1,}})\Z"
_DIGITS = rf"(?P<{GROUP}0>\d+)\Z"


class Branch:
    """The way on for texts that match a pattern.

    :param pattern: of the first rule that took this way.
    """

    __slots__ = ("is_final", "node", "pattern", "read", "takes_slash")

    def __init__(self, pattern: Pattern) -> None:
        self.pattern = pattern
        self.is_final = pattern.is_final
        self.takes_slash = pattern.takes_slash
        self.node = Node()
        #: Gives the values in a text, or None where the pattern does not match it.
        self.read: Callable[[str], tuple[str, ...] | None] = self._compile_and_read
        if pattern.content == _ANY_TEXT:
            self.read = _whole
        elif pattern.content == _DIGITS:
            self.read = _digits

    def _compile_and_read(self, text: str) -> tuple[str, ...] | None:
        # When it is first tried, not when it is added: many patterns never are.
        self.read = _reader(self.pattern)
        return self.read(text)


class Run:
    """The way on along fixed segments.

    :param labels: one segment at least.
    """

    __slots__ = ("labels", "length", "node")

    def __init__(self, labels: list[str], node: Node) -> None:
        self.labels = labels
        self.length = len(self.labels)
        self.node = node


class Node:
    """A place where rules end or part."""

    __slots__ = ("_by_pattern", "branches", "candidates", "rules", "runs")

    def __init__(self) -> None:
        #: By their first segment; these go before any pattern.
        self.runs: dict[str, Run] = {}
        #: The patterns, in order after :meth:`arrange`.
        self.branches: tuple[Branch, ...] = ()
        #: The rules that end here, in order of registration.
        self.rules: tuple[RadixRule, ...] = ()
        #: Finds the patterns that may match, where there are many.
        self.candidates: Candidates[Branch] | None = None
        self._by_pattern: dict[Pattern, Branch] = {}

    def place(self, steps: Sequence[str | Pattern], changed: set[Node]) -> Node:
        """Give the node at the end of some steps, making what is missing on the way.

        Whoever is searching the tree meanwhile finds what was there before, or what is there now.

        :param changed: is given the nodes that have to be arranged.
        """
        node, labels = self, list[str]()
        for step in steps:
            if isinstance(step, str):
                labels.append(step)
                continue
            node = node.behind_run(labels).behind_branch(step, changed)
            labels = []
        return node.behind_run(labels)

    def behind_branch(self, pattern: Pattern, changed: set[Node]) -> Node:
        """Give the node behind a pattern, see :meth:`place`."""
        branch = self._by_pattern.get(pattern)
        if branch is None:
            branch = self._by_pattern[pattern] = Branch(pattern)
            changed.add(self)
        return branch.node

    def behind_run(self, labels: list[str]) -> Node:
        """Give the node behind fixed segments, see :meth:`place`."""
        if not labels:
            return self
        run = self.runs.get(labels[0])
        if run is None:
            run = self.runs[labels[0]] = Run(labels, Node())
            return run.node
        common = _common(run.labels, labels)
        if common < run.length:
            between = Node()
            between.runs[run.labels[common]] = Run(run.labels[common:], run.node)
            run = self.runs[labels[0]] = Run(labels[:common], between)
        return run.node.behind_run(labels[common:])

    def arrange(self) -> None:
        """Put the patterns in order."""
        # The sort is stable: among equals the first registered comes first.
        branches = tuple(
            sorted(self._by_pattern.values(), key=lambda branch: branch.pattern.weight)
        )
        if len(branches) > _FEW:
            patterns = ((each.pattern, each) for each in branches)
            self.candidates = Candidates((p.prefix, p.suffix, each) for p, each in patterns)
        self.branches = branches

    def near(self, text: str) -> Sequence[Branch]:
        """Give the branches whose patterns may match a text, in order."""
        return self.branches if self.candidates is None else self.candidates.near(text)

    def behind_slash(self) -> Sequence[RadixRule]:
        """Give the rules that end here but for a slash."""
        run = self.runs.get("")
        return run.node.rules if run is not None and run.length == 1 else ()


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    count = min(len(first), len(second))
    for number in range(count):
        if first[number] != second[number]:
            return number
    return count


def _whole(text: str) -> tuple[str, ...] | None:
    return (text,) if text else None


def _digits(text: str) -> tuple[str, ...] | None:
    # The decimal digits of any script, as for \d.
    return (text,) if text.isdecimal() else None


def _reader(pattern: Pattern) -> Callable[[str], tuple[str, ...] | None]:
    match = re.compile(pattern.content).match
    numbers = _groups(pattern)

    def read(text: str) -> tuple[str, ...] | None:
        found = match(text)
        return None if found is None else tuple([found[number] for number in numbers])

    return read


def _groups(pattern: Pattern) -> Sequence[int]:
    """Give the numbers of the groups that are values; what takes a slash has one more, the last."""
    compiled = re.compile(pattern.content)
    variables = -pattern.weight[2]
    numbers = [compiled.groupindex[f"{GROUP}{number}"] for number in range(variables)]
    return [*numbers, compiled.groups] if pattern.takes_slash else numbers
