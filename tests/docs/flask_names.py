"""Flask's public names, read off the Flask that is installed."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import distribution, version
from inspect import isclass
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, TypeVar

import pytest

__all__ = ["command_options", "flask_names"]

_VERSION = "3.1"
#: Whose members are a class's own: those that Werkzeug gives to it are used as Flask's.
_OWNERS = frozenset({"flask", "werkzeug"})
#: The bases of Flask and Blueprint: their members are listed with these two.
_BASES = frozenset(
    {"flask.sansio.app.App", "flask.sansio.scaffold.Scaffold", "flask.sansio.blueprints.Blueprint"}
)
#: What is imported from Flask by so many that it counts as Flask's.
_PASSED_ON = ("flask.signals.Namespace",)


@cache
def flask_names() -> Mapping[str, Any]:
    """Give every public name with what it stands for, None where it is no object.

    Left out are type variables, save those that ``flask.typing`` offers, and a module's name for
    what ``flask`` itself offers.
    """
    flask = _flask()
    names: dict[str, Any] = {}
    for module in _modules(flask):
        names |= _names_of_module(module, flask)
    samples = _samples(flask)
    classes = [each for name, each in names.items() if isclass(each) and name not in _BASES]
    for cls in classes:
        names |= _members(cls.__name__, cls, samples.get(cls.__name__, ()))
    names |= _members("g", flask.Flask.app_ctx_globals_class, ())
    names |= dict.fromkeys(_of_distribution())
    names |= dict.fromkeys(_of_command_line(flask))
    names |= dict.fromkeys(_of_an_application(flask))
    return MappingProxyType(names)


def command_options() -> Iterator[tuple[str, list[str]]]:
    """Give each option as ``flask run --host``, with all the words for it."""
    for words, parameter in _options(_flask()):
        spellings = [*parameter.opts, *parameter.secondary_opts]
        yield f"{words} {max(parameter.opts, key=len)}", spellings


def _flask() -> Any:
    flask: Any = pytest.importorskip("flask", reason="Flask, whose names are read, is missing")
    installed = version("flask")
    if not installed.startswith(f"{_VERSION}."):
        pytest.skip(f"the names are those of Flask {_VERSION}, and {installed} is installed")
    return flask


def _modules(flask: ModuleType) -> Iterator[ModuleType]:
    folder = Path(inspect.getfile(flask)).parent
    for path in sorted(folder.rglob("*.py")):
        words = ("flask", *path.relative_to(folder).with_suffix("").parts)
        if words[-1] != "__main__":
            yield import_module(".".join(words).removesuffix(".__init__"))


def _names_of_module(module: ModuleType, flask: ModuleType) -> dict[str, Any]:
    is_top = module is flask
    names: dict[str, Any] = {} if is_top else {module.__name__: module}
    for name in _imported(module) if is_top else _defined(module):
        value = getattr(module, name, None)
        is_variable = isinstance(value, TypeVar) and module.__name__ != "flask.typing"
        is_passed_on = not is_top and getattr(flask, name, None) is value
        if not name.startswith("_") and not is_variable and not is_passed_on:
            names[f"{module.__name__}.{name}"] = value
    return names


def _statements(module: ModuleType) -> Iterator[ast.stmt]:
    todo = ast.parse(inspect.getsource(module)).body
    for node in todo:
        yield node
        if isinstance(node, ast.If | ast.Try):
            todo += [*node.body, *node.orelse]


def _imported(module: ModuleType) -> Iterator[str]:
    for node in _statements(module):
        if isinstance(node, ast.ImportFrom) and node.module != "__future__":
            yield from (each.asname or each.name for each in node.names)


def _defined(module: ModuleType) -> Iterator[str]:
    for node in _statements(module):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (each.id for each in targets if isinstance(each, ast.Name))


def _samples(flask: Any) -> dict[str, tuple[Any, ...]]:
    """Give an object of each class whose instances get attributes when they are made.

    A second object, of a base, has those that are not Flask's.
    """
    testing: Any = import_module("flask.testing")
    click: Any = import_module("click")
    app = flask.Flask("sample", root_path=".")
    blueprint = flask.Blueprint("sample", "sample", root_path=".")
    context = app.test_request_context()
    builder = testing.EnvironBuilder(app)
    builder.close()
    return {
        "Flask": (app,),
        "Blueprint": (blueprint,),
        "BlueprintSetupState": (blueprint.make_setup_state(app, {}),),
        "AppContext": (app.app_context(),),
        "RequestContext": (context,),
        "Request": (context.request,),
        "Response": (app.response_class(),),
        "Config": (app.config,),
        "ConfigAttribute": (flask.config.ConfigAttribute("NAME"),),
        "DispatchingJinjaLoader": (flask.templating.DispatchingJinjaLoader(app),),
        "EnvironBuilder": (builder,),
        "FlaskClient": (app.test_client(),),
        "FlaskCliRunner": (app.test_cli_runner(), import_module("click.testing").CliRunner()),
        "ScriptInfo": (flask.cli.ScriptInfo(),),
        "FlaskGroup": (flask.cli.FlaskGroup(), click.Group()),
    }


def _members(word: str, cls: type, samples: tuple[Any, ...]) -> dict[str, Any]:
    """Give the members that a class adds to those of its bases that are listed themselves."""
    found: dict[str, Any] = {}
    for owner in reversed(cls.__mro__):
        if owner.__module__.partition(".")[0] in _OWNERS:
            found |= {**dict.fromkeys(inspect.get_annotations(owner)), **vars(owner)}
    for name in _attributes(samples[:1]) - found.keys() - _attributes(samples[1:]):
        found[name] = None
    known = {name for base in cls.__bases__ if _is_listed(base) for name in dir(base)}
    return {
        f"{word}.{name}": value
        for name, value in found.items()
        if not name.startswith("_") and name not in known
    }


def _attributes(instances: tuple[object, ...]) -> set[str]:
    return {name for instance in instances for name in vars(instance)}


def _is_listed(cls: type) -> bool:
    return cls.__module__.startswith("flask.") and f"{cls.__module__}.{cls.__name__}" not in _BASES


def _of_distribution() -> Iterator[str]:
    """Give what is no attribute of a module: ways to start, to install and to extend Flask."""
    yield from ("flask.__version__", "python -m flask", *_PASSED_ON)
    found = distribution("flask")
    yield from (each.name for each in found.entry_points.select(group="console_scripts"))
    yield from (f"flask[{extra}]" for extra in found.metadata.get_all("Provides-Extra") or ())
    yield from (f"entry points {text}" for text in _texts() if text == "flask.commands")


def _of_command_line(flask: Any) -> Iterator[str]:
    """Give commands, their options, and the environment variables, those of options included."""
    yield from (f"flask {name}" for name in flask.cli.cli.commands)
    for words, parameter in _options(flask):
        yield f"{words} {max(parameter.opts, key=len)}"
        if "--help" not in parameter.opts:
            yield f"{words} {parameter.name}".replace(" ", "_").upper()
    yield from (text for text in _texts() if text.isupper() and text.startswith("FLASK_"))


def _options(flask: Any) -> Iterator[tuple[str, Any]]:
    click: Any = import_module("click")
    cli = flask.cli.cli
    for command in (cli, *cli.commands.values()):
        words = "flask" if command is cli else f"flask {command.name}"
        for parameter in command.get_params(click.Context(command)):
            yield words, parameter


def _texts() -> Iterator[str]:
    for name in ("flask.app", "flask.cli", "flask.helpers"):
        for node in ast.walk(ast.parse(inspect.getsource(import_module(name)))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _of_an_application(flask: Any) -> Iterator[str]:
    """Give the settings, and what templates have."""
    app = flask.Flask("sample", root_path=".")
    usual: Any = import_module("jinja2.defaults")
    names = app.jinja_env.globals.keys() - usual.DEFAULT_NAMESPACE.keys()
    yield from app.default_config
    yield from (f"in templates: {name}" for name in names)
