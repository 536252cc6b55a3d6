"""Tests for whatever fills a slot of Pegboard, and fixtures for its applications and plugins.

Each slot has a module with the suite of its contract, as :mod:`pegboard_contracts.json`. The tests
of a provider derive a class from it::

    from pegboard_contracts.json import JSONContract


    class TestMyJSON(JSONContract):
        provider = MyJSON

Nothing is imported here: pytest loads this package in every run of an environment that has it.
"""

from __future__ import annotations

__all__ = ()
