"""B13: how the command line finds and runs things."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from werkzeug import serving

from pegboard import Pegboard, current_app, g
from pegboard.commandline import run_commands
from tests.checklist.terminal import Terminal, nothing
from tests.plugins.server.running import HELLO, running, wait_for

pytestmark = pytest.mark.needs("cli", "routing", "server")

IMPORTS = "import sys\nfrom pegboard import Pegboard\n"


def _module(body: str) -> str:
    """Give a module whose applications say which they are."""
    return f"""{IMPORTS}
def made(name, *values, **options):
    app = Pegboard(name, static_folder=None)
    app.cli.command("which")(lambda: print(name, *values, *options.items()))
    return app

{body}
"""


@pytest.mark.item("B13.1")
@pytest.mark.parametrize(
    ("body", "which"),
    [
        ("app = made('one'); application = made('two')", "one"),
        ("app = 'none'; application = made('two'); other = made('three')", "two"),
        ("shop = made('shop'); same = shop", "shop"),
        ("def create_app(): return made('created')", "created"),
        ("def make_app(name='made'): return made(name)", "made"),
        ("app = made('app')\ndef create_app(): return made('created')", "app"),
    ],
    ids=["app", "application", "the only one", "create_app", "make_app", "app before create_app"],
)
def test_an_application_is_plain_to_see(terminal: Terminal, body: str, which: str) -> None:
    """The application of a module is the first of what is usual."""
    terminal.write("site.cfg", "")
    terminal.write("hello.py", _module(body))

    assert terminal.run("--app", "hello", "which").out == f"{which}\n"


@pytest.mark.item("B13.1")
@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("one = made('one'); two = made('two')", "several applications: one, two. Name one"),
        ("def create_app(name): return made(name)", "missing a required argument: 'name'. Give"),
        ("", "has no application: nothing in it is a Pegboard"),
        ("def create_app(): return 'none'", "returned 'none', which is no Pegboard"),
    ],
    ids=["several", "arguments", "none", "no application"],
)
def test_what_is_not_plain_is_an_error(terminal: Terminal, body: str, words: str) -> None:
    """Where it is not plain which application is meant, a sentence says how to name one."""
    terminal.write("hello.py", _module(body))

    printed = terminal.run("--app", "hello", "routes")

    assert printed.code == 2
    assert words in printed.err


@pytest.mark.item("B13.1")
def test_a_fault_of_a_factory_is_its_own(terminal: Terminal) -> None:
    """A TypeError from inside of a factory is shown as the application's own."""
    terminal.write("hello.py", _module("def create_app(): len(1)"))

    printed = terminal.run("--app", "hello", "routes")

    assert printed.code == 1
    assert "TypeError: object of type 'int' has no len()" in printed.err
    assert "in create_app" in printed.err


@pytest.mark.item("B13.2")
@pytest.mark.parametrize(
    ("reference", "which"),
    [
        ("hello", "one"),
        ("pkg.mod", "inner"),
        ("hello.py", "one"),
        ("pkg/mod.py", "inner"),
        ("hello:two", "two"),
        ("pkg/mod.py:app", "inner"),
        ("hello:build", "built"),
        ("hello:build()", "built"),
        ('hello:build("a", k=1)', "built a ('k', 1)"),
        (' hello : build( "a" , k = [1, None], ) ', "built a ('k', [1, None])"),
    ],
)
def test_an_application_is_named(terminal: Terminal, reference: str, which: str) -> None:
    """A module, a path, a name in it, or a factory with literals names the application."""
    body = "def build(*values, **options): return made('built', *values, **options)\n"
    body += "app = made('one'); two = made('two')"
    terminal.write("hello.py", _module(body))
    terminal.write("pkg/__init__.py", "")
    terminal.write("pkg/mod.py", _module("app = made('inner')"))

    assert terminal.run("--app", reference, "which").out == f"{which}\n"


@pytest.mark.item("B13.2")
@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("hello:nope", "has no 'nope'"),
        ("hello:build(name)", "must be literals"),
        ("hello:a.b", "neither a name nor a call"),
        ("hello:sys", "neither an application nor a factory"),
        ("nope", "no module 'nope'"),
        ("nope.py", "there is no file"),
        (r"C:\nope\hello.py", r"C:\\nope\\hello.py"),
    ],
)
def test_what_names_no_application_is_an_error(
    terminal: Terminal, reference: str, words: str
) -> None:
    """A reference that leads nowhere is a sentence that says where it ends."""
    terminal.write("hello.py", _module("def build(name): return made(name)"))

    printed = terminal.run("--app", reference, "routes")

    assert printed.code == 2
    assert words in printed.err


@pytest.mark.item("B13.3")
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("src/pkg/sub/mod.py", "pkg.sub.mod"),
        ("src/pkg/sub/__init__.py", "pkg.sub"),
        ("src/pkg", "pkg"),
        ("src/alone.py", "alone"),
    ],
)
def test_a_path_is_imported_by_its_name(terminal: Terminal, path: str, name: str) -> None:
    """The folder above the outermost package comes first; the module has its whole name."""
    source = f"{IMPORTS}app = Pegboard(__name__, static_folder=None)\n"
    source += "app.cli.command('which')(lambda: print(app.name, sys.path[0]))"
    for each in ("pkg/__init__.py", "pkg/sub/__init__.py", "pkg/sub/mod.py", "alone.py"):
        terminal.write(f"src/{each}", source)

    printed = terminal.run("--app", path, "which")

    assert printed.out == f"{name} {terminal.folder / 'src'}\n"


@pytest.mark.item("B13.4")
@pytest.mark.parametrize(
    ("files", "which"),
    [
        (["wsgi.py", "app.py"], "wsgi"),
        (["app.py"], "app"),
        (["app.py", "named.py", "pyproject.toml"], "named"),
    ],
)
def test_an_application_may_be_where_it_usually_is(
    terminal: Terminal, files: list[str], which: str
) -> None:
    """Without a name, the project file says where the application is, else wsgi.py or app.py."""
    for name in files:
        terminal.write(name, _module(f"app = made({Path(name).stem!r})"))
    if "pyproject.toml" in files:
        terminal.write("pyproject.toml", "[tool.pegboard]\napp = 'named'")

    assert terminal.run("which").out == f"{which}\n"


@pytest.mark.item("B13.4")
def test_what_the_application_cannot_import_is_an_error(terminal: Terminal) -> None:
    """A module that wsgi.py misses is an error, though there is an app.py."""
    terminal.write("wsgi.py", "import nowhere_at_all")
    terminal.write("app.py", _module("app = made('app')"))

    printed = terminal.run("routes")

    assert printed.code == 1
    assert "No module named 'nowhere_at_all'" in printed.err


@pytest.mark.item("B13.5")
@pytest.mark.parametrize(
    ("words", "own", "seen"),
    [
        (["--debug"], False, "1 True"),
        (["--no-debug"], True, "0 False"),
        ([], True, "None True"),
    ],
)
def test_debug_mode_is_there_before_the_import(
    terminal: Terminal, words: list[str], own: bool, seen: str
) -> None:
    """Debug mode is known while the application is imported, and set afterwards."""
    source = f"{IMPORTS}import os\nbefore = os.environ.get('PEGBOARD_DEBUG')\n"
    source += f"app = Pegboard(__name__, static_folder=None)\napp.debug = {own}\n"
    source += "app.cli.command('show')(lambda: print(before, app.debug))"
    terminal.write("app.py", source)

    assert terminal.run(*words, "show").out == f"{seen}\n"


@pytest.mark.item("B13.5")
@pytest.mark.parametrize(("sets_debug", "expected"), [(True, "True"), (False, "False")])
def test_a_script_may_keep_its_debug_mode(
    terminal: Terminal, capsys: pytest.CaptureFixture[str], sets_debug: bool, expected: str
) -> None:
    """A script may say that debug mode is the application's alone."""

    def create_app() -> Pegboard:
        app = Pegboard("site", static_folder=None)
        app.debug = False
        app.cli.command("show")(lambda: print(app.debug))  # noqa: T201 - what is looked at
        return app

    run_commands(create_app, ["--debug", "show"], sets_debug=sets_debug)

    assert capsys.readouterr().out == f"{expected}\n"


@pytest.mark.item("B13.6")
@pytest.mark.parametrize(
    "words",
    [
        ["--app", "hello", "--help"],
        ["--help", "--app", "hello"],
        ["--env-file", "my.env", "--help"],
        ["--help", "-e", "my.env"],
    ],
)
def test_the_application_is_known_to_the_help(terminal: Terminal, words: list[str]) -> None:
    """The help lists the commands of the application, wherever it was named."""
    pytest.importorskip("dotenv", reason="needs python-dotenv, which reads the files")
    terminal.write("hello.py", _module("app = made('one')"))
    terminal.write("my.env", "PEGBOARD_APP=hello")

    printed = terminal.run(*words)

    assert printed.out.endswith("Commands of the application:\n  which\n")


@pytest.mark.item("B13.7")
def test_a_command_works_where_the_application_is_current() -> None:
    """A context of the application is used; where there is none, or another's, one is made."""
    app = Pegboard("site", static_folder=None)
    seen: list[object] = []

    @app.cli.command
    def look(app: Pegboard) -> None:
        found: Any = current_app
        seen.append((found._get_current_object() is app, g.get("word")))

    runner = app.test_cli_runner()
    runner.invoke("look")
    with app.app_context():
        g.word = "kept"
        runner.invoke("look")
    with Pegboard("other").app_context():
        g.word = "other"
        runner.invoke("look")

    assert seen == [(True, None), (True, "kept"), (True, None)]


@pytest.mark.item("B13.8")
@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("--cert cert.pem", "--cert cert.pem has no key. Add --key"),
        ("--key key.pem", "--key key.pem has no certificate. Add --cert"),
        ("--cert adhoc --key key.pem", "--cert adhoc makes a key of its own. Drop --key."),
        ("--cert tls:context --key key.pem", "An SSLContext has its key. Drop --key."),
        ("--cert nowhere", "neither a file, nor 'adhoc', nor the import path"),
    ],
)
def test_certificate_and_key_go_together(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, words: str, complaint: str
) -> None:
    """What does not go together is refused with its cure, before anything is loaded."""
    monkeypatch.setattr(sys, "path", [str(terminal.folder), *sys.path])
    terminal.write("cert.pem", "")
    terminal.write("key.pem", "")
    terminal.write("tls.py", "import ssl\ncontext = ssl.create_default_context()")

    printed = terminal.run("run", *words.split())

    assert (printed.code, printed.out) == (2, "")
    assert complaint in printed.err


@pytest.mark.item("B13.8")
@pytest.mark.parametrize(
    ("missing", "complaint"),
    [("cryptography", "pip install cryptography"), ("ssl", "no module 'ssl'")],
)
def test_a_certificate_needs_its_library(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, missing: str, complaint: str
) -> None:
    """What is not installed is named, with the line that installs it."""

    def find(name: str) -> str | None:
        return None if name == missing else name

    monkeypatch.setattr("pegboard_hookspecs.serving_kit.tls.find_spec", find)

    assert complaint in terminal.run("run", "--cert", "adhoc").err


@pytest.mark.item("B13.8")
def test_the_order_of_certificate_and_key_does_not_matter(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key may stand in front of the certificate."""
    pairs: list[object] = []

    def run_simple(*given: Any, **options: Any) -> None:
        pairs.append(options["ssl_context"])

    monkeypatch.setattr(serving, "run_simple", run_simple)
    monkeypatch.setattr(signal, "signal", nothing)
    terminal.write("cert.pem", "")
    terminal.write("key.pem", "")
    terminal.write("app.py", _module("app = made('app')"))

    terminal.run("run", "-p", "0", "--key", "key.pem", "--cert", "cert.pem")
    terminal.run("run", "-p", "0", "--cert", "cert.pem", "--key", "key.pem")

    assert pairs == [("cert.pem", "key.pem")] * 2


@pytest.mark.item("B13.9")
def test_a_load_error_is_shown_per_request(terminal: Terminal) -> None:
    """Behind the reloader the browser sees the error, each time, until the next good save."""
    terminal.write("app.py", "1 / 0")
    with running(terminal.folder, "--reload") as served:
        answers = [served.get("/any"), served.get("/other")]
        terminal.write("app.py", HELLO)
        mended = wait_for(lambda: "mended" if served.get()[0] == 200 else None)

    assert [status for status, _ in answers] == [500, 500]
    assert all("ZeroDivisionError" in body for _, body in answers)
    assert mended


@pytest.mark.item("B13.9")
def test_a_load_error_ends_the_command(terminal: Terminal) -> None:
    """Without the reloader the error ends the command at once."""
    terminal.write("app.py", "1 / 0")

    printed = terminal.run("run", "-p", "0")

    assert printed.code == 1
    assert "ZeroDivisionError" in printed.err
    assert os.environ.get("WERKZEUG_SERVER_FD") is None
