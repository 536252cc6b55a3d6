"""The suite of the slot ``templating``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from werkzeug.exceptions import NotFound

from pegboard import Blueprint, Pegboard, Response, stream_template
from pegboard_contracts.contract import Contract, ask
from pegboard_hookspecs.errors import TemplateNotFoundError

__all__ = ["TemplatingContract"]

_ODD = "<&\"'>"
_OUTSIDE = ["../secret.html", "sub/../../secret.html", "./../secret.html", "/secret.html"]
_NO_FILES = ["", ".", "sub", "sub/", "a\0.html", "x" * 300]


def _shout(text: str) -> str:
    return f"{text.upper()}!"


class _Pages:
    """An application whose templates lie in a temporary folder."""

    def __init__(self, app: Pegboard, root: Path) -> None:
        self.app = app
        self.root = root

    def write(self, name: str, source: str, *, owner: str = "") -> Path:
        """Put a template into the folder of the application or of a blueprint."""
        path = self.root / owner / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
        return path

    def add_blueprint(self, name: str) -> None:
        """Register a blueprint with a folder of templates."""
        part = Blueprint(
            name, __name__, root_path=str(self.root / name), template_folder="templates"
        )
        self.app.register_blueprint(part)

    def render(self, name: Any, values: Mapping[str, Any] | None = None) -> str:
        """Render a template in the context of a request."""
        with self.app.test_request_context("/here"):
            text: str = self.app.calls.render_template(self.app, name, values or {})
        return text

    def render_text(self, source: str, values: Mapping[str, Any] | None = None) -> str:
        """Render a template given as text."""
        with self.app.test_request_context("/here"):
            text: str = self.app.calls.render_template_string(self.app, source, values or {})
        return text

    def missing(self, name: Any) -> TemplateNotFoundError:
        """Give the error for a template that is not there."""
        with pytest.raises(TemplateNotFoundError) as caught:
            self.render(name)
        return caught.value


class TemplatingContract(Contract):
    """What every provider of the slot ``templating`` does.

    The templates are written for Jinja; the suite for another engine has its own attributes in
    their place. Where it has nothing of a kind, None skips the tests that need it.
    """

    slot = "templating"

    #: Prints ``value``.
    printing: str = "{{ value }}"
    #: Prints each of ``value``, with a comma behind it.
    looping: str = "{% for each in value %}{{ each }},{% endfor %}"
    #: Prints the path of the request that the application knows as ``request``.
    asking: str | None = "{{ request.path }}"
    #: Prints ``value`` as the filter ``shout`` gives it.
    filtering: str | None = "{{ value|shout }}"
    #: Prints "yes" where the test ``loud`` is true of ``value``, else "no".
    testing: str | None = "{% if value is loud %}yes{% else %}no{% endif %}"
    #: Prints what the global function ``motto`` gives.
    calling: str | None = "{{ motto() }}"
    #: Includes the template "part.html".
    including: str | None = '{% include "part.html" %}'
    #: Defines ``item``, which makes a ``<li>`` of its argument and escapes it.
    defining: str | None = "{% macro item(text) %}<li>{{ text }}</li>{% endmacro %}"
    #: Has a block ``body`` that prints ``value``, between an "a" and a "b".
    blocks: str | None = "a{% block body %}{{ value }}{% endblock %}b"

    def pages(self, folder: Path, **options: Any) -> _Pages:
        """Make an application whose folder of templates is empty."""
        return _Pages(self.make_app(root_path=str(folder), **options), folder)

    def test_a_template_is_rendered(self, tmp_path: Path) -> None:
        """A template of the application's folder becomes text, with the values that are given."""
        pages = self.pages(tmp_path)
        pages.write("sub/page.html", f"<p>é € {self.printing}</p>")

        assert pages.render("sub/page.html", {"value": "ü"}) == "<p>é € ü</p>"

    def test_a_view_renders(self, tmp_path: Path) -> None:
        """What a view streams reaches the client, with its request at hand."""
        app = self.make_app(
            root_path=str(tmp_path),
            view=lambda _: Response(stream_template("page.html", value=[1, 2])),
        )
        _Pages(app, tmp_path).write("page.html", self.looping)

        assert ask(app).text == "1,2,"

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

    def test_the_first_of_several_is_rendered(self, tmp_path: Path) -> None:
        """Of several names the first that exists is taken."""
        pages = self.pages(tmp_path)
        pages.write("b.html", "second")
        pages.write("c.html", "third")

        assert pages.render(["a.html", "b.html", "c.html"]) == "second"
        assert pages.render(("c.html", "b.html")) == "third"

    @pytest.mark.parametrize("name", ["indx.html", ["nil.html", "indx.html"], []], ids=repr)
    def test_a_missing_template_is_an_error(self, tmp_path: Path, name: object) -> None:
        """Where no template has the name, or any of several, that is an error of the contract's."""
        pages = self.pages(tmp_path)
        pages.write("index.html", "")

        assert isinstance(pages.missing(name), LookupError)

    def test_a_missing_template_says_where_it_was_looked_for(self, tmp_path: Path) -> None:
        """The message has the name, all folders that were searched, and the nearest name."""
        pages = self.pages(tmp_path)
        pages.write("index.html", "")
        pages.write("other.html", "", owner="part")
        pages.add_blueprint("part")
        message = str(pages.missing("indx.html"))

        assert "indx.html" in message
        assert str(tmp_path / "templates") in message
        assert str(tmp_path / "part" / "templates") in message
        assert "'index.html'" in message

    def test_a_missing_template_has_a_name(self, tmp_path: Path) -> None:
        """The error tells the name to whoever handles it."""
        assert self.pages(tmp_path).missing("indx.html").name == "indx.html"

    @pytest.mark.parametrize("name", [None, 3, 1.5], ids=repr)
    def test_what_names_no_template_is_refused(self, tmp_path: Path, name: object) -> None:
        """What is neither a name nor a template nor several of them is a TypeError."""
        with pytest.raises(TypeError):
            self.pages(tmp_path).render(name)

    @pytest.mark.parametrize("name", _OUTSIDE, ids=ascii)
    def test_no_name_leads_out(self, tmp_path: Path, name: str) -> None:
        """A name that leads out of the folders is not found, whatever lies there."""
        pages = self.pages(tmp_path)
        pages.write("sub/a.html", "")
        (tmp_path / "secret.html").write_text("secret", encoding="utf-8")

        assert pages.missing(name)
        assert pages.missing([name])

    def test_a_whole_path_leads_nowhere(self, tmp_path: Path) -> None:
        """The whole path of a file is no name, be it in a folder or outside."""
        pages = self.pages(tmp_path)
        path = pages.write("a.html", "")

        assert pages.missing(str(path))

    @pytest.mark.parametrize("name", _NO_FILES, ids=lambda name: ascii(name)[:12])
    def test_what_is_no_file_is_missing(self, tmp_path: Path, name: str) -> None:
        """A name of a folder, or of nothing that can be a file, is missing like any other."""
        pages = self.pages(tmp_path)
        pages.write("sub/a.html", "")
        pages.write("a.html", "")

        assert pages.missing(name)

    def test_folders_have_their_order(self, tmp_path: Path) -> None:
        """The application's folder goes before those of blueprints, in order of registration."""
        pages = self.pages(tmp_path)
        for owner, names in (("", "a"), ("one", "ab"), ("two", "abc")):
            for name in names:
                pages.write(f"{name}.html", owner or "application", owner=owner)
        pages.add_blueprint("one")
        pages.add_blueprint("two")

        assert [pages.render(f"{name}.html") for name in "abc"] == ["application", "one", "two"]

    def test_blueprints_may_come_late(self, tmp_path: Path) -> None:
        """A folder that comes when templates have been asked for already is searched too."""
        pages = self.pages(tmp_path)
        pages.write("late.html", "late", owner="part")
        with pytest.raises(TemplateNotFoundError):
            pages.app.calls.render_template(pages.app, "late.html", {})
        pages.add_blueprint("part")

        assert pages.render("late.html") == "late"

    def test_templates_are_listed(self, tmp_path: Path) -> None:
        """The list has each name of each folder once, sorted, with slashes."""
        pages = self.pages(tmp_path)
        for name, owner in (("b.html", ""), ("sub/a.txt", ""), ("b.html", "part"), ("c", "part")):
            pages.write(name, "", owner=owner)
        pages.add_blueprint("part")
        names: Sequence[str] = pages.app.calls.list_templates(pages.app)

        assert list(names) == ["b.html", "c", "sub/a.txt"]

    def test_no_templates_are_listed_as_none(self, tmp_path: Path) -> None:
        """Without any folder the list is empty, and a missing template is an error as ever."""
        pages = self.pages(tmp_path, template_folder=None)

        assert list(pages.app.calls.list_templates(pages.app)) == []
        assert pages.missing("a.html")

    @pytest.mark.parametrize("is_late", [False, True], ids=["at-first", "later"])
    def test_filters_are_known(self, tmp_path: Path, *, is_late: bool) -> None:
        """A filter is known in templates, also when it comes after the first rendering."""
        source = self._written(self.filtering, "filters")
        pages = self._prepared(tmp_path, source, is_late=is_late)
        pages.app.add_template_filter(_shout, "shout")

        assert pages.render("page.html", {"value": "hi"}) == "HI!"
        assert pages.render_text(source, {"value": "ho"}) == "HO!"

    @pytest.mark.parametrize("is_late", [False, True], ids=["at-first", "later"])
    def test_tests_are_known(self, tmp_path: Path, *, is_late: bool) -> None:
        """A test is known in templates, also when it comes after the first rendering."""
        source = self._written(self.testing, "tests")
        pages = self._prepared(tmp_path, source, is_late=is_late)
        pages.app.add_template_test(str.isupper, "loud")

        assert [pages.render("page.html", {"value": text}) for text in ("HI", "hi")] == [
            "yes",
            "no",
        ]

    @pytest.mark.parametrize("is_late", [False, True], ids=["at-first", "later"])
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

    def test_a_template_includes_another(self, tmp_path: Path) -> None:
        """A template finds others by their names, those of blueprints as well; text does, too."""
        source = self._written(self.including, "included templates")
        pages = self._prepared(tmp_path, source, is_late=False)
        pages.write("part.html", "included", owner="part")
        pages.add_blueprint("part")

        assert (pages.render("page.html"), pages.render_text(source)) == ("included", "included")

    def test_a_missing_part_is_an_error(self, tmp_path: Path) -> None:
        """A template that another one includes may be missing as well, and is named."""
        source = self._written(self.including, "included templates")
        pages = self._prepared(tmp_path, source, is_late=False)

        assert "part.html" in str(pages.missing("page.html"))

    @pytest.mark.parametrize("is_text", [False, True], ids=["by-name", "text"])
    def test_a_stream_gives_text(self, tmp_path: Path, *, is_text: bool) -> None:
        """A template is rendered piece by piece; together the pieces are the whole."""
        pages = self.pages(tmp_path)
        pages.write("page.html", self.looping)
        calls = pages.app.calls
        call = calls.stream_template_string if is_text else calls.stream_template
        stream: Iterator[str] = call(
            pages.app, self.looping if is_text else "page.html", {"value": ["a", "b"]}
        )
        assert iter(stream) is stream

        pieces = list(stream)
        assert {type(piece) for piece in pieces} <= {str} or all(
            isinstance(piece, str) for piece in pieces
        )
        assert "".join(pieces) == "a,b,"

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
        asked: list[int] = []

        def numbers() -> Iterator[int]:
            for number in range(1000):
                asked.append(number)
                yield number

        stream = pages.app.calls.stream_template_string(
            pages.app, self.looping, {"value": numbers()}
        )
        next(stream)

        assert len(asked) < 1000
        stream.close()

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

    def _written(self, source: str | None, what: str) -> str:
        if source is None:
            pytest.skip(f"the engine has no {what}, says the suite")
        return source

    def _prepared(self, folder: Path, source: str, *, is_late: bool) -> _Pages:
        """Give pages with a template, of which another one was rendered if it is late."""
        pages = self.pages(folder)
        pages.write("first.html", "first")
        pages.write("page.html", source)
        if is_late:
            # Within set-up: a request would end it.
            pages.app.calls.render_template(pages.app, "first.html", {})
        return pages
