"""The part of the suite of the slot ``templating`` that is about streams."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pegboard_contracts.pages import PagesContract
from pegboard_hookspecs.errors import TemplateNotFoundError

__all__ = ["StreamingContract"]


class StreamingContract(PagesContract):
    """How every provider of the slot ``templating`` renders piece by piece."""

    @pytest.mark.parametrize("is_text", [False, True], ids=["by-name", "text"])
    def test_a_stream_gives_text(self, tmp_path: Path, *, is_text: bool) -> None:
        """A template is rendered piece by piece; together the pieces are the whole."""
        pages = self.pages(tmp_path)
        source, value, text = self._several()
        pages.write("page.html", source)
        calls = pages.app.calls
        call = calls.stream_template_string if is_text else calls.stream_template
        stream: Iterator[str] = call(
            pages.app, source if is_text else "page.html", {"value": value}
        )
        assert iter(stream) is stream

        pieces = list(stream)
        assert {type(piece) for piece in pieces} <= {str} or all(
            isinstance(piece, str) for piece in pieces
        )
        assert "".join(pieces) == text

    def test_a_missing_template_is_no_stream(self, tmp_path: Path) -> None:
        """A template is looked up before the stream begins, so a missing one is an error page."""
        pages = self.pages(tmp_path)

        with pytest.raises(TemplateNotFoundError):
            pages.app.calls.stream_template(pages.app, "none.html", {})

    def test_the_first_of_several_is_streamed(self, tmp_path: Path) -> None:
        """Of several names the first that exists is streamed."""
        pages = self.pages(tmp_path)
        pages.write("b.html", "second")

        assert "".join(pages.app.calls.stream_template(pages.app, ["a", "b.html"], {})) == "second"

    def test_pieces_come_as_they_are_made(self, tmp_path: Path) -> None:
        """With ``streaming`` a piece is given before the values of the next are asked for."""
        pages = self.pages(tmp_path)
        self.needs(pages.app, "streaming")
        source = self._written(self.looping, "loops")
        asked: list[int] = []

        def numbers() -> Iterator[int]:
            for number in range(1000):
                asked.append(number)
                yield number

        stream = pages.app.calls.stream_template_string(pages.app, source, {"value": numbers()})
        next(stream)

        assert len(asked) < 1000
        stream.close()
