"""The settings of the session's cookie are checked where they are set."""

from __future__ import annotations

import pytest

from pegboard_hookspecs.errors import ConfigurationError
from tests.plugins.sessions.site import Site


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SESSION_COOKIE_NAME", "my session"),
        ("SESSION_COOKIE_NAME", "a=b"),
        ("SESSION_COOKIE_NAME", ""),
        ("SESSION_COOKIE_NAME", None),
        ("SESSION_COOKIE_DOMAIN", "a;b"),
        ("SESSION_COOKIE_DOMAIN", ""),
        ("SESSION_COOKIE_PATH", "/a\r\nb"),
        ("SESSION_COOKIE_PATH", "/a; Secure"),
        ("SESSION_COOKIE_SAMESITE", "Loose"),
        ("SESSION_COOKIE_SAMESITE", False),
        ("SESSION_COOKIE_SECURE", "yes"),
        ("SESSION_COOKIE_HTTPONLY", None),
    ],
)
def test_a_bad_value_is_refused(name: str, value: object) -> None:
    """A value that would make no cookie, or another one than meant, is an error with its name."""
    site = Site()
    site.read(None)

    with pytest.raises(ConfigurationError, match=name):
        site.app.config[name] = value


@pytest.mark.parametrize("samesite", ["Strict", "Lax", "None", "lax", None])
def test_every_samesite_is_taken(samesite: str | None) -> None:
    """SESSION_COOKIE_SAMESITE may be each value of the attribute, or nothing."""
    site = Site(SESSION_COOKIE_SAMESITE=samesite)

    assert site.read(None) == {}
