"""Identities and names."""

from __future__ import annotations

import pytest

from pegboard.plugins.loader.identity import canonical, meant, normalised, suggestion

IDENTITIES = ("acme-mail:smtp", "acme-mail:test", "acme-post:letter")


@pytest.mark.parametrize(
    "spelling", ["Acme.Mail", "acme_mail", "ACME-mail", "acme--mail", " acme-mail "]
)
def test_normalised(spelling: str) -> None:
    """A distribution's name has one spelling, by PEP 503."""
    assert normalised(spelling) == "acme-mail"


def test_canonical() -> None:
    """Of an identity only the distribution is normalised: entry points differ by case."""
    assert canonical("Acme_Mail : SMTP") == "acme-mail:SMTP"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("acme_mail:smtp", ("acme-mail:smtp",), id="an identity is itself"),
        pytest.param("Acme-Mail", IDENTITIES[:2], id="a distribution is all it brings"),
        pytest.param("acme", (), id="a part of a name is nothing"),
        pytest.param("acme-mail:SMTP", (), id="another entry point is nothing"),
    ],
)
def test_meant(name: str, expected: tuple[str, ...]) -> None:
    """A name stands for an identity, or for all identities of a distribution."""
    assert meant(name, IDENTITIES) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("acme-mial:smtp", " Did you mean 'acme-mail:smtp'?", id="near"),
        pytest.param("ACME-POST:LETTER", " Did you mean 'acme-post:letter'?", id="other case"),
        pytest.param("zzz", "", id="far"),
    ],
)
def test_suggestion(name: str, expected: str) -> None:
    """The nearest name is suggested, and nothing when none is near."""
    assert suggestion(name, IDENTITIES) == expected
