"""Other plugins may wrap what this one does."""

from __future__ import annotations

from collections.abc import Generator

from pegboard import Blueprint, Response, hookimpl, send_file, send_from_directory
from pegboard_hookspecs import StaticFolder
from tests.plugins.static.site import Site


class Diary:
    """Notes what goes through the hooks of the slot."""

    def __init__(self) -> None:
        self.notes: list[object] = []

    @hookimpl(wrapper=True)
    def add_static_folder(self, folder: StaticFolder) -> Generator[None]:
        yield
        self.notes.append((folder.owner, folder.url_path))

    @hookimpl(wrapper=True)
    def send_file(self, file: object) -> Generator[None, Response, Response]:
        response = yield
        self.notes.append((file, response.status_code))
        return response

    @hookimpl(wrapper=True)
    def send_from_directory(self, path: str) -> Generator[None, Response, Response]:
        response = yield
        self.notes.append((path, response.status_code))
        response.headers["X-Seen"] = path
        return response


def test_a_wrapper_sees_what_is_sent(site: Site) -> None:
    """A plugin around the slot sees what views send, and may change the responses."""
    diary = Diary()
    site.app.register_plugin(diary)
    site.write("a.txt")

    site.send(lambda: send_file("static/a.txt"), Range="bytes=0-1")
    response = site.send(lambda: send_from_directory("static", "a.txt"))

    assert diary.notes == [("static/a.txt", 206), ("a.txt", 200)]
    assert response.headers["X-Seen"] == "a.txt"


def test_a_wrapper_sees_folders(site: Site) -> None:
    """A plugin around the slot sees the folders that are added."""
    diary = Diary()
    site.app.register_plugin(diary)

    part = Blueprint("part", __name__, root_path=str(site.root), static_folder="files")
    site.app.register_blueprint(part, url_prefix="/part")

    assert diary.notes == [("part", "/part/files")]
