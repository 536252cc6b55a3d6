"""The error for a template that is not there, which is Mako's too."""

from __future__ import annotations

from mako.exceptions import TemplateLookupException

from pegboard_hookspecs.templates import MissingTemplateError

__all__ = ["MissingMakoTemplateError"]


class MissingMakoTemplateError(MissingTemplateError, TemplateLookupException):
    """No template folder has a template of that name, or any of several.

    It is Mako's error too, for handlers that were written for Mako.
    """
