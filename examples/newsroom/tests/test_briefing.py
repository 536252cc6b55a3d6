"""The briefing asks several slow sources at once."""

from __future__ import annotations

import asyncio
from typing import Any

from newsroom import create_app
from newsroom.editions import Edition
from newsroom.sources import markets, transit, weather


def test_sources_are_asked_at_the_same_time(settings: dict[str, Any]) -> None:
    """Each of these answers only when the other one has been asked too."""
    is_asked = {"weather": asyncio.Event(), "transit": asyncio.Event()}

    async def weather(edition: Edition) -> str:
        is_asked["weather"].set()
        await is_asked["transit"].wait()
        return f"Sun in {edition.city}"

    async def transit(_edition: Edition) -> str:
        is_asked["transit"].set()
        await is_asked["weather"].wait()
        return "On time"

    app = create_app("testing", {**settings, "SOURCES": (weather, transit)})
    page = app.test_client().get("/briefing", subdomain="london").text

    assert "Sun in London" in page
    assert "On time" in page


def test_a_source_that_fails_or_is_late_is_left_out(settings: dict[str, Any]) -> None:
    """The others are shown; nobody waits for longer than the patience that was set."""

    async def weather(_edition: Edition) -> str:
        await asyncio.sleep(60)
        return "too late"

    async def transit(_edition: Edition) -> str:
        raise ConnectionError

    async def markets(_edition: Edition) -> str:
        return "+1 %"

    chosen = {"SOURCES": (weather, transit, markets), "SOURCE_PATIENCE": 0.01}
    page = (
        create_app("testing", {**settings, **chosen})
        .test_client()
        .get("/briefing", subdomain="london")
    )

    assert page.status_code == 200
    assert "+1 %" in page.text
    assert page.text.count("no answer") == 2


def test_the_sources_of_the_sample_answer() -> None:
    """They wait as a network would, together, and make something up."""

    async def ask() -> list[str]:
        edition = Edition("berlin", "Berlin", "Berliner Bote", "de")
        answers = asyncio.gather(weather(edition), transit(edition), markets(edition))
        return list(await answers)

    assert [answer.split()[-1] for answer in asyncio.run(ask())] == ["°C", "min", "%"]
