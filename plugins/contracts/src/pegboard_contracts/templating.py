"""The suite of the slot ``templating``: what is rendered; names, helpers and streams are beside."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import pytest
from werkzeug.exceptions import NotFound

from pegboard import Response, stream_template
from pegboard_contracts.contract import ask
from pegboard_contracts.lookup import LookupContract
from pegboard_contracts.pages import Pages
from pegboard_contracts.streaming import StreamingContract
from pegboard_contracts.template_helpers import HelpersContract
from pegboard_hookspecs.errors import TemplateNotFoundError

__all__ = ["TemplatingContract"]

_ODD = "<&\"'>"


class TemplatingContract(LookupContract, HelpersContract, StreamingContract):
    """What every provider of the slot ``templating`` does.

    The templates are written for Jinja; the suite for another engine has its own attributes in
    their place. Where it has nothing of a kind, None skips the tests that need it.
    """

    def test_a_template_is_rendered(self, tmp_path: Path) -> None:
        """A template of the application's folder becomes text, with the values that are given."""
        pages = self.pages(tmp_path)
        pages.write("sub/page.html", f"<p>é € {self.printing}</p>")

        assert pages.render("sub/page.html", {"value": "ü"}) == "<p>é € ü</p>"

    def test_a_view_renders(self, tmp_path: Path) -> None:
        """What a view streams reaches the client, with its request at hand."""
        source, value, text = self._several()
        app = self.make_app(
            root_path=str(tmp_path),
            view=lambda _: Response(stream_template("page.html", value=value)),
        )
        Pages(app, tmp_path).write("page.html", source)

        assert ask(app).text == text

    def test_values_are_not_changed(self, tmp_path: Path) -> None:
        """Any mapping will do for the values, and one that cannot be changed as well."""
        pages = self.pages(tmp_path)
        pages.write("page.html", self.printing)
        values = MappingProxyType({"value": 1})

        assert (pages.render("page.html", values), pages.render_text(self.printing, values)) == (
            "1",
            "1",
        )

    def test_a_context_may_differ_each_time(self, tmp_path: Path) -> None:
        """Nothing of one rendering is left in the next."""
        pages = self.pages(tmp_path)
        pages.write("page.html", self.printing)
        texts = [pages.render("page.html", {"value": n}) for n in (1, 2)]

        assert texts == ["1", "2"]

    @pytest.mark.parametrize("suffix", [".html", ".htm", ".xml", ".xhtml", ".svg"])
    def test_markup_is_escaped(self, tmp_path: Path, suffix: str) -> None:
        """Templates that make markup escape what they print, whole and streamed."""
        pages = self.pages(tmp_path)
        pages.write(f"a{suffix}", self.printing)
        streamed = pages.app.calls.stream_template(pages.app, f"a{suffix}", {"value": _ODD})

        for text in (pages.render(f"a{suffix}", {"value": _ODD}), "".join(streamed)):
            assert "<" not in text
            assert '"' not in text
            assert "'" not in text
            assert text.startswith("&lt;&amp;&")

    def test_text_is_escaped(self, tmp_path: Path) -> None:
        """Templates given as text escape what they print, whole and streamed."""
        pages = self.pages(tmp_path)
        values = {"value": "<b>"}
        streamed = pages.app.calls.stream_template_string(pages.app, self.printing, values)

        assert pages.render_text(self.printing, values) == "&lt;b&gt;"
        assert "".join(streamed) == "&lt;b&gt;"

    def test_the_engine_s_templates_are_shown(self, tmp_path: Path) -> None:
        """With ``templates`` the engine's own are given, and rendered wherever a name may be."""
        pages = self.pages(tmp_path)
        self.needs(pages.app, "templates")
        pages.write("page.html", self.printing)
        provider = pages.app.slot(self.slot).provider
        page = provider.get_template(pages.app, ["none.html", "page.html"])
        text = provider.template_of_text(pages.app, self.printing)

        assert pages.render(page, {"value": "<"}) == "&lt;"
        assert pages.render(["none.html", page], {"value": 1}) == "1"
        assert pages.render(text, {"value": "<"}) == "&lt;"
        assert "".join(pages.app.calls.stream_template(pages.app, page, {"value": 1})) == "1"
        with pytest.raises(TemplateNotFoundError):
            provider.get_template(pages.app, "none.html")

    def test_a_fragment_is_rendered(self, tmp_path: Path) -> None:
        """With ``fragments`` one block is rendered by itself, and escapes what it prints."""
        pages = self.pages(tmp_path)
        self.needs(pages.app, "fragments")
        pages.write("page.html", self._written(self.blocks, "blocks"))
        provider = pages.app.slot(self.slot).provider
        with pages.app.test_request_context():
            fragment = provider.render_fragment(pages.app, "page.html", "body", {"value": "<"})

            assert fragment == "&lt;"
            with pytest.raises(LookupError):
                provider.render_fragment(pages.app, "page.html", "none", {})
            with pytest.raises(TemplateNotFoundError):
                provider.render_fragment(pages.app, "none.html", "body", {})

    def test_applications_do_not_meet(self, tmp_path: Path) -> None:
        """Two applications have their own templates by one name, and their own globals."""
        (tmp_path / "one").mkdir()
        (tmp_path / "two").mkdir()
        texts: list[str] = []
        for name in ("one", "two"):
            pages = self.pages(tmp_path / name)
            pages.write("page.html", name)
            texts.append(pages.render("page.html"))

        assert texts == ["one", "two"]

    def test_a_missing_template_is_the_server_s_fault(self, tmp_path: Path) -> None:
        """To a client a missing template is a 500 that does not name it, also in a stream."""
        app = self.make_app(
            root_path=str(tmp_path), view=lambda _: Response(stream_template("secret-name.html"))
        )
        response = ask(app)

        assert response.status_code != NotFound.code
        assert response.status_code == 500
        assert "secret-name" not in response.text
