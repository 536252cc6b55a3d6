"""Static files, files that views send, resources."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pegboard import Blueprint, Pegboard, request, send_file, send_from_directory, url_for
from pegboard_hookspecs.errors import SetupError

pytestmark = pytest.mark.needs("routing", "static")


def _make(root: Path, **options: Any) -> Pegboard:
    return Pegboard(__name__, root_path=str(root), instance_path=str(root / "instance"), **options)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a folder with a file in ``static`` and one beside it."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.txt").write_text("static")
    (tmp_path / "a.txt").write_text("words")
    return tmp_path


@pytest.mark.item("A12.1")
def test_a_folder_has_a_route_at_once(tmp_path: Path) -> None:
    """The folder may come later, and so may its files."""
    app = _make(tmp_path)
    part = Blueprint("part", __name__, root_path=str(tmp_path), static_folder="files")
    app.register_blueprint(part, url_prefix="/part")
    before = app.test_client().get("/static/a.txt").status_code
    for name in ("static", "files"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(name)

    assert before == 404
    assert [route.endpoint for route in app.routes] == ["static", "part.static"]
    for endpoint, text in (("static", "static"), ("part.static", "files")):
        with app.test_request_context():
            url = url_for(endpoint, filename="a.txt")
        assert app.test_client().get(url).text == text


@pytest.mark.item("A12.2")
@pytest.mark.parametrize(
    ("options", "url"),
    [
        ({}, "/static/a.txt"),
        ({"static_url_path": "/assets/"}, "/assets/a.txt"),
        ({"static_url_path": ""}, "/a.txt"),
        ({"static_url_path": "/"}, "/a.txt"),
        ({"static_folder": "web/../static/"}, "/static/a.txt"),
    ],
    ids=["the folder's", "given", "empty", "slash", "folder's last part"],
)
def test_static_files_have_a_place(root: Path, options: dict[str, Any], url: str) -> None:
    """Files lie below the given path, or below the folder's name."""
    (root / "web").mkdir()
    app = _make(root, **options)

    assert app.test_client().get(url).text == "static"


@pytest.mark.item("A12.2")
def test_the_place_may_be_assigned(root: Path) -> None:
    """A blueprint reads it when it is registered."""
    app = _make(root, static_folder=None)
    part = Blueprint("part", __name__, root_path=str(root), static_folder="static")
    part.static_url_path = "/assets/"
    app.register_blueprint(part)

    assert part.static_url_path == "/assets"
    assert app.test_client().get("/assets/a.txt").text == "static"


@pytest.mark.item("A12.3")
@pytest.mark.parametrize(
    ("folder", "path", "text"),
    [
        ("static", "/static/a.txt", "static"),
        ("static//", "/static/a.txt", "static"),
        (Path("static"), "/static/a.txt", "static"),
        ("", "/a.txt", "words"),
        ("", "/static/a.txt", "static"),
        (None, "/static/a.txt", None),
    ],
)
def test_a_folder_starts_at_the_root_path(
    root: Path, folder: Any, path: str, text: str | None
) -> None:
    """A folder is text or path-like; the empty one is the root path, and None is none."""
    app = _make(root, static_folder=folder)
    response = app.test_client().get(path)

    assert app.has_static_folder is (folder is not None)
    assert (response.text if response.status_code == 200 else None) == text


@pytest.mark.item("A12.3")
def test_a_folder_may_be_assigned(root: Path) -> None:
    """What is assigned starts at the root path too, and is served at the same place."""
    app = _make(root)
    (root / "other").mkdir()
    (root / "other" / "a.txt").write_text("other")
    app.static_folder = Path("other")

    assert app.static_folder == str(root / "other")
    assert app.test_client().get("/static/a.txt").text == "other"


@pytest.mark.item("A12.4")
def test_a_static_file_is_sent_by_hand(root: Path) -> None:
    """A view sends one of its own folder, which may not be missing."""

    class Part(Blueprint):
        def get_send_file_max_age(self, filename: str | None) -> int | None:
            return 7

    app, part = _make(root), Part("part", __name__, root_path=str(root), static_folder="static")
    app.add_url_rule("/app", "app", lambda: app.send_static_file("a.txt"))
    part.add_url_rule("/part", "part", lambda: part.send_static_file("a.txt"))
    app.register_blueprint(part)
    answers = [app.test_client().get(path) for path in ("/app", "/part")]

    assert [answer.text for answer in answers] == ["static", "static"]
    assert [answer.cache_control.max_age for answer in answers] == [None, 7]
    with pytest.raises(RuntimeError, match="static_folder must be set"):
        _make(root, static_folder=None).send_static_file("a.txt")
    assert issubclass(SetupError, RuntimeError)


@pytest.fixture
def view(root: Path) -> Callable[..., Any]:
    """Give what asks a view for a file that a function sends."""
    app = _make(root)
    sending: list[Callable[[], object]] = []

    @app.get("/")
    def index() -> Any:
        return sending.pop()()

    def ask(send: Callable[[], object], config: dict[str, Any] | None = None, **fields: str) -> Any:
        app.config.update(config or {})
        sending.append(send)
        headers = {name.replace("_", "-"): value for name, value in fields.items()}
        return app.test_client().get("/", headers=headers)

    return ask


@pytest.mark.item("A12.5")
def test_a_file_is_sent_with_options(view: Callable[..., Any]) -> None:
    """Options say what the file is, by which name it is saved, and how long it is kept."""
    answer = view(
        lambda: send_file(
            "a.txt",
            mimetype="text/csv",
            as_attachment=True,
            download_name="b.csv",
            etag="v1",
            last_modified=1_000_000_000,
            max_age=lambda path: len(Path(path or "").name),
        )
    )

    assert answer.text == "words"
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == "attachment; filename=b.csv"
    assert answer.headers["ETag"] == '"v1"'
    assert answer.headers["Last-Modified"] == "Sun, 09 Sep 2001 01:46:40 GMT"
    assert answer.cache_control.max_age == 5


@pytest.mark.item("A12.5")
def test_a_file_object_is_sent(view: Callable[..., Any]) -> None:
    """A binary file object is sent from where it stands."""
    file = io.BytesIO(b"some words")
    file.seek(5)

    assert view(lambda: send_file(file, "text/plain")).text == "words"


@pytest.mark.item("A12.5")
@pytest.mark.parametrize(
    ("options", "fields", "status", "body"),
    [
        ({}, {"If_None_Match": '"v1"'}, 304, b""),
        ({}, {"If_Match": '"v2"'}, 412, None),
        ({}, {"Range": "bytes=1-2"}, 206, b"or"),
        ({}, {"Range": "bytes=9-"}, 416, None),
        ({"conditional": False}, {"If_None_Match": '"v1"'}, 200, b"words"),
        ({"conditional": False}, {"Range": "bytes=1-2"}, 200, b"words"),
    ],
)
def test_conditions_and_ranges_are_answered(
    view: Callable[..., Any],
    options: dict[str, Any],
    fields: dict[str, str],
    status: int,
    body: bytes | None,
) -> None:
    """What the client has already, or wants a part of, decides about the answer."""
    answer = view(lambda: send_file("a.txt", etag="v1", **options), **fields)

    assert answer.status_code == status
    assert body is None or answer.data == body


@pytest.mark.item("A12.5")
def test_a_server_in_front_sends_it(view: Callable[..., Any], root: Path) -> None:
    """With the setting the answer names the path and has no body."""
    answer = view(lambda: send_file("a.txt"), {"USE_X_SENDFILE": True})

    assert (answer.headers["X-Sendfile"], answer.data) == (str(root / "a.txt"), b"")


@pytest.mark.item("A12.6")
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("a.txt", 200),
        ("../a.txt", 404),
        ("/etc/passwd", 404),
        ("..\\a.txt", 404),
        (".", 404),
        ("", 404),
        ("none.txt", 404),
        ("a.txt\0", 404),
        ("a.txt/", 404),
    ],
)
def test_nothing_outside_is_sent(view: Callable[..., Any], name: str, status: int) -> None:
    """A name from outside leads to a file of the directory, or to nothing."""
    answer = view(lambda: send_from_directory("static", name, max_age=7))

    assert answer.status_code == status
    assert status == 404 or (answer.text, answer.cache_control.max_age) == ("static", 7)


@pytest.mark.item("A12.7")
@pytest.mark.parametrize(
    ("setting", "age"), [(None, None), (7, 7), (0, 0), (timedelta(minutes=1), 60)]
)
def test_a_setting_says_how_long_files_are_kept(root: Path, setting: Any, age: int | None) -> None:
    """The setting is a number of seconds, a timedelta, or None."""
    app = _make(root)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = setting

    assert app.get_send_file_max_age("a.txt") == age
    assert app.test_client().get("/static/a.txt").cache_control.max_age == age


@pytest.mark.item("A12.8")
def test_resources_are_opened_for_reading(tmp_path: Path) -> None:
    """A file beside the code is read as bytes or as text."""
    (tmp_path / "a.txt").write_text("ä", encoding="utf-8")
    (tmp_path / "b.txt").write_text("ä", encoding="latin-1")
    owners = [_make(tmp_path), Blueprint("part", __name__, root_path=str(tmp_path))]
    for owner in owners:
        with owner.open_resource("a.txt") as content, owner.open_resource("a.txt", "r") as text:
            assert (content.read(), text.read()) == ("ä".encode(), "ä")
        with owner.open_resource("b.txt", "rt", encoding="latin-1") as text:
            assert text.read() == "ä"
        for mode in ("w", "a", "r+", "wb"):
            with pytest.raises(ValueError, match="for reading only"):
                owner.open_resource("a.txt", mode)


@pytest.mark.item("A12.9")
def test_resources_of_an_instance_are_written(tmp_path: Path) -> None:
    """A file of the instance is opened in any mode."""
    app = _make(tmp_path)
    (tmp_path / "instance").mkdir()
    with app.open_instance_resource("a.txt", "w") as file:
        file.write("ä")
    with app.open_instance_resource("a.txt", "a", encoding="latin-1") as file:
        file.write("ä")

    with app.open_instance_resource("a.txt") as file:
        assert file.read() == b"\xc3\xa4\xe4"


@pytest.mark.item("A12.1")
def test_what_the_route_answers_is_changed(root: Path) -> None:
    """A function behind the view sees static files as well."""
    app = _make(root)

    @app.after_request
    def mark(response: Any) -> Any:
        response.headers["X-Static"] = str(request.endpoint == "static")
        return response

    assert app.test_client().get("/static/a.txt").headers["X-Static"] == "True"
