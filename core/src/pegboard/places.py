"""Where things are: the folder of a module, and the line that registers something."""

from __future__ import annotations

import importlib.util
import os
import sys
from functools import partial
from inspect import getsourcefile, getsourcelines
from pathlib import Path
from types import CodeType

from pegboard_hookspecs.errors import SetupError

__all__ = [
    "find_instance_path",
    "find_root_path",
    "place_of_caller",
    "place_of_function",
    "place_of_view",
]

_OWN = "pegboard"
_INSTANCE = "PEGBOARD_INSTANCE_PATH"


def place_of_caller() -> str:
    """Give ``file:line`` of the nearest caller outside of Pegboard's own packages."""
    # The inspect module would read source files for this.
    frame = sys._getframe(1)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # it is documented
    while frame.f_back is not None and _is_own(frame.f_globals.get("__name__", "")):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


def place_of_function(function: object) -> str:
    """Give ``file:line`` of where something that can be called is defined, or else its repr.

    Of a decorated function it is that of the function inside, of a class-based view that of its
    class, and of an object that of its ``__call__``.
    """
    inside = _inside(function)
    if isinstance(inside, type):
        return _place_of_class(inside)
    code = _code(inside)
    if code is None and callable(inside):
        code = _code(type(inside).__call__)
    return repr(function) if code is None else f"{code.co_filename}:{code.co_firstlineno}"


def place_of_view(view: object, method: str) -> str:
    """Give where a view is defined; of a class-based one with its class and what answers.

    :param method: the HTTP method that it answers.
    """
    owner = getattr(view, "view_class", None)
    if not isinstance(owner, type):
        return place_of_function(view)
    name_handler = getattr(owner, "handler_name", None)
    name = "" if name_handler is None else name_handler(method)
    place = place_of_function(getattr(owner, name, owner))
    return f"{owner.__qualname__}.{name} at {place}" if name else f"{owner.__qualname__} at {place}"


def find_root_path(import_name: str) -> str:
    """Find the folder of a module or package, without importing it.

    A name that is not importable, as ``__main__`` in an interactive session, gives the current
    folder.

    :raises SetupError: the module has no single folder, as a namespace package.
    """
    file = _file_of(import_name)
    return str(Path.cwd() if file is None else file.parent)


def find_instance_path(import_name: str, root_path: str | None, given: str | None) -> str:
    """Find the folder for what belongs to one installation: databases, secrets.

    The environment variable ``PEGBOARD_INSTANCE_PATH`` names it, else it is beside the module or
    outermost package; for an installed one, ``var/NAME-instance`` below the installation's prefix.

    :param root_path: the folder of the module, where it was given; the folder is inside it then.
    :raises ValueError: the given one is not absolute.
    """
    if given is not None:
        if not Path(given).is_absolute():
            message = f"The instance path must be absolute, but is {given!r}. Give the whole path."
            raise ValueError(message)
        return given
    told = os.environ.get(_INSTANCE)
    if told:
        return str(Path(told).absolute())
    folder = _folder_around(import_name) if root_path is None else Path(root_path).resolve()
    prefix = Path(sys.prefix).resolve()
    if "site-packages" in folder.parts or folder.is_relative_to(prefix):
        return str(prefix / "var" / f"{import_name}-instance")
    return str(folder / "instance")


def _inside(function: object) -> object:
    """Take off what decorators, ``functools.partial`` and ``as_view`` have put around."""
    seen: set[int] = set()
    while id(function) not in seen:
        seen.add(id(function))
        kind = getattr(function, "view_class", None)
        if isinstance(kind, type):
            return kind
        function = getattr(function, "__wrapped__", function)
        if isinstance(function, partial):
            function = function.func
    return function


def _place_of_class(kind: type) -> str:
    try:
        return f"{getsourcefile(kind)}:{getsourcelines(kind)[1]}"
    except (OSError, TypeError):
        # It has no file: it was written at a prompt, or is the interpreter's own.
        return repr(kind)


def _code(function: object) -> CodeType | None:
    code: CodeType | None = getattr(function, "__code__", None)
    return code


def _folder_around(import_name: str) -> Path:
    """Give the folder that the outermost package, or the module, lies in."""
    file = _file_of(import_name)
    if file is None:
        return Path.cwd()
    depth = import_name.count(".") + (file.stem == "__init__")
    return file.parents[depth]


def _file_of(import_name: str) -> Path | None:
    file = getattr(sys.modules.get(import_name), "__file__", None) or _file_of_spec(import_name)
    return None if file is None else Path(file).resolve()


def _file_of_spec(import_name: str) -> str | None:
    try:
        spec = importlib.util.find_spec(import_name)
    except (ImportError, ValueError):
        return None
    if spec is not None and not spec.has_location:
        message = (
            f"No root path can be found for {import_name!r}: it is a namespace package, or its "
            'loader does not say. Pass it explicitly, as root_path="…".'
        )
        raise SetupError(message)
    return None if spec is None else spec.origin


def _is_own(module: str) -> bool:
    return module == _OWN or module.startswith((f"{_OWN}.", f"{_OWN}_"))
