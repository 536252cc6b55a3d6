"""Where in a template an exception was raised."""

from __future__ import annotations

from jinja2 import Template, TemplateSyntaxError

from pegboard_hookspecs.templates import MissingTemplateError

__all__ = ["tell_place"]


def tell_place(error: BaseException) -> None:
    """Note on an exception in which line of which template it was raised.

    It has to be done before Jinja puts lines of templates in place of those of compiled code.
    """
    place = _place_of_syntax(error) if isinstance(error, TemplateSyntaxError) else None
    place = place or _innermost_line(error)
    if place is None:
        return
    if isinstance(error, MissingTemplateError) and error.place is None:
        error.place = place
        return
    note = f"In the template {place}."
    if note not in getattr(error, "__notes__", ()):
        error.add_note(note)


def _place_of_syntax(error: TemplateSyntaxError) -> str | None:
    # Once Jinja has rewritten the traceback, the error passes through templates that include it.
    if error.translated:
        return None
    # As Jinja calls one that was given as text.
    return f"{error.filename or error.name or '<template>'}, line {error.lineno}"


def _innermost_line(error: BaseException) -> str | None:
    place = None
    traceback = error.__traceback__
    while traceback is not None:
        template = traceback.tb_frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template):
            line = template.get_corresponding_lineno(traceback.tb_lineno)
            place = f"{template.filename}, line {line}"
        traceback = traceback.tb_next
    return place
