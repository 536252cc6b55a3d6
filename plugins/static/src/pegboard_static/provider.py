"""What fills the slot ``static``: files from folders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, cast
from weakref import ref

from pegboard_hookspecs import Application, Response, Setting, StaticFolder
from pegboard_hookspecs.slots import FileOptions
from pegboard_hookspecs.static_kit import (
    X_SENDFILE,
    SendsFiles,
    ServesFolders,
    first_found,
    open_file,
    path_of,
)

__all__ = ["StaticFolders"]

_PLAINLY = FileOptions()


class StaticFolders(SendsFiles, ServesFolders):
    """Sends files: those of static folders, and what views ask it to send."""

    settings: ClassVar[tuple[Setting, ...]] = (X_SENDFILE,)
    #: Preconditions and single ranges are answered (RFC 9110, sections 13 and 14).
    capabilities: ClassVar[frozenset[str]] = frozenset({"conditional", "ranges"})

    def make_view(
        self, app: Application, folders: Sequence[StaticFolder]
    ) -> Callable[..., Response]:
        """Make the view of the static folders at one place."""
        # The application holds the view, which must not keep it alive in turn.
        owner = ref(app)

        # Variables of host, subdomain or prefix say nothing about the file.
        def send_static_file(filename: str, **_: object) -> Response:
            app = cast("Application", owner())
            paths = [path_of(app, folder) for folder in folders]
            file, place = first_found(app, paths, filename, open_file)
            ask = folders[place].max_age or app.get_send_file_max_age
            return self.send(
                app, app.current_request(), file, _PLAINLY, None, partial(ask, filename)
            )

        return send_static_file
