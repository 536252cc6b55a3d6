"""Where a version of a contract is read."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from pegboard.contract import read_contract
from pegboard_hookspecs.errors import CommandError
from tests.core.plugins.loader.site import Site

_SPECS = 'class Events:\n    @hookspec("notify")\n    def happened(self): ...\n'


def test_a_wheel_is_read(tmp_path: Path) -> None:
    """A wheel is read as it lies there; it need not be installed."""
    wheel = tmp_path / "events-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("events/specs.py", _SPECS)
        archive.writestr("events/notes.txt", "def (")
    read = read_contract(str(wheel))

    assert (read.source, list(read.hooks)) == (wheel.name, ["happened"])


@pytest.mark.parametrize("content", [None, b"no archive"], ids=["missing", "broken"])
def test_a_wheel_may_be_broken(tmp_path: Path, content: bytes | None) -> None:
    """What is no wheel, or is not there, is an error."""
    wheel = tmp_path / "events.whl"
    if content is not None:
        wheel.write_bytes(content)

    with pytest.raises(CommandError, match="cannot be read"):
        read_contract(str(wheel))


def test_a_folder_is_read(tmp_path: Path) -> None:
    """Of a folder all sources are read, without tests and what tools have left."""
    for name in ("src/events/specs.py", "tests/test_specs.py", ".venv/x.py", "build/lib/x.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(_SPECS if name.startswith("src") else "def (")

    assert list(read_contract(str(tmp_path)).hooks) == ["happened"]


def test_what_is_installed_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed distribution is found by its name, and nothing of it is imported."""
    site = Site(tmp_path)
    site.install("shop-events", {}, "2.5")
    (tmp_path / "shop_events").mkdir()
    (tmp_path / "shop_events" / "__init__.py").write_text(_SPECS + "raise RuntimeError\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    read = read_contract("shop-events")

    assert (read.source, list(read.hooks)) == ("shop-events 2.5", ["happened"])
    assert "shop_events" not in sys.modules


def test_a_distribution_may_have_another_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no package has the distribution's name, its folder must be named."""
    Site(tmp_path).install("shop-others", {})
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    with pytest.raises(CommandError, match="Name the folder of its sources"):
        read_contract("shop-others")


@pytest.mark.parametrize("name", ["no-such-distribution", "no/such/folder"])
def test_what_is_nowhere_is_an_error(name: str) -> None:
    """What is neither of the three is refused, with how an older wheel is had."""
    with pytest.raises(CommandError, match="pip download"):
        read_contract(name)
