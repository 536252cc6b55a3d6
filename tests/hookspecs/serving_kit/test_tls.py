"""The options that encrypt."""

from __future__ import annotations

import ssl
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.serving_kit.tls import read_tls

CONTEXT = ssl.create_default_context()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with a certificate and a key, the current one."""
    (tmp_path / "cert.pem").touch()
    (tmp_path / "key.pem").touch()
    monkeypatch.chdir(tmp_path)
    site: Any = ModuleType("tls_site")
    site.context = CONTEXT
    monkeypatch.setitem(sys.modules, "tls_site", site)
    return tmp_path


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Give what says which modules are installed."""

    def let(*names: str) -> None:
        def look_up(name: str) -> str | None:
            return name if name in names else None

        monkeypatch.setattr("pegboard_hookspecs.serving_kit.tls.find_spec", look_up)

    return let


@pytest.mark.parametrize(
    ("cert", "key", "expected"),
    [
        (None, None, None),
        ("adhoc", None, "adhoc"),
        ("cert.pem", "key.pem", ("cert.pem", "key.pem")),
        ("tls_site:context", None, CONTEXT),
        ("tls_site.context", None, CONTEXT),
    ],
    ids=["nothing", "made up", "files", "object", "dotted object"],
)
def test_what_encrypts_is_read(
    folder: Path,
    installed: Callable[..., None],
    cert: str | None,
    key: str | None,
    expected: object,
) -> None:
    """A certificate is a pair of files, one that is made up, or a context of the application."""
    installed("ssl", "cryptography")

    assert read_tls(cert, None if key is None else Path(key)) == expected


@pytest.mark.item("A18.36")
@pytest.mark.parametrize(
    ("cert", "key", "words"),
    [
        (None, "key.pem", "has no certificate. Add --cert"),
        ("cert.pem", None, "has no key. Add --key"),
        ("cert.pem", "missing.pem", "missing.pem is no file"),
        ("adhoc", "key.pem", "a key of its own. Drop --key"),
        ("tls_site:context", "key.pem", "has its key. Drop --key"),
        ("missing.pem", None, "is neither a file, nor 'adhoc'"),
        ("nowhere", None, "is neither a file, nor 'adhoc'"),
        ("json:dumps", None, "nor the import path of an SSLContext"),
    ],
)
def test_what_does_not_go_together_is_refused(
    folder: Path, installed: Callable[..., None], cert: str | None, key: str | None, words: str
) -> None:
    """Certificate and key that do not go together are an error with the cure."""
    installed("ssl", "cryptography")

    with pytest.raises(CommandError, match=words):
        read_tls(cert, None if key is None else Path(key))


@pytest.mark.item("A18.36")
@pytest.mark.parametrize(
    ("names", "words"),
    [((), "no module 'ssl'"), (("ssl",), "pip install cryptography")],
    ids=["no ssl", "no cryptography"],
)
def test_what_is_missing_is_said(
    installed: Callable[..., None], names: tuple[str, ...], words: str
) -> None:
    """A certificate needs what encrypts, and one that is made up a library."""
    installed(*names)

    with pytest.raises(CommandError, match=words):
        read_tls("adhoc", None)
