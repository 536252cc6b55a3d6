"""The files whose change starts the application anew."""

from __future__ import annotations

import os
import sys
import sysconfig
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path

__all__ = ["Watch"]

_SECONDS_BETWEEN_LOOKS = 0.25
#: In nanoseconds.
_SECOND = 10**9


class Watch:
    """Looks at the modules of the application, and at other files, again and again.

    :param others: files and folders beside the modules.
    :param patterns: of files that are not looked at, as in a shell.
    :param new_ones_count: a module that appears beside another one is a change, too, as where
        the application could not be loaded without it.
    :param since: when the application began to be loaded, in nanoseconds since 1970. What was
        saved between then and the first look is a change: the application may not have seen it.
    """

    def __init__(
        self,
        others: Iterable[str],
        patterns: Sequence[str],
        new_ones_count: bool,  # noqa: FBT001 - private to the plugin
        *,
        since: int,
    ) -> None:
        self._others = tuple(others)
        self._patterns = patterns
        self._new_ones_count = new_ones_count
        self._seen = self._look()
        self._missed = self._saved_since(since)

    @property
    def has_missed_change(self) -> bool:
        """Whether a file was saved before the first look, which :meth:`changed` gives first."""
        return self._missed is not None

    def wait(self) -> str:
        """Wait for a change; give the file."""
        while True:
            time.sleep(_SECONDS_BETWEEN_LOOKS)
            changed = self.changed()
            if changed is not None:
                return changed

    def changed(self) -> str | None:
        """Give a file that is not as it was at the last look."""
        if self._missed is not None:
            missed, self._missed = self._missed, None
            return missed
        before, self._seen = self._seen, self._look()
        for name, state in before.items():
            if self._seen.get(name) != state:
                return name
        if self._new_ones_count:
            return next((name for name in self._seen if name not in before), None)
        return None

    def _saved_since(self, since: int) -> str | None:
        # What claims to come from the future would claim it after the next start as well.
        now = time.time_ns()
        for name, (saved, _) in self._seen.items():
            # Some file systems know whole seconds only, and cut the rest off.
            begin = since if saved % _SECOND else since - since % _SECOND
            if begin <= saved <= now:
                return name
        return None

    def _look(self) -> Mapping[str, tuple[int, int]]:
        found = dict.fromkeys([*self._modules(), *self._beside()])
        states = ((name, _state(name)) for name in found if not self._is_excluded(name))
        return {name: state for name, state in states if state is not None}

    def _modules(self) -> Iterator[str]:
        for module in list(sys.modules.values()):
            name = getattr(module, "__file__", None)
            if isinstance(name, str) and not name.startswith(_LIBRARIES):
                yield name

    def _beside(self) -> Iterator[str]:
        for other in self._others:
            if Path(other).is_dir():
                yield from (str(path) for path in Path(other).rglob("*"))
            else:
                yield other
        if self._new_ones_count:
            folders = {Path(name).parent for name in self._modules()} | {Path.cwd()}
            yield from (str(path) for folder in folders for path in folder.glob("*.py"))

    def _is_excluded(self, name: str) -> bool:
        return any(fnmatch(name, pattern) for pattern in self._patterns)


def _state(name: str) -> tuple[int, int] | None:
    try:
        found = Path(name).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


#: Where the modules are that no save of a developer changes.
_LIBRARIES = tuple(
    {sysconfig.get_path(name) + os.sep for name in ("stdlib", "platstdlib", "purelib", "platlib")}
)
