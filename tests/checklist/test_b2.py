"""Set-up and its end (B2)."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from weakref import ref

import pytest

from pegboard import Blueprint, Pegboard, Response, hookimpl
from pegboard_hookspecs.errors import SetupError
from tests.core.site import make_app, make_blueprint, say


def _calling(word: str, *arguments: object) -> Callable[[Any], object]:
    return lambda owner: getattr(owner, word)(*arguments)


#: Words of applications and blueprints, each called with what it takes.
_WORDS: dict[str, Callable[[Any], object]] = {
    **{
        word: _calling(word, say)
        for word in (
            "after_request",
            "before_request",
            "context_processor",
            "teardown_request",
            "url_defaults",
            "url_value_preprocessor",
        )
    },
    **{
        word: _calling(word, "/late") for word in ("delete", "get", "patch", "post", "put", "route")
    },
    "add_url_rule": _calling("add_url_rule", "/late", "late", say),
    "endpoint": _calling("endpoint", "late"),
    "errorhandler": _calling("errorhandler", 404),
    "register_blueprint": _calling("register_blueprint", make_blueprint("late")),
    "register_error_handler": _calling("register_error_handler", 404, say),
}
_APP_WORDS: dict[str, Callable[[Any], object]] = {
    **_WORDS,
    "add_template_filter": _calling("add_template_filter", say),
    "add_template_global": _calling("add_template_global", say),
    "add_template_test": _calling("add_template_test", say),
    "shell_context_processor": _calling("shell_context_processor", say),
    "teardown_appcontext": _calling("teardown_appcontext", say),
    "template_filter": _calling("template_filter"),
    "template_global": _calling("template_global"),
    "template_test": _calling("template_test"),
}
_BLUEPRINT_WORDS: dict[str, Callable[[Any], object]] = {
    **_WORDS,
    **{
        word: _calling(word, say)
        for word in (
            "add_app_template_filter",
            "add_app_template_global",
            "add_app_template_test",
            "after_app_request",
            "app_context_processor",
            "app_url_defaults",
            "app_url_value_preprocessor",
            "before_app_request",
            "record",
            "record_once",
            "teardown_app_request",
        )
    },
    "app_errorhandler": _calling("app_errorhandler", 404),
    "app_template_filter": _calling("app_template_filter"),
    "app_template_global": _calling("app_template_global"),
    "app_template_test": _calling("app_template_test"),
}


@pytest.mark.item("B2.1", "B2.2")
@pytest.mark.parametrize(("word", "call"), _APP_WORDS.items(), ids=_APP_WORDS)
def test_a_request_ends_set_up(word: str, call: Callable[[Any], object]) -> None:
    """After the first request every word is refused, by the name it was called by."""
    app = make_app()
    app.before_request(say)
    assert app.test_client().get("/").text == "said"

    with pytest.raises(AssertionError, match=f"setup method '{word}' can no longer be called"):
        call(app)


@pytest.mark.item("B2.1", "B2.2")
@pytest.mark.parametrize(("word", "call"), _BLUEPRINT_WORDS.items(), ids=_BLUEPRINT_WORDS)
def test_a_registration_ends_a_blueprints_set_up(word: str, call: Callable[[Any], object]) -> None:
    """After its first registration every word of a blueprint is refused, by its name."""
    shop = make_blueprint()
    make_app().register_blueprint(shop)

    with pytest.raises(AssertionError, match=rf"'{word}' can no longer .* blueprint 'shop'"):
        call(shop)


@pytest.mark.item("B2.1")
def test_a_made_up_request_ends_nothing() -> None:
    """A context that a test makes up leaves set-up open."""
    app = make_app()
    with app.test_request_context("/"), app.app_context():
        app.before_request(say)

    assert app.test_client().get("/").text == "said"


@pytest.mark.needs("cli")
@pytest.mark.item("B2.1")
def test_a_command_ends_set_up() -> None:
    """A command of the application finds its plugins ready, so set-up is over."""
    app = make_app()
    app.cli.command(say)
    app.test_cli_runner().invoke(args=["say"])

    with pytest.raises(AssertionError, match="'before_request' can no longer be called"):
        app.before_request(say)


class _Server:
    """A server that answers one request, and stops."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    @hookimpl
    def serve(self, app: Pegboard) -> None:
        """Answer a request."""
        self.texts.append(app.test_client().get("/").text)


def _again(response: Response) -> Response:
    return Response(b"again: " + response.get_data())


class _Pool:
    """A plugin that notes its life."""

    def __init__(self) -> None:
        self.life: list[str] = []

    @hookimpl
    def configure(self) -> None:
        """Note that settings are there."""
        self.life.append("configure")

    @hookimpl
    def app_ready(self) -> None:
        """Note that set-up is over."""
        self.life.append("ready")

    @hookimpl
    def app_closing(self) -> None:
        """Note the end."""
        self.life.append("closing")


@pytest.mark.item("B2.3")
def test_set_up_goes_on_when_the_server_has_stopped() -> None:
    """After ``app.run`` set-up words may be used again; the next run ends set-up anew."""
    server, pool = _Server(), _Pool()
    app = make_app(plugins={"server": server})
    app.register_plugin(pool)
    app.before_request(say)
    app.run()

    app.after_request(_again)
    app.run()
    assert server.texts == ["said", "again: said"]
    assert pool.life == ["configure", "ready", "closing", "ready", "closing"]

    app.start()
    with pytest.raises(AssertionError, match="'before_request' can no longer be called"):
        app.before_request(say)


@pytest.mark.item("B2.3")
def test_plugins_stay_when_the_server_has_stopped() -> None:
    """Plugins come before the first start only, for what they say of settings is read then."""
    app = make_app(plugins={"server": _Server()})
    app.before_request(say)
    app.run()

    with pytest.raises(AssertionError, match="cannot be registered"):
        app.register_plugin(_Pool())


@pytest.mark.needs("routing")
@pytest.mark.item("B2.4")
def test_a_clash_leaves_no_route_behind() -> None:
    """A second view for an endpoint is refused, and its rule does not answer."""
    app = make_app()
    app.add_url_rule("/", "page", say)
    with pytest.raises(AssertionError, match="'page' would be overwritten"):
        app.add_url_rule("/other", "page", lambda: "other")

    assert app.test_client().get("/other").status_code == 404


@pytest.mark.item("B2.5")
@pytest.mark.parametrize(
    ("options", "is_refused"),
    [
        ({"host_matching": True, "static_folder": "static"}, True),
        ({"static_host": "files.example.org", "static_folder": "static"}, True),
        ({"host_matching": True, "static_host": "example.org", "static_folder": "static"}, False),
        ({"host_matching": True, "static_folder": None}, False),
        ({"static_host": "files.example.org", "static_folder": None}, False),
    ],
    ids=["no host", "no matching", "both", "no folder", "no folder, host"],
)
def test_a_static_folder_has_its_host(options: dict[str, Any], is_refused: bool) -> None:
    """Matching of hosts and a host for static files go together, where there are any."""
    if not is_refused:
        assert make_app(**options).host_matching is options.get("host_matching", False)
        return
    with pytest.raises(AssertionError, match=r"static_host=.* does not go with host"):
        make_app(**options)


@pytest.mark.item("B2.6")
def test_the_module_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An application knows the folder of its module without importing it."""
    (tmp_path / "never_imported.py").write_text("raise RuntimeError('imported')")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    assert Pegboard("never_imported").root_path == str(tmp_path)
    assert "never_imported" not in sys.modules


@pytest.mark.item("B2.6")
@pytest.mark.parametrize("is_used", [False, True], ids=["unused", "used"])
def test_an_application_is_gone_at_once(tmp_path: Path, is_used: bool) -> None:
    """Nothing of an application refers back to it: the last reference frees it, without cycles."""
    app = Pegboard(__name__, root_path=str(tmp_path))
    app.register_blueprint(Blueprint("part", __name__, "files", root_path=str(tmp_path)))
    app.before_request(say)
    if is_used:
        app.test_client().get("/")
    gone = ref(app)
    gc.disable()
    try:
        del app

        assert gone() is None
    finally:
        gc.enable()


def test_words_are_refused_as_set_up_errors() -> None:
    """Whoever catches errors of set-up catches these, too."""
    app = make_app()
    app.start()

    with pytest.raises(SetupError):
        app.before_request(say)
