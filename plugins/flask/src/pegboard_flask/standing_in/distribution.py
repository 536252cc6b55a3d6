"""The metadata of a distribution "Flask", which extensions ask for its version."""

from __future__ import annotations

from importlib.metadata import Distribution
from os import PathLike
from pathlib import Path

from pegboard_flask.standing_in.version import FLASK_VERSION

__all__ = ["StandInDistribution"]

_METADATA = f"""\
Metadata-Version: 2.4
Name: Flask
Version: {FLASK_VERSION}
Summary: Flask's names, answered by pegboard-flask
License-Expression: BSD-3-Clause
Requires-Python: >=3.11
Requires-Dist: pegboard-flask
Requires-Dist: blinker>=1.9
Requires-Dist: click>=8.2
Requires-Dist: itsdangerous>=2.2
Requires-Dist: jinja2>=3.1
Requires-Dist: markupsafe>=2.1.1
Requires-Dist: werkzeug>=3.1.7
Requires-Dist: asgiref>=3.8; extra == "async"
Requires-Dist: python-dotenv; extra == "dotenv"
Provides-Extra: async
Provides-Extra: dotenv
"""
_FILES = {
    "METADATA": _METADATA,
    "entry_points.txt": "[console_scripts]\nflask = flask.cli:main\n",
    "top_level.txt": "flask\n",
}


class StandInDistribution(Distribution):
    """A distribution "Flask" of the version that this package is compatible with."""

    def read_text(self, filename: str) -> str | None:
        """Give one of the files that describe the distribution, or None."""
        return _FILES.get(filename)

    def locate_file(self, path: str | PathLike[str]) -> Path:
        """Give the place of a file of the distribution: beside this package."""
        return Path(__file__).parents[2] / path
