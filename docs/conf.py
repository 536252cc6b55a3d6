"""How the documentation is built: sphinx-build -W -b html docs docs/_build/html."""

from __future__ import annotations

project = "Pegboard"
author = "The Pegboard developers"
copyright = f"2026, {author}"  # noqa: A001 - Sphinx reads this name
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Pegboard"
html_static_path = ["_static"]
# What a command prints is no language that could be highlighted.
highlight_language = "text"
