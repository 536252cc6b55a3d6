"""A small site that sends signals, and a diary in which they are noted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from blinker import NamedSignal

import pegboard_signals
from pegboard import Pegboard
from pegboard_signals import Signals

__all__ = ["SIGNALS", "Diary", "make_app"]

#: Every signal by its name.
SIGNALS: dict[str, NamedSignal] = {
    name: value for name, value in vars(pegboard_signals).items() if isinstance(value, NamedSignal)
}


def make_app(*, plugins: Mapping[str, object] | None = None, **config: Any) -> Pegboard:
    """Make an application that sends signals and answers whatever happens.

    :param plugins: those that it has besides.
    :param config: its settings.
    """
    plugins = {"app:signals": Signals, **(plugins or {})}
    app = Pegboard(__name__, static_folder=None, template_folder=None, plugins=plugins)
    app.config.update(SECRET_KEY="a key of no less than 32 bytes is needed", **config)
    return app


class Diary:
    """Notes what happens, and is connected as long as it is kept.

    :param app: whose signals are noted.
    :param names: which of them; none is all.
    """

    def __init__(self, app: Pegboard, *names: str) -> None:
        self.lines: list[str] = []
        #: What came with the signals, by their names.
        self.values: dict[str, dict[str, Any]] = {}
        self._receivers: list[Callable[..., None]] = []
        for name in names or SIGNALS:
            self._connect(name, app)

    def note(self, line: str, answer: Any = None) -> Callable[..., Any]:
        """Give a function that notes a line, whatever it is called with, and answers."""
        lines = self.lines

        def function(*_: object) -> Any:
            lines.append(line)
            return answer

        return function

    def _connect(self, name: str, app: Pegboard) -> None:
        # Receivers end with the diary, at once: none of them may hold it in turn.
        lines, noted = self.lines, self.values

        def receive(sender: object, **values: Any) -> None:
            assert sender is app
            lines.append(name)
            noted[name] = values

        # Signals hold their receivers weakly.
        self._receivers.append(receive)
        SIGNALS[name].connect(receive, app)
