"""What ``pegboard check`` says about sessions."""

from __future__ import annotations

from typing import Any

import pytest

from pegboard_sessions import CookieSessions
from tests.plugins.sessions.site import Site


def _found(is_deployed: bool = False, /, **config: object) -> list[tuple[str, str, str]]:
    app: Any = Site(**config).app
    app.start()
    findings = CookieSessions().check(app, is_deployed)
    return [(finding.id, finding.level, finding.place) for finding in findings]


def test_the_defaults_are_safe() -> None:
    """With nothing but a good key there is nothing to report."""
    assert _found() == []


def test_without_a_key_there_is_nothing_to_check() -> None:
    """An application without a key uses no sessions."""
    assert _found(SECRET_KEY=None, SESSION_COOKIE_HTTPONLY=False) == []


def test_strangers_want_a_key() -> None:
    """Where an application is deployed, a missing key may have been forgotten."""
    assert _found(True, SECRET_KEY=None) == [("sessions.no-key", "warning", "SECRET_KEY")]
    assert _found(True) == []


@pytest.mark.parametrize(
    ("config", "finding"),
    [
        pytest.param(
            {"SECRET_KEY": "dev", "DEBUG": True},
            ("sessions.weak-key", "warning", "SECRET_KEY"),
            id="weak-key",
        ),
        pytest.param(
            {"SESSION_COOKIE_SECURE": False},
            ("sessions.cookie-over-http", "warning", "SESSION_COOKIE_SECURE"),
            id="over-http",
        ),
        pytest.param(
            {"SESSION_COOKIE_HTTPONLY": False},
            ("sessions.cookie-for-scripts", "warning", "SESSION_COOKIE_HTTPONLY"),
            id="for-scripts",
        ),
        pytest.param(
            {"SESSION_COOKIE_SAMESITE": None},
            ("sessions.cookie-across-sites", "warning", "SESSION_COOKIE_SAMESITE"),
            id="across-sites",
        ),
        pytest.param(
            {"SESSION_ABSOLUTE_LIFETIME": None},
            ("sessions.no-absolute-lifetime", "warning", "SESSION_ABSOLUTE_LIFETIME"),
            id="no-absolute-lifetime",
        ),
        pytest.param(
            {"SESSION_COOKIE_NAME": "__Host-session"},
            ("sessions.cookie-refused", "error", "SESSION_COOKIE_NAME"),
            id="prefix-without-secure",
        ),
        pytest.param(
            {
                "SESSION_COOKIE_NAME": "__Host-session",
                "SESSION_COOKIE_SECURE": True,
                "SESSION_COOKIE_PATH": "/shop",
            },
            ("sessions.cookie-refused", "error", "SESSION_COOKIE_NAME"),
            id="host-prefix-with-a-path",
        ),
    ],
)
def test_what_is_risky_is_found(config: dict[str, object], finding: tuple[str, str, str]) -> None:
    """Each setting that makes sessions less safe is one finding, with the setting as its place."""
    assert _found(**config) == [finding]


def test_any_site_needs_secure() -> None:
    """SameSite=None without Secure is two findings: unsafe, and refused by browsers."""
    levels = [level for _, level, _ in _found(SESSION_COOKIE_SAMESITE="None")]

    assert levels == ["warning", "error"]


def test_a_prefix_is_fine_where_it_holds() -> None:
    """A cookie that keeps the promise of its prefix is no finding."""
    assert _found(SESSION_COOKIE_NAME="__Host-session", SESSION_COOKIE_SECURE=True) == []
