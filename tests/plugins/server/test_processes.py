"""Servers over real HTTP, each in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.plugins.server.running import HELLO, Running, running, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.needs("cli", "routing", "server")]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Give a folder with a small application."""
    (tmp_path / "app.py").write_text(HELLO, encoding="utf-8")
    return tmp_path


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pegboard", *words],
        cwd=folder,
        env=os.environ | {"HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize("server", ["werkzeug", "gunicorn", "waitress"])
def test_a_server_answers_and_ends_when_told(site: Path, server: str) -> None:
    """Each server takes a free port, says which, serves a started application, and ends with 0."""
    with running(site, "--server", server) as served:
        status, body = served.get()

        assert (status, body.split()[1]) == (200, "1")
        assert served.stop() == 0


@pytest.mark.parametrize("server", ["werkzeug", "gunicorn", "waitress"])
def test_the_application_is_closed(site: Path, server: str) -> None:
    """A server that is told to end lets its applications give back what they hold."""
    with running(site, "--server", server) as served:
        served.get()
        served.stop()

        assert wait_for(lambda: "closed True" if "closed True" in served.printed else None)


def test_control_c_ends_the_server(site: Path) -> None:
    """An interrupt ends the development server in order."""
    with running(site) as served:
        served.get()

        assert served.stop(signal.SIGINT) == 0
        assert "Traceback" not in served.printed


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_watching_process_ends_in_order(site: Path, number: int) -> None:
    """The process of the reloader that is told to end waits until the application is closed."""
    with running(site, "--reload") as served:
        served.get()

        assert served.stop(number) == 0
        assert "closed True" in served.printed
        assert "Traceback" not in served.printed


def test_a_whole_group_ends_in_order(site: Path) -> None:
    """Told twice, by its parent and by the system, a process still closes the application."""
    slow = HELLO.replace("        print(", "        __import__('time').sleep(0.5)\n        print(")
    (site / "app.py").write_text(slow, encoding="utf-8")
    with running(site, "--reload") as served:
        served.get()
        os.killpg(served.process.pid, signal.SIGTERM)

        assert served.process.wait(20) == 0
        assert "closed True" in served.printed


def test_nobody_serves_without_watching(site: Path) -> None:
    """Where the watching process is killed, the one that serves ends in order too."""
    with running(site, "--reload") as served:
        served.get()
        served.stop(signal.SIGKILL)

        assert wait_for(lambda: "closed True" if "closed True" in served.printed else None)


def test_the_banner_is_printed_once(site: Path) -> None:
    """The process that serves under the reloader does not repeat the banner."""
    with running(site, "--debug") as served:
        served.get()

        assert served.printed.count(" * Serving app") == 1
        assert served.printed.count(" * Debug mode: on") == 1
        assert served.printed.count(" * Running on") == 1


def test_two_workers_answer(site: Path) -> None:
    """Each worker of gunicorn loads and starts an application of its own, once."""
    with running(site, "--server", "gunicorn", "--workers", "2") as served:
        answers: dict[str, str] = {}

        def both() -> str | None:
            pid, started = served.get()[1].split()
            answers[pid] = started
            return "both" if len(answers) == 2 else None

        wait_for(both)

        assert set(answers.values()) == {"1"}
        assert served.stop() == 0
        assert not (site / ".gunicorn").exists()


def _save(site: Path, served: Running, source: str, expected: str) -> str:
    (site / "app.py").write_text(source, encoding="utf-8")
    return wait_for(lambda: body if expected in (body := served.get()[1]) else None)


def test_a_broken_save_is_shown_and_mended(site: Path) -> None:
    """Under the reloader a load error is shown in browser and terminal, until the next save."""
    with running(site, "--reload") as served:
        served.get()
        broken = _save(site, served, f"{HELLO}\ndef broken(:", "SyntaxError")
        mended = HELLO.replace('return f"', 'return f"mended ')

        assert "app.py" in broken
        assert "SyntaxError" in served.printed
        assert _save(site, served, mended, "mended")
        assert served.stop() == 0


def test_a_broken_settings_file_is_mended(site: Path) -> None:
    """A settings file that keeps the application from being loaded is watched as well."""
    settings = site / "settings.toml"
    settings.write_text("DEBUG = 'yes'", encoding="utf-8")
    line = "app.config.from_file('settings.toml', __import__('tomllib').load, text=False)"
    (site / "app.py").write_text(f"{HELLO}\n{line}", encoding="utf-8")
    with running(site, "--reload") as served:
        broken = served.get()[1]
        # The reloader compares whole seconds on some file systems.
        time.sleep(1)
        settings.write_text("DEBUG = true", encoding="utf-8")

        assert "settings.toml:1) is 'yes'; it must be bool" in broken
        assert wait_for(lambda: "mended" if served.get()[0] == 200 else None)


def test_settings_are_watched(site: Path) -> None:
    """A change of the project file starts the application anew."""
    project = site / "pyproject.toml"
    project.write_text("", encoding="utf-8")
    with running(site, "--reload") as served:
        before = served.get()[1].split()[0]
        project.write_text("[tool.pegboard]", encoding="utf-8")

        assert wait_for(lambda: pid if (pid := served.get()[1].split()[0]) != before else None)


def test_errors_are_debugged_on_loopback(site: Path) -> None:
    """In debug mode an exception opens the interactive debugger, for this machine's names only."""
    with running(site, "--debug", "--no-reload") as served:
        status, body = served.get("/fail")
        foreign, _ = served.get("/console", {"Host": "example.org"})

    assert (status, foreign) == (500, 400)
    assert "Werkzeug Debugger" in body


def test_the_debugger_begins_where_the_application_is_called(site: Path) -> None:
    """Of the framework's own frames the debugger shows those that called the user's, no others."""
    with running(site, "--debug", "--no-reload") as served:
        _, body = served.get("/fail")

    shown = re.findall(r'class="filename">"([^"]+)"', body)
    assert Path(shown[-1]) == site / "app.py"
    assert len(shown) <= 4


def test_debug_mode_may_be_the_applications_own(site: Path) -> None:
    """Where nothing was said about debug mode, the application's own setting counts."""
    (site / "app.py").write_text(f"{HELLO}\napp.debug = True", encoding="utf-8")
    with running(site) as served:
        _, body = served.get("/fail")

        assert "Werkzeug Debugger" in body
        assert " * Debug mode: on" in served.printed
        assert served.stop() == 0


@pytest.mark.parametrize(
    "words", [[], ["--reload"], ["--server", "waitress"]], ids=["plain", "reload", "waitress"]
)
def test_a_plugin_may_wrap_the_command(site: Path, words: list[str]) -> None:
    """A plugin that wraps the hook ``serve`` sees the command too, once."""
    wraps = """
    @hookimpl(wrapper=True)
    def serve(self, options):
        print("wrapped", options.port, flush=True)
        yield
"""
    source = HELLO.replace("class Counts:", f"class Counts:{wraps}")
    (site / "app.py").write_text(source, encoding="utf-8")
    with running(site, *words) as served:
        served.get()

        assert served.printed.count("wrapped 0") == 1


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


def test_errors_are_not_debugged_without_debug_mode(site: Path) -> None:
    """Without debug mode an exception shows nothing, and there is no console."""
    with running(site) as served:
        status, body = served.get("/fail")
        console, _ = served.get("/console")

    assert (status, console) == (500, 404)
    assert "mine" not in body


def test_a_script_may_serve_itself(site: Path) -> None:
    """A script that ends in app.run() serves, and ends with 0."""
    (site / "main.py").write_text(f"{HELLO}\napp.run(port=0)", encoding="utf-8")
    with running(site, script="main.py") as served:
        status, _ = served.get()

        assert status == 200
        assert served.stop() == 0


def test_a_script_that_serves_can_be_worked_on(site: Path) -> None:
    """The same script, imported by the command line, does not serve."""
    (site / "main.py").write_text(f"{HELLO}\napp.run(port=0)", encoding="utf-8")

    process = _run(site, "--app", "main", "routes")

    assert process.returncode == 0
    assert "app.run() is left out" in process.stderr


@pytest.mark.parametrize("server", ["werkzeug", "gunicorn", "waitress"])
def test_a_port_in_use_is_a_sentence(site: Path, server: str) -> None:
    """A port that somebody else has ends every server with 2, a sentence and the cure."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        process = _run(site, "run", "--server", server, "--port", str(port))

    assert process.returncode == 2
    assert f"Error: Port {port} on 127.0.0.1 is in use" in process.stderr
    assert "--port" in process.stderr
    assert "Traceback" not in process.stderr


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["run", "--port", "0"], "No application was found"),
        (["run", "--port", "0", "--debug"], "No application was found"),
        (["run", "--port", "0", "--server", "gunicorn"], "No application was found"),
        (["--app", "nope", "run", "--port", "0"], "no module 'nope'"),
        (["run", "--debugger"], "only there in debug mode"),
        (["run", "--workers", "2"], "Add --server gunicorn"),
    ],
)
def test_what_cannot_be_served_is_a_sentence(
    tmp_path: Path, words: list[str], complaint: str
) -> None:
    """What keeps a server from starting is said in one sentence, with a non-zero code."""
    process = _run(tmp_path, *words)

    assert process.returncode == 2
    assert complaint in process.stderr
    assert "Traceback" not in process.stderr


@pytest.mark.parametrize("server", ["werkzeug", "waitress"])
def test_a_broken_application_ends_at_once(site: Path, server: str) -> None:
    """Without the reloader a load error ends the server, with the user's traceback alone."""
    (site / "app.py").write_text("1 / 0", encoding="utf-8")

    process = _run(site, "run", "--port", "0", "--server", server)

    assert process.returncode == 1
    assert process.stderr.count('  File "') == 1
    assert "ZeroDivisionError" in process.stderr


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("from pegboard import Pegboard\napp = Pegboard(__name__, plugins={'no': False})", "'no'"),
    ],
    ids=["exception", "sentence"],
)
def test_a_broken_application_ends_gunicorn(site: Path, source: str, complaint: str) -> None:
    """A load error in a worker ends gunicorn, instead of starting workers again and again."""
    (site / "app.py").write_text(source, encoding="utf-8")

    process = _run(site, "run", "--port", "0", "--server", "gunicorn")

    assert process.returncode in {3, 4}
    assert complaint in process.stderr
