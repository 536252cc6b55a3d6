"""A site whose static files are sent by WhiteNoise."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import brotli
from werkzeug.test import TestResponse

from pegboard import Pegboard
from pegboard_static_whitenoise import WhiteNoiseStatic

__all__ = ["CSS", "OTHER_CSS", "Site"]

#: Long enough to be worth compressing; both are of one length.
CSS = b"body { color: black; }\n" * 40
OTHER_CSS = b"body { color: white; }\n" * 40


class Site:
    """An application whose folder ``static`` lies in a temporary folder.

    :param root: the temporary folder.
    :param config: settings of the application.
    """

    def __init__(self, root: Path, *, debug: bool = False, **config: Any) -> None:
        self.folder = root / "static"
        self.folder.mkdir(exist_ok=True)
        self.app = Pegboard(
            __name__,
            root_path=str(root),
            template_folder=None,
            plugins={"static": WhiteNoiseStatic},
        )
        self.app.debug = debug
        self.app.config.update(config)

    def write(self, name: str, content: bytes = CSS, age: float = 1000) -> Path:
        """Put a file into the static folder, as if it had been there for so many seconds."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        then = int(path.stat().st_mtime - age)
        os.utime(path, (then, then))
        return path

    def write_variants(self, name: str, content: bytes = CSS, age: float = 1000) -> None:
        """Put a file into the folder, with both of its variants."""
        self.write(name, content, age)
        self.write(f"{name}.gz", gzip.compress(content), age)
        self.write(f"{name}.br", brotli.compress(content), age)

    def get(self, name: str, **headers: str) -> TestResponse:
        """Ask for a file of the static folder; an underscore in a field's name is a hyphen."""
        return self.ask(f"/static/{name}", **headers)

    def ask(self, path: str, method: str = "GET", **headers: str) -> TestResponse:
        """Send a request."""
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        response: TestResponse
        response = self.app.test_client().open(path, method=method, headers=fields)
        return response

    def url(self, name: str, endpoint: str = "static", **values: Any) -> str:
        """Give the URL of a file."""
        with self.app.test_request_context():
            return self.app.url_for(endpoint, filename=name, **values)

    def run(self, words: str) -> tuple[int, str]:
        """Run a command; give its code and what it has printed."""
        result = self.app.test_cli_runner().invoke(args=words.split())
        return result.exit_code, result.output
