"""The setting that every provider of the slot ``static`` has."""

from __future__ import annotations

from pegboard_hookspecs.setting import Setting

__all__ = ["X_SENDFILE"]

#: Heeded by :class:`pegboard_hookspecs.static_kit.Sender`; Flask's name.
X_SENDFILE = Setting(
    "USE_X_SENDFILE",
    (bool,),
    default=False,
    help="Name a file's path in X-Sendfile and let the server in front send its bytes.",
)
