"""What template engines share: where templates lie, what escapes, and what a missing one says.

For providers of the slot ``templating``. An engine may do all of this in its own way; one that
does it with these keeps the slot's promises about folders, names, settings and errors.
"""

from __future__ import annotations

from pegboard_hookspecs.templates.files import TemplateFiles
from pegboard_hookspecs.templates.folders import file_of, owner_of, template_names
from pegboard_hookspecs.templates.markup import makes_markup, script_json
from pegboard_hookspecs.templates.missing import MissingTemplateError, suggestion
from pegboard_hookspecs.templates.settings import (
    EXPLAIN_TEMPLATE_LOADING,
    TEMPLATES_AUTO_RELOAD,
    reloads_templates,
)
from pegboard_hookspecs.templates.sharing import is_rendered_by

__all__ = [
    "EXPLAIN_TEMPLATE_LOADING",
    "TEMPLATES_AUTO_RELOAD",
    "MissingTemplateError",
    "TemplateFiles",
    "file_of",
    "is_rendered_by",
    "makes_markup",
    "owner_of",
    "reloads_templates",
    "script_json",
    "suggestion",
    "template_names",
]
