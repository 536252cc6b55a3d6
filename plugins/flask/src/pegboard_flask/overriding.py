"""Which of Flask's methods an application has put others in place of.

The kernel takes a request through compiled hooks and calls none of these methods. An application
that overrides one, in a subclass or by assigning to the instance as many extensions do, is taken
through them step by step instead; all others keep the short way.
"""

from __future__ import annotations

from typing import Any

__all__ = ["Overriding"]

#: Methods that are steps of a request.
_STEPS = frozenset(
    {
        "create_url_adapter",
        "dispatch_request",
        "do_teardown_appcontext",
        "do_teardown_request",
        "ensure_sync",
        "finalize_request",
        "full_dispatch_request",
        "handle_exception",
        "handle_http_exception",
        "handle_user_exception",
        "log_exception",
        "make_default_options_response",
        "make_response",
        "preprocess_request",
        "process_response",
        "raise_routing_exception",
        "session_interface",
        "should_ignore_error",
        "trap_http_exception",
        "update_template_context",
        "inject_url_defaults",
        "handle_url_build_error",
    }
)


class Overriding:
    """Keeps count of the steps that a class or an instance overrides."""

    #: Steps that the class overrides.
    _class_steps: frozenset[str] = frozenset()
    #: Steps that the class or the instance overrides.
    _own_steps: frozenset[str] = frozenset()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if not _is_ours(cls):
            found = _STEPS & vars(cls).keys()
            for base in cls.__mro__[1:]:
                found |= _steps_of(base)
            cls._class_steps = cls._own_steps = found

    def __setattr__(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)
        if name in _STEPS:
            self._count_steps()

    def __delattr__(self, name: str) -> None:
        object.__delattr__(self, name)
        if name in _STEPS:
            self._count_steps()

    def overrides(self, step: str) -> bool:
        """Say whether a step is the application's own."""
        return step in self._own_steps

    def _count_steps(self) -> None:
        own = self._class_steps | (_STEPS & self.__dict__.keys())
        object.__setattr__(self, "_own_steps", own)


def _steps_of(base: type[Any]) -> frozenset[str]:
    """Give the steps that a base class brings."""
    if issubclass(base, Overriding) or _is_ours(base):
        found: frozenset[str] = getattr(base, "_class_steps", frozenset())
        return found
    # It is no application, but is mixed in: what it defines goes before what Flask does.
    return frozenset(_STEPS & vars(base).keys())


def _is_ours(kind: type[Any]) -> bool:
    return kind.__module__.partition(".")[0] in {"pegboard", "pegboard_flask"}
