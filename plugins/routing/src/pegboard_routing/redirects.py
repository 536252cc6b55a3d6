"""Templates of redirects, as Werkzeug's adapter calls them."""

from __future__ import annotations

from typing import Any

from werkzeug.routing import MapAdapter, Rule

from pegboard_hookspecs.routing_kit import RedirectTemplate
from pegboard_routing.internals import converters_of

__all__ = ["RuleRedirect"]


class RuleRedirect(RedirectTemplate):
    """The target of ``redirect_to="/new/<name>"`` of a rule.

    :param template: the target, with the variables of the rule in angle brackets.
    :param rule: the rule that redirects.
    """

    def __init__(self, template: str, rule: Rule) -> None:
        super().__init__(template)
        self._rule = rule

    def __call__(self, _adapter: MapAdapter, **values: Any) -> str:
        """Give the target for the values of one match; Werkzeug joins it to the root."""
        return self.fill(values, converters_of(self._rule))
