"""From a folder to one file that Python runs (PEP 441)."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pegboard_hookspecs.errors import CommandError

__all__ = ["pack"]

_SHEBANG = b"#!/usr/bin/env python3\n"
#: The first moment that a ZIP file can name: a build of the same files gives the same bytes.
_TIME = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16


def pack(folder: Path, target: Path) -> int:
    """Pack a folder into an archive that can be run, and give its size in bytes.

    :raises CommandError: it cannot be written.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("wb") as file:
            file.write(_SHEBANG)
            with ZipFile(file, "w", ZIP_DEFLATED) as archive:
                for path in sorted(folder.rglob("*")):
                    if path.is_file() and path.suffix != ".pyc":
                        info = ZipInfo(path.relative_to(folder).as_posix(), _TIME)
                        info.external_attr = _MODE
                        info.compress_type = ZIP_DEFLATED
                        archive.writestr(info, path.read_bytes())
        part.chmod(0o755)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CommandError(
            f"{target} cannot be written: {error}. Name another file by -o."
        ) from error
    return target.stat().st_size
