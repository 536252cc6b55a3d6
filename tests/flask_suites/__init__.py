"""The test suites of Flask's extensions, and Flask's own, on Flask and on pegboard_flask.

    python -m tests.flask_suites [NAME ...] [--write FILE | --check FILE]

Each suite comes from its source distribution, fetched from the package index as it runs, and is run
twice in this environment: with Flask, and with ``PEGBOARD_AS_FLASK=1``. Every test that passes on
Flask must pass on pegboard_flask. ``requirements.txt`` beside this file says what the environment
needs.
"""

from __future__ import annotations

__all__: list[str] = []
