"""The command line beside Flask's own: the same words do the same."""

from __future__ import annotations

import json
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from tests.plugins.flask.children import run, switched_on

pytestmark = pytest.mark.skipif(find_spec("flask") is None, reason="Flask is not installed")

_APPLICATION = """
    from flask import Blueprint, Flask

    app = Flask(__name__)
    shop = Blueprint("shop", __name__, cli_group="store", subdomain="shop")
    merged = Blueprint("merged", __name__, cli_group=None)

    @app.route("/hello/<name>", methods=["GET", "POST"])
    def hello(name): ...

    @shop.route("/")
    def home(): ...

    @app.cli.command("greet", help="Say hello.")
    def greet():
        print("hello")

    @shop.cli.command("order")
    def order():
        print("ordered")

    @merged.cli.command("merged")
    def run_merged():
        print("merged")

    app.register_blueprint(shop)
    app.register_blueprint(merged)
"""
_FACTORIES = """
    from flask import Flask

    first, second, value = Flask("first"), Flask("second"), 3

    def named(name): return Flask(name)
    def nothing(): return None
"""
_RUNS = """
    import json, os, sys
    from contextvars import copy_context
    from click.testing import CliRunner
    from flask.cli import FlaskGroup

    answers = []
    for words in json.load(sys.stdin):
        os.environ.pop("FLASK_DEBUG", None)
        # In Flask some runs leave a context of the application behind.
        group = FlaskGroup(name="flask")
        done = copy_context().run(CliRunner().invoke, group, words)
        answers.append([done.exit_code, done.stdout if done.exit_code == 0 else ""])
    print(json.dumps(answers))
"""

#: Words whose whole output is the same.
_SAME_OUTPUT = [
    ["routes"],
    ["routes", "--all-methods"],
    ["routes", "-s", "endpoint"],
    ["routes", "-s", "methods"],
    ["routes", "-s", "domain"],
    ["routes", "-s", "rule"],
    ["routes", "-s", "match"],
    ["-A", "factories:first", "routes"],
    ["-A", "factories.py:named('a',)", "routes"],
    ["--debug", "greet"],
    ["greet"],
    ["store", "order"],
    ["merged"],
]
#: Words that end in the same way, whatever is said.
_SAME_END = [
    [],
    ["--help"],
    ["--version"],
    ["run", "--help"],
    ["shell", "--help"],
    ["missing"],
    ["store"],
    ["store", "missing"],
    ["-A", "factories", "routes"],
    ["-A", "factories:value", "routes"],
    ["-A", "factories:missing", "routes"],
    ["-A", "factories:named", "routes"],
    ["-A", "factories:nothing", "routes"],
    ["-A", "factories:named(x)", "routes"],
    ["-A", "missing", "routes"],
    ["-A", "missing", "--help"],
    ["-e", "missing", "routes"],
    ["routes", "-s", "missing"],
    ["run", "--cert", "missing"],
    ["run", "--cert", "app.py"],
    ["run", "--key", "app.py"],
    ["run", "--cert", "adhoc", "--key", "app.py"],
    ["run", "--port", "many"],
]


def _answers(folder: Path, environ: dict[str, str]) -> list[Any]:
    (folder / "app.py").write_text(dedent(_APPLICATION))
    (folder / "factories.py").write_text(dedent(_FACTORIES))
    (folder / "words.json").write_text(json.dumps(_SAME_OUTPUT + _SAME_END))
    source = dedent(_RUNS).replace("sys.stdin", "open('words.json')")
    done = run(["-c", source], folder, environ=environ)
    answers: list[Any] = json.loads(done.stdout)
    return answers


def test_the_command_line_is_flasks(tmp_path: Path) -> None:
    """The same words give the same exit code, and the same output where it is the application's."""
    own = _answers(tmp_path, switched_on())
    real = _answers(tmp_path, {})
    count = len(_SAME_OUTPUT)
    differences = [
        (words, mine, theirs)
        for words, mine, theirs in zip(_SAME_OUTPUT + _SAME_END, own, real, strict=True)
        if mine[0] != theirs[0]
    ]

    assert differences == []
    assert own[:count] == real[:count]


def test_the_options_are_flasks(tmp_path: Path) -> None:
    """Each command has the parameters of Flask's, with the same words, defaults and variables."""
    source = """
        import json
        from flask.cli import FlaskGroup
        group = FlaskGroup(name="flask")
        default = lambda each: str(each.default).replace("Sentinel.UNSET", "None")
        found = {}
        for command in [group, *group.commands.values()]:
            found[command.name] = sorted(
                [each.name, each.opts, each.secondary_opts, each.type.name, each.is_flag,
                 each.is_eager, each.expose_value, each.multiple, default(each)]
                for each in command.params
            )
        print(json.dumps(found))
    """
    own, real = (
        json.loads(run(["-c", dedent(source)], tmp_path, environ=environ).stdout)
        for environ in (switched_on(), {})
    )

    assert own == real


@pytest.mark.parametrize(
    "module",
    ["cli", "config", "debughelpers", "logging", "signals", "testing", "typing", "views"],
)
def test_the_names_are_flasks(module: str) -> None:
    """A module has every public name that Flask's defines or passes on for others."""
    real, own = (import_module(f"{each}.{module}") for each in ("flask", "pegboard_flask"))
    home = f"flask.{module}"
    defined = {
        name
        for name, value in vars(real).items()
        if not name.startswith("_") and getattr(value, "__module__", home) == home
    }

    assert {name for name in defined - _INNER if not hasattr(own, name)} == set()


#: What Flask's modules have for their own use only.
_INNER = {
    *("annotations", "t", "F", "T", "cabc", "ft"),
    *("ast", "errno", "importlib", "inspect", "json", "logging", "os", "platform", "re", "sys"),
    *("traceback", "types", "werkzeug", "attach_enctype_error_multidict"),
}
