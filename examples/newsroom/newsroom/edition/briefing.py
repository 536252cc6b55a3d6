"""The briefing: several slow sources on one page, which takes as long as the slowest of them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from newsroom.sources import Source
from pegboard import Blueprint, current_app, g, render_template

__all__ = ["blueprint"]

blueprint = Blueprint("briefing", __name__)


@blueprint.get("/briefing")
async def briefing() -> str:
    """Ask all sources at once, and show what came in time."""
    sources: Sequence[Source] = current_app.config["SOURCES"]
    answers = await asyncio.gather(*map(_answer, sources))
    names = [source.__name__ for source in sources]
    return render_template("edition/briefing.html", answers=zip(names, answers, strict=True))


async def _answer(source: Source) -> str | None:
    """Give a source's answer; None when it takes too long, or fails."""
    try:
        async with asyncio.timeout(current_app.config["SOURCE_PATIENCE"]):
            return await source(g.edition)
    except (TimeoutError, OSError) as error:
        current_app.logger.warning("The source %s did not answer: %r", source.__name__, error)
        return None
