"""What a compiled hook calls while it runs: the two halves of a wrapper, and isolation.

The rules are pluggy's for wrappers marked ``wrapper=True``: exactly one ``yield``; it gives the
result of the inner calls or raises their exception; what the wrapper returns or raises takes
the place of either.
"""

from __future__ import annotations

import traceback
from collections.abc import Generator, Sequence
from typing import Any

__all__ = ["Wrapper", "enter", "first_of", "leave", "leave_always"]

#: A wrapper that was called: paused at its one ``yield`` while the inner calls run.
Wrapper = Generator[None, object, object]


def enter(wrapper: Wrapper) -> Wrapper:
    """Run a wrapper up to its ``yield`` and give it back."""
    __tracebackhide__ = True
    try:
        next(wrapper)
    except StopIteration:
        # Like pluggy's, the error has the StopIteration for its context and not for its cause.
        raise _complaint(wrapper, "did not yield")  # noqa: B904
    return wrapper


def leave(
    wrapper: Wrapper, result: object, error: BaseException | None
) -> tuple[object, BaseException | None]:
    """Run the rest of a wrapper; give the result and the exception that now stand.

    :raises RuntimeError: the wrapper yields a second time. As in pluggy, that ends the whole
        call, and wrappers further out do not get to see it.
    """
    __tracebackhide__ = True
    try:
        if error is None:
            wrapper.send(result)
        elif _passes_through(wrapper, error):
            return result, error
        wrapper.close()
    except StopIteration as stop:
        return stop.value, None
    except BaseException as raised:  # noqa: BLE001 - it is handed to the next wrapper
        return result, raised
    finally:
        # A frame in an exception's own traceback must not hold the exception: the two would
        # live until the next run of the garbage collector.
        del error
    raise _complaint(wrapper, "has second yield")


def leave_always(
    wrapper: Wrapper | None, result: object, error: BaseException | None
) -> tuple[object, BaseException | None]:
    """Leave a wrapper of an isolated hook: nothing it does keeps the others from theirs.

    :param wrapper: None for one that failed before its ``yield``.
    """
    __tracebackhide__ = True
    try:
        return (result, error) if wrapper is None else leave(wrapper, result, error)
    except RuntimeError as raised:
        return result, raised
    finally:
        del error


def first_of(failures: Sequence[BaseException]) -> BaseException | None:
    """Choose what an isolated hook raises once all its implementations have run.

    It is the first exception; but a request to stop the process, such as KeyboardInterrupt,
    goes before errors. The others are attached to it as notes, tracebacks included.
    """
    if not failures:
        return None
    chosen = next((one for one in failures if not isinstance(one, Exception)), failures[0])
    for other in failures:
        if other is not chosen:
            text = "".join(traceback.format_exception(other)).rstrip()
            chosen.add_note(f"Another implementation of the same hook raised too:\n{text}")
    return chosen


def _passes_through(wrapper: Wrapper, error: BaseException) -> bool:
    """Throw an exception into a wrapper; say whether it came out as it went in.

    A generator cannot let a StopIteration pass: Python makes it the cause of a RuntimeError.
    """
    __tracebackhide__ = True
    try:
        wrapper.throw(error)
    except RuntimeError as raised:
        if isinstance(error, StopIteration) and raised.__cause__ is error:
            wrapper.close()
            return True
        raise
    finally:
        del error
    return False


def _complaint(wrapper: Any, what: str) -> RuntimeError:
    code = wrapper.gi_code
    place = f"{code.co_name!r} {code.co_filename}:{code.co_firstlineno}"
    return RuntimeError(f"wrap_controller at {place} {what}")
