"""The switch ``PEGBOARD_AS_FLASK``, read as Python starts: with 1 pegboard_flask is Flask.

``pegboard_as_flask.pth`` imports this module where the variable is set. It needs little of Python,
and imports pegboard_flask when Flask is first asked for and not before: most programs that inherit
the variable never do. Whatever is wrong, the interpreter starts.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import ModuleSpec, PathFinder

__all__ = ["Switch", "read_switch"]

_FLASK = "flask"
_VARIABLE = "PEGBOARD_AS_FLASK"
_ON = ("1", "true")
_OFF = ("", "0", "false")


class Switch:
    """Stands in front of the finders of modules until Flask is asked for, then makes way.

    It is a finder by its methods only: to import what it could be derived from takes longer than
    Python's start.

    :param complaint: why Flask cannot be stood in for; its import fails with that.
    """

    def __init__(self, complaint: str | None = None) -> None:
        self.complaint = complaint

    def find_spec(
        self,
        fullname: str,
        path: object = None,  # noqa: ARG002 - a finder's signature
        target: object = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        """Find ``flask`` in pegboard_flask; None for every other module.

        :raises ImportError: pegboard_flask cannot be imported, or the variable's value is none.
        """
        if fullname != _FLASK:
            return None
        self._make_way()
        # Importable now, and as late as here: see above.
        from pegboard_flask.standing_in import StandInFinder  # noqa: PLC0415

        return StandInFinder().find_spec(fullname)

    def find_distributions(self, context: object) -> list[object]:
        """Find the distribution "Flask", where all are asked for or that one.

        :raises ImportError: as for :meth:`find_spec`.
        """
        name: str | None = getattr(context, "name", None)
        is_asked = name.lower() == _FLASK if name is not None else self.complaint is None
        # A search of named folders, as pip makes, is about files.
        if not is_asked or "path" in vars(context):
            return []
        self._make_way()
        # As above.
        from pegboard_flask.standing_in import StandInFinder  # noqa: PLC0415

        return list(StandInFinder().find_distributions(context))

    def _make_way(self) -> None:
        """Put the finder of pegboard_flask in the place of this one."""
        if self.complaint is not None:
            raise ImportError(self.complaint, name=_FLASK)
        try:
            # As above.
            from pegboard_flask.standing_in import install_as_flask  # noqa: PLC0415
        except ImportError as error:
            complaint = (
                f"{_VARIABLE} asks for pegboard_flask in place of Flask, and it cannot be "
                f"imported: {error}. Run: pip install pegboard-flask; or unset {_VARIABLE}."
            )
            raise ImportError(complaint, name=_FLASK) from error
        install_as_flask()
        # Another thread may have been here meanwhile.
        sys.meta_path[:] = [finder for finder in sys.meta_path if finder is not self]


def read_switch() -> None:
    """Heed the variable; what is wrong with it, or with what it asks for, is told at once."""
    value = os.environ.get(_VARIABLE, "")
    if value.lower() in _OFF or _FLASK in sys.modules:
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
