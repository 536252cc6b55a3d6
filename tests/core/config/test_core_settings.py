"""The kernel's own settings."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pegboard.config.core_settings import CORE_SETTINGS, lifetime

_BY_NAME = {setting.name: setting for setting in CORE_SETTINGS}


@pytest.mark.parametrize("name", sorted(_BY_NAME))
def test_every_default_is_allowed(name: str) -> None:
    """A setting's own default passes its check, and a line of help goes with it."""
    setting = _BY_NAME[name]

    assert setting.complaint(setting.default) is None
    assert setting.help


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY_FALLBACKS", ["one", b"two"]),
        ("TRUSTED_HOSTS", ("example.org", ".example.com")),
        ("PERMANENT_SESSION_LIFETIME", 60),
        ("SERVER_NAME", "example.org"),
        ("SERVER_NAME", "localhost:5000"),
        ("SERVER_NAME", "[::1]:5000"),
        ("APPLICATION_ROOT", "/shop"),
        ("PREFERRED_URL_SCHEME", "https"),
        ("MAX_CONTENT_LENGTH", 0),
    ],
)
def test_sensible_values_are_allowed(name: str, value: object) -> None:
    """What an application would set passes the check."""
    assert _BY_NAME[name].complaint(value) is None


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("DEBUG", 1, "it must be bool, not int"),
        ("SECRET_KEY_FALLBACKS", "abc", "it must be list or tuple or None, not str"),
        ("SECRET_KEY_FALLBACKS", [1], "it must hold str or bytes keys only"),
        ("TRUSTED_HOSTS", [1], "it must hold strings only"),
        ("PERMANENT_SESSION_LIFETIME", -1, "it must not be negative"),
        ("PERMANENT_SESSION_LIFETIME", timedelta(-1), "it must not be negative"),
        ("SERVER_NAME", "http://x", "it must be a host or host:port, without scheme and path"),
        ("SERVER_NAME", "x:port", "it must be a host or host:port, without scheme and path"),
        ("APPLICATION_ROOT", "shop", "it must begin with a slash"),
        ("PREFERRED_URL_SCHEME", "", "it must be a scheme like 'https'"),
        ("MAX_FORM_PARTS", -1, "it must not be negative"),
    ],
)
def test_what_cannot_work_is_refused(name: str, value: object, complaint: str) -> None:
    """A value of a wrong type, or one that no application could use, is complained of."""
    assert _BY_NAME[name].complaint(value) == complaint


@pytest.mark.parametrize("value", [60, timedelta(minutes=1)])
def test_seconds_are_a_lifetime(value: timedelta | int) -> None:
    """A lifetime is given as a timedelta or in seconds."""
    assert lifetime(value) == timedelta(seconds=60)
