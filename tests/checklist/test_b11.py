"""What is easy to miss about files."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pegboard import Blueprint, Pegboard, send_file

pytestmark = pytest.mark.needs("routing", "static")


class Keeping(Pegboard):
    """An application that lets clients keep some files."""

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        return 7 if (filename or "").endswith("a.txt") else None


@pytest.fixture
def app(tmp_path: Path) -> Pegboard:
    """Give an application with two static files."""
    (tmp_path / "static").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "static" / name).write_text(name)
    return Keeping(__name__, root_path=str(tmp_path))


def _ask(app: Pegboard, path: str, **fields: str) -> Any:
    headers = {name.replace("_", "-"): value for name, value in fields.items()}
    return app.test_client().get(path, headers=headers)


@pytest.mark.item("B11.1")
def test_an_answer_can_be_kept_and_checked(app: Pegboard) -> None:
    """With an age it may be kept, without one it is asked for again; both can be checked."""
    kept, asked = (_ask(app, f"/static/{name}") for name in ("a.txt", "b.txt"))

    assert kept.headers["Cache-Control"] == "public, max-age=7"
    assert asked.headers["Cache-Control"] == "no-cache"
    assert _ask(app, "/static/b.txt", If_None_Match=asked.headers["ETag"]).status_code == 304
    date = asked.headers["Last-Modified"]
    assert _ask(app, "/static/b.txt", If_Modified_Since=date).status_code == 304
    assert _ask(app, "/static/b.txt", Range="bytes=0-0").data == b"b"


@pytest.mark.item("B11.1")
@pytest.mark.parametrize("size", [10, 300_000], ids=["small", "large"])
def test_an_edit_changes_the_tag(app: Pegboard, tmp_path: Path, size: int) -> None:
    """Size and time may be what they were."""
    file, tags = tmp_path / "static" / "c.bin", set[str]()
    for letter in (b"x", b"y"):
        file.write_bytes(letter * size)
        os.utime(file, (1_000_000_000, 1_000_000_000))
        tags.add(_ask(app, "/static/c.bin").headers["ETag"])

    assert len(tags) == 2


@pytest.mark.item("B11.2")
@pytest.mark.parametrize(
    ("make", "options", "message"),
    [
        (io.BytesIO, {}, "Give mimetype or download_name"),
        (io.BytesIO, {"mimetype": "text/plain", "as_attachment": True}, "Give download_name"),
        (io.StringIO, {"mimetype": "text/plain"}, "is in text mode"),
    ],
    ids=["no type", "no name", "text"],
)
def test_file_objects_need_a_name(
    app: Pegboard, make: Callable[[], Any], options: dict[str, Any], message: str
) -> None:
    """A file object does not say by itself what it is and what it is called."""
    app.testing = True
    app.add_url_rule("/", "index", lambda: send_file(make(), **options))

    with pytest.raises(ValueError, match=message):
        _ask(app, "/")


@pytest.mark.item("B11.2")
@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("plain.txt", "attachment; filename=plain.txt"),
        (
            "Ärger 1.txt",
            "attachment; filename=\"Arger 1.txt\"; filename*=UTF-8''%C3%84rger%201.txt",
        ),
        ("价格.txt", "attachment; filename=.txt; filename*=UTF-8''%E4%BB%B7%E6%A0%BC.txt"),
        ('a"b.txt', 'attachment; filename="a\\"b.txt"'),
    ],
)
def test_names_may_be_any_language(app: Pegboard, name: str, field: str) -> None:
    """A name that is not ASCII has a plain form and the exact one (RFC 6266, RFC 8187)."""
    app.add_url_rule(
        "/", "index", lambda: send_file(io.BytesIO(), download_name=name, as_attachment=True)
    )

    assert _ask(app, "/").headers["Content-Disposition"] == field


@pytest.mark.item("B11.3")
def test_a_subclass_decides_for_every_file(app: Pegboard, tmp_path: Path) -> None:
    """The static routes and ``send_file`` ask the application's method."""
    part = Blueprint("part", __name__, root_path=str(tmp_path), static_folder="static")
    app.register_blueprint(part, url_prefix="/part")

    @app.get("/<name>")
    def view(name: str) -> Any:
        return send_file(f"static/{name}")

    paths = [
        f"{prefix}/{name}"
        for prefix in ("/static", "", "/part/static")
        for name in ("a.txt", "b.txt")
    ]

    assert [_ask(app, path).cache_control.max_age for path in paths] == [7, None] * 3
