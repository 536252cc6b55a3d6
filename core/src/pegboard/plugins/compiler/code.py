"""Turns the shape of a hook into a function, once for each shape."""

from __future__ import annotations

import linecache
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import FrameType
from typing import Any, cast

import pluggy

from pegboard.plugins.compiler.internals import Plain, Specification
from pegboard.plugins.compiler.running import enter, first_of, leave, leave_always
from pegboard.plugins.compiler.shape import Shape
from pegboard.plugins.compiler.source import write_source

__all__ = ["Compiled", "callee", "compile_shape"]

#: Where the frame of a compiled hook keeps who is called in which line.
_OWNERS = "_pegboard_owners"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled shape, bound to no implementations yet.

    :param text: its source, which tracebacks and ``pegboard explain`` show.
    """

    text: str
    _bind: Callable[..., Plain]

    def bind(self, impls: Sequence[pluggy.HookImpl], spec: Specification) -> Plain:
        """Make the hook of these implementations and of the specification's defaults.

        :param impls: in pluggy's order: the last one is called first.
        """
        functions = [impl.function for impl in reversed(impls)]
        return self._bind(*functions, *spec.kwargdefaults.values())


@lru_cache(maxsize=1024)
def compile_shape(shape: Shape) -> Compiled:
    """Compile a shape.

    Cached because a shape has one meaning in every process: applications with the same
    plugins, as a test suite makes by the hundred, share the code and nothing else.
    """
    source = write_source(shape)
    filename = f"<pegboard hook {shape.hook} {zlib.crc32(source.text.encode()):08x}>"
    namespace: dict[str, Any] = {**_HELPERS, _OWNERS: source.owners}
    # The text consists of identifiers alone, taken from the code of the implementations.
    exec(compile(source.text, filename, "exec"), namespace)  # noqa: S102
    # No modification time: linecache keeps such an entry until the process ends.
    lines = source.text.splitlines(keepends=True)
    linecache.cache[filename] = (len(source.text), None, lines, filename)
    return Compiled(source.text, namespace["bind"])


def callee(frame: FrameType, line: int) -> object | None:
    """Give the implementation that a line of a compiled hook calls, if the frame is of one."""
    owners = cast("Mapping[int, str]", frame.f_globals.get(_OWNERS, {}))
    label = owners.get(line)
    return None if label is None else frame.f_locals.get(label)


_HELPERS: Mapping[str, object] = {
    "_enter": enter,
    "_first_of": first_of,
    "_leave": leave,
    "_leave_always": leave_always,
}
