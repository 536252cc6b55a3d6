"""Who a plugin is: ``distribution:entry-point``, printed and accepted everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["LOCAL", "canonical", "meant", "normalised", "suggestion"]

#: What stands for the distribution of a plugin that the application brings itself.
LOCAL = "app"

_SEPARATORS = re.compile(r"[-_.]+")


def normalised(distribution: str) -> str:
    """Give the one spelling of a distribution's name (PEP 503)."""
    return _SEPARATORS.sub("-", distribution.strip()).lower()


def canonical(name: str) -> str:
    """Give the one spelling of an identity or of a bare distribution.

    Only the distribution has several spellings; an entry point's name is taken as it is.
    """
    distribution, colon, entry_point = name.partition(":")
    return normalised(distribution) + colon + entry_point.strip()


def meant(name: str, identities: Iterable[str]) -> tuple[str, ...]:
    """Give those identities that a name stands for.

    An identity stands for itself, a bare distribution for everything it brings.
    """
    wanted = canonical(name)
    if ":" in wanted:
        return tuple(identity for identity in identities if identity == wanted)
    return tuple(identity for identity in identities if identity.partition(":")[0] == wanted)


def suggestion(name: str, names: Iterable[str]) -> str:
    """Give `` Did you mean 'x'?`` (with the leading blank) for the nearest name, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 - slow, and only for error messages

    spellings = {candidate.lower(): candidate for candidate in sorted(names, reverse=True)}
    near = get_close_matches(name.lower(), spellings, n=1)
    return f" Did you mean {spellings[near[0]]!r}?" if near else ""
