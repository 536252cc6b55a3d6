"""What an application is made of: one class for each of those who look at it."""

from __future__ import annotations

from pegboard.context_words import ContextWords
from pegboard.lifespan import Lifespan
from pegboard.setup_words import SetupWords

__all__ = ["Assembly"]


class Assembly(SetupWords, Lifespan, ContextWords):
    """An application before it answers anything.

    Its constructor is in :class:`pegboard.foundation.Foundation`, whose attributes all of these
    share: :class:`~pegboard.setup_words.SetupWords` for its author,
    :class:`~pegboard.lifespan.Lifespan` for servers, :class:`~pegboard.facade.Facade` for
    plugins, and on top of it :class:`~pegboard.context_words.ContextWords` for scripts and tests.
    """
