"""What providers of the slot ``cli`` are made of, as far as they have it in common.

Commands found word by word, how they are listed, and what is said on standard error. How a
signature is read is beside it, in :mod:`pegboard_hookspecs.parameters`. No provider has to use any
of it, and nothing of it is imported where none does.
"""

from __future__ import annotations

from pegboard_hookspecs.cli_kit.catalogue import Catalogue
from pegboard_hookspecs.cli_kit.complaining import complain, complain_of, warn
from pegboard_hookspecs.cli_kit.listing import group_help, rows_below, summary_of, unknown_command
from pegboard_hookspecs.cli_kit.wording import OPTIONS_HELP, PROGRAM_HELP, capitalised

__all__ = [
    "OPTIONS_HELP",
    "PROGRAM_HELP",
    "Catalogue",
    "capitalised",
    "complain",
    "complain_of",
    "group_help",
    "rows_below",
    "summary_of",
    "unknown_command",
    "warn",
]
