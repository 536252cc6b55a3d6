"""The exact search: what Werkzeug's matcher would find, in its order, with all its exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pegboard_routing.leaf import Leaf
from pegboard_routing.trie import Edge, State

__all__ = ["End", "Miss", "Search", "SlashRequiredError"]

#: The rule that was reached, and the raw values on the way to it.
End = tuple[Leaf, list[str]]


class SlashRequiredError(Exception):
    """A rule would match if the path ended in a slash."""


@dataclass(slots=True)
class Miss:
    """No rule matches.

    :param allowed: the methods of rules that match the path.
    :param is_mismatch: a rule matches, but a handshake is a WebSocket's and the rule is not,
        or the other way round.
    """

    allowed: set[str] = field(default_factory=set[str])
    is_mismatch: bool = False


class Search:
    """Looks for one method's rule from the root of the tree, taking back steps that lead nowhere.

    :param method: the request's method.
    :param is_websocket: only WebSocket rules match, else only the others.
    """

    __slots__ = ("_is_websocket", "_method", "miss")

    def __init__(self, method: str, *, is_websocket: bool) -> None:
        self._method = method
        self._is_websocket = is_websocket
        #: What to say when nothing is found.
        self.miss = Miss()

    def run(self, state: State, parts: Sequence[str], values: list[str]) -> End | None:
        """Search from a state on.

        :raises SlashRequiredError: the first rule that fits wants a slash at the end.
        """
        if not parts:
            return self._arrive(state, values)
        part, rest = parts[0], parts[1:]
        following = state.static.get(part)
        end = None if following is None else self.run(following, rest, values)
        if end is None:
            end = self._try_patterns(state, parts, values)
        if end is None and part == "" and not rest:
            end = self._ignore_slash(state, values)
        return end

    def _try_patterns(self, state: State, parts: Sequence[str], values: list[str]) -> End | None:
        for edge in state.near(parts[0]):
            end = self._follow(edge, parts, values)
            if end is not None:
                return end
        return None

    def _follow(self, edge: Edge, parts: Sequence[str], values: list[str]) -> End | None:
        # A final pattern takes the rest of the path, slashes and all.
        text = "/".join(parts) if edge.final else parts[0]
        found = edge.test(text)
        if not found:
            return None
        rest = () if edge.final else parts[1:]
        if edge.took_slash(found):
            rest = ("",)
        return self.run(edge.following, rest, [*values, *edge.values(text, found)])

    def _arrive(self, state: State, values: list[str]) -> End | None:
        leaf = self._leaf_for_request(state.leaves)
        if leaf is not None:
            return leaf, values
        slash = state.static.get("")
        for leaf in () if slash is None else slash.leaves:
            if leaf.is_websocket == self._is_websocket and leaf.answers(self._method):
                if leaf.is_strict:
                    raise SlashRequiredError
                return leaf, values
        return None

    def _ignore_slash(self, state: State, values: list[str]) -> End | None:
        leaf = self._leaf_for_request([leaf for leaf in state.leaves if not leaf.is_strict])
        return None if leaf is None else (leaf, values)

    def _leaf_for_request(self, leaves: Sequence[Leaf]) -> Leaf | None:
        for leaf in leaves:
            if not leaf.answers(self._method):
                self.miss.allowed.update(leaf.methods or ())
            elif leaf.is_websocket != self._is_websocket:
                self.miss.is_mismatch = True
            else:
                return leaf
        return None
