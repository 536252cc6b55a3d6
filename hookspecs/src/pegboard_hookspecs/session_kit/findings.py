"""What ``pegboard check`` says about the cookie of an application's sessions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pegboard_hookspecs.finding import Finding

__all__ = ["cookie_findings"]


def cookie_findings(config: Mapping[str, Any]) -> list[Finding]:
    """Give what is unsafe, or what a browser would refuse.

    :param config: settings of an application, :data:`COOKIE_SETTINGS` among them.
    """
    return [*_about_safety(config), *_about_browsers(config)]


def _about_safety(config: Mapping[str, Any]) -> Iterator[Finding]:
    if config["SESSION_COOKIE_SECURE"] is False:
        yield Finding(
            "sessions.cookie-over-http",
            "warning",
            "The session's cookie is sent over HTTP too, where anybody on the way can take it.",
            "SESSION_COOKIE_SECURE",
            "Remove the setting, or set it to True.",
        )
    if not config["SESSION_COOKIE_HTTPONLY"]:
        yield Finding(
            "sessions.cookie-for-scripts",
            "warning",
            "Scripts can read the session's cookie, injected ones too.",
            "SESSION_COOKIE_HTTPONLY",
            "Remove the setting, or set it to True.",
        )
    if _samesite(config) == "None":
        yield Finding(
            "sessions.cookie-across-sites",
            "warning",
            "Requests that other sites cause carry the session's cookie.",
            "SESSION_COOKIE_SAMESITE",
            "Remove the setting, or set it to 'Lax' or 'Strict'.",
        )
    if config["SESSION_ABSOLUTE_LIFETIME"] is None:
        yield Finding(
            "sessions.no-absolute-lifetime",
            "warning",
            "A session that is used lives for ever, and so does a stolen one.",
            "SESSION_ABSOLUTE_LIFETIME",
            "Remove the setting, or set it to a timedelta.",
        )


def _about_browsers(config: Mapping[str, Any]) -> Iterator[Finding]:
    name, secure = config["SESSION_COOKIE_NAME"], config["SESSION_COOKIE_SECURE"]
    if secure is not True and config["SESSION_COOKIE_SAMESITE"] and _samesite(config) == "None":
        yield Finding(
            "sessions.cookie-refused",
            "error",
            "Browsers refuse a cookie with SameSite=None that is not Secure.",
            "SESSION_COOKIE_SAMESITE",
            "Set SESSION_COOKIE_SECURE to True.",
        )
    if secure is not True and name.startswith(("__Host-", "__Secure-")):
        yield Finding(
            "sessions.cookie-refused",
            "error",
            f"Browsers refuse the cookie {name!r} where it is not Secure.",
            "SESSION_COOKIE_NAME",
            "Set SESSION_COOKIE_SECURE to True.",
        )
    path = config["SESSION_COOKIE_PATH"] or config["APPLICATION_ROOT"]
    if name.startswith("__Host-") and (config["SESSION_COOKIE_DOMAIN"] or path != "/"):
        yield Finding(
            "sessions.cookie-refused",
            "error",
            f"Browsers refuse the cookie {name!r} with a domain or with another path than '/'.",
            "SESSION_COOKIE_NAME",
            "Remove SESSION_COOKIE_DOMAIN, and set SESSION_COOKIE_PATH to '/'.",
        )


def _samesite(config: Mapping[str, Any]) -> str:
    return str(config["SESSION_COOKIE_SAMESITE"]).title()
