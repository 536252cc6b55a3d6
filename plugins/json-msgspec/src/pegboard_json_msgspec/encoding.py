"""From values to JSON, by msgspec where it writes what the contract says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast
from weakref import ref

import msgspec

from pegboard_hookspecs import Application
from pegboard_hookspecs.json_types import is_plain, make_reduce
from pegboard_json_msgspec.native_types import left_to_msgspec

__all__ = ["Encoding"]

# What may be a date, in JSON.
_DATE = re.compile(rb'"\d{4}-\d\d-\d\d')
# No text has a line break in it: what follows one is indentation.
_INDENTATION = re.compile(rb"(?<=\n) +")


class Encoding:
    """Writes values for one application, which it does not keep alive.

    :param sorts_keys: keys of objects are sorted.
    """

    def __init__(self, app: Application, *, sorts_keys: bool) -> None:
        self._sorts_keys = sorts_keys
        self._encode = msgspec.json.Encoder(
            enc_hook=_default_of(app), order="deterministic" if sorts_keys else None
        ).encode

    def encode(self, app: Application, value: Any, indent: int | None) -> bytes:
        """Write a value as JSON.

        :param app: the application that it was made for.
        :raises TypeError: nothing stands for a value.
        :raises ValueError: NaN, an infinity, or half of a surrogate pair.
        :raises RecursionError: the value is nested too deeply, or contains itself.
        """
        if app.has_own_json_types:
            # msgspec would not ask about the types that it knows.
            written = self._encode(self._reduced(app, value))
        else:
            try:
                written = self._encode(value)
            except (TypeError, RecursionError):
                # msgspec takes no keys but texts; or nothing stands for a value.
                written = self._encode(self._reduced(app, value))
            else:
                if self._is_doubtful(written) and not is_plain(value):
                    written = self._again(app, value, written)
        return written if indent is None else _indented(written, indent)

    def _is_doubtful(self, written: bytes) -> bool:
        """Say whether there may be what msgspec writes in another way than the contract says.

        That is a date in ISO 8601, which may have to be an HTTP date; null, for NaN and infinities;
        and these as keys, which msgspec does not sort.
        """
        return (
            b"null" in written
            or (b"-" in written and _DATE.search(written) is not None)
            or (not self._sorts_keys and (b'nan":' in written or b'inf":' in written))
        )

    def _again(self, app: Application, value: Any, written: bytes) -> bytes:
        reduced = self._reduced(app, value)
        return written if reduced is value else self._encode(reduced)

    def _reduced(self, app: Application, value: Any) -> Any:
        return make_reduce(left_to_msgspec(app), sorts_keys=self._sorts_keys)(value)


def _default_of(app: Application) -> Callable[[Any], object]:
    """Make a function that gives what stands for a value that msgspec asks about."""
    owner = ref(app)

    def default(value: Any) -> object:
        if isinstance(value, str):
            return str.__str__(value)
        if isinstance(value, float):
            return float.__float__(value)
        if isinstance(value, int):
            return int.__int__(value)
        return cast("Application", owner()).json_default(value)

    return default


def _indented(written: bytes, indent: int) -> bytes:
    if indent > 0:
        return msgspec.json.format(written, indent=indent)
    return _INDENTATION.sub(b"", msgspec.json.format(written, indent=1))
