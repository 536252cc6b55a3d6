"""The provider as the slot sees it: it keeps the contract, and others can wrap it."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from pegboard import Pegboard
from pegboard_hookspecs import Session, hookimpl
from pegboard_hookspecs.slots import SessionsProvider
from pegboard_sessions import CookieSessions
from tests.plugins.sessions.site import Site


class Diary:
    """Notes when sessions are opened and saved."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    @hookimpl(wrapper=True)
    def open_session(self) -> Generator[None, Session, Session]:
        session = yield
        self.notes.append("opened")
        return session

    @hookimpl(wrapper=True)
    def save_session(self, session: Session) -> Generator[None]:
        yield
        self.notes.append(f"saved {len(session)}")


def _log_in(session: Any) -> None:
    session["user"] = "joe"


def test_other_plugins_wrap_sessions() -> None:
    """A wrapper sees each session as it is opened and saved, once a request."""
    site = Site()
    diary = Diary()
    site.app.register_plugin(diary)

    site.visit(_log_in)

    assert diary.notes == ["opened", "saved 1"]


def test_the_default_is_chosen() -> None:
    """Without a setting this provider fills the slot ``sessions``, one for each application."""
    one, other = Pegboard("one").slot("sessions"), Pegboard("other").slot("sessions")

    assert one.identity == "pegboard-sessions:cookie"
    assert isinstance(one.provider, CookieSessions)
    assert one.provider is not other.provider


def test_the_provider_keeps_the_contract() -> None:
    """The checkers prove that the provider has what the slot asks for."""
    provider: SessionsProvider = CookieSessions()

    assert provider
