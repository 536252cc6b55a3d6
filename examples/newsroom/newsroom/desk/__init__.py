"""The desk: where articles are written and published, below ``desk``.

A blueprint with templates and static files of its own, which does not need the rest of the pages.
"""

from __future__ import annotations

from newsroom.desk.blueprint import blueprint

__all__ = ["blueprint"]
