"""What encrypts: the options ``--cert`` and ``--key``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pegboard_hookspecs.errors import CommandError

__all__ = ["read_tls"]


def read_tls(cert: str | None, key: Path | None) -> Any:  # the types of run_simple
    """Give what Werkzeug takes as ``ssl_context``: "adhoc", a pair of files, or a context.

    :raises CommandError: certificate and key do not go together, or are not there.
    """
    if cert is None:
        if key is not None:
            raise CommandError(f"--key {key} has no certificate. Add --cert with its file.")
        return None
    if find_spec("ssl") is None:
        raise CommandError("This Python has no module 'ssl'. Install one that has, or drop --cert.")
    if cert == "adhoc":
        return _adhoc(key)
    if Path(cert).is_file():
        return _pair(cert, key)
    return _context(cert, key)


def _adhoc(key: Path | None) -> str:
    if key is not None:
        raise CommandError("--cert adhoc makes a key of its own. Drop --key.")
    if find_spec("cryptography") is None:
        raise CommandError("--cert adhoc needs a library. Run: pip install cryptography")
    return "adhoc"


def _pair(cert: str, key: Path | None) -> tuple[str, str]:
    if key is None:
        raise CommandError(f"--cert {cert} has no key. Add --key with its file.")
    if not key.is_file():
        raise CommandError(f"--key {key} is no file. Name the file of the key.")
    return cert, str(key)


def _context(cert: str, key: Path | None) -> object:
    # The module is there: see above. Few commands have a use for it.
    from ssl import SSLContext  # noqa: PLC0415

    module, _, name = cert.replace(":", ".").rpartition(".")
    try:
        found: object = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError):
        found = None
    if not isinstance(found, SSLContext):
        raise CommandError(
            f"--cert {cert} is neither a file, nor 'adhoc', nor the import path of an SSLContext."
        )
    if key is not None:
        raise CommandError("An SSLContext has its key. Drop --key.")
    return found
