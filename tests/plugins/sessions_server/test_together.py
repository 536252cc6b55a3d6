"""Requests that use one session at the same time, in one process and in several."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.sessions_server.site import Site, has_cookie, log_in

#: Makes sessions, all of them new, and says what they hold afterwards.
PROGRAM = """
import sys
from pathlib import Path
from tests.plugins.sessions_server.site import Site, log_in

site = Site(Path(sys.argv[1]))
tokens = [site.begin(log_in(sys.argv[2])) for _ in range(6)]
for token in tokens:
    site.visit(lambda session: session.update(seen=True), token)
print(sum(site.read(token) == {"user_id": sys.argv[2], "seen": True} for token in tokens))
print(tokens[0])
site.app.close()
"""


def _begin(session: Any) -> None:
    session["a"] = 1


def test_the_last_one_wins(site: Site) -> None:
    """Of two requests that change a session at once, the one that is saved last wins, whole."""
    token = site.begin(_begin)

    def change(session: Any) -> None:
        session["first"] = True
        inner = site.app.test_client(use_cookies=False)
        site.action = lambda session: session.update(second=True)
        inner.get("/", headers={"Cookie": f"session={token}"})

    site.visit(change, token)

    assert site.read(token) == {"a": 1, "first": True}


def test_reading_undoes_nothing(site: Site) -> None:
    """A request that only reads leaves what another one has written in the meantime."""
    token = site.begin(_begin)

    def look(session: Any) -> None:
        dict(session)
        site.action = lambda session: session.update(second=True)
        site.app.test_client(use_cookies=False).get("/", headers={"Cookie": f"session={token}"})

    site.visit(look, token)

    assert site.read(token) == {"a": 1, "second": True}


def test_who_logs_in_is_not_logged_out(site: Site) -> None:
    """A request with the identifier from before a log-in keeps nothing, and sends no cookie."""
    token = site.begin(_begin)
    late: list[str] = []

    def change(session: Any) -> None:
        session["late"] = True
        site.action = log_in(1)
        inner = site.app.test_client(use_cookies=False)
        answer = inner.get("/", headers={"Cookie": f"session={token}"})
        late.append(answer.headers["Set-Cookie"].partition(";")[0].partition("=")[2])

    response = site.visit(change, token)

    assert not has_cookie(response)
    assert site.read(token) == {}
    assert site.read(late[0]) == {"a": 1, "user_id": 1}


def test_threads_share_a_store(sites: Callable[..., Site], settings: dict[str, object]) -> None:
    """Many threads keep their sessions at once, and none of them sees another one's."""
    site = sites(**settings)
    site.app.add_url_rule("/set/<int:number>", "set", _set_number)
    site.app.add_url_rule("/get", "get", _get_number)
    site.app.start()

    def visit_twice(number: int) -> int:
        client = site.app.test_client()
        client.get(f"/set/{number}")
        return int(client.get("/get").text)

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(visit_twice, range(60)))

    assert numbers == list(range(60))


def _set_number(number: int) -> str:
    from pegboard import session  # noqa: PLC0415 - the word is looked up where it is used

    session["number"] = number
    return ""


def _get_number() -> str:
    from pegboard import session  # noqa: PLC0415 - as above

    return str(session["number"])


@pytest.mark.slow
def test_processes_share_a_file(sites: Callable[..., Site], tmp_path: Path) -> None:
    """Processes that start at once make one file, and what one keeps the others find and end."""
    folder = tmp_path / "instance"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(folder), name],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for name in ("ada", "bob", "eve")
    ]
    answers = [process.communicate(timeout=60)[0].split() for process in started]

    site = sites()

    assert [answer[0] for answer in answers] == ["6", "6", "6"]
    assert site.read(answers[1][1]) == {"user_id": "bob", "seen": True}
    assert site.provider.revoke_user("bob") == 6
    assert site.provider.count().alive == 12


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
def test_a_child_opens_the_file_anew(plain_site: Site) -> None:
    """What was forked from a process with an open file uses connections of its own."""
    token = plain_site.begin(_begin)

    store = plain_site.store
    before = list(store._free)
    store._process -= 1
    assert plain_site.read(token) == {"a": 1}
    after = list(store._free)

    assert len(before) == len(after) == 1
    assert before[0] is not after[0]
    assert store._foreign == before
    before[0].close()
