"""The guestbook with the other command line: every default part but that one, and no click."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import httpx
import pytest

from tests.wheels import Environment

pytestmark = [
    pytest.mark.slow,
    pytest.mark.needs("errors", "json", "routing", "server", "sessions", "static", "templating"),
]

GUESTBOOK = Path(__file__).parents[2] / "examples" / "guestbook"
PARTS = ["errors", "json", "routing", "server", "sessions", "static", "templating"]

#: What pip lends to all environments has click as well.
WITHOUT_CLICK = """
import sys

sys.modules["click"] = None
"""


@pytest.fixture(scope="module")
def environment(new_environment: Callable[..., Environment]) -> Environment:
    """An environment with all default parts, the command line by cyclopts, and no click."""
    parts = [f"pegboard-{part}" for part in PARTS]
    more = [f"pegboard-{name}" for name in ("cli-cyclopts", "database", "database-sqlite")]
    made = new_environment("pegboard-core", "pegboard-hookspecs", *more, *parts)
    (made.site_packages / "sitecustomize.py").write_text(WITHOUT_CLICK)
    return made


@pytest.fixture
def environ(tmp_path: Path) -> Mapping[str, str]:
    """The variables of a guestbook with an empty database."""
    return {"PATH": os.defpath, "GUESTBOOK_INSTANCE": str(tmp_path / "instance")}


def _command(environment: Environment, *words: str) -> list[str]:
    return [str(environment.python), "-m", "pegboard", "--app", str(GUESTBOOK), *words]


@pytest.mark.parametrize(
    ("words", "code", "printed"),
    [
        ("--help", 0, "Commands of the application:\n  init-db  Empty the database and"),
        ("init-db", 0, "Made the tables in "),
        ("init-db --forced", 2, "There is no option '--forced'."),
        ("routes --json", 0, '"endpoint": "accounts.log_in"'),
        ("plugins", 0, "cli         pegboard-cli-cyclopts:cyclopts"),
        ("check", 0, ""),
    ],
)
def test_commands_of_the_guestbook_run(
    environment: Environment, environ: Mapping[str, str], words: str, code: int, printed: str
) -> None:
    """Commands of the application and of the kernel are there, as they are with click."""
    done = subprocess.run(
        _command(environment, *words.split()),
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=environ,
    )

    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert printed in done.stdout + done.stderr


@pytest.fixture
def site(environment: Environment, environ: Mapping[str, str]) -> Iterator[str]:
    """The URL of a running guestbook."""
    process = subprocess.Popen(
        _command(environment, "run", "--port", "0"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environ,
    )
    with process:
        assert process.stderr is not None
        urls = (re.search(r"http://127\.0\.0\.1:\d+", line) for line in process.stderr)
        yield next(url[0] for url in urls if url)
        process.terminate()


def test_the_guestbook_is_served(site: str) -> None:
    """The command of the server plugin answers requests over HTTP."""
    answer = httpx.get(f"{site}/", trust_env=False)

    assert (answer.status_code, "guestbook" in answer.text.lower()) == (200, True)
