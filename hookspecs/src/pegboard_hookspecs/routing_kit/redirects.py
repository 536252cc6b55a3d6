"""The targets of redirects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import quote, urlsplit, urlunsplit

from pegboard_hookspecs.request import Request

__all__ = ["RedirectTemplate", "ValueWriter", "query_of", "quoted", "without_unknown_host"]

_VARIABLE = re.compile(r"<([^>]+)>")
# What a path may hold unquoted (RFC 3986, section 3.3).
_PATH_SAFE = "!$&'()*+,/:;=@"
# What a query may hold unquoted: printable ASCII. Whatever else was sent is quoted.
_QUERY_SAFE = "".join(map(chr, range(0x21, 0x7F)))


class ValueWriter(Protocol):
    """The half of a converter that writes URLs."""

    def to_url(self, value: Any) -> str:
        """Convert a value to a quoted part of a path."""
        ...


def quoted(text: str) -> str:
    """Quote what a path may not hold as it is."""
    return quote(text, safe=_PATH_SAFE)


def query_of(request: Request) -> str:
    """Give the query of a request as a URL may hold it, whatever bytes were sent."""
    query = request.query_string
    return query.decode() if query.isascii() else quote(query, safe=_QUERY_SAFE)


def without_unknown_host(url: str) -> str:
    """Give a URL whose host nobody knew as a path, to which one may redirect (RFC 9110, 10.2.2)."""
    _scheme, host, path, query, fragment = urlsplit(url)
    if host and not host.endswith("."):
        return url
    return urlunsplit(("", "", f"/{path.lstrip('/')}", query, fragment))


class RedirectTemplate:
    """The target of ``redirect_to="/new/<name>"``.

    A value never leads away from the site: only what the template itself spells out does.

    :param template: the target, with the variables of the rule in angle brackets.
    """

    def __init__(self, template: str) -> None:
        self.template = template
        start = template.partition("<")[0]
        self._may_leave = ":" in start or start.startswith("//")

    @property
    def names(self) -> set[str]:
        """The variables that the template uses."""
        return set(_VARIABLE.findall(self.template))

    def fill(self, values: Mapping[str, Any], converters: Mapping[str, ValueWriter]) -> str:
        """Give the target for the values of one match, to be joined to the root.

        :param converters: of those variables that the rule spells out.
        """

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
