"""What is easy to miss about templates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pegboard import Blueprint, Pegboard, g, render_template, render_template_string
from tests.plugins.templating.site import Site

pytestmark = pytest.mark.needs("routing", "templating")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Give a site that has no template yet."""
    return Site(tmp_path)


@pytest.mark.item("B7.1")
def test_whoever_comes_later_wins(site: Site) -> None:
    """Application, outer blueprint, inner blueprint and caller give values, in that order."""
    outer, inner = (Blueprint(name, __name__) for name in ("outer", "inner"))
    names = ["app", "outer", "inner", "caller"]
    owners: list[Pegboard | Blueprint] = [site.app, outer, inner]
    for place, owner in enumerate(owners):
        # Each gives all names from its own on.
        owner.context_processor(lambda place=place: dict.fromkeys(names[place:], names[place]))
    source = " ".join(f"{{{{ {name} }}}}" for name in names)
    inner.add_url_rule("/in", "in", lambda: render_template_string(source, caller="caller"))
    outer.register_blueprint(inner)
    site.app.register_blueprint(outer)

    assert site.app.test_client().get("/in").text == "app outer inner caller"


@pytest.mark.item("B7.2")
@pytest.mark.needs("sessions")
def test_imported_templates_know_the_request(site: Site) -> None:
    """A macro that is imported without context reads what every template does."""
    site.write(
        "macros.html",
        "{% macro all() %}{{ request.path }} {{ session.get('x') }} {{ g.y }} {{ config.DEBUG }}"
        "{% endmacro %}",
    )
    source = "{% from 'macros.html' import all %}{{ all() }}"

    def view() -> str:
        g.y = 1
        return render_template_string(source)

    assert site.show(view) == "/ None 1 False"


@pytest.mark.item("B7.3")
def test_words_may_come_late(site: Site) -> None:
    """What is added behind the routes is known, and options may still be given."""
    site.app.add_url_rule("/late", "late", lambda: render_template_string("{{ 'a'|up }}<< 1 >>"))
    site.app.add_template_filter(str.upper, "up")
    site.provider.jinja_options["variable_start_string"] = "{{"
    with site.app.app_context():
        render_template_string("")
    site.app.add_template_global("x".upper, "later")
    page = "{{ later() }}"

    assert site.app.test_client().get("/late").text == "A<< 1 >>"
    assert site.show(lambda: render_template_string(page)) == "X"


def _assign(app: Pegboard) -> None:
    app.debug = True


def _configure(app: Pegboard) -> None:
    app.config["DEBUG"] = True


@pytest.mark.item("B7.4")
@pytest.mark.parametrize("switch", [_assign, _configure], ids=["attribute", "setting"])
@pytest.mark.parametrize("configured", [None, False, True])
def test_debug_mode_looks_for_changed_files(
    site: Site, switch: Callable[[Pegboard], None], configured: bool | None
) -> None:
    """An environment that exists follows debug mode, unless the setting decides."""
    site.app.config["TEMPLATES_AUTO_RELOAD"] = configured
    page = site.write("a.html", "old")
    site.show(lambda: render_template("a.html"))
    switch(site.app)
    page.write_text("changed")

    expected = "old" if configured is False else "changed"
    assert site.native.auto_reload is (configured is not False)
    assert site.show(lambda: render_template("a.html")) == expected


@pytest.mark.item("B7.4")
def test_the_environment_decides_about_itself(site: Site) -> None:
    """What is assigned to the environment goes before debug mode."""
    site.native.auto_reload = False
    site.app.debug = True

    assert site.native.auto_reload is False
