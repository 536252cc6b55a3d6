"""All ways to change a session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

__all__ = ["CHANGES", "WRITES", "Action", "case"]

Action = Callable[[Any], object]


def case(action: Action, *rest: object, name: str) -> Any:
    """Make a row of a table whose first column is an action."""
    return pytest.param(action, *rest, id=name)


def _set(session: Any) -> None:
    session["b"] = 2


def _remove(session: Any) -> None:
    del session["a"]


def _unite(session: Any) -> None:
    session |= {"b": 2}


def _make_permanent(session: Any) -> None:
    session.permanent = True


#: Each change of a session with one value, and what it leaves.
CHANGES = [
    case(_set, {"a": 1, "b": 2}, name="set"),
    case(_remove, {}, name="remove"),
    case(_unite, {"a": 1, "b": 2}, name="unite"),
    case(_make_permanent, {"a": 1, "_permanent": True}, name="permanent"),
    case(lambda s: s.clear(), {}, name="clear"),
    case(lambda s: s.pop("a"), {}, name="pop"),
    case(lambda s: s.pop("a", None), {}, name="pop-with-default"),
    case(lambda s: s.popitem(), {}, name="popitem"),
    case(lambda s: s.setdefault("b", 2), {"a": 1, "b": 2}, name="setdefault"),
    case(lambda s: s.update({"b": 2}), {"a": 1, "b": 2}, name="update"),
    case(lambda s: s.update(b=2), {"a": 1, "b": 2}, name="update-by-keyword"),
    case(lambda s: s.update([("b", 2)]), {"a": 1, "b": 2}, name="update-by-pairs"),
]

#: The changes alone.
WRITES = [pytest.param(row.values[0], id=row.id) for row in CHANGES]
