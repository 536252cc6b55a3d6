"""Standing in for Flask: ``import flask`` gives this package, and so does its distribution's name.

:func:`install_as_flask` does it for one process from within. For a process that is started, the
environment variable ``PEGBOARD_AS_FLASK=1`` does it before anything is imported: a file
``pegboard_as_flask.pth`` beside the installed packages reads it.
"""

from __future__ import annotations

from pegboard_flask.standing_in.distribution import StandInDistribution
from pegboard_flask.standing_in.finder import StandInFinder
from pegboard_flask.standing_in.installing import install_as_flask
from pegboard_flask.standing_in.switch import VARIABLE, run_switched, turn_on
from pegboard_flask.standing_in.version import FLASK_VERSION

__all__ = [
    "FLASK_VERSION",
    "VARIABLE",
    "StandInDistribution",
    "StandInFinder",
    "install_as_flask",
    "run_switched",
    "turn_on",
]
