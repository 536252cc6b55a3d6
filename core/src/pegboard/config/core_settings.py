"""The kernel's own settings: those that belong to no plugin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from types import NoneType
from typing import cast

from pegboard_hookspecs import Setting

__all__ = ["CORE_SETTINGS", "lifetime"]

_HOST = re.compile(r"([\w.-]+|\[[\da-fA-F:.]+\])(:\d{1,5})?")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*")


def lifetime(value: timedelta | int) -> timedelta:
    """Read a setting that is a timedelta or a number of seconds."""
    return value if isinstance(value, timedelta) else timedelta(seconds=value)


def _positive(value: object) -> str | None:
    is_negative = (isinstance(value, int) and value < 0) or (
        isinstance(value, timedelta) and value < timedelta(0)
    )
    return "it must not be negative" if is_negative else None


def _strings(value: object) -> str | None:
    return None if _holds(str, value) else "it must hold strings only"


def _keys(value: object) -> str | None:
    return None if _holds((str, bytes), value) else "it must hold str or bytes keys only"


def _holds(kinds: type | tuple[type, ...], value: object) -> bool:
    items = cast("Sequence[object] | None", value)
    return items is None or all(isinstance(item, kinds) for item in items)


def _host(value: object) -> str | None:
    is_host = value is None or _HOST.fullmatch(str(value))
    return None if is_host else "it must be a host or host:port, without scheme and path"


def _path(value: object) -> str | None:
    return None if str(value).startswith("/") else "it must begin with a slash"


def _scheme(value: object) -> str | None:
    return None if _SCHEME.fullmatch(str(value)) else "it must be a scheme like 'https'"


#: Settings that belong to no plugin.
CORE_SETTINGS: tuple[Setting, ...] = (
    Setting("DEBUG", (bool,), False, "Debug mode: show details, reload templates."),
    Setting("TESTING", (bool,), False, "Test mode: exceptions reach the test."),
    Setting("SECRET_KEY", (str, bytes, NoneType), None, "The key that signs.", is_secret=True),
    Setting(
        "SECRET_KEY_FALLBACKS",
        (list, tuple, NoneType),
        None,
        "Older keys that still verify.",
        is_secret=True,
        check=_keys,
    ),
    Setting(
        "PROPAGATE_EXCEPTIONS",
        (bool, NoneType),
        None,
        "Let unhandled exceptions out; None: in debug and test mode.",
    ),
    Setting("TRAP_HTTP_EXCEPTIONS", (bool,), False, "Treat HTTP errors as ordinary exceptions."),
    Setting(
        "TRAP_BAD_REQUEST_ERRORS",
        (bool, NoneType),
        None,
        "Treat 400s as ordinary exceptions; None: missing keys, in debug mode.",
    ),
    Setting(
        "PERMANENT_SESSION_LIFETIME",
        (timedelta, int),
        timedelta(days=31),
        "How long a permanent session lives, as a timedelta or in seconds.",
        check=_positive,
    ),
    Setting(
        "SERVER_NAME",
        (str, NoneType),
        None,
        "Host to build URLs for outside of requests, as in 'example.org:8080'.",
        check=_host,
    ),
    Setting(
        "APPLICATION_ROOT",
        (str,),
        "/",
        "Path to build URLs for outside of requests.",
        check=_path,
    ),
    Setting(
        "PREFERRED_URL_SCHEME",
        (str,),
        "http",
        "Scheme of URLs built outside of requests.",
        check=_scheme,
    ),
    Setting(
        "TRUSTED_HOSTS",
        (list, tuple, NoneType),
        None,
        "Hosts that are answered; '.example.org' includes subdomains. None: any.",
        check=_strings,
    ),
    Setting(
        "MAX_CONTENT_LENGTH",
        (int, NoneType),
        16 * 1024 * 1024,
        "Largest body in bytes.",
        check=_positive,
    ),
    Setting(
        "MAX_FORM_MEMORY_SIZE",
        (int, NoneType),
        500_000,
        "Largest non-file part of a form in bytes.",
        check=_positive,
    ),
    Setting(
        "MAX_FORM_PARTS",
        (int, NoneType),
        1_000,
        "Largest number of parts or fields of a form.",
        check=_positive,
    ),
    Setting(
        "MAX_COOKIE_SIZE",
        (int,),
        4096,
        "Largest cookie in bytes of name and value; a larger one is an error. 0: no limit.",
        check=_positive,
    ),
    Setting(
        "SEND_FILE_MAX_AGE_DEFAULT",
        (timedelta, int, NoneType),
        None,
        "How long clients may keep files, as a timedelta or in seconds.",
        check=_positive,
    ),
    Setting("PROVIDE_AUTOMATIC_OPTIONS", (bool,), True, "Answer OPTIONS for routes that do not."),
    Setting(
        "SERVER_TIMING",
        (bool,),
        False,
        "Tell browsers how long each hook took, in the header Server-Timing; slows hooks down.",
    ),
)
