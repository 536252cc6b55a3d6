"""Every name of Flask is here: of its modules, its classes, and its objects as they live."""

from __future__ import annotations

from importlib import import_module
from inspect import isclass, ismodule
from types import ModuleType
from typing import Any

import pytest

flask = pytest.importorskip("flask", reason="needs Flask, to compare with")

_MODULES = [
    "app",
    "blueprints",
    "cli",
    "config",
    "ctx",
    "debughelpers",
    "globals",
    "helpers",
    "json",
    "json.provider",
    "json.tag",
    "logging",
    "sansio",
    "sansio.app",
    "sansio.blueprints",
    "sansio.scaffold",
    "sessions",
    "signals",
    "templating",
    "testing",
    "typing",
    "views",
    "wrappers",
]
#: What a module of Flask only has because it imports it, or for its own annotations.
_PASSED_ON = {
    "app": {"App", "cli", "send_from_directory"},
    "blueprints": {"AppGroup", "SansioBlueprint", "current_app", "send_from_directory"},
    "cli": {"current_app"},
    "debughelpers": {"App", "attach_enctype_error_multidict"},
    "logging": {"request"},
    "sansio.app": {
        "Config",
        "ConfigAttribute",
        "DefaultJSONProvider",
        "DispatchingJinjaLoader",
        "Environment",
        "JSONProvider",
        "Scaffold",
        "create_logger",
        "find_package",
        "get_debug_flag",
        "setupmethod",
    },
    "sansio.blueprints": {"Scaffold", "setupmethod"},
    "sansio.scaffold": {"default_exceptions", "find_package"},
    "testing": {"SessionMixin"},
    "views": {"current_app", "request"},
    "wrappers": {"current_app", "json"},
}
#: Private parts of Flask's objects that no extension was seen to touch.
_PRIVATE = {
    "_context_stack",
    "_cv_tokens",
    "_get_exc_class_and_code",
    "_max_content_length",
    "_max_form_memory_size",
    "_max_form_parts",
    "_merge_blueprint_funcs",
    "_new_contexts",
}


def _of_flask(module: ModuleType, name: str) -> bool:
    value = getattr(module, name)
    if ismodule(value):
        return value.__name__.startswith("flask")
    origin = getattr(value, "__module__", "flask")
    return str(origin).startswith("flask")


@pytest.mark.parametrize("name", ["", *_MODULES])
def test_a_module_has_the_names_of_flasks(name: str) -> None:
    """A module has every public name that Flask's has of its own, and so have its classes."""
    suffix = f".{name}" if name else ""
    theirs, ours = import_module(f"flask{suffix}"), import_module(f"pegboard_flask{suffix}")
    public = [each for each in dir(theirs) if not each.startswith(("_", "T_"))]
    own = {each for each in public if _of_flask(theirs, each)} - {"F", "T", "ft"}

    missing = {each for each in own if not hasattr(ours, each)} - _PASSED_ON.get(name, set())
    defined = [each for each in own if _is_defined_in(theirs, getattr(theirs, each))]
    classes = [each for each in defined if hasattr(ours, each)]
    parts = {
        f"{each}.{part}"
        for each in classes
        for part in dir(getattr(theirs, each))
        if not part.startswith("_") and not _has(getattr(ours, each), part)
    }

    assert (missing, parts) == (set(), set())


def _is_defined_in(module: ModuleType, value: Any) -> bool:
    return isclass(value) and value.__module__ == module.__name__


def _has(kind: Any, part: str) -> bool:
    # Attributes of instances are slots there.
    return hasattr(kind, part) or part in {"order", "serializer", "tags"}


def _living(module: Any) -> dict[str, set[str]]:
    app = module.Flask(__name__)
    with app.test_request_context():
        objects = {
            "app": app,
            "blueprint": module.Blueprint("shop", __name__),
            "request": module.request._get_current_object(),
            "response": module.Response(),
            "request context": module.globals.request_ctx._get_current_object(),
            "application context": module.globals.app_ctx._get_current_object(),
            "environment": app.jinja_env,
            "client": app.test_client(),
            "runner": app.test_cli_runner(),
        }
        return {name: set(dir(each)) for name, each in objects.items()}


def test_objects_have_what_flasks_have() -> None:
    """An application, a blueprint, a request and the rest have the attributes of Flask's."""
    import pegboard_flask  # noqa: PLC0415 - beside the other

    ours = _living(pegboard_flask)

    missing = {
        name: {each for each in parts - ours[name] - _PRIVATE if not each.startswith("__")}
        for name, parts in _living(flask).items()
    }

    assert {name: parts for name, parts in missing.items() if parts} == {}
