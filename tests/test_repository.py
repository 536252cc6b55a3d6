"""What the repository promises about itself."""

from __future__ import annotations

import ast
import configparser
import graphlib
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from inspect import isfunction
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pegboard_hookspecs import SLOTS, Lifecycle, point_of
from tests.call_order import called, lifecycle_steps, specified
from tests.sources import (
    KITS,
    LAYERS,
    ROOT,
    SUITES,
    Distribution,
    Module,
    carried_by,
    carriers,
    distributions,
    files_with_tests,
    imported_names,
    imports,
    kept_files,
    loadable_plugins,
    modules,
    more_plugins,
    parsed,
    parts,
    public_names,
    stated_names,
)

#: Import packages that go by another name than their distribution.
ALIASES = {"pegboard": "pegboard-core"}

#: The entry-point group of distributions that bring slots; each entry has the name of its slot.
_CARRIERS = "pegboard.hookspecs"

#: The one step that the request method does not call: the session opens when it is first read.
LAZY = {"open_session"}

Function = ast.FunctionDef | ast.AsyncFunctionDef

each_module = pytest.mark.parametrize("module", modules(), ids=lambda module: str(module.name))
each_part = pytest.mark.parametrize("part", parts(), ids=lambda part: str(part.name))
each_more = pytest.mark.parametrize("plugin", more_plugins(), ids=lambda each: str(each.name))
each_distribution = pytest.mark.parametrize(
    "distribution", distributions(), ids=lambda distribution: str(distribution.name)
)
each_coded = pytest.mark.parametrize(
    "distribution",
    [each for each in distributions() if each.package],
    ids=lambda distribution: str(distribution.name),
)


# Imports


def _own_packages() -> set[str]:
    return {each.package for each in distributions() if each.package}


def _suites() -> set[str]:
    entries = [each.project.get("entry-points", {}).get(SUITES, {}) for each in more_plugins()]
    return {target.partition(":")[0] for each in entries for target in each.values()}


@each_module
def test_imports_point_at_the_contract_only(module: Module) -> None:
    """Of Pegboard's own packages a module imports its own and the contract, nothing else.

    A kit for tests imports the kernel as well: it makes applications. A distribution that brings a
    slot is the contract of those who fill it, and brings a suite that stands on the kit. A layer
    that has other names for all of it imports what it says that it depends on.
    """
    own = module.distribution
    kernel = {"pegboard"} if own.package in KITS else set[str]()
    if own.package in LAYERS:
        needed = _names(own.project["dependencies"])
        kernel = {each.package for each in distributions() if each.package and each.name in needed}
    contracts = {each.package for each in carried_by(module.distribution)}
    kits = KITS if module.name in _suites() else set[str]()
    allowed = {module.distribution.package, "pegboard_hookspecs", *kernel, *contracts, *kits}

    strays = [
        f"line {each.line} imports {each.target}"
        for each in imports(module)
        if each.target.partition(".")[0] in _own_packages() - allowed
    ]

    assert strays == []


def _edges(module: Module) -> set[str]:
    known = {each.name for each in modules()}
    taken = {f"{each.target}.{each.name}" for each in imports(module)} & known
    whole = {
        each.target
        for each in imports(module)
        if each.target in known and f"{each.target}.{each.name}" not in known
    }
    return taken | whole


def test_no_module_imports_itself_in_a_roundabout_way() -> None:
    """There is no cycle of imports: not for types only, and not inside functions either."""
    graph = {each.name: _edges(each) for each in modules()}

    try:
        graphlib.TopologicalSorter(graph).prepare()
        cycle: list[str] = []
    except graphlib.CycleError as error:
        cycle = error.args[1]

    assert cycle == []


def _room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def test_no_room_of_the_kernel_needs_one_that_needs_it() -> None:
    """The folders of the kernel's modules form no cycle either, so each can be read by itself."""
    graph: dict[str, set[str]] = {}
    for module in modules():
        if module.name.startswith("pegboard."):
            found = {_room(each) for each in _edges(module) if each.startswith("pegboard.")}
            graph.setdefault(_room(module.name), set()).update(found - {_room(module.name)})

    assert list(graphlib.TopologicalSorter(graph).static_order())


def _reason(lines: list[str], number: int) -> str:
    beside, above = lines[number - 1].partition("#")[2], lines[number - 2].strip()
    said = re.sub(r"noqa: [A-Z0-9, ]+", "", beside).strip(" -:")
    return said or (above if above.startswith("#") else "")


@each_module
def test_an_import_inside_a_function_says_why(module: Module) -> None:
    """Beside an import inside a function stands the reason for which it must stay lazy."""
    lines = module.path.read_text(encoding="utf-8").splitlines()

    silent = [
        f"line {each.line} imports {each.target}"
        for each in imports(module)
        if each.is_nested and len(_reason(lines, each.line)) < len("so it is")
    ]

    assert silent == []


def _imported(distribution: Distribution) -> set[str]:
    targets = {
        each.target.partition(".")[0]
        for module in modules()
        if module.distribution == distribution
        for each in imports(module)
    }
    foreign = targets - set(sys.stdlib_module_names) - {distribution.package}
    return {ALIASES.get(name, canonicalize_name(name)) for name in foreign}


def _names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(each).name) for each in requirements}


@each_coded
def test_dependencies_are_what_is_imported(distribution: Distribution) -> None:
    """A distribution declares exactly the libraries that it imports."""
    extras: dict[str, list[str]] = distribution.project.get("optional-dependencies", {})
    optional = set[str]().union(*(_names(each) for each in extras.values()))

    declared = _names(distribution.project["dependencies"])
    if distribution.package in LAYERS:
        # All parts in one name.
        declared -= {"pegboard"}

    assert declared == _imported(distribution) - optional


# Names


@each_module
def test_all_is_exact(module: Module) -> None:
    """``__all__`` names every public name of its module, each once, and no other.

    A package also names what it passes on from outside of itself, and so do the modules of a layer.
    """
    stated = stated_names(module)
    is_layer = module.distribution.package in LAYERS
    passed_on = imported_names(module) if module.is_package or is_layer else set[str]()

    assert stated is not None
    assert len(stated) == len(set(stated))
    assert public_names(module) - set(stated) == set()
    assert set(stated) - public_names(module) - passed_on == set()


@each_coded
def test_types_are_marked(distribution: Distribution) -> None:
    """Every import package carries ``py.typed``, so that checkers read its types."""
    assert (distribution.source / "py.typed").exists()


# Hooks


def _hooks(specs: type) -> Iterator[str]:
    for name, function in vars(specs).items():
        if isfunction(function) and point_of(function):
            yield name


def _all_hooks() -> list[str]:
    specs = [Lifecycle, *(slot.specs for slot in SLOTS)]
    return [name for each in specs for name in _hooks(each)]


each_hook = pytest.mark.parametrize("hook", _all_hooks())


@each_hook
def test_every_hook_is_documented(hook: str) -> None:
    """The hook reference has a section for every hook."""
    reference = ROOT / "docs" / "reference" / "hooks.md"
    lines = reference.read_text(encoding="utf-8").splitlines()

    assert f"### {hook}" in lines


def _is_implementation(node: ast.AST) -> bool:
    marks = node.decorator_list if isinstance(node, Function) else []
    return any("hookimpl" in ast.unparse(mark) for mark in marks)


@cache
def _exercised() -> frozenset[str]:
    trees = [parsed(path) for path in files_with_tests() if path != Path(__file__)]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    implemented = {getattr(node, "name", "") for node in nodes if _is_implementation(node)}
    functions = [node.func for node in nodes if isinstance(node, ast.Call)]
    called = {function.attr for function in functions if isinstance(function, ast.Attribute)}
    return frozenset(implemented | called)


@each_hook
def test_every_hook_is_tested(hook: str) -> None:
    """Some test implements every hook, or calls it."""
    assert hook in _exercised()


def test_the_contract_reads_in_order() -> None:
    """The lifecycle's specifications stand in the order of their steps."""
    assert lifecycle_steps() == sorted(lifecycle_steps())


@pytest.mark.parametrize("method", ["handle_in", "handle_async"])
def test_hooks_are_called_in_the_order_of_the_contract(method: str) -> None:
    """The request method, with and without an event loop, calls the hooks as they are numbered."""
    steps = [name for name in specified() if name not in LAZY]

    assert [name for name in called(method) if name in specified()] == steps


# Distributions


@each_distribution
def test_versions_agree(distribution: Distribution) -> None:
    """All distributions bear one version, and ask for each other by it."""
    version = distributions()[0].project["version"]
    siblings = [
        Requirement(each)
        for each in distribution.project["dependencies"]
        if each.startswith("pegboard")
    ]

    assert distribution.project["version"] == version
    assert {str(each.specifier) for each in siblings} <= {f"=={version}", f"~={version}"}


@each_distribution
def test_licences_agree(distribution: Distribution) -> None:
    """Every distribution is under the same licence and carries the same text."""
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert distribution.project["license"] == "BSD-3-Clause"
    assert (distribution.folder / "LICENSE").read_text(encoding="utf-8") == text


@each_part
def test_parts_fill_the_slot_of_their_name(part: Distribution) -> None:
    """A part advertises the provider that the contract calls its slot's default."""
    slot = part.folder.name
    advertised: dict[str, dict[str, str]] = part.project["entry-points"]
    default = next(each.default for each in SLOTS if each.name == slot)

    assert [f"{part.name}:{entry}" for entry in advertised[f"pegboard.{slot}"]] == [default]


def test_every_slot_has_a_default_part() -> None:
    """For each slot of the contract there is a folder below ``plugins``."""
    assert {each.folder.name for each in parts()} == {slot.name for slot in SLOTS}


@pytest.mark.parametrize("plugin", loadable_plugins(), ids=lambda each: str(each.name))
def test_more_plugins_add_or_replace(plugin: Distribution) -> None:
    """Another plugin is an additive one, brings a slot, or fills one."""
    brought = {name for each in carriers() for name in each.project["entry-points"][_CARRIERS]}
    groups = {"pegboard.plugins", _CARRIERS, *(slot.group for slot in SLOTS)}
    groups |= {f"pegboard.{name}" for name in brought}

    assert set(plugin.project["entry-points"]) & groups


def _root_table() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_pegboard_is_the_kernel_and_all_parts() -> None:
    """``pip install pegboard`` brings the kernel and every default part."""
    wanted = {"pegboard-core", *(each.name for each in parts())}

    assert _names(_root_table()["project"]["dependencies"]) == wanted


def test_the_workspace_knows_what_others_need() -> None:
    """With uv too, a sibling that another one needs is found in the checkout, not on an index."""
    sources = _root_table()["tool"]["uv"]["sources"]
    needed = {name for each in distributions() for name in _names(each.project["dependencies"])}

    assert set(sources) == {name for name in needed if name.startswith("pegboard")}


def test_requirements_install_what_pegboard_brings() -> None:
    """One ``pip install -r`` installs contract, kernel and default parts, and no plugin more.

    An application loads whatever is installed, in the tests too.
    """
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    named = [ROOT / line.removeprefix("-e ") for line in lines if line.startswith("-e ")]
    brought = {each.folder for each in distributions()} - {each.folder for each in more_plugins()}

    assert sorted(named) == sorted(brought)


@each_more
def test_the_sources_of_more_plugins_are_found(plugin: Distribution) -> None:
    """pytest, mypy, pyright and coverage know where the sources of another plugin are."""
    tools = _root_table()["tool"]
    source = plugin.source.parent.relative_to(ROOT).as_posix()

    assert source in tools["pytest"]["ini_options"]["pythonpath"]
    assert source in tools["mypy"]["mypy_path"]
    assert source in tools["pyright"]["extraPaths"]
    assert plugin.package in tools["coverage"]["run"]["source_pkgs"]


@each_more
def test_the_tests_bring_the_libraries_of_more_plugins(plugin: Distribution) -> None:
    """What another plugin needs comes with what the tests need."""
    lines = (ROOT / "requirements-test.txt").read_text(encoding="utf-8").splitlines()
    brought = _names([line for line in lines if not line.startswith("#")])
    needed = _names(_all_requirements(plugin)) - {each.name for each in distributions()}
    # What the contract needs is there anyway.
    contract = _names(distributions()[0].project["dependencies"])

    assert needed - brought - contract == set()


def _all_requirements(distribution: Distribution) -> list[str]:
    extras: dict[str, list[str]] = distribution.project.get("optional-dependencies", {})
    return [*distribution.project["dependencies"], *chain.from_iterable(extras.values())]


def _floors() -> set[str]:
    declared = {
        Requirement(each)
        for distribution in distributions()
        for each in _all_requirements(distribution)
        if not each.startswith("pegboard")
    }
    return {str(each).replace(">=", "==") for each in declared}


def test_the_lowest_versions_are_the_declared_ones() -> None:
    """What the environment ``lowest`` installs is what the distributions promise to work with."""
    lines = (ROOT / "requirements-lowest.txt").read_text(encoding="utf-8").splitlines()
    pinned = {re.sub(r"(\.0)+$", "", line) for line in lines if not line.startswith("#")}

    assert pinned == {re.sub(r"(\.0)+$", "", floor) for floor in _floors()}


def _environments(kind: str) -> set[str]:
    tox = configparser.ConfigParser(interpolation=None)
    tox.read(ROOT / "tox.ini")
    lists: list[str] = re.findall(rf"{kind}-\{{([\w,-]+)\}}", tox["tox"]["env_list"])
    return {name for each in lists for name in each.split(",")}


def test_each_plugin_runs_alone_and_each_part_is_left_out_once() -> None:
    """There is an environment of tox with each plugin alone, and one without each default part."""
    default = {each.folder.name for each in parts()}

    assert _environments("only") == {"core"} | default | {
        each.folder.name for each in more_plugins()
    }
    assert _environments("without") == default


@pytest.mark.parametrize("plugin", more_plugins(), ids=lambda plugin: plugin.folder.name)
def test_each_plugin_more_has_its_turn(plugin: Distribution) -> None:
    """The environment that takes the further plugins in turn runs the tests of each of them."""
    name = plugin.folder.name
    line = f"{name},more: pytest {{posargs}} tests/plugins/{name.replace('-', '_')}"

    lines = (ROOT / "tox.ini").read_text(encoding="utf-8").splitlines()
    assert line in [each.strip() for each in lines]


def test_without_a_part_the_tests_of_the_others_run() -> None:
    """Where a default part is left out, the tests of all default parts are still asked for."""
    tox = (ROOT / "tox.ini").read_text(encoding="utf-8")
    (command,) = re.findall(r"^commands = (.* tests/hookspecs tests/core .*)$", tox, re.MULTILINE)

    asked = {each for each in command.split() if each.startswith("tests/plugins/")}
    assert asked == {f"tests/plugins/{each.folder.name}" for each in parts()}


# The README


def _readme() -> list[str]:
    return (ROOT / "README.md").read_text(encoding="utf-8").splitlines()


def test_the_readme_shows_code_early() -> None:
    """A reader sees the first code sample by line 20."""
    assert "```python" in _readme()[:19]


@each_distribution
def test_the_readme_lists_every_distribution(distribution: Distribution) -> None:
    """The README's table has a row for every distribution, with the name it is imported by."""
    package = f" `{distribution.package}`" if distribution.package else ""

    assert any(line.startswith(f"| `{distribution.name}` |{package} |") for line in _readme())


@pytest.mark.parametrize("name", ["guestbook", "tests"])
def test_the_readme_marks_its_commands(name: str) -> None:
    """The commands for a fresh machine are marked, each alone on its line: CI runs them."""
    lines = _readme()
    mark = lines.index(f"<!-- command: {name} -->")

    assert lines[mark + 1] == "```sh"
    assert lines[mark + 3] == "```"


# Files


def _is_text(path: Path) -> bool:
    return b"\0" not in path.read_bytes()[:1024]


def test_no_file_knows_a_machine() -> None:
    """No file names a folder of the machine on which it was written."""
    # Written in pieces, so that this line is not found by itself.
    folders = re.compile("/(?:work|farm|root|Users)" + r"/\w|/opt" + r"/dev\d|/home" + r"/\w+/\w")

    strays = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in kept_files()
        if _is_text(path)
        for found in folders.finditer(path.read_text(encoding="utf-8"))
    ]

    assert strays == []


def _tests(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, Function) and node.name.startswith("test_"):
            yield node


@pytest.mark.parametrize("path", files_with_tests(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_test_states_its_rule(path: Path) -> None:
    """Every test has a docstring that says which rule it proves."""
    silent = [test.name for test in _tests(path) if not ast.get_docstring(test)]

    assert silent == []


def _packages(folder: Path) -> set[Path]:
    return {path.parent for path in folder.rglob("*.py")}


def test_test_folders_are_packages() -> None:
    """Every folder with tests has an ``__init__.py``, so that equal file names do not clash."""
    bare = [path for path in _packages(ROOT / "tests") if not (path / "__init__.py").exists()]

    assert bare == []
