"""What the library pkg_resources, part of setuptools, knows of the distribution "Flask".

It reads the folders of ``sys.path`` as it is imported, and asks no finder.
"""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

from pegboard_flask.standing_in.version import FLASK_VERSION

__all__ = ["LIBRARY", "find_library", "tell_library"]

#: The library, which need not be installed.
LIBRARY = "pkg_resources"


def tell_library() -> None:
    """Put the distribution into the library's working set, if it was imported before."""
    module = sys.modules.get(LIBRARY)
    if module is not None:
        _add(module)


def find_library() -> ModuleSpec | None:
    """Find the library so that the distribution is put into its working set at its import."""
    spec = PathFinder.find_spec(LIBRARY)
    loader: Any = None if spec is None else spec.loader
    if loader is None:
        return None
    run = loader.exec_module

    def exec_module(module: ModuleType) -> None:
        run(module)
        _add(module)

    loader.exec_module = exec_module
    return spec


def _add(module: Any) -> None:
    made = module.Distribution(
        str(Path(__file__).parents[2]), project_name="Flask", version=FLASK_VERSION
    )
    module.working_set.add(made, replace=True)
