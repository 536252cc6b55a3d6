"""What an application is made of."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any
from weakref import ref

import pytest
from werkzeug.exceptions import Aborter

from pegboard import Blueprint, Config, Pegboard, flash, render_template_string, session
from pegboard_hookspecs.errors import ConfigurationError, PluginError, RegistrationError
from tests.core.site import make_app, make_blueprint, say


class Strict(Config):
    """A class of settings of somebody's own."""


class Site(Pegboard):
    """An application of somebody's own."""

    config_class = Strict


# Names and places


def test_an_application_is_called_by_its_module() -> None:
    """The name is the import name, and shows in the repr."""
    assert make_app().name == make_app().import_name
    assert repr(Site("site", static_folder=None)) == "<Site 'site'>"


@pytest.mark.parametrize(("file", "name"), [("/srv/shop.py", "shop"), (None, "__main__")])
def test_a_script_is_called_by_its_file(
    monkeypatch: pytest.MonkeyPatch, file: str | None, name: str
) -> None:
    """The main module is called by its script, or has no other name at a prompt."""
    main = ModuleType("__main__")
    main.__file__ = file
    monkeypatch.setitem(sys.modules, "__main__", main)

    assert Pegboard("__main__", static_folder=None).name == name


def test_folders_may_be_given(tmp_path: Path) -> None:
    """Root path and instance path may be given; configuration files start at either."""
    usual = make_app(root_path=str(tmp_path), instance_path=str(tmp_path / "data"))
    relative = make_app(
        root_path=str(tmp_path), instance_path=str(tmp_path / "data"), instance_relative_config=True
    )

    assert usual.root_path == usual.config.root_path == str(tmp_path)
    assert usual.instance_path == relative.config.root_path == str(tmp_path / "data")


def test_files_of_the_instance_are_written(tmp_path: Path) -> None:
    """A file of the instance folder is opened in any mode, as text or as bytes."""
    app = make_app(instance_path=str(tmp_path))
    with app.open_instance_resource("note.txt", "w") as file:
        file.write("ä")

    with app.open_instance_resource("note.txt") as file:
        assert file.read() == "ä".encode()


def test_a_relative_instance_path_is_refused() -> None:
    """An instance path must be absolute."""
    with pytest.raises(ValueError, match="must be absolute"):
        make_app(instance_path="data")


# Settings


@pytest.mark.parametrize(
    ("text", "expected"), [(None, False), ("0", False), ("off", False), ("1", True), ("yes", True)]
)
def test_a_variable_turns_debug_mode_on(
    monkeypatch: pytest.MonkeyPatch, text: str | None, expected: bool
) -> None:
    """``PEGBOARD_DEBUG`` decides how an application begins."""
    monkeypatch.delenv("PEGBOARD_DEBUG", raising=False)
    if text is not None:
        monkeypatch.setenv("PEGBOARD_DEBUG", text)

    assert make_app().config["DEBUG"] is expected


def test_settings_may_have_another_class() -> None:
    """A derived application may have a class of settings of its own."""
    assert type(Site("site", static_folder=None).config) is Strict


@pytest.mark.needs("static")
def test_a_class_of_applications_may_have_settings() -> None:
    """A subclass starts with its own settings, which are checked, over the declared defaults."""

    class Own(Pegboard):
        default_config = MappingProxyType({"MAX_FORM_PARTS": 7, "COLOUR": "red"})

    app = Own(__name__)

    assert (app.config["MAX_FORM_PARTS"], app.config["COLOUR"]) == (7, "red")
    assert Pegboard(__name__).config["MAX_FORM_PARTS"] == 1_000


def test_the_aborter_may_have_another_class() -> None:
    """A subclass may abort in its own way."""

    class OwnAborter(Aborter):
        """An aborter of somebody's own."""

    class Own(Pegboard):
        aborter_class = OwnAborter

    assert type(Own(__name__).aborter) is OwnAborter


def test_blueprints_are_given_in_order() -> None:
    """The registered blueprints are given in order of registration."""
    app, blueprints = Pegboard(__name__), [Blueprint(name, __name__) for name in ("b", "a")]
    for blueprint in blueprints:
        app.register_blueprint(blueprint)

    assert list(app.iter_blueprints()) == blueprints


@pytest.mark.needs("static")
def test_the_settings_of_plugins_are_there() -> None:
    """Each loaded plugin's settings have their defaults, those of others do not."""
    with_static, without = make_app(plugins={"static": True}), make_app(plugins={"static": False})

    assert "USE_X_SENDFILE" in with_static.config
    assert "USE_X_SENDFILE" not in without.config


# The logger


@pytest.mark.parametrize(("debug", "level"), [(False, logging.NOTSET), (True, logging.DEBUG)])
def test_the_logger_has_the_applications_name(debug: bool, level: int) -> None:
    """The logger is the standard one of that name; debug mode lowers its level."""
    app = Pegboard(f"tests.fresh_{debug}", static_folder=None)
    app.debug = debug

    assert app.logger is logging.getLogger(f"tests.fresh_{debug}")
    assert app.logger.level == level


# Static files


@pytest.mark.parametrize(
    "options", [{"host_matching": True}, {"static_host": "files.example.org"}], ids=list
)
def test_static_files_and_hosts_go_together(options: dict[str, Any]) -> None:
    """With host matching static files need a host, and without it they must not have one."""
    with pytest.raises(RegistrationError, match=r"static_host=.* does not go with host"):
        make_app(static_folder="static", **options)


@pytest.mark.needs("static")
def test_static_files_have_a_route() -> None:
    """The folder of static files has a route from the start, with its host."""
    app = make_app(static_folder="static", host_matching=True, static_host="files.example.org")

    (route,) = app.routes
    assert (route.rule, route.endpoint) == ("/static/<path:filename>", "static")
    assert route.host == "files.example.org"


def test_without_static_files_hosts_do_not_matter() -> None:
    """Without a folder there is no static host to ask for."""
    assert make_app(host_matching=True).routes == ()


def test_nobody_sends_static_files() -> None:
    """Where no plugin sends files, the folder has no route."""
    assert make_app(static_folder="static", plugins={"static": False}).routes == ()


# Plugins


def test_the_selection_says_what_was_chosen() -> None:
    """An application knows which plugins were chosen for each slot."""
    app = make_app(plugins={"json": False})

    assert "is switched off" in app.selection.decision("json").reason


def test_a_bad_choice_is_refused() -> None:
    """A choice of plugins that cannot be made keeps the application from being made."""
    with pytest.raises((PluginError, ConfigurationError), match="jason"):
        make_app(plugins={"jason": False})


def test_two_applications_share_nothing() -> None:
    """What is registered on one application is not on another."""
    one, two = make_app(), make_app()
    one.before_request(say)
    one.config["NAME"] = "one"
    one.template_globals["name"] = "one"

    assert not two.before_request_funcs
    assert "NAME" not in two.config
    assert "name" not in two.template_globals


# Going away


def _serve(app: Pegboard) -> None:
    app.add_url_rule("/", view_func=say)
    app.test_client().get("/")


def _fail(app: Pegboard) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.logger = logging.Logger("alone")  # noqa: LOG001 - the test runner's handlers keep errors
    app.before_request(lambda: 1 / 0)
    app.test_client().get("/")


def _render(app: Pegboard) -> None:
    app.config["SECRET_KEY"] = "a key of no less than 32 bytes is needed"

    @app.route("/")
    def view() -> str:
        session["seen"] = True
        flash("Seen.")
        return render_template_string("{{ get_flashed_messages() }} {{ url_for('view') }}")

    app.test_client().get("/")
    app.check()


def _keep(app: Pegboard) -> None:
    with app.test_client() as client:
        client.get("/")


def _end(app: Pegboard) -> None:
    app.start()
    app.close()


def _mount(app: Pegboard) -> None:
    blueprint = make_blueprint(static_folder="static")
    blueprint.app_errorhandler(404)(say)
    app.register_blueprint(blueprint)


_LIVES: dict[str, Callable[[Pegboard], object]] = {
    "made": lambda app: None,
    "served": _serve,
    "failed": _fail,
    "rendered": _render,
    "kept its context": _keep,
    "with a blueprint": _mount,
    "started and closed": _end,
    "read JSON": lambda app: app.json,
}


@pytest.mark.needs("routing", "sessions", "templating", "static", "json", "errors")
@pytest.mark.parametrize("life", _LIVES)
def test_an_application_goes_at_once(life: str) -> None:
    """When nobody holds an application it is gone, without the cycle collector."""
    gc.disable()
    try:
        app = make_app(static_folder="static")
        _LIVES[life](app)
        weak = ref(app)
        del app

        assert weak() is None
    finally:
        gc.enable()
