"""Upkeep: a plugin that finds what is wrong with an installation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from newsroom.database import open_database
from newsroom.editions import EDITIONS
from newsroom.migrations import pending
from pegboard_hookspecs import Application, Finding, hookimpl

__all__ = ["Upkeep"]


class Upkeep:
    """Answers ``pegboard check``, and ``app.check()``."""

    @hookimpl
    def check(self, app: Application) -> list[Finding]:
        """Look at the settings, then at the database, as far as it is up to date."""
        late = pending(Path(app.config["DATABASE"]))
        findings = [*_about_settings(app)]
        return [*findings, _about_migrations(late)] if late else [*findings, *_about_content(app)]


def _about_settings(app: Application) -> Iterator[Finding]:
    for name in ("SECRET_KEY", "SERVER_NAME"):
        if app.config[name] is None:
            yield Finding(
                "newsroom.setting-missing",
                "error",
                f"{name} is not set; without it nobody gets to the desk.",
                name,
                "Write it into newsroom.toml in the instance folder.",
            )
    for host, partner in app.config["PARTNERS"].items():
        if partner["edition"] not in EDITIONS:
            yield Finding(
                "newsroom.partner-without-edition",
                "error",
                f"{host} shows the edition {partner['edition']!r}, which there is not.",
                "PARTNERS",
                f"Choose one of these: {', '.join(EDITIONS)}.",
            )


def _about_migrations(late: list[str]) -> Finding:
    return Finding(
        "newsroom.migrations-pending",
        "error",
        f"The database is not up to date: {', '.join(late)}.",
        "DATABASE",
        "Run: python -m newsroom migrate",
    )


def _about_content(app: Application) -> Iterator[Finding]:
    with closing(open_database(app.config["DATABASE"])) as opened:
        editors = opened.execute("SELECT COUNT(*) FROM account WHERE role = 'editor'").fetchone()
    if editors[0] == 0:
        yield Finding(
            "newsroom.no-editor",
            "warning",
            "Nobody can publish: no account has the role 'editor'.",
            "DATABASE",
            "Run: python -m newsroom accounts add NAME --role editor",
        )
