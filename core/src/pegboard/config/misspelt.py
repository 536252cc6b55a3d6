"""Settings whose names are nearly those of declared ones."""

from __future__ import annotations

from collections.abc import Iterator

from pegboard.config.config import Config
from pegboard_hookspecs import Finding

__all__ = ["misspelt"]

#: How much alike two names are: applications have names of their own, which are no mistakes.
_ALIKE = 0.9


def misspelt(config: Config) -> Iterator[Finding]:
    """Find names that nobody declared but that are very near to one that somebody did."""
    declared = sorted(setting.name for setting in config.declarations)
    strange = sorted(config.sources.keys() - set(declared))
    if not strange:
        return
    # Takes long to import, and few applications have names of their own.
    from difflib import get_close_matches  # noqa: PLC0415

    for name in strange:
        for near in get_close_matches(name, declared, n=1, cutoff=_ALIKE):
            yield Finding(
                id="pegboard.misspelt-setting",
                level="warning",
                message=f"The setting {name!r} means nothing to Pegboard and its plugins.",
                place=config.sources[name],
                cure=f"Did you mean {near!r}?",
            )
