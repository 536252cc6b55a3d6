"""What ``pegboard check`` says about prepared folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pegboard_hookspecs import Finding
from pegboard_hookspecs.errors import SetupError
from pegboard_static_whitenoise.hashes import digest_of
from pegboard_static_whitenoise.manifest import Manifest, read_manifest

__all__ = ["findings"]

_CURE = "run: pegboard static compress"


def findings(folders: Sequence[str]) -> list[Finding]:
    """Give what is wrong with the manifests of folders."""
    return [each for folder in folders for each in _of_folder(folder)]


def _of_folder(folder: str) -> Iterator[Finding]:
    try:
        manifest = read_manifest(folder)
    except SetupError as error:
        yield Finding("static.manifest", "error", str(error), folder, f"Remove it, then {_CURE}")
        return
    changed = [] if manifest is None else list(_changed(folder, manifest))
    if changed:
        yield Finding(
            "static.changed",
            "warning",
            f"{len(changed)} files in {folder!r} are not as 'pegboard static compress' found them, "
            f"the first of them {changed[0]!r}: they are not sent compressed.",
            folder,
            _CURE.capitalize(),
        )


def _changed(folder: str, manifest: Manifest) -> Iterator[str]:
    for name, entry in manifest.files.items():
        try:
            if digest_of(f"{folder}/{name}").digest != entry.hash:
                yield name
        except (FileNotFoundError, PermissionError):
            yield name
