"""Servers over real HTTP, each in processes of its own, started by ``pegboard run``."""

from __future__ import annotations

import os
import re
import signal
import ssl
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.beside import as_installed
from tests.plugins.server.running import HELLO, Running, running, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.needs("cli", "routing")]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with a small application, and the plugin as if it were installed."""
    found = as_installed(tmp_path / "installed", "pegboard-server-granian")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(found))
    (tmp_path / "app.py").write_text(HELLO, encoding="utf-8")
    return tmp_path


def _closed(served: Running) -> str:
    return wait_for(lambda: "closed" if "closed True" in served.printed else None)


def test_a_server_answers_and_ends_when_told(site: Path) -> None:
    """The server takes a free port, says which once, and lets the application give back."""
    with running(site) as served:
        status, body = served.get()

        assert (status, body.split()[1]) == (200, "1")
        assert served.stop() == 0
        assert served.printed.count(" * Running on") == 1
        assert served.printed.count("closed True") == 1


def test_each_worker_loads_its_own(site: Path) -> None:
    """Several workers answer, each with an application of its own, that knows of the others."""
    flag = "request.environ['wsgi.multiprocess']"
    source = HELLO.replace("import Pegboard", "import Pegboard, request")
    source = source.replace("{len(started)}", f"{{len(started)}} {{{flag}}}")
    (site / "app.py").write_text(source, encoding="utf-8")
    with running(site, "--workers", "2", "--access-log") as served:
        answers: dict[str, list[str]] = {}

        def both() -> str | None:
            pid, *rest = served.get()[1].split()
            answers[pid] = rest
            return "both" if len(answers) == 2 else None

        wait_for(both)

        assert list(answers.values()) == [["1", "True"]] * 2
        assert served.stop(signal.SIGINT) == 0
        assert served.printed.count("closed True") == 2
        assert '"GET / HTTP/1.1" 200' in served.printed


def test_nobody_serves_without_the_first_process(site: Path) -> None:
    """Where the process that watches over the workers is killed, these end in order too."""
    with running(site) as served:
        served.get()
        served.stop(signal.SIGKILL)

        assert _closed(served)


def test_an_answer_that_has_begun_is_ended(site: Path) -> None:
    """An answer may take its time when the server is told to end, and a stream only so long."""
    stream = """
import time
from pegboard import Response

@app.get("/endless")
def endless():
    return Response(("x" for _ in iter(lambda: time.sleep(0.1), 1)))
"""
    (site / "app.py").write_text(HELLO + stream, encoding="utf-8")
    with (
        running(site, "--graceful-timeout", "1") as served,
        urlopen(f"{served.url}/endless", timeout=10) as response,  # noqa: S310 - our own URL
    ):
        response.read(2)

        assert served.stop() == 0


def _save(site: Path, served: Running, source: str, expected: str) -> str:
    (site / "app.py").write_text(source, encoding="utf-8")

    def shown() -> str | None:
        body = served.get()[1]
        return body if expected in body else None

    return wait_for(shown, lambda: served.printed)


def test_a_save_is_seen_broken_and_mended(site: Path) -> None:
    """A save is served; one that breaks the application is shown, until the next mends it."""
    with running(site, "--reload") as served:
        served.get()
        (site / "pyproject.toml").write_text("[tool.pegboard]", encoding="utf-8")
        broken = _save(site, served, f"{HELLO}\nimport absent", "No module named 'absent'")
        (site / "absent.py").touch()

        assert "app.py" in broken
        assert wait_for(
            lambda: "mended" if served.get()[0] == 200 else None, lambda: served.printed
        )
        assert served.stop() == 0
        assert "Traceback" not in served.printed.rpartition("absent.py; starting anew")[2]


def test_an_application_may_write_what_is_watched(site: Path) -> None:
    """A module that the application writes while it is loaded does not start it without end."""
    source = f"""
import time
from pathlib import Path
Path(__file__).with_name("written.py").write_text(f"at = {{time.time()}}", encoding="utf-8")
import written
{HELLO}"""
    (site / "app.py").write_text(source, encoding="utf-8")
    with running(site, "--reload") as served:
        wait_for(
            lambda: "thrice" if served.printed.count(" * Running on") == 3 else None,
            lambda: served.printed,
        )
        time.sleep(1)

        assert served.get()[0] == 200
        assert served.stop() == 0
        assert served.printed.count("written.py; starting anew") == 2


def test_a_script_is_debugged_and_started_anew(site: Path) -> None:
    """A script in debug mode has the debugger, for this machine's names, and is started anew."""
    script = site / "main.py"
    script.write_text(f"{HELLO}\napp.run(port=0, debug=True)", encoding="utf-8")
    with running(site, script="main.py") as served:
        before = served.get()[1]
        status, body = served.get("/fail")
        foreign, _ = served.get("/console", {"Host": "example.org"})
        script.write_text(f"{HELLO}\napp.run(port=0, debug=True)  # saved", encoding="utf-8")

        assert (status, foreign) == (500, 400)
        assert "Werkzeug Debugger" in body
        assert re.search(r"Debugger PIN: [\d-]+", served.printed)
        assert Path(re.findall(r'class="filename">"([^"]+)"', body)[-1]) == script
        assert wait_for(lambda: "anew" if served.get()[1] != before else None)
        assert served.stop(signal.SIGINT) == 0


def test_https_is_served(site: Path) -> None:
    """With a certificate that is made up, requests are answered over HTTPS."""
    pytest.importorskip("cryptography", reason="needs cryptography, which makes certificates")
    with running(site, "--cert", "adhoc") as served:
        url = served.url
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        with urlopen(url, timeout=20, context=context) as response:  # noqa: S310 - our own URL
            body = response.read().decode()

    assert url.startswith("https://127.0.0.1:")
    assert body.split()[1] == "1"


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        (["--app", "broken", "run", "--port", "0", "--workers", "2"], 1, "ZeroDivisionError"),
        (["--app", "nope", "run", "--port", "0", "--workers", "2"], 2, "no module 'nope'"),
    ],
    ids=["fails", "not-there"],
)
def test_what_cannot_be_loaded_ends_the_server(
    site: Path, words: list[str], code: int, complaint: str
) -> None:
    """What keeps an application from being served is told, with a non-zero code, at once."""
    (site / "broken.py").write_text("1 / 0", encoding="utf-8")
    started = time.monotonic()
    process = subprocess.run(
        [sys.executable, "-m", "pegboard", *words],
        cwd=site,
        env=os.environ | {"HOME": str(site)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert process.returncode == code
    assert complaint in process.stderr
    assert time.monotonic() - started < 10
