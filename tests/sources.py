"""The repository read as data: its distributions, their modules, imports and public names."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from pegboard_hookspecs import SLOTS

__all__ = [
    "KITS",
    "LAYERS",
    "ROOT",
    "SUITES",
    "Distribution",
    "Import",
    "Module",
    "carried_by",
    "carriers",
    "distributions",
    "files_with_tests",
    "imported_names",
    "imports",
    "kept_files",
    "loadable_plugins",
    "modules",
    "more_plugins",
    "parsed",
    "parts",
    "public_names",
    "stated_names",
]

#: Packages for tests, which make applications: no application loads them, and they may import the
#: kernel. Whatever else lies below ``plugins`` speaks to it through the contract alone.
KITS = frozenset({"pegboard_contracts"})

#: Distributions that stand on the whole of Pegboard and dress it in other names.
LAYERS = frozenset({"pegboard_flask"})

#: The entry-point group of suites for slots that distributions bring: modules for tests as well.
SUITES = "pegboard_contracts"

ROOT = Path(__file__).resolve().parent.parent

#: What makes a type variable: a name for the checkers, never a part of the interface.
_TYPE_VARIABLES = frozenset({"ParamSpec", "TypeVar", "TypeVarTuple"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Distribution:
    """One folder that becomes one wheel.

    :param folder: where its ``pyproject.toml`` lies.
    :param project: the table ``[project]``.
    :param package: the name it is imported by, or "" for the one that holds no code.
    """

    folder: Path
    project: dict[str, Any] = field(repr=False)
    package: str

    @property
    def name(self) -> str:
        """The name that pip knows."""
        return str(self.project["name"])

    @property
    def source(self) -> Path:
        """The folder of its import package."""
        return self.folder / "src" / self.package


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file of an import package."""

    name: str
    path: Path
    distribution: Distribution = field(repr=False)

    @property
    def tree(self) -> ast.Module:
        """The file's syntax tree."""
        return parsed(self.path)

    @property
    def is_package(self) -> bool:
        """Whether the file is the ``__init__.py`` of a package."""
        return self.path.name == "__init__.py"


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name.

    :param target: the dotted module that is imported from.
    :param name: the name taken from it, or "" for a plain ``import``.
    :param bound: the name that it has in the module.
    :param line: where.
    :param is_nested: whether it stands inside a function.
    """

    target: str
    name: str
    bound: str
    line: int
    is_nested: bool


def _distribution(folder: Path) -> Distribution:
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = sorted({path.parent.name for path in folder.glob("src/*/*.py")})
    return Distribution(folder, project, packages[0] if packages else "")


@cache
def distributions() -> tuple[Distribution, ...]:
    """Give every distribution: contract, kernel, plugins by name, and the one that gathers them."""
    folders = [ROOT / "hookspecs", ROOT / "core", *sorted((ROOT / "plugins").iterdir()), ROOT]
    return tuple(_distribution(path) for path in folders if (path / "pyproject.toml").exists())


def parts() -> tuple[Distribution, ...]:
    """Give the default parts: of the plugins, those that the contract names as defaults."""
    return tuple(each for each in _plugins() if each.name in _defaults())


def more_plugins() -> tuple[Distribution, ...]:
    """Give the other plugins: additive ones, second providers of slots, and one of pytest."""
    return tuple(each for each in _plugins() if each.name not in _defaults())


def loadable_plugins() -> tuple[Distribution, ...]:
    """Give the other plugins that applications load: no kit for tests, and no layer."""
    return tuple(each for each in more_plugins() if each.package not in KITS | LAYERS)


def carriers() -> tuple[Distribution, ...]:
    """Give the plugins that bring slots of their own: a contract for those who fill them."""
    return tuple(each for each in _plugins() if "pegboard.hookspecs" in _groups(each))


def carried_by(distribution: Distribution) -> tuple[Distribution, ...]:
    """Give the carriers whose slots a distribution fills, by what it depends on."""
    needed = {Requirement(each).name for each in distribution.project["dependencies"]}
    return tuple(each for each in carriers() if each.name in needed)


def _groups(distribution: Distribution) -> dict[str, dict[str, str]]:
    groups: dict[str, dict[str, str]] = distribution.project.get("entry-points", {})
    return groups


def _plugins() -> Iterator[Distribution]:
    return (each for each in distributions() if each.folder.parent.name == "plugins")


def _defaults() -> set[str]:
    return {slot.default_distribution for slot in SLOTS}


def _dotted(distribution: Distribution, path: Path) -> str:
    words = path.relative_to(distribution.folder / "src").with_suffix("").parts
    return ".".join(words[:-1] if words[-1] == "__init__" else words)


@cache
def modules() -> tuple[Module, ...]:
    """Give every module of every distribution."""
    return tuple(
        Module(_dotted(each, path), path, each)
        for each in distributions()
        if each.package
        for path in sorted(each.source.rglob("*.py"))
    )


@cache
def parsed(path: Path) -> ast.Module:
    """Give a file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def files_with_tests() -> tuple[Path, ...]:
    """Give every file that pytest collects."""
    folders = [ROOT / "tests", ROOT / "examples"]
    return tuple(path for folder in folders for path in sorted(folder.rglob("test_*.py")))


def _walk(node: ast.AST, *, is_nested: bool = False) -> Iterator[tuple[ast.AST, bool]]:
    for child in ast.iter_child_nodes(node):
        yield child, is_nested
        yield from _walk(child, is_nested=is_nested or isinstance(child, Function))


def _origin(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    above = node.level - 1 if module.is_package else node.level
    base = module.name.split(".")[: len(module.name.split(".")) - above]
    return ".".join([*base, *([node.module] if node.module else [])])


def imports(module: Module) -> Iterator[Import]:
    """Give every import of a module, wherever it stands and whatever guards it."""
    for node, is_nested in _walk(module.tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                bound = each.asname or each.name.partition(".")[0]
                yield Import(each.name, "", bound, node.lineno, is_nested)
        elif isinstance(node, ast.ImportFrom):
            target = _origin(module, node)
            for each in node.names:
                bound = each.asname or each.name
                yield Import(target, each.name, bound, node.lineno, is_nested)


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try):
            yield from _statements(node.body)
            yield from _statements(node.orelse)


def _assigned(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.AnnAssign):
        targets: list[ast.expr] = [node.target]
    else:
        targets = node.targets if isinstance(node, ast.Assign) else []
    is_type_variable = (
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id in _TYPE_VARIABLES
    )
    if not is_type_variable:
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, Function | ast.ClassDef):
        yield node.name
    else:
        yield from _assigned(node)


def public_names(module: Module) -> set[str]:
    """Give the names that a module offers: what it defines, and a package what it passes on.

    What a package imports from below itself and never uses is there to be passed on.
    """
    defined = {name for node in _statements(module.tree.body) for name in _defined(node)}
    used = {node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name)}
    gathered = {
        each.name
        for each in imports(module)
        if module.is_package and each.target.startswith(f"{module.name}.") and not each.is_nested
    }
    return {name for name in defined | (gathered - used) if not name.startswith("_")}


def imported_names(module: Module) -> set[str]:
    """Give the names that a module takes from elsewhere as it is imported."""
    return {each.bound for each in imports(module) if not each.is_nested}


def stated_names(module: Module) -> list[str] | None:
    """Give the value of ``__all__``, or None where a module has none."""
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and list(_assigned(node)) == ["__all__"]:
            return [str(name) for name in ast.literal_eval(node.value)]
    return None


@cache
def kept_files() -> tuple[Path, ...]:
    """Give the files that version control keeps, or would; none outside of a checkout."""
    if not (ROOT / ".git").exists():
        return ()
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file())
