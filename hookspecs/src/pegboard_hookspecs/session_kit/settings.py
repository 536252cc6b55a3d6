"""The settings of a session's cookie, whoever keeps the session."""

from __future__ import annotations

import re
from datetime import timedelta
from types import NoneType

from pegboard_hookspecs.setting import Setting

__all__ = ["COOKIE_SETTINGS"]

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_COOKIE_PART = re.compile(r"[\x21-\x3a\x3c-\x7e]+")


def _complaint_about_name(value: object) -> str | None:
    if isinstance(value, str) and _TOKEN.fullmatch(value) is None:
        return "it must be letters, digits, hyphens and underscores"
    return None


def _complaint_about_part(value: object) -> str | None:
    if isinstance(value, str) and _COOKIE_PART.fullmatch(value) is None:
        return "it must be plain ASCII without blanks and semicolons"
    return None


def _complaint_about_samesite(value: object) -> str | None:
    if isinstance(value, str) and value.title() not in {"Strict", "Lax", "None"}:
        return "it must be 'Strict', 'Lax', 'None' or, to leave it to the browser, None"
    return None


def _complaint_about_lifetime(value: object) -> str | None:
    seconds = value.total_seconds() if isinstance(value, timedelta) else value
    if isinstance(seconds, (int, float)) and seconds <= 0:
        return "it must be more than nothing; None is no limit"
    return None


def _part(name: str, help_text: str) -> Setting:
    return Setting(name, (str, NoneType), None, help_text, check=_complaint_about_part)


def _switch(name: str, help_text: str, *, default: bool) -> Setting:
    return Setting(name, (bool,), default, help_text)


#: The settings; those of Flask keep their names.
COOKIE_SETTINGS: tuple[Setting, ...] = (
    Setting(
        "SESSION_COOKIE_NAME",
        (str,),
        "session",
        "Name of the session's cookie.",
        check=_complaint_about_name,
    ),
    _part("SESSION_COOKIE_DOMAIN", "Domain whose hosts get the cookie; None: this host only."),
    _part("SESSION_COOKIE_PATH", "Path below which it is sent; None: APPLICATION_ROOT."),
    _switch("SESSION_COOKIE_HTTPONLY", "Hide the cookie from scripts.", default=True),
    Setting(
        "SESSION_COOKIE_SECURE",
        (bool, NoneType),
        None,
        "Send the cookie over HTTPS only; None: where it was set over HTTPS.",
    ),
    Setting(
        "SESSION_COOKIE_SAMESITE",
        (str, NoneType),
        "Lax",
        "Which requests from other sites carry the cookie: 'Strict', 'Lax' or 'None'.",
        check=_complaint_about_samesite,
    ),
    _switch("SESSION_COOKIE_PARTITIONED", "Keep it apart by the embedding site.", default=False),
    _switch("SESSION_REFRESH_EACH_REQUEST", "Prolong permanent sessions by use.", default=True),
    Setting(
        "SESSION_ABSOLUTE_LIFETIME",
        (timedelta, int, NoneType),
        timedelta(days=90),
        "How long any session lives, used or not, as a timedelta or in seconds; None: no limit.",
        check=_complaint_about_lifetime,
    ),
)
