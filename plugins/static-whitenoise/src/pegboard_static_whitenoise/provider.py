"""The provider of the slot ``static``: files by WhiteNoise."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar, cast
from weakref import ref

from werkzeug.exceptions import NotFound

from pegboard_hookspecs import (
    Application,
    Command,
    Finding,
    Response,
    Setting,
    StaticFolder,
    hookimpl,
)
from pegboard_hookspecs.static_kit import SendsFiles, ServesFolders, first_found
from pegboard_static_whitenoise.hashes import Content, Hashes, with_hash, without_hash
from pegboard_static_whitenoise.library import Library
from pegboard_static_whitenoise.manifest import MANIFEST
from pegboard_static_whitenoise.places import OpenedFile, Place, is_fresh
from pegboard_static_whitenoise.settings import SETTINGS

__all__ = ["WhiteNoiseStatic"]


class WhiteNoiseStatic(SendsFiles, ServesFolders):
    """Serves static folders by WhiteNoise: variants that were compressed ahead, and hashed URLs.

    WhiteNoise finds variants, types and fields. Preconditions, ranges and which variant a client
    gets are answered by the kit of the slot, which takes RFC 9110 more strictly.
    """

    settings: ClassVar[tuple[Setting, ...]] = SETTINGS
    #: Beyond the contract: ``compressed`` variants, and ``hashed`` URLs.
    capabilities: ClassVar[frozenset[str]] = frozenset(
        {"compressed", "conditional", "hashed", "ranges"}
    )

    def __init__(self) -> None:
        super().__init__()
        #: The object of WhiteNoise; None before the application has started.
        self.native: Library | None = None
        self._hashes = Hashes()
        self._places: dict[str, Place] = {}

    @hookimpl
    def configure(self, app: Application) -> None:
        """Tell WhiteNoise what the settings say."""
        self.native = Library(app.config)

    @hookimpl
    def commands(self) -> Sequence[Command]:
        """Bring the command ``static compress``."""
        # Only the command line asks for it.
        from pegboard_static_whitenoise.commands import COMMANDS  # noqa: PLC0415

        return COMMANDS

    @hookimpl
    def check(self, app: Application) -> Sequence[Finding]:
        """Report folders that changed after they were prepared."""
        # Only who asks for findings needs it.
        from pegboard_static_whitenoise.findings import findings  # noqa: PLC0415

        return findings(self.folders(app))

    @hookimpl(wrapper=True)
    def build_url(
        self, app: Application, endpoint: str, values: Mapping[str, Any]
    ) -> Generator[None, str | None, str | None]:
        """Put the hash of a static file into its URL."""
        url = yield
        if url is None:
            # Nobody builds URLs.
            return None
        place = self._places.get(endpoint)
        content = None if place is None else place.content(app, str(values.get("filename")))
        if content is None:
            return url
        path, mark, query = url.partition("?")
        return f"{with_hash(path, content.digest)}{mark}{query}"

    @hookimpl
    def add_static_folder(self, app: Application, folder: StaticFolder) -> None:
        """Serve the files of a folder, and know its endpoint."""
        super().add_static_folder(app, folder)
        place = (folder.url_path, folder.host, folder.subdomain)
        self._places[folder.endpoint] = self._place(self._served[place])

    def make_view(
        self, app: Application, folders: Sequence[StaticFolder]
    ) -> Callable[..., Response]:
        """Make the view of the static folders at one place."""
        owner = ref(app)
        place = self._place(folders)

        def send_static_file(filename: str, **_: object) -> Response:
            return self._answer(cast("Application", owner()), place, filename)

        return send_static_file

    def folders(self, app: Application) -> list[str]:
        """Give where the static folders are, each once."""
        paths = [path for place in self._places.values() for path in place.paths(app)]
        return list(dict.fromkeys(paths))

    def _place(self, folders: Sequence[StaticFolder]) -> Place:
        for place in self._places.values():
            if place.folders is folders:
                return place
        return Place(folders, self._hashes)

    def _answer(self, app: Application, place: Place, filename: str) -> Response:
        parts = without_hash(filename)
        content = None if parts is None else place.content(app, parts[0])
        if parts is None or content is None:
            return self._send_plainly(app, place, filename)
        name, digest = parts
        if content.digest == digest:
            return self._send_promised(app, place, name, content)
        try:
            # It may be the name of a file.
            return self._send_plainly(app, place, filename)
        except NotFound:
            # A page of another release asks for its version: it gets ours, and does not keep it.
            file, _ = self._open(app, place, name)
            return self._send_opened(app, file, _nobody_says)

    def _send_plainly(self, app: Application, place: Place, name: str) -> Response:
        file, folder = self._open(app, place, name)
        if file.known.is_immutable:
            return self._send_opened(app, file, _for_ever, is_immutable=True)
        ask = folder.max_age or app.get_send_file_max_age
        return self._send_opened(app, file, lambda: _age(app, ask(name)))

    def _send_promised(
        self, app: Application, place: Place, name: str, content: Content
    ) -> Response:
        file, _ = self._open(app, place, name)
        if content.signature != file.signature:
            # It has changed since its hash was looked up.
            return self._send_opened(app, file, _nobody_says)
        return self._send_opened(app, file, _for_ever, is_immutable=True)

    def _open(self, app: Application, place: Place, name: str) -> tuple[OpenedFile, StaticFolder]:
        if name.rpartition("/")[2] == MANIFEST:
            raise NotFound
        accepted = app.current_request().headers.get("Accept-Encoding")
        library, refreshes = cast("Library", self.native), is_fresh(app)
        url = f"{place.folders[0].url_path}/{name}"

        def open_at(path: str) -> OpenedFile:
            return place.open(library, path, url, accepted, is_fresh=refreshes)

        file, number = first_found(app, place.paths(app), name, open_at)
        return file, place.folders[number]

    def _send_opened(
        self,
        app: Application,
        file: OpenedFile,
        max_age: Callable[[], int | None],
        *,
        is_immutable: bool = False,
    ) -> Response:
        source, known = file.source, file.known
        try:
            described = self.describer.describe(
                source, known.options, shown_as=None, max_age=max_age()
            )
        except BaseException:
            source.close()
            raise
        described = replace(
            described,
            # A file may be compressed by its name.
            encoding=file.encoding or described.encoding,
            is_immutable=is_immutable,
            more=known.more,
        )
        return self.sender.send(app, app.current_request(), source, described)


def _for_ever() -> int:
    return Library.FOREVER


def _nobody_says() -> None:
    return None


def _age(app: Application, said: int | None) -> int | None:
    if said is not None:
        return said
    age: timedelta | int | None = app.config["WHITENOISE_MAX_AGE"]
    return int(age.total_seconds()) if isinstance(age, timedelta) else age
