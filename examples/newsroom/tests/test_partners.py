"""Sites of partners: the second application, and how it gets its requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from newsroom.hosts import ByHost
from newsroom.partners import create_partners

DAY = date(2026, 5, 4)
PARTNER = "http://partner-a.test"


def test_a_partner_shows_one_edition_under_its_own_name(
    client: Any, write: Callable[..., int]
) -> None:
    """The host decides whose page it is, and links stay on it."""
    number = write(DAY, title="A bridge")
    page = client.get("/", base_url=PARTNER)
    other = client.get("/", base_url="http://partner-b.test")

    assert "<title>Spree Radio</title>" in page.text
    assert f'href="/articles/{number}"' in page.text
    assert "<title>Hôtel du Canal</title>" in other.text
    assert "A bridge" not in other.text


def test_the_port_does_not_matter(client: Any, write: Callable[..., int]) -> None:
    """A partner's host is found, and the URLs of its pages built, whatever the port is."""
    number = write(DAY, title="A bridge")
    page = client.get(f"/articles/{number}", base_url=f"{PARTNER}:8000").text

    assert "<h1>A bridge</h1>" in page
    assert 'href="/static/style.css"' in page
    assert client.get("/static/style.css", base_url=f"{PARTNER}:8000").mimetype == "text/css"


def test_a_partner_does_not_show_other_editions(client: Any, write: Callable[..., int]) -> None:
    """Neither another edition's article nor a draft has a page there."""
    numbers = write(DAY, edition="paris"), write(title="A draft")

    for number in (*numbers, 99, 2**63):
        page = client.get(f"/articles/{number}", base_url=PARTNER)
        assert page.status_code == 404
        assert "Spree Radio" in page.text


def test_the_two_applications_do_not_meet(app: Any, client: Any) -> None:
    """Routes, templates' values and error pages of one are unknown to the other."""
    assert client.get("/log-in", base_url=PARTNER).status_code == 404
    assert client.get("/articles/1", base_url="http://newsroom.test").status_code == 404
    mounted = app.wsgi_app.other
    assert {route.endpoint for route in mounted.routes} == {"static", "front", "article"}
    assert mounted.config["SECRET_KEY"] == app.config["SECRET_KEY"]
    assert mounted.config is not app.config


@pytest.mark.parametrize("host", ["", "PARTNER-A.test:80", "newsroom.test"])
def test_the_host_chooses(host: str) -> None:
    """A host is compared without its port and without regard to capitals; it may be missing."""

    def saying(name: str) -> Callable[[Any, Any], list[bytes]]:
        return lambda _environ, _start: [name.encode()]

    by_host = ByHost(saying("newsroom"), saying("partner"), ["partner-a.test"])
    answer = by_host({"HTTP_HOST": host} if host else {}, None)

    assert answer == [b"partner" if "PARTNER" in host else b"newsroom"]


def test_it_can_be_served_alone(settings: dict[str, Any]) -> None:
    """The application for partners needs no other; a host that is nobody's has no page."""
    client = create_partners("testing", settings).test_client()

    assert client.get("/", base_url=PARTNER).status_code == 200
    assert client.get("/", base_url="http://nobody.test").status_code == 404
