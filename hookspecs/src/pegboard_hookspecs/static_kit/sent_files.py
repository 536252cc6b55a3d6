"""The hooks of the slot ``static`` for files that a view sends."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from posixpath import basename
from typing import IO, cast

from pegboard_hookspecs.application import Application
from pegboard_hookspecs.markers import hookimpl
from pegboard_hookspecs.request import Request
from pegboard_hookspecs.response import Response
from pegboard_hookspecs.slots.static import FileOptions
from pegboard_hookspecs.static_kit.describing import Describer
from pegboard_hookspecs.static_kit.finding import first_found
from pegboard_hookspecs.static_kit.sending import Sender
from pegboard_hookspecs.static_kit.source import Source, Stream, open_file

__all__ = ["SendsFiles"]


class SendsFiles:
    """Sends what a view names or has opened.

    With it a provider has the capabilities ``conditional`` and ``ranges`` for such files. It
    declares the setting ``X_SENDFILE``.
    """

    def __init__(self) -> None:
        super().__init__()
        self.describer = Describer()
        self.sender = Sender()

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
            return self.send(app, request, stream, options, name, age)
        path = os.path.join(app.root_path, file)  # noqa: PTH118 - it stays text
        shown_as = name or os.path.basename(path)  # noqa: PTH119 - as above
        age = _max_age(app, options, path)
        return self.send(app, request, open_file(path), options, shown_as, age)

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
        folder = os.path.join(app.root_path, directory)  # noqa: PTH118 - it stays text
        file, _ = first_found(app, [folder], name, open_file)
        shown_as, age = options.download_name or basename(name), _max_age(app, options, file.path)
        return self.send(app, request, file, options, shown_as, age)

    def send(
        self,
        app: Application,
        request: Request,
        source: Source,
        options: FileOptions,
        shown_as: str | None,
        max_age: Callable[[], int | None],
    ) -> Response:
        """Send what was opened; it is closed with the response, or here.

        :param shown_as: the name it is saved by; None leaves that to the URL.
        :param max_age: says for how many seconds clients may keep it.
        """
        try:
            described = self.describer.describe(
                source, options, shown_as=shown_as, max_age=max_age()
            )
        except BaseException:
            source.close()
            raise
        return self.sender.send(app, request, source, described)


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
