"""The error for a template that is not there, which is Jinja's too."""

from __future__ import annotations

from jinja2 import TemplateNotFound

from pegboard_hookspecs.templates import MissingTemplateError

__all__ = ["MissingJinjaTemplateError"]


class MissingJinjaTemplateError(MissingTemplateError, TemplateNotFound):  # type: ignore[misc]  # Jinja's name may be None
    """No template folder has a template of that name, or any of several.

    It is Jinja's error too, so that ``include … ignore missing`` and handlers written for Jinja
    go on working. A name that is an undefined variable raises Jinja's UndefinedError instead.
    """
