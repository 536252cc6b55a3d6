"""A17: the command line."""

from __future__ import annotations

import builtins
import json
import os
import signal
import subprocess
import sys
from importlib.metadata import entry_points
from typing import Any

import pytest
from werkzeug import serving

from pegboard import Blueprint, Pegboard, current_app, g, hookimpl
from pegboard.commandline import read_env_files, run_commands
from pegboard.testing import Result
from pegboard_hookspecs import Command, Program
from pegboard_hookspecs.errors import AppNotFoundError, CommandError
from pegboard_server import development
from tests.checklist.terminal import Terminal, nothing

pytestmark = pytest.mark.needs("cli", "routing", "server")

APP = """
from pegboard import Pegboard

app = Pegboard(__name__, static_folder=None)

@app.route("/", methods=["GET", "POST"])
def index():
    return "index"

@app.cli.command
def greet(name: str = "you", times: int = 1):
    'Greet somebody.'
    print("hello", *[name] * times)
"""


class Served:
    """What stands in for Werkzeug's server, and keeps what it is given."""

    def __init__(self) -> None:
        self.given: tuple[Any, ...] = ()
        self.options: dict[str, Any] = {}

    def __call__(self, *given: Any, **options: Any) -> None:
        self.given, self.options = given, options


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Served:
    """Give what stands in for Werkzeug's server."""
    served = Served()
    monkeypatch.setattr(serving, "run_simple", served)
    # Nothing is bound, so whoever has the port is no matter.
    monkeypatch.setattr(development, "check_free", nothing)
    monkeypatch.setattr(signal, "signal", nothing)
    return served


@pytest.fixture
def site(terminal: Terminal) -> Terminal:
    """Give a folder with a small application."""
    terminal.write("app.py", APP)
    return terminal


def _run(app: Pegboard, words: str) -> Result:
    result: Result = app.test_cli_runner().invoke(words)
    return result


@pytest.mark.item("A17.1")
@pytest.mark.parametrize(
    "command",
    [["-m", "pegboard"], ["-c", "import sys, pegboard.__main__ as m; sys.exit(m.main())"]],
    ids=["module", "function"],
)
def test_there_is_one_program(site: Terminal, command: list[str]) -> None:
    """The module and the function run the same program."""
    done = subprocess.run(
        [sys.executable, *command, "greet", "--name", "Ada"],
        cwd=site.folder,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "hello Ada\n")


@pytest.mark.item("A17.1")
def test_the_script_is_the_function() -> None:
    """What is installed as ``pegboard`` is that function."""
    (script,) = entry_points(group="console_scripts", name="pegboard")

    assert script.value == "pegboard.__main__:main"


@pytest.mark.item("A17.2")
@pytest.mark.parametrize(
    ("words", "variables"),
    [
        (["--app", "other", "say"], {}),
        (["-A", "other", "say"], {}),
        (["say"], {"PEGBOARD_APP": "other"}),
        (["--env-file", "my.env", "say"], {}),
        (["-e", "my.env", "say"], {}),
        (["say"], {"PEGBOARD_ENV_FILE": "my.env"}),
    ],
)
def test_options_in_front_have_variables(
    site: Terminal,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    variables: dict[str, str],
) -> None:
    """The application and a file with variables are named by an option or by a variable."""
    pytest.importorskip("dotenv", reason="needs python-dotenv, which reads the files")
    site.write("other.py", f"{APP}\napp.cli.command('say')(lambda: print('other'))")
    site.write("my.env", "PEGBOARD_APP=other")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert site.run(*words).out == "other\n"


@pytest.mark.item("A17.2")
@pytest.mark.parametrize(
    ("words", "variable", "expected"),
    [
        (["--debug"], None, "True"),
        (["--no-debug"], "1", "False"),
        ([], "1", "True"),
        ([], "no", "False"),
        ([], None, "False"),
    ],
)
def test_debug_mode_is_an_option(
    site: Terminal,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    variable: str | None,
    expected: str,
) -> None:
    """Debug mode is what the option says, else what the variable says."""
    if variable is not None:
        monkeypatch.setenv("PEGBOARD_DEBUG", variable)
    site.write("app.py", f"{APP}\napp.cli.command('show')(lambda: print(app.debug))")

    assert site.run(*words, "show").out == f"{expected}\n"


@pytest.mark.item("A17.2")
def test_options_of_commands_have_variables(
    site: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An option is read from a variable; the command line goes before it."""
    monkeypatch.setenv("PEGBOARD_GREET_NAME", "Ada")
    monkeypatch.setenv("PEGBOARD_GREET_TIMES", "2")

    assert site.run("greet").out == "hello Ada Ada\n"
    assert site.run("greet", "--times", "1").out == "hello Ada\n"


@pytest.mark.item("A17.2")
@pytest.mark.parametrize(
    ("option", "words"), [("--version", "Pegboard "), ("--help", "Usage: pegboard")]
)
def test_the_program_describes_itself(site: Terminal, option: str, words: str) -> None:
    """Version and help are printed, and nothing else is done."""
    printed = site.run(option)

    assert printed.code == 0
    assert printed.out.startswith(words)


@pytest.mark.item("A17.3")
def test_serving_has_defaults(site: Terminal, served: Served) -> None:
    """Without options the server is on loopback and port 5000, with threads and no debugger."""
    assert site.run("run").code == 0
    host, port, app = served.given
    assert (host, port, app.name) == ("127.0.0.1", 5000, "app")
    assert served.options["threaded"] is True
    assert not any(served.options[name] for name in ("use_reloader", "use_debugger", "extra_files"))


@pytest.mark.item("A17.3")
def test_serving_has_options(site: Terminal, served: Served) -> None:
    """Each option of the server is an option of the command."""
    words = "run -h localhost -p 0 --debug --no-reload --debugger --without-threads"
    site.write("cert.pem", "")
    site.write("key.pem", "")
    site.run(
        *words.split(),
        *("--cert", "cert.pem", "--key", "key.pem"),
        *("--extra-files", os.pathsep.join(["a", "b"]), "--exclude-patterns", "*.tmp"),
    )

    host, port, app = served.given
    assert (host, port, app.debug) == ("localhost", 0, True)
    assert served.options == {
        "use_reloader": False,
        "use_debugger": True,
        "threaded": False,
        "ssl_context": ("cert.pem", "key.pem"),
        "extra_files": ["a", "b"],
        "exclude_patterns": ["*.tmp"],
    }


@pytest.mark.item("A17.4")
def test_a_shell_knows_the_application(site: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shell runs the startup file, has all names, and begins with where it is."""
    lines = ["print(app.name, 'x' in g, answer, mine, current_app.name)"]

    def read(prompt: str = "") -> str:
        if not lines:
            raise EOFError
        return lines.pop(0)

    names = "from pegboard import current_app\n@app.shell_context_processor\ndef names():\n"
    names += "    return {'answer': 42, 'current_app': current_app}"
    site.write("app.py", f"{APP}\n{names}")
    site.write("startup.py", "mine = 'startup'")
    monkeypatch.setenv("PYTHONSTARTUP", str(site.folder / "startup.py"))
    monkeypatch.setattr(builtins, "input", read)

    printed = site.run("shell")

    assert printed.out == "app False 42 startup app\n"
    assert printed.err.startswith(f"Python {sys.version.split()[0]} ")
    assert f"App: app in {site.folder}\n" in printed.err
    assert f"Instance: {site.folder / 'instance'}\n" in printed.err


@pytest.mark.item("A17.5")
@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("", [["a", "GET", "/z"], ["b", "GET, POST", "/y/<int:id>"], ["c", "PUT", "/x"]]),
        (
            "--sort rule",
            [["c", "PUT", "/x"], ["b", "GET, POST", "/y/<int:id>"], ["a", "GET", "/z"]],
        ),
        (
            "--sort match",
            [["b", "GET, POST", "/y/<int:id>"], ["a", "GET", "/z"], ["c", "PUT", "/x"]],
        ),
        ("--all-methods x", [["c", "OPTIONS, PUT", "/x"]]),
        ("--method post", [["b", "GET, POST", "/y/<int:id>"]]),
        ("*z", [["a", "GET", "/z"]]),
        ("--match /y/3", [["b", "GET, POST", "/y/<int:id>", "id=3"]]),
    ],
)
def test_routes_are_listed(words: str, rows: list[list[str]]) -> None:
    """Routes are listed in any order, all of them or those that are asked for."""
    app = Pegboard("site", static_folder=None)
    app.add_url_rule("/y/<int:id>", "b", str, methods=["GET", "POST"])
    app.add_url_rule("/z", "a", str)
    app.add_url_rule("/x", "c", str, methods=["PUT"])

    lines = _run(app, f"routes {words}").stdout.splitlines()[2:]

    assert [[cell.strip() for cell in line.split("  ") if cell] for line in lines] == rows


@pytest.mark.item("A17.5")
def test_routes_have_their_place() -> None:
    """Where there are subdomains they have a column; where there are no routes it is said."""
    app = Pegboard("site", static_folder=None, subdomain_matching=True)
    empty = _run(app, "routes")
    app = Pegboard("site", static_folder=None, subdomain_matching=True)
    app.config["SERVER_NAME"] = "example.org"
    app.add_url_rule("/", "api", str, subdomain="api")

    assert empty.stdout == "No routes were registered.\n"
    assert _run(app, "routes").stdout.splitlines()[0].split()[2] == "Subdomain"
    assert json.loads(_run(app, "routes --json").stdout)[0]["subdomain"] == "api"


@pytest.mark.item("A17.6")
def test_a_command_gets_program_and_application() -> None:
    """A command gets the program and the application, which is loaded once."""
    app = Pegboard("site", static_folder=None)
    seen: list[object] = []

    @app.cli.command
    def look(app: Pegboard, program: Program) -> None:
        seen.extend([app, program.load_app(), program.load_app(), program.name])

    _run(app, "look")

    assert seen == [app, app, app, "pegboard"]


@pytest.mark.item("A17.7", "A17.9")
def test_functions_become_commands() -> None:
    """A function becomes a command in the application's context, unless it needs none."""
    app = Pegboard("site", static_folder=None)

    @app.cli.command("with")
    def inside(count: int = 1) -> None:
        print(current_app.name, count)  # noqa: T201 - what is looked at

    @app.cli.group("db").command(needs_app=False)
    def outside() -> None:
        print(bool(current_app))  # noqa: T201 - what is looked at

    assert _run(app, "with --count 2").stdout == "site 2\n"
    assert _run(app, "db outside").stdout == "False\n"
    with app.app_context():
        inside()


@pytest.mark.item("A17.8")
def test_a_script_has_a_command_line(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    """A script presents an application of its own, with all commands."""

    def create_app() -> Pegboard:
        app = Pegboard("shop", static_folder=None)

        @app.cli.command
        def greet() -> None:
            print(current_app.name)  # noqa: T201 - what is looked at

        return app

    assert run_commands(create_app, ["greet"], name="manage.py") == 0
    assert run_commands(create_app, ["--help"], name="manage.py") == 0

    printed = capsys.readouterr().out
    assert printed.startswith("shop\nUsage: manage.py [OPTIONS]")
    assert {"greet", "run", "routes", "shell"} <= set(printed.split())


@pytest.mark.item("A17.8")
def test_a_broken_application_leaves_other_commands(site: Terminal) -> None:
    """The help lists what there is, and says what is wrong with the application."""
    site.write("app.py", "1 / 0")

    printed = site.run("--help")

    assert printed.code == 0
    assert {"plugins", "routes", "run", "shell"} <= set(printed.out.split())
    assert "ZeroDivisionError: division by zero (app.py, line 1)" in " ".join(printed.err.split())


@pytest.mark.item("A17.8")
def test_plugins_bring_commands() -> None:
    """A plugin brings commands by a hook."""

    class Ping:
        @hookimpl
        def commands(self) -> list[Command]:
            return [Command(("ping",), lambda: print("pong"), needs_app=False)]  # noqa: T201 - looked at

    app = Pegboard("site", static_folder=None)
    app.register_plugin(Ping)

    assert _run(app, "ping").stdout == "pong\n"


@pytest.mark.item("A17.10", "A17.13")
def test_files_set_variables(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A named file goes over ``.env``, this over ``.pegboardenv``, and none over what was set."""
    pytest.importorskip("dotenv", reason="needs python-dotenv, which reads the files")
    monkeypatch.setenv("PEG_THREE", "real")
    terminal.write(".pegboardenv", "PEG_ONE=1\nPEG_TWO=1\nPEG_THREE=1\nPEG_FOUR=1")
    terminal.write(".env", "PEG_ONE=2\nPEG_TWO=2")
    terminal.write("named.env", "PEG_ONE='3 # three'")
    monkeypatch.setenv("PEG_FOUR", "")
    monkeypatch.delenv("PEG_FOUR")

    assert read_env_files("named.env") is True
    values = [os.environ[f"PEG_{name}"] for name in ("ONE", "TWO", "THREE", "FOUR")]
    assert values == ["3 # three", "2", "real", "1"]


@pytest.mark.item("A17.10", "A17.13")
def test_files_may_be_left_out(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """``PEGBOARD_SKIP_DOTENV`` leaves the two out, and the named one counts all the same."""
    pytest.importorskip("dotenv", reason="needs python-dotenv, which reads the files")
    monkeypatch.setenv("PEGBOARD_SKIP_DOTENV", "1")
    terminal.write(".env", "PEG_ONE=1")
    terminal.write("named.env", "PEG_TWO=2")

    assert read_env_files() is False
    assert read_env_files("named.env") is True
    assert ("PEG_ONE" in os.environ, os.environ["PEG_TWO"]) == (False, "2")


@pytest.mark.item("A17.10")
def test_without_the_library_there_is_a_hint(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without python-dotenv nothing is read, and how to get it is said."""
    monkeypatch.setattr("pegboard.commandline.env_files.find_spec", nothing)
    terminal.write(".env", "PEG_ONE=1")
    terminal.write("named.env", "PEG_TWO=2")

    assert read_env_files() is False
    assert "pip install python-dotenv" in capsys.readouterr().err
    with pytest.raises(CommandError, match="pip install python-dotenv"):
        read_env_files("named.env")


@pytest.mark.item("A17.11", "A17.12")
def test_no_application_is_a_sentence(terminal: Terminal) -> None:
    """Where there is no application the error is one sentence with the cure."""
    printed = terminal.run("routes")

    assert printed.code == 2
    assert printed.err.startswith("Error: No application was found: there is no wsgi.py or app.py")
    assert "Name it, as in: pegboard --app hello routes." in printed.err


@pytest.mark.item("A17.12")
def test_the_error_has_a_class() -> None:
    """What is raised where there is no application is an error of the command line."""
    assert issubclass(AppNotFoundError, CommandError)


@pytest.mark.item("A17.13")
def test_the_server_has_variables(
    site: Terminal, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the command ``run`` takes may come from the environment, and from ``.env``."""
    pytest.importorskip("dotenv", reason="needs python-dotenv, which reads the files")
    monkeypatch.setenv("PEGBOARD_RUN_PORT", "0")
    monkeypatch.setenv("PEGBOARD_RUN_EXTRA_FILES", os.pathsep.join(["my file", "b"]))
    monkeypatch.setenv("PEGBOARD_RUN_HOST", "")
    monkeypatch.delenv("PEGBOARD_RUN_HOST")
    site.write(".env", "PEGBOARD_RUN_HOST=localhost")

    site.run("run")

    assert served.given[:2] == ("localhost", 0)
    assert served.options["extra_files"][-2:] == ["my file", "b"]


@pytest.mark.item("A17.13")
def test_the_import_is_marked(site: Terminal) -> None:
    """While the application is imported a variable says so."""
    site.write("app.py", f"{APP}\nimport os\nprint(os.environ['PEGBOARD_RUN_FROM_CLI'])")

    assert site.run("greet").out == "1\nhello you\n"
    assert "PEGBOARD_RUN_FROM_CLI" not in os.environ


@pytest.mark.item("A17.14")
@pytest.mark.parametrize(
    ("made", "registered", "words"),
    [
        ({}, {}, "shop open"),
        ({"cli_group": "store"}, {}, "store open"),
        ({"cli_group": None}, {}, "open"),
        ({}, {"cli_group": "store"}, "store open"),
        ({}, {"cli_group": None}, "open"),
        ({}, {"name": "kiosk"}, "kiosk open"),
    ],
)
def test_blueprints_bring_commands(
    made: dict[str, Any], registered: dict[str, Any], words: str
) -> None:
    """The commands of a blueprint stand where it says, or where the registration says."""
    app, shop = Pegboard("site", static_folder=None), Blueprint("shop", "shop", **made)
    shop.cli.command("open")(lambda: print("open"))  # noqa: T201 - what is looked at
    app.register_blueprint(shop, **registered)

    assert _run(app, words).stdout == "open\n"


@pytest.mark.item("A17.14")
def test_a_blueprint_without_commands_adds_nothing() -> None:
    """Where a blueprint has no commands, its name is none."""
    app = Pegboard("site", static_folder=None)
    app.register_blueprint(Blueprint("shop", "shop"))

    assert _run(app, "shop").exit_code == 2
    assert "shop" not in _run(app, "--help").stdout


@pytest.mark.item("A17.9")
def test_a_current_application_stays_current() -> None:
    """What works with the application already works with the same context."""
    app = Pegboard("site", static_folder=None)
    app.cli.command("show")(lambda: print(g.word))  # noqa: T201 - what is looked at

    with app.app_context():
        g.word = "kept"
        assert _run(app, "show").stdout == "kept\n"
