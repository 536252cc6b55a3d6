"""Where static folders are served."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from pegboard_hookspecs.application import Application, StaticFolder
from pegboard_hookspecs.markers import hookimpl
from pegboard_hookspecs.response import Response

__all__ = ["ServesFolders", "path_of"]


class ServesFolders(ABC):
    """Adds a route for each static folder; a subclass makes the views."""

    def __init__(self) -> None:
        super().__init__()
        #: Folders by the place where they are served, in order of registration.
        self._served: dict[tuple[str, str | None, str | None], list[StaticFolder]] = {}

    @hookimpl
    def add_static_folder(self, app: Application, folder: StaticFolder) -> None:
        """Serve the files of a folder.

        Folders may share a URL path, as those of an application and of a blueprint without a
        prefix do: the first that has a file sends it.
        """
        place = (folder.url_path, folder.host, folder.subdomain)
        folders = self._served.setdefault(place, [])
        folders.append(folder)
        options: dict[str, Any] = {"host": folder.host, "subdomain": folder.subdomain}
        app.add_url_rule(
            f"{folder.url_path}/<path:filename>",
            folder.endpoint,
            self.make_view(app, folders),
            build_only=len(folders) > 1,
            **{name: value for name, value in options.items() if value is not None},
        )

    @abstractmethod
    def make_view(
        self, app: Application, folders: Sequence[StaticFolder]
    ) -> Callable[..., Response]:
        """Make the view that sends files of the folders at one place, by ``filename``.

        Further folders may join the sequence later. The view must not keep the application alive,
        which holds it. It is also called with the variables of a host, a subdomain or a prefix.
        """


def path_of(app: Application, folder: StaticFolder) -> str:
    """Give where a folder is now: an application's may be exchanged after its route was made."""
    return (None if folder.owner else app.static_folder) or str(folder.path)
