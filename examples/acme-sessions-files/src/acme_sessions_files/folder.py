"""A folder with a file for each session."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pegboard_hookspecs import Finding
from werkzeug.exceptions import ServiceUnavailable

from acme_sessions_files.identifiers import file_name, is_file_name

__all__ = ["SessionFolder", "reachable"]


@contextmanager
def reachable() -> Iterator[None]:
    """Answer 503 where the files cannot be reached."""
    try:
        yield
    except OSError as error:
        raise ServiceUnavailable("The session cannot be reached.") from error


class SessionFolder:
    """Reads, writes and removes the files of sessions, which only their owner can read.

    :param path: where the folder is, or will be when the first session is written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, identifier: str) -> bytes | None:
        """Give the content of a session's file, or None where there is none to be read."""
        try:
            return self._file(identifier).read_bytes()
        except FileNotFoundError:
            return None
        except PermissionError:
            self.remove(identifier)
            return None

    def has(self, identifier: str) -> bool:
        """Say whether a session has a file."""
        return self._file(identifier).is_file()

    def write(self, identifier: str, content: bytes, used: int) -> None:
        """Write a session's file as a whole: whoever reads it sees the old content or the new.

        :param used: becomes the time of the file, by which ``sweep`` goes.
        """
        file = self._file(identifier)
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        # What mkstemp makes has the permissions 0600.
        descriptor, part = tempfile.mkstemp(".part", file.stem + ".", self.path)
        try:
            with open(descriptor, "wb") as stream:
                stream.write(content)
            os.utime(part, (used, used))
            os.replace(part, file)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise

    def remove(self, identifier: str) -> None:
        """Remove a session's file, if it is there and can be removed."""
        with suppress(OSError):
            self._file(identifier).unlink()

    def sweep(self, oldest: float) -> None:
        """Remove the files of sessions that were last used before a time, and no other files."""
        if not self.path.is_dir():
            return
        for entry in os.scandir(self.path):
            with suppress(OSError):
                if is_file_name(entry.name) and entry.stat().st_mtime < oldest:
                    os.unlink(entry.path)

    def findings(self) -> list[Finding]:
        """Report a folder that was there before, and that others than its owner can look into."""
        if not self.path.is_dir() or not self.path.stat().st_mode & 0o077:
            return []
        return [
            Finding(
                "sessions.folder",
                "warning",
                f"Others than its owner can look into the folder of sessions, {self.path}.",
                "SESSION_FILES_FOLDER",
                f"chmod 700 {self.path}",
            )
        ]

    def _file(self, identifier: str) -> Path:
        return self.path / file_name(identifier)
