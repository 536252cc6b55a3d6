"""What providers of the slot ``static`` have in common, by a provider that has nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar, cast
from weakref import ref

import pytest

from pegboard_contracts.static import StaticContract
from pegboard_hookspecs import Application, Response, Setting, StaticFolder
from pegboard_hookspecs.slots import FileOptions
from pegboard_hookspecs.static_kit import (
    X_SENDFILE,
    Description,
    SendsFiles,
    ServesFolders,
    first_found,
    open_file,
    path_of,
    regular_state,
    signature_of,
)


class MadeOfTheKit(SendsFiles, ServesFolders):
    """Sends what is asked for; a field says so."""

    settings: ClassVar[tuple[Setting, ...]] = (X_SENDFILE,)
    capabilities: ClassVar[frozenset[str]] = frozenset({"conditional", "ranges"})
    is_immutable = False

    def make_view(
        self, app: Application, folders: Sequence[StaticFolder]
    ) -> Callable[..., Response]:
        owner = ref(app)

        def view(filename: str) -> Response:
            app = cast("Application", owner())
            paths = [path_of(app, folder) for folder in folders]
            source, number = first_found(app, paths, filename, open_file)
            ask = partial(folders[number].max_age or app.get_send_file_max_age, filename)
            if not self.is_immutable:
                return self.send(app, app.current_request(), source, FileOptions(), None, ask)
            described = Description(
                "text/x", None, None, None, None, 60, True, is_immutable=True, more=[("X", "y")]
            )
            return self.sender.send(app, app.current_request(), source, described)

        return view


class TestTheKit(StaticContract):
    provider = MadeOfTheKit

    def test_what_is_sent_may_be_said(self, tmp_path: Path) -> None:
        """A provider may describe a file by itself: as immutable, and with further fields."""
        site = self.site(tmp_path)
        site.write("a.txt")
        site.app.slot("static").provider.is_immutable = True
        response = site.get("a.txt")

        assert response.headers["Cache-Control"] == "public, max-age=60, immutable"
        assert response.headers["X"] == "y"


def test_a_change_leaves_its_trace(tmp_path: Path) -> None:
    """The signature of a file is another one after each change; a fresh one is not settled."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    before = signature_of(regular_state(str(path)))
    os.utime(path, (1, 1))
    after = signature_of(regular_state(str(path)))

    assert before != after
    assert not after.is_settled


@pytest.mark.parametrize("name", ["none.txt", ".", "a\0b"])
def test_only_regular_files_have_a_state(tmp_path: Path, name: str) -> None:
    """What is no regular file is not found."""
    with pytest.raises(FileNotFoundError):
        regular_state(f"{tmp_path}/{name}")
