"""The part of the suite of the slot ``templating`` that is about finding templates by name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pegboard_contracts.pages import PagesContract
from pegboard_hookspecs.errors import TemplateNotFoundError

__all__ = ["LookupContract"]

_OUTSIDE = ["../secret.html", "sub/../../secret.html", "./../secret.html", "/secret.html"]
_NO_FILES = ["", ".", "sub", "sub/", "a\0.html", "x" * 300]


class LookupContract(PagesContract):
    """Where every provider of the slot ``templating`` looks for a template, and where not."""

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
