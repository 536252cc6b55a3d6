"""The version of the contract: its own number, apart from the version of any release."""

from __future__ import annotations

__all__ = ["CONTRACT_VERSION"]

#: ``(major, minor)``. A minor step adds hooks or arguments with defaults and breaks nobody;
#: a major step may remove what an earlier minor step retired.
CONTRACT_VERSION: tuple[int, int] = (1, 0)
