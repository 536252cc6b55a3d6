"""The session that lives in a cookie, and the one that cannot because nothing signs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn, Self

from pegboard_hookspecs import Session
from pegboard_hookspecs.errors import SessionUnavailableError
from pegboard_sessions.keeping import UnkeepableError
from pegboard_sessions.tagging import TaggedJSON

__all__ = ["CREATED_KEY", "CookieSession", "UnavailableSession"]

#: Under which the time of the session's beginning travels in the cookie.
CREATED_KEY = "_pegboard"
_MISSING = object()
#: Types of which every value can be kept.
_SIMPLE = frozenset({str, int, bool, type(None)})


class CookieSession(dict[str, Any], Session):
    """Values kept in the visitor's cookie, where the visitor can read but not change them.

    :param values: what it starts with, which is not checked.
    :param created: when it began, in seconds since 1970; None means with its first signature.
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
        """Start the session's lifetime anew and send a fresh cookie.

        There is no identifier that somebody could have planted: a session that begins here is
        in no other cookie. Call it when somebody has logged in.
        """
        self.created = None
        self.modified = True

    def __setitem__(self, key: str, value: Any) -> None:
        if type(value) not in _SIMPLE or type(key) is not str or key == CREATED_KEY:
            _refuse_unkeepable(key, value, self._check)
        super().__setitem__(key, value)
        self.modified = True

    def __delitem__(self, key: str) -> None:
        super().__delitem__(key)
        self.modified = True

    def clear(self) -> None:
        """Remove all values, which removes the cookie."""
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


class UnavailableSession(CookieSession):
    """An empty session of an application without a secret key: it can be read, not written."""

    def rotate(self) -> NoReturn:
        """Refuse.

        :raises SessionUnavailableError: always, as all methods that write.
        """
        _fail()

    def __setitem__(self, key: str, value: Any) -> NoReturn:
        _fail()

    def __delitem__(self, key: str) -> NoReturn:
        _fail()

    def clear(self) -> NoReturn:
        """Refuse, as :meth:`rotate` does."""
        _fail()

    def pop(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse, as :meth:`rotate` does."""
        _fail()

    def popitem(self) -> NoReturn:
        """Refuse, as :meth:`rotate` does."""
        _fail()

    def setdefault(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse, as :meth:`rotate` does."""
        _fail()

    def update(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse, as :meth:`rotate` does."""
        _fail()


def _refuse_unkeepable(key: object, value: object, check: Callable[[object], None]) -> None:
    if not isinstance(key, str):
        raise TypeError(
            f"The key {key!r} of the session is a {type(key).__name__}, and would be text in the "
            "next request. Use a str."
        )
    if key == CREATED_KEY:
        raise ValueError(
            f"The key {key!r} of the session is where the cookie keeps its beginning. "
            "Use another name."
        )
    try:
        check(value)
    except UnkeepableError as error:
        error.path.append(key)
        raise


def _fail() -> NoReturn:
    raise SessionUnavailableError(
        "The session is unavailable and cannot be written: no secret key is set to sign it. Set "
        'app.secret_key to what this prints: python -c "import secrets; print(secrets.token_hex())"'
    )
