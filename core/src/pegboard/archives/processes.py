"""Pythons that are started by a build."""

from __future__ import annotations

import os
import subprocess
import sys

__all__ = ["run_alone", "run_python"]

#: What speaks of the plugins and of the application of this process.
_CHOICES = frozenset({"PEGBOARD_PLUGINS", "PEGBOARD_NO_PLUGINS", "PEGBOARD_LOCK", "PEGBOARD_APP"})


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run this Python, whatever its end; no choice of plugins is handed down."""
    environ = {key: value for key, value in os.environ.items() if key not in _CHOICES}
    command = [sys.executable, *arguments]
    return subprocess.run(  # noqa: S603 - it runs a build's own code, and pip
        command, capture_output=True, check=False, encoding="utf-8", env=environ
    )


def run_alone(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program without anything that is installed on this machine."""
    return run_python("-I", "-S", "-c", program, *arguments)
