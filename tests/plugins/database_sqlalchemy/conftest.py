"""The slot is there for all tests of this folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.beside import as_installed


@pytest.fixture(autouse=True, scope="module")
def _slot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        found = as_installed(tmp_path_factory.mktemp("site"), "pegboard-database")
        patch.setattr(sys, "path", [*found, *sys.path])
        yield
