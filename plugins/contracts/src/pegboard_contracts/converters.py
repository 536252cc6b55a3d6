"""The part of the suite of the slot ``routing`` that is about converters."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.routing import BaseConverter

from pegboard_contracts.matching import MatchingContract, no_view, outcome_of, request_for
from pegboard_hookspecs.errors import RegistrationError

__all__ = ["ConvertersContract"]


class ConvertersContract(MatchingContract):
    """How every provider of the slot ``routing`` reads rules, by the converters in them."""

    def test_a_converter_converts(self) -> None:
        """A converter that was added decides what a part is, and gets the rule's arguments."""

        class Times(BaseConverter):
            regex = "x+"

            def __init__(self, url_map: Any, factor: int = 1) -> None:
                super().__init__(url_map)
                self.factor = factor

            def to_python(self, value: str) -> int:
                return len(value) * self.factor

        app = self.make_app()
        app.add_converter("times", Times)
        app.add_url_rule("/<times:n>", "one", no_view)
        app.add_url_rule("/ten/<times(factor=10):n>", "ten", no_view)
        outcomes = [outcome_of(app, request_for(path)) for path in ("/xxx", "/ten/xx", "/abc")]

        assert outcomes == [("one", {"n": 3}), ("ten", {"n": 20}), 404]

    def test_a_converter_may_refuse(self) -> None:
        """A ValueError of a converter means that its route does not match; another may."""

        class Even(BaseConverter):
            regex = "[0-9]+"

            def to_python(self, value: str) -> int:
                if int(value) % 2:
                    raise ValueError(value)
                return int(value)

        app = self.make_app()
        app.add_converter("even", Even)
        app.add_url_rule("/<even:n>", "even", no_view)
        first = [outcome_of(app, request_for(path)) for path in ("/2", "/3")]

        assert first == [("even", {"n": 2}), 404]

    def test_a_converter_may_span_slashes(self) -> None:
        """A converter whose parts do not end at a slash takes as much as its expression does."""

        class Day(BaseConverter):
            regex = r"\d{4}/\d\d/\d\d"
            part_isolating = False

        app = self.make_app()
        app.add_converter("day", Day)
        app.add_url_rule("/on/<day:day>/x", "day", no_view)

        assert outcome_of(app, request_for("/on/2026/11/26/x")) == ("day", {"day": "2026/11/26"})

    @pytest.mark.parametrize("is_reversed", [False, True], ids=["as-listed", "reversed"])
    def test_less_weight_goes_first(self, *, is_reversed: bool) -> None:
        """Of converters that both fit the one with less weight is tried first."""

        class Light(BaseConverter):
            weight = 10

        class Heavy(BaseConverter):
            weight = 1000

        app = self.make_app()
        kinds = {"light": Light, "heavy": Heavy}
        for name, kind in kinds.items():
            app.add_converter(name, kind)
        for name in reversed(kinds) if is_reversed else kinds:
            app.add_url_rule(f"/<{name}:x>", name, no_view)

        assert outcome_of(app, request_for("/a")) == ("light", {"x": "a"})

    @pytest.mark.parametrize(
        "rule", ["/<itn:n>", "/<int:n", "/<int:n>/<n>", "/<int(:n>"], ids=ascii
    )
    def test_a_rule_that_cannot_be_read_is_refused(self, rule: str) -> None:
        """A rule that cannot be read is an error that has the rule and where it stands."""
        app = self.make_app()
        with pytest.raises(RegistrationError) as caught:
            app.add_url_rule(rule, "a", no_view, place="shop.py:7")

        assert rule in str(caught.value)
        assert "shop.py:7" in str(caught.value)

    def test_an_unknown_converter_is_explained(self) -> None:
        """The error for a converter that does not exist names it, and what there is instead."""
        with pytest.raises(RegistrationError, match=r"'itn'.*'int'"):
            self.make_app().add_url_rule("/<itn:n>", "a", no_view)
