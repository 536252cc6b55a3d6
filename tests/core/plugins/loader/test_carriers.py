"""Distributions that bring hook specifications and slots."""

from __future__ import annotations

import sys

import pytest

from pegboard.plugins.loader import load
from pegboard_hookspecs import Slot
from pegboard_hookspecs.errors import ContractMismatchError, PluginLoadError, PluginRefusedError
from tests.core.plugins.loader.contract import Events
from tests.core.plugins.loader.site import Site

SPECS = """
    from pegboard_hookspecs import Slot, hookimpl, hookspec

    class Mailing:
        @hookspec("first")
        def send_mail(self, app, text): ...

    class Posting:
        @hookspec("notify")
        def posted(self, app): ...

    class Nothing:
        pass

    class Again:
        @hookspec("notify")
        def started(self, app): ...

    MAILER = Slot("mailer", Mailing, "", "sends mail")
    TAKEN = Slot("greeting", Posting, "", "greets")
    RESERVED = Slot("plugins", Posting, "", "plugs in")
    BAD = Slot("two words", Posting, "", "speaks")

    class SMTP:
        @hookimpl
        def send_mail(self, text): ...

        @hookimpl(optionalhook=True)
        def posted(self): ...
"""


@pytest.fixture
def acme(importable: Site) -> Site:
    """Give a folder with a module full of specifications, none of them advertised yet."""
    importable.module("acme_specs", SPECS)
    return importable


def _carry(site: Site, target: str) -> None:
    site.install("acme", {"pegboard.hookspecs": {"specs": target}})


def test_a_slot_of_a_distribution(acme: Site) -> None:
    """A slot that a distribution brings is filled as the contract's are."""
    _carry(acme, "acme_specs:MAILER")
    acme.provider("mailer", "acme-smtp:smtp", "acme_specs:SMTP")

    (loaded,) = acme.load()

    assert (loaded.identity, loaded.slot) == ("acme-smtp:smtp", "mailer")


def test_an_empty_slot_without_a_default(acme: Site) -> None:
    """A slot that has no default says which entry-point group would fill it."""
    _carry(acme, "acme_specs:MAILER")

    error = acme.resolve().decision("mailer").empty_error()

    assert str(error) == (
        "No plugin sends mail: the slot 'mailer' has no provider installed. "
        "Install a distribution that brings a provider in the group pegboard.mailer."
    )


def test_specifications_without_a_slot(acme: Site) -> None:
    """A class of specifications opens its hooks to every plugin."""
    _carry(acme, "acme_specs:Posting")
    acme.additive("acme-smtp:smtp", "acme_specs:SMTP")

    selection = acme.resolve()

    assert [specs.__name__ for specs in selection.specs] == ["Posting"]
    with pytest.raises(PluginRefusedError, match="implements 'send_mail'"):
        load(selection, (Events,))


def test_a_module_brings_all_it_holds(acme: Site) -> None:
    """Of a module all slots and classes of specifications are taken, each once."""
    acme.module(
        "acme_small",
        """
        from acme_specs import MAILER, Mailing, Nothing, Posting
        """,
    )
    _carry(acme, "acme_small")

    selection = acme.resolve()

    assert selection.problems == ()
    assert [decision.slot.name for decision in selection.slots][-1] == "mailer"
    assert [specs.__name__ for specs in selection.specs] == ["Posting"]


@pytest.mark.parametrize(
    ("target", "complaint"),
    [
        pytest.param("acme_specs:TAKEN", "a slot 'greeting', and that name", id="a taken slot"),
        pytest.param("acme_specs:RESERVED", "a slot 'plugins', and", id="a reserved name"),
        pytest.param("acme_specs:BAD", "a slot 'two words', and", id="no identifier"),
        pytest.param("acme_specs:Again", "It specifies 'started', which", id="a taken hook"),
        pytest.param("acme_specs:Nothing", "neither a Slot nor a class", id="no specifications"),
        pytest.param("acme_specs:SMTP", "neither a Slot nor a class", id="a plugin"),
    ],
)
def test_bad_specifications_are_refused(acme: Site, target: str, complaint: str) -> None:
    """Specifications that clash or are none become a problem that names their distribution."""
    _carry(acme, target)

    (problem,) = acme.resolve().problems

    assert isinstance(problem, PluginRefusedError)
    assert str(problem).startswith("The hook specifications of acme 1.0 (acme:specs) are refused.")
    assert complaint in str(problem)


def test_specifications_that_cannot_be_imported(acme: Site) -> None:
    """A module of specifications that fails is a problem, and everything else is resolved."""
    _carry(acme, "acme_missing")
    acme.provider("greeting", "acme-greeting:plain")

    selection = acme.resolve()

    assert isinstance(selection.problems[0], PluginLoadError)
    assert [plugin.identity for plugin in selection.chosen] == ["acme-greeting:plain"]


def test_specifications_for_another_contract(acme: Site) -> None:
    """Specifications can ask for a contract too, and are not imported if it is another."""
    groups = {
        "pegboard.hookspecs": {"specs": "acme_specs"},
        "pegboard.contract": {"specs": "pegboard_contract:v9_0"},
    }
    acme.install("acme", groups)

    (problem,) = acme.resolve().problems

    assert isinstance(problem, ContractMismatchError)
    assert "acme_specs" not in sys.modules


@pytest.mark.parametrize(
    "environ",
    [{"PEGBOARD_PLUGINS": "acme:specs=off"}, {"PEGBOARD_NO_PLUGINS": "1"}],
    ids=["switched off", "safe mode"],
)
def test_specifications_that_are_off_are_not_imported(acme: Site, environ: dict[str, str]) -> None:
    """What is switched off, by name or by safe mode, is not imported."""
    _carry(acme, "acme_specs")

    selection = acme.resolve(environ=environ)

    assert {verdict.state for verdict in selection.verdicts} == {"disabled"}
    assert "acme_specs" not in sys.modules


def test_a_carrier_is_listed_and_never_loaded_as_a_plugin(acme: Site) -> None:
    """A carrier stands among the verdicts, and ``chosen`` leaves it out."""
    _carry(acme, "acme_specs:MAILER")

    selection = acme.resolve({"acme": True})

    assert selection.problems == ()
    assert [verdict.reason for verdict in selection.verdicts] == ["brings hook specifications"]
    assert selection.chosen == ()


def test_a_setting_may_name_a_slot_that_is_brought(acme: Site) -> None:
    """A slot that a distribution brings is a known name for settings."""
    _carry(acme, "acme_specs:MAILER")

    assert acme.resolve({"mailer": False}).problems == ()


def test_a_slot_is_a_value() -> None:
    """A slot knows its group and the distribution that fills it by default."""
    slot = Slot("mailer", Events, "acme-mail:smtp", "sends mail")

    assert (slot.group, slot.default_distribution) == ("pegboard.mailer", "acme-mail")
