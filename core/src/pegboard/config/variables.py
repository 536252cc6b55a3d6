"""Environment variables as settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from pegboard_hookspecs import Setting
from pegboard_hookspecs.errors import ConfigurationError

__all__ = ["is_on", "nested", "parsed"]

_WORDS = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("", "0", "false", "no", "off"), False),
}


def is_on(text: str) -> bool:
    """Say whether the text of a variable means on: anything but 0, false, no, off and nothing."""
    return _WORDS.get(text.strip().lower(), True)


def parsed(text: str, loads: Callable[[str], Any], setting: Setting | None) -> Any:
    """Read the text of a variable.

    What the loader refuses stays text. Where a setting is declared, the text itself or a word
    like ``1``, ``yes`` or ``off`` is taken if what the loader gave is not allowed.
    """
    value = _loaded(text, loads)
    if setting is None:
        return value
    readings: list[Any] = [value, text]
    if text.lower() in _WORDS:
        readings.append(_WORDS[text.lower()])
    allowed = (reading for reading in readings if setting.complaint(reading) is None)
    return next(allowed, value)


def nested(values: Mapping[str, Any], path: Sequence[str], value: Any, variable: str) -> Any:
    """Give a copy of a value with another one put into it.

    :param values: where the first word of the path is looked up.
    :param path: words, each of which reaches into the dictionary before it.
    :raises ConfigurationError: something on the path is no dictionary.
    """
    name, *rest = path
    if not rest:
        return value
    inner = values.get(name, {})
    if not isinstance(inner, Mapping):
        message = (
            f"The environment variable {variable} reaches into {name!r}, which is {inner!r} and "
            "no dictionary. Rename one of them."
        )
        raise ConfigurationError(message)
    known = cast("Mapping[str, Any]", inner)
    return {**known, rest[0]: nested(known, rest, value, variable)}


def _loaded(text: str, loads: Callable[[str], Any]) -> Any:
    try:
        return loads(text)
    except Exception:  # noqa: BLE001 - every loader has its own complaint, and all mean text
        return text
