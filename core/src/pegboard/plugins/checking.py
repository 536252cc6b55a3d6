"""``app.check()``: what plugins find wrong or risky about an application."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pluggy import HookImpl

from pegboard.plugins.plugin_set import PluginSet
from pegboard_hookspecs import Finding

__all__ = ["findings"]

_UNLOCKED = Finding(
    id="pegboard.deploy-unlocked",
    level="info",
    message="What is installed decides which plugins are loaded.",
    cure="Write them down, so that these are loaded and no others: pegboard lock",
)


def findings(app: object, plugins: PluginSet, *, deploy: bool = False) -> list[Finding]:
    """Ask every plugin; one whose check is broken becomes a finding, and hides no other's.

    :param deploy: what matters only where strangers reach the application counts too.
    """
    own = [_UNLOCKED] if deploy and plugins.selection.lock is None else []
    return [*own, *_of_all(app, plugins, deploy=deploy)]


def _of_all(app: object, plugins: PluginSet, *, deploy: bool) -> list[Finding]:
    check = plugins.calls.check
    try:
        return [] if check is None else list(_checked(check(app, deploy)))
    except Exception:  # noqa: BLE001 - whoever raised is found by asking one after the other
        implementations: list[HookImpl] = plugins.manager.hook.check.get_hookimpls()
        return [
            finding
            for each in reversed(implementations)
            if not each.wrapper
            for finding in _of_one({"app": app, "deploy": deploy}, each)
        ]


def _checked(answers: Iterable[Iterable[Any]]) -> Iterator[Finding]:
    for answer in answers:
        for finding in answer:
            if not isinstance(finding, Finding):
                message = f"check() gave {finding!r} where a Finding is due"
                raise TypeError(message)
            yield finding


def _of_one(arguments: Mapping[str, object], implementation: HookImpl) -> list[Finding]:
    try:
        # An implementation may leave arguments out.
        given = (arguments[name] for name in implementation.argnames)
        answer: Any = implementation.function(*given)
        return [] if answer is None else list(_checked([answer]))
    except Exception as error:  # noqa: BLE001 - a broken check must not hide the others
        return [_broken(implementation.plugin_name, error)]


def _broken(identity: str, error: Exception) -> Finding:
    return Finding(
        id="pegboard.check-failed",
        level="error",
        message=f"The check of {identity} raised {type(error).__name__}: {error}",
        place=identity,
        cure="Report it to the plugin's author.",
    )
