"""Settings of an application: a dictionary that checks what is declared, and its sources."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from io import BytesIO, StringIO
from os import PathLike
from pathlib import Path
from typing import IO, Any, Self

from werkzeug.utils import import_string

from pegboard.config.declarations import Declarations
from pegboard.config.files import lines_of_python, lines_of_text, read_file, run_python
from pegboard.config.objects import place_of_attribute
from pegboard.config.variables import nested, parsed
from pegboard.places import place_of_caller
from pegboard_hookspecs.errors import ConfigurationError

__all__ = ["Config"]

_NO_LINES: Mapping[str, int] = {}
_MUTABLE = frozenset({dict, list, set})


class Config(dict[str, Any]):
    """The settings of one application.

    A declared setting is checked when it is set: a wrong type or value is refused at the line
    that sets it. Names that nobody declared are the application's own and are not checked.

    :param root_path: the folder that relative file names start from.
    :param declarations: the declared settings, whose defaults fill the dictionary.
    """

    def __init__(
        self, root_path: str | PathLike[str], declarations: Declarations | None = None
    ) -> None:
        super().__init__()
        self.root_path = root_path
        self.declarations = Declarations() if declarations is None else declarations
        #: Where each value that is no default came from, as ``file:line`` where there is one.
        self.sources: dict[str, str] = {}
        #: The files that were read, for whoever watches them.
        self.files: list[Path] = []
        self.declare()

    def declare(self) -> None:
        """Fill in the default of each declared setting that has no value yet.

        :raises ConfigurationError: a value that was set before its declaration is not valid.
        """
        for setting in self.declarations:
            name, default = setting.name, setting.default
            if name in self:
                self._check(name, self[name], self.sources.get(name, "a default"))
            else:
                # Applications must not share what can be changed.
                kept = deepcopy(default) if type(default) in _MUTABLE else default
                super().__setitem__(name, kept)

    def __setitem__(self, key: str, value: Any) -> None:
        self.put(key, value, place_of_caller())

    def put(self, key: str, value: Any, source: str) -> None:
        """Set a value that comes from elsewhere than the calling line.

        :param source: where it comes from, as for a place in :attr:`sources`.
        :raises ConfigurationError: the value is not valid.
        """
        self._check(key, value, source)
        self.sources[key] = source
        super().__setitem__(key, value)

    def update(self, *sources: Any, **values: Any) -> None:
        """Set several values, checked like single ones."""
        self._take(dict(*sources, **values), place_of_caller())

    def setdefault(self, key: str, default: Any = None) -> Any:
        """Give a value, after setting it to the default where it is missing."""
        if key not in self:
            self[key] = default
        return self[key]

    def __ior__(self, other: Any) -> Self:  # type: ignore[override, misc]  # dict's is generic
        self.update(other)
        return self

    def from_mapping(self, mapping: Any = None, /, **values: Any) -> bool:
        """Take the upper-case names of a mapping or of pairs, and keywords."""
        self._take(_upper({**dict(mapping or {}), **values}), place_of_caller())
        return True

    def from_object(self, source: object) -> None:
        """Take the upper-case attributes of an object, a class, or what an import path names.

        :raises ImportError: there is nothing under that import path.
        :raises ConfigurationError: a value is not valid; the message has its file and line.
        """
        found = import_string(source) if isinstance(source, str) else source
        values = {key: getattr(found, key) for key in dir(found) if key.isupper()}
        for key, value in values.items():
            if self._complaint(key, value) is not None:
                self._check(key, value, place_of_attribute(found, key))
        self._take(values, str(getattr(found, "__name__", type(found).__name__)))

    def from_pyfile(self, filename: str | PathLike[str], silent: bool = False) -> bool:  # noqa: FBT001, FBT002 - Flask's signature
        """Run a Python file and take the upper-case names that it sets.

        :param filename: relative to ``root_path``.
        :param silent: a missing file gives False.
        :raises ConfigurationFileError: the file cannot be read; it is an OSError as well.
        :raises ConfigurationError: it is not valid Python, or raises, or a value is not valid.
        """
        path = self._path(filename)
        content = self._read(path, silent=silent)
        if content is None:
            return False
        with _blaming(path):
            self._take_file(run_python(path, content), path, lines_of_python(content))
        return True

    def from_file(
        self,
        filename: str | PathLike[str],
        load: Callable[[IO[Any]], Mapping[str, Any]],
        silent: bool = False,  # noqa: FBT001, FBT002 - Flask's signature
        text: bool = True,  # noqa: FBT001, FBT002
    ) -> bool:
        """Take the upper-case names of what a loader (``tomllib.load``, ``json.load``) reads.

        :param filename: relative to ``root_path``.
        :param silent: a missing file gives False.
        :param text: open the file as text; ``tomllib`` needs False.
        :raises ConfigurationFileError: the file cannot be read; it is an OSError as well.
        :raises ConfigurationError: the loader refuses it, or a value is not valid.
        """
        path = self._path(filename)
        content = self._read(path, silent=silent)
        if content is None:
            return False
        with _blaming(path):
            values = _loaded(path, content, load, is_text=text)
            self._take_file(values, path, lines_of_text(content.decode(errors="replace")))
        return True

    def from_envvar(self, variable_name: str, silent: bool = False) -> bool:  # noqa: FBT001, FBT002 - Flask's signature
        """Run the Python file that an environment variable names.

        :param silent: an unset variable, or a missing file, gives False.
        :raises ConfigurationError: the variable is not set or empty; else as for
            :meth:`from_pyfile`.
        """
        filename = os.environ.get(variable_name)
        if filename:
            return self.from_pyfile(filename, silent=silent)
        if silent:
            return False
        message = (
            f"The environment variable {variable_name!r} is not set, so no configuration could be "
            "loaded. Set it to the path of a configuration file."
        )
        raise ConfigurationError(message)

    def from_prefixed_env(
        self, prefix: str = "PEGBOARD", *, loads: Callable[[str], Any] = json.loads
    ) -> bool:
        """Take environment variables that start with a prefix and ``_``.

        Each value is read as JSON and stays text where it is none, or where the setting wants
        text. ``__`` in a name reaches into a dictionary: ``PEGBOARD_DB__URL`` sets
        ``config["DB"]["URL"]``.

        :raises ConfigurationError: a value is not valid, or reaches into what is no dictionary.
        """
        start = f"{prefix}_"
        for variable in sorted(name for name in os.environ if name.startswith(start)):
            name, *rest = variable.removeprefix(start).split("__")
            setting = None if rest else self.declarations.get(name)
            value = parsed(os.environ[variable], loads, setting)
            value = nested(self, (name, *rest), value, variable)
            self.put(name, value, f"environment variable {variable}")
        return True

    def get_namespace(
        self,
        namespace: str,
        lowercase: bool = True,  # noqa: FBT001, FBT002 - Flask's signature
        trim_namespace: bool = True,  # noqa: FBT001, FBT002
    ) -> dict[str, Any]:
        """Give the settings whose names start with a prefix.

        :param lowercase: give the names in lower case.
        :param trim_namespace: give the names without the prefix.
        """
        found: dict[str, Any] = {}
        for key, value in self.items():
            if key.startswith(namespace):
                name = key[len(namespace) :] if trim_namespace else key
                found[name.lower() if lowercase else name] = value
        return found

    def __repr__(self) -> str:
        shown = {key: self._shown(key, value) for key, value in self.items()}
        return f"<Config {{{', '.join(f'{key!r}: {text}' for key, text in shown.items())}}}>"

    def _take_file(self, values: Mapping[str, Any], path: Path, lines: Mapping[str, int]) -> None:
        self._take(_upper(values), str(path), lines)

    def _take(
        self, values: Mapping[str, Any], source: str, lines: Mapping[str, int] = _NO_LINES
    ) -> None:
        """Set all of these values, or none if one of them is not valid."""
        places = {key: f"{source}:{lines[key]}" if key in lines else source for key in values}
        for key, value in values.items():
            self._check(key, value, places[key])
        for key, value in values.items():
            self.put(key, value, places[key])

    def _check(self, key: str, value: Any, source: str) -> None:
        complaint = self._complaint(key, value)
        if complaint is not None:
            message = f"The setting {key} ({source}) is {self._shown(key, value)}; {complaint}"
            raise ConfigurationError(message)

    def _complaint(self, key: str, value: Any) -> str | None:
        """Say what is wrong with a value and what the setting is, or None."""
        setting = self.declarations.get(key)
        complaint = None if setting is None else setting.complaint(value)
        return None if setting is None or complaint is None else f"{complaint}. {setting.help}"

    def _shown(self, key: str, value: object) -> str:
        setting = self.declarations.get(key)
        is_secret = setting is not None and setting.is_secret and value is not None
        return "***" if is_secret else repr(value)

    def _path(self, filename: str | PathLike[str]) -> Path:
        return Path(self.root_path, filename)

    def _read(self, path: Path, *, silent: bool) -> bytes | None:
        content = read_file(path, silent=silent)
        if content is not None:
            self.files.append(path)
        return content


def _upper(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key.isupper()}


def _loaded(
    path: Path, content: bytes, load: Callable[[IO[Any]], Mapping[str, Any]], *, is_text: bool
) -> Mapping[str, Any]:
    try:
        return dict(load(StringIO(content.decode()) if is_text else BytesIO(content)))
    except Exception as error:
        is_kind = is_text and isinstance(error, TypeError)
        cure = "Pass text=False, if the loader wants bytes." if is_kind else "Correct the file."
        message = f"{path} cannot be read as settings: {error}. {cure}"
        raise ConfigurationError(message) from error


@contextmanager
def _blaming(path: Path) -> Generator[None, None, None]:
    """Note on a failure which file is wrong."""
    try:
        yield
    except ConfigurationError as error:
        error.filename = str(path)
        raise
