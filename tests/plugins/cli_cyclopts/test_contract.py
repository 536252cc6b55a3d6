"""The provider keeps the contract of its slot."""

from __future__ import annotations

from pegboard_cli_cyclopts import CycloptsCommands
from pegboard_contracts.cli import CLIContract


class TestCycloptsCommands(CLIContract):
    provider = CycloptsCommands
