"""What ``pegboard new`` writes: folders of templates, and how they become a project."""

from __future__ import annotations

from pegboard.scaffolds.kinds import ADDITIVE, PROVIDERS, PluginKind
from pegboard.scaffolds.naming import ProjectName, project_name
from pegboard.scaffolds.writing import write_project

__all__ = [
    "ADDITIVE",
    "PROVIDERS",
    "PluginKind",
    "ProjectName",
    "project_name",
    "write_project",
]
