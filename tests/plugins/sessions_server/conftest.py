"""Stores for tests: a file, a server of Redis and a cache, each of them a real one."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cachelib import FileSystemCache

from tests.plugins.sessions_server.site import Clock, Site

_SECONDS = 10


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the URL of a server of Redis or Valkey that runs for the tests only."""
    program = shutil.which("valkey-server") or shutil.which("redis-server")
    if program is None:
        pytest.skip("needs redis-server or valkey-server, which is not installed here")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    words = [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--loglevel"]
    server = subprocess.Popen(
        [*words, "warning"], cwd=tmp_path_factory.mktemp("redis"), stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(_SECONDS)


def _wait_for(port: int) -> None:
    end = time.monotonic() + _SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return


@pytest.fixture(params=["sqlite", "redis", "cache"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, object]:
    """Give what names one store after the other, each of them empty."""
    if request.param == "redis":
        url = request.getfixturevalue("redis_url")
        return {"SESSION_STORE": url, "SESSION_STORE_PREFIX": f"{tmp_path.name}:"}
    if request.param == "cache":
        return {"SESSION_STORE": FileSystemCache(str(tmp_path / "cache"), threshold=0)}
    return {}


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Give what makes sites, which are closed at the end."""
    made: list[Site] = []

    def make(**config: Any) -> Site:
        made.append(Site(tmp_path / "instance", **config))
        return made[-1]

    yield make
    for site in made:
        site.app.close()


@pytest.fixture
def site(sites: Callable[..., Site], settings: dict[str, object]) -> Site:
    """Give a site with one store after the other."""
    return sites(**settings)


@pytest.fixture
def plain_site(sites: Callable[..., Site]) -> Site:
    """Give a site with the default store."""
    return sites()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Give a clock that stands still until a test moves it."""
    return Clock(monkeypatch)
