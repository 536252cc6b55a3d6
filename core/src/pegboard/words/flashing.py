"""Messages that wait in the session for the next page."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, overload

from pegboard.context import current, current_request

__all__ = ["flash", "get_flashed_messages"]

_KEY = "_flashes"
_Flash = tuple[str, str]


def flash(message: str, category: str = "message") -> None:
    """Keep a message for the next page that shows messages.

    :raises ContextError: there is no request.
    :raises SlotEmptyError: no plugin keeps sessions.
    """
    request = current_request("flash")
    session = request.session
    # A new list, so that the session notices.
    session[_KEY] = [*session.get(_KEY, ()), (category, message)]
    app = current("flash").app
    if app.calls.message_flashed is not None:
        app.calls.message_flashed(app, request, message, category)


@overload
def get_flashed_messages(
    with_categories: Literal[False] = False,  # noqa: FBT002 - as below
    category_filter: Collection[str] = (),
) -> list[str]: ...
@overload
def get_flashed_messages(
    with_categories: Literal[True], category_filter: Collection[str] = ()
) -> list[_Flash]: ...


def get_flashed_messages(
    with_categories: bool = False,  # noqa: FBT001, FBT002 - templates pass it by position
    category_filter: Collection[str] = (),
) -> list[str] | list[_Flash]:
    """Take the kept messages out of the session; within one request they stay the same.

    :param with_categories: give pairs of category and message.
    :param category_filter: give those of these categories only.
    :raises ContextError: there is no request.
    """
    request = current_request("get_flashed_messages")
    taken: list[_Flash] | None = request.state.get(_KEY)
    if taken is None:
        session = request.session
        taken = [tuple(pair) for pair in session.pop(_KEY)] if _KEY in session else []
        request.state[_KEY] = taken
    chosen = [pair for pair in taken if not category_filter or pair[0] in category_filter]
    return chosen if with_categories else [message for _, message in chosen]
