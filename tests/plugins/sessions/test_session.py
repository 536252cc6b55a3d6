"""Sessions in cookies, with and without a key that signs them."""

from __future__ import annotations

import pytest

from pegboard_hookspecs.errors import SessionUnavailableError
from pegboard_hookspecs.session_kit import DictSession
from pegboard_sessions import CookieSession, UnavailableSession
from tests.hookspecs.session_kit.changes import WRITES, Action, case


def test_a_session_is_a_dictionary() -> None:
    """The session of a cookie is a dictionary that notices changes, and shows what it is."""
    session = CookieSession({"a": 1})

    assert isinstance(session, DictSession)
    assert repr(session) == "<CookieSession {'a': 1}>"


@pytest.mark.item("A8.4")
@pytest.mark.parametrize(
    "write",
    [*WRITES, case(lambda s: s.rotate(), name="rotate")],
)
def test_an_unavailable_session_is_not_written(write: Action) -> None:
    """Without a secret key every write is an error that tells how to set one."""
    session = UnavailableSession()

    with pytest.raises(SessionUnavailableError, match=r"unavailable.*app\.secret_key"):
        write(session)


@pytest.mark.item("A8.4")
def test_an_unavailable_session_is_read() -> None:
    """Without a secret key the session is empty, but can be read."""
    session = UnavailableSession()

    assert session.get("a") is None
    assert "a" not in session
    assert not session.permanent
