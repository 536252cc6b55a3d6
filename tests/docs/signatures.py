"""What one function takes and another does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import Parameter, signature
from typing import Any

__all__ = ["untaken"]

_PLACED = frozenset({Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD})


def untaken(theirs: Callable[..., Any], ours: Callable[..., Any]) -> Iterator[str]:
    """Give the parameters of one callable that another does not take alike, as in ``**kwargs``.

    What must be given may have another name at the same place, for it is given by its place.
    What only the other one has must have a default.
    """
    wanted, taken = _parameters(theirs), _Taken(_parameters(ours))
    for place, parameter in enumerate(wanted):
        if not taken.takes(parameter, place):
            yield str(parameter.replace(annotation=Parameter.empty, default=Parameter.empty))
    for parameter in taken.placed[sum(each.kind in _PLACED for each in wanted) :]:
        if parameter.default is Parameter.empty:
            yield parameter.name


class _Taken:
    """What a function takes."""

    def __init__(self, parameters: list[Parameter]) -> None:
        self.placed = [each for each in parameters if each.kind in _PLACED]
        self.has_any_place = any(each.kind is each.VAR_POSITIONAL for each in parameters)
        self.has_any_name = any(each.kind is each.VAR_KEYWORD for each in parameters)
        self._names = {each.name: each.kind for each in parameters}

    def takes(self, parameter: Parameter, place: int) -> bool:
        """Say whether it takes another function's parameter, at its place and by its name."""
        kind = self._names.get(parameter.name)
        if parameter.kind is Parameter.VAR_KEYWORD:
            return self.has_any_name
        if parameter.kind is Parameter.VAR_POSITIONAL:
            return self.has_any_place
        if parameter.kind is Parameter.KEYWORD_ONLY:
            return self.has_any_name or kind in {Parameter.KEYWORD_ONLY, *_PLACED}
        if parameter.kind is Parameter.POSITIONAL_ONLY or parameter.default is Parameter.empty:
            return self.has_any_place or place < len(self.placed)
        return self.has_any_place or kind is Parameter.POSITIONAL_OR_KEYWORD


def _parameters(function: Any) -> list[Parameter]:
    # Of a class's members, methods of the class itself are no functions.
    parameters = signature(getattr(function, "__func__", function)).parameters.values()
    return [each for each in parameters if each.name not in {"self", "cls"}]
