"""The provider as if it were installed, and the requests of a client that minds every byte."""

from __future__ import annotations

import socket
import tomllib
from pathlib import Path

from tests.sources import ROOT

__all__ = ["exchange", "install"]

_PLUGIN = ROOT / "plugins" / "server-granian"


def install(site: Path) -> str:
    """Give what Python has to search so that the plugin looks installed; make it in a folder."""
    project = tomllib.loads((_PLUGIN / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    facts = site / f"pegboard_server_granian-{project['version']}.dist-info"
    facts.mkdir(parents=True)
    (facts / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n",
        encoding="utf-8",
    )
    ((name, place),) = project["entry-points"]["pegboard.server"].items()
    (facts / "entry_points.txt").write_text(
        f"[pegboard.server]\n{name} = {place}\n", encoding="utf-8"
    )
    return f"{site}:{_PLUGIN / 'src'}"


def exchange(port: int, *parts: bytes) -> bytes:
    """Send bytes to a server of this machine, and read until it hangs up."""
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        for part in parts:
            connection.sendall(part)
        return b"".join(iter(lambda: connection.recv(65536), b""))
