"""The search: down the tree, fixed segments before patterns, and back where that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pegboard_routing_radix.rule import RadixRule
from pegboard_routing_radix.tree import Branch, Node, Run

__all__ = ["NO_MATCH", "End", "Miss", "Search", "SlashRequiredError", "first_way"]

#: The rule that was reached, and the raw values on the way to it.
End = tuple[RadixRule, tuple[str, ...]]


class SlashRequiredError(Exception):
    """A rule would match if the path ended in a slash."""


@dataclass(frozen=True, slots=True)
class Miss:
    """No rule matches.

    :param allowed: the methods of rules that match the path.
    :param is_mismatch: a rule matches, but a handshake is a WebSocket's and the rule is not,
        or the other way round.
    """

    allowed: AbstractSet[str] = frozenset()
    is_mismatch: bool = False


#: No rule matches, nor would one for another method, or with other slashes.
NO_MATCH = Miss()


def first_way(start: Node, parts: list[str], method: str) -> End | Miss | None:
    """Take the first way that fits at every node: what the search would try before any other.

    :param parts: the segments of the path.
    :return: None where that leads nowhere, so that the search has to look for another way.
    """
    node, at, end, values = start, 0, len(parts), tuple[str, ...]()
    is_only = True
    while at < end:
        part = parts[at]
        run = node.runs.get(part)
        if run is not None:
            if run.length == 1 or parts[at : at + run.length] == run.labels:
                is_only = is_only and not node.branches
                node, at = run.node, at + run.length
                continue
            if at + run.length > end:
                return None
        branches = node.branches if node.candidates is None else node.candidates.near(part)
        for branch in branches:
            found = branch.read("/".join(parts[at:]) if branch.is_final else part)
            if found is not None:
                break
        else:
            # Slashes might be merged or ignored, which is for the search to find out.
            return NO_MATCH if is_only and "" not in parts else None
        if branch.takes_slash:
            return None
        is_only = is_only and len(branches) == 1
        node, at, values = branch.node, end if branch.is_final else at + 1, values + found
    for rule in node.rules:
        if rule.methods is None or method in rule.methods:
            return None if rule.websocket else (rule, values)
    return None


class Search:
    """Looks for the rule of one request.

    :param method: the request's method.
    :param is_websocket: only rules for handshakes match, else only the others.
    """

    __slots__ = ("_allowed", "_end", "_is_mismatch", "_is_websocket", "_method", "_parts")

    def __init__(self, method: str, *, is_websocket: bool) -> None:
        self._parts: list[str] = []
        self._end = 0
        self._method = method
        self._is_websocket = is_websocket
        self._allowed: set[str] = set()
        self._is_mismatch = False

    @property
    def miss(self) -> Miss:
        """What to say when nothing was found."""
        return Miss(self._allowed, self._is_mismatch)

    def run(self, root: Node, parts: list[str]) -> End | None:
        """Search the tree.

        :param parts: the host, or the subdomain, and the segments of the path.
        :raises SlashRequiredError: the first rule that fits wants a slash at the end.
        """
        self._parts, self._end = parts, len(parts)
        return self._from(root, 0, ())

    def _from(self, node: Node, at: int, values: tuple[str, ...]) -> End | None:
        if at == self._end:
            return self._arrive(node, values)
        part = self._parts[at]
        run = node.runs.get(part)
        if run is not None:
            end = self._along(run, at, values)
            if end is not None:
                return end
        for branch in node.near(part):
            end = self._into(branch, part, at, values)
            if end is not None:
                return end
        if part == "" and at + 1 == self._end:
            # A slash too many.
            rule = self._first([rule for rule in node.rules if not rule.is_strict])
            return None if rule is None else (rule, values)
        return None

    def _along(self, run: Run, at: int, values: tuple[str, ...]) -> End | None:
        beyond = at + run.length
        if run.length == 1 or self._parts[at:beyond] == run.labels:
            return self._from(run.node, beyond, values)
        if beyond == self._end + 1 and not run.labels[-1] and self._parts[at:] == run.labels[:-1]:
            return self._behind_slash(run.node.rules, values)
        return None

    def _into(self, branch: Branch, part: str, at: int, values: tuple[str, ...]) -> End | None:
        if not branch.is_final:
            found = branch.read(part)
            return None if found is None else self._from(branch.node, at + 1, values + found)
        found = branch.read("/".join(self._parts[at:]))
        if found is None:
            return None
        if branch.takes_slash:
            if found[-1]:
                return self._arrive(branch.node.runs[""].node, values + found[:-1])
            found = found[:-1]
        return self._arrive(branch.node, values + found)

    def _arrive(self, node: Node, values: tuple[str, ...]) -> End | None:
        rule = self._first(node.rules)
        return self._behind_slash(node.behind_slash(), values) if rule is None else (rule, values)

    def _behind_slash(self, rules: Sequence[RadixRule], values: tuple[str, ...]) -> End | None:
        for rule in rules:
            if rule.websocket == self._is_websocket and rule.answers(self._method):
                if rule.is_strict:
                    raise SlashRequiredError
                return rule, values
        return None

    def _first(self, rules: Iterable[RadixRule]) -> RadixRule | None:
        for rule in rules:
            methods = rule.methods
            if methods is not None and self._method not in methods:
                self._allowed.update(methods)
            elif rule.websocket != self._is_websocket:
                self._is_mismatch = True
            else:
                return rule
        return None
