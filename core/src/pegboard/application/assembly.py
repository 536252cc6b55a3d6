"""What an application is made of: one class for each of those who look at it."""

from __future__ import annotations

from pegboard.application.context_words import ContextWords
from pegboard.application.endings import Endings
from pegboard.application.error_answers import ErrorAnswers
from pegboard.application.lifespan import Lifespan
from pegboard.application.setup_words import SetupWords

__all__ = ["Assembly"]


class Assembly(SetupWords, Lifespan, ContextWords, ErrorAnswers, Endings):
    """An application before it answers anything.

    Its constructor is in :class:`~pegboard.application.foundation.Foundation`, whose attributes
    all of these share: :class:`~pegboard.application.setup_words.SetupWords` for its author,
    :class:`~pegboard.application.lifespan.Lifespan` for servers,
    :class:`~pegboard.application.facade.Facade` for plugins, and on top of it
    :class:`~pegboard.application.context_words.ContextWords` for scripts and tests,
    :class:`~pegboard.application.error_answers.ErrorAnswers` and
    :class:`~pegboard.application.endings.Endings` for what fails and for what ends.
    """
