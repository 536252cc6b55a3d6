"""Where in a template an exception was raised."""

from __future__ import annotations

from mako.exceptions import CompileException, RichTraceback, SyntaxException

from pegboard_hookspecs.templates import MissingTemplateError

__all__ = ["tell_place"]


def tell_place(error: Exception) -> None:
    """Note on an exception in which line of which template it was raised."""
    place = _place(error)
    if place is None:
        return
    if isinstance(error, MissingTemplateError) and error.place is None:
        error.place = place
        return
    note = f"In the template {place}."
    if note not in getattr(error, "__notes__", ()):
        error.add_note(note)


def _place(error: Exception) -> str | None:
    if isinstance(error, (CompileException, SyntaxException)):
        return _line(error.filename, error.lineno)
    records = RichTraceback(error=error, traceback=error.__traceback__).records
    inside = [(file, line) for *_, file, line, _, _ in records if line is not None]
    return _line(*inside[-1]) if inside else None


def _line(file: str | None, line: int) -> str:
    # One that was given as text has a name that its engine made up.
    is_text = file is None or file.startswith("memory:")
    return f"{'<template>' if is_text else file}, line {line}"
