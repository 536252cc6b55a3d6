"""The targets of routes that redirect."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from werkzeug.routing import MapAdapter, Rule

from pegboard_routing.internals import converters_of

__all__ = ["RedirectTemplate", "quoted"]

_VARIABLE = re.compile(r"<([^>]+)>")
# What a path may hold unquoted (RFC 3986, section 3.3).
_PATH_SAFE = "!$&'()*+,/:;=@"


def quoted(text: str) -> str:
    """Quote what a path may not hold as it is."""
    return quote(text, safe=_PATH_SAFE)


class RedirectTemplate:
    """The target of ``redirect_to="/new/<name>"``.

    A value never leads away from the site: only what the template itself spells out does.

    :param template: the target, with the variables of the rule in angle brackets.
    :param rule: the rule that redirects.
    """

    def __init__(self, template: str, rule: Rule) -> None:
        self.template = template
        self._rule = rule
        start = template.partition("<")[0]
        self._may_leave = ":" in start or start.startswith("//")

    @property
    def names(self) -> set[str]:
        """The variables that the template uses."""
        return set(_VARIABLE.findall(self.template))

    def __call__(self, _adapter: MapAdapter, **values: Any) -> str:
        """Give the target for the values of one match; Werkzeug joins it to the root."""
        converters = converters_of(self._rule)

        def value_of(found: re.Match[str]) -> str:
            name = found[1]
            return (
                converters[name].to_url(values[name])
                if name in converters
                else quoted(str(values[name]))
            )

        return self._kept_here(_VARIABLE.sub(value_of, self.template))

    def _kept_here(self, target: str) -> str:
        if self._may_leave:
            return target
        if target.startswith("//"):
            return "/" + target.lstrip("/")
        # Without the dot, "http:x" would be read as a scheme (RFC 3986, section 4.2).
        return f"./{target}" if ":" in target.partition("/")[0] else target
