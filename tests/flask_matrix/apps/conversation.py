"""What is asked of an application: requests and calls in their order, and what came of each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from werkzeug.test import Client, TestResponse

from tests.flask_matrix.apps.frozen import Clock, deal_again
from tests.flask_matrix.apps.levelled import levelled

__all__ = ["Application", "Ask", "Call", "Heard", "Step", "hold"]

#: An application of Flask, of which two frameworks have a class.
Application = Any


@dataclass(frozen=True, slots=True)
class Ask:
    """One request, and what of its answer is known beforehand.

    :param keep: names for parts of headers and body: one group of a pattern each. Later requests
        write them in their path, their data and their headers as ``<name>``.
    :param later: how many seconds pass before it.
    :param jar: which browser sends it; each has its cookies.
    :param status: the code that must come on both.
    :param says: what must be in the body, or in a header, on both.
    """

    method: str
    path: str
    data: Mapping[str, Any] | str | bytes | None = None
    json: Any = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    content_type: str | None = None
    keep: Mapping[str, str] = field(default_factory=dict[str, str])
    later: float = 0
    jar: str = "first"
    status: int = 200
    says: str = ""

    @property
    def name(self) -> str:
        """The request line, nearly."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Call:
    """Something else that is done with an application; what it gives can be written as JSON."""

    do: Callable[[Application], Any]
    gives: Any = None

    @property
    def name(self) -> str:
        """The function's."""
        return self.do.__name__


Step = Ask | Call


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a step.

    :param wrong: what is not as the step said, or "".
    """

    step: str
    outcome: Any
    wrong: str

    def line(self) -> str:
        """Give it as one line of JSON."""
        return json.dumps({"step": self.step, "outcome": self.outcome, "wrong": self.wrong})


def hold(app: Application, steps: Sequence[Step], clock: Clock | None = None) -> Iterator[Heard]:
    """Take an application through its steps, and give what comes of each.

    :param clock: stands still but for the steps; None: it goes.
    """
    talk = _Talk(app, clock)
    for number, step in enumerate(steps):
        deal_again(number)
        yield talk.ask(step) if isinstance(step, Ask) else talk.call(step)


class _Talk:
    def __init__(self, app: Application, clock: Clock | None) -> None:
        self._app = app
        self._clock = clock
        self._clients: dict[str, Client] = {}
        self._kept: dict[str, str] = {}

    def ask(self, step: Ask) -> Heard:
        if self._clock is not None:
            self._clock.shift(step.later)
        # Werkzeug's client is the same on both; an application's own is tried by calls.
        client = self._clients.setdefault(step.jar, Client(self._app))
        answer = client.open(
            self._written(step.path),
            method=step.method,
            data=self._written(step.data),
            json=self._written(step.json),
            headers=self._written(dict(step.headers)),
            content_type=step.content_type,
        )
        body = answer.get_data()
        text = body.decode("utf-8", "backslashreplace")
        missing = self._keep(step, f"{answer.headers}\n{text}")
        headers = levelled(answer.status_code, answer.headers)
        outcome = {"status": answer.status, "headers": headers, "body": text}
        answer.close()
        return Heard(step.name, outcome, missing or _wrong(step, answer, text))

    def call(self, step: Call) -> Heard:
        given = json.loads(json.dumps(step.do(self._app)))
        is_wrong = step.gives is not None and given != json.loads(json.dumps(step.gives))
        return Heard(step.name, given, f"gives {given!r}" if is_wrong else "")

    def _keep(self, step: Ask, text: str) -> str:
        for name, pattern in step.keep.items():
            found = re.search(pattern, text)
            if found is None:
                return f"nothing is {pattern!r} in: {text!r}"
            self._kept[name] = found[1]
        return ""

    def _written(self, value: Any) -> Any:
        if isinstance(value, str):
            return re.sub(r"<(\w+)>", lambda found: self._kept.get(found[1], found[0]), value)
        if isinstance(value, dict):
            words = cast("dict[str, Any]", value)
            return {name: self._written(each) for name, each in words.items()}
        return value


def _wrong(step: Ask, answer: TestResponse, text: str) -> str:
    if answer.status_code != step.status:
        return f"status {answer.status} instead of {step.status}: {text[:2000]}"
    if step.says not in f"{answer.headers}\n{text}":
        return f"does not say {step.says!r}: {answer.headers}\n{text[:2000]}"
    return ""
