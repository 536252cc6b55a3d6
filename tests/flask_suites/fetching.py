"""Source distributions, fetched from the package index."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from collections.abc import Generator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.flask_suites.projects import Project

__all__ = ["fetched", "unpacked"]


def fetched(project: Project, folder: Path) -> Path:
    """Give the archive of the source distribution of the version that is installed here.

    :param folder: where sources are kept from one run to the next.
    :raises subprocess.CalledProcessError: the package index does not have it.
    """
    wanted = f"{project.name}=={version(project.name)}"
    place = folder / wanted
    if not list(place.glob("*.tar.gz")):
        place.mkdir(parents=True, exist_ok=True)
        options = ["--quiet", "--no-deps", "--no-binary", project.name, "--dest", str(place)]
        subprocess.run(
            [sys.executable, "-m", "pip", "download", *options, wanted],
            check=True,
        )
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
