"""The newsroom over real HTTP: on the development server, and with two workers of gunicorn."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from newsroom import create_app, sample
from newsroom.migrations import migrate

pytestmark = pytest.mark.slow

HERE = Path(__file__).parents[1]
SERVERS = {
    "development server": [],
    "gunicorn with 2 workers": ["--server", "gunicorn", "--workers", "2"],
}
SECONDS_TO_START = 30
MAIN, BERLIN, PARIS, API, DESK = (
    f"{subdomain}newsroom.test" for subdomain in ("", "berlin.", "paris.", "api.", "desk.")
)
PARTNER = "radio.test"
PAGES = (
    (MAIN, "/", 200, "The London Ledger"),
    (PARIS, "/briefing", 200, "Météo"),
    (PARIS, "/1999-12-31/fini", 404, "existe pas"),
    ("tokyo.newsroom.test", "/", 404, "Not Found"),
    (PARTNER, "/", 200, "<title>Radio</title>"),
    ("somebody.test", "/", 404, "Not Found"),
    (MAIN, "/static/style.css", 200, ":root"),
    (PARTNER, "/static/style.css", 200, ":root"),
    (DESK, "/static/desk.css", 200, ".desk"),
)
DRAFT = {
    "edition": "berlin",
    "section": "city",
    "title": "Über den Fluss",
    "teaser": "Look.",
    "body": "It stands.",
}


@dataclass
class Served:
    """A newsroom that is served, with the sample in it.

    :param cookie: what the desk is sent, once somebody has logged in.
    """

    client: httpx.Client
    database: Path
    cookie: str = ""

    def ask(self, host: str, path: str, method: str = "GET", **options: Any) -> httpx.Response:
        """Send a request for one of the hosts, all of which the same server answers."""
        cookie = {"Cookie": self.cookie} if host == DESK and self.cookie else {}
        headers = {"Host": host, "Accept": "text/html", **cookie, **options.pop("headers", {})}
        return self.client.request(method, path, headers=headers, **options)

    def readers(self) -> int:
        """Say how many readings the database knows of."""
        with closing(sqlite3.connect(self.database)) as opened:
            count: int = opened.execute("SELECT SUM(readers) FROM article").fetchone()[0]
        return count


@contextmanager
def serving(arguments: list[str], instance: Path) -> Generator[Served]:
    """Run a newsroom, whose settings are in its instance folder and in the environment."""
    database = instance / "newsroom.sqlite"
    migrate(database)
    with create_app("testing", {"DATABASE": str(database)}).app_context():
        sample.write({"ada": "lovelace", "ben": "franklin"})
    (instance / "newsroom.toml").write_text('SERVER_NAME = "newsroom.test"')
    variables = {
        "NEWSROOM_INSTANCE": str(instance),
        "NEWSROOM_PARTNERS": '{"radio.test": {"name": "Radio", "edition": "berlin"}}',
        "NEWSROOM_PASSWORD_METHOD": "pbkdf2:sha256:1",
    }
    log = instance / "server.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "pegboard", "--app", HERE, "run", "--port", "0", *arguments],
            env={**os.environ, **variables},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        with httpx.Client(base_url=url_of(server, log), trust_env=False) as client:
            yield Served(client, database)
    finally:
        server.terminate()
        server.wait(10)


def url_of(server: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until the server says where it listens."""
    for _ in range(SECONDS_TO_START * 20):
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        if found:
            return found[0]
        if server.poll() is not None:
            break
        time.sleep(0.05)
    pytest.fail(f"The newsroom did not start:\n{log.read_text()}")


@pytest.mark.parametrize("arguments", SERVERS.values(), ids=SERVERS)
def test_a_newsroom_is_served(tmp_path: Path, arguments: list[str]) -> None:
    """One server answers for all hosts; readings that it keeps in memory are written at its end."""
    with serving(arguments, tmp_path) as site:
        the_host_says_whose_page_it_is(site)
        the_desk_streams_what_it_exports(site)
        what_is_published_comes_to_readers(site)
        assert site.readers() == 0

    assert site.readers() == 2


def the_host_says_whose_page_it_is(site: Served) -> None:
    """An ``async def`` view is among them, and HEAD has the head of GET."""
    for host, path, code, text in PAGES:
        answer, head = (site.ask(host, path, method) for method in ("GET", "HEAD"))
        assert (answer.status_code, head.status_code) == (code, code), (host, path)
        assert text in answer.text
        assert head.headers["Content-Length"] == str(len(answer.content))


def the_desk_streams_what_it_exports(site: Served) -> None:
    """Somebody logs in; the export says no length, and all articles are in it."""
    login = {"name": "ada", "password": "lovelace"}
    answer = site.ask(DESK, "/log-in", "POST", data=login)
    site.cookie = answer.headers["Set-Cookie"].partition(";")[0]
    export = site.ask(DESK, "/articles.jsonl")
    articles = [json.loads(line) for line in export.text.splitlines()]

    assert "Content-Length" not in export.headers
    assert {article["edition"] for article in articles} == {"berlin", "london", "paris"}


def what_is_published_comes_to_readers(site: Served) -> None:
    """Edition, partner, API and feed have the article, whichever worker is asked."""
    tag = site.ask(BERLIN, "/feed.atom").headers["ETag"]
    site.ask(DESK, "/articles/new", "POST", data=DRAFT)
    number = json.loads(site.ask(DESK, "/articles.jsonl").text.splitlines()[-1])["number"]
    assert site.ask(DESK, f"/articles/{number}/publish", "POST").status_code == 302

    page = httpx.URL(site.ask(API, f"/articles/{number}").json()["page"])
    assert page.host == BERLIN
    assert DRAFT["title"] in site.ask(page.host, page.path).text
    assert DRAFT["title"] in site.ask(PARTNER, f"/articles/{number}").text
    feed = site.ask(BERLIN, "/feed.atom", headers={"If-None-Match": tag})
    assert feed.status_code == 200
    tag = feed.headers["ETag"]
    assert site.ask(BERLIN, "/feed.atom", headers={"If-None-Match": tag}).status_code == 304
