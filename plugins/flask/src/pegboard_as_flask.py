"""The switch ``PEGBOARD_AS_FLASK``, read as Python starts: with 1 pegboard_flask is Flask.

``pegboard_as_flask.pth`` imports this module where the variable is set. It needs nothing but
Python, and imports pegboard_flask when Flask is first asked for and not before: most programs that
inherit the variable never do. Whatever is wrong, the interpreter starts.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

__all__ = ["Switch", "read_switch"]

_VARIABLE = "PEGBOARD_AS_FLASK"
_ON = frozenset({"1", "true"})
_OFF = frozenset({"", "0", "false"})


class Switch(MetaPathFinder):
    """Stands in front of the finders of modules until Flask is asked for, then makes way.

    :param complaint: why Flask cannot be stood in for; its import fails with that.
    """

    def __init__(self, complaint: str | None = None) -> None:
        self.complaint = complaint

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Find ``flask`` in pegboard_flask; None for every other module.

        :raises ImportError: pegboard_flask cannot be imported, or the variable's value is none.
        """
        if fullname != "flask":
            return None
        found: ModuleSpec | None = self._stand_in().find_spec(fullname, path, target)
        return found

    def find_distributions(self, context: Any) -> Iterator[Any]:
        """Find the distribution "Flask", where all are asked for or that one.

        :raises ImportError: as for :meth:`find_spec`.
        """
        is_asked = context.name is None or context.name.lower() == "flask"
        is_about_files = "path" in vars(context)
        if not is_asked or is_about_files or (context.name is None and self.complaint):
            return
        yield from self._stand_in().find_distributions(context)

    def _stand_in(self) -> Any:
        """Put the finder of pegboard_flask in the place of this one."""
        if self.complaint is not None:
            raise ImportError(self.complaint, name="flask")
        try:
            # As late as here: see above.
            from pegboard_flask.standing_in import install_as_flask  # noqa: PLC0415
        except ImportError as error:
            complaint = (
                f"{_VARIABLE} asks for pegboard_flask in place of Flask, and it cannot be "
                f"imported: {error}. Run: pip install pegboard-flask; or unset {_VARIABLE}."
            )
            raise ImportError(complaint, name="flask") from error
        install_as_flask()
        # Another thread may have been here meanwhile.
        sys.meta_path[:] = [finder for finder in sys.meta_path if finder is not self]
        return next(each for each in sys.meta_path if type(each).__name__ == "StandInFinder")


def read_switch() -> None:
    """Heed the variable; what is wrong with it, or with what it asks for, is told at once."""
    value = os.environ.get(_VARIABLE, "")
    if value.lower() in _OFF or "flask" in sys.modules:
        return
    complaint = _complaint(value)
    if complaint is not None:
        sys.stderr.write(f"Error: {complaint}\n")
    sys.meta_path.insert(0, Switch(complaint))


def _complaint(value: str) -> str | None:
    if value.lower() not in _ON:
        return (
            f"{_VARIABLE} is {value!r}, which is neither on nor off. Set it to 1, and Flask is "
            "stood in for by pegboard_flask; or to 0."
        )
    if PathFinder.find_spec("pegboard_flask") is None:
        return (
            f"{_VARIABLE} asks for pegboard_flask in place of Flask, and there is no such package "
            f"here. Run: pip install pegboard-flask; or unset {_VARIABLE}."
        )
    return None


read_switch()
