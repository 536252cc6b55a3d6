"""What the plugin can be told; names are those that WhiteNoise has for Django, where it has one."""

from __future__ import annotations

import re
from datetime import timedelta
from types import NoneType

from pegboard_hookspecs import Setting
from pegboard_hookspecs.static_kit import X_SENDFILE

__all__ = ["SETTINGS"]


def _complaint_about_pattern(value: object) -> str | None:
    try:
        re.compile(str(value))
    except re.error as error:
        return f"it must be a regular expression: {error}"
    return None


def _complaint_about_seconds(value: object) -> str | None:
    seconds = value.total_seconds() if isinstance(value, timedelta) else value
    return "it must not be negative" if isinstance(seconds, (int, float)) and seconds < 0 else None


#: The settings; the first is every provider's.
SETTINGS: tuple[Setting, ...] = (
    X_SENDFILE,
    Setting(
        "WHITENOISE_AUTOREFRESH",
        (bool, NoneType),
        None,
        "Look for a file's variants each time, and take no notice of manifests; None: in debug "
        "mode.",
    ),
    Setting(
        "WHITENOISE_HASHED_URLS",
        (bool, NoneType),
        None,
        "url_for gives static files URLs with a hash of their content; None: those of folders "
        "that 'pegboard static compress' has prepared.",
    ),
    Setting(
        "WHITENOISE_MAX_AGE",
        (timedelta, int, NoneType),
        None,
        "How long clients may keep files without a hash where SEND_FILE_MAX_AGE_DEFAULT does not "
        "say; None: they ask each time.",
        check=_complaint_about_seconds,
    ),
    Setting(
        "WHITENOISE_IMMUTABLE_FILE_TEST",
        (str, NoneType),
        None,
        "Regular expression for URL paths of files that never change, as those with a hash by a "
        "build tool; they are kept for ever.",
        check=_complaint_about_pattern,
    ),
    Setting(
        "WHITENOISE_ALLOW_ALL_ORIGINS",
        (bool,),
        False,
        "Send 'Access-Control-Allow-Origin: *', for fonts behind another host.",
    ),
    Setting(
        "WHITENOISE_MIMETYPES",
        (dict, NoneType),
        None,
        "More content types, by suffix ('.x') or by whole lower-case name.",
    ),
    Setting(
        "WHITENOISE_SKIP_COMPRESS_EXTENSIONS",
        (tuple, list, NoneType),
        None,
        "Suffixes without a dot of files that are not compressed; None: WhiteNoise's own list.",
    ),
)
