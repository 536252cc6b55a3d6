"""Where a version of a contract is read: a wheel, a folder, or what is installed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from pegboard.contract.reading import Contract, contract_of
from pegboard_hookspecs.errors import CommandError

__all__ = ["read_contract"]

#: What lies beside the sources in a checkout.
_BESIDE = frozenset({"build", "dist", "node_modules", "tests"})


def read_contract(source: str) -> Contract:
    """Read a contract without importing it.

    :param source: the path of a wheel or of a folder, or the name of an installed distribution.
    :raises CommandError: there is no such thing, or there are no specifications in it.
    """
    path = Path(source)
    if path.is_dir():
        return contract_of(source, _in_folder(path))
    if path.suffix == ".whl":
        return contract_of(path.name, _in_wheel(path))
    return _installed(source)


def _in_folder(folder: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.rglob("*.py")):
        above = file.relative_to(folder).parts[:-1]
        if not any(part.startswith(".") or part in _BESIDE for part in above):
            yield str(file), file.read_text(encoding="utf-8")


def _in_wheel(path: Path) -> Iterator[tuple[str, str]]:
    try:
        with zipfile.ZipFile(path) as wheel:
            for name in sorted(wheel.namelist()):
                if name.endswith(".py"):
                    yield name, wheel.read(name).decode()
    except (OSError, zipfile.BadZipFile) as error:
        raise CommandError(f"The wheel {str(path)!r} cannot be read: {error}.") from error


def _installed(name: str) -> Contract:
    # Takes long to import, and no other command needs it.
    from importlib_metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        shown = f"{name} {version(name)}"
    except (PackageNotFoundError, ValueError):
        raise CommandError(
            f"{name!r} is neither a wheel, nor a folder, nor an installed distribution. To get the "
            "wheel of an older version: pip download --no-deps pegboard-hookspecs==VERSION"
        ) from None
    # Finding a package of the first level imports nothing.
    found = find_spec(re.sub(r"[-.]+", "_", name))
    folders = None if found is None else found.submodule_search_locations
    if not folders:
        raise CommandError(
            f"The distribution {name!r} is installed, but has no package of its name. Name the "
            "folder of its sources instead."
        )
    files = [file for folder in folders for file in _in_folder(Path(folder))]
    return contract_of(shown, files)
