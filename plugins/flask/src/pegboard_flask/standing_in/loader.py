"""What loads a module of Flask's: it gives the one of this package, under its other name."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType
from typing import Any

from pegboard_flask.standing_in.names import PACKAGE, STAND_IN, own_name

__all__ = ["StandInLoader"]


class StandInLoader(InspectLoader):
    """Gives one module of this package in place of one of Flask's.

    :param own: the specification of the module of this package.
    """

    def __init__(self, own: ModuleSpec) -> None:
        self._own = own

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Give the module of this package, imported if it was not."""
        module = import_module(own_name(spec.name))
        # The import system now writes the specification that it has into the module.
        spec.loader_state = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Give the module its own specification back; it has run before, under its own name."""
        # The one that create_module() was given, where it left the module's own.
        spec: Any = module.__spec__
        module.__spec__ = spec.loader_state
        if module.__name__ == STAND_IN:
            _name_all()

    def is_package(self, fullname: str) -> bool:  # noqa: ARG002 - a loader's signature
        """Say whether there can be modules inside of it."""
        return self._own.submodule_search_locations is not None

    def get_code(self, fullname: str) -> CodeType | None:
        """Give what ``python -m`` runs."""
        code: CodeType | None = self._source_loader().get_code(own_name(fullname))
        return code

    def get_source(self, fullname: str) -> str | None:
        """Give the source, for tracebacks and debuggers."""
        source: str | None = self._source_loader().get_source(own_name(fullname))
        return source

    def get_filename(self, fullname: str) -> str:
        """Give the file of the module."""
        filename: str = self._source_loader().get_filename(own_name(fullname))
        return filename

    def _source_loader(self) -> Any:
        # Which methods a loader has is up to what the package was installed from: files, a zip.
        return self._own.loader


def _name_all() -> None:
    """Give the modules that are there already their other names, as Flask's import does."""
    for name, module in list(sys.modules.items()):
        if name.startswith(f"{STAND_IN}."):
            sys.modules.setdefault(f"{PACKAGE}{name.removeprefix(STAND_IN)}", module)
