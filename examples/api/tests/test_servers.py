"""The library over real HTTP: on the development server, and with two workers of gunicorn."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from library import create_app
from library.database import create_tables

pytestmark = pytest.mark.slow

HERE = Path(__file__).parents[1]
SERVERS = {
    "development server": [],
    "gunicorn with 2 workers": ["--server", "gunicorn", "--workers", "2"],
}
SECONDS_TO_START = 30


@pytest.fixture(scope="module", params=SERVERS)
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """A client of a running library, with the token of a librarian."""
    instance = tmp_path_factory.mktemp("instance")
    environment = {**os.environ, "LIBRARY_INSTANCE": str(instance), "LIBRARY_MOST_LOANS": "99"}
    token = seeded(instance / "library.sqlite")
    arguments = ["--app", str(HERE), "run", "--port", "0", *SERVERS[request.param]]
    log = instance / "server.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "pegboard", *arguments],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        headers = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=url_of(server, log), headers=headers, trust_env=False) as client:
            yield client
    finally:
        server.terminate()
        server.wait(10)


def seeded(database: Path) -> str:
    """Fill a database, and give the token of its librarian."""
    create_tables(database)
    result = create_app({"DATABASE": str(database)}).test_cli_runner().invoke("seed")
    return str(result.stdout.split()[1])


def url_of(server: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until the server says where it listens."""
    for _ in range(SECONDS_TO_START * 20):
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        if found:
            return found[0]
        if server.poll() is not None:
            break
        time.sleep(0.05)
    pytest.fail(f"The library did not start:\n{log.read_text()}")


def test_a_book_goes_through_its_life(site: httpx.Client) -> None:
    """A librarian adds, reads, changes and removes a book, and asks again for what she has."""
    book = {"isbn": "9780201896831", "title": "TAOCP", "author": "Knuth", "year": 1997}
    url = site.post("/v1/books", json=book).raise_for_status().headers["Location"]

    read = site.get(url)
    tag = read.headers["ETag"]
    assert read.json()["title"] == "TAOCP"
    assert len(read.headers.get_list("Date")) == 1
    assert site.get(url, headers={"If-None-Match": tag}).status_code == 304
    assert site.head(url).headers["Content-Length"] == read.headers["Content-Length"]
    del book["isbn"]
    changed = site.put(url, json={**book, "year": 1998}, headers={"If-Match": tag})
    assert changed.json()["year"] == 1998
    assert site.delete(url, headers={"If-Match": tag}).status_code == 412
    assert site.delete(url, headers={"If-Match": changed.headers["ETag"]}).status_code == 204


def test_the_catalogue_is_streamed(site: httpx.Client) -> None:
    """The export comes in pieces, and every line of it is a book."""
    with site.stream("GET", "/v1/books/export") as answer:
        isbns = [json.loads(line)["isbn"] for line in answer.iter_lines()]

    assert answer.headers["Content-Type"] == "application/x-ndjson"
    assert isbns == sorted(isbns)
    assert "9780141439518" in isbns


def test_a_body_that_is_too_large_is_a_problem(site: httpx.Client) -> None:
    """The limit holds for a body that says its length, and for one that does not."""
    large = json.dumps("x" * 70_000).encode()
    # No server reads all of such a body, so none can take another request behind it.
    headers = {"Content-Type": "application/json", "Connection": "close"}

    told = site.post("/v1/books", content=large, headers=headers)
    untold = site.post("/v1/books", content=iter([large]), headers=headers)

    assert [told.status_code, untold.status_code] == [413, 413]
    assert told.headers["Content-Type"] == "application/problem+json"


def test_the_last_copy_is_lent_once(site: httpx.Client) -> None:
    """Of many who want it at the same moment, one gets it, whichever worker answers."""
    want = {"isbn": "9780141439518"}

    with ThreadPoolExecutor(8) as crowd:
        waiting = [crowd.submit(site.post, "/v1/loans", json=want) for _ in range(8)]

    assert sorted(each.result().status_code for each in waiting) == [201, *[409] * 7]


def test_a_view_that_waits_runs_on_a_server(site: httpx.Client) -> None:
    """The ``async def`` view answers behind WSGI."""
    answer = site.get("/v1/books/9780141439518/elsewhere")

    assert answer.json() == {"isbn": "9780141439518", "available": {}}
