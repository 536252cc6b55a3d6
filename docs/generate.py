"""Writes the reference pages that are read off the code: hooks and settings.

    python docs/generate.py            writes them
    python docs/generate.py --check    complains when they are not up to date
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from pegboard.settings import CORE_SETTINGS
from pegboard_hookspecs import SLOTS, Lifecycle, Setting, Slot, point_of

__all__ = ["hooks_page", "main", "pages", "settings_page"]

HERE = Path(__file__).parent
_NOTE = "<!-- Written by docs/generate.py from the code. Change it there. -->\n\n"
_ROLE = re.compile(r":(?:class|meth|func|mod|attr|exc):`~?(?:\.)?([^`]+)`")


def main() -> int:
    """Write the pages, or compare them."""
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
    return {"hooks.md": hooks_page(), "settings.md": settings_page()}


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
    """Give the reference of all settings: the kernel's, then those of the default parts."""
    parts = [
        _NOTE,
        "# Settings\n\nEach is a key of `app.config`. A value of a wrong type is refused by the line that "
        "sets it. Settings marked as secret are never shown.\n\n",
        _settings_table("The kernel", CORE_SETTINGS),
    ]
    for slot in SLOTS:
        provider = _default_provider(slot)
        declared: tuple[Setting, ...] = getattr(provider, "settings", ())
        if declared:
            parts.append(_settings_table(f"`{slot.default}`", declared))
    return "".join(parts).rstrip() + "\n"


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
            yield f"### {name}\n\n```python\n{_signature(function)}\n```\n\n*{', '.join(marks)}*\n\n"
            yield f"{_prose(inspect.getdoc(function) or '')}\n\n"


def _signature(function: Callable[..., Any]) -> str:
    signature = inspect.signature(function)
    plain = [p for name, p in signature.parameters.items() if name != "self"]
    text = str(signature.replace(parameters=plain)).replace("'", "")
    return f"def {function.__name__}{text}: ..."


def _prose(docstring: str) -> str:
    """Turn the fields and roles of a docstring into Markdown."""
    text = _ROLE.sub(lambda found: f"`{found[1].rpartition('.')[2]}`", docstring).replace("``", "`")
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n|\n(?=:)", text)]
    return "\n\n".join(_field(block) for block in blocks if block)


def _field(block: str) -> str:
    found = re.match(r":(param|raises|returns)\s*([^:]*):\s*(.*)", block)
    if found is None:
        return block
    kind, name, text = found.groups()
    if kind == "raises":
        return f"Raises `{name.rpartition('.')[2]}`: {text}"
    return f"- `{name}`: {text}" if kind == "param" else f"Returns {text}"


def _default_provider(slot: Slot) -> object:
    module = import_module(slot.default_distribution.replace("-", "_"))
    names: list[str] = module.__all__
    providers = [getattr(module, name) for name in names]
    return next((p for p in providers if hasattr(p, "settings")), None)


def _settings_table(owner: str, settings: tuple[Setting, ...]) -> str:
    lines = [f"## {owner}\n", "| setting | type | default | what it does |", "| --- | --- | --- | --- |"]
    for setting in settings:
        types = " or ".join("None" if t is type(None) else t.__name__ for t in setting.types)
        secret = " Secret." if setting.is_secret else ""
        default = f"`{setting.default!r}`"
        lines.append(f"| `{setting.name}` | {types} | {default} | {setting.help}{secret} |")
    return "\n".join(lines) + "\n\n"


if __name__ == "__main__":
    raise SystemExit(main())
