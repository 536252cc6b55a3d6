"""Commands: what the newsroom does from a terminal.

They stand behind ``pegboard --app examples/newsroom``, and in this folder behind
``python -m newsroom``.
"""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path
from typing import Annotated

import click

from newsroom import accounts, articles, sample
from newsroom.accounts import Role
from newsroom.editions import EDITIONS, Edition
from newsroom.migrations import migrate as bring_up_to_date
from pegboard import Blueprint, current_app
from pegboard_hookspecs import Option
from pegboard_hookspecs.errors import CommandError

__all__ = ["blueprint"]

# No words in front: its groups stand beside the application's own commands.
blueprint = Blueprint("commands", __name__, cli_group=None)

for_accounts = blueprint.cli.group("accounts", help="Those who work at the desk.")
for_articles = blueprint.cli.group("articles", help="Articles and drafts.")
for_editions = blueprint.cli.group("editions", help="The editions of the paper.")


@blueprint.cli.command
def migrate() -> None:
    """Bring the database up to date."""
    done = bring_up_to_date(Path(current_app.config["DATABASE"]))
    print("\n".join(done) or "Nothing to do.")


@blueprint.cli.command("sample")
def write_sample() -> None:
    """Fill an empty newsroom with articles, and with two accounts to try it."""
    passwords = {name: secrets.token_urlsafe(9) for name in ("ada", "ben")}
    try:
        count = sample.write(passwords)
    except accounts.TakenNameError as error:
        raise CommandError(f"{error} The sample is for an empty newsroom.") from error
    print(f"Wrote {count} articles. At the desk you are:")
    for name, password in passwords.items():
        print(f"  {name}  {password}")


@for_accounts.command("add")
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(["writer", "editor"]),
    default="writer",
    show_default=True,
    help="Writers write; editors publish as well.",
)
@click.password_option(help="Asked for, unless it is given.")
def add_account(name: str, role: Role, password: str) -> None:
    """Let somebody work at the desk."""
    try:
        accounts.add(name, password, role)
    except accounts.TakenNameError as error:
        raise CommandError(str(error)) from error
    print(f"{name} may work at the desk, as {role}.")


@for_articles.command("list")
def list_articles(
    *,
    edition: Annotated[str | None, Option(short="e", choices=tuple(EDITIONS))] = None,
    drafts: bool = False,
) -> None:
    """Show articles, the newest first.

    :param edition: of one edition only.
    :param drafts: show what waits to be published.
    """
    for each in [EDITIONS[edition]] if edition else EDITIONS.values():
        for article in articles.drafts(each) if drafts else articles.latest(each, limit=20):
            day = article.day or "draft"
            print(f"{article.number:4}  {day!s:10}  {each.slug:6}  {article.title}")


@for_articles.command
def publish(numbers: list[int], day: str | None = None) -> None:
    """Publish drafts.

    :param numbers: which; "articles list --drafts" shows them.
    :param day: as in 2026-05-04; today when left out.
    """
    try:
        chosen = date.fromisoformat(day) if day else None
    except ValueError as error:
        raise CommandError(f"{day!r} is no day. Write it as in 2026-05-04.") from error
    for number in numbers:
        try:
            published = articles.publish(number, chosen)
        except articles.ArticleError as error:
            raise CommandError(str(error)) from error
        print(f"Published {number} on {published}.")


@for_articles.command
@click.argument("number", type=int)
@click.confirmation_option(prompt="Readers will not find it any more. Withdraw it?")
def withdraw(number: int) -> None:
    """Make an article a draft again."""
    try:
        articles.withdraw(number)
    except articles.ArticleError as error:
        raise CommandError(str(error)) from error
    print(f"Article {number} is a draft again.")


@for_editions.command("list")
def list_editions() -> None:
    """Show the editions, with their addresses."""
    for edition in EDITIONS.values():
        print(f"{edition.slug:8} {edition.language}  {_address(edition)}  {edition.title}")


def _address(edition: Edition) -> str:
    return current_app.url_for("edition.pages.front", edition=edition)
