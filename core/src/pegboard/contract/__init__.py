"""Versions of a contract: read without running them, compared, and held against plugins."""

from __future__ import annotations

from pegboard.contract.breaking import Break, breaks_of
from pegboard.contract.comparing import Change, changes_between
from pegboard.contract.reading import Contract
from pegboard.contract.sources import read_contract

__all__ = ["Break", "Change", "Contract", "breaks_of", "changes_between", "read_contract"]
