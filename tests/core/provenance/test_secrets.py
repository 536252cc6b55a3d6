"""Values of settings as they may be shown."""

from __future__ import annotations

import pytest

from pegboard.config import Config, Declarations
from pegboard.provenance import shown_setting
from pegboard_hookspecs import Setting


@pytest.fixture
def config() -> Config:
    """Give settings, some of which a plugin declares."""
    declarations = Declarations()
    declarations.add(
        "acme:x",
        [
            Setting("ACME_CARD", (str,), "1234", "A card.", is_secret=True),
            Setting("ACME_TOKEN_NAME", (str,), "id", "A name."),
        ],
    )
    return Config(".", declarations)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        pytest.param("ACME_CARD", "9", "***", id="declared secret"),
        pytest.param("ACME_TOKEN_NAME", "id", "'id'", id="declared, and not secret"),
        pytest.param("SECRET_KEY", None, "None", id="that there is none is no secret"),
        pytest.param("MAIL_PASSWORD", "x", "***", id="password"),
        pytest.param("STRIPE_API_KEY", "x", "***", id="key of an interface"),
        pytest.param("AWS_ACCESS_KEY", "x", "***", id="access key"),
        pytest.param("GITHUB_TOKEN", "x", "***", id="token"),
        pytest.param("USE_TOKENS", True, "True", id="whether, but not which"),
        pytest.param("KEYBOARD", "us", "'us'", id="only a part of the word"),
        pytest.param("MONKEY", "x", "'x'", id="the end of a word"),
        pytest.param("PRIMARY_KEY", "id", "'id'", id="a key that locks nothing"),
        pytest.param(
            "DATABASE", "postgres://ann:pw@db/x", "'postgres://ann:***@db/x'", id="in a URL"
        ),
        pytest.param("REDIS", "redis://:pw@db", "'redis://:***@db'", id="in a URL, without user"),
        pytest.param("SITE", "https://a.example/@x:y", "'https://a.example/@x:y'", id="plain URL"),
        pytest.param(
            "HOSTS",
            ["amqp://a:b@one", "amqp://c:d@two"],
            "['amqp://a:***@one', 'amqp://c:***@two']",
            id="in a list",
        ),
    ],
)
def test_secrets_are_not_shown(config: Config, name: str, value: object, expected: str) -> None:
    """What is declared secret, is called so, or is a password in a URL is hidden."""
    assert shown_setting(config, name, value) == expected
