"""Settings that are wrong where strangers reach the application."""

from __future__ import annotations

from typing import Any

import pytest

from pegboard.config import Config, unfit_for_deployment

SAFE = {"TRUSTED_HOSTS": ["example.org"], "MAX_CONTENT_LENGTH": 1_000}


def _found(settings: dict[str, Any]) -> list[tuple[str, str]]:
    config = Config(".")
    config.update(settings)
    return [(each.place, each.level) for each in unfit_for_deployment(config)]


def test_a_safe_configuration_has_no_findings() -> None:
    """With a key, hosts and a limit there is nothing to say."""
    assert _found(SAFE) == []


@pytest.mark.parametrize(
    ("name", "value", "level"),
    [
        ("DEBUG", True, "error"),
        ("TESTING", True, "error"),
        ("PROPAGATE_EXCEPTIONS", True, "warning"),
        ("TRUSTED_HOSTS", None, "warning"),
        ("MAX_CONTENT_LENGTH", None, "warning"),
    ],
)
def test_what_is_unfit_is_found(name: str, value: object, level: str) -> None:
    """Each setting that is right at a desk only is a finding of its own."""
    assert _found({**SAFE, name: value}) == [(name, level)]
