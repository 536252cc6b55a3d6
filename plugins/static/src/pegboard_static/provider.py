"""What fills the slot ``static``: files from folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from posixpath import basename
from typing import IO, Any, ClassVar, cast
from weakref import ref

from werkzeug.exceptions import Forbidden, NotFound

from pegboard_hookspecs import Application, Request, Response, Setting, StaticFolder, hookimpl
from pegboard_hookspecs.slots import FileOptions
from pegboard_static.describing import Describer
from pegboard_static.names import path_inside
from pegboard_static.opening import VanishedError
from pegboard_static.sending import Sender
from pegboard_static.source import LargeFile, SmallFile, Source, Stream, open_file

__all__ = ["StaticFolders"]

_PLAINLY = FileOptions()


class StaticFolders:
    """Sends files: those of static folders, and what views ask it to send."""

    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "USE_X_SENDFILE",
            (bool,),
            default=False,
            help="Name a file's path in X-Sendfile and let the server in front send its bytes.",
        ),
    )
    #: Preconditions and single ranges are answered (RFC 9110, sections 13 and 14).
    capabilities: ClassVar[frozenset[str]] = frozenset({"conditional", "ranges"})

    def __init__(self) -> None:
        self._describer = Describer()
        self._sender = Sender()
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
            self._view(app, folders),
            build_only=len(folders) > 1,
            **{name: value for name, value in options.items() if value is not None},
        )

    @hookimpl
    def send_file(
        self,
        app: Application,
        request: Request,
        file: str | os.PathLike[str] | IO[bytes],
        options: FileOptions,
    ) -> Response:
        """Send a file by its path, or what a binary file object has left to read."""
        name = options.download_name
        if not isinstance(file, (str, os.PathLike)):
            _check_stream(file, options)
            stream, age = Stream(file, name or repr(file)), _max_age(app, options, None)
            return self._send(app, request, stream, options, name, age)
        path = os.path.join(app.root_path, file)  # noqa: PTH118 - it stays text
        shown_as = name or os.path.basename(path)  # noqa: PTH119 - as above
        age = _max_age(app, options, path)
        return self._send(app, request, open_file(path), options, shown_as, age)

    @hookimpl
    def send_from_directory(
        self,
        app: Application,
        request: Request,
        directory: str | os.PathLike[str],
        path: str | os.PathLike[str],
        options: FileOptions,
    ) -> Response:
        """Send a file whose name came from outside: nothing outside of the directory."""
        name = os.fspath(path)
        file, _ = _first_file(app, [os.path.join(app.root_path, directory)], name)  # noqa: PTH118 - it stays text
        shown_as, age = options.download_name or basename(name), _max_age(app, options, file.path)
        return self._send(app, request, file, options, shown_as, age)

    def _view(self, app: Application, folders: Sequence[StaticFolder]) -> Callable[..., Response]:
        """Make the view of the static folders at one place."""
        # The application holds the view, which must not keep it alive in turn.
        owner = ref(app)

        # Variables of host, subdomain or prefix say nothing about the file.
        def send_static_file(filename: str, **_: object) -> Response:
            app = cast("Application", owner())
            paths = [_path(app, folder) for folder in folders]
            file, place = _first_file(app, paths, filename)
            ask = folders[place].max_age or app.get_send_file_max_age
            return self._send(
                app, app.current_request(), file, _PLAINLY, None, partial(ask, filename)
            )

        return send_static_file

    def _send(
        self,
        app: Application,
        request: Request,
        source: Source,
        options: FileOptions,
        shown_as: str | None,
        max_age: Callable[[], int | None],
    ) -> Response:
        try:
            described = self._describer.describe(
                source, options, shown_as=shown_as, max_age=max_age()
            )
        except BaseException:
            source.close()
            raise
        return self._sender.send(app, request, source, described)


def _path(app: Application, folder: StaticFolder) -> str:
    # An application's folder may be exchanged after its route was made.
    return (None if folder.owner else app.static_folder) or str(folder.path)


def _first_file(
    app: Application, folders: Sequence[str], name: str
) -> tuple[SmallFile | LargeFile, int]:
    """Open the file of that name in the first folder that has it, and say which one that is.

    :raises werkzeug.exceptions.NotFound: none has, or the name leads out of them.
    :raises werkzeug.exceptions.Forbidden: it may not be read.
    """
    for place, folder in enumerate(folders):
        path = path_inside(folder, name)
        if path is not None:
            try:
                return open_file(path), place
            except VanishedError as error:
                app.logger.warning("A file vanished before it could be sent: %r", error)
            except FileNotFoundError:
                continue
            except PermissionError as error:
                app.logger.warning("A file may not be read, so 403 was answered: %r", error)
                raise Forbidden from error
    raise NotFound


def _max_age(app: Application, options: FileOptions, path: str | None) -> Callable[[], int | None]:
    asked = options.max_age
    if asked is None:
        return partial(app.get_send_file_max_age, path)
    return partial(asked, path) if callable(asked) else lambda: asked


def _check_stream(file: IO[bytes], options: FileOptions) -> None:
    if not isinstance(cast("object", file.read(0)), bytes):
        raise ValueError(  # noqa: TRY004 - as the contract says
            f"The file object {file!r} is in text mode, and files are sent as bytes. "
            "Open it in binary mode, or wrap bytes in io.BytesIO."
        )
    if options.download_name is not None:
        return
    if options.mimetype is None:
        raise ValueError(
            f"The file object {file!r} has no name by which to tell its type. "
            "Give mimetype or download_name."
        )
    if options.is_attachment:
        raise ValueError(
            f"The file object {file!r} has no name by which to save it. Give download_name."
        )
