"""What tells one copy of a distribution from another."""

from __future__ import annotations

from pathlib import Path

import pytest

from pegboard.plugins.loader.fingerprint import fingerprint, metadata_folder
from tests.core.plugins.loader.site import Site, found

CODE = "acme/__init__.py,sha256=abc,10"


@pytest.fixture
def info(tmp_path: Path) -> Path:
    """Give the folder of metadata of a distribution."""
    return Site(tmp_path).install("acme-x", {"pegboard.plugins": {"x": "acme:X"}})


def _printed(info: Path, *lines: str) -> str:
    (info / "RECORD").write_text("\n".join(lines))
    return fingerprint(info)


def test_the_folder_is_found_by_name_and_version(info: Path, tmp_path: Path) -> None:
    """Of several versions in one folder, it is that of the version which is loaded."""
    site = Site(tmp_path)
    site.install("acme-x", {}, "0.9")
    site.install("acme", {})
    plugin = found(site.discover(), "acme-x:x")

    assert metadata_folder(plugin) == info


def test_what_has_no_metadata_has_no_folder(tmp_path: Path) -> None:
    """A folder that is gone is no error here."""
    site = Site(tmp_path / "site")
    info = site.install("acme-x", {"pegboard.plugins": {"x": "acme:X"}})
    plugin = found(site.discover(), "acme-x:x")
    info.rename(tmp_path / "elsewhere")

    assert metadata_folder(plugin) is None


def test_the_content_of_files_counts(info: Path) -> None:
    """Another digest of a file, or another file, is another fingerprint; the order is not."""
    other, more = "acme/__init__.py,sha256=xyz,10", "acme/b.py,sha256=def,1"

    assert _printed(info, CODE, more) == _printed(info, more, CODE)
    assert len({_printed(info, CODE), _printed(info, other), _printed(info, CODE, more)}) == 3


@pytest.mark.parametrize(
    "line",
    [
        "../../../bin/acme,sha256=abc,1",
        "acme/__pycache__/b.pyc,sha256=abc,1",
        "acme_x-1.0.dist-info/INSTALLER,sha256=abc,1",
        "acme_x-1.0.dist-info/RECORD,,",
        "__editable___acme_finder.py,sha256=abc,1",
        "_acme.pth,sha256=abc,1",
        "acme/generated.py,,",
        "",
    ],
)
def test_what_installers_add_does_not_count(info: Path, line: str) -> None:
    """The fingerprint is the same on all machines, whoever installed it."""
    assert _printed(info, CODE, line) == _printed(info, CODE)


def test_what_is_edited_in_place_has_none(info: Path) -> None:
    """Without recorded files, or without a record, there is nothing to compare."""
    assert fingerprint(info) == ""
    assert _printed(info, "_acme.pth,sha256=abc,1") == ""
