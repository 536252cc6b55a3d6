"""The folders at one place, and their files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pegboard_hookspecs import Application, StaticFolder
from pegboard_hookspecs.static_kit import (
    LargeFile,
    Signature,
    SmallFile,
    open_file,
    path_inside,
    path_of,
    regular_state,
    signature_of,
)
from pegboard_static_whitenoise.hashes import Content, Hashes
from pegboard_static_whitenoise.library import KnownFile, Library
from pegboard_static_whitenoise.manifest import Manifest, read_manifest
from pegboard_static_whitenoise.variants import Chooser, Variant

__all__ = ["OpenedFile", "Place", "is_fresh"]

_MOST_KNOWN = 4096


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A variant of a file, opened.

    :param source: its bytes.
    :param encoding: how they are compressed; None: not at all.
    :param known: what is known of the file.
    :param signature: which content of the file it is a variant of.
    """

    source: SmallFile | LargeFile
    encoding: str | None
    known: KnownFile
    signature: Signature


class Place:
    """The folders at one URL path.

    :param folders: in the order in which they are searched; more may join.
    """

    def __init__(self, folders: Sequence[StaticFolder], hashes: Hashes) -> None:
        self.folders = folders
        self._hashes = hashes
        self._chooser = Chooser()
        self._known: dict[str, KnownFile] = {}
        self._manifests: dict[str, Manifest | None] = {}

    def paths(self, app: Application) -> list[str]:
        """Give where the folders are now."""
        return [path_of(app, folder) for folder in self.folders]

    def open(
        self, library: Library, path: str, url: str, accepted: str | None, *, is_fresh: bool
    ) -> OpenedFile:
        """Open the variant of a file that a client likes best.

        :param accepted: the field ``Accept-Encoding``.
        :param is_fresh: look for variants, also if the file has not changed.
        :raises FileNotFoundError: no regular file has that path.
        :raises PermissionError: it may not be read.
        """
        known = self._know(library, path, url, is_fresh=is_fresh)
        variants = known.variants
        if len(variants) > 1:
            chosen = self._chooser.choose(variants, accepted)
            if chosen.encoding is not None and (source := _opened(chosen)) is not None:
                return OpenedFile(source, chosen.encoding, known, known.signature)
        source = open_file(path)
        return OpenedFile(source, None, known, signature_of(source.state))

    def content(self, app: Application, name: str) -> Content | None:
        """Give the hash of the file of that name; None where it has none in its URL.

        :raises SetupError: a manifest cannot be read.
        """
        wanted: bool | None = app.config["WHITENOISE_HASHED_URLS"]
        if wanted is False:
            return None
        folders, refreshes = self.paths(app), is_fresh(app)
        manifests = [None if refreshes else self._manifest(folder) for folder in folders]
        if wanted is None and not any(manifests):
            return None
        for folder, manifest in zip(folders, manifests, strict=True):
            path = path_inside(folder, name)
            try:
                if path is not None:
                    return self._content(manifest, name, path, is_wanted=wanted is True)
            except FileNotFoundError:
                continue
            except PermissionError:
                # Whoever asks for the file is told.
                return None
        return None

    def _content(
        self, manifest: Manifest | None, name: str, path: str, *, is_wanted: bool
    ) -> Content | None:
        state = regular_state(path)
        digest = None if manifest is None else manifest.digest(name, state)
        if digest is not None:
            return Content(signature_of(state), digest)
        if manifest is None and not is_wanted:
            return None
        return self._hashes.content_of(path, state)

    def _manifest(self, folder: str) -> Manifest | None:
        try:
            return self._manifests[folder]
        except KeyError:
            self._manifests[folder] = manifest = read_manifest(folder)
            return manifest

    def _know(self, library: Library, path: str, url: str, *, is_fresh: bool) -> KnownFile:
        state = regular_state(path)
        known = None if is_fresh else self._known.get(path)
        if known is None or known.signature != signature_of(state):
            known = library.know(path, url, state)
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[path] = known
        return known


def is_fresh(app: Application) -> bool:
    """Say whether files are looked for each time."""
    wanted: bool | None = app.config["WHITENOISE_AUTOREFRESH"]
    return app.debug if wanted is None else wanted


def _opened(variant: Variant) -> SmallFile | LargeFile | None:
    """Open a compressed variant; None where it is gone, and the file itself does as well."""
    try:
        return open_file(variant.path)
    except (FileNotFoundError, PermissionError):
        return None
