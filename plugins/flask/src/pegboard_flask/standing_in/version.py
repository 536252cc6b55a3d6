"""The version of Flask whose names and behaviour these are."""

from __future__ import annotations

__all__ = ["FLASK_VERSION"]

#: What ``flask.__version__`` and ``importlib.metadata.version("flask")`` answer.
FLASK_VERSION = "3.1.3"
