"""What tells one copy of a distribution from another, without importing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from pegboard.plugins.loader.candidate import Candidate
from pegboard.plugins.loader.identity import normalised

__all__ = ["fingerprint", "metadata_folder"]

_SUFFIX = ".dist-info"


def metadata_folder(candidate: Candidate) -> Path | None:
    """Find the folder of metadata of a plugin's distribution; None for what has none."""
    with suppress(OSError):
        for folder in sorted(Path(candidate.location).glob(f"*{_SUFFIX}")):
            name, _, version = folder.name.removesuffix(_SUFFIX).rpartition("-")
            if normalised(name) == candidate.distribution and version == candidate.version:
                return folder
    return None


def fingerprint(folder: Path) -> str:
    """Digest what the metadata record of a distribution's files (SHA-256).

    It is the same on all machines: what installers add themselves does not count. An installation
    that is edited in place records no files, and has none: "".
    """
    # Only what is locked is compared.
    import csv  # noqa: PLC0415
    from hashlib import sha256  # noqa: PLC0415 - see above

    try:
        lines = (folder / "RECORD").read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return ""
    files = sorted(_files(csv.reader(lines)))
    return sha256("\n".join(files).encode()).hexdigest() if files else ""


def _files(rows: Iterable[list[str]]) -> Iterator[str]:
    for row in rows:
        path, digest = (*row, "", "")[:2]
        is_code = not path.startswith(("..", "__editable__")) and not path.endswith(
            (".pth", ".pyc")
        )
        if digest and is_code and _SUFFIX not in path:
            yield f"{path} {digest}"
