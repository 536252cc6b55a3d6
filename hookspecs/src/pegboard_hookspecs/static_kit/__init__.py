"""What providers of the slot ``static`` are made of, as far as they have it in common.

Opening nothing but regular files inside of a folder, preconditions and ranges (RFC 9110), the
fields of a file's response, and the two hooks for files that views send. No provider has to use any
of it, and nothing of it is imported where none does.
"""

from __future__ import annotations

from pegboard_hookspecs.static_kit.describing import Describer, Description
from pegboard_hookspecs.static_kit.finding import first_found
from pegboard_hookspecs.static_kit.names import path_inside
from pegboard_hookspecs.static_kit.opening import VanishedError, open_regular, regular_state
from pegboard_hookspecs.static_kit.sending import Sender
from pegboard_hookspecs.static_kit.sent_files import SendsFiles
from pegboard_hookspecs.static_kit.served_folders import ServesFolders, path_of
from pegboard_hookspecs.static_kit.settings import X_SENDFILE
from pegboard_hookspecs.static_kit.source import LargeFile, SmallFile, Source, open_file
from pegboard_hookspecs.static_kit.validators import EntityTags, Signature, signature_of

__all__ = [
    "X_SENDFILE",
    "Describer",
    "Description",
    "EntityTags",
    "LargeFile",
    "Sender",
    "SendsFiles",
    "ServesFolders",
    "Signature",
    "SmallFile",
    "Source",
    "VanishedError",
    "first_found",
    "open_file",
    "open_regular",
    "path_inside",
    "path_of",
    "regular_state",
    "signature_of",
]
