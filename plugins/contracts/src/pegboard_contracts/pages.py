"""What the suites of the slot ``templating`` share: pages, and the language they are written in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pegboard import Blueprint, Pegboard
from pegboard_contracts.contract import Contract
from pegboard_hookspecs.errors import TemplateNotFoundError

__all__ = ["Pages", "PagesContract"]


class Pages:
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


class PagesContract(Contract):
    """The base of the suites of the slot ``templating``, with templates in Jinja's language."""

    slot = "templating"

    #: Prints ``value``.
    printing: str = "{{ value }}"
    #: Prints each of ``value``, with a comma behind it.
    looping: str | None = "{% for each in value %}{{ each }},{% endfor %}"
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

    def pages(self, folder: Path, **options: Any) -> Pages:
        """Make an application whose folder of templates is empty."""
        return Pages(self.make_app(root_path=str(folder), **options), folder)

    def _several(self) -> tuple[str, object, str]:
        """Give a template, its ``value``, and what it prints; a loop, where the engine has any."""
        if self.looping is None:
            return self.printing, "a,b,", "a,b,"
        return self.looping, ["a", "b"], "a,b,"

    def _written(self, source: str | None, what: str) -> str:
        if source is None:
            pytest.skip(f"the engine has no {what}, says the suite")
        return source

    def _prepared(self, folder: Path, source: str, *, is_late: bool) -> Pages:
        """Give pages with a template, of which another one was rendered if it is late."""
        pages = self.pages(folder)
        pages.write("first.html", "first")
        pages.write("page.html", source)
        if is_late:
            # Within set-up: a request would end it.
            pages.app.calls.render_template(pages.app, "first.html", {})
        return pages
