"""The field ``Content-Disposition`` (RFC 6266)."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from werkzeug.http import dump_options_header

__all__ = ["disposition"]

# What RFC 8187, section 3.2.1, allows besides letters and digits.
_PLAIN = "!#$&+-.^_`|~"


def disposition(name: str, *, is_attachment: bool) -> str:
    """Say how a browser handles a file and by which name it saves it.

    A name that is not ASCII is given in both forms: simplified, and as it is (RFC 8187).
    Control characters become underscores.
    """
    kind = "attachment" if is_attachment else "inline"
    name = "".join(char if char.isprintable() else "_" for char in name)
    if name.isascii():
        return dump_options_header(kind, {"filename": name})
    simple = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    exact = f"UTF-8''{quote(name, safe=_PLAIN)}"
    return dump_options_header(kind, {"filename": simple, "filename*": exact})
