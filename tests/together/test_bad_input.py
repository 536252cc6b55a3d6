"""What people get wrong, and the sentence with the cure that each of them gets."""

from __future__ import annotations

import logging
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from pegboard import (
    Pegboard,
    abort,
    render_template,
    render_template_string,
    request,
    session,
    url_for,
)
from pegboard.__main__ import main
from pegboard_hookspecs import hookimpl
from pegboard_hookspecs.errors import PegboardError

pytestmark = pytest.mark.needs(
    "cli", "errors", "json", "routing", "server", "sessions", "static", "templating"
)

_APP = "from pegboard import Pegboard\napp = Pegboard(__name__)\n"
_PROJECT = "pyproject.toml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give an empty folder, the current one; what is imported from it is forgotten."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", sys.path[:])
    sys.modules.pop("app", None)
    for name in ("PEGBOARD_APP", "PEGBOARD_DEBUG", "PEGBOARD_PLUGINS"):
        # Set first, so that what a command sets is taken back too.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "80")
    yield tmp_path
    sys.modules.pop("app", None)


#: Files, a command line, and the sentence.
_COMMANDS: Mapping[str, tuple[Mapping[str, str], str, str]] = {
    "no application": ({}, "routes", "No application was found"),
    "two applications": (
        {"app.py": f"{_APP}one = Pegboard('one')\ntwo = Pegboard('two')\ndel app\n"},
        "run",
        "as in: --app app:one",
    ),
    "a factory with arguments": (
        {"app.py": "def create_app(name): ..."},
        "routes",
        "missing a required argument: 'name'. Give its arguments",
    ),
    "a module that is not there": (
        {"app.py": _APP},
        "--app ap routes",
        "there is no module 'ap'",
    ),
    "a file that is not there": ({"app.py": _APP}, "--app ap.py routes", "Did you mean 'app.py'?"),
    "a misspelt object": ({"app.py": _APP}, "--app app:ap routes", "Did you mean 'app'?"),
    "a misspelt command": ({"app.py": _APP}, "rotes", "Did you mean 'routes'?"),
    "a port that is none": ({"app.py": _APP}, "run -p 99999", "Give one from 0 to 65535"),
    "an address of others": ({"app.py": _APP}, "run -h 192.0.2.77 -p 0", "Try --host 127.0.0.1"),
    "a debugger for all": (
        {"app.py": _APP},
        "run --debug --debugger -h 0.0.0.0 -p 0",
        "or drop --debugger",
    ),
    "workers in development": ({"app.py": _APP}, "run -w 2 -p 0", "Add --server gunicorn"),
    "a broken project file": (
        {"app.py": _APP, _PROJECT: "[tool.pegboard\n"},
        "routes",
        "is not valid TOML",
    ),
    "a misspelt table": (
        {"app.py": _APP, _PROJECT: "[tool.pegboard.plugin]\ncli = false\n"},
        "routes",
        "Did you mean 'plugins'?",
    ),
    "an unknown slot": (
        {"app.py": _APP, _PROJECT: "[tool.pegboard.plugins]\ntemplatin = false\n"},
        "routes",
        "Did you mean 'templating'?",
    ),
    "a word for off": (
        {"app.py": _APP, _PROJECT: '[tool.pegboard.plugins]\ntemplating = "off"\n'},
        "routes",
        "write templating = false",
    ),
    "no command line": (
        {"app.py": _APP, _PROJECT: "[tool.pegboard.plugins]\ncli = false\n"},
        "routes",
        "Remove that line (cli = false)",
    ),
    "no server": (
        {"app.py": _APP, _PROJECT: "[tool.pegboard.plugins]\nserver = false\n"},
        "run -p 5001",
        "Remove that line (server = false)",
    ),
    "an environment file that is not there": (
        {"app.py": _APP},
        "-e nope.env routes",
        "There is no file 'nope.env'",
    ),
    "a bad converter": (
        {"app.py": f"{_APP}app.add_url_rule('/<foo:x>', 'x', print)\n"},
        "routes",
        "names the converter 'foo', which does not exist",
    ),
}


@pytest.mark.parametrize(("files", "words", "sentence"), _COMMANDS.values(), ids=_COMMANDS)
def test_a_command_says_the_cure(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    files: Mapping[str, str],
    words: str,
    sentence: str,
) -> None:
    """A command that cannot do its work ends with code 2 and a sentence, without a traceback."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    code = main(words.split())

    printed = capsys.readouterr().err
    assert sentence in printed
    assert "Traceback" not in printed
    assert code == 2


@pytest.mark.parametrize(
    ("source", "last"),
    [
        pytest.param(f"{_APP}def broken(\n", "SyntaxError: '(' was never closed", id="syntax"),
        pytest.param("import nosuch_library\n", "No module named 'nosuch_library'", id="import"),
        pytest.param("def f():\n    1 / 0\nf()\n", "ZeroDivisionError: division", id="exception"),
    ],
)
def test_an_import_that_fails_is_the_users_own(
    folder: Path, capsys: pytest.CaptureFixture[str], source: str, last: str
) -> None:
    """The traceback of an application's own code is shown, without frames of Pegboard."""
    (folder / "app.py").write_text(source, encoding="utf-8")
    code = main(["routes"])

    printed = capsys.readouterr().err
    assert last in printed
    assert "Raised while the application was imported from app" in printed
    assert "pegboard/" not in printed
    assert code == 1


def test_a_plugin_that_fails_at_the_start_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The traceback begins where the application starts, and its note names the plugin."""
    (folder / "app.py").write_text(
        f"{_APP}@app.hookimpl()\ndef app_ready(app): raise ValueError('no database')\n",
        encoding="utf-8",
    )
    code = main(["routes"])

    printed = capsys.readouterr().err
    assert "ValueError: no database" in printed
    assert "__main__" not in printed
    assert code == 1


class _Misspelt:
    @hookimpl
    def proces_response(self) -> None: ...


class _Wrong:
    @hookimpl
    def process_response(self, respnse: object) -> None: ...


class _NoYield:
    @hookimpl(wrapper=True)
    def dispatch(self) -> None: ...


def _empty(**_: object) -> str:
    return ""


def _set(name: str, value: object) -> Callable[[Pegboard], Any]:
    return lambda app: app.config.__setitem__(name, value)


def _rule(rule: str, **options: Any) -> Callable[[Pegboard], Any]:
    return lambda app: app.add_url_rule(rule, "x", _empty, **options)


def _twice(app: Pegboard) -> None:
    app.add_url_rule("/x", "one", lambda: "")
    app.add_url_rule("/x", "two", lambda: "")


def _same_endpoint(app: Pegboard) -> None:
    app.add_url_rule("/x", "one", lambda: "")
    app.add_url_rule("/y", "one", lambda: "")


def _late(app: Pegboard) -> None:
    app.start()
    app.add_url_rule("/x", "one", lambda: "")


def _plugins(**plugins: object) -> Callable[[Pegboard], Any]:
    return lambda _: Pegboard("other", plugins=plugins)


#: What is done to an application that is set up, and the sentence.
_SETUPS: Mapping[str, tuple[Callable[[Any], Any], str]] = {
    "a misspelt hook": (lambda app: app.register_plugin(_Misspelt), "'process_response'?"),
    "a misspelt argument": (lambda app: app.register_plugin(_Wrong), "mean 'response'?"),
    "a wrapper without yield": (lambda app: app.register_plugin(_NoYield), "'return (yield)'"),
    "no plugin": (lambda app: app.register_plugin(None), "which is no plugin. Give it a class"),
    "a name": (lambda app: app.register_plugin("acme"), "chosen by Pegboard(__name__, plugins="),
    "an unknown slot": (_plugins(template=False), "Did you mean 'templating'?"),
    "a word for off": (_plugins(json="off"), 'write "json": False'),
    "an incomplete provider": (
        _plugins(sessions=_Wrong()),
        "leaves out 'open_session', 'save_session'. Implement them.",
    ),
    "a setting of the wrong type": (_set("DEBUG", "yes"), "must be bool, not str"),
    "a setting with a wrong value": (_set("SESSION_COOKIE_SAMESITE", "Laxx"), "'Lax'"),
    "a bad converter": (_rule("/<foo:x>"), "add your own with add_converter"),
    "no slash": (_rule("x"), "Write '/x'"),
    "an unclosed variable": (_rule("/<int:x"), "Write variables as <name>"),
    "a bad method": (_rule("/", methods=["G T"]), "Write one like 'POST'"),
    "an unknown option": (_rule("/", optins=1), "Options are: "),
    "a rule twice": (_twice, "comes first for the same URLs and methods"),
    "an endpoint twice": (_same_endpoint, 'Pass endpoint="…"'),
    "no function": (lambda app: app.add_url_rule("/", "x", "x"), "which cannot be called"),
    "no parentheses": (lambda app: app.get(lambda: ""), "without parentheses"),
    "no blueprint": (lambda app: app.register_blueprint(None), "Give register_blueprint() a"),
    "too late": (_late, "Call it when the application is made"),
    "no host": (lambda app: app.url_for("static", filename="a"), "Set SERVER_NAME"),
}


@pytest.mark.parametrize(("do", "sentence"), _SETUPS.values(), ids=_SETUPS)
def test_a_set_up_word_says_the_cure(do: Callable[[Pegboard], Any], sentence: str) -> None:
    """What cannot work is refused when it is written, by one of our own errors."""
    with pytest.raises(PegboardError) as caught:
        do(Pegboard("site"))

    assert sentence in str(caught.value)


def test_a_misspelt_setting_is_found(caplog: pytest.LogCaptureFixture) -> None:
    """A name that is nearly a setting's is found by check(), and logged in debug mode."""
    app = Pegboard("site")
    app.config.update(DEBUG=True, SECRT_KEY="x", MAIL_SERVER="localhost")
    finding, *_ = app.check()
    app.start()

    assert (finding.id, finding.cure) == ("pegboard.misspelt-setting", "Did you mean 'SECRET_KEY'?")
    assert caplog.text.count("means nothing to Pegboard") == 1


def test_a_loader_that_wants_bytes(tmp_path: Path) -> None:
    """Who forgets ``text=False`` is not told to correct the file."""
    (tmp_path / "settings.toml").write_text("A = 1\n", encoding="utf-8")
    config = Pegboard("site", root_path=str(tmp_path)).config

    with pytest.raises(PegboardError, match="Pass text=False"):
        config.from_file("settings.toml", tomllib.load)


def test_a_server_that_is_installed_and_broken(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A production server that cannot be imported here is a sentence too."""
    (folder / "app.py").write_text(_APP, encoding="utf-8")
    (folder / "waitress.py").write_text("import not_for_this_system\n", encoding="utf-8")
    sys.path.insert(0, str(folder))
    monkeypatch.delitem(sys.modules, "waitress", raising=False)
    code = main(["run", "-s", "waitress", "-p", "0"])

    assert "waitress is installed but cannot be imported" in capsys.readouterr().err
    assert code == 2


async def _coroutine() -> str:
    return ""


def _write_session(value: object) -> Callable[[], str]:
    def view() -> str:
        session["a"] = value
        return ""

    return view


#: Views, and the sentence that is logged.
_VIEWS: Mapping[str, tuple[Callable[[], Any], str]] = {
    "None": (lambda: None, "returned None, or ended without a return statement"),
    "a tuple of four": (lambda: ("a", 200, {}, 1), "The tuple must have the form"),
    "an object": (object, "of type object, which cannot be a response"),
    "a coroutine in a tuple": (lambda: (_coroutine(), 200), "Await it inside of the view"),
    "a line break in a header": (lambda: ("a", {"X": "a\nb"}), "must not contain newline"),
    "no JSON": (lambda: {"a": object()}, "cannot be written as JSON"),
    "an unknown endpoint": (lambda: url_for("vew"), "Did you mean 'view'?"),
    "missing values": (lambda: url_for("user"), "Write url_for('user', id=…)"),
    "values of a wrong kind": (lambda: url_for("user", id="x"), "cannot take {'id': 'x'}"),
    "a missing template": (lambda: render_template("indx.html"), "No template named 'indx.html'"),
    "no template": (lambda: render_template(None), "The name of a template is None"),  # type: ignore[arg-type]  # the mistake
    "a broken template": (
        lambda: render_template_string("{% if %}"),
        "In the template <template>, line 1",
    ),
    "an unknown code": (lambda: abort(999), "abort() knows no HTTP error 999"),
    "a code as text": (lambda: abort("404"), "abort() knows no HTTP error '404'"),  # type: ignore[arg-type]  # the mistake
    "no secret key": (_write_session(1), "no secret key is set to sign it. Set app.secret_key"),
}


@pytest.mark.parametrize(("view", "sentence"), _VIEWS.values(), ids=_VIEWS)
def test_a_view_that_fails_is_logged_with_the_cure(
    caplog: pytest.LogCaptureFixture, view: Callable[[], Any], sentence: str
) -> None:
    """The client gets a 500 that tells nothing; the log has the traceback and the sentence."""
    app = Pegboard("site")
    app.add_url_rule("/", "view", view)
    app.add_url_rule("/users/<int:id>", "user", _empty)
    with caplog.at_level(logging.ERROR):
        response = app.test_client().get("/")

    assert response.status_code == 500
    assert sentence not in response.get_data(as_text=True)
    assert sentence in caplog.text


def test_every_error_of_a_plugin_is_noted(caplog: pytest.LogCaptureFixture) -> None:
    """A plugin that fails for the answer to its own failure is named for both."""

    class Boom:
        @hookimpl
        def process_response(self) -> None:
            raise ValueError

    app = Pegboard("site")
    app.register_plugin(Boom)
    app.test_client().get("/")

    second = caplog.text.partition("During handling of the above exception")[2]
    assert "Raised in plugin app:Boom, hook process_response." in second


@pytest.mark.parametrize("is_debug", [True, False], ids=["debug", "production"])
def test_a_missing_form_field_is_named_in_debug_mode_only(*, is_debug: bool) -> None:
    """The author sees which field was missing; in production nobody else does."""
    app = Pegboard("site")
    app.config.update(DEBUG=is_debug, PROPAGATE_EXCEPTIONS=False, TRAP_BAD_REQUEST_ERRORS=False)
    app.add_url_rule("/", "view", lambda: request.form["street"])
    page = app.test_client().get("/", headers={"Accept": "text/plain"})

    assert page.status_code == 400
    assert ("street" in page.get_data(as_text=True)) is is_debug


#: Requests, and the status that refuses them.
_REQUESTS: Mapping[str, tuple[dict[str, Any], int]] = {
    "too large": ({"method": "POST", "path": "/", "data": "x" * 50}, 413),
    "bad JSON": (
        {"method": "POST", "path": "/json", "data": "{x", "content_type": "application/json"},
        400,
    ),
    "no JSON": ({"method": "POST", "path": "/json", "data": "{}"}, 415),
    "a method that is not there": ({"method": "BREW", "path": "/"}, 405),
    "out of the static folder": ({"method": "GET", "path": "/static/../app.py"}, 404),
    "out of it, in disguise": ({"method": "GET", "path": "/static/..%2fapp.py"}, 404),
    "a zero byte": ({"method": "GET", "path": "/static/a%00b"}, 404),
}


@pytest.mark.parametrize(("wanted", "status"), _REQUESTS.values(), ids=_REQUESTS)
def test_a_bad_request_is_refused(wanted: dict[str, Any], status: int) -> None:
    """What a client gets wrong is its own error, never a 500."""
    app = Pegboard("site")
    app.config["MAX_CONTENT_LENGTH"] = 10
    app.add_url_rule("/", "view", lambda: str(request.data), methods=["POST"])
    app.add_url_rule("/json", "json", lambda: {"got": request.json}, methods=["POST"])
    response = app.test_client().open(**wanted)

    assert response.status_code == status
    assert ("Allow" in response.headers) is (status == 405)
