"""What set-up words share: they end with set-up, and refuse what could never be called."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, TypeVar, cast

from werkzeug.exceptions import HTTPException, default_exceptions

from pegboard_hookspecs.errors import RegistrationError

__all__ = [
    "ErrorHandler",
    "Scope",
    "View",
    "error_kind",
    "refuse_asynchronous",
    "refuse_bare",
    "refuse_class",
    "refuse_no_plugin",
    "refuse_uncallable",
    "setup_word",
]

#: Any callable that a route calls with the values of the URL.
View = Callable[..., Any]
#: Takes an exception and gives what a view may return.
ErrorHandler = Callable[[Any], Any]
#: None is the whole application; on a blueprint: the blueprint. Else a blueprint's dotted name.
Scope = str | None

#: Values that are passed by mistake: no object of these types is a plugin.
_NO_PLUGINS = (type(None), str, bytes, int, float, list, tuple, dict, set)

F = TypeVar("F", bound=Callable[..., Any])


def setup_word(method: F) -> F:
    """Refuse a set-up word when set-up is over, naming the word that was called."""

    @wraps(method)
    def checked(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        self.check_setup(method.__name__)
        return method(self, *args, **kwargs)

    return cast("F", checked)


def refuse_uncallable(word: str, function: object) -> None:
    """Refuse something that a set-up word was given in place of a function.

    :raises RegistrationError: it cannot be called.
    """
    if not callable(function):
        message = f"{word}() got {function!r}, which cannot be called. Give it a function."
        raise RegistrationError(message)


def refuse_asynchronous(word: str, function: object) -> None:
    """Refuse a coroutine function where nobody would await it.

    :raises RegistrationError: the function is ``async def``.
    """
    if iscoroutinefunction(function):
        message = (
            f"{word}() got {_name(function)!r}, which is async def, and nobody awaits it there. "
            "Make it a plain function."
        )
        raise RegistrationError(message)


def refuse_bare(word: str, given: object) -> None:
    """Refuse a function in place of what a decorator takes in its parentheses.

    :raises RegistrationError: the decorator was written without parentheses.
    """
    if callable(given):
        message = (
            f"{word} was written without parentheses above {_name(given)!r}. "
            f"Write @….{word}(…), with what it takes between them."
        )
        raise RegistrationError(message)


def refuse_class(what: str, view: object) -> None:
    """Refuse a class-based view of which no function was made.

    :param what: what it was given for, as the subject of a sentence.
    :raises RegistrationError: it is the class, or its ``as_view`` that was not called.
    """
    owner = getattr(view, "__self__", view)
    if not isinstance(owner, type) or not hasattr(owner, "as_view"):
        return
    name = owner.__name__
    if view is owner or getattr(view, "__name__", "") == "as_view":
        shown = f"the class {name}" if view is owner else f"{name}.as_view, which was not called"
        message = (
            f"{what} is {shown}. Give the function that it makes: {name}.as_view({name.lower()!r})."
        )
        raise RegistrationError(message)


def refuse_no_plugin(given: object) -> None:
    """Refuse what is neither a class nor an object with hooks.

    :raises RegistrationError: it is a name, a number, None or a collection.
    """
    if isinstance(given, _NO_PLUGINS):
        message = (
            f"register_plugin() got {given!r}, which is no plugin. Give it a class or an object "
            "with hooks; an installed plugin is chosen by Pegboard(__name__, plugins={…})."
        )
        raise RegistrationError(message)


def error_kind(code_or_exception: object) -> tuple[int | None, type[Exception]]:
    """Give the code (None for exceptions without one) and the class that a handler is filed under.

    :raises TypeError: an instance instead of a class was given.
    :raises ValueError: the code is no HTTP error, or the class no exception.
    """
    if isinstance(code_or_exception, int):
        kind = _kind_of_code(code_or_exception)
    else:
        kind = _checked_kind(code_or_exception)
    return (kind.code if issubclass(kind, HTTPException) else None), kind


def _kind_of_code(code: int) -> type[Exception]:
    try:
        return default_exceptions[code]
    except KeyError:
        message = (
            f"{code} is no HTTP error that can be handled by its code. "
            "Use a subclass of HTTPException with that code."
        )
        raise ValueError(message) from None


def _checked_kind(kind: object) -> type[Exception]:
    if isinstance(kind, Exception):
        message = f"{kind!r} is an instance, not a class. Handlers are registered for classes."
        raise TypeError(message)
    shown = repr(_name(kind)) if callable(kind) else repr(kind)
    if isinstance(kind, type) and issubclass(kind, Exception):
        return kind
    message = f"{shown} is not a subclass of Exception. Give an exception class or a code."
    raise ValueError(message)


def _name(value: object) -> str:
    return str(getattr(value, "__name__", repr(value)))
