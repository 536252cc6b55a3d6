"""Secret keys: which may sign, which verify, which are refused."""

from __future__ import annotations

from typing import Any

import pytest

from pegboard_hookspecs.errors import ConfigurationError, SessionUnavailableError
from tests.plugins.sessions.site import KEY, Site, cookie_of

OLD_KEY = b"another key of no less than 32 bytes, once in use"
SHORT_KEY = "a key of 31 bytes is too short!"


def _log_in(session: Any) -> None:
    session["user"] = "joe"


@pytest.mark.item("A8.7")
def test_the_newest_key_signs() -> None:
    """With older keys listed the newest signs."""
    site = Site(SECRET_KEY_FALLBACKS=[OLD_KEY])

    cookie = cookie_of(site.visit(_log_in))

    assert Site().read(cookie) == {"user": "joe"}
    assert Site(SECRET_KEY=OLD_KEY).read(cookie) == {}


@pytest.mark.item("A8.7")
@pytest.mark.parametrize("kind", [list, tuple])
def test_listed_keys_verify(kind: Any) -> None:
    """What an older key signed is read while that key is listed."""
    cookie = cookie_of(Site(SECRET_KEY=OLD_KEY).visit(_log_in))

    site = Site(SECRET_KEY_FALLBACKS=kind([b"a third key that signed nothing for years", OLD_KEY]))

    assert site.read(cookie) == {"user": "joe"}


@pytest.mark.item("A8.7")
def test_dropped_keys_die() -> None:
    """What a key signed that is listed no longer is not read."""
    cookie = cookie_of(Site(SECRET_KEY=OLD_KEY).visit(_log_in))

    assert Site(SECRET_KEY_FALLBACKS=[]).read(cookie) == {}


def test_keys_are_read_live() -> None:
    """A key that is changed or dropped while the application runs is so from the next request."""
    site = Site(SECRET_KEY=OLD_KEY)
    cookie = cookie_of(site.visit(_log_in))
    older = [OLD_KEY]

    site.app.config.update(SECRET_KEY=KEY, SECRET_KEY_FALLBACKS=older)

    assert site.read(cookie) == {"user": "joe"}
    older.clear()
    assert site.read(cookie) == {}


@pytest.mark.parametrize(
    ("config", "name"),
    [
        pytest.param({"SECRET_KEY": SHORT_KEY}, r"SECRET_KEY has", id="text"),
        pytest.param({"SECRET_KEY": SHORT_KEY.encode()}, r"SECRET_KEY has", id="bytes"),
        pytest.param({"SECRET_KEY": ""}, r"SECRET_KEY has", id="empty"),
        pytest.param(
            {"SECRET_KEY_FALLBACKS": [OLD_KEY, "x"]}, r"SECRET_KEY_FALLBACKS\[1\] has", id="older"
        ),
    ],
)
def test_a_weak_key_is_a_start_up_error(config: dict[str, object], name: str) -> None:
    """A key of under 32 bytes ends the start, with the line that makes a good one."""
    site = Site(**config)

    with pytest.raises(ConfigurationError, match=rf"{name}.*32 bytes.*secrets\.token_hex"):
        site.app.start()


def test_the_message_keeps_the_secret() -> None:
    """The complaint about a key does not tell the key."""
    with pytest.raises(ConfigurationError) as raised:
        Site(SECRET_KEY=SHORT_KEY).app.start()

    assert SHORT_KEY not in str(raised.value)


@pytest.mark.parametrize(
    "key", ["ü" * 16, "a" * 32, b"\0" * 32], ids=["bytes-count", "text", "bytes"]
)
def test_32_bytes_are_enough(key: str | bytes) -> None:
    """A key of 32 bytes, whatever its characters, is taken."""
    site = Site(SECRET_KEY=key)

    assert site.read(cookie_of(site.visit(_log_in))) == {"user": "joe"}


@pytest.mark.parametrize("mode", ["DEBUG", "TESTING"])
def test_short_keys_will_do_for_trials(mode: str) -> None:
    """In debug and in test mode any key signs, also a short one."""
    site = Site(SECRET_KEY="dev", SECRET_KEY_FALLBACKS=["old"], **{mode: True})

    assert site.read(cookie_of(site.visit(_log_in))) == {"user": "joe"}


@pytest.mark.parametrize("key", [None, ""])
def test_an_empty_key_never_signs(key: str | None) -> None:
    """Nothing is signed with an empty key, not even for a trial with older keys."""
    site = Site(SECRET_KEY=key, SECRET_KEY_FALLBACKS=[OLD_KEY], TESTING=True)

    with pytest.raises(SessionUnavailableError):
        site.visit(_log_in)


def test_an_empty_older_key_never_verifies() -> None:
    """What an empty key signed is not read, not even in a trial."""
    site = Site(SECRET_KEY_FALLBACKS=["", OLD_KEY], TESTING=True)
    site.read(None)

    assert len(site.app.slot("sessions").native.secret_keys) == 2


@pytest.mark.parametrize("keys", ["a plain string of no less than 32 bytes", b"x" * 40, {KEY}])
def test_older_keys_are_a_list(keys: object) -> None:
    """SECRET_KEY_FALLBACKS is a list or tuple: letters of a string would be keys."""
    with pytest.raises(ConfigurationError, match="SECRET_KEY_FALLBACKS"):
        Site(SECRET_KEY_FALLBACKS=keys)


@pytest.mark.item("A8.4")
def test_without_a_key_sessions_are_read_only() -> None:
    """Without a key the session is empty; the page is served and varies by cookie."""
    site = Site(SECRET_KEY=None)

    response = site.visit(len, cookie="whatever")

    assert site.seen == {}
    assert response.headers["Vary"] == "Cookie"
    assert "Set-Cookie" not in response.headers


@pytest.mark.item("A8.4")
def test_without_a_key_writing_is_an_error() -> None:
    """Without a key a write is an error that tells how to set one."""
    site = Site(SECRET_KEY=None, TESTING=True)

    with pytest.raises(SessionUnavailableError, match=r"app\.secret_key.*secrets\.token_hex"):
        site.visit(_log_in)


def test_the_engine_is_reachable() -> None:
    """The slot's engine is the itsdangerous serializer with the application's keys."""
    site = Site()
    cookie = cookie_of(site.visit(_log_in))

    assert site.app.slot("sessions").native.loads(cookie) == {"user": "joe"}


def test_without_a_key_there_is_no_engine() -> None:
    """Without a key the slot has no engine."""
    site = Site(SECRET_KEY=None)
    site.read(None)

    assert site.app.slot("sessions").native is None
