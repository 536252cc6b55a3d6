"""Small versions of a contract, written as their sources are."""

from __future__ import annotations

from textwrap import dedent

from pegboard.contract import Contract
from pegboard.contract.reading import contract_of

__all__ = ["version"]

_SLOTS = "SLOTS = (Slot('json', JSON, 'pegboard-json:stdlib', 'reads JSON'),)\n"


def version(lifecycle: str = "", json: str = "", *, source: str = "new") -> Contract:
    """Give a version with these methods in the class of the lifecycle, and in that of a slot."""
    files = [("slots.py", _SLOTS)]
    for name, body in (("Lifecycle", lifecycle), ("JSON", json)):
        if body:
            text = dedent(body).strip("\n")
            lines = "".join(f"    {line}\n" for line in text.splitlines())
            files.append((f"{name}.py", f"class {name}:\n{lines}"))
    return contract_of(source, files)
