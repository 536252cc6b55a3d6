"""The loader: what is installed, what is chosen, in which order, and what is refused.

:func:`resolve` decides by metadata and settings alone; :func:`load` imports what was chosen.
"""

from __future__ import annotations

from pegboard.plugins.loader.candidate import Candidate
from pegboard.plugins.loader.contest import SlotDecision
from pegboard.plugins.loader.discovery import Discovery, Shadow, discover, forget
from pegboard.plugins.loader.identity import meant, normalised, suggestion
from pegboard.plugins.loader.loading import LoadedPlugin
from pegboard.plugins.loader.lock import Lock, locked
from pegboard.plugins.loader.metadata import Broken
from pegboard.plugins.loader.ordering import REST
from pegboard.plugins.loader.plan import load, load_local, resolve
from pegboard.plugins.loader.project import (
    LOCK_FILE,
    Project,
    project_folder,
    read_project,
    read_project_file,
)
from pegboard.plugins.loader.selection import Selection, Verdict

__all__ = [
    "LOCK_FILE",
    "REST",
    "Broken",
    "Candidate",
    "Discovery",
    "LoadedPlugin",
    "Lock",
    "Project",
    "Selection",
    "Shadow",
    "SlotDecision",
    "Verdict",
    "discover",
    "forget",
    "load",
    "load_local",
    "locked",
    "meant",
    "normalised",
    "project_folder",
    "read_project",
    "read_project_file",
    "resolve",
    "suggestion",
]
