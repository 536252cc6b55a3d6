"""Settings of an application: a dictionary that checks what is declared, and its sources."""

from __future__ import annotations

import errno
import json
import os
import types
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

from werkzeug.utils import import_string

from pegboard.settings import Declarations
from pegboard_hookspecs.errors import ConfigurationError

__all__ = ["Config"]


class Config(dict[str, Any]):
    """The settings of one application.

    A declared setting is checked when it is set: a wrong type or value is refused at the line
    that sets it. Names that nobody declared are the application's own and are not checked.

    :param root_path: the folder that relative file names start from.
    :param declarations: the declared settings, whose defaults fill the dictionary.
    """

    def __init__(
        self, root_path: str | os.PathLike[str], declarations: Declarations | None = None
    ) -> None:
        super().__init__()
        self.root_path = root_path
        self.declarations = Declarations() if declarations is None else declarations
        #: Where each value that is no default came from.
        self.sources: dict[str, str] = {}
        #: The files that were read, for whoever watches them.
        self.files: list[Path] = []
        self.declare()

    def declare(self) -> None:
        """Fill in the default of each declared setting that has no value yet."""
        for setting in self.declarations:
            if setting.name in self.sources:
                self._check(setting.name, self[setting.name], self.sources[setting.name])
            elif setting.name not in self:
                super().__setitem__(setting.name, setting.default)

    def __setitem__(self, key: str, value: Any) -> None:
        self._set(key, value, "app.config")

    def update(self, *sources: Any, **values: Any) -> None:
        """Set several values, checked like single ones."""
        for key, value in dict(*sources, **values).items():
            self[key] = value

    def setdefault(self, key: str, default: Any = None) -> Any:
        """Give a value, after setting it to the default where it is missing."""
        if key not in self:
            self[key] = default
        return self[key]

    def __ior__(self, other: Any) -> Config:  # type: ignore[override, misc]  # dict's is generic
        self.update(other)
        return self

    def from_mapping(self, mapping: Any = None, /, **values: Any) -> bool:
        """Take the upper-case names of a mapping or of pairs, and keywords."""
        self._take({**dict(mapping or {}), **values}, "app.config.from_mapping")
        return True

    def from_object(self, source: object) -> None:
        """Take the upper-case attributes of an object, a class, or what an import path names."""
        found = import_string(source) if isinstance(source, str) else source
        name = (
            source
            if isinstance(source, str)
            else getattr(source, "__name__", type(source).__name__)
        )
        values = {key: getattr(found, key) for key in dir(found) if key.isupper()}
        self._take(values, str(name))

    def from_pyfile(self, filename: str | os.PathLike[str], *, silent: bool = False) -> bool:
        """Run a Python file and take the upper-case names that it sets.

        :param silent: a missing file gives False.
        :raises OSError: the file cannot be read.
        :raises ConfigurationError: it is not valid Python, or a value is not valid.
        """
        content = self._read(filename, silent=silent)
        if content is None:
            return False
        path = self._path(filename)
        module = types.ModuleType("config")
        module.__file__ = str(path)
        try:
            exec(compile(content, path, "exec"), module.__dict__)  # noqa: S102 - the user's own file
        except SyntaxError as error:
            message = f"{path}, line {error.lineno}: {error.msg}. Correct the line."
            raise ConfigurationError(message) from error
        self._take({k: v for k, v in vars(module).items() if k.isupper()}, str(path))
        return True

    def from_file(
        self,
        filename: str | os.PathLike[str],
        load: Callable[[IO[Any]], Mapping[str, Any]],
        *,
        silent: bool = False,
        text: bool = True,
    ) -> bool:
        """Take the upper-case names of what a loader (``tomllib.load``, ``json.load``) reads.

        :param text: open the file as text; ``tomllib`` needs False.
        :raises OSError: the file cannot be read.
        :raises ConfigurationError: the loader refuses it, or a value is not valid.
        """
        if self._read(filename, silent=silent) is None:
            return False
        path = self._path(filename)
        with path.open("r" if text else "rb", encoding="utf-8" if text else None) as file:
            try:
                values = load(file)
            except ValueError as error:
                message = f"{path} cannot be read as settings: {error}. Correct the file."
                raise ConfigurationError(message) from error
        self._take(values, str(path))
        return True

    def from_envvar(self, variable: str, *, silent: bool = False) -> bool:
        """Run the Python file that an environment variable names.

        :raises ConfigurationError: the variable is not set or empty.
        """
        filename = os.environ.get(variable)
        if filename:
            return self.from_pyfile(filename, silent=silent)
        if silent:
            return False
        message = (
            f"The environment variable {variable!r} is not set, so no configuration could be "
            "loaded. Set it to the path of a configuration file."
        )
        raise ConfigurationError(message)

    def from_prefixed_env(
        self, prefix: str = "PEGBOARD", *, loads: Callable[[str], Any] = json.loads
    ) -> bool:
        """Take environment variables that start with a prefix and ``_``.

        Each value is read as JSON and stays text where it is none. ``__`` in a name reaches
        into a dictionary: ``PEGBOARD_DB__URL`` sets ``config["DB"]["URL"]``.
        """
        start = f"{prefix}_"
        for variable in sorted(name for name in os.environ if name.startswith(start)):
            value = _parsed(os.environ[variable], loads)
            self._set_nested(variable.removeprefix(start), value, f"environment, {variable}")
        return True

    def get_namespace(
        self, namespace: str, *, lowercase: bool = True, trim_namespace: bool = True
    ) -> dict[str, Any]:
        """Give the settings whose names start with a prefix."""
        found = {}
        for key in self:
            if key.startswith(namespace):
                name = key[len(namespace) :] if trim_namespace else key
                found[name.lower() if lowercase else name] = self[key]
        return found

    def _take(self, values: Mapping[str, Any], source: str) -> None:
        for key, value in values.items():
            if key.isupper():
                self._set(key, value, source)

    def _set(self, key: str, value: Any, source: str) -> None:
        self._check(key, value, source)
        self.sources[key] = source
        super().__setitem__(key, value)

    def _check(self, key: str, value: Any, source: str) -> None:
        setting = self.declarations.get(key)
        complaint = None if setting is None else setting.complaint(value)
        if setting is not None and complaint is not None:
            shown = "***" if setting.is_secret else repr(value)
            message = f"The setting {key} ({source}) is {shown}; {complaint}. {setting.help}"
            raise ConfigurationError(message)

    def _set_nested(self, key: str, value: Any, source: str) -> None:
        name, *parts = key.split("__")
        if not parts:
            self._set(name, value, source)
            return
        inner = self.setdefault(name, {})
        for part in parts[:-1]:
            inner = inner.setdefault(part, {})
        inner[parts[-1]] = value

    def _path(self, filename: str | os.PathLike[str]) -> Path:
        return Path(self.root_path, filename)

    def _read(self, filename: str | os.PathLike[str], *, silent: bool) -> bytes | None:
        path = self._path(filename)
        try:
            content = path.read_bytes()
        except OSError as error:
            if silent and error.errno in {errno.ENOENT, errno.EISDIR, errno.ENOTDIR}:
                return None
            error.strerror = f"Unable to load configuration file ({error.strerror})"
            raise
        self.files.append(path)
        return content


def _parsed(text: str, loads: Callable[[str], Any]) -> Any:
    try:
        return loads(text)
    except ValueError:
        return text
