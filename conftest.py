"""What tests share wherever they lie: those of examples too."""

from __future__ import annotations

pytest_plugins = ["tests.guestbook_database"]
