"""``pegboard sessions``: what is kept, and how to end it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from pegboard_hookspecs import Application, Command
from pegboard_hookspecs.errors import CommandError
from pegboard_sessions_server.answering import StoreDownError
from pegboard_sessions_server.stores import NotListedError

__all__ = ["COMMANDS"]

_GROUP = "Count, list, sweep and revoke sessions that are kept on the server."


def _list(app: Application, *, user: str | None = None) -> None:
    """Show how many sessions there are, or those of a user.

    :param user: show the sessions of this user, by the keys that revoke takes.
    """
    with _complaining():
        if user is None:
            counts = _provider(app).count()
            print(f"{counts.alive} alive, of {counts.users} users; {counts.expired} expired")
            return
        found = _provider(app).sessions_of(user)
    for key, record in found:
        print(f"{key}  begun {_moment(record.created)}  used {_moment(record.used)}")
    if not found:
        print(f"There is no session of {user!r}.")


def _sweep(app: Application) -> None:
    """Remove the sessions that have expired."""
    with _complaining():
        print(f"{_provider(app).sweep()} removed")


def _revoke(app: Application, *, user: str | None = None, key: str | None = None) -> int:
    """End sessions at once: all of a user, or the one that a key names.

    The exit code is 1 where there was none.

    :param user: whose sessions: the value that SESSION_USER_KEY names.
    :param key: a key that list shows.
    """
    if (user is None) == (key is None):
        raise CommandError("Say whose sessions to revoke, with --user, or which one, with --key.")
    with _complaining():
        provider = _provider(app)
        count = provider.revoke_user(user) if key is None else int(provider.revoke(key))
    print(f"{'all' if count is None else count} revoked")
    return 1 if count == 0 else 0


def _provider(app: Application) -> Any:
    # Not of its class: a subclass or a provider around it will do as well.
    slot = app.slot("sessions")
    if "revocation" not in slot.capabilities:
        raise CommandError(
            f"Sessions are kept by {slot.identity}, which keeps none on the server. Choose "
            "pegboard-sessions-server for the slot 'sessions'."
        )
    return slot.provider


@contextmanager
def _complaining() -> Generator[None]:
    try:
        yield
    except StoreDownError as error:
        raise CommandError(
            f"The store of the sessions does not answer: {error.__cause__}", exit_code=1
        ) from error
    except NotListedError as error:
        raise CommandError(str(error), exit_code=1) from error


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%SZ")


#: The commands, as the hook gives them.
COMMANDS: Sequence[Command] = (
    Command(("sessions", "list"), _list, group_help=_GROUP),
    Command(("sessions", "sweep"), _sweep, group_help=_GROUP),
    Command(("sessions", "revoke"), _revoke, group_help=_GROUP),
)
