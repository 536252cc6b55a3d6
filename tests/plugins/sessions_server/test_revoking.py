"""Sessions that are ended from the outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from cachelib import FileSystemCache

from pegboard_hookspecs.errors import SetupError
from pegboard_sessions_server import NotListedError, ServerSessions
from tests.plugins.sessions_server.site import Clock, Site, has_cookie, log_in


def _begin(session: Any) -> None:
    session["a"] = 1


def _key(site: Site, token: str) -> str:
    keys: list[str] = []
    site.visit(lambda session: keys.append(session.key), token)
    return keys[0]


def test_one_session_is_revoked(site: Site) -> None:
    """A revoked session is gone at once, and the others stay."""
    first, second = site.begin(_begin), site.begin(_begin)
    key = _key(site, first)

    assert site.provider.revoke(key)
    assert site.read(first) == {}
    assert site.read(second) == {"a": 1}
    assert not site.provider.revoke(key)


def test_all_sessions_of_a_user_are_revoked(site: Site) -> None:
    """All sessions of a user are gone at once, those of others stay, and so do nobody's."""
    ours = [site.begin(log_in(1)) for _ in range(3)]
    others = [site.begin(log_in(2)), site.begin(_begin)]

    assert site.provider.revoke_user(1) in {3, None}
    assert [site.read(token) for token in ours] == [{}, {}, {}]
    assert [site.read(token) for token in others] == [{"user_id": 2}, {"a": 1}]


def test_a_user_logs_in_again(site: Site) -> None:
    """Whose sessions were revoked can log in afterwards."""
    site.visit(log_in("ada"))
    site.provider.revoke_user("ada")

    assert site.read(site.begin(log_in("ada"))) == {"user_id": "ada"}


def test_the_session_in_use_may_be_kept(site: Site) -> None:
    """Who changes his password ends all his sessions but the one in which he does it."""
    mine, other = site.begin(log_in(1)), site.begin(log_in(1))

    def change_password(session: Any) -> None:
        session["changed"] = True
        site.provider.revoke_user(1, keep=session)

    site.visit(change_password, mine)

    assert site.read(mine) == {"user_id": 1, "changed": True}
    assert site.read(other) == {}


def test_the_session_of_another_user_is_not_kept_by_mistake(site: Site) -> None:
    """Keeping a session that is none of the user's changes nothing."""
    mine, other = site.begin(log_in(1)), site.begin(log_in(2))

    site.visit(lambda session: site.provider.revoke_user(2, keep=session), mine)

    assert site.read(mine) == {"user_id": 1}
    assert site.read(other) == {}


@pytest.mark.parametrize("is_modified", [True, False], ids=["written", "read"])
def test_a_request_does_not_bring_a_session_back(site: Site, *, is_modified: bool) -> None:
    """A session that is revoked while a request is answered stays dead, and sends no cookie."""
    token = site.begin(log_in(1))

    def be_revoked(session: Any) -> None:
        if is_modified:
            session["late"] = True
        site.provider.revoke_user(1)

    response = site.visit(be_revoked, token)

    assert not has_cookie(response)
    assert site.read(token) == {}


def test_noting_use_does_not_bring_a_session_back(site: Site, clock: Clock) -> None:
    """A session that is revoked while its use is noted stays dead, and sends no cookie."""
    token = site.begin(lambda session: session.update(_permanent=True))
    clock.now += 120

    response = site.visit(lambda session: site.provider.revoke(session.key), token)

    assert not has_cookie(response)
    assert site.read(token) == {}


def test_the_sessions_of_a_user_are_listed(plain_site: Site, clock: Clock) -> None:
    """A page may show a user his sessions, the last used one first."""
    for _ in range(2):
        plain_site.visit(log_in("ada"))
        clock.now += 5

    found = plain_site.provider.sessions_of("ada")

    assert [record.used - clock.now for _, record in found] == [-5, -10]
    assert all(record.user == "ada" for _, record in found)
    assert plain_site.provider.sessions_of("bob") == []


def test_expired_sessions_are_not_listed(sites: Callable[..., Site], clock: Clock) -> None:
    """What waits for being removed is no session."""
    site = sites(PERMANENT_SESSION_LIFETIME=60)
    site.visit(log_in(1))

    clock.now += 61

    assert site.provider.sessions_of(1) == []


@pytest.mark.parametrize("settings", ["sqlite", "redis"], indirect=True)
def test_sessions_are_counted(site: Site) -> None:
    """``count`` says how many sessions are alive, and of how many users."""
    for user in (1, 1, 2):
        site.visit(log_in(user))
    site.visit(_begin)

    counts = site.provider.count()

    assert (counts.alive, counts.users, counts.expired) == (4, 2, 0)
    assert "listing" in site.app.slot("sessions").capabilities


@pytest.mark.parametrize("settings", ["sqlite", "redis"], indirect=True)
def test_sessions_are_listed_by_user(site: Site) -> None:
    """A listing store finds the sessions of a user, also after they got other identifiers."""
    first = site.begin(log_in(1))
    site.visit(log_in(1))
    site.visit(lambda session: session.rotate(), first)

    found = site.provider.sessions_of(1)

    assert len(found) == 2
    assert [site.provider.revoke(key) for key, _ in found] == [True, True]
    assert site.provider.sessions_of(1) == []


@pytest.mark.parametrize("settings", ["cache"], indirect=True)
def test_a_cache_lists_nothing(site: Site) -> None:
    """A cache finds by key only, and says so."""
    provider = site.provider

    with pytest.raises(NotListedError, match="FileSystemCache cannot count its sessions"):
        provider.count()
    with pytest.raises(NotListedError, match="cannot find the sessions of '5'"):
        provider.sessions_of(5)
    assert site.app.slot("sessions").capabilities == {"revocation"}


@pytest.mark.parametrize("settings", ["cache"], indirect=True)
def test_a_cache_that_forgets_logs_out(site: Site, settings: dict[str, Any]) -> None:
    """Where a cache forgets what was revoked, sessions end rather than come back."""
    token = site.begin(log_in(1))
    cache: FileSystemCache = settings["SESSION_STORE"]
    (name,) = [name for name in _names(site) if ":user:" in name]

    cache.delete(name)

    assert site.read(token) == {}


def _names(site: Site) -> list[str]:
    store = site.store
    names: list[str] = []
    get = store.cache.get

    def note(name: str) -> Any:
        names.append(name)
        return get(name)

    store.cache.get = note
    site.visit(log_in(1))
    store.cache.get = get
    return names


def test_before_the_start_nothing_is_revoked() -> None:
    """A provider that no application has started says so."""
    provider = ServerSessions()

    with pytest.raises(SetupError, match=r"Call app.start\(\) first"):
        provider.revoke_user(1)
    assert provider.native is None
    assert provider.capabilities == {"revocation"}
    provider.app_closing()
