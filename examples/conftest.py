"""The guestbook's plugins are not installed in the repository: its tests run as if they were."""

from __future__ import annotations

from tests.guestbook_database import guestbook_database, pytest_generate_tests

__all__ = ["guestbook_database", "pytest_generate_tests"]
