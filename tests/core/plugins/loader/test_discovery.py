"""What is installed."""

from __future__ import annotations

import os
import sys
from itertools import permutations
from pathlib import Path

import pytest

from pegboard.plugins.loader import Discovery, discover, forget
from tests.core.plugins.loader.site import Site, found


def _identities(discovery: Discovery) -> list[str]:
    return [plugin.identity for plugin in discovery.plugins]


def test_a_provider_is_found(site: Site) -> None:
    """A provider is known by identity, slot, version and target."""
    site.install("Acme_Greeting", {"pegboard.greeting": {"loud": "acme:Loud"}}, version="2.5")

    plugin = found(site.discover(), "acme-greeting:loud")

    assert (plugin.slot, plugin.version, plugin.target) == ("greeting", "2.5", "acme:Loud")
    assert plugin.distribution == "acme-greeting"


def test_an_additive_plugin_has_no_slot(site: Site) -> None:
    """What is advertised in ``pegboard.plugins`` fills no slot."""
    site.additive("acme-timing:timing")

    assert found(site.discover(), "acme-timing:timing").slot is None


def test_hook_specifications_are_no_plugins(site: Site) -> None:
    """What is advertised in ``pegboard.hookspecs`` is kept apart from the plugins."""
    site.install("acme", {"pegboard.hookspecs": {"acme": "acme_specs"}})

    discovery = site.discover()

    assert discovery.plugins == ()
    assert [carrier.identity for carrier in discovery.carriers] == ["acme:acme"]


def test_the_contract_asked_for_belongs_to_the_plugin_of_that_name(site: Site) -> None:
    """An entry point in ``pegboard.contract`` speaks for the plugin that bears its name."""
    site.install(
        "acme",
        {
            "pegboard.plugins": {"a": "acme:A", "b": "acme:B"},
            "pegboard.contract": {"b": "pegboard_contract:v1_0"},
        },
    )

    discovery = site.discover()

    assert found(discovery, "acme:a").contract == ""
    assert found(discovery, "acme:b").contract == "pegboard_contract:v1_0"


def test_foreign_groups_comments_and_blank_lines_are_passed_over(site: Site) -> None:
    """Of ``entry_points.txt`` only Pegboard's groups count."""
    info = site.install("acme", {})
    (info / "entry_points.txt").write_text(
        "stray\n[console_scripts]\nacme = acme:main\n\n[pegboard.plugins]\n# why\n; not\n\n"
        "timing = acme:Timing\n"
    )

    assert _identities(site.discover()) == ["acme:timing"]


def test_the_order_of_folders_and_path_changes_nothing(tmp_path: Path) -> None:
    """The same installed set gives the same answer, in whatever order folders are searched."""
    sites = [Site(tmp_path / name) for name in ("one", "two", "three")]
    for site, name in zip(sites, ("zeta", "alpha", "mid"), strict=True):
        site.install(name, {"pegboard.plugins": {"b": "m:B", "a": "m:A"}})

    answers = {discover([str(s.folder) for s in order]) for order in permutations(sites)}

    assert len(answers) == 1
    assert _identities(answers.pop()) == [
        "alpha:a",
        "alpha:b",
        "mid:a",
        "mid:b",
        "zeta:a",
        "zeta:b",
    ]


def test_the_first_copy_on_the_path_counts_and_the_other_is_reported(tmp_path: Path) -> None:
    """Of two copies the one that Python would import is taken; the other is named."""
    first, second = Site(tmp_path / "first"), Site(tmp_path / "second")
    first.install("acme", {"pegboard.plugins": {"old": "acme:Old"}}, version="1.0")
    second.install("acme", {"pegboard.plugins": {"new": "acme:New"}}, version="2.0")

    discovery = discover([str(first.folder), str(second.folder)])

    assert _identities(discovery) == ["acme:old"]
    (shadow,) = discovery.shadows
    assert (shadow.name, shadow.version) == ("acme", "2.0")
    assert (shadow.location, shadow.hidden_by) == (str(second.folder), str(first.folder))


def test_a_copy_that_advertises_nothing_hides_one_that_does(tmp_path: Path) -> None:
    """A distribution hides its later copies even when it has nothing for Pegboard itself."""
    first, second = Site(tmp_path / "first"), Site(tmp_path / "second")
    first.install("acme", {}, version="1.0")
    second.install("acme", {"pegboard.plugins": {"new": "acme:New"}}, version="2.0")

    assert discover([str(first.folder), str(second.folder)]).plugins == ()


def test_one_folder_under_two_names_is_one_folder(tmp_path: Path) -> None:
    """A folder that the path names twice, once by a link, brings no second copy."""
    site = Site(tmp_path / "site")
    site.additive("acme:timing")
    link = tmp_path / "link"
    link.symlink_to(site.folder)

    discovery = discover([str(link), str(site.folder), str(link)])

    assert _identities(discovery) == ["acme:timing"]
    assert discovery.shadows == ()


def test_two_versions_in_one_folder_do_not_depend_on_its_listing(site: Site) -> None:
    """Of what a failed upgrade left behind the greatest version counts."""
    for version in ("1.0", "1.2", "1.1"):
        site.install("acme", {"pegboard.plugins": {"timing": f"acme:V{version}"}}, version=version)

    discovery = site.discover()

    assert found(discovery, "acme:timing").version == "1.2"
    assert [shadow.version for shadow in discovery.shadows] == ["1.1", "1.0"]


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        pytest.param("Version: 1\n", "no name (it advertises timing)", id="no name"),
        pytest.param("Name: acme\n", "no version (it advertises timing)", id="no version"),
        pytest.param("", "no name", id="empty"),
        pytest.param("Summary: x\n\nName: acme\nVersion: 1", "no name", id="only in its text"),
    ],
)
def test_broken_metadata_are_reported(site: Site, metadata: str, reason: str) -> None:
    """Metadata without name or version are reported, and the rest is found."""
    info = site.install("acme", {"pegboard.plugins": {"timing": "acme:Timing"}})
    (info / "METADATA").write_text(metadata)
    site.additive("other:plugin")

    discovery = site.discover()

    assert _identities(discovery) == ["other:plugin"]
    (broken,) = discovery.broken
    assert broken.location == str(site.folder)
    assert reason in broken.reason


def test_unreadable_entry_points_are_reported(site: Site) -> None:
    """A file that is not UTF-8 is reported, and the rest is found."""
    info = site.install("acme", {})
    (info / "entry_points.txt").write_bytes(b"[pegboard.plugins]\n\xff = acme:Timing")

    (broken,) = site.discover().broken

    assert "cannot be read" in broken.reason


def test_a_broken_distribution_that_advertises_nothing_is_none_of_our_business(site: Site) -> None:
    """Metadata of other people's broken distributions are not even read."""
    info = site.install("acme", {})
    (info / "METADATA").write_text("")

    assert site.discover().broken == ()


def test_a_distribution_of_setuptools_is_read(site: Site) -> None:
    """An ``.egg-info`` folder with ``PKG-INFO`` is a distribution too."""
    info = site.folder / "acme.egg-info"
    info.mkdir()
    (info / "PKG-INFO").write_text("Name: acme\nVersion: 3\n")
    (info / "entry_points.txt").write_text("[pegboard.plugins]\ntiming = acme:Timing\n")

    assert found(site.discover(), "acme:timing").version == "3"


def test_one_name_in_two_groups_is_no_identity(site: Site) -> None:
    """Two plugins of one distribution with one name get a problem that names both groups."""
    groups = {"pegboard.plugins": {"a": "m:A"}, "pegboard.greeting": {"a": "m:B", "b": "m:C"}}
    site.install("acme", groups)

    problems = {plugin.target: plugin.problem for plugin in site.discover().plugins}

    assert "pegboard.greeting and pegboard.plugins" in problems["m:A"]
    assert problems["m:A"] == problems["m:B"]
    assert problems["m:C"] == ""


def test_specifications_may_share_a_name_with_a_plugin(site: Site) -> None:
    """A carrier of hook specifications is no plugin, so it takes no name from one."""
    site.install("acme", {"pegboard.hookspecs": {"a": "m"}, "pegboard.plugins": {"a": "m:A"}})

    discovery = site.discover()

    assert found(discovery, "acme:a").problem == ""
    assert discovery.carriers[0].problem == ""


def test_nothing_is_imported(site: Site) -> None:
    """Discovery reads metadata: a module that would fail to import does no harm."""
    site.module("acme_bomb", "raise RuntimeError('imported')")
    site.additive("acme:timing", "acme_bomb:Timing")

    site.discover()

    assert "acme_bomb" not in sys.modules


def test_a_scan_is_remembered(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look at the same path reads no file."""
    site.additive("acme:timing")
    first = site.discover()
    monkeypatch.setattr("pegboard.plugins.loader.discovery.read", None)

    assert site.discover() is first


def test_what_is_installed_later_is_found(site: Site) -> None:
    """A scan is remembered only until one of its folders changes."""
    site.additive("acme:timing")
    site.discover()
    site.additive("other:plugin")
    later = site.folder.stat().st_mtime_ns + 10**9
    os.utime(site.folder, ns=(later, later))

    assert _identities(site.discover()) == ["acme:timing", "other:plugin"]


def test_forget(site: Site) -> None:
    """After ``forget`` even a change inside a metadata folder is seen."""
    info = site.install("acme", {"pegboard.plugins": {"old": "acme:Old"}})
    site.discover()
    (info / "entry_points.txt").write_text("[pegboard.plugins]\nnew = acme:New\n")

    forget()

    assert _identities(site.discover()) == ["acme:new"]


def test_folders_that_do_not_exist_are_passed_over(site: Site) -> None:
    """A path may name what is not there, as every Python's does."""
    site.additive("acme:timing")

    discovery = discover([str(site.folder / "missing.zip"), str(site.folder)])

    assert _identities(discovery) == ["acme:timing"]


def test_a_relative_folder_is_that_of_the_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path entry like "" is looked up anew when the working directory has changed."""
    for name in ("one", "two"):
        Site(tmp_path / name).additive(f"acme-{name}:x")
        os.utime(tmp_path / name, ns=(0, 0))

    found_there: list[list[str]] = []
    for name in ("one", "two"):
        monkeypatch.chdir(tmp_path / name)
        found_there.append(_identities(discover([""])))

    assert found_there == [["acme-one:x"], ["acme-two:x"]]


def test_the_default_is_the_path_of_imports(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a path, what Python imports from is searched."""
    site.additive("acme:timing")
    monkeypatch.setattr(sys, "path", [str(site.folder)])

    assert _identities(discover()) == ["acme:timing"]
