"""Flask's names stand on all default parts: where one is missing there is nothing to test."""

from __future__ import annotations

from importlib.util import find_spec

_PARTS = ("cli", "errors", "json", "routing", "server", "sessions", "static", "templating")

collect_ignore_glob = (
    [] if all(find_spec(f"pegboard_{part}") is not None for part in _PARTS) else ["test_*.py"]
)
