"""The session as a dictionary that notices when it is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self

from pegboard_hookspecs.session import Session
from pegboard_hookspecs.session_kit.keeping import UnkeepableError
from pegboard_hookspecs.session_kit.tagging import TaggedJSON

__all__ = ["RESERVED_KEY", "DictSession"]

#: The key that applications leave to providers, for what they keep beside the values.
RESERVED_KEY = "_pegboard"
_MISSING = object()
#: Types of which every value can be kept.
_SIMPLE = frozenset({str, int, bool, type(None)})


class DictSession(dict[str, Any], Session):
    """A session that refuses values which would not come back, where they are assigned.

    :param values: what it starts with, which is not checked.
    :param created: when it began, in seconds since 1970; None means when it is saved.
    :param new: the visitor brought no valid session.
    :param check: refuses a value that cannot be kept; None knows the built-in tags.
    """

    _check: Callable[[object], None] = staticmethod(TaggedJSON().check)

    def __init__(
        self,
        values: Mapping[str, Any] | Iterable[tuple[str, Any]] = (),
        *,
        created: int | None = None,
        new: bool = False,
        check: Callable[[object], None] | None = None,
    ) -> None:
        super().__init__(values)
        self.created = created
        if check is not None:
            self._check = check
        if new:
            self.new = True

    def rotate(self) -> None:
        """Let the session begin anew with its values, when it is saved."""
        self.created = None
        self.modified = True

    def __setitem__(self, key: str, value: Any) -> None:
        if type(value) not in _SIMPLE or type(key) is not str or key == RESERVED_KEY:
            _refuse_unkeepable(key, value, self._check)
        super().__setitem__(key, value)
        self.modified = True

    def __delitem__(self, key: str) -> None:
        super().__delitem__(key)
        self.modified = True

    def clear(self) -> None:
        """Remove all values, which ends the session."""
        super().clear()
        self.modified = True

    def pop(self, key: str, /, default: Any = _MISSING) -> Any:
        """Remove a value and give it, or the default where there is none."""
        if key in self:
            self.modified = True
        return super().pop(key) if default is _MISSING else super().pop(key, default)

    def popitem(self) -> tuple[str, Any]:
        """Remove the value set last and give it with its key."""
        item = super().popitem()
        self.modified = True
        return item

    def setdefault(self, key: str, /, default: Any = None) -> Any:
        """Give a value, after setting it to the default where there is none."""
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, *sources: Any, **values: Any) -> None:
        """Set several values; none of them where one cannot be kept."""
        new = dict[str, Any](*sources, **values)
        for key, value in new.items():
            _refuse_unkeepable(key, value, self._check)
        super().update(new)
        self.modified = True

    def __ior__(self, other: Any) -> Self:  # type: ignore[override, misc]  # dict's is overloaded
        self.update(other)
        return self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {super().__repr__()}>"


def _refuse_unkeepable(key: object, value: object, check: Callable[[object], None]) -> None:
    if not isinstance(key, str):
        raise TypeError(
            f"The key {key!r} of the session is a {type(key).__name__}, and would be text in the "
            "next request. Use a str."
        )
    if key == RESERVED_KEY:
        raise ValueError(
            f"The key {key!r} of the session is where its beginning is kept. Use another name."
        )
    try:
        check(value)
    except UnkeepableError as error:
        error.path.append(key)
        raise
