"""The set-up words that applications and blueprints share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from werkzeug.exceptions import NotFound

from pegboard import Blueprint, Pegboard, request
from pegboard_hookspecs.errors import FrozenError, RegistrationError, SetupError
from tests.core.site import make_app, make_blueprint, say

needs_routing = pytest.mark.needs("routing")

#: Words that take a function, and the registry that each fills.
_REGISTRIES = {
    "before_request": "before_request_funcs",
    "after_request": "after_request_funcs",
    "teardown_request": "teardown_request_funcs",
    "context_processor": "template_context_processors",
    "url_value_preprocessor": "url_value_preprocessors",
    "url_defaults": "url_default_functions",
}
_METHODS = ["get", "post", "put", "delete", "patch"]


def _calling(word: str, argument: object) -> Callable[[Any], object]:
    return lambda owner: getattr(owner, word)(argument)


#: Every set-up word, called with what it takes.
_WORDS: dict[str, Callable[[Any], object]] = {
    **{name: _calling(name, say) for name in _REGISTRIES},
    **{name: _calling(name, "/late") for name in _METHODS},
    "route": _calling("route", "/late"),
    "add_url_rule": lambda app: app.add_url_rule("/late", view_func=say),
    "endpoint": _calling("endpoint", "late"),
    "errorhandler": _calling("errorhandler", 404),
    "register_error_handler": lambda app: app.register_error_handler(404, say),
    "register_blueprint": lambda app: app.register_blueprint(make_blueprint("late")),
}


@pytest.mark.parametrize("word", _REGISTRIES)
def test_a_word_fills_its_registry(word: str) -> None:
    """A word keeps the function under the whole application, and gives it back unchanged."""
    app = make_app()

    assert getattr(app, word)(say) is say
    assert getattr(app, _REGISTRIES[word]) == {None: [say]}


@pytest.mark.parametrize("word", _REGISTRIES)
def test_a_word_takes_functions_only(word: str) -> None:
    """What cannot be called is refused by the word's name."""
    with pytest.raises(RegistrationError, match=rf"{word}\(\) got 3"):
        getattr(make_app(), word)(3)


@needs_routing
@pytest.mark.parametrize("word", _METHODS)
def test_a_method_has_a_word(word: str) -> None:
    """``get`` and its kin register a view for their method alone."""
    app = make_app()

    assert getattr(app, word)("/")(say) is say
    assert app.test_client().open("/", method=word.upper()).text == "said"
    assert app.test_client().open("/", method="TRACE").status_code == 405


@pytest.mark.parametrize("word", _METHODS)
def test_a_words_method_is_fixed(word: str) -> None:
    """``get(methods=…)`` is refused in favour of ``route``."""
    with pytest.raises(TypeError, match=rf"{word}\(\) sets the method itself. Use route"):
        getattr(make_app(), word)("/", methods=["GET"])


@pytest.mark.parametrize("word", ["route", "endpoint", *_METHODS])
def test_a_forgotten_rule_is_noticed(word: str) -> None:
    """``@app.route`` without parentheses is refused instead of registering nothing."""
    with pytest.raises(RegistrationError, match=f"{word} was written without parentheses"):
        getattr(make_app(), word)(say)


@needs_routing
def test_a_route_has_options() -> None:
    """Endpoint, methods and defaults of a route are given to the decorator."""
    app = make_app()

    @app.route("/", endpoint="home", methods=["POST"], defaults={"name": "Ada"})
    def greet(name: str) -> str:
        return f"{request.endpoint} {name}"

    assert app.test_client().post("/").text == "home Ada"


@needs_routing
def test_a_view_is_tied_to_an_endpoint() -> None:
    """A route may be added first and get its view by its endpoint."""
    app = make_app()
    app.add_url_rule("/", "home")

    assert app.endpoint("home")(say) is say
    assert app.test_client().get("/").text == "said"


def test_an_endpoint_is_not_overwritten() -> None:
    """A second view for an endpoint is refused; the same one again is not."""
    app = make_app()
    app.endpoint("home")(say)
    app.endpoint("home")(say)

    with pytest.raises(RegistrationError, match="'home' would be overwritten"):
        app.endpoint("home")(lambda: "other")


def test_an_endpoint_needs_a_view() -> None:
    """What cannot be called is no view."""
    view: Any = "say"

    with pytest.raises(RegistrationError, match=r"endpoint\(\) got 'say'"):
        make_app().endpoint("home")(view)


@needs_routing
@pytest.mark.parametrize("given", [404, NotFound], ids=["code", "class"])
def test_an_error_has_a_handler(given: Any) -> None:
    """A handler answers the errors of its code or class; a plain text has status 200."""
    app = make_app()

    @app.errorhandler(given)
    def missing(error: NotFound) -> str:
        return f"no {request.path}: {error.code}"

    assert app.test_client().get("/x").text == "no /x: 404"
    assert app.test_client().get("/x").status_code == 200


def test_a_bad_handler_is_refused_at_once() -> None:
    """A code that is none is refused before anything is decorated."""
    with pytest.raises(ValueError, match="999 is no HTTP error"):
        make_app().errorhandler(999)


def test_a_handler_must_be_callable() -> None:
    """What cannot be called is no handler."""
    handler: Any = "sorry"

    with pytest.raises(RegistrationError, match=r"register_error_handler\(\) got 'sorry'"):
        make_app().register_error_handler(404, handler)


@pytest.mark.parametrize("word", _WORDS)
def test_set_up_ends_with_the_start(word: str) -> None:
    """Once the application has started, every set-up word is refused by the name it was called."""
    app = make_app()
    app.start()

    with pytest.raises(FrozenError, match=f"setup method '{word}' can no longer be called on the"):
        _WORDS[word](app)


@pytest.mark.parametrize("word", _WORDS)
def test_a_blueprints_set_up_ends_with_its_registration(word: str) -> None:
    """Once a blueprint is registered, every set-up word of it is refused."""
    blueprint = make_blueprint()
    make_app().register_blueprint(blueprint)

    with pytest.raises(FrozenError, match=f"'{word}' can no longer .* on the blueprint 'shop'"):
        _WORDS[word](blueprint)


def test_a_late_decorator_is_refused() -> None:
    """A decorator that was made in time is refused when it is used too late."""
    app = make_app()
    decorate = app.route("/late")
    app.start()

    with pytest.raises(FrozenError, match="'add_url_rule'"):
        decorate(say)


@pytest.mark.parametrize(
    ("folder", "url_path", "expected"),
    [
        ("static", None, "/static"),
        ("web/files/", None, "/files"),
        (Path("files"), None, "/files"),
        ("web/../files", None, "/files"),
        ("", None, ""),
        (".", None, ""),
        ("/", None, ""),
        ("static", "/assets/", "/assets"),
        ("static", "", ""),
        (None, "/assets", "/assets"),
        (None, None, None),
    ],
)
def test_static_files_have_a_url(folder: Any, url_path: str | None, expected: str | None) -> None:
    """Static files are served below the folder's name, or where one says."""
    app = make_app(static_folder=folder, static_url_path=url_path)

    assert app.static_url_path == expected
    assert app.has_static_folder is (folder is not None)


def test_the_static_url_may_be_set() -> None:
    """Where static files are served may be said later."""
    blueprint = make_blueprint(static_folder="static")
    blueprint.static_url_path = "/assets"

    assert blueprint.static_url_path == "/assets"


def test_folders_start_at_the_root_path(tmp_path: Path) -> None:
    """A relative folder starts at the root path, and an empty one is it."""
    here = make_app(root_path=str(tmp_path), static_folder="")
    below = make_app(root_path=str(tmp_path), static_folder="files")

    assert here.static_folder == str(tmp_path)
    assert below.static_folder == str(tmp_path / "files")


def test_the_static_folder_may_be_exchanged(tmp_path: Path) -> None:
    """A folder that is assigned starts at the root path too, or is none."""
    app = make_app(root_path=str(tmp_path), static_folder="files")
    app.static_folder = Path("others")
    assert app.static_folder == str(tmp_path / "others")

    app.static_folder = None
    assert not app.has_static_folder


@pytest.fixture
def site(tmp_path: Path) -> Pegboard:
    """Give an application with a static file."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "note.txt").write_text("noted")
    return make_app(root_path=str(tmp_path), static_folder="static")


@pytest.mark.needs("routing", "static")
def test_a_view_sends_a_static_file(site: Pegboard) -> None:
    """``send_static_file`` answers with a file of the static folder."""
    site.add_url_rule("/", "note", lambda: site.send_static_file("note.txt"))

    assert site.test_client().get("/").text == "noted"


@pytest.mark.needs("routing", "static")
@pytest.mark.parametrize(("age", "field"), [(7, "public, max-age=7"), (None, "no-cache")])
def test_the_owner_says_how_long_its_file_is_kept(
    tmp_path: Path, age: int | None, field: str
) -> None:
    """The method of whoever's folder it is decides, and is told the name."""

    class Part(Blueprint):
        def get_send_file_max_age(self, filename: str | None) -> int | None:
            return age if filename == "note.txt" else 1

    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "note.txt").write_text("noted")
    part = Part("part", __name__, root_path=str(tmp_path), static_folder="static")
    part.add_url_rule("/", "note", lambda: part.send_static_file("note.txt"))
    app = make_app(config={"SEND_FILE_MAX_AGE_DEFAULT": 99})
    app.register_blueprint(part)

    assert app.test_client().get("/").headers["Cache-Control"] == field


@pytest.mark.parametrize("owner", [make_app(), make_blueprint()], ids=["app", "blueprint"])
def test_there_must_be_a_static_folder(owner: Any) -> None:
    """Without a folder there is nothing to send; the message names who has none."""
    with pytest.raises(SetupError, match=r"has no static files: static_folder must be set"):
        owner.send_static_file("note.txt")


@pytest.mark.parametrize("make", [make_app, make_blueprint])
def test_a_resource_is_opened(tmp_path: Path, make: Callable[..., Any]) -> None:
    """``open_resource`` opens a file below the root path, for reading."""
    (tmp_path / "note.txt").write_text("noted")

    with make(root_path=str(tmp_path)).open_resource("note.txt") as file:
        assert file.read() == b"noted"
