"""A small site with a static folder and a view that sends what a test says."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from werkzeug.test import TestResponse

from pegboard import Pegboard
from pegboard.testing import environ_of

__all__ = ["LARGE", "Answer", "Site"]

#: More than is read at once.
LARGE = bytes(range(256)) * 1024


class Answer(NamedTuple):
    """What a gateway got, with the body that it has not read yet."""

    status: str
    headers: dict[str, str]
    body: Iterable[bytes]


class Site:
    """An application whose folder ``static`` lies in a temporary folder.

    :param root: the temporary folder.
    :param config: settings of the application.
    """

    def __init__(self, root: Path, **config: object) -> None:
        self.root = root
        self.folder = root / "static"
        self.folder.mkdir(exist_ok=True)
        self.app = Pegboard(__name__, root_path=str(root), template_folder=None)
        self.app.config.update(config)
        self.app.add_url_rule("/view", "view", self._view, methods=["GET", "POST"])
        self._send: Callable[[], object] = str

    def write(self, name: str, content: bytes = b"content") -> Path:
        """Put a file into the static folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def get(self, name: str, **headers: str) -> TestResponse:
        """Ask for a file of the static folder; an underscore in a field's name is a hyphen."""
        return self.ask("GET", f"/static/{name}", **headers)

    def ask(self, method: str, path: str, **headers: str) -> TestResponse:
        """Send a request."""
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        response: TestResponse
        response = self.app.test_client().open(path, method=method, headers=fields)
        return response

    def send(
        self, function: Callable[[], object], method: str = "GET", **headers: str
    ) -> TestResponse:
        """Ask the view to return what a function gives."""
        self._send = function
        return self.ask(method, "/view", **headers)

    def call(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Call the application as a gateway does, and leave the body to the test."""
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        environ = environ_of(self.app, path, method=method, headers=fields)
        head: list[Any] = []
        body = self.app(environ, lambda *given: head.extend(given))
        return Answer(head[0], dict(head[1]), body)

    def call_view(
        self, function: Callable[[], object], method: str = "GET", **headers: str
    ) -> Answer:
        """Call the application for what a function gives, and leave the body to the test."""
        self._send = function
        return self.call("/view", method, **headers)

    def raw_get(self, path: str) -> Answer:
        """Ask for a decoded path that no URL parser has seen."""
        environ = environ_of(self.app)
        environ["PATH_INFO"] = path.encode("utf-8", "surrogatepass").decode("latin-1")
        head: list[Any] = []
        body = self.app(environ, lambda *given: head.extend(given))
        return Answer(head[0], dict(head[1]), body)

    def age(self, path: Path) -> None:
        """Let a file look as if it had been written a while ago."""
        os.utime(path, (1_000_000_000, 1_000_000_000))

    def _view(self) -> Any:
        return self._send()
