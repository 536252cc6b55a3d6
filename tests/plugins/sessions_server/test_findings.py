"""What ``pegboard check`` says about sessions on the server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cachelib import SimpleCache

from pegboard_sessions_server import ServerSessions
from tests.plugins.sessions_server.site import Site, log_in


def _found(site: Site) -> list[tuple[str, str, str]]:
    return [(each.id, each.level, each.place) for each in site.provider.check(site.app)]


def test_the_defaults_are_safe(plain_site: Site) -> None:
    """With the defaults there is nothing to report, before and after the file was made."""
    before = _found(plain_site)
    plain_site.visit(log_in(1))

    assert before == _found(plain_site) == []


@pytest.mark.parametrize(
    ("url", "is_found"),
    [
        pytest.param("redis://example.org/0", True, id="redis"),
        pytest.param("valkey://:password@10.0.0.1/0", True, id="valkey"),
        pytest.param("rediss://example.org/0", False, id="encrypted"),
        pytest.param("redis://localhost", False, id="localhost"),
        pytest.param("redis://[::1]:5/0", False, id="loopback"),
        pytest.param("redis:///0", False, id="no-host"),
        pytest.param("unix:///run/redis.sock", False, id="socket"),
    ],
)
def test_a_store_in_clear_is_reported(
    sites: Callable[..., Site], url: str, *, is_found: bool
) -> None:
    """A server on another machine is asked over TLS, or there is a warning."""
    found = _found(sites(SESSION_STORE=url))

    assert found == [("sessions.store-in-clear", "warning", "SESSION_STORE")] * is_found


def test_a_readable_file_is_reported(plain_site: Site) -> None:
    """A file that other users of the machine may open is a warning."""
    plain_site.visit(log_in(1))
    plain_site.store.path.chmod(0o644)

    assert _found(plain_site) == [("sessions.store-readable", "warning", "SESSION_STORE")]


def test_a_served_file_is_reported(sites: Callable[..., Site], tmp_path: Path) -> None:
    """A file in the folder of static files is an error."""
    site = sites(SESSION_STORE=tmp_path / "static" / "sessions.db")
    site.app.static_folder = str(tmp_path / "static")

    assert _found(site) == [("sessions.store-is-served", "error", "SESSION_STORE")]


def test_the_memory_of_one_process_is_reported(sites: Callable[..., Site]) -> None:
    """A cache that processes do not share is a warning."""
    found = _found(sites(SESSION_STORE=SimpleCache()))

    assert found == [("sessions.store-of-one-process", "warning", "SESSION_STORE")]


def test_the_cookie_is_checked_too(sites: Callable[..., Site]) -> None:
    """What is said of every session's cookie is said here, with and without a key."""
    found = _found(sites(SESSION_COOKIE_HTTPONLY=False))

    assert found == [("sessions.cookie-for-scripts", "warning", "SESSION_COOKIE_HTTPONLY")]


def test_the_store_is_secret() -> None:
    """The setting that may hold a password is never shown."""
    secret = {each.name for each in ServerSessions.settings if each.is_secret}

    assert secret == {"SESSION_STORE"}
