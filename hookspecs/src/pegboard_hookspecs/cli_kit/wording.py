"""What the help says of the program and of the options in front of its commands."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["OPTIONS_HELP", "PROGRAM_HELP", "capitalised"]

#: What the program is for.
PROGRAM_HELP = "Run, inspect and manage a Pegboard application."
#: The help of each option, by its long name.
OPTIONS_HELP: Mapping[str, str] = {
    "--env-file": "Read environment variables from this file, over those from .pegboardenv "
    "and .env.",
    "--app": "The application: module, path/file.py, module:name or "
    "module:factory('a'). Else PEGBOARD_APP, pyproject.toml, wsgi.py or app.py.",
    "--debug": "Debug mode on or off. Else PEGBOARD_DEBUG, or as the application says.",
    "--version": "Show the versions and exit.",
    "--help": "Show this message and exit.",
}


def capitalised(text: str) -> str:
    """Begin a text with a capital; all else stays."""
    return text[:1].upper() + text[1:]
