"""What is said when a value cannot be written as JSON: which part of it, and where it is.

For providers of the slot ``json``, which import it when something is wrong with a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import is_dataclass
from math import isfinite
from typing import Any, cast

__all__ = ["complaint_about"]

_PLAIN = (str, int, float, dict, list, tuple, type(None))
_KEYS = (str, int, float, type(None))
# How deep the culprit is looked for.
_DEEPEST = 100
_Default = Callable[[Any], object]


def complaint_about(
    value: object,
    error: Exception,
    default: _Default,
    *,
    sorts_keys: bool,
    is_ascii: bool | None = None,
) -> Exception | None:
    """Give the error that names the culprit in a value, or None where there is none to be found.

    :param error: what came of writing the value.
    :param default: gives what is written in place of a value that JSON has no type for.
    :param sorts_keys: keys were to be sorted.
    :param is_ascii: characters outside of ASCII were to be escaped, as ``JSON_ASCII`` says; None:
        the provider has no such setting.
    """
    is_loop = isinstance(error, RecursionError)
    for path, part, is_in_itself in _walk(value, default):
        where = f" at {path}" if path else ""
        if is_loop and is_in_itself:
            return ValueError(f"The {_kind(part)}{where} contains itself. Write a part of it.")
        if is_loop or is_in_itself:
            continue
        complaint = _about(part, where, default)
        if complaint is None and not is_ascii:
            complaint = _about_text(part, where, can_escape=is_ascii is not None)
        if complaint is None and sorts_keys:
            complaint = _about_order(_keys_of(part), where)
        if complaint is not None:
            return complaint
    if is_loop:
        return ValueError("The value is nested too deeply for JSON. Write it with fewer levels.")
    return None


def _walk(
    value: object, default: _Default, path: str = "", around: tuple[int, ...] = ()
) -> Iterator[tuple[str, object, bool]]:
    """Give every part with its path, and whether it is one of those that it is in."""
    is_in_itself = id(value) in around
    yield path, value, is_in_itself
    if not is_in_itself and len(around) < _DEEPEST:
        for step, part in _parts(value, default):
            yield from _walk(part, default, path + step, (*around, id(value)))


def _parts(value: object, default: _Default) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, part in cast("dict[object, object]", value).items():
            yield f"[{key!r}]", part
    elif isinstance(value, (list, tuple)):
        for position, part in enumerate(cast("Sequence[object]", value)):
            yield f"[{position}]", part
    elif not isinstance(value, _PLAIN):
        yield from _parts_of_other(value, default)


def _parts_of_other(value: object, default: _Default) -> Iterator[tuple[str, object]]:
    """Give what is written in place of a value, as its only part."""
    try:
        plain = default(value)
    except Exception:  # noqa: BLE001 - it is what is complained about
        return
    if is_dataclass(value) and isinstance(plain, dict):
        for key, part in cast("dict[object, object]", plain).items():
            yield f".{key}", part
    else:
        yield "", plain


def _about(part: object, where: str, default: _Default) -> Exception | None:
    about_keys = _about_keys(_keys_of(part), where)
    if about_keys is not None:
        return about_keys
    if isinstance(part, float) and not isfinite(part):
        return ValueError(
            f"The number {part!r}{where} is not JSON (RFC 8259, section 6). Write None or a text."
        )
    if isinstance(part, int) and not _is_writable(part):
        return ValueError(
            f"The number{where} has more digits than Python writes. Write a text, as by hex()."
        )
    if not isinstance(part, _PLAIN) and not _has_default(part, default):
        return TypeError(
            f"The {_kind(part)}{where} cannot be written as JSON. Write a dict, list, text or "
            "number made of it, make its class a dataclass, or implement the hook json_default."
        )
    return None


def _has_default(part: object, default: _Default) -> bool:
    try:
        default(part)
    except TypeError:
        return False
    except Exception:  # noqa: BLE001 - its own error says more
        return True
    return True


def _is_writable(number: int) -> bool:
    try:
        repr(number)
    except ValueError:
        return False
    return True


def _about_keys(keys: list[object], where: str) -> Exception | None:
    for key in keys:
        if not isinstance(key, _KEYS):
            return TypeError(
                f"The key {key!r} of the dict{where} is a {type(key).__name__}. "
                "Keys of JSON are texts: use str, int, float, bool or None."
            )
        if isinstance(key, float) and not isfinite(key):
            return ValueError(f"The key {key!r} of the dict{where} is not JSON. Write a text.")
    return None


def _keys_of(value: object) -> list[object]:
    return list(cast("dict[object, object]", value)) if isinstance(value, dict) else []


def _about_order(keys: list[object], where: str) -> Exception | None:
    kinds = sorted({_sorted_as(key) for key in keys})
    if len(kinds) < 2:  # noqa: PLR2004 - it takes two to differ
        return None
    return TypeError(
        f"The keys of the dict{where} cannot be sorted: they are of the types "
        f"{' and '.join(kinds)}. Use one type, or set JSON_SORT_KEYS = False."
    )


def _sorted_as(key: object) -> str:
    return "number" if isinstance(key, (int, float)) else type(key).__name__


def _about_text(part: object, where: str, *, can_escape: bool) -> Exception | None:
    if not isinstance(part, str) or part == part.encode(errors="ignore").decode():
        return None
    cure = ", or set JSON_ASCII = True" if can_escape else ""
    return ValueError(
        f"The text {part[:40]!r}{where} has half of a surrogate pair, which UTF-8 cannot hold. "
        f"Remove it{cure}."
    )


def _kind(value: object) -> str:
    return f"{type(value).__qualname__} object"
