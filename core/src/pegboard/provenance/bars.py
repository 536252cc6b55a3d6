"""Times as bars: what ran when, and for how long."""

from __future__ import annotations

__all__ = ["bar"]

_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL = "█"


def bar(start: float, length: float, whole: float, width: int, *, is_plain: bool = False) -> str:
    """Draw one bar, at the place of its time.

    What is too short to be seen is drawn as thin as can be.

    :param start: when it began; the unit is that of the other two.
    :param length: how long it took.
    :param whole: the time that the full width stands for.
    :param width: columns.
    :param is_plain: use ASCII only, for terminals without block characters.
    """
    if whole <= 0:
        return ""
    columns = min(start / whole, 1.0) * width
    offset = min(int(columns), width - 1)
    eighths = max(round(min(length / whole, 1.0) * width * 8), 1)
    eighths = min(eighths, (width - offset) * 8)
    if is_plain:
        return " " * offset + "#" * max(round(eighths / 8), 1)
    return (" " * offset + _FULL * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()
