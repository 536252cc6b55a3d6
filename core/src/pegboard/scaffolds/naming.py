"""What a project may be called, and what its package is called then."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from keyword import iskeyword

from pegboard_hookspecs.errors import CommandError

__all__ = ["ProjectName", "project_name"]

#: As PEP 508 has it.
_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
_SEPARATORS = re.compile(r"[-_.]+")
#: The longest name with which no line of a new project is too long for its own linter.
_LONGEST = 50
_TAKEN = frozenset({"pegboard", "pegboard_contract", "pegboard_hookspecs", "tests"})


@dataclass(frozen=True, slots=True)
class ProjectName:
    """The names of a project.

    :param name: the distribution's, and the folder's.
    :param package: what is imported.
    """

    name: str
    package: str

    @property
    def short(self) -> str:
        """What tells a plugin from others of its distribution: the package without the prefix."""
        return self.package.removeprefix("pegboard_")


def project_name(text: str) -> ProjectName:
    """Read the name of a new project.

    :raises CommandError: it is no name of a distribution (PEP 508), or none of a package can be
        made of it; the message says what to write.
    """
    package = _SEPARATORS.sub("_", text).lower()
    reason = _obstacle(text, package)
    if reason:
        raise CommandError(f"No project can be called {text!r}: {reason}")
    return ProjectName(text, package)


def _obstacle(text: str, package: str) -> str:
    if _NAME.fullmatch(text) is None:
        return (
            "a name has letters and digits of ASCII, and between them hyphens, dots and "
            "underscores (PEP 508). Write one such as 'my-project'; it becomes a folder here."
        )
    if len(text) > _LONGEST:
        return f"it has {len(text)} characters. Take {_LONGEST} at most."
    if not package.isidentifier() or iskeyword(package):
        return f"Python cannot import a package {package!r}. Begin with a letter, or add a word."
    if package in sys.stdlib_module_names or package in _TAKEN:
        return f"its package {package!r} would hide the one that is there already. Add a word."
    return ""
