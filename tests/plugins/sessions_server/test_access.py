"""Who does not need the store does not use it."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Any
from weakref import ref

from tests.plugins.sessions_server.site import Site, read


class Counting:
    """Counts what a store is asked."""

    def __init__(self, store: Any) -> None:
        self.asked: list[str] = []
        self._store = store

    def __getattr__(self, name: str) -> Any:
        if name in {"read", "add", "replace", "touch", "remove"}:
            self.asked.append(name)
        return getattr(self._store, name)


def _counting(site: Site) -> Any:
    counting: Any = Counting(site.store)
    provider: Any = site.provider
    provider._store = counting
    return counting


def _begin(session: Any) -> None:
    session["a"] = session.get("a", 0) + 1


def test_a_request_without_session_asks_nothing(plain_site: Site) -> None:
    """A page that does not touch the session does not ask the store, cookie or not."""
    token = plain_site.begin(_begin)
    counting = _counting(plain_site)

    plain_site.app.test_client().get("/quiet", headers={"Cookie": f"session={token}"})

    assert counting.asked == []


def test_what_is_no_identifier_is_not_looked_up(plain_site: Site) -> None:
    """A cookie that does not look like an identifier asks nothing."""
    counting = _counting(plain_site)

    plain_site.visit(read, "x" * 42)
    plain_site.visit(read)

    assert counting.asked == []


def test_reading_and_writing_ask_once_each(plain_site: Site) -> None:
    """A request that changes its session asks twice: to read it and to replace it."""
    counting = _counting(plain_site)
    token = plain_site.begin(_begin)
    plain_site.visit(_begin, token)
    plain_site.visit(read, token)

    assert counting.asked == ["add", "read", "replace", "read"]


def test_the_file_is_opened_when_it_is_needed(plain_site: Site) -> None:
    """Starting the application, and pages without a session, make no file."""
    plain_site.app.start()
    plain_site.app.test_client().get("/quiet")

    assert not plain_site.store.path.exists()


def test_a_thread_reuses_the_connection(plain_site: Site) -> None:
    """A process has no more connections than threads that were busy at once."""
    for _ in range(3):
        plain_site.visit(_begin)

    assert len(plain_site.store._free) == 1


def test_the_store_is_closed_with_the_application(plain_site: Site) -> None:
    """``app.close()`` closes the connections."""
    plain_site.visit(_begin)

    plain_site.app.close()

    assert plain_site.store._free == []


def test_nothing_is_pickled() -> None:
    """No module of the plugin imports pickle."""
    ours = [module for name, module in sys.modules.items() if name.startswith("pegboard_sessions_")]

    assert ours
    assert not any(hasattr(module, "pickle") for module in ours)


def test_an_application_goes_at_once(tmp_path: Path) -> None:
    """When nobody holds an application it is gone, without the cycle collector."""
    gc.disable()
    try:
        site = Site(tmp_path)
        site.read(site.begin(_begin))
        site.app.view_functions.clear()
        weak = ref(site.app)
        del site

        assert weak() is None
    finally:
        gc.enable()
