"""From values to JSON text."""

from __future__ import annotations

import json.encoder
from collections.abc import Callable
from typing import Any

__all__ = ["make_encode"]

#: What encodes in C; None where the interpreter has none.
_accelerator: Any = getattr(json.encoder, "c_make_encoder", None)

# With what the accelerator is tried.
_SAMPLE = {"b": [1.5, "é", True], "a": {"c": None}}


def make_encode(
    default: Callable[[Any], object], *, sorts_keys: bool, is_ascii: bool, indent: int | None
) -> Callable[[Any], str]:
    """Make a function that writes values as JSON text.

    :param default: gives what to write in place of a value that JSON has no type for.

    It raises TypeError or ValueError for a value that JSON does not have, and RecursionError for
    one that is nested too deeply or contains itself.
    """
    encoder = json.JSONEncoder(
        sort_keys=sorts_keys,
        ensure_ascii=is_ascii,
        indent=indent,
        separators=(",", ":" if indent is None else ": "),
        default=default,
        allow_nan=False,
    )
    quick = _quick_encode(encoder) if indent is None else None
    return quick or encoder.encode


def _quick_encode(encoder: json.JSONEncoder) -> Callable[[Any], str] | None:
    """Keep the accelerator that :meth:`json.JSONEncoder.encode` makes anew for every value.

    None where the interpreter has no such accelerator, or another one.
    """
    sorts_keys, skips_keys, allows_nan = encoder.sort_keys, encoder.skipkeys, encoder.allow_nan
    quote = json.encoder.encode_basestring
    if encoder.ensure_ascii:
        quote = json.encoder.encode_basestring_ascii
    try:
        # Without a table of the containers that it is in, it can serve all threads at once; what
        # contains itself is found by the depth.
        pieces = _accelerator(
            None, encoder.default, quote, None, ":", ",", sorts_keys, skips_keys, allows_nan
        )
        is_known = "".join(pieces(_SAMPLE, 0)) == encoder.encode(_SAMPLE)
    except TypeError:
        return None
    return (lambda value: "".join(pieces(value, 0))) if is_known else None
