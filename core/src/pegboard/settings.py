"""The kernel's own settings, and who declared which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from types import NoneType

from pegboard_hookspecs import Setting
from pegboard_hookspecs.errors import ConfigurationError

__all__ = ["CORE_SETTINGS", "Declarations", "lifetime"]

_KERNEL = "pegboard-core"


def _positive(value: object) -> str | None:
    if isinstance(value, (int, float)) and value < 0:
        return "it must not be negative"
    return None


def _strings(value: object) -> str | None:
    if isinstance(value, (list, tuple)) and not all(isinstance(item, str) for item in value):
        return "it must hold strings only"
    return None


def _keys(value: object) -> str | None:
    if isinstance(value, (list, tuple)) and not all(isinstance(k, (str, bytes)) for k in value):
        return "it must hold str or bytes keys only"
    return None


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
    Setting("SERVER_NAME", (str, NoneType), None, "Host to build URLs for outside of requests."),
    Setting("APPLICATION_ROOT", (str,), "/", "Path to build URLs for outside of requests."),
    Setting("PREFERRED_URL_SCHEME", (str,), "http", "Scheme of URLs built outside of requests."),
    Setting(
        "TRUSTED_HOSTS",
        (list, tuple, NoneType),
        None,
        "Hosts that are answered; '.example.org' includes subdomains. None: any.",
        check=_strings,
    ),
    Setting("MAX_CONTENT_LENGTH", (int, NoneType), None, "Largest body in bytes.", check=_positive),
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
        "Largest number of parts of a form.",
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
)


class Declarations:
    """All declared settings, each with its owner."""

    def __init__(self) -> None:
        self._settings: dict[str, tuple[Setting, str]] = {}
        self.add(_KERNEL, CORE_SETTINGS)

    def add(self, owner: str, settings: Iterable[Setting]) -> None:
        """Take what one plugin declares.

        :raises ConfigurationError: a name is not upper-case, or another plugin declared it.
        """
        for setting in settings:
            self._refuse_bad_name(owner, setting)
            self._settings[setting.name] = (setting, owner)

    def get(self, name: str) -> Setting | None:
        """Give the setting of that name, if anyone declared it."""
        declared = self._settings.get(name)
        return None if declared is None else declared[0]

    def owner(self, name: str) -> str:
        """Say which plugin declared a setting."""
        return self._settings[name][1]

    def __iter__(self) -> Iterator[Setting]:
        return (setting for setting, _ in self._settings.values())

    def _refuse_bad_name(self, owner: str, setting: Setting) -> None:
        if not setting.name.isupper():
            message = f"The setting {setting.name!r} of {owner} must be upper-case. Rename it."
            raise ConfigurationError(message)
        if setting.name in self._settings and self.owner(setting.name) != owner:
            other = self.owner(setting.name)
            message = (
                f"The setting {setting.name!r} is declared by {other} and by {owner}. "
                "Switch one of the two plugins off, or report it to its author."
            )
            raise ConfigurationError(message)


def lifetime(value: timedelta | int) -> timedelta:
    """Read a setting that is a timedelta or a number of seconds."""
    return value if isinstance(value, timedelta) else timedelta(seconds=value)
