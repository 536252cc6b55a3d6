"""What type a file has, by its name."""

from __future__ import annotations

import mimetypes
from posixpath import basename, splitext
from types import MappingProxyType

from werkzeug.utils import get_content_type

__all__ = ["content_type_of", "with_charset"]

_UNKNOWN = "application/octet-stream"

# Types on which pages depend, now that browsers are told not to guess. Systems disagree about
# them, or do not know them: mimetypes reads the registry on Windows and /etc/mime.types elsewhere.
_SURE = MappingProxyType(
    {
        ".avif": "image/avif",
        ".css": "text/css",
        ".js": "text/javascript",
        ".json": "application/json",
        ".map": "application/json",
        ".mjs": "text/javascript",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
        ".webp": "image/webp",
        ".woff": "font/woff",
        ".woff2": "font/woff2",
    }
)


def content_type_of(name: str) -> tuple[str, str | None]:
    """Give the content type of a file and its content encoding, as in ``("text/css", "gzip")``."""
    last = basename(name)
    sure = _SURE.get(splitext(last)[1].lower())
    if sure is not None:
        return with_charset(sure), None
    # With a slash in front no name can be taken for a URL of the scheme "data".
    kind, encoding = mimetypes.guess_type(f"/{last}")
    return with_charset(kind or _UNKNOWN), encoding


def with_charset(mimetype: str) -> str:
    """Add ``charset=utf-8`` to the types that are text."""
    return get_content_type(mimetype, "utf-8")
