"""What providers of the slot ``sessions`` are made of, as far as they have it in common.

No provider has to use any of it, and nothing of it is imported where none does.
"""

from __future__ import annotations

from pegboard_hookspecs.session_kit.carrying import CookieBased
from pegboard_hookspecs.session_kit.cookie import vary_by_cookie
from pegboard_hookspecs.session_kit.dict_session import RESERVED_KEY, DictSession
from pegboard_hookspecs.session_kit.findings import cookie_findings
from pegboard_hookspecs.session_kit.keeping import UnkeepableError
from pegboard_hookspecs.session_kit.lifetimes import absolute_lifetime, is_alive
from pegboard_hookspecs.session_kit.settings import COOKIE_SETTINGS
from pegboard_hookspecs.session_kit.tagging import TaggedJSON
from pegboard_hookspecs.session_kit.tags import JSONTag

__all__ = [
    "COOKIE_SETTINGS",
    "RESERVED_KEY",
    "CookieBased",
    "DictSession",
    "JSONTag",
    "TaggedJSON",
    "UnkeepableError",
    "absolute_lifetime",
    "cookie_findings",
    "is_alive",
    "vary_by_cookie",
]
