"""The slot ``static``: files to responses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from os import PathLike
from typing import IO, Protocol

from pegboard_hookspecs.application import Application, StaticFolder
from pegboard_hookspecs.markers import hookspec
from pegboard_hookspecs.request import Request
from pegboard_hookspecs.response import Response

__all__ = ["FileOptions", "Static", "StaticProvider"]


@dataclass(frozen=True, slots=True)
class FileOptions:
    """How a file is sent.

    :param mimetype: its type; None guesses from the name.
    :param is_attachment: the browser saves it instead of showing it.
    :param download_name: the name to save it by; None takes the file's.
    :param is_conditional: validators and ranges of the request are honoured (RFC 9110, 13, 14).
    :param etag: send one; a string is sent as it is.
    :param last_modified: when it changed; None asks the file system.
    :param max_age: seconds for which a client may keep it, or a function of the name; None asks
        ``app.get_send_file_max_age``.
    """

    mimetype: str | None = None
    is_attachment: bool = False
    download_name: str | None = None
    is_conditional: bool = True
    etag: bool | str = True
    last_modified: datetime | float | None = None
    max_age: int | Callable[[str | None], int | None] | None = None


class Static:
    """Hooks of the slot ``static``.

    A provider that honours validators has the capability ``conditional``, one that sends parts of
    files ``ranges``. A file object is closed behind the last byte, or where no byte is sent.
    """

    @hookspec("first")
    def add_static_folder(self, app: Application, folder: StaticFolder) -> None:
        """Serve the files of a folder below its URL path, by adding routes to the application.

        Called during set-up: for the application's folder when it is made, for a blueprint's
        when it is registered. The folder need not exist. Of a file that is not there, or whose
        name leads out of the folder, 404 is answered. The URL that the endpoint builds begins with
        the URL path; how it names the file is the provider's, which may wrap ``build_url`` to say
        more in it, as its version, while the plain name is served as well. Since contract 1.0.
        """

    @hookspec("first")
    def send_file(
        self,
        app: Application,
        request: Request,
        file: str | PathLike[str] | IO[bytes],
        options: FileOptions,
    ) -> Response:  # type: ignore[empty-body]
        """Send a file; a relative path starts at ``app.root_path``.

        :raises FileNotFoundError: there is no such file.
        :raises ValueError: a file object is in text mode, or has neither name nor type.

        Since contract 1.0.
        """

    @hookspec("first")
    def send_from_directory(
        self,
        app: Application,
        request: Request,
        directory: str | PathLike[str],
        path: str | PathLike[str],
        options: FileOptions,
    ) -> Response:  # type: ignore[empty-body]
        """Send a file whose name came from outside: nothing outside of the directory.

        :raises werkzeug.exceptions.NotFound: the path leaves the directory, or names no
            regular file.

        Since contract 1.0.
        """


class StaticProvider(Protocol):
    """What fills the slot ``static``."""

    def add_static_folder(self, app: Application, folder: StaticFolder) -> None:
        """See :meth:`Static.add_static_folder`."""
        ...

    def send_file(
        self,
        app: Application,
        request: Request,
        file: str | PathLike[str] | IO[bytes],
        options: FileOptions,
    ) -> Response:
        """See :meth:`Static.send_file`."""
        ...

    def send_from_directory(
        self,
        app: Application,
        request: Request,
        directory: str | PathLike[str],
        path: str | PathLike[str],
        options: FileOptions,
    ) -> Response:
        """See :meth:`Static.send_from_directory`."""
        ...
