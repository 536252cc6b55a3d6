"""Printed papers: one PDF per edition and day, in the instance folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from werkzeug.datastructures import FileStorage

from newsroom.editions import Edition
from pegboard import current_app

__all__ = ["NotPDFError", "folder", "is_there", "name_of", "save"]

_SIGNATURE = b"%PDF-"


class NotPDFError(ValueError):
    """A file is no PDF, whatever its name says."""


def folder() -> Path:
    """Give the folder in which papers are kept."""
    return Path(current_app.config["PAPERS"])


def name_of(edition: Edition, day: date) -> str:
    """Name the file of a paper."""
    return f"{edition.slug}-{day.isoformat()}.pdf"


def is_there(edition: Edition, day: date) -> bool:
    """The paper of that day has been uploaded."""
    return (folder() / name_of(edition, day)).is_file()


def save(upload: FileStorage, edition: Edition, day: date) -> None:
    """Keep an uploaded paper; one that is there is replaced.

    :raises NotPDFError: it is none.
    """
    start = upload.stream.read(len(_SIGNATURE))
    upload.stream.seek(0)
    if start != _SIGNATURE:
        raise NotPDFError("A paper must be a PDF.")
    folder().mkdir(parents=True, exist_ok=True)
    upload.save(folder() / name_of(edition, day))
