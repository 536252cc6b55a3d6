"""Settings: a dictionary with loaders, and attributes that stand for one of its keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from os import PathLike
from typing import IO, Any, Generic, Self, TypeVar, overload

import pegboard
from pegboard.config import Declarations
from pegboard_hookspecs.errors import ConfigurationError, ConfigurationFileError

__all__ = ["Config", "ConfigAttribute"]

T = TypeVar("T")


class ConfigAttribute(Generic[T]):
    """An attribute of an application that is one of its settings.

    :param get_converter: makes what is read of what is set.
    """

    def __init__(self, name: str, get_converter: Callable[[Any], T] | None = None) -> None:
        self.get_converter = get_converter
        self._name = name

    @overload
    def __get__(self, obj: None, owner: None) -> Self: ...

    @overload
    def __get__(self, obj: Any, owner: type[Any]) -> T: ...

    def __get__(self, obj: Any, owner: type[Any] | None = None) -> T | Self:
        if obj is None:
            return self
        value = obj.config[self._name]
        return value if self.get_converter is None else self.get_converter(value)

    def __set__(self, obj: Any, value: Any) -> None:
        obj.config[self._name] = value


class Config(pegboard.Config):
    """The settings of an application, unchecked; see :class:`pegboard.Config` for the loaders.

    :param root_path: the folder that relative file names start from.
    :param defaults: what is in it from the start. An application hands in its declarations.
    """

    def __init__(
        self,
        root_path: str | PathLike[str],
        defaults: Mapping[str, Any] | Declarations | None = None,
    ) -> None:
        self._is_declared = isinstance(defaults, Declarations)
        super().__init__(root_path, defaults if isinstance(defaults, Declarations) else None)
        if not isinstance(defaults, Declarations):
            # As they are, without a note of where they came from.
            super(pegboard.Config, self).update(defaults or {})

    def declare(self) -> None:
        """Fill in the defaults of declared settings, in the settings of an application."""
        if self._is_declared:
            super().declare()

    def from_pyfile(self, filename: str | PathLike[str], silent: bool = False) -> bool:  # noqa: FBT001, FBT002 - Flask's signature
        """Run a Python file and take the upper-case names that it sets; what it raises passes."""
        with _passing():
            return super().from_pyfile(filename, silent=silent)

    def from_file(
        self,
        filename: str | PathLike[str],
        load: Callable[[IO[Any]], Mapping[str, Any]],
        silent: bool = False,  # noqa: FBT001, FBT002 - Flask's signature
        text: bool = True,  # noqa: FBT001, FBT002
    ) -> bool:
        """Take the upper-case names of what a loader reads; what it raises passes."""
        with _passing():
            return super().from_file(filename, load, silent=silent, text=text)

    def from_prefixed_env(
        self, prefix: str = "FLASK", *, loads: Callable[[str], Any] = json.loads
    ) -> bool:
        """Take environment variables that start with a prefix and ``_``.

        :param loads: reads the values; what it refuses stays text.
        """
        return super().from_prefixed_env(prefix, loads=loads)

    def _check(self, key: str, value: Any, source: str) -> None:
        """Take whatever is set, as Flask does."""

    def _complaint(self, key: str, value: Any) -> str | None:  # noqa: ARG002 - see above
        return None


@contextmanager
def _passing() -> Generator[None, None, None]:
    """Let what a file or a loader raised through, with a note that names file and line."""
    try:
        yield
    except ConfigurationFileError:
        raise
    except ConfigurationError as error:
        cause = error.__cause__
        if cause is None:
            raise
        cause.add_note(str(error))
        raise cause from None
