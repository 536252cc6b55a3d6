"""Which store the settings name."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cachelib import FileSystemCache, NullCache, SimpleCache
from redis import Redis

from pegboard_hookspecs.errors import ConfigurationError
from pegboard_sessions_server import Counts, Record, Store
from tests.plugins.sessions_server.site import Site


def _begin(session: Any) -> None:
    session["a"] = 1


class MemoryStore:
    """A store that somebody else wrote."""

    failures: tuple[type[Exception], ...] = (ConnectionError,)
    is_listed = False

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}

    def read(self, key: str) -> Record | None:
        return self.records.get(key)

    def add(self, key: str, record: Record) -> None:
        self.records[key] = record

    def replace(self, key: str, record: Record, *, new_key: str) -> bool:
        is_there = self.records.pop(key, None) is not None
        if is_there:
            self.records[new_key] = record
        return is_there

    def touch(self, key: str, used: int, expires: int) -> bool:
        raise NotImplementedError

    def remove(self, key: str) -> bool:
        return self.records.pop(key, None) is not None

    def remove_user(self, user: str, *, keep: str | None) -> int | None:
        raise NotImplementedError

    def of_user(self, user: str) -> list[tuple[str, Record]]:
        raise NotImplementedError

    def count(self, now: int) -> Counts:
        raise NotImplementedError

    def sweep(self, now: int) -> int:
        return 0

    def close(self) -> None:
        self.records.clear()


def store_fits(store: MemoryStore) -> Store:
    """Prove to the type checkers that a store needs nothing else."""
    return store


@pytest.mark.parametrize(
    ("name", "file"),
    [
        pytest.param(None, "instance/sessions.sqlite", id="default"),
        pytest.param("sqlite:///kept/here.db", "instance/kept/here.db", id="relative-url"),
        pytest.param(Path("here.db"), "instance/here.db", id="relative-path"),
        pytest.param("sqlite:///a%20b.db", "instance/a b.db", id="quoted"),
    ],
)
def test_a_file_lies_in_the_instance_folder(
    sites: Callable[..., Site], tmp_path: Path, name: object, file: str
) -> None:
    """Without a setting, and where its path is relative, the file is in the instance folder."""
    site = sites(SESSION_STORE=name)

    assert site.read(site.begin(_begin)) == {"a": 1}
    assert (tmp_path / file).exists()


def test_a_file_may_lie_elsewhere(sites: Callable[..., Site], tmp_path: Path) -> None:
    """A whole path is taken as it is, as a URL and as a path."""
    for name in (tmp_path / "a.db", f"sqlite:///{tmp_path / 'b.db'}"):
        sites(SESSION_STORE=name).visit(_begin)

    assert (tmp_path / "a.db").exists()
    assert (tmp_path / "b.db").exists()


@pytest.mark.parametrize("decodes", [True, False], ids=["texts", "bytes"])
def test_a_client_of_redis_is_used(
    sites: Callable[..., Site], redis_url: str, *, decodes: bool
) -> None:
    """A client that the application made is used, whether it decodes or not."""
    client: Any = Redis.from_url(redis_url, decode_responses=decodes)  # pyright: ignore[reportUnknownMemberType]  # redis-py's
    site = sites(SESSION_STORE=client, SESSION_STORE_PREFIX=f"client {decodes}*:")
    site.visit(lambda session: session.update(user_id=1))
    (key, _), *_ = site.provider.sessions_of(1)

    assert client.exists(f"client {decodes}*:{key}")
    assert site.provider.count().alive == 1
    assert site.store.client is client


def test_valkey_is_spoken_to_as_redis(sites: Callable[..., Site], redis_url: str) -> None:
    """A URL that starts with valkey:// works as one that starts with redis://."""
    site = sites(SESSION_STORE=redis_url.replace("redis", "valkey"), SESSION_STORE_PREFIX="valkey:")

    assert site.read(site.begin(_begin)) == {"a": 1}


def test_redis_forgets_by_itself(sites: Callable[..., Site], redis_url: str) -> None:
    """All keys in Redis have an end: those of sessions, and those by which a user's are found."""
    site = sites(
        SESSION_STORE=redis_url, SESSION_STORE_PREFIX="ends:", PERMANENT_SESSION_LIFETIME=100
    )
    token = site.begin(lambda session: session.update(user_id=1))
    site.visit(lambda session: session.rotate(), token)
    client = site.store.client

    ends = [client.ttl(name) for name in client.scan_iter(match="ends:*")]

    assert len(ends) == 2
    assert all(0 < end <= 101 for end in ends)


def test_a_store_of_one_s_own_is_used(sites: Callable[..., Site]) -> None:
    """Any object with the methods of a store will do."""
    store = MemoryStore()
    site = sites(SESSION_STORE=store)

    token = site.begin(_begin)

    assert site.read(token) == {"a": 1}
    assert [record.content for record in store.records.values()] == ['{"a":1}']


def test_a_cache_writes_no_pickles(sites: Callable[..., Site], tmp_path: Path) -> None:
    """What a cache of cachelib writes is JSON, and a pickle that is put there is not read."""
    cache = FileSystemCache(str(tmp_path / "cache"), threshold=0)
    site = sites(SESSION_STORE=cache)
    token = site.begin(lambda session: session.update(a=b"bytes"))
    files = [path for path in (tmp_path / "cache").iterdir() if path.is_file()]
    written = [path.read_bytes()[4:] for path in files]

    for path in files:
        path.write_bytes(path.read_bytes()[:4] + pickle.dumps(["x"] * 6))

    assert all(text.startswith((b"[", b'"')) for text in written)
    assert site.read(token) == {}


def test_a_cache_in_memory_writes_no_pickles(sites: Callable[..., Site]) -> None:
    """The same holds for a cache in the memory of the process."""
    cache: Any = SimpleCache()
    site = sites(SESSION_STORE=cache)

    assert site.read(site.begin(_begin)) == {"a": 1}
    assert all(text.startswith(b"[") for _, text in cache._cache.values())


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        pytest.param("mysql://secret@host/db", "starts with 'mysql' and names no", id="scheme"),
        pytest.param("sessions.db", "starts with '' and names no", id="no-url"),
        pytest.param("sqlite://host/file", "names no store", id="host"),
        pytest.param("sqlite://", "names no store", id="no-file"),
        pytest.param("sqlite:///:memory:", "names no store", id="memory"),
        pytest.param(5, "is a int", id="number"),
        pytest.param(NullCache(), "whose client reads and writes pickles", id="unsafe-cache"),
    ],
)
def test_what_names_no_store_ends_the_start(
    sites: Callable[..., Site], value: object, complaint: str
) -> None:
    """A setting that names no store is an error of the start, which shows no password."""
    with pytest.raises(ConfigurationError, match=complaint) as caught:
        sites(SESSION_STORE=value).app.start()

    assert "secret" not in str(caught.value)


def test_a_missing_library_is_named(
    sites: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where redis-py is missing the start says what to install."""
    monkeypatch.setitem(sys.modules, "redis", None)
    monkeypatch.delitem(sys.modules, "pegboard_sessions_server.stores.in_redis", raising=False)

    with pytest.raises(ConfigurationError, match=r"pip install 'pegboard-sessions-server\[redis\]"):
        sites(SESSION_STORE="redis://localhost").app.start()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SESSION_STORE_TIMEOUT", 0),
        ("SESSION_SWEEP_INTERVAL", -1),
        ("SESSION_USER_KEY", 5),
        ("SESSION_COOKIE_NAME", "a b"),
    ],
)
def test_bad_settings_end_the_start(sites: Callable[..., Site], name: str, value: object) -> None:
    """A setting of a wrong type or value is an error of the start that names it."""
    with pytest.raises(ConfigurationError, match=name):
        sites(**{name: value}).app.start()
