"""The provider keeps the contract of its slot."""

from __future__ import annotations

from pegboard_contracts.templating import TemplatingContract
from pegboard_templating_minijinja import MiniJinjaTemplating


class TestMiniJinjaTemplating(TemplatingContract):
    provider = MiniJinjaTemplating
