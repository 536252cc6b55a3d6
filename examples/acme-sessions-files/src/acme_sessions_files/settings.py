"""The settings of the provider."""

from __future__ import annotations

from pathlib import Path
from types import NoneType

from pegboard_hookspecs import Setting
from pegboard_hookspecs.session_kit import COOKIE_SETTINGS

__all__ = ["SETTINGS"]

SETTINGS = (
    *COOKIE_SETTINGS,
    Setting(
        "SESSION_FILES_FOLDER",
        (str, Path, NoneType),
        None,
        "Folder of the sessions' files, as seen from the instance folder; None: sessions.",
    ),
)
