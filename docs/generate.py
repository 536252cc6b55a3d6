"""Writes the reference pages that are read off the code: hooks, words, settings, commands and more.

python docs/generate.py            writes them
python docs/generate.py --check    complains when they are not up to date
"""

from __future__ import annotations

import inspect
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pegboard
import pegboard_hookspecs as contract
from pegboard.commands import KERNEL_COMMANDS
from pegboard.config.core_settings import CORE_SETTINGS
from pegboard_hookspecs import SLOTS, Command, Lifecycle, Setting, Slot, errors, point_of
from pegboard_hookspecs.parameters import Parameter, description_of, parameters_of

if __name__ == "__main__":
    # Started by its path, it finds only what lies beside it.
    sys.path.append(str(Path(__file__).parents[1]))

from docs.from_flask import from_flask_page

__all__ = [
    "commands_page",
    "compatibility_page",
    "contract_page",
    "errors_page",
    "hooks_page",
    "main",
    "pages",
    "settings_page",
    "words_page",
]

HERE = Path(__file__).parent
ROOT = HERE.parent
_NOTE = "<!-- Written by docs/generate.py from the code. Change it there. -->\n\n"
#: What has no docstring of its own: these stand for what is current.
_PROXIES = {
    "hookimpl": "Marks a method as the implementation of the hook of its name.",
    "current_app": "The application that answers the request or runs the command.",
    "g": "What the application keeps for the length of this request or command.",
    "request": "The request that is being answered.",
    "session": "The visitor's session; touching it opens it.",
}
#: Groups of entry points whose names are those of no plugin.
_NO_PLUGINS = {"pegboard.contract", "pegboard.hookspecs", "pegboard_contracts", "pytest11"}
#: Words of the contract that only type checkers, or the kernel, ask for.
_ASIDE = {
    "CONTRACT_VERSION",
    "HTML",
    "Kind",
    "Level",
    "PROJECT",
    "Point",
    "SLOTS",
    "Wire",
    "point_of",
}
#: Modules of the contract that have a page of their own, or that only the kernel needs.
_NO_KITS = {
    f"pegboard_hookspecs.{name}"
    for name in ("errors", "lifecycle", "slots", "version", "bounded", "markers")
}
_ROLE = re.compile(r":(?:class|meth|func|mod|attr|exc):`~?(?:\.)?([^`]+)`")


def main() -> int:
    """Write the pages, or compare them."""
    # Plugins that are no default parts are not installed.
    sys.path.extend(str(path) for path in sorted(ROOT.glob("plugins/*/src")))
    stale = []
    for name, text in pages().items():
        path = HERE / "reference" / name
        if "--check" in sys.argv[1:]:
            stale += [name] if not path.exists() or path.read_text() != text else []
        else:
            path.write_text(text)
    if stale:
        print(f"Not up to date: {', '.join(stale)}. Run: python docs/generate.py", file=sys.stderr)
    return 1 if stale else 0


def pages() -> dict[str, str]:
    """Give each generated page by its file name."""
    return {
        "commands.md": commands_page(),
        "compatibility.md": compatibility_page(),
        "contract.md": contract_page(),
        "errors.md": errors_page(),
        "from-flask.md": _NOTE + from_flask_page(),
        "hooks.md": hooks_page(),
        "settings.md": settings_page(),
        "words.md": words_page(),
    }


def hooks_page() -> str:
    """Give the reference of all hooks, in the order of their specifications."""
    parts = [
        _NOTE,
        "# Hooks\n\nA plugin implements a hook with a method of the same name, marked "
        "`@hookimpl`; it names only the arguments that it uses. The numbers of the steps are those of "
        "[the life of one request](../explanation/lifecycle.md).\n\n",
        "## The lifecycle\n\nOpen to every plugin.\n\n",
        *_hooks(Lifecycle),
    ]
    for slot in SLOTS:
        parts += [_slot_heading(slot), *_hooks(slot.specs)]
    return "".join(parts).rstrip() + "\n"


def settings_page() -> str:
    """Give the reference of all settings: the kernel's, the default parts', other plugins'."""
    parts = [
        _NOTE,
        "# Settings\n\nEach is a key of `app.config`. A value of a wrong type is refused by the line that "
        "sets it. Settings marked as secret are never shown.\n\n",
        _settings_table("The kernel", CORE_SETTINGS),
    ]
    for identity, plugin in _plugins():
        declared: tuple[Setting, ...] = getattr(plugin, "settings", ())
        if declared:
            parts.append(_settings_table(f"`{identity}`", declared))
    return "".join(parts).rstrip() + "\n"


def words_page() -> str:
    """Give the reference of the names that ``pegboard`` exports."""
    parts = [
        _NOTE,
        "# Words\n\nWhat an application imports from `pegboard`. Each word speaks through a hook; one whose "
        "slot nobody fills raises [`SlotEmptyError`](errors.md), which names the cure.\n\n",
    ]
    for name in sorted(pegboard.__all__, key=str.lower):
        parts += _word(name, getattr(pegboard, name))
    return "".join(parts).rstrip() + "\n"


def contract_page() -> str:
    """Give the reference of what plugins import from the contract, but for hooks and errors."""
    parts = [
        _NOTE,
        "# The contract's words\n\nWhat a plugin imports from `pegboard_hookspecs`. Hooks have "
        "[a page of their own](hooks.md), and so have [errors](errors.md).\n\n",
    ]
    for name in sorted(set(contract.__all__) - {"Lifecycle", *_ASIDE}, key=str.lower):
        parts += _word(name, getattr(contract, name))
    for module in _kits():
        parts.append(f"## From {module.__name__}\n\n{_prose(inspect.getdoc(module) or '')}\n\n")
        for name in sorted(module.__all__, key=str.lower):
            parts += _kit_word(module, name)
    return "".join(parts).rstrip() + "\n"


def _kits() -> Iterator[Any]:
    """Give the modules that plugins import by their own names: neither words, hooks nor errors."""
    words = {getattr(getattr(contract, name), "__module__", "") for name in contract.__all__}
    for found in iter_modules(contract.__path__, "pegboard_hookspecs."):
        module: Any = import_module(found.name)
        if found.name not in words | _NO_KITS:
            yield module


def _kit_word(module: Any, name: str) -> Iterator[str]:
    value = getattr(module, name)
    if callable(value):
        for line in _word(name, value):
            yield line.replace("## ", "### ", 1) if line.startswith("## ") else line
    else:
        yield f"### {name}\n\n{_comment(name, module)}\n\n"


def _comment(name: str, module: Any) -> str:
    """Give what the comment above a constant says, in whichever module it is defined."""
    for path in sorted(Path(str(module.__file__)).parent.rglob("*.py")):
        found = re.search(rf"((?:^#: .*\n)+){name}\b", path.read_text("utf-8"), re.MULTILINE)
        if found:
            return _prose(" ".join(line.removeprefix("#: ") for line in found[1].splitlines()))
    raise ValueError(f"{name} of {module.__name__} has no comment that starts with '#:'.")


def errors_page() -> str:
    """Give the reference of the error tree."""
    tree = inspect.cleandoc(errors.__doc__ or "").partition("::\n\n")[2].partition("\n\n")[0]
    parts = [
        _NOTE,
        "# Errors\n\nAll are in `pegboard_hookspecs.errors`, and `except PegboardError` catches them all. A "
        "message says what happened, with the value, where, and the cure.\n\n",
        f"```text\n{inspect.cleandoc('    ' + tree.lstrip())}\n```\n\n",
        "Errors of HTTP itself (404, 413 …) are Werkzeug's `HTTPException` and its subclasses. An exception "
        "that a plugin raised keeps its type and gains a note with plugin, version and hook.\n\n",
    ]
    for name in errors.__all__:
        parts += _word(name, getattr(errors, name), is_signed=False)
    return "".join(parts).rstrip() + "\n"


def commands_page() -> str:
    """Give the reference of the commands that the kernel and the plugins bring."""
    parts = [
        _NOTE,
        "# Commands\n\n`pegboard COMMAND`. In front of the command may stand, before all else, `--no-plugins` for "
        "[safe mode](plugins.md#safe-mode); and `--app REFERENCE` (`-A`), which "
        "names the application as `module`, `path/file.py`, `module:name` or `module:factory('a')`; "
        "`--debug` or `--no-debug`; `--env-file FILE` (`-e`); `--version`; `--help`. Without `--app` the "
        "application is what `PEGBOARD_APP` names, else `app` in the table `[tool.pegboard]` of "
        "`pyproject.toml`, else `wsgi.py` or `app.py`. `pegboard COMMAND --help` shows what stands here, and "
        "works for [commands of your own](../how-to/commands.md) too.\n\n",
    ]
    commands = sorted(
        (*KERNEL_COMMANDS, *_plugin_commands()), key=lambda each: (each.name, _origin(each))
    )
    names = [command.name for command in commands]
    for number, command in enumerate(commands):
        parts += _command(command, is_another=command.name in names[:number])
    return "".join(parts).rstrip() + "\n"


def compatibility_page() -> str:
    """Give what each distribution needs, as it declares it."""
    parts = [
        _NOTE,
        "# Compatibility\n\nPython 3.11, 3.12 and 3.13, on any system that has them. All tests run on each of "
        "them (`tox run -e py311,py312,py313`), and once with the lowest version of every library "
        "(`tox run -e lowest`). A hook says since which version of the [contract]"
        "(../explanation/contract-versions.md) it exists.\n\n",
        "Where a file `.env` is to be read, the command `pegboard` needs `python-dotenv`. The compiler of hook "
        "calls looks at the inside of pluggy when it is imported; where that is not what it knows, hooks are "
        "called by pluggy's own loop, more slowly.\n\n",
        "## What `pip install pegboard` brings\n\n",
        *_needs([*_projects("*"), *(each for each in _projects("plugins/*") if _is_default(each))]),
        "## More plugins\n\nEach is installed by its own name, and loaded as soon as it is installed; only "
        "`pegboard-contracts` is for tests, and no part of an application.\n\n",
        *_needs(each for each in _projects("plugins/*") if not _is_default(each)),
    ]
    return "".join(parts).rstrip() + "\n"


def _needs(projects: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield "| distribution | needs | optional |\n| --- | --- | --- |\n"
    for project in projects:
        extras = project.get("optional-dependencies", {})
        optional = (f"`{name}`: {_code(needs)}" for name, needs in sorted(extras.items()))
        needs = _code(sorted(project["dependencies"]))
        yield f"| `{project['name']}` | {needs} | {', '.join(optional)} |\n"
    yield "\n"


def _projects(folders: str) -> Iterator[dict[str, Any]]:
    for file in sorted(ROOT.glob(f"{folders}/pyproject.toml")):
        yield tomllib.loads(file.read_text(encoding="utf-8"))["project"]


def _is_default(project: dict[str, Any]) -> bool:
    return project["name"] in {slot.default_distribution for slot in SLOTS}


def _plugins() -> Iterator[tuple[str, object]]:
    """Give each plugin with its identity: the default parts by their slots, then the others."""
    targets: dict[str, str] = {}
    for project in _projects("plugins/*"):
        for group, entries in project.get("entry-points", {}).items():
            named = {f"{project['name']}:{name}": target for name, target in entries.items()}
            targets.update({} if group in _NO_PLUGINS else named)
    defaults = [slot.default for slot in SLOTS]
    for identity in (*defaults, *sorted(set(targets) - set(defaults))):
        module, _, name = targets[identity].partition(":")
        yield identity, getattr(import_module(module), name)()


def _code(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _word(name: str, value: object, *, is_signed: bool = True) -> Iterator[str]:
    yield f"## {name}\n\n"
    if name in _PROXIES:
        yield f"{_PROXIES[name]}\n\n"
        return
    is_promise = getattr(value, "_is_protocol", False)
    if is_signed and callable(value) and not is_promise:
        yield f"```python\n{_call(name, value)}\n```\n\n"
    yield f"{_prose(inspect.getdoc(value) or '')}\n\n"
    if is_signed and inspect.isclass(value):
        yield _methods(value)


def _call(name: str, value: Callable[..., Any]) -> str:
    try:
        signature = inspect.signature(value)
    except ValueError:
        return f"{name}(...)"
    shown = [p.replace(annotation=inspect.Parameter.empty) for p in signature.parameters.values()]
    text = str(signature.replace(parameters=shown, return_annotation=inspect.Signature.empty))
    # A mark for "not given" and a function print their addresses, and a set has any order: both
    # differ from run to run.
    text = re.sub(r"<function (\S+) at 0x[0-9a-f]+>", r"\1", text)
    text = re.sub(r"frozenset\(\{([^{}]*)\}\)", _in_order, text)
    return name + re.sub(r"<[^<>]* object at 0x[0-9a-f]+>", "...", text)


def _in_order(found: re.Match[str]) -> str:
    return f"frozenset({{{', '.join(sorted(found[1].split(', ')))}}})"


def _methods(owner: type) -> str:
    """Give a table of a class's own public methods, those of Pegboard's modules only."""
    rows = []
    for name in sorted(dir(owner)):
        value = inspect.getattr_static(owner, name)
        # What a cached property is made of says where it is from; itself it does so since 3.13.
        made_of = getattr(value, "fget", None) or getattr(value, "func", None) or value
        module = getattr(made_of, "__module__", None) or ""
        if not name.startswith("_") and module.startswith("pegboard") and value.__doc__:
            rows.append(f"| `{name}` | {_first_sentence(value.__doc__)} |")
    head = "| of it | |\n| --- | --- |\n"
    return head + "\n".join(rows) + "\n\n" if rows else ""


def _first_sentence(docstring: str) -> str:
    return _prose(inspect.cleandoc(docstring)).partition("\n")[0].replace("|", "\\|")


def _plugin_commands() -> Iterator[Command]:
    for _, plugin in _plugins():
        bring = getattr(plugin, "commands", None)
        if bring is not None:
            yield from bring()


def _origin(command: Command) -> str:
    """Give the distribution that brings a command; the default one goes before its alternatives."""
    return str(command.function.__module__).partition(".")[0].replace("_", "-")


def _command(command: Command, *, is_another: bool) -> Iterator[str]:
    # Providers of one slot bring the same command: of these an application has one.
    by = f", by {_origin(command)}" if is_another else ""
    yield f"## {' '.join(command.name)}{by}\n\n{_prose(description_of(command))}\n\n"
    parameters = parameters_of(command)
    if parameters:
        yield "| option | default | what it does |\n| --- | --- | --- |\n"
        yield "".join(_parameter(each) for each in parameters) + "\n"


def _parameter(parameter: Parameter) -> str:
    names = [f"`-{parameter.short}`"] if parameter.short else []
    names += [f"`--{parameter.word}`" if parameter.is_option else f"`{parameter.word.upper()}`"]
    names += [f"`--{parameter.opposite}`"] if parameter.kind is bool else []
    choices = (
        f" One of {', '.join(f'`{each}`' for each in parameter.choices)}."
        if parameter.choices
        else ""
    )
    default = f"`{parameter.shown_default}`" if parameter.shown_default else ""
    help_text = parameter.help[:1].upper() + parameter.help[1:]
    return f"| {', '.join(names)} | {default} | {help_text}{choices} |\n"


def _slot_heading(slot: Slot) -> str:
    return (
        f"## The slot `{slot.name}`\n\nOne plugin answers, by default `{slot.default}`; others may wrap. "
        f"Its providers advertise themselves in the entry-point group `{slot.group}`.\n\n"
    )


def _hooks(specs: type) -> Iterator[str]:
    for name, function in vars(specs).items():
        point = point_of(function) if inspect.isfunction(function) else None
        if point is not None:
            marks = [point.kind, f"since contract {point.since}"]
            marks += ["isolated"] if point.isolated else []
            marks += ["optional"] if point.optional else []
            marks += ["retired"] if point.retired else []
            yield f"### {name}\n\n```python\n{_signature(function)}\n```\n\n*{', '.join(marks)}*\n\n"
            yield f"{_prose(inspect.getdoc(function) or '')}\n\n"


def _signature(function: Callable[..., Any]) -> str:
    signature = inspect.signature(function)
    plain = [p for name, p in signature.parameters.items() if name != "self"]
    text = str(signature.replace(parameters=plain)).replace("'", "")
    return f"def {function.__name__}{text}: ..."


def _prose(docstring: str) -> str:
    """Turn the fields and roles of a docstring into Markdown."""
    text = _ROLE.sub(_named, docstring).replace("``", "`")
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n|\n(?=:)", text)]
    text = "\n\n".join(_field(block) for block in blocks if block)
    return re.sub(r"(?m)^(- .*)\n\n(?=- )", r"\1\n", text)


def _named(found: re.Match[str]) -> str:
    owner = "Werkzeug's " if found[1].startswith("werkzeug.") else ""
    return f"{owner}`{found[1].rpartition('.')[2]}`"


def _field(block: str) -> str:
    found = re.match(r":(param|raises|returns)\s*([^:]*):\s*(.*)", block)
    if found is None:
        return block
    kind, name, text = found.groups()
    if kind == "raises":
        return f"Raises `{name.rpartition('.')[2]}`: {text}"
    return f"- `{name}`: {text}" if kind == "param" else f"Returns {text}"


def _settings_table(owner: str, settings: tuple[Setting, ...]) -> str:
    lines = [
        f"## {owner}\n",
        "| setting | type | default | what it does |",
        "| --- | --- | --- | --- |",
    ]
    for setting in settings:
        secret = " Secret." if setting.is_secret else ""
        default = f"`{setting.default!r}`"
        lines.append(
            f"| `{setting.name}` | {setting.type_names} | {default} | {setting.help}{secret} |"
        )
    return "\n".join(lines) + "\n\n"


if __name__ == "__main__":
    raise SystemExit(main())
