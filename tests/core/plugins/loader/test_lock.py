"""The lock: an application loads what it names, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from pegboard.plugins.loader import LOCK_FILE, Lock, Selection, load, locked
from pegboard.plugins.loader.lock import find_lock, read_lock
from pegboard_hookspecs.errors import ConfigurationError, PluginDriftError
from tests.core.plugins.loader.contract import Events
from tests.core.plugins.loader.site import Site

PLUGIN = """
from pegboard_hookspecs import hookimpl

class Plugin:
    @hookimpl
    def started(self): ...
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Give a folder with two plugins and a provider, in a project that is locked."""
    site = Site(tmp_path / "site")
    site.module("locked_plugins", PLUGIN)
    monkeypatch.setattr(sys, "path", [str(site.folder), *sys.path])
    monkeypatch.delitem(sys.modules, "locked_plugins", raising=False)
    for name in ("acme-a", "acme-b"):
        info = site.install(name, {"pegboard.plugins": {"x": "locked_plugins:Plugin"}})
        (info / "RECORD").write_text(f"{name}/code.py,sha256=abc,1\n")
    (tmp_path / "pyproject.toml").touch()
    _write(site)
    return site


def _write(site: Site, **given: object) -> Lock:
    """Write a lock of what is there."""
    selection = site.resolve(root_path=_project(site), environ={"PEGBOARD_LOCK": "off"})
    chosen = selection.chosen
    lock = Lock(
        path=_project(site) / LOCK_FILE,
        plugins=tuple(map(locked, chosen)),
        order=tuple(each.identity for each in chosen),
    )
    lock.write()
    if given:
        text = json.loads(lock.path.read_text())
        lock.path.write_text(json.dumps({**text, **given}))
    return lock


def _project(site: Site) -> Path:
    return site.folder.parent


def _resolve(
    site: Site,
    environ: Mapping[str, str] | None = None,
    plugins: Mapping[str, object] | None = None,
) -> Selection:
    return site.resolve(plugins, environ=environ, root_path=_project(site))


def _active(selection: Selection) -> list[str]:
    return [each.identity for each in selection.chosen]


def _problem(selection: Selection) -> str:
    (problem,) = selection.problems
    assert isinstance(problem, PluginDriftError)
    return str(problem)


def test_what_is_locked_is_loaded_and_nothing_else(site: Site) -> None:
    """What is installed afterwards is not even looked at."""
    site.additive("acme-new:x")
    selection = _resolve(site)

    assert _active(selection) == ["acme-a:x", "acme-b:x"]
    assert selection.problems == ()
    assert selection.lock is not None


@pytest.mark.parametrize("environ", [{"PEGBOARD_LOCK": "off"}, {"PEGBOARD_NO_PLUGINS": "1"}])
def test_a_lock_can_be_left_out_of_account(site: Site, environ: dict[str, str]) -> None:
    """A variable says so; and safe mode has its own rule."""
    selection = _resolve(site, environ)

    assert selection.lock is None


def test_a_plugin_that_is_gone_is_refused(site: Site) -> None:
    """A locked plugin that is not installed any more keeps the application from starting."""
    (site.folder / "acme_a-1.0.dist-info").rename(site.folder / "gone")
    selection = _resolve(site)
    hash_ = selection.lock.plugins[0].hash[:12] if selection.lock else ""

    assert f"\n    - acme-a:x 1.0 {hash_}\n\n" in _problem(selection)
    with pytest.raises(PluginDriftError, match="run: pegboard lock"):
        load(selection, (Events,))


def test_another_version_is_refused_with_a_diff(site: Site) -> None:
    """A plugin of another version than the lock has is named with both."""
    (site.folder / "acme_a-1.0.dist-info").rename(site.folder / "gone")
    site.install("acme-a", {"pegboard.plugins": {"x": "locked_plugins:Plugin"}}, "2.0")

    problem = _problem(_resolve(site))
    assert "    - acme-a:x 1.0 " in problem
    assert "    + acme-a:x 2.0\n" in problem


def test_other_content_is_refused_with_a_diff(site: Site) -> None:
    """A plugin of the same version, but of other files, is not the one that was locked."""
    (site.folder / "acme_b-1.0.dist-info" / "RECORD").write_text("b/code.py,sha256=xyz,1\n")
    problem = _problem(_resolve(site))

    first, second = [line for line in problem.splitlines() if "acme-b:x 1.0" in line]
    assert (first[4], second[4]) == ("-", "+")
    assert first[5:] != second[5:]


def test_a_plugin_without_metadata_is_taken_as_it_is(site: Site) -> None:
    """What has no folder of metadata, as in some archives, cannot be compared."""
    lock = _write(site)
    plugins = [{**each, "metadata": "", "hash": ""} for each in json.loads(lock.text)["plugins"]]
    _write(site, plugins=plugins)
    (site.folder / "acme_a-1.0.dist-info").rename(site.folder / "gone")

    assert _resolve(site).problems == ()


def test_what_is_switched_off_since_is_refused(site: Site) -> None:
    """The environment cannot take a plugin away unnoticed; code can, for it is the application."""
    by_environment = _resolve(site, {"PEGBOARD_PLUGINS": "acme-a=off"})
    by_code = _resolve(site, plugins={"acme-a": False})

    assert "- acme-a:x, which is switched off in the environment" in _problem(by_environment)
    assert _active(by_code) == ["acme-b:x"]
    assert by_code.problems == ()


def test_what_code_brings_needs_no_lock(site: Site) -> None:
    """What the application brings itself is no matter of installation."""

    class Own: ...

    selection = _resolve(site, plugins={"app:own": Own()})

    assert _active(selection) == ["acme-a:x", "acme-b:x", "app:own"]
    assert selection.problems == ()


def test_another_contract_is_refused(site: Site) -> None:
    """A kernel that speaks another contract than the lock was written with says so."""
    _write(site, contract="0.3")

    assert "- contract 0.3\n    + contract " in _problem(_resolve(site))


def test_another_order_is_refused(site: Site) -> None:
    """The order of the calls is locked too: a hint that came with an update would change it."""
    _write(site, order=["acme-b:x", "acme-a:x"])

    with pytest.raises(PluginDriftError, match=r"- order: acme-b:x, acme-a:x\n +\+ order: acme-a"):
        load(_resolve(site), (Events,))


def test_carriers_are_locked_too(site: Site) -> None:
    """What brings hook specifications is found again."""
    site.module("locked_specs", "from pegboard_hookspecs import hookspec\n\n\nclass S:\n"
                "    @hookspec('notify')\n    def acme_told(self): ...\n")  # fmt: skip
    site.install("acme-specs", {"pegboard.hookspecs": {"s": "locked_specs:S"}})
    selection = site.resolve(environ={"PEGBOARD_LOCK": "off"}, root_path=_project(site))
    verdicts = [each.plugin for each in selection.verdicts if each.state == "active"]
    Lock(_project(site) / LOCK_FILE, tuple(map(locked, verdicts)), ()).write()

    (specs,) = _resolve(site).specs
    assert specs.__name__ == "S"


# The file


def test_the_same_plugins_give_the_same_text(site: Site) -> None:
    """A lock can be compared and kept under version control."""
    first = _write(site).text

    assert _write(site).text == first
    assert read_lock(_project(site) / LOCK_FILE).text == first


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"format": 2}',
        '{"format": 1}',
        '{"format": 1, "plugins": [{}], "order": []}',
    ],
)
def test_a_damaged_lock_is_an_error(site: Site, content: str) -> None:
    """A file that cannot be read is not passed over: the cure is told."""
    (_project(site) / LOCK_FILE).write_text(content)

    with pytest.raises(ConfigurationError, match=r"cannot be read as a lock.*pegboard lock"):
        _resolve(site)


def test_the_lock_is_found_upwards_as_far_as_the_project(tmp_path: Path) -> None:
    """It stands beside the project file, or nearer to the application; not above."""
    inner = tmp_path / "project" / "package"
    inner.mkdir(parents=True)
    (tmp_path / LOCK_FILE).touch()
    found_above = find_lock(inner, {})
    (tmp_path / "project" / "pyproject.toml").touch()
    not_found = find_lock(inner, {})
    (tmp_path / "project" / LOCK_FILE).touch()

    assert found_above == tmp_path / LOCK_FILE
    assert not_found is None
    assert find_lock(inner, {}) == tmp_path / "project" / LOCK_FILE
    assert find_lock(None, {}) is None
    assert find_lock(Path("/nowhere/at/all"), {}) is None


def test_a_variable_names_the_lock(tmp_path: Path) -> None:
    """The environment names another file; one that is not there is an error."""
    (tmp_path / "other.lock").touch()

    assert find_lock(None, {"PEGBOARD_LOCK": f"{tmp_path}/other.lock"}) == tmp_path / "other.lock"
    with pytest.raises(ConfigurationError, match=r"names 'gone\.lock', which is no file"):
        find_lock(None, {"PEGBOARD_LOCK": "gone.lock"})


def test_a_locked_start_reads_no_metadata(tmp_path: Path) -> None:
    """Neither package metadata is imported, nor is any folder scanned."""
    (tmp_path / LOCK_FILE).write_text(Lock(tmp_path / LOCK_FILE, (), ()).text)
    script = (
        "import sys, pathlib\n"
        "pathlib.Path.iterdir = pathlib.Path.glob = None\n"
        "from pegboard import Pegboard\n"
        "app = Pegboard('site', root_path='.', static_folder=None)\n"
        "app.start()\n"
        "assert app.selection.lock is not None\n"
        "print([m for m in ('importlib_metadata', 'importlib.metadata') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.stderr) == ("[]\n", "")
