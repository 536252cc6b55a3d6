"""The settings of templates, one object each: engines that stand side by side share them."""

from __future__ import annotations

from types import NoneType

from pegboard_hookspecs.application import Application
from pegboard_hookspecs.setting import Setting

__all__ = ["EXPLAIN_TEMPLATE_LOADING", "TEMPLATES_AUTO_RELOAD", "reloads_templates"]

#: Whether a changed template is noticed.
TEMPLATES_AUTO_RELOAD = Setting(
    "TEMPLATES_AUTO_RELOAD",
    (bool, NoneType),
    None,
    "Look for changed templates on each rendering; None: in debug mode.",
)
#: Whether :meth:`pegboard_hookspecs.templates.TemplateFiles.found` logs each search.
EXPLAIN_TEMPLATE_LOADING = Setting(
    "EXPLAIN_TEMPLATE_LOADING",
    (bool,),
    default=False,
    help="Log every folder in which a template is looked for, and which one it came from.",
)


def reloads_templates(app: Application) -> bool:
    """Say whether changed templates are noticed now: as set, else in debug mode."""
    setting: bool | None = app.config.get(TEMPLATES_AUTO_RELOAD.name)
    return app.debug if setting is None else setting
