"""What is easy to miss about requests and hosts; limits are with A6."""

from __future__ import annotations

import logging

import pytest
from werkzeug.test import create_environ, run_wsgi_app

from pegboard import Pegboard, request, url_for
from tests.core.site import make_app, say

pytestmark = pytest.mark.needs("routing")


def _say_anyway(**_: str) -> str:
    return "said"


def _get(app: Pegboard, host: str, path: str = "/") -> int:
    # Not by the client: older ones ask for the host themselves, after the answer.
    environ = create_environ(path, headers={"Host": host})
    _, status, _ = run_wsgi_app(app, environ, buffered=True)
    return int(status.split()[0])


@pytest.mark.item("B9.1")
def test_any_host_is_served() -> None:
    """An application answers for other hosts than ``SERVER_NAME``, which is for building URLs."""
    app = make_app(config={"SERVER_NAME": "example.org"})
    app.add_url_rule("/", "index", say)

    assert _get(app, "other.example") == 200


@pytest.mark.item("B9.2")
@pytest.mark.parametrize("subdomain", ["", "api", "<name>"])
def test_a_foreign_host_matches_nothing(subdomain: str, caplog: pytest.LogCaptureFixture) -> None:
    """Where subdomains are matched a host beyond ``SERVER_NAME`` is a 404, and is logged."""
    app = make_app(subdomain_matching=True, config={"SERVER_NAME": "example.org"})
    app.add_url_rule("/", "index", _say_anyway, subdomain=subdomain)

    with caplog.at_level(logging.WARNING):
        assert _get(app, "other.example") == 404
    assert "'other.example' is not below SERVER_NAME 'example.org'" in caplog.text
    assert _get(app, f"{subdomain.strip('<>')}.example.org".lstrip(".")) == 200


@pytest.mark.item("B9.3")
def test_a_subdomain_that_is_not_matched() -> None:
    """Without subdomain matching a rule with a subdomain is good for building only."""
    app = make_app(config={"SERVER_NAME": "example.org"})
    app.add_url_rule("/api", "api", say, subdomain="api")

    assert _get(app, "api.example.org", "/api") == 404
    with app.test_request_context(base_url="http://example.org"):
        assert url_for("api") == "http://api.example.org/api"


@pytest.mark.item("B9.4")
@pytest.mark.parametrize(
    ("host", "code"),
    [
        ("example.org", 200),
        ("a.trusted.example", 200),
        ("evil.example", 400),
        ("example.org/path", 400),
        ("a b", 400),
        ("user@example.org", 400),
    ],
)
def test_a_host_is_checked_before_anything(host: str, code: int) -> None:
    """A bad host is a 400 that neither functions before the view nor error handlers get."""
    app = make_app(config={"TRUSTED_HOSTS": ["example.org", ".trusted.example"]})
    called: list[str] = []
    app.before_request(lambda: called.append(request.host))
    app.register_error_handler(400, called.append)
    app.add_url_rule("/", "index", say)

    assert _get(app, host) == code
    assert called == ([host] if code == 200 else [])


@pytest.mark.item("B9.4")
def test_a_malformed_host_is_refused_without_a_list() -> None:
    """What cannot be a host is a 400 though no host is trusted in particular."""
    app = make_app()
    app.add_url_rule("/", "index", say)

    assert [_get(app, host) for host in ("any.example:8080", "a b", "[::1]", "[")] == [
        *(200, 400, 200, 400)
    ]
