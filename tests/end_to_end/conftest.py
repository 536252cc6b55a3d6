"""The guestbook, started by the README's command on a free port, and a browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver

from tests.beside import as_installed
from tests.guestbook_database import guestbook_database, pytest_generate_tests

__all__ = ["guestbook_database", "pytest_generate_tests"]

ROOT = Path(__file__).parents[2]
ARTEFACTS = ROOT / "test-artifacts"

SERVERS = {
    "development server": [],
    "gunicorn with 2 workers": ["--server", "gunicorn", "--workers", "2"],
    "Granian with 2 workers": ["--workers", "2"],
}
_SECONDS_TO_START = 30
_SECONDS_TO_END = 10


@pytest.fixture(params=SERVERS)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a running guestbook, with an empty database."""
    arguments = ["--app", "examples/guestbook", "run", "--port", "0", *SERVERS[request.param]]
    environment = {**os.environ, "GUESTBOOK_INSTANCE": str(tmp_path / "instance")}
    if request.param.startswith("Granian"):
        found = as_installed(tmp_path / "installed", "pegboard-server-granian")
        environment["PYTHONPATH"] = os.pathsep.join([*found, environment.get("PYTHONPATH", "")])
    log = tmp_path / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "pegboard", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield _url(process, log)
    finally:
        process.terminate()
        process.wait(_SECONDS_TO_END)


@pytest.fixture
def browser() -> Iterator[webdriver.Chrome]:
    """Debian's Chromium without a screen; skipped where it is not installed."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    driver = os.environ.get("CHROMEDRIVER") or shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("needs chromium and chromedriver: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    with tempfile.TemporaryDirectory() as profile:
        for flag in _flags(profile):
            options.add_argument(flag)
        chrome = webdriver.Chrome(options, webdriver.ChromeService(driver))
        chrome.implicitly_wait(5)
        yield chrome
        chrome.quit()


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Where screenshots are kept."""
    ARTEFACTS.mkdir(exist_ok=True)
    return ARTEFACTS


def _url(process: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(_SECONDS_TO_START * 10):
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        if found:
            return found[0]
        if process.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail(f"The guestbook did not start:\n{log.read_text()}")


def _flags(profile: str) -> list[str]:
    return [
        "--headless",
        # Root, as in containers, has no sandbox.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        # Without these Chromium looks for hosts of its maker.
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--window-size=900,1100",
        f"--user-data-dir={profile}",
    ]
