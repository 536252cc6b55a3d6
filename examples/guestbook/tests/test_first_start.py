"""The first start, as several workers of one server make it at the same time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

WORKERS = 4

WORKER = """
from guestbook import create_app

app = create_app()
print(app.test_client().get("/").status_code, app.secret_key)
"""


def test_workers_start_together(tmp_path: Path) -> None:
    """Workers that start at once on nothing share one whole database and one key."""
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER],
            cwd=Path(__file__).parents[1],
            env={**os.environ, "GUESTBOOK_INSTANCE": str(tmp_path)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(WORKERS)
    ]
    answers = {worker.communicate()[0].strip() for worker in workers}

    assert len(answers) == 1
    assert answers.pop().startswith("200 ")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        "guestbook.sqlite",
        "secret_key",
    ]
