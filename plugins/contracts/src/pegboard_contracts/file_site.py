"""What the suites of the slot ``static`` share: a site with files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from pegboard import Pegboard, Response
from pegboard.testing import environ_of
from pegboard_contracts.contract import Contract, ask
from pegboard_contracts.small_routing import SmallRouting
from pegboard_hookspecs.slots import FileOptions

__all__ = ["FileSite", "FilesContract", "each_content"]

#: Runs a test with nothing, with a little, and with more than is read at once.
each_content = pytest.mark.parametrize(
    "content", [b"", b"content", bytes(range(256)) * 2048], ids=["empty", "small", "large"]
)


class FileSite:
    """An application with a folder of static files, and a view that sends what a test says."""

    #: When the files were changed last, in seconds since 1970.
    changed_at = 1_000_000_000

    def __init__(self, make: Callable[..., Pegboard], root: Path, **options: Any) -> None:
        self.root = root
        self.folder = root / "static"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.app = make(plugins={"routing": SmallRouting}, root_path=str(root), **options)
        self._send: Callable[[Any], Any] = str
        self.app.add_url_rule("/view", "view", lambda: self._send(self.app.current_request()))

    def write(self, name: str, content: bytes = b"content") -> Path:
        """Put a file into the static folder, as if it had been there for long."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (self.changed_at, self.changed_at))
        return path

    def get(self, name: str, **headers: str) -> TestResponse:
        """Ask for a file of the static folder; an underscore in a field's name is a hyphen."""
        return self.ask(f"/static/{name}", **headers)

    def ask(self, path: str, method: str = "GET", **headers: str) -> TestResponse:
        """Send a request."""
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        return ask(self.app, path, method, headers=fields)

    def raw_status(self, path: str) -> tuple[str, bytes]:
        """Ask for a decoded path that no client has tidied up; give status and body."""
        environ = environ_of(self.app)
        environ["PATH_INFO"] = path.encode("utf-8", "surrogateescape").decode("latin-1")
        head: list[str] = []
        body = self.app(environ, lambda *given: head.append(given[0]))
        content = b"".join(body)
        getattr(body, "close", lambda: None)()
        return head[0][:3], content

    def send(self, file: Any, method: str = "GET", /, **given: Any) -> TestResponse:
        """Send a file from a view; fields of the request begin with a capital."""
        fields = {name: given.pop(name) for name in list(given) if name[0].isupper()}
        options = FileOptions(**given)
        self._send = lambda request: self.app.calls.send_file(self.app, request, file, options)
        return self.ask("/view", method, **fields)

    def send_from(self, directory: Any, path: Any) -> Response:
        """Send a file from a directory, outside of any view."""
        with self.app.test_request_context() as context:
            response: Response = self.app.calls.send_from_directory(
                self.app, context.request, directory, path, FileOptions()
            )
            response.get_data()
        return response


class FilesContract(Contract):
    """The base of the suites of the slot ``static``."""

    slot = "static"

    def site(self, root: Path, **options: Any) -> FileSite:
        """Make an application whose folder of static files is empty."""
        return FileSite(self.make_app, root, **options)
