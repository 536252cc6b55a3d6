"""A store that does not answer."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cachelib import SimpleCache
from werkzeug.exceptions import ServiceUnavailable

from pegboard import session
from tests.plugins.sessions_server.site import Clock, Site, has_cookie, log_out, read

#: Nobody listens there.
DEAD = "redis://127.0.0.1:1/0"


def _begin(session: Any) -> None:
    session["a"] = 1


def _rotate(session: Any) -> None:
    session.rotate()


@pytest.fixture
def broken(sites: Callable[..., Site], tmp_path: Path) -> Site:
    """Give a site whose file is a folder."""
    (tmp_path / "instance" / "sessions.sqlite").mkdir(parents=True)
    return sites()


def _stop(site: Site) -> None:
    """Let every statement fail from now on."""

    def fail(*_: object, **__: object) -> Any:
        raise sqlite3.OperationalError("disk I/O error")

    for name in ("read", "add", "replace", "touch", "remove", "sweep"):
        setattr(site.store, name, fail)


def test_who_reads_is_told(broken: Site) -> None:
    """A request that opens its session is answered with 503, and when to try again."""
    response = broken.visit(read, "A" * 43)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "Sessions are not available at the moment" in response.text
    assert not has_cookie(response)


def test_who_writes_is_told(broken: Site) -> None:
    """A request whose new session cannot be kept is answered in the same way."""
    response = broken.visit(_begin)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert not has_cookie(response)


def test_others_are_served(broken: Site) -> None:
    """What does not touch the session is served, and so is who has no session and changes none."""
    client = broken.app.test_client()

    assert client.get("/quiet", headers={"Cookie": f"session={'A' * 43}"}).text == "quiet"
    assert broken.visit(read).text == "seen"


def test_it_is_logged_who_fails(broken: Site, caplog: pytest.LogCaptureFixture) -> None:
    """One line of the log names the provider, the store and what it said."""
    broken.visit(_begin)

    (record,) = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert "app:ServerSessions" in record.getMessage() or "sessions" in record.getMessage()
    assert "SQLiteStore" in record.getMessage()
    assert "unable to open database file" in record.getMessage()


def test_a_handler_may_answer(broken: Site) -> None:
    """An application answers the failure by an error handler, as any other 503."""
    seen: list[object] = []

    @broken.app.errorhandler(503)
    def sorry(error: ServiceUnavailable) -> tuple[str, int]:
        seen.append(error.__cause__)
        return "back soon", 503

    assert [broken.visit(_begin).text, broken.visit(read, "A" * 43).text] == ["back soon"] * 2
    assert all(isinstance(each, sqlite3.OperationalError) for each in seen)


def test_a_handler_that_needs_the_session_fails_too(broken: Site) -> None:
    """Where the error handler uses the session as well, the answer is a plain 503."""

    @broken.app.errorhandler(503)
    def sorry(_: ServiceUnavailable) -> str:
        return str(session.get("name"))

    response = broken.visit(read, "A" * 43)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_begin, id="write"),
        pytest.param(log_out, id="end"),
        pytest.param(_rotate, id="rotate"),
    ],
)
def test_what_cannot_be_kept_is_not_promised(plain_site: Site, change: Any) -> None:
    """Where the store fails behind the view, the visitor is not told that all is well."""
    token = plain_site.begin(lambda session: session.update(b=2))

    def change_late(session: Any) -> None:
        dict(session)
        _stop(plain_site)
        change(session)

    response = plain_site.visit(change_late, token)

    assert response.status_code == 503
    assert not has_cookie(response)
    assert "Cookie" in response.headers["Vary"]


def test_noting_use_may_fail(plain_site: Site, clock: Clock) -> None:
    """A use that cannot be noted is an error too: the session would end too early."""
    token = plain_site.begin(_begin)
    clock.now += 120

    def use_and_stop(session: Any) -> None:
        dict(session)
        _stop(plain_site)

    response = plain_site.visit(use_and_stop, token)

    assert response.status_code == 503


def test_the_store_is_asked_once_for_each_answer(plain_site: Site) -> None:
    """The answer to a failed save does not try to save again."""
    asked: list[object] = []

    def fail(*values: object) -> None:
        asked.append(values)
        raise sqlite3.OperationalError("no")

    plain_site.store.add = fail
    plain_site.visit(_begin)

    assert len(asked) == 1


def test_sweeping_may_fail(plain_site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """A sweep that fails is logged, and no concern of the visitor whose session is kept."""

    def fail(_: int) -> int:
        raise sqlite3.OperationalError("no")

    plain_site.store.sweep = fail

    token = plain_site.begin(_begin)

    assert plain_site.read(token) == {"a": 1}
    assert "does not answer: OperationalError('no')" in caplog.text


def test_a_store_that_comes_back_is_used(broken: Site, tmp_path: Path) -> None:
    """When the store answers again, so does the site."""
    before = broken.visit(_begin).status_code

    (tmp_path / "instance" / "sessions.sqlite").rmdir()

    assert before == 503
    assert broken.read(broken.begin(_begin)) == {"a": 1}


def test_a_locked_file_is_given_up_in_time(sites: Callable[..., Site], tmp_path: Path) -> None:
    """A file that another process does not let go is waited for as long as the setting says."""
    site = sites(SESSION_STORE_TIMEOUT=0.1)
    token = site.begin(_begin)
    other = sqlite3.connect(tmp_path / "instance" / "sessions.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    begin = time.monotonic()
    response = site.visit(_begin, token)
    seconds = time.monotonic() - begin
    while_locked = site.read(token)
    other.close()

    assert response.status_code == 503
    assert seconds < 2
    assert while_locked == {"a": 1}
    assert site.visit(_begin, token).status_code == 200


def test_a_file_that_is_locked_when_it_is_made_is_given_up_in_time(
    sites: Callable[..., Site], tmp_path: Path
) -> None:
    """A file that another process keeps for itself while it is prepared is a store that is down."""
    folder = tmp_path / "instance"
    folder.mkdir()
    other = sqlite3.connect(folder / "sessions.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    status = sites(SESSION_STORE_TIMEOUT=0.1).visit(_begin).status_code
    other.close()

    assert status == 503


def test_a_file_that_is_no_database_is_down(sites: Callable[..., Site], tmp_path: Path) -> None:
    """A file with something else in it is a store that is down, and stays as it is."""
    folder = tmp_path / "instance"
    folder.mkdir()
    (folder / "sessions.sqlite").write_text("no database " * 100)

    assert sites().visit(_begin).status_code == 503
    assert (folder / "sessions.sqlite").read_text().startswith("no database")


def test_a_server_that_is_down_is_no_wait(sites: Callable[..., Site]) -> None:
    """A server of Redis that refuses connections is a 503 at once."""
    site = sites(SESSION_STORE=DEAD)

    begin = time.monotonic()
    response = site.visit(_begin)

    assert response.status_code == 503
    assert time.monotonic() - begin < 2


def test_a_cache_that_fails_is_down(sites: Callable[..., Site]) -> None:
    """A cache that raises, or that does not keep what it is given, is a store that is down."""
    cache = SimpleCache()
    site = sites(SESSION_STORE=cache)
    statuses: list[int] = []

    for failing in (_refuse, _raise):
        cache.set = failing  # type: ignore[method-assign]  # it fails in this test
        statuses.append(site.visit(_begin).status_code)

    assert statuses == [503, 503]


def _refuse(*_: object, **__: object) -> bool:
    return False


def _raise(*_: object, **__: object) -> bool:
    raise RuntimeError("gone")


def test_administration_fails_loudly(broken: Site) -> None:
    """Revoking, counting and sweeping say that the store is down."""
    provider = broken.provider

    for action in (provider.count, provider.sweep, lambda: provider.revoke_user(1)):
        with pytest.raises(ServiceUnavailable):
            action()
