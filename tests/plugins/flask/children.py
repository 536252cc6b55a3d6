"""Python processes of their own: what stands in for Flask cannot be undone in one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import dedent

from tests.sources import ROOT

__all__ = ["answer", "run", "switched_on"]

_PLUGIN = ROOT / "plugins" / "flask"
_SOURCES = [_PLUGIN / "src", ROOT / "plugins" / "signals" / "src"]


def run(
    arguments: Sequence[str],
    folder: Path,
    *,
    environ: Mapping[str, str] | None = None,
    sources: Sequence[Path] = _SOURCES,
) -> subprocess.CompletedProcess[str]:
    """Run Python with arguments in a folder, as where pegboard-flask is installed."""
    site = folder / "site"
    site.mkdir(exist_ok=True)
    # What Python does by itself with the ".pth" files beside the packages that are installed.
    text = f"import site; site.addsitedir({str(_PLUGIN)!r})"
    (site / "sitecustomize.py").write_text(text)
    known = {name: value for name, value in os.environ.items() if name != "PEGBOARD_AS_FLASK"}
    path = os.pathsep.join(map(str, [site, *sources, folder]))
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        env={**known, "PYTHONPATH": path, **(environ or {})},
        timeout=60,
    )


def answer(source: str, folder: Path, *, environ: Mapping[str, str] | None = None) -> str:
    """Run a program that must succeed without a word of complaint, and give what it prints."""
    done = run(["-W", "error", "-c", dedent(source)], folder, environ=environ)
    if done.returncode or done.stderr:
        raise AssertionError(done.stderr)
    return done.stdout.strip()


def switched_on(**more: str) -> dict[str, str]:
    """Give the environment in which Flask is stood in for."""
    return {"PEGBOARD_AS_FLASK": "1", **more}
