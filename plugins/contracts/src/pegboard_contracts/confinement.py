"""The part of the suite of the slot ``static`` that is about what lies outside of a folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from werkzeug.exceptions import NotFound

from pegboard_contracts.file_site import FilesContract, FileSite

__all__ = ["ConfinementContract"]

_SECRET = b"nobody may read this"
_OUTSIDE = [
    "../secret.txt",
    "a/../../secret.txt",
    "..",
    ".",
    "..\\secret.txt",
    "C:\\secret.txt",
    "b.txt\0",
    "b.txt\0.html",
    "b.txt/",
    "b.txt/x",
    "a",
    "a/",
    "none.txt",
    "/secret.txt",
    "x" * 300,
    "x/" * 3000,
    "%2e%2e/secret.txt",
    "\udcff",
]

_each_name = pytest.mark.parametrize("name", _OUTSIDE, ids=lambda name: ascii(name)[:20])


class ConfinementContract(FilesContract):
    """How every provider of the slot ``static`` keeps to its folders."""

    @_each_name
    def test_nothing_outside_is_served(self, tmp_path: Path, name: str) -> None:
        """A name that leads out of the folder, or to no file, is 404, never an error."""
        site = self._with_secret(tmp_path)
        status, body = site.raw_status(f"/static/{name}")

        assert status == "404"
        assert _SECRET not in body

    @_each_name
    def test_nothing_outside_is_sent(self, tmp_path: Path, name: str) -> None:
        """A name that leads out of the directory, or to no regular file, is NotFound."""
        site = self._with_secret(tmp_path)

        with pytest.raises(NotFound):
            site.send_from("static", name)

    def test_a_whole_path_is_not_sent(self, tmp_path: Path) -> None:
        """The whole path of a file elsewhere is no name of a file in a directory."""
        site = self._with_secret(tmp_path)

        with pytest.raises(NotFound):
            site.send_from("static", str(tmp_path / "secret.txt"))

    def test_a_neighbour_is_outside(self, tmp_path: Path) -> None:
        """A folder beside, whose name begins like that of the directory, is outside of it."""
        site = self._with_secret(tmp_path)
        (tmp_path / "static-secret").mkdir()
        (tmp_path / "static-secret" / "x.txt").write_bytes(_SECRET)

        with pytest.raises(NotFound):
            site.send_from("static", "../static-secret/x.txt")

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
    def test_only_regular_files_are_sent(self, tmp_path: Path) -> None:
        """Pipes and links that lead nowhere are not found, and nobody waits for them."""
        site = self.site(tmp_path)
        os.mkfifo(site.folder / "pipe")
        (site.folder / "dangling").symlink_to("nowhere")
        (site.folder / "circle").symlink_to("circle")

        for name in ("pipe", "dangling", "circle"):
            assert site.get(name).status_code == 404
            with pytest.raises(NotFound):
                site.send_from("static", name)

    def _with_secret(self, root: Path) -> FileSite:
        site = self.site(root)
        site.write("b.txt", b"public")
        site.write("a/c.txt", b"public")
        (root / "secret.txt").write_bytes(_SECRET)
        return site
