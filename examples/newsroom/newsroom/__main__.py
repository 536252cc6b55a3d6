"""The newsroom's own command line: ``python -m newsroom articles publish 3``."""

from __future__ import annotations

import sys

from newsroom import create_app
from pegboard.commandline import run_commands

if __name__ == "__main__":
    sys.exit(run_commands(create_app, name="newsroom"))
