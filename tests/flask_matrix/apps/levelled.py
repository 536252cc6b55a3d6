"""What may differ between two right answers, made the same: each by name, and nothing else."""

from __future__ import annotations

import json
import re
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Iterable

__all__ = ["levelled"]

_SESSION = re.compile(r"^(?P<name>\w*session\w*)=(?P<payload>\.?[\w-]+)\.[\w-]{6}\.[\w-]{27};")

#: Flask writes these lists in the order of a set: another one in each process.
_UNORDERED = {"allow"}

#: Werkzeug dates what it makes conditional, though servers date every answer (RFC 9110, 6.6.1).
_DATE = "date"

#: Flask sends them a media type, which Pegboard leaves out: there is no content (RFC 9110, 8.3).
_EMPTY = {204, 304}


def levelled(status: int, headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give the fields of an answer as they are compared.

    The order of fields that differ in name means nothing (RFC 9110, section 5.3).
    """
    left_out = {_DATE, "content-type"} if status in _EMPTY else {_DATE}
    fields = ((name.lower(), value) for name, value in headers)
    kept = [(name, _value(name, value)) for name, value in fields if name not in left_out]
    return sorted(kept, key=lambda each: each[0])


def _value(name: str, value: str) -> str:
    if name in _UNORDERED:
        return ", ".join(sorted(value.split(", ")))
    # Two signers may compress, and order, the same session differently.
    return _SESSION.sub(_opened, value) if name == "set-cookie" else value


def _opened(found: re.Match[str]) -> str:
    text = found["payload"]
    data = urlsafe_b64decode(text.lstrip(".") + "==")
    plain = zlib.decompress(data) if text.startswith(".") else data
    return f"{found['name']}={json.dumps(json.loads(plain), sort_keys=True)};"
