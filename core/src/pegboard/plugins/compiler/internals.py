"""What the compiler relies on inside pluggy: written down, and tried once before it is used.

pluggy documents how hooks are called, not how its caller finds its implementations. A release
that changes the latter must cost speed, never correctness: :func:`obstacle` notices, and every
hook goes through pluggy's own loop.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Protocol

import pluggy

__all__ = ["Executor", "Plain", "Specification", "obstacle"]

#: A hook as a plain function: positional arguments in the order of its specification.
Plain = Callable[..., Any]

#: What pluggy hands a call to: name, implementations (last one first), arguments, and whether
#: the first answer is enough.
Executor = Callable[[str, Sequence[pluggy.HookImpl], Mapping[str, object], bool], object]


class Specification(Protocol):
    """The part of pluggy's record of a specification that is read here."""

    @property
    def argnames(self) -> tuple[str, ...]:
        """Arguments without a default, in order."""
        ...

    @property
    def kwargnames(self) -> tuple[str, ...]:
        """Arguments with a default, in order."""
        ...

    @property
    def kwargdefaults(self) -> Mapping[str, object]:
        """Those defaults."""
        ...

    @property
    def function(self) -> Callable[..., object]:
        """The function that was marked as the specification."""
        ...

    @property
    def opts(self) -> pluggy.HookspecOpts:
        """The options it was marked with."""
        ...


def obstacle() -> str | None:
    """Say why no hook may be compiled, or None when all is well; a reason is logged once."""
    reason = _switch() or _surprise()
    if reason is not None:
        _log(reason)
    return reason


def _switch() -> str | None:
    if os.environ.get("PEGBOARD_COMPILE", "").strip().lower() in {"0", "no", "off", "false"}:
        return "the environment variable PEGBOARD_COMPILE switches it off"
    return None


@cache
def _surprise() -> str | None:
    # Cached for the process: pluggy does not change under it, and trying it takes half a
    # millisecond.
    try:
        found = _Observed("probe").observe()
    except Exception as error:  # noqa: BLE001 - whatever a changed pluggy raises means the same
        found = {"an error": repr(error)}
    wrong = [name for name in _EXPECTED.keys() | found if found.get(name) != _EXPECTED.get(name)]
    if not wrong:
        return None
    seen = ", ".join(f"{name} = {found.get(name)!r}" for name in sorted(wrong))
    return f"pluggy {pluggy.__version__} works differently inside than expected ({seen})"


_EXPECTED: Mapping[str, object] = {
    "specification": (("one",), ("two",), {"two": 2}, True),
    "implementation": (("one",), ("two",), "sample", False, False),
    "call": ("sample", 1, {"one": 1, "two": 2}, True),
    "a monitor replaces the executor": True,
    "its undoing restores the executor": True,
}


class _Observed(pluggy.PluginManager):
    seen: tuple[object, ...] = ()

    def _hookexec(
        self,
        hook_name: str,
        methods: Sequence[pluggy.HookImpl],
        kwargs: Mapping[str, object],
        firstresult: bool,  # noqa: FBT001 - pluggy's signature
    ) -> object:
        self.seen = (hook_name, len(methods), dict(kwargs), firstresult)
        return super()._hookexec(hook_name, methods, kwargs, firstresult)

    def observe(self) -> dict[str, object]:
        """Use what the compiler uses, and tell what was seen."""
        self.add_hookspecs(_Sample)
        self.register(_Implementation(), "sample")
        caller = self.hook.sample
        caller(one=1)
        (impl,) = caller.get_hookimpls()
        executor = self._inner_hookexec
        undo = self.add_hookcall_monitoring(_watch, _watch)
        monitored = self._inner_hookexec
        undo()
        return {
            "specification": _described(caller.spec),
            "implementation": (*_names(impl), impl.plugin_name, impl.wrapper, impl.hookwrapper),
            "call": self.seen,
            "a monitor replaces the executor": monitored is not executor,
            "its undoing restores the executor": self._inner_hookexec is executor,
        }


def _described(spec: Any) -> tuple[object, ...]:
    return (*_names(spec), spec.kwargdefaults, spec.opts["firstresult"])


def _names(function: Any) -> tuple[object, ...]:
    return (function.argnames, function.kwargnames)


def _watch(*_: object) -> None:
    """Do nothing: a monitor that only has to be there."""


class _Sample:
    @pluggy.HookspecMarker("probe")(firstresult=True)
    def sample(self, one: int, two: int = 2) -> None: ...


class _Implementation:
    @pluggy.HookimplMarker("probe")
    def sample(self, one: int, two: int = 0) -> int:
        return one + two


@cache
def _log(reason: str) -> None:
    import logging  # noqa: PLC0415 - a start with nothing to log does without it

    logging.getLogger("pegboard").warning(
        "Hook calls are not compiled and take longer: %s.", reason
    )
