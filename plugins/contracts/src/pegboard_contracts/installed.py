"""The suites for what is installed and selected: what ``pytest --pegboard-slot`` collects."""

from __future__ import annotations

from typing import Any

from pegboard_contracts.choice import brought_suites, winner
from pegboard_contracts.cli import CLIContract
from pegboard_contracts.contract import Contract
from pegboard_contracts.errors import ErrorsContract
from pegboard_contracts.json import JSONContract
from pegboard_contracts.routing import RoutingContract
from pegboard_contracts.server import ServerContract
from pegboard_contracts.sessions import SessionsContract
from pegboard_contracts.static import StaticContract
from pegboard_contracts.templating import TemplatingContract

__all__ = [
    "TestCLI",
    "TestErrors",
    "TestJSON",
    "TestRouting",
    "TestServer",
    "TestSessions",
    "TestStatic",
    "TestTemplating",
    "brought",
]


class _Installed(Contract):
    """A suite for the provider that this environment selects."""

    def filling(self) -> object:
        """Give the identity of the provider."""
        return winner(self.slot).identity


class TestRouting(_Installed, RoutingContract):
    """The slot ``routing``."""


class TestSessions(_Installed, SessionsContract):
    """The slot ``sessions``."""


class TestTemplating(_Installed, TemplatingContract):
    """The slot ``templating``."""


class TestJSON(_Installed, JSONContract):
    """The slot ``json``."""


class TestStatic(_Installed, StaticContract):
    """The slot ``static``."""


class TestCLI(_Installed, CLIContract):
    """The slot ``cli``."""


class TestErrors(_Installed, ErrorsContract):
    """The slot ``errors``."""


class TestServer(_Installed, ServerContract):
    """The slot ``server``."""


def brought(slot: str) -> type[Contract]:
    """Give the suite of a slot that a distribution brings, for what is selected here."""
    suite: Any = brought_suites()[slot].load()
    return type("TestBrought", (_Installed, suite), {"__doc__": f"The slot ``{slot}``."})
