"""Source distributions, fetched from the package index."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.flask_suites.projects import Project

__all__ = ["NoSourcesError", "fetched", "unpacked"]


class NoSourcesError(Exception):
    """A source distribution cannot be had; the message has what pip said."""


def fetched(project: Project, folder: Path) -> Path:
    """Give the archive of a source distribution, of the version that is installed here if it is.

    :param folder: where sources are kept from one run to the next.
    :raises NoSourcesError: the package index does not have it, or cannot be reached.
    """
    wanted = f"{project.source}=={project.version}"
    place = folder / wanted
    if not list(place.glob("*.tar.gz")):
        place.mkdir(parents=True, exist_ok=True)
        options = ["--quiet", "--no-deps", "--no-binary", project.source, "--dest", str(place)]
        command = [sys.executable, "-m", "pip", "download", *options, wanted]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise NoSourcesError(f"There are no sources of {wanted} to be had: {done.stderr}")
    (archive,) = place.glob("*.tar.gz")
    return archive


@contextmanager
def unpacked(archive: Path) -> Generator[Path]:
    """Unpack an archive into a folder of its own, which goes away again; give its root."""
    with TemporaryDirectory(prefix="suite-") as place:
        with tarfile.open(archive) as file:
            file.extractall(place, filter="data")
        (root,) = Path(place).iterdir()
        yield root
