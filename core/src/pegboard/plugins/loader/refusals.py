"""What keeps a plugin from being registered: each breach with its hook and its cure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from pegboard.plugins.loader.candidate import Candidate
from pegboard.plugins.loader.identity import suggestion
from pegboard.plugins.loader.methods import Method, methods_of
from pegboard.plugins.loader.ordering import PHASES
from pegboard.plugins.loader.specbook import Spec
from pegboard_hookspecs.errors import PluginRefusedError
from pegboard_hookspecs.setting import Setting

__all__ = ["complaints", "refuse"]

_NO_CAPABILITIES: frozenset[str] = frozenset()


def refuse(candidate: Candidate, plugin: object, book: Mapping[str, Spec]) -> None:
    """Check a plugin before it is registered.

    :param plugin: the instance that an entry point's class or factory gave.
    :raises PluginRefusedError: it breaks the contract; the message names every breach.
    """
    found = list(complaints(candidate, plugin, book))
    if found:
        raise PluginRefusedError(
            f"The plugin {candidate} is refused. {' '.join(found)}", plugin=candidate.identity
        )


def complaints(candidate: Candidate, plugin: object, book: Mapping[str, Spec]) -> Iterator[str]:
    """Say what is wrong with a plugin, one sentence or two for each breach."""
    if isinstance(plugin, type):
        yield (
            f"{candidate.target} gave the class {plugin.__name__!r} where an instance is due. "
            f"Return {plugin.__name__}() from the factory."
        )
        return
    yield from _declarations(plugin)
    methods = methods_of(plugin)
    for method in methods:
        yield from _of_method(candidate, method, book)
    yield from _left_out(candidate, methods, book)


def _declarations(plugin: object) -> Iterator[str]:
    phase = getattr(plugin, "phase", "normal")
    if phase not in PHASES:
        yield f"Its phase is {phase!r}. Write one of {', '.join(map(repr, PHASES))}."
    for name in ("before", "after"):
        value = getattr(plugin, name, ())
        if not _are(str, value):
            yield f"Its {name!r} is {value!r}. Write a tuple of identities, distributions or slots."
    settings = getattr(plugin, "settings", ())
    if not _are(Setting, settings):
        yield f"Its 'settings' are {settings!r}. Write a tuple of Setting(...)."
    else:
        yield from _mistyped(cast("Iterable[Setting]", settings))
    capabilities: object = getattr(plugin, "capabilities", _NO_CAPABILITIES)
    if not isinstance(capabilities, (frozenset, set)):
        yield (
            f"Its 'capabilities' are {capabilities!r}. Write a frozenset of names, as in "
            'frozenset({"streaming"}).'
        )


def _mistyped(settings: Iterable[Setting]) -> Iterator[str]:
    for setting in settings:
        # The annotation promises a tuple; a single type is an easy slip.
        if not isinstance(setting.types, tuple):  # pyright: ignore[reportUnnecessaryIsInstance]
            yield (
                f"The types of its setting {setting.name!r} are {setting.types!r}. Write a tuple "
                "of types, as in (str,)."
            )


def _are(kind: type, values: object) -> bool:
    if not isinstance(values, (tuple, list)):
        return False
    return all(isinstance(value, kind) for value in cast("Sequence[object]", values))


def _of_method(candidate: Candidate, method: Method, book: Mapping[str, Spec]) -> Iterator[str]:
    if method.mark is None:
        if method.name in book:
            yield (
                f"Its method {method.name!r} has the name of a hook but is not marked as one. "
                "Write @hookimpl above it, or rename it."
            )
        return
    hook = str(method.mark["specname"] or method.name)
    spec = book.get(hook)
    yield from _of_mark(candidate, hook, method)
    if spec is not None:
        yield from _of_arguments(hook, method, spec)
        yield from _of_slot(candidate, method, spec)
    elif not method.mark["optionalhook"]:
        hint = suggestion(hook, book)
        yield (
            f"It implements {hook!r}, which no specification knows.{hint} Correct the name, or "
            "write @hookimpl(optionalhook=True) if another distribution may bring it."
        )


def _of_mark(candidate: Candidate, hook: str, method: Method) -> Iterator[str]:
    mark = method.mark or {}
    if mark["hookwrapper"]:
        yield f"Its {hook!r} is an old-style wrapper. Write @hookimpl(wrapper=True) instead."
    for flag in ("tryfirst", "trylast"):
        if mark[flag] and not candidate.is_local:
            yield (
                f"Its {hook!r} says {flag}=True, which only the application may. Remove it, and "
                "give the class a phase or 'before' and 'after'."
            )
    if method.is_coroutine:
        yield f"Its {hook!r} is 'async def', and nobody awaits a hook. Write a plain function."
    elif method.is_generator and not (mark["wrapper"] or mark["hookwrapper"]):
        yield (
            f"Its {hook!r} has a 'yield'. Write @hookimpl(wrapper=True) if it wraps the other "
            "implementations, or else return a value."
        )
    elif mark["wrapper"] and not method.is_generator:
        yield f"Its {hook!r} is a wrapper without a 'yield'. Write 'return (yield)' at least."


def _of_arguments(hook: str, method: Method, spec: Spec) -> Iterator[str]:
    for name in method.unfillable:
        yield (
            f"Its {hook!r} has the parameter {name!r}, which is keyword-only or variadic, and a "
            "hook is called by position. Make it a plain parameter, or remove it."
        )
    for name in method.arguments:
        if name not in spec.arguments:
            known = ", ".join(spec.arguments) or "no arguments"
            hint = suggestion(name, spec.arguments)
            yield f"Its {hook!r} takes {name!r}, but the hook gives {known}.{hint} Correct it."


def _of_slot(candidate: Candidate, method: Method, spec: Spec) -> Iterator[str]:
    is_wrapper = bool(method.mark and method.mark["wrapper"])
    if spec.slot is not None and spec.slot != candidate.slot and not is_wrapper:
        yield (
            f"It implements {spec.name!r}, which only the provider of the slot {spec.slot!r} may. "
            "Write @hookimpl(wrapper=True) to wrap the provider, or advertise the plugin in the "
            f"group pegboard.{spec.slot} to be it."
        )


def _left_out(
    candidate: Candidate, methods: Iterable[Method], book: Mapping[str, Spec]
) -> Iterator[str]:
    if candidate.slot is None:
        if not any(method.mark for method in methods):
            yield "It implements no hook, so nothing would ever call it. Mark a method @hookimpl."
        return
    answered = {
        str(method.mark["specname"] or method.name)
        for method in methods
        if method.mark and not method.mark["wrapper"]
    }
    missing = [
        spec.name
        for spec in book.values()
        if spec.slot == candidate.slot and not spec.is_optional and spec.name not in answered
    ]
    if missing:
        pronoun = "it" if len(missing) == 1 else "them"
        names = ", ".join(map(repr, missing))
        yield f"It fills the slot {candidate.slot!r} but leaves out {names}. Implement {pronoun}."
