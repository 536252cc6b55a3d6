"""What the first start makes: folders, the key that signs, the database."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from guestbook.database import create_tables
from pegboard import Pegboard

__all__ = ["prepare"]


def prepare(app: Pegboard) -> None:
    """Make what is not there yet."""
    Path(app.config["UPLOADS"]).mkdir(parents=True, exist_ok=True)
    create_tables(app)
    if app.secret_key is None:
        key = Path(app.instance_path, "secret_key")
        _make_once(key, _write_key)
        app.secret_key = key.read_text()


def _make_once(file: Path, make: Callable[[Path], object]) -> None:
    """Make a file whole or not at all: several workers may start at the same time."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=file.parent) as folder:
        draft = Path(folder, file.name)
        make(draft)
        try:
            os.link(draft, file)
        except FileExistsError:
            # Another worker was faster, and everybody uses what it made.
            return


def _write_key(file: Path) -> None:
    file.touch(mode=0o600)
    file.write_text(secrets.token_hex(32))
