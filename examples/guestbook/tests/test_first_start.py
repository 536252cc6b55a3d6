"""The first start, as several workers of one server make it at the same time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

WORKERS = 4

WORKER = """
import sys
from guestbook import create_app

print("ready", flush=True)
sys.stdin.readline()
app = create_app()
print(app.test_client().get("/").status_code, app.secret_key)
"""


def start_worker(instance: Path) -> subprocess.Popen[str]:
    """Start a process that waits for a line before it makes its application."""
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "GUESTBOOK_INSTANCE": str(instance)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    worker.stdout.readline()
    return worker


def let_go(worker: subprocess.Popen[str]) -> None:
    """Give a worker the line that it waits for."""
    assert worker.stdin is not None
    worker.stdin.write("\n")
    worker.stdin.flush()


def test_workers_start_together(tmp_path: Path) -> None:
    """Workers that start at once on nothing share one whole database and one key."""
    workers = [start_worker(tmp_path) for _ in range(WORKERS)]
    for worker in workers:
        let_go(worker)
    answers = {worker.communicate()[0].strip() for worker in workers}

    assert len(answers) == 1
    assert answers.pop().startswith("200 ")
    # SQLite may leave files of its own beside the database.
    made = {path.name.partition("-")[0] for path in tmp_path.iterdir() if path.is_file()}
    assert made == {"guestbook.sqlite", "secret_key"}
