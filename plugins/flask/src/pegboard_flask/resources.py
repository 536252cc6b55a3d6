"""What applications and blueprints share beyond the kernel's words: loaders, files, commands."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from os import PathLike
from os.path import join
from pathlib import Path
from typing import IO, Any, TypeVar

from jinja2 import BaseLoader, FileSystemLoader

from pegboard.registration import Scaffold
from pegboard_flask.cli import AppGroup
from pegboard_flask.helpers import send_from_directory

__all__ = ["Resources"]

F = TypeVar("F", bound=Callable[..., Any])


class Resources(Scaffold):
    """An application or a blueprint, with the attributes that Flask's have."""

    cli: AppGroup
    template_folder: str | PathLike[str] | None

    def make_cli(self, name: str | None = None) -> AppGroup:
        """Make the group of commands."""
        return AppGroup(name)

    @property
    def jinja_loader(self) -> BaseLoader | None:
        """What finds the templates of the folder; another one may be assigned."""
        kept = vars(self)
        if "jinja_loader" not in kept:
            folder = self.template_folder
            found = None if folder is None else FileSystemLoader(join(self.root_path, folder))  # noqa: PTH118 - text
            kept["jinja_loader"] = found
        loader: BaseLoader | None = kept["jinja_loader"]
        return loader

    @jinja_loader.setter
    def jinja_loader(self, value: BaseLoader | None) -> None:
        vars(self)["jinja_loader"] = value

    def send_static_file(self, filename: str) -> Any:
        """Answer with a file of the static folder.

        :raises RuntimeError: there is none.
        """
        if not self.has_static_folder:
            message = "'static_folder' must be set to serve static_files."
            raise RuntimeError(message)
        age = self.get_send_file_max_age(filename)
        return send_from_directory(str(self.static_folder), filename, max_age=age)

    def open_resource(
        self, resource: str | PathLike[str], mode: str = "rb", encoding: str | None = "utf-8"
    ) -> IO[Any]:
        """Open a file that lies below ``root_path``, for reading.

        :raises ValueError: the mode is not one for reading.
        """
        if mode not in {"r", "rt", "rb"}:
            message = "Resources can only be opened for reading."
            raise ValueError(message)
        path = Path(self.root_path, resource)
        return path.open(mode) if mode == "rb" else path.open(mode, encoding=encoding)

    def _take(self, word: str, registry: MutableMapping[Any, list[Any]], function: F) -> F:
        self.check_setup(word)
        registry.setdefault(None, []).append(function)
        return function
