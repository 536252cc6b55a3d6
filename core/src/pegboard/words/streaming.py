"""Streams that keep the request while they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextvars import copy_context
from functools import wraps
from typing import Any, ParamSpec, TypeVar, overload

from pegboard.context import Context, current, current_request

__all__ = ["ContextStream", "stream_with_context"]

P = ParamSpec("P")
T = TypeVar("T")


class ContextStream(Iterator[T]):
    """Parts of a body, each made where the request that they belong to is current.

    Every step runs in a copy of the context variables, so that interleaved streams, and streams
    that another thread reads on, each see their own request.

    :param source: what to read from; its ``close`` is called exactly once.
    :param context: the request's context, whose teardown waits for the end of the response.
    """

    def __init__(self, source: Iterable[T], context: Context) -> None:
        context.is_kept = True
        self._owner = context
        self._source = source
        self._parts = iter(source)
        self._variables = copy_context()
        self._is_closed = False

    def __next__(self) -> T:
        return self._step(next, self._parts)

    def close(self) -> None:
        """Close what is read from; a second call does nothing."""
        close = getattr(self._source, "close", None)
        if close is None or self._is_closed:
            return
        self._is_closed = True
        self._step(close)

    def _step(self, function: Callable[..., T], *args: object) -> T:
        try:
            return self._variables.run(function, *args)
        except StopIteration:
            raise
        except BaseException as error:
            # For step 10, unless the context did not wait.
            if not self._owner.is_torn_down:
                self._owner.error = error
            raise


@overload
def stream_with_context(parts: Callable[P, Iterable[T]]) -> Callable[P, Iterator[T]]: ...
@overload
def stream_with_context(parts: Iterable[T]) -> Iterator[T]: ...


def stream_with_context(parts: Any) -> Any:
    """Keep the request current while a stream is read; teardown waits for its end.

    Give an iterable, or decorate the function that makes one.

    :raises ContextError: there is no request to keep.
    """
    if hasattr(parts, "__iter__"):
        return _kept(parts)
    make: Callable[..., Iterable[Any]] = parts

    @wraps(make)
    def kept(*args: Any, **kwargs: Any) -> Iterator[Any]:
        return _kept(make(*args, **kwargs))

    return kept


def _kept(parts: Iterable[Any]) -> Iterator[Any]:
    current_request("stream_with_context")
    return ContextStream(parts, current("stream_with_context"))
