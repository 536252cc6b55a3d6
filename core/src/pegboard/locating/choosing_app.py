"""Which object of a module is the application."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from inspect import isfunction, signature
from types import ModuleType
from typing import Any, TypeGuard, TypeVar

from pegboard.locating.app_reference import AppReference
from pegboard_hookspecs.errors import AppNotFoundError

__all__ = ["choose_app"]

A = TypeVar("A")

_NAMES = ("app", "application")
_FACTORIES = ("create_app", "make_app")


def choose_app(module: ModuleType, reference: AppReference, kind: type[A]) -> A:
    """Give the application of a module: what the reference names, or what is plain to see.

    Without a name these are tried: ``app``, ``application``, the only application of the
    module, ``create_app()``, ``make_app()``.

    :param kind: the class that an application is an instance of.
    :raises AppNotFoundError: there is none, or there are several.
    """
    if reference.name is None:
        return _plain(module, reference, kind)
    found = getattr(module, reference.name, None)
    if found is None:
        raise _nameless(module, reference)
    if reference.arguments is None and _is(found, kind):
        return found
    return _called(found, module, reference, kind)


def _plain(module: ModuleType, reference: AppReference, kind: type[A]) -> A:
    for name in _NAMES:
        value = getattr(module, name, None)
        if _is(value, kind):
            return value
    apps = {name: value for name, value in vars(module).items() if _is(value, kind)}
    if len({id(app) for app in apps.values()}) == 1:
        return next(iter(apps.values()))
    if apps:
        raise AppNotFoundError(
            f"The module {module.__name__!r} has several applications: {', '.join(apps)}. "
            f"Name one of them, as in: --app {module.__name__}:{next(iter(apps))}"
        )
    for name in _FACTORIES:
        function = getattr(module, name, None)
        if isfunction(function):
            return _made(function, module, AppReference(reference.text, "", name), kind)
    raise AppNotFoundError(
        f"The module {module.__name__!r} has no application: nothing in it is a {kind.__name__}, "
        f"and it has no function create_app or make_app. Write app = {kind.__name__}(__name__), "
        f"or name a factory, as in: --app {module.__name__}:build"
    )


def _nameless(module: ModuleType, reference: AppReference) -> AppNotFoundError:
    near = get_close_matches(str(reference.name), vars(module), n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return AppNotFoundError(
        f"The module {module.__name__!r} has no {reference.name!r}, which {reference.text!r} "
        f"asks for.{hint} Name an application or a factory of the module."
    )


def _called(found: object, module: ModuleType, reference: AppReference, kind: type[A]) -> A:
    if _is(found, kind):
        raise AppNotFoundError(
            f"{reference.name!r} in {module.__name__!r} is an application and no factory. Leave "
            f"out the parentheses: --app {module.__name__}:{reference.name}"
        )
    if not callable(found):
        raise AppNotFoundError(
            f"{reference.name!r} in {module.__name__!r} is {found!r}, neither an application "
            f"nor a factory. Name a {kind.__name__} instance or a function that returns one."
        )
    return _made(found, module, reference, kind)


def _made(
    factory: Callable[..., Any], module: ModuleType, reference: AppReference, kind: type[A]
) -> A:
    arguments = reference.arguments or ()
    _check_arguments(factory, module, reference)
    app: object = factory(*arguments, **reference.keywords)
    if _is(app, kind):
        return app
    raise AppNotFoundError(
        f"The factory {reference.name!r} in {module.__name__!r} returned {app!r}, which is no "
        f"{kind.__name__}. Return the application from it."
    )


def _check_arguments(
    factory: Callable[..., Any], module: ModuleType, reference: AppReference
) -> None:
    # A TypeError from inside the factory is the user's own, and passes.
    try:
        known = signature(factory)
    except ValueError:
        # Some functions that are not written in Python have none.
        return
    try:
        known.bind(*(reference.arguments or ()), **reference.keywords)
    except TypeError as error:
        raise AppNotFoundError(
            f"The factory {reference.name!r} in {module.__name__!r} cannot be called so: {error}. "
            f"Give its arguments, as in: --app '{module.__name__}:{reference.name}(\"value\")'"
        ) from None


def _is(value: object, kind: type[A]) -> TypeGuard[A]:
    # Not isinstance: a proxy that nothing is bound to would be asked for its class.
    return issubclass(type(value), kind)
