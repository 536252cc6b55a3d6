"""What is said on standard error."""

from __future__ import annotations

import shutil
import sys

import click

__all__ = ["complain"]


def complain(text: str) -> None:
    """Print a text to standard error; a terminal gets its lines wrapped at words."""
    if sys.stderr.isatty():
        columns = shutil.get_terminal_size().columns
        text = "\n".join(click.wrap_text(line, columns) for line in text.splitlines())
    click.echo(text, err=True)
