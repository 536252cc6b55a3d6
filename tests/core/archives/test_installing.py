"""What pip is asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pegboard.archives import Libraries, installing
from pegboard_hookspecs.errors import CommandError
from tests.core.plugins.loader.site import Site


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Give the only folder where anything is installed: the kernel, a plugin and libraries."""
    site = Site(tmp_path / "site")
    _require(site.install("pegboard-core", {"console_scripts": {"pegboard": "x:y"}}), "pluggy")
    plugin = site.install("Acme.Plugin", {"pegboard.plugins": {"one": "x:Y"}}, version="2.0")
    _require(plugin, "pegboard-core", "acme-lib>=1; python_version > '3'")
    site.install("acme-lib", {}, version="3.1")
    site.install("pluggy", {}, version="1.7")
    monkeypatch.setattr(sys, "path", [str(site.folder)])
    return site


def _require(info: Path, *requirements: str) -> None:
    with (info / "METADATA").open("a") as file:
        file.writelines(f"Requires-Dist: {each}\n" for each in requirements)


def _local(info: Path, url: str) -> None:
    (info / "direct_url.json").write_text(json.dumps({"url": url, "dir_info": {}}))


@pytest.mark.usefixtures("site")
def test_versions_are_those_that_are_installed() -> None:
    """The kernel and the plugins are asked for as they are here, and so is what comes along."""
    libraries = Libraries.needed(["acme-plugin"], ())

    assert libraries.requirements == ("pegboard-core==1.0", "acme-plugin==2.0")
    assert "acme-lib==3.1" in libraries.constraints
    assert "pluggy==1.7" in libraries.constraints


def test_what_was_installed_from_a_folder_comes_from_there(site: Site, tmp_path: Path) -> None:
    """A project that lies on this machine is on no index; the libraries of plugins count, too."""
    project = tmp_path / "my project"
    project.mkdir()
    _local(site.folder / "acme_lib-3.1.dist-info", project.as_uri())
    _local(site.folder / "pluggy-1.7.dist-info", (tmp_path / "gone").as_uri())
    libraries = Libraries.needed(["acme-plugin"], ())

    assert libraries.requirements == ("pegboard-core==1.0", "acme-plugin==2.0", str(project))
    assert not [each for each in libraries.constraints if each.startswith("acme-lib")]
    assert "pluggy==1.7" in libraries.constraints


@pytest.mark.usefixtures("site")
def test_what_was_chosen_goes_before_what_the_application_names() -> None:
    """An application that asks for Pegboard, or for a plugin, gets what was chosen."""
    wanted = ("pegboard>=1", "Acme_Plugin", "acme-lib", "unknown[x]>=2; python_version > '3'")
    libraries = Libraries.needed([], wanted)

    assert libraries.requirements == (
        "pegboard-core==1.0",
        "acme-lib==3.1",
        "acme-lib",
        "unknown[x]>=2; python_version > '3'",
    )


def test_extras_of_pegboard_are_extras_of_the_kernel(site: Site, tmp_path: Path) -> None:
    """``pegboard[async]`` of an application reaches the kernel, wherever that comes from."""
    libraries = Libraries.needed([], ("acme-lib", "pegboard[async]>=0.1"))

    assert libraries.requirements[0] == "pegboard-core[async]==1.0"

    _local(site.folder / "pegboard_core-1.0.dist-info", tmp_path.as_uri())

    assert Libraries.needed([], ("pegboard[async]",)).requirements == (f"{tmp_path}[async]",)


def test_what_pip_says_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that cannot be had is an error with pip's own words."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    libraries = Libraries(("pegboard-is-not-there==7",), ())

    with pytest.raises(CommandError, match=r"could not install[^$]*pegboard-is-not-there==7"):
        libraries.install(tmp_path / "site")


def test_an_environment_without_pip_is_told_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has no pip hears how to get it."""

    def refuse(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(arguments, 1, "", "python: No module named pip\n")

    monkeypatch.setattr(installing, "run_python", refuse)

    with pytest.raises(CommandError, match=r"has no pip.*-m ensurepip"):
        Libraries((), ()).install(tmp_path / "site")


def test_pip_installs_into_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pip gets the folder, the requirements, and a file with the constraints."""
    seen: list[tuple[str, ...]] = []

    def install(*arguments: str) -> subprocess.CompletedProcess[str]:
        constraints = Path(arguments[arguments.index("--constraint") + 1]).read_text()
        seen.append((*arguments[:3], *arguments[-2:], constraints))
        return subprocess.CompletedProcess(arguments, 0, "", "")

    monkeypatch.setattr(installing, "run_python", install)
    Libraries(("one==1", "two==2"), ("three==3",)).install(tmp_path)

    assert seen == [("-m", "pip", "install", "one==1", "two==2", "three==3")]
