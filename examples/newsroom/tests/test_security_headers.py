"""The plugin that sets security headers."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://berlin.newsroom.test/", id="a page"),
        pytest.param("http://berlin.newsroom.test/nowhere", id="an error page"),
        pytest.param("http://newsroom.test/static/style.css", id="a file"),
        pytest.param("http://desk.newsroom.test/", id="a redirect"),
        pytest.param("http://partner-a.test/", id="a partner's page"),
    ],
)
def test_every_answer_has_them(client: Any, url: str) -> None:
    """Pages load nothing from elsewhere and are in nobody's frame."""
    headers = client.get(url).headers

    assert "default-src 'self' newsroom.test;" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("scheme", "is_sent"), [("http", False), ("https", True)])
def test_https_is_insisted_on_over_https(client: Any, scheme: str, is_sent: bool) -> None:
    """Over HTTP the header means nothing (RFC 6797, section 7.2)."""
    headers = client.get("/", url_scheme=scheme).headers

    assert ("Strict-Transport-Security" in headers) is is_sent
