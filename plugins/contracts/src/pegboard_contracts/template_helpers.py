"""The part of the suite of the slot ``templating`` that is about filters, globals and the like."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

from pegboard_contracts.pages import PagesContract
from pegboard_hookspecs.errors import TemplateNotFoundError

__all__ = ["HelpersContract"]

_early_and_late = pytest.mark.parametrize("is_late", [False, True], ids=["at-first", "later"])


def _shout(text: str) -> str:
    return f"{text.upper()}!"


class HelpersContract(PagesContract):
    """What templates of every provider of the slot ``templating`` know, and what they define."""

    @_early_and_late
    def test_filters_are_known(self, tmp_path: Path, *, is_late: bool) -> None:
        """A filter is known in templates, also when it comes after the first rendering."""
        source = self._written(self.filtering, "filters")
        pages = self._prepared(tmp_path, source, is_late=is_late)
        pages.app.add_template_filter(_shout, "shout")

        assert pages.render("page.html", {"value": "hi"}) == "HI!"
        assert pages.render_text(source, {"value": "ho"}) == "HO!"

    @_early_and_late
    def test_tests_are_known(self, tmp_path: Path, *, is_late: bool) -> None:
        """A test is known in templates, also when it comes after the first rendering."""
        source = self._written(self.testing, "tests")
        pages = self._prepared(tmp_path, source, is_late=is_late)
        pages.app.add_template_test(str.isupper, "loud")

        assert [pages.render("page.html", {"value": text}) for text in ("HI", "hi")] == [
            "yes",
            "no",
        ]

    @_early_and_late
    def test_globals_are_known(self, tmp_path: Path, *, is_late: bool) -> None:
        """A global is known in templates, also when it comes after the first rendering."""
        source = self._written(self.calling, "globals")
        pages = self._prepared(tmp_path, source, is_late=is_late)
        pages.app.add_template_global(lambda: "onwards", "motto")

        assert pages.render("page.html") == "onwards"
        assert pages.render_text(source) == "onwards"

    def test_the_application_s_globals_are_known(self, tmp_path: Path) -> None:
        """What the application knows from the beginning, as ``request``, is known in templates."""
        source = self._written(self.asking, "globals")
        pages = self._prepared(tmp_path, source, is_late=False)

        # An engine may escape a slash, too.
        texts = [unescape(text) for text in (pages.render("page.html"), pages.render_text(source))]

        assert texts == ["/here", "/here"]

    def test_a_macro_is_given(self, tmp_path: Path) -> None:
        """What a template defines can be had by itself, and is called."""
        pages = self._prepared(tmp_path, self._written(self.defining, "macros"), is_late=False)
        with pages.app.test_request_context():
            item = pages.app.calls.template_attribute(pages.app, "page.html", "item")

            assert str(item("<b>")).strip() == "<li>&lt;b&gt;</li>"

    @pytest.mark.parametrize(
        ("name", "attribute", "error"),
        [
            ("page.html", "itm", AttributeError),
            ("none.html", "item", TemplateNotFoundError),
        ],
        ids=["attribute", "template"],
    )
    def test_a_macro_may_be_missing(
        self, tmp_path: Path, name: str, attribute: str, error: type[Exception]
    ) -> None:
        """A template that is not there is one error, and what it does not define another."""
        pages = self._prepared(tmp_path, self.printing, is_late=False)

        with pages.app.test_request_context(), pytest.raises(error):
            pages.app.calls.template_attribute(pages.app, name, attribute)
