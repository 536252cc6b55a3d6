"""What finds Flask's modules, and the metadata of its distribution, in this package."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from pegboard_flask.standing_in.distribution import StandInDistribution
from pegboard_flask.standing_in.loader import StandInLoader
from pegboard_flask.standing_in.names import PACKAGE, is_flask, own_name
from pegboard_flask.standing_in.setuptools import LIBRARY, find_library

__all__ = ["StandInFinder"]

#: The finders that look for installed distributions on ``sys.path``: Python's, and the one that
#: the library importlib-metadata puts in its place.
_PATH_FINDERS = frozenset({"PathFinder", "MetadataPathFinder"})


class StandInFinder(MetaPathFinder):
    """Answers for ``flask``, ``flask.…`` and the distribution "Flask".

    It has to be the first on ``sys.meta_path``, before the one that finds an installed Flask.
    """

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,  # noqa: ARG002 - a finder's signature
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        """Find a module of Flask's; None for what this package has not, and for all others.

        The one that reads metadata by itself is found as ever, and told of the distribution.
        """
        if fullname == LIBRARY:
            return find_library()
        own = find_spec(own_name(fullname)) if is_flask(fullname) else None
        if own is None:
            return None
        spec = ModuleSpec(
            fullname,
            StandInLoader(own),
            origin=own.origin,
            is_package=own.submodule_search_locations is not None,
        )
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.extend(own.submodule_search_locations or ())
        return spec

    def find_distributions(self, context: Any) -> Iterator[Any]:
        """Find the distribution "Flask", in place of one that is installed.

        A search of named folders, as pip makes, is not answered: it is about files.

        :param context: of ``importlib.metadata`` or of the library that has its name.
        """
        name: str | None = context.name
        if "path" in vars(context) or (name is not None and _normalised(name) != PACKAGE):
            return
        yield StandInDistribution()
        if name is None:
            yield from self._others(context)
        # The finders behind this one would find an installed Flask too. What they find was given.
        vars(context)["path"] = []

    def _others(self, context: Any) -> Iterator[Any]:
        """Give what is on ``sys.path``, without Flask."""
        for finder in list(sys.meta_path):
            kind = finder if isinstance(finder, type) else type(finder)
            find = getattr(finder, "find_distributions", None)
            if kind.__name__ not in _PATH_FINDERS or find is None:
                continue
            for each in find(context):
                # As entry points are told apart: by the folder's name, and no file is read.
                if getattr(each, "_normalized_name", None) != PACKAGE:
                    yield each


def _normalised(name: str) -> str:
    return name.lower().replace("-", "_").replace(".", "_")
