"""The command line: what it finds, what it lists, what it says, and what it sets."""

from __future__ import annotations

import os
import ssl
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from textwrap import dedent
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from pegboard_flask import Blueprint, Flask, current_app, request
from pegboard_flask.cli import (
    AppGroup,
    FlaskGroup,
    NoAppException,
    ScriptInfo,
    find_app_by_string,
    find_best_app,
    load_dotenv,
    locate_app,
    pass_script_info,
    prepare_import,
    show_server_banner,
    with_appcontext,
)

Run = Callable[..., Result]

_MODULES = {
    "app": """
        from pegboard_flask import Blueprint, Flask, current_app
        app = Flask(__name__)

        @app.route("/hello/<name>", methods=["GET", "POST"])
        def hello(name): ...

        @app.cli.command()
        def greet():
            "Say hello."
            print("hello from", current_app.name, current_app.debug)
    """,
    "several": """
        from pegboard_flask import Flask
        first, second = Flask("first"), Flask("second")
        value = 3

        def named(name, suffix=""): return Flask(name + suffix)
        def broken(): raise TypeError("from inside")
        def nothing(): return None
    """,
    "made": "from pegboard_flask import Flask\ndef create_app(): return Flask('made')",
    "asking": "from pegboard_flask import Flask\ndef create_app(name): return Flask(name)",
    "lacking": "import nothing_like_it",
    "wanting": "from os import nothing_like_it",
    "empty": "",
    "package/__init__": "",
    "package/inner": "from pegboard_flask import Flask\napplication = Flask('inner')",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the current folder, with some modules in it; what runs change is undone."""
    for name, source in _MODULES.items():
        path = tmp_path / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(dedent(source))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    for name in ("FLASK_APP", "FLASK_DEBUG", "FLASK_RUN_FROM_CLI", "PEGBOARD_FROM_ENV_FILES"):
        # Noted first, so that what a run sets is undone.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        file = getattr(sys.modules[name], "__file__", None)
        if file is not None and Path(file).is_relative_to(tmp_path):
            del sys.modules[name]


@pytest.fixture
def run(folder: Path) -> Run:
    """Give what runs the command ``flask`` in a folder with modules."""
    assert folder.is_dir()

    def invoke(*words: str, group: click.Group | None = None, **options: Any) -> Result:
        return CliRunner().invoke(group or FlaskGroup(name="flask"), words, **options)

    return invoke


# Finding


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("app", "app"),
        ("app.py", "app"),
        ("./app.py", "app"),
        ("app:app", "app"),
        ("several:first", "first"),
        ("several:named('a')", "a"),
        ("several:named('a', suffix='b' ,)", "ab"),
        ("made", "made"),
        ("made:create_app", "made"),
        ("package.inner", "inner"),
        ("package/inner.py", "inner"),
    ],
)
def test_an_application_is_found(reference: str, name: str, folder: Path) -> None:
    """A module, a path, a name or a call of a factory with literals names an application."""
    assert folder.is_dir()
    assert ScriptInfo(reference).load_app().name == name


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("empty", "no application: nothing in it is a Flask"),
        ("several", "several applications: first, second"),
        ("several:third", "has no 'third'"),
        ("several:value", "is 3, neither an application nor a factory. Name a Flask instance"),
        ("several:nothing", "returned None"),
        ("several:named", "cannot be called so"),
        ("several:first()", "an application and no factory"),
        ("several:a b", "neither a name nor a call"),
        ("several:1", "neither a name nor a call"),
        ("several:named(name)", "must be literals"),
        ("asking", "'create_app' in 'asking' cannot be called so"),
        ("missing", "Could not import 'missing'"),
        ("missing.inner", "Could not import 'missing.inner'"),
        ("lacking", "nothing_like_it"),
        ("wanting", "cannot import name 'nothing_like_it'"),
    ],
)
def test_what_is_no_application_is_told(reference: str, said: str, run: Run) -> None:
    """Where there is no application, or none that can be told apart, a sentence says why."""
    result = run("--app", reference, "routes")

    assert result.exit_code == 2
    assert said in result.stderr


def test_nothing_is_named(folder: Path, run: Run) -> None:
    """Without a name ``wsgi.py`` is tried, then ``app.py``; else it is told how to name one."""
    (folder / "wsgi.py").write_text("from pegboard_flask import Flask\nit = Flask('first')")

    assert ScriptInfo().load_app().name == "first"
    (folder / "wsgi.py").unlink()
    del sys.modules["wsgi"]
    assert ScriptInfo().load_app().name == "app"
    (folder / "app.py").unlink()
    del sys.modules["app"]
    assert "neither --app nor FLASK_APP names one" in run("routes").stderr


def test_the_users_own_errors_pass(folder: Path) -> None:
    """What the code of an application raises is its own; only a missing module is a sentence."""
    assert folder.is_dir()
    with pytest.raises(TypeError, match="from inside"):
        ScriptInfo("several:broken").load_app()


def test_the_parts_of_the_search(folder: Path) -> None:
    """Each step of the search can be called by itself."""
    name = prepare_import("package/inner.py")
    module = sys.modules.get(name) or __import__(name, fromlist=["_"])

    assert name == "package.inner"
    assert sys.path[0] == str(folder)
    assert prepare_import("package/__init__.py") == "package"
    assert find_best_app(module) is module.application
    assert find_app_by_string(module, "application") is module.application
    assert locate_app(name, None) is module.application
    assert locate_app("missing", None, raise_if_not_found=False) is None
    with pytest.raises(NoAppException):
        find_app_by_string(module, "other")


def test_an_application_is_loaded_once() -> None:
    """The application of a ``ScriptInfo`` is the same one each time; ``data`` is anybody's."""
    info = ScriptInfo(create_app=lambda: Flask("once"))
    info.data["kept"] = True

    assert info.load_app() is info.load_app()
    assert info.data == {"kept": True}


# Debug mode


@pytest.mark.parametrize(
    ("words", "variable", "sets", "is_debug"),
    [
        (["--debug"], None, True, True),
        (["--no-debug"], "1", True, False),
        ([], "1", True, True),
        ([], "no", True, False),
        (["--debug"], None, False, False),
    ],
    ids=["option", "option over variable", "variable", "off", "not to be set"],
)
def test_debug_mode(
    words: list[str],
    variable: str | None,
    sets: bool,
    is_debug: bool,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """``--debug`` goes before ``FLASK_DEBUG``, and both before what the application says."""
    if variable is not None:
        monkeypatch.setenv("FLASK_DEBUG", variable)

    def create_app() -> Flask:
        app = Flask("debugged")
        app.debug = False
        app.cli.command("tell")(lambda: click.echo(current_app.debug))
        return app

    group = FlaskGroup(name="flask", create_app=create_app, set_debug_flag=sets)

    assert run(*words, "tell", group=group).output == f"{is_debug}\n"


def test_debug_mode_is_known_at_import(folder: Path, run: Run) -> None:
    """The application can read ``--debug`` from the environment while it is imported."""
    source = "import os\nfrom pegboard_flask import Flask\napp = Flask(os.environ['FLASK_DEBUG'])\n"
    (folder / "early.py").write_text(f"{source}app.cli.command('x')(lambda: print(app.name))")

    assert run("--debug", "--app", "early", "x").output == "1\n"


# Commands


def test_commands_of_the_application(run: Run) -> None:
    """A command of ``app.cli`` runs in the application's context, and is in the list."""
    assert run("greet").output == "hello from app False\n"
    assert "greet   Say hello." in run("--help").output
    assert run("greet", "--help").exit_code == 0


def test_an_unknown_command_is_told_with_what_hides_it(folder: Path, run: Run) -> None:
    """Where there is no application its commands are unknown, and both things are told."""
    (folder / "app.py").unlink()
    said = run("greet").stderr

    assert "neither --app nor FLASK_APP names one" in said
    assert "No such command 'greet'." in said


def test_another_application_may_be_current(run: Run) -> None:
    """A command has the application that it belongs to, whichever is current around it."""
    with Flask("around").app_context():
        assert run("greet").output == "hello from app False\n"


def test_own_commands_stay_where_the_application_is_broken(run: Run) -> None:
    """A broken application hides its own commands only; why is told on standard error."""
    result = run("--app", "lacking", "--help")

    assert "routes" in result.stdout
    assert "nothing_like_it" in result.stderr
    assert result.exit_code == 0


def test_help_tells_any_error(folder: Path, run: Run) -> None:
    """Whatever an application raises at import is shown above the help, with its traceback."""
    (folder / "raising.py").write_text("1 / 0")
    result = run("--app", "raising", "--help")

    assert "ZeroDivisionError" in result.stderr
    assert "routes" in result.stdout


def test_the_name_is_heeded_for_help(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The help lists the commands of the application that a variable or an option names."""
    monkeypatch.setenv("FLASK_APP", "app")

    assert "greet" in run("--help").output
    assert "greet" in run().output
    assert "greet" not in run("--app", "made", "--help").output


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an installed distribution bring a command."""
    entry = EntryPoint("brought", f"{__name__}:brought", "flask.commands")

    def entry_points(group: str) -> list[EntryPoint]:
        return [entry] if group == entry.group else []

    monkeypatch.setattr("pegboard_flask.cli.flask_group.entry_points", entry_points)


@click.command()
@with_appcontext
def brought() -> None:
    """Come with a distribution."""
    click.echo(f"brought to {current_app.name}")


@pytest.mark.usefixtures("commands")
def test_commands_of_distributions(run: Run) -> None:
    """Entry points of ``flask.commands`` are commands of every application."""
    assert "brought  Come with a distribution." in run("--help").output
    assert run("brought").output == "brought to app\n"


def test_a_group_of_the_application_has_it_too() -> None:
    """Commands in groups of ``app.cli`` have the context; one can do without."""
    app = Flask("grouped")

    @app.cli.group()
    def inner() -> None: ...

    @inner.command()
    def with_it() -> None:
        click.echo(current_app.name)

    @inner.command(with_appcontext=False)
    def without_it() -> None:
        click.echo(bool(current_app))

    @app.cli.command
    def plain() -> None:
        click.echo("plain")

    runner = app.test_cli_runner()

    assert isinstance(inner, AppGroup)
    assert runner.invoke(args=["inner", "with-it"]).output == "grouped\n"
    assert runner.invoke(args=["inner", "without-it"]).output == "False\n"
    assert runner.invoke(args=["plain"]).output == "plain\n"


@pytest.mark.parametrize(
    ("made", "registered", "words"),
    [
        ({}, {}, ["orders", "ship"]),
        ({"cli_group": "shop"}, {}, ["shop", "ship"]),
        ({"cli_group": None}, {}, ["ship"]),
        ({}, {"cli_group": "shop"}, ["shop", "ship"]),
        ({"cli_group": "shop"}, {"cli_group": None}, ["ship"]),
        ({}, {"name": "other"}, ["other", "ship"]),
    ],
    ids=["its name", "another word", "none", "at registration", "none there", "its other name"],
)
def test_commands_of_a_blueprint(
    made: dict[str, Any], registered: dict[str, Any], words: list[str]
) -> None:
    """The commands of a blueprint are in a group of its name, in another one, or in none."""
    app, orders = Flask("shop"), Blueprint("orders", __name__, **made)
    orders.cli.command("ship")(lambda: click.echo(f"shipped by {current_app.name}"))
    app.register_blueprint(orders, **registered)

    assert app.test_cli_runner().invoke(args=words).output == "shipped by shop\n"


def test_a_blueprint_without_commands_has_no_group() -> None:
    """Where a blueprint has no commands, nothing is in the list."""
    app = Flask("shop")
    app.register_blueprint(Blueprint("orders", __name__))

    assert list(app.cli.commands) == []


def test_the_application_of_the_context_is_the_loaded_one() -> None:
    """What commands get from their ``ScriptInfo`` is the current application."""
    app = Flask("same")

    @app.cli.command("tell", with_appcontext=False)
    @with_appcontext
    @pass_script_info
    def tell(info: ScriptInfo) -> None:
        current: Any = current_app
        click.echo(info.load_app() is current._get_current_object())

    assert app.test_cli_runner().invoke(tell).output == "True\n"


def test_a_context_that_is_current_is_taken() -> None:
    """Where the application is current already, no second context is pushed."""
    app = Flask("current")

    @app.cli.command()
    def tell() -> None:
        click.echo(request.path)

    with app.test_request_context("/here"):
        result = app.test_cli_runner().invoke(tell)

    assert result.output == "/here\n"


def test_callbacks_of_parameters_have_the_context(run: Run) -> None:
    """What click calls while it reads the words of a command has the application, too."""
    app = Flask("called back")

    def told(_: click.Context, __: click.Parameter, value: str) -> str:
        return f"{value} {current_app.name}"

    @app.cli.command()
    @click.argument("word", callback=told)
    def tell(word: str) -> None:
        click.echo(word)

    assert run("tell", "well", group=FlaskGroup(create_app=lambda: app)).output == (
        "well called back\n"
    )


def test_the_command_pegboard_has_them() -> None:
    """The command ``pegboard`` lists and runs the commands of a Flask application as well."""
    app = Flask("both")
    app.cli.command("greet", help="Say hello.")(lambda: click.echo(current_app.name))
    found = app.own_commands()

    assert [(each.name, each.help) for each in found] == [(("greet",), "Say hello.")]


# Options


def test_the_version(run: Run) -> None:
    """``--version`` names Python, Flask's version and Werkzeug; a group can do without it."""
    assert run("--version").output.splitlines()[1].startswith("Flask 3.1.3")
    assert run("--version", group=FlaskGroup(add_version_option=False)).exit_code == 2


def test_a_group_of_ones_own(run: Run) -> None:
    """A group can have no default commands, options of its own and another prefix."""
    group = FlaskGroup(
        add_default_commands=False,
        create_app=lambda: Flask("own"),
        params=[click.Option(["--own"], is_flag=True, expose_value=False)],
        context_settings={"auto_envvar_prefix": "OWN", "obj": ScriptInfo("several:first")},
    )

    assert list(group.commands) == []
    assert "--own" in run("--help", group=group).output
    assert group.context_settings["auto_envvar_prefix"] == "OWN"


def test_a_decorated_function_is_a_group(run: Run) -> None:
    """``click.group(cls=FlaskGroup)`` makes a command line of a function and its options."""

    @click.group(cls=FlaskGroup, create_app=lambda: Flask("decorated"))
    @click.option("--loud", is_flag=True)
    def manage(loud: bool) -> None:
        """Manage it."""
        click.echo(f"loud: {loud}")

    group: Any = manage

    assert "Manage it." in run("--help", group=group).output
    assert run("--loud", "routes", group=group).output.startswith("loud: True\nEndpoint")


def test_app_run_is_left_out(folder: Path, run: Run) -> None:
    """``app.run()`` at the end of a module serves nothing where a command has imported it."""
    source = "from pegboard_flask import Flask\napp = Flask('served')\napp.run()\n"
    (folder / "serving.py").write_text(source)

    assert run("--app", "serving", "routes").exit_code == 0
    assert os.environ["FLASK_RUN_FROM_CLI"] == "true"


# Files of variables


def _missing(_: str) -> None:
    """Find no library."""


@pytest.fixture
def files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with files of variables, in a folder that has one too."""
    for name in ("ONE", "TWO", "THREE", "SET"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("SET", "before")
    (folder / ".flaskenv").write_text("ONE=flaskenv\nTWO=flaskenv\nTHREE=flaskenv\nSET=flaskenv")
    (folder / ".env").write_text("TWO=env\nTHREE=env")
    (folder / "other").write_text("THREE=other\nFLASK_APP=../several.py:second")
    inner = folder / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    return folder


def _variables() -> list[str | None]:
    return [os.environ.get(name) for name in ("ONE", "TWO", "THREE", "SET")]


def test_files_are_read_in_order(files: Path) -> None:
    """``.env`` goes over ``.flaskenv``, a named file over both, and what was set over all."""
    assert load_dotenv(files / "other") is True
    assert _variables() == ["flaskenv", "env", "other", "before"]


def test_defaults_can_be_left_out(files: Path) -> None:
    """Only the named file is read where the others are not wanted; a missing one is none."""
    assert load_dotenv(files / "missing", load_defaults=False) is False
    assert load_dotenv(files / "other", load_defaults=False) is True
    assert _variables() == [None, None, "other", "before"]


def test_without_the_library_there_is_a_tip(
    files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where files wait and python-dotenv is not installed, a tip says so."""
    monkeypatch.setattr("pegboard_flask.cli.env_files.find_spec", _missing)

    assert load_dotenv() is False
    assert str(files / ".env") in capsys.readouterr().err
    assert _variables() == [None, None, None, "before"]


@pytest.mark.usefixtures("files")
def test_a_named_file_may_name_the_application(run: Run) -> None:
    """``--env-file`` is read first, wherever it stands; for the help, too."""
    assert run("--env-file", "../other", "routes").exit_code == 0
    assert os.environ["FLASK_APP"] == "../several.py:second"


def test_a_named_file_needs_the_library(
    files: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``--env-file`` is refused without python-dotenv, and where there is no such file."""
    assert "does not exist" in run("-e", "missing", "routes").stderr
    monkeypatch.setattr("pegboard_flask.cli.options.find_spec", _missing)
    assert "pip install python-dotenv" in run("-e", str(files / "other"), "routes").stderr


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("words", [["routes"], ["--help"]], ids=["command", "help"])
def test_a_variable_may_name_the_file(
    words: list[str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``FLASK_ENV_FILE`` is ``--env-file``, for a command as for the help."""
    monkeypatch.setenv("FLASK_ENV_FILE", "../other")

    assert run(*words).exit_code == 0
    assert _variables()[2] == "other"


@pytest.mark.usefixtures("files")
def test_files_can_be_skipped(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """``FLASK_SKIP_DOTENV`` leaves the default files out."""
    monkeypatch.setenv("FLASK_SKIP_DOTENV", "1")
    run("--help")

    assert _variables() == [None, None, None, "before"]


# Routes


_ROUTES = {
    "endpoint": ["hello", "static"],
    "methods": ["static", "hello"],
    "rule": ["hello", "static"],
    "match": ["static", "hello"],
    "domain": ["static", "hello"],
}


@pytest.mark.parametrize("key", _ROUTES)
def test_routes_are_sorted(key: str, run: Run) -> None:
    """``routes --sort`` orders by a column, or as requests are matched."""
    lines = run("routes", "--sort", key, "--all-methods").output.splitlines()[2:]

    assert [line.split()[0] for line in lines] == _ROUTES[key]


def test_routes_as_a_table(run: Run) -> None:
    """``routes`` is a table of endpoints, methods and rules."""
    assert run("routes").output.splitlines() == [
        "Endpoint  Methods    Rule                   ",
        "--------  ---------  -----------------------",
        "hello     GET, POST  /hello/<name>          ",
        "static    GET        /static/<path:filename>",
    ]


@pytest.mark.parametrize(
    ("options", "route", "column"),
    [
        ({"subdomain_matching": True}, {"subdomain": "api"}, "Subdomain"),
        ({"host_matching": True}, {"host": "api.example"}, "Host"),
        ({"host_matching": True}, {}, "Rule"),
    ],
    ids=["subdomains", "hosts", "no host"],
)
def test_routes_with_domains(
    options: dict[str, Any], route: dict[str, Any], column: str, run: Run
) -> None:
    """Where routes name hosts or subdomains there is a column for them."""
    app = Flask("hosted", static_folder=None, **options)
    app.add_url_rule("/", endpoint="home", view_func=lambda: "", **route)
    head, _, row = run("routes", group=FlaskGroup(create_app=lambda: app)).output.splitlines()

    assert head.split() == list(dict.fromkeys(["Endpoint", "Methods", column, "Rule"]))
    assert row.split()[2] in {*route.values(), "/"}


def test_no_routes(run: Run) -> None:
    """Where there are no routes ``routes`` says so."""
    app = Flask("bare", static_folder=None)

    assert run("routes", group=FlaskGroup(create_app=lambda: app)).output == (
        "No routes are registered.\n"
    )


# Shell


def test_the_shell_has_the_application(folder: Path, run: Run) -> None:
    """``shell`` has the application, what its processors give, and runs the startup file."""
    app = Flask("shelled")
    app.shell_context_processor(lambda: {"added": "from the processor"})
    startup = folder / "startup"
    startup.write_text("began = 'at the start'")
    result = run(
        "shell",
        group=FlaskGroup(create_app=lambda: app),
        input="print(app.name, added, began)\n",
        env={"PYTHONSTARTUP": str(startup)},
    )

    assert "shelled from the processor at the start" in result.output


# Serving


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Give what Werkzeug's server is called with, which serves nothing."""
    calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = []

    def run_simple(*args: Any, **kwargs: Any) -> None:
        calls.append((args, kwargs))

    monkeypatch.setattr("werkzeug.serving.run_simple", run_simple)
    return calls


def test_run_hands_over_to_the_server(
    run: Run, served: list[tuple[tuple[Any, ...], dict[str, Any]]]
) -> None:
    """``run`` serves the application by the slot ``server``, with the options given."""
    result = run(
        "run", "-h", "localhost", "-p", "0", "--without-threads", "--extra-files", "app.py:made.py",
        "--exclude-patterns", "x*:y*", "--reload",
    )  # fmt: skip
    ((host, port, _), options) = served[0]

    assert result.exit_code == 0
    assert (host, port) == ("localhost", 0)
    assert options["threaded"] is False
    assert {"app.py", "made.py"} <= set(options["extra_files"])
    assert options["exclude_patterns"] == ["x*", "y*"]
    assert options["use_reloader"] is True


def test_run_takes_options_from_variables(
    run: Run,
    served: list[tuple[tuple[Any, ...], dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """``FLASK_RUN_PORT`` and its like give the options of ``run``; ``--debug`` stands there too."""
    monkeypatch.setenv("FLASK_RUN_PORT", "0")
    monkeypatch.setenv("FLASK_RUN_HOST", "localhost")
    run("run", "--debug", "--no-reload")
    ((host, port, app), options) = served[0]

    assert (host, port) == ("localhost", 0)
    assert app.debug is True
    assert options["use_debugger"] is True


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--cert", "missing"], "'--cert': --cert missing is neither a file"),
        (["--cert", "app.py"], "'--key': --cert app.py has no key"),
        (["--key", "app.py"], "has no certificate"),
        (["--key", "app.py", "--cert", "adhoc"], "makes a key of its own"),
        (["--key", "app.py", "--cert", "holder:context"], "An SSLContext has its key"),
        (["--key", "missing"], "does not exist"),
        (["-p", "65536"], "65536 is no port"),
    ],
    ids=["no such", "no key", "no certificate", "adhoc", "context", "no such key", "port"],
)
def test_run_refuses_what_does_not_go_together(
    words: list[str], said: str, folder: Path, run: Run
) -> None:
    """Certificates and keys that do not go together, and impossible addresses, are refused."""
    (folder / "holder.py").write_text(
        "import ssl\ncontext = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n"
    )
    sys.path.insert(0, str(folder))
    result = run("run", *words)

    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize(
    "words",
    [["--cert", "app.py", "--key", "made.py"], ["--key", "made.py", "--cert", "app.py"]],
    ids=["certificate first", "key first"],
)
def test_run_takes_certificate_and_key(
    words: list[str],
    folder: Path,
    run: Run,
    served: list[tuple[tuple[Any, ...], dict[str, Any]]],
) -> None:
    """Certificate and key may stand in any order; variables give them as well."""
    run("run", "-p", "0", *words)

    assert served[0][1]["ssl_context"] == ("app.py", str(folder / "made.py"))


def test_run_takes_a_context_of_its_own(
    folder: Path, run: Run, served: list[tuple[tuple[Any, ...], dict[str, Any]]]
) -> None:
    """A certificate may be the import path of an SSLContext, which has its key."""
    (folder / "holding.py").write_text(
        "import ssl\ncontext = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n"
    )
    sys.path.insert(0, str(folder))
    run("run", "-p", "0", "--cert", "holding:context")

    assert isinstance(served[0][1]["ssl_context"], ssl.SSLContext)


def test_run_passes_the_users_own_errors(folder: Path, run: Run) -> None:
    """What an application raises at its import is not swallowed by ``run``."""
    (folder / "raising.py").write_text("1 / 0")

    assert isinstance(run("--app", "raising", "run").exception, ZeroDivisionError)


def test_run_tells_at_once_what_cannot_be_loaded(run: Run) -> None:
    """Where the application cannot be loaded at first, nothing is served and it is told."""
    assert "nothing_like_it" in run("--app", "lacking", "run").stderr


def test_behind_the_reloader_an_error_is_served(
    folder: Path,
    run: Run,
    served: list[tuple[tuple[Any, ...], dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where a change broke the application, each request is answered with its error."""
    monkeypatch.setenv("WERKZEUG_RUN_MAIN", "true")
    (folder / "raising.py").write_text("1 / 0")
    result = run("--app", "raising", "run", "-p", "0", "--no-debugger")
    ((_, _, excuse), options) = served[0]
    said: list[str] = []

    def start(status: str, _: object) -> None:
        said.append(status)

    body = b"".join(excuse({}, start))

    assert result.exit_code == 0
    assert said == ["500 Internal Server Error"]
    assert b"ZeroDivisionError" in body
    assert options["use_reloader"] is True


def test_the_banner(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The banner names the application and debug mode, once: not behind the reloader."""
    show_server_banner(True, "hello")
    show_server_banner(False, None)
    monkeypatch.setenv("WERKZEUG_RUN_MAIN", "true")
    show_server_banner(True, "again")

    assert capsys.readouterr().out == (
        " * Serving Flask app 'hello'\n * Debug mode: on\n * Debug mode: off\n"
    )
