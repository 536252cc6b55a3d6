"""Sessions are kept on the server, and the browser has an identifier."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from pegboard_hookspecs.slots import SessionsProvider
from pegboard_sessions_server import ServerSessions
from tests.plugins.sessions_server.site import Site, has_cookie, log_out, read, token_of


def provider_fits(part: ServerSessions) -> SessionsProvider:
    """Prove to the type checkers that the provider fits the slot."""
    return part


def _add(session: Any) -> None:
    session["count"] = session.get("count", 0) + 1


def test_values_last(site: Site) -> None:
    """What one request puts into the session the next one finds."""
    token = site.begin(_add)

    site.visit(_add, token)

    assert site.read(token) == {"count": 2}


def test_other_types_last(plain_site: Site) -> None:
    """Whatever the cookie sessions keep is kept here."""
    values = {
        "bytes": b"\0\xff",
        "pair": (1, 2),
        "when": datetime(2026, 5, 4, tzinfo=UTC),
        "id": UUID(int=5),
        "nested": {"list": [None, True, 1.5, "ü"]},
    }

    token = plain_site.begin(lambda session: session.update(values))

    assert plain_site.read(token) == values


def test_what_cannot_be_kept_is_refused_at_once(plain_site: Site) -> None:
    """A value that cannot be kept is an error where it is assigned."""
    errors: list[str] = []

    def assign(session: Any) -> None:
        with pytest.raises(TypeError) as caught:
            session["a"] = object()
        errors.append(str(caught.value))

    plain_site.visit(assign)

    assert "session['a'] is of type object" in errors[0]


def test_a_nested_value_that_cannot_be_kept_is_an_error(plain_site: Site) -> None:
    """What was put below the top level is checked when it is saved, and nothing is sent."""

    def assign(session: Any) -> None:
        session["a"] = []
        session["a"].append(object())

    response = plain_site.visit(assign)

    assert response.status_code == 500
    assert not has_cookie(response)


def test_no_secret_key_is_needed(plain_site: Site) -> None:
    """Nothing is signed, for there is nothing to sign."""
    assert plain_site.app.secret_key is None
    assert plain_site.read(plain_site.begin(_add)) == {"count": 1}


def test_the_cookie_has_an_identifier_only(plain_site: Site) -> None:
    """The cookie's value is 256 random bits, another one for each session."""
    tokens = {plain_site.begin(_add) for _ in range(3)}

    assert len(tokens) == 3
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in tokens)


def test_the_store_does_not_know_the_identifier(plain_site: Site, tmp_path: Path) -> None:
    """The store has the identifier's SHA-256 only: nobody makes a cookie of what it holds."""
    token = plain_site.begin(_add)

    plain_site.app.close()
    held = b"".join(path.read_bytes() for path in (tmp_path / "instance").iterdir())

    assert token.encode() not in held
    assert hashlib.sha256(token.encode()).hexdigest().encode() in held


def test_the_file_is_for_its_owner_only(plain_site: Site, tmp_path: Path) -> None:
    """The file of SQLite, and those beside it, cannot be read by other users of the machine."""
    plain_site.visit(_add)

    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "instance").iterdir()}

    assert modes.pop("sessions.sqlite") == 0o600
    assert set(modes.values()) <= {0o600}


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("A" * 43, id="of-the-right-shape"),
        pytest.param("", id="empty"),
        pytest.param("short", id="short"),
        pytest.param("A" * 5000, id="long"),
        pytest.param("'; DROP TABLE sessions; --", id="sql"),
        pytest.param("\xff\x00", id="bytes"),
    ],
)
def test_an_unknown_identifier_is_never_taken_over(site: Site, token: str) -> None:
    """A visitor who brings an identifier that the store does not know gets another one."""
    response = site.visit(_add, token)

    assert site.seen == {"count": 1}
    assert token_of(response) != token
    assert site.read(token) == {}


def test_what_is_only_read_is_not_kept(plain_site: Site) -> None:
    """A visitor without a session who changes nothing gets no cookie, but caches are told."""
    response = plain_site.visit(read)

    assert not has_cookie(response)
    assert response.headers["Vary"] == "Cookie"


def test_an_unchanged_session_is_not_sent_again(plain_site: Site) -> None:
    """Reading a session sets no cookie."""
    token = plain_site.begin(_add)

    assert not has_cookie(plain_site.visit(read, token))


def test_a_permanent_session_is_prolonged(plain_site: Site) -> None:
    """Each use of a permanent session sends its cookie anew, with the same identifier."""
    token = plain_site.begin(lambda session: session.update(_permanent=True))

    response = plain_site.visit(read, token)

    assert token_of(response) == token
    assert "Expires=" in response.headers["Set-Cookie"]


def test_an_emptied_session_is_gone(site: Site) -> None:
    """Emptying the session removes cookie and record: a copy of the cookie is worthless."""
    token = site.begin(_add)

    response = site.visit(log_out, token)

    assert token_of(response) == ""
    assert site.read(token) == {}


def test_an_emptied_new_session_was_never_kept(plain_site: Site) -> None:
    """What is set and removed in one request reaches no store."""
    response = plain_site.visit(lambda session: (session.update(a=1), session.clear()))

    assert token_of(response) == ""


def test_attributes_are_those_of_every_session(plain_site: Site) -> None:
    """The cookie is HttpOnly and SameSite=Lax, and Secure over HTTPS."""
    response = plain_site.visit(_add, base_url="https://localhost")

    assert response.headers["Set-Cookie"].partition("; ")[2] == (
        "Secure; HttpOnly; Path=/; SameSite=Lax"
    )


def test_content_that_cannot_be_read_is_no_session(plain_site: Site) -> None:
    """Whatever somebody wrote into the store, the answer is an empty session and never an error."""
    token = plain_site.begin(_add)

    for content in ("{", "[1]", '{"a":{" u":"no"}}'):
        with plain_site.store._connection() as connection:
            connection.execute("UPDATE sessions SET content = ?", (content,))

        assert plain_site.read(token) == {}


def test_types_of_an_application_s_own_last(plain_site: Site) -> None:
    """A tag that is registered with the provider works here as with cookies."""
    from pegboard_hookspecs.session_kit import JSONTag  # noqa: PLC0415 - for the class below

    class SetTag(JSONTag):
        key = " s"

        def check(self, value: Any) -> bool:
            return isinstance(value, set)

        def to_json(self, value: Any) -> Any:
            return sorted(value)

        def to_python(self, value: Any) -> Any:
            return set(value)

    plain_site.provider.serializer.register(SetTag)

    token = plain_site.begin(lambda session: session.update(seen={1, 2}))

    assert plain_site.read(token) == {"seen": {1, 2}}
