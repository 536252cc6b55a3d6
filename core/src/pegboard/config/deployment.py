"""Settings that are right at a desk and wrong where strangers reach the application."""

from __future__ import annotations

from collections.abc import Iterator

from pegboard.config.config import Config
from pegboard_hookspecs import Finding
from pegboard_hookspecs.finding import Level

__all__ = ["unfit_for_deployment"]


def unfit_for_deployment(config: Config) -> Iterator[Finding]:
    """Find what ``pegboard check --deploy`` asks about the kernel's own settings."""
    if config["DEBUG"]:
        yield _finding(
            "error",
            "DEBUG",
            "Debug mode is on: errors show their details, and may show more.",
            "Start without --debug, and unset PEGBOARD_DEBUG.",
        )
    if config["TESTING"]:
        yield _finding(
            "error",
            "TESTING",
            "Test mode is on: exceptions reach the server.",
            "Set it in tests only.",
        )
    if config["PROPAGATE_EXCEPTIONS"]:
        yield _finding(
            "warning",
            "PROPAGATE_EXCEPTIONS",
            "Exceptions reach the server, which answers in its own way.",
            "Remove the setting.",
        )
    if not config["TRUSTED_HOSTS"]:
        yield _finding(
            "warning",
            "TRUSTED_HOSTS",
            "Requests for any host are answered, and URLs are built with the host they name.",
            'Set it to the names of the site, as in ["example.org", ".example.org"].',
        )
    if config["MAX_CONTENT_LENGTH"] is None:
        yield _finding(
            "warning",
            "MAX_CONTENT_LENGTH",
            "The bodies of requests may be of any size.",
            "Set it to the number of bytes that the largest upload needs.",
        )


def _finding(level: Level, name: str, message: str, cure: str) -> Finding:
    identifier = f"pegboard.deploy-{name.lower().replace('_', '-')}"
    return Finding(identifier, level, message, name, cure)
