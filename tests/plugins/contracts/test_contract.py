"""What all suites share: how a provider is named, and which applications are made with it."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from pegboard_contracts.applications import make_app
from pegboard_contracts.contract import Contract
from pegboard_hookspecs import SLOTS, hookimpl


class Nothing:
    """Fills the slot ``errors`` as badly as can be."""

    capabilities = frozenset({"silence"})

    @hookimpl
    def render_error(self) -> Any:
        return None


def _make() -> Nothing:
    return Nothing()


class _Suite(Contract):
    slot = "errors"


@pytest.mark.parametrize(
    "provider", [Nothing, staticmethod(_make), _make], ids=["class", "static", "function"]
)
def test_a_provider_is_a_class_or_a_function(provider: Any) -> None:
    """A provider is named by its class, or by a function that makes it."""
    suite = type("Suite", (_Suite,), {"provider": provider})()

    assert isinstance(suite.make_app().slot("errors").provider, Nothing)
    suite.close_apps()


@pytest.mark.needs("errors")
def test_a_provider_may_be_an_installed_one() -> None:
    """A provider may be named by its identity."""
    suite = type("Suite", (_Suite,), {"provider": "pegboard-errors:negotiated"})()

    assert suite.make_app().slot("errors").identity == "pegboard-errors:negotiated"


def test_a_provider_must_be_named() -> None:
    """A suite without a provider says what is missing."""
    with pytest.raises(TypeError, match=r"_Suite names no provider\. Write: provider = MyProvider"):
        _Suite().make_app()


def test_a_provider_is_no_object() -> None:
    """A suite makes a provider for each application; one that is there already cannot be shared."""
    suite = type("Suite", (_Suite,), {"provider": Nothing()})()

    with pytest.raises(TypeError, match=r"wants one of its own\. Write: provider = Nothing, or"):
        suite.make_app()


def test_a_capability_that_is_not_claimed_is_skipped() -> None:
    """A test of a capability runs where it is claimed, and says why where it does not."""
    suite = type("Suite", (_Suite,), {"provider": Nothing})()
    app = suite.make_app()
    suite.needs(app, "silence")

    with pytest.raises(pytest.skip.Exception, match=r"app:Nothing does not claim .* 'speech'"):
        suite.needs(app, "speech")


def test_nothing_else_is_on_board() -> None:
    """An application has the plugins that are named, and no slot is filled besides."""
    app = make_app(plugins={"errors": Nothing})

    assert [each.identity for each in app.plugins.loaded] == ["app:Nothing"]
    assert [slot.name for slot in SLOTS if app.has_slot(slot.name)] == ["errors"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PEGBOARD_PLUGINS", "errors=off"),
        ("PEGBOARD_PLUGINS", "none-such=on"),
        ("PEGBOARD_NO_PLUGINS", "1"),
        ("PEGBOARD_LOCK", "none-such.lock"),
        ("PEGBOARD_DEBUG", "1"),
    ],
)
def test_the_environment_does_not_count(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """What the environment of a test says of plugins or debug mode changes nothing."""
    monkeypatch.setenv(name, value)
    app = make_app(plugins={"errors": Nothing})

    assert app.has_slot("errors")
    assert not app.debug


@pytest.fixture
def installed(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Install an additive plugin, and give the name of its module."""
    source = """
from pegboard_hookspecs import hookimpl

class Loud:
    @hookimpl
    def request_started(self): ...
"""
    (tmp_path / "loud_plugin.py").write_text(source)
    folder = tmp_path / "loud-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: loud\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text("[pegboard.plugins]\nloud = loud_plugin:Loud\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.delitem(sys.modules, "loud_plugin", raising=False)
    return "loud_plugin"


def test_what_is_installed_is_left_alone(installed: str) -> None:
    """An additive plugin that is installed is not even imported."""
    app = make_app()

    assert app.plugins.loaded == []
    assert installed not in sys.modules


@pytest.mark.parametrize("name", ["loud", "loud:loud"])
def test_what_is_installed_may_be_named(installed: str, name: str) -> None:
    """An additive plugin that is installed is loaded when it is named."""
    app = make_app(plugins={name: True})

    assert [each.identity for each in app.plugins.loaded] == ["loud:loud"]
