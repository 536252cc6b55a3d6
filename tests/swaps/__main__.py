"""Replace every part of the guestbook and run its end-to-end tests, unchanged, each time.

Wheels are built and installed by pip into environments of their own. What replaces a part is
installed beside the default one and takes its slot by that alone; at the end no default part is
installed at all.

    python -m tests.swaps                 all of them; prints a table
    python -m tests.swaps json all        those of these slots, and all at once
    python -m tests.swaps --write FILE    writes the table between the marks of a page
    python -m tests.swaps --check FILE    says whether the page has the table
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from packaging.requirements import Requirement

from tests.sources import ROOT, Distribution, distributions
from tests.wheels import Environment, build_wheels, lend_libraries, own_projects

_BEGIN, _END = "<!-- table: begin -->", "<!-- table: end -->"
_HEAD = ("| slot | provider | the guestbook's tests |", "| --- | --- | --- |")
#: Templates that say the same in another language lie beside this module.
_TEMPLATES = {"pegboard-templating-mako": Path(__file__).parent / "mako"}
_ALL = "all"
_TESTS = ["tests/end_to_end", "examples/guestbook/tests"]


@dataclass(frozen=True, slots=True)
class Swap:
    """What is replaced by what.

    :param providers: by slot, the distribution that is to fill it.
    :param has_defaults: the default parts are installed, too.
    """

    name: str
    providers: Mapping[str, str]
    has_defaults: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a swap.

    :param passed: all tests passed, and every slot was filled as it was to be.
    :param summary: what pytest said last, or what went wrong before.
    """

    swap: Swap
    passed: bool
    summary: str
    seconds: float

    @property
    def row(self) -> str:
        """The line of the table that is kept."""
        providers = ", ".join(f"`{each}`" for each in self.swap.providers.values())
        return f"| {self.swap.name} | {providers} | {'passed' if self.passed else 'FAILED'} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the script, and give its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.swaps", description=__doc__)
    parser.add_argument("slots", nargs="*")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--check", type=Path)
    options = parser.parse_args(arguments)
    swaps = [each for each in all_swaps() if not options.slots or each.name in options.slots]
    with tempfile.TemporaryDirectory(prefix="swaps-") as folder:
        results = list(_run_all(swaps, Path(folder)))
    table = "\n".join([*_HEAD, *(each.row for each in results)])
    print(f"\n{table}")
    failed = [each for each in results if not each.passed]
    if options.write:
        options.write.write_text(_page_with(options.write, table), encoding="utf-8")
    if options.check and _page_with(options.check, table) != options.check.read_text("utf-8"):
        cure = f"python -m tests.swaps --write {options.check}"
        print(f"\n{options.check} has another table. Run: {cure}")
        return 1
    return 1 if failed else 0


def all_swaps() -> list[Swap]:
    """Give a swap for each second provider of a slot, and one of all slots."""
    defaults = _default_providers()
    found = [
        Swap(slot, {slot: each.name})
        for each in distributions()
        for slot in _slots_of(each)
        if slot in defaults and each.name != defaults[slot]
    ]
    everything = {slot: name for each in found for slot, name in each.providers.items()}
    return [*sorted(found, key=lambda each: each.name), Swap(_ALL, everything, has_defaults=False)]


def _slots_of(found: Distribution) -> list[str]:
    groups = found.project.get("entry-points", {})
    names = [name.removeprefix("pegboard.") for name in groups if name.startswith("pegboard.")]
    return [name for name in names if name not in {"contract", "hookspecs", "plugins"}]


def _default_providers() -> dict[str, str]:
    """Give the distribution that fills each slot of the guestbook as its README starts it."""
    return {slot: each.name for each in _as_started() for slot in _slots_of(each)}


def _as_started() -> list[Distribution]:
    """Give the distributions that the README's command installs for the guestbook."""
    folders = [ROOT / path for path in _paths(ROOT / "examples/guestbook/requirements.txt")]
    return [each for each in distributions() if each.folder in folders]


def _paths(requirements: Path) -> Iterator[str]:
    for line in requirements.read_text("utf-8").splitlines():
        option, _, value = line.partition(" ")
        if option == "-e":
            yield value
        elif option == "-r":
            yield from _paths((requirements.parent / value).resolve())


def _run_all(swaps: Sequence[Swap], folder: Path) -> Iterator[Result]:
    wheels, libraries = folder / "wheels", folder / "libraries"
    wheels.mkdir()
    build_wheels(own_projects(), wheels)
    lend_libraries(_libraries(), libraries)
    for number, swap in enumerate(swaps):
        begin = perf_counter()
        print(f"=== {swap.name}: {', '.join(swap.providers.values())}", flush=True)
        environment = Environment(folder / f"environment-{number}", wheels, libraries)
        passed, summary = _run(swap, environment, folder / f"project-{number}")
        result = Result(swap, passed, summary, perf_counter() - begin)
        print(f"    {result.summary} ({result.seconds:.0f} s)", flush=True)
        yield result


def _libraries() -> list[str]:
    """Give the third-party distributions that the parts and the tests need."""
    lines = (ROOT / "requirements-test.txt").read_text("utf-8").splitlines()
    tools = [Requirement(line).name for line in lines if line and not line.startswith("#")]
    needed = [
        Requirement(line)
        for each in distributions()
        for line in each.project.get("dependencies", ())
    ]
    return [*tools, *(each.name for each in needed if not each.name.startswith("pegboard"))]


def _run(swap: Swap, environment: Environment, project: Path) -> tuple[bool, str]:
    base = [
        each.name
        for each in _as_started()
        if swap.has_defaults or (not _slots_of(each) and each.package)
    ]
    environment.install(*dict.fromkeys([*base, *swap.providers.values()]))
    _copy_project(swap, project)
    environ = {"PATH": os.environ["PATH"], "HOME": str(project)}
    wrong = _wrong_winners(swap, environment, project, environ)
    if wrong:
        return False, wrong
    done = subprocess.run(
        [
            *(environment.python, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("-o", "pythonpath=.", "-n", "2", *_unfit(swap), *_TESTS),
        ],
        capture_output=True,
        check=False,
        cwd=project,
        encoding="utf-8",
        env=environ,
    )
    last = (done.stdout.strip().splitlines() or [done.stderr.strip()])[-1].strip("= ")
    if done.returncode:
        print(done.stdout[-6000:], done.stderr[-2000:], flush=True)
    # A test that is skipped shows nothing; only those in a browser may be.
    is_whole = "skipped" not in last or shutil.which("chromium") is None
    return done.returncode == 0 and is_whole, last


def _copy_project(swap: Swap, project: Path) -> None:
    """Copy the guestbook and its tests, as they are; its templates in the language they need."""
    for name in ("tests", "examples"):
        shutil.copytree(ROOT / name, project / name, ignore=_is_left_behind)
    shutil.copyfile(ROOT / "pyproject.toml", project / "pyproject.toml")
    for provider in swap.providers.values():
        if provider in _TEMPLATES:
            target = project / "examples/guestbook/guestbook/templates"
            shutil.rmtree(target)
            shutil.copytree(_TEMPLATES[provider], target)


def _is_left_behind(_: str, names: Sequence[str]) -> set[str]:
    return {"__pycache__", "instance"} & set(names)


def _wrong_winners(
    swap: Swap, environment: Environment, project: Path, environ: Mapping[str, str]
) -> str:
    """Say which slot is filled by something else than it should be, or ""."""
    done = subprocess.run(
        [environment.python, "-m", "pegboard", "--app", "examples/guestbook", "plugins", "--json"],
        capture_output=True,
        check=False,
        cwd=project,
        encoding="utf-8",
        env=environ,
    )
    if done.returncode:
        return f"pegboard plugins failed: {done.stderr.strip()[-2000:]}"
    winners = {each["slot"]: each["winner"] for each in json.loads(done.stdout)["slots"]}
    expected = (
        swap.providers if not swap.has_defaults else {**_default_providers(), **swap.providers}
    )
    wrong = {
        slot: winners.get(slot)
        for slot, name in expected.items()
        if name not in json.dumps(winners.get(slot))
    }
    return f"{wrong} and not {expected}" if wrong else ""


def _unfit(swap: Swap) -> list[str]:
    """Leave out the tests of servers that are not installed, or that another one replaces."""
    servers = ["Granian", *(["gunicorn"] if "server" in swap.providers else [])]
    return ["-k", " and ".join(f"not {name}" for name in servers)]


def _page_with(page: Path, table: str) -> str:
    text = page.read_text("utf-8")
    pattern = re.compile(f"{re.escape(_BEGIN)}.*{re.escape(_END)}", re.DOTALL)
    return pattern.sub(lambda _: f"{_BEGIN}\n{table}\n{_END}", text)


if __name__ == "__main__":
    sys.exit(main())
