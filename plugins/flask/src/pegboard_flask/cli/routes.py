"""``flask routes``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import click
from werkzeug.routing import Rule

from pegboard import current_app
from pegboard_flask.cli.script_info import with_appcontext

__all__ = ["routes_command"]

#: Answered by nearly every route, and told only when asked for.
_USUAL = frozenset({"HEAD", "OPTIONS"})
_KEYS: Mapping[str, Callable[[Rule], Any]] = {
    "endpoint": lambda rule: rule.endpoint,
    "methods": lambda rule: sorted(rule.methods or ()),
    "domain": lambda rule: (rule.host or "", rule.subdomain or ""),
    "rule": lambda rule: rule.rule,
}


@click.command("routes", short_help="List the routes.")
@click.option(
    "--sort",
    "-s",
    type=click.Choice([*_KEYS, "match"]),
    default="endpoint",
    help="Which column to sort by; 'match' is the order in which requests are matched.",
)
@click.option("--all-methods", is_flag=True, help="Show HEAD and OPTIONS, too.")
@with_appcontext
def routes_command(sort: str, all_methods: bool) -> None:  # noqa: FBT001 - click's
    """Show the routes of the application, with endpoints and methods."""
    app: Any = current_app
    rules: list[Rule] = list(app.url_map.iter_rules())
    if not rules:
        click.echo("No routes are registered.")
        return
    if sort in _KEYS:
        rules.sort(key=_KEYS[sort])
    for line in _table(rules, _columns(app, rules, frozenset() if all_methods else _USUAL)):
        click.echo(line)


def _columns(
    app: Any, rules: Iterable[Rule], hidden: frozenset[str]
) -> dict[str, Callable[[Rule], str]]:
    columns: dict[str, Callable[[Rule], str]] = {
        "Endpoint": lambda rule: str(rule.endpoint),
        "Methods": lambda rule: ", ".join(sorted(set(rule.methods or ()) - hidden)),
    }
    if app.url_map.host_matching:
        if any(rule.host for rule in rules):
            columns["Host"] = lambda rule: rule.host or ""
    elif any(rule.subdomain for rule in rules):
        columns["Subdomain"] = lambda rule: rule.subdomain or ""
    columns["Rule"] = lambda rule: rule.rule
    return columns


def _table(rules: Iterable[Rule], columns: Mapping[str, Callable[[Rule], str]]) -> Iterable[str]:
    rows: list[Sequence[str]] = [
        list(columns),
        *([cell(rule) for cell in columns.values()] for rule in rules),
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, ["-" * width for width in widths])
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
