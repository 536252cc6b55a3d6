"""What providers of the slot ``routing`` are made of, as far as they have it in common.

Where URLs begin, how one is built of the rules that a router knows, to where a rule redirects, and
what is said of routes and URLs that cannot be. No provider has to use any of it, and nothing of it
is imported where none does.
"""

from __future__ import annotations

from pegboard_hookspecs.routing_kit.redirects import (
    RedirectTemplate,
    ValueWriter,
    query_of,
    quoted,
    without_unknown_host,
)
from pegboard_hookspecs.routing_kit.refusals import (
    UnknownConverterError,
    check_converter,
    refuse_clash,
    unreadable,
)
from pegboard_hookspecs.routing_kit.rules import Hosts, URLRule, URLRules
from pegboard_hookspecs.routing_kit.site import (
    host_of,
    is_handshake,
    matched_part,
    root_of,
    scheme_of,
    subdomain_of,
)
from pegboard_hookspecs.routing_kit.urls import build_url, fixed_path

__all__ = [
    "Hosts",
    "RedirectTemplate",
    "URLRule",
    "URLRules",
    "UnknownConverterError",
    "ValueWriter",
    "build_url",
    "check_converter",
    "fixed_path",
    "host_of",
    "is_handshake",
    "matched_part",
    "query_of",
    "quoted",
    "refuse_clash",
    "root_of",
    "scheme_of",
    "subdomain_of",
    "unreadable",
    "without_unknown_host",
]
