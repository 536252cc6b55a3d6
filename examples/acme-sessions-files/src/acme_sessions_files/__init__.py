"""A provider of Pegboard's slot ``sessions``: each session is a file in a folder."""

from __future__ import annotations

from acme_sessions_files.provider import FileSessions

__all__ = ["FileSessions"]
