"""A page of the documentation, and what running it means.

The blocks of a page run from top to bottom in a folder of their own:

- a block that starts with a comment ``file: NAME`` is written to that file;
- another ``python`` block is executed; the blocks of a page share their names;
- a ``console`` block runs the lines behind ``$``, and what is shown below one is what it prints,
  where ``...`` on a line of its own stands for any lines, and in a line for any text;
- ``toml`` and ``json`` must parse;
- a comment ``<!-- not run: REASON -->`` above a block leaves it out, and must say why;
- a comment ``<!-- needs LIBRARY -->`` leaves it out where that library is not installed.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

__all__ = ["ROOT", "Block", "blocks", "run"]

_FENCE = re.compile(
    r"(?:<!-- (?:not run: (?P<reason>[^>]+)|needs (?P<library>\w+)) -->\n+)?"
    r"^(?P<fence>`{3,})(?P<language>\w[\w-]*)\n(?P<text>.*?)^(?P=fence)\s*$",
    re.MULTILINE | re.DOTALL,
)
_FILE = re.compile(r"\A\s*(?:#+|//|/\*|<!--|\{#)\s*file: (?P<name>\S+)")
_SECONDS = 60
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Block:
    """One fenced block.

    :param line: where it starts, counted from 1.
    :param reason: why it is not run, or "".
    :param library: what must be installed for it, or "".
    """

    language: str
    text: str
    line: int
    reason: str
    library: str

    @property
    def is_run(self) -> bool:
        """It is not left out, here."""
        return not self.reason and (not self.library or find_spec(self.library) is not None)

    @property
    def file(self) -> str | None:
        """The file that it is the content of, or None."""
        found = _FILE.match(self.text)
        return None if found is None else found["name"]


def blocks(page: Path) -> Iterator[Block]:
    """Give the blocks of a page, from top to bottom."""
    text = page.read_text()
    for found in _FENCE.finditer(text):
        line = text.count("\n", 0, found.start("fence")) + 1
        reason, library = found["reason"] or "", found["library"] or ""
        yield Block(found["language"], found["text"], line, reason, library)


def run(page: Path, folder: Path) -> int:
    """Run the blocks of a page in a folder, and say how many were run."""
    names: dict[str, Any] = {"__name__": "page", "__file__": str(folder / "page.py")}
    environment = dict(os.environ)
    count = 0
    try:
        for block in blocks(page):
            if block.is_run:
                _run(block, folder, names, f"{page.name}, line {block.line}")
                count += 1
    finally:
        _forget_modules_of(folder)
        # What a page sets is not for the next one.
        os.environ.clear()
        os.environ.update(environment)
    return count


def _forget_modules_of(folder: Path) -> None:
    """Let the next page have a module of the same name, which most call ``app``."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file is not None and Path(file).is_relative_to(folder):
            del sys.modules[name]


def _run(block: Block, folder: Path, names: dict[str, Any], place: str) -> None:
    if block.file is not None:
        target = folder / block.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(block.text)
    if block.language == "python" and block.file is None:
        exec(compile("\n" * block.line + block.text, place, "exec"), names)  # noqa: S102 - it is what is tested
    elif block.language == "console":
        _run_console(block.text, folder, place)
    elif block.language == "toml":
        tomllib.loads(block.text)
    elif block.language == "json" and block.file is None:
        json.loads(block.text)


def _run_console(text: str, folder: Path, place: str) -> None:
    for session in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, expected = session.partition("\n")
        done = subprocess.run(  # noqa: S602 - a page shows what is typed into a shell
            command,
            shell=True,
            cwd=folder,
            env=_environment(folder),
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        printed = done.stdout + done.stderr
        is_right = _matches(expected, printed) if expected.strip() else done.returncode == 0
        assert is_right, f"{place}: {command}\nexpected:\n{expected}\nprinted:\n{printed}"


def _environment(folder: Path) -> dict[str, str]:
    """Give an environment in which ``python`` and ``pegboard`` are those that run the tests."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    sources = os.pathsep.join([*_kit(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    given = {"PATH": path, "PYTHONPATH": sources, "COLUMNS": "80", "NO_COLOR": "1"}
    return {**os.environ, **given}


def _kit(folder: Path) -> tuple[str, str]:
    """Give what is searched so that the kit for tests looks installed; no application loads it."""
    site, source = folder / ".kit", ROOT / "plugins" / "contracts"
    project = tomllib.loads((source / "pyproject.toml").read_text())["project"]
    entries = project["entry-points"]["pytest11"].items()
    facts = site / f"pegboard_contracts-{project['version']}.dist-info"
    facts.mkdir(parents=True, exist_ok=True)
    (facts / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    lines = ["[pytest11]", *(f"{name} = {module}" for name, module in entries)]
    (facts / "entry_points.txt").write_text("\n".join(lines))
    return str(site), str(source / "src")


def _matches(expected: str, printed: str) -> bool:
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "..." else _line_pattern(line)
        for line in expected.strip().splitlines()
    )
    tidy = "".join(f"{line.rstrip()}\n" for line in printed.strip().splitlines())
    return re.fullmatch(pattern, tidy) is not None


def _line_pattern(line: str) -> str:
    return ".*".join(re.escape(part) for part in line.rstrip().split("...")) + r"\n"
