"""A small site with folders of templates and a view that renders what a test says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from pegboard import Blueprint, Pegboard

__all__ = ["Site"]


class Site:
    """An application whose templates lie in a temporary folder.

    :param root: the temporary folder.
    :param options: as for the application.
    """

    def __init__(self, root: Path, **options: Any) -> None:
        self.root = root
        self.app = Pegboard(__name__, root_path=str(root), static_folder=None, **options)
        self.app.add_url_rule("/", "view", self._view)
        self._render: Callable[[], object] = str

    @property
    def provider(self) -> Any:
        """What fills the slot."""
        return self.app.slot("templating").provider

    @property
    def native(self) -> Any:
        """The Jinja environment."""
        return self.app.slot("templating").native

    def write(self, name: str, source: str, *, owner: str = "") -> Path:
        """Put a template into the folder of the application or of a blueprint."""
        path = self.root / owner / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
        return path

    def add_blueprint(self, name: str) -> Blueprint:
        """Register a blueprint with a folder of templates."""
        part = Blueprint(
            name, __name__, root_path=str(self.root / name), template_folder="templates"
        )
        part.add_url_rule(f"/{name}", "view", self._view)
        self.app.register_blueprint(part)
        return part

    def get(self, render: Callable[[], object], path: str = "/") -> TestResponse:
        """Ask for a page that a view renders with a function."""
        self._render = render
        response: TestResponse
        response = self.app.test_client().get(path)
        return response

    def show(self, render: Callable[[], object], path: str = "/") -> str:
        """Give the text of a page that a view renders with a function."""
        return self.get(render, path).text

    def _view(self) -> Any:
        return self._render()
