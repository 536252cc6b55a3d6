"""Pictures that visitors upload."""

from __future__ import annotations

import secrets
from pathlib import Path

from werkzeug.datastructures import FileStorage

__all__ = ["UnknownPictureError", "save"]

# What each kind of file starts with. The browser's word for its type is not trusted.
_SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"GIF87a": ".gif",
    b"GIF89a": ".gif",
}
_LONGEST_SIGNATURE = 8


class UnknownPictureError(ValueError):
    """A file is none of the kinds of pictures that browsers show."""


def save(upload: FileStorage, folder: str) -> str:
    """Save an uploaded picture under a name of our own, and give the name.

    :raises UnknownPictureError: it is no PNG, JPEG or GIF.
    """
    start = upload.stream.read(_LONGEST_SIGNATURE)
    upload.stream.seek(0)
    for signature, suffix in _SIGNATURES.items():
        if start.startswith(signature):
            name = f"{secrets.token_hex(16)}{suffix}"
            upload.save(Path(folder, name))
            return name
    message = "A picture must be a PNG, JPEG or GIF file."
    raise UnknownPictureError(message)
