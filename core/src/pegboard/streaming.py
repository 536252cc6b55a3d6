"""Streams that keep the request while they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import copy_context
from functools import wraps
from typing import Any, TypeVar, overload

from pegboard.context import Context, current, outside

__all__ = ["ContextStream", "stream_with_context"]

T = TypeVar("T")


class ContextStream(Iterator[T]):
    """Parts of a body, each made where the request that they belong to is current.

    Every step runs in a copy of the context variables, so that interleaved streams, and streams
    that another thread reads on, each see their own request.

    :param parts: what to read from; its ``close`` is called exactly once.
    :param context: the request's context, whose teardown waits for the end of the response.
    """

    def __init__(self, parts: Iterator[T], context: Context) -> None:
        context.is_kept = True
        self._owner = context
        self._parts = parts
        self._variables = copy_context()
        self._is_closed = False

    def __next__(self) -> T:
        try:
            return self._variables.run(next, self._parts)
        except StopIteration:
            raise
        except BaseException as error:
            self._owner.error = error
            raise

    def close(self) -> None:
        """Close what is read from; a second call does nothing."""
        close = getattr(self._parts, "close", None)
        if not self._is_closed and close is not None:
            self._variables.run(close)
        self._is_closed = True


@overload
def stream_with_context(parts: Iterator[T]) -> Iterator[T]: ...
@overload
def stream_with_context(parts: Callable[..., Iterator[T]]) -> Callable[..., Iterator[T]]: ...


def stream_with_context(
    parts: Iterator[T] | Callable[..., Iterator[T]],
) -> Iterator[T] | Callable[..., Iterator[T]]:
    """Keep the request current while a stream is read; teardown waits for its end.

    Give an iterator, or decorate the function that makes one.

    :raises ContextError: there is no request to keep.
    """
    if isinstance(parts, Iterator):
        return _kept(parts)
    make = parts

    @wraps(make)
    def kept(*args: Any, **kwargs: Any) -> Iterator[T]:
        return _kept(make(*args, **kwargs))

    return kept


def _kept(parts: Iterator[T]) -> Iterator[T]:
    context = current("stream_with_context")
    if context.request is None:
        raise outside("request", "stream_with_context")
    return ContextStream(parts, context)
