"""Signatures: the same as those of itsdangerous, and no second way to write one."""

from __future__ import annotations

import random
import string
import time
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import BadSignature, TimestampSigner
from itsdangerous.encoding import base64_encode

from pegboard_hookspecs.session_kit import TaggedJSON
from pegboard_sessions import CookieSigner

KEY = "a key of no less than 32 bytes is needed"
OLD_KEY = b"another key of no less than 32 bytes, once in use"
NOW = 1_790_000_000
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

sessions = st.dictionaries(
    st.text(max_size=8), st.one_of(st.text(max_size=300), st.integers(), st.lists(st.binary()))
)
times = st.integers(1, 2**33)


def _by_itsdangerous(value: object, now: int) -> str:
    text = TaggedJSON().dumps(value)
    with patch.object(time, "time", lambda: now):
        if len(text) >= 200:
            return str(CookieSigner([KEY]).serializer.dumps(value))
        # Shorter texts are never compressed.
        signer = TimestampSigner(KEY, salt="cookie-session", key_derivation="hmac")
        return signer.sign(base64_encode(text)).decode()


@given(sessions, times)
def test_tokens_are_those_of_itsdangerous(value: dict[str, Any], now: int) -> None:
    """What is written equals what itsdangerous writes, which under 200 bytes compresses nothing."""
    assert CookieSigner([KEY]).dumps(value, now) == _by_itsdangerous(value, now)


@given(sessions, times)
def test_tokens_are_read(value: dict[str, Any], now: int) -> None:
    """What was written is read, with the time at which it was signed."""
    signer = CookieSigner([KEY])

    assert signer.loads(signer.dumps(value, now)) == (value, now)


@given(sessions, times)
def test_tokens_of_itsdangerous_are_read(value: dict[str, Any], now: int) -> None:
    """What itsdangerous signed is read, compressed or not."""
    signer = CookieSigner([KEY])
    with patch.object(time, "time", lambda: now):
        token = str(signer.serializer.dumps(value))

    assert signer.loads(token) == (value, now)


@given(sessions, times)
def test_itsdangerous_reads_tokens(value: dict[str, Any], now: int) -> None:
    """What was written is read by itsdangerous, compressed or not."""
    signer = CookieSigner([KEY])

    assert signer.serializer.loads(signer.dumps(value, now)) == value


def test_long_values_are_compressed() -> None:
    """From 200 bytes on a value that gets shorter by it is compressed."""
    token = CookieSigner([KEY]).dumps({"a": "b" * 4000}, NOW)

    assert token.startswith(".")
    assert len(token) < 200


def test_what_compression_makes_longer_is_left_as_it_is() -> None:
    """A long value that would get longer by compression is not compressed."""
    characters = string.ascii_letters + string.digits + "!#$%&()*+,-./:;<=>?@[]^_`{|}~"
    noise = "".join(random.Random(1).choices(characters, k=200))  # noqa: S311 - no secret

    token = CookieSigner([KEY]).dumps({"a": noise}, NOW)

    assert not token.startswith(".")


def test_the_newest_key_signs() -> None:
    """What is written bears the signature of the first key."""
    token = CookieSigner([KEY, OLD_KEY]).dumps({"a": 1}, NOW)

    assert token == CookieSigner([KEY]).dumps({"a": 1}, NOW)


def test_older_keys_verify() -> None:
    """What an older key signed is read while the key is listed."""
    token = CookieSigner([OLD_KEY]).dumps({"a": 1}, NOW)

    assert CookieSigner([KEY, OLD_KEY]).loads(token) == ({"a": 1}, NOW)


def test_dropped_keys_die() -> None:
    """What a key signed that is listed no longer is refused."""
    token = CookieSigner([OLD_KEY]).dumps({"a": 1}, NOW)

    with pytest.raises(BadSignature):
        CookieSigner([KEY]).loads(token)


@pytest.mark.parametrize("place", range(len(CookieSigner([KEY]).dumps({"a": 1}, NOW))))
def test_every_character_counts(place: int) -> None:
    """A token with any one character changed is refused, the last bits of each part included."""
    signer = CookieSigner([KEY])
    token = signer.dumps({"a": 1}, NOW)
    changed = [f"{token[:place]}{other}{token[place + 1 :]}" for other in ALPHABET + ".=~ \xfc"]

    for each in set(changed) - {token}:
        with pytest.raises(BadSignature):
            signer.loads(each)


@given(st.text())
def test_other_text_is_refused(text: str) -> None:
    """Text that nobody signed is refused, whatever characters it has."""
    with pytest.raises((BadSignature, UnicodeEncodeError)):
        CookieSigner([KEY]).loads(text)
