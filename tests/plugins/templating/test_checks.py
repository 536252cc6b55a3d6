"""What ``pegboard check`` finds in templates."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from pegboard_hookspecs import Finding
from pegboard_templating import JinjaTemplating
from tests.plugins.templating.site import Site


def _findings(site: Site) -> list[Finding]:
    return list(site.provider.check(site.app))


@pytest.mark.parametrize(
    "source",
    [
        "{{ x }}",
        '{% extends "base.html" %}',
        '{% include ["none.html", "base.html"] %}',
        '{% include "none.html" ignore missing %}',
        "{% include name %}",
        "{% include [name, other] %}",
        "{% include [] %}",
        "{% extends name %}",
        '{% extends "base.html" if x else name %}',
        '{% extends "base.html" if x %}',
        '{% from "base.html" import x %}{% import "base.html" as base %}',
    ],
)
def test_sound_templates_have_no_findings(site: Site, source: str) -> None:
    """What exists, may be missing, or is only known at run time, is not complained about."""
    site.write("base.html", "")
    site.write("page.html", source)

    assert _findings(site) == []


@pytest.mark.parametrize(
    ("source", "verb"),
    [
        ('\n{% extends "non.html" %}', "extends 'non.html'"),
        ('\n{% include "non.html" %}', "includes 'non.html'"),
        ('\n{% include ["non.html", "nil.html"] %}', "includes 'non.html' or 'nil.html'"),
        ('\n{% import "non.html" as x %}', "imports 'non.html'"),
        ('\n{% from "non.html" import x %}', "imports from 'non.html'"),
        ('\n{% extends "base.html" if x else "non.html" %}', "extends 'non.html'"),
        ('\n{% if x %}{% include "non.html" %}{% endif %}', "includes 'non.html'"),
    ],
)
def test_a_missing_part_is_found(site: Site, source: str, verb: str) -> None:
    """A template that another one names, and nobody has, is an error with its line."""
    site.write("base.html", "")
    path = site.write("page.html", source)

    (finding,) = _findings(site)

    assert (finding.id, finding.level) == ("templating.missing", "error")
    assert f"'page.html' {verb}" in finding.message
    assert finding.place == f"{path}:2"


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("bas.html", "Did you mean 'base.html'?"),
        ("zzz", "Create that template, or correct the name."),
    ],
)
def test_a_missing_part_has_a_cure(site: Site, name: str, cure: str) -> None:
    """The nearest name is suggested where one is near."""
    site.write("base.html", "")
    site.write("page.html", f'{{% extends "{name}" %}}')

    (finding,) = _findings(site)

    assert finding.cure == cure


@pytest.mark.parametrize(
    "source",
    ["\n{% if %}", "\n{{ 1 | unheard_of }}", "\n{{ 1 is unheard_of }}", "\n{% block a %}"],
    ids=["expression", "filter", "test", "end"],
)
def test_a_broken_template_is_found(site: Site, source: str) -> None:
    """A template that does not compile is an error with its line."""
    path = site.write("page.html", source)

    (finding,) = _findings(site)

    assert (finding.id, finding.level) == ("templating.syntax", "error")
    assert finding.place == f"{path}:2"


def test_templates_of_blueprints_are_checked(site: Site) -> None:
    """The check reaches every folder."""
    path = site.write("sub/page.html", "{% if %}", owner="one")
    site.add_blueprint("one")

    assert [finding.place for finding in _findings(site)] == [f"{path}:1"]


def test_a_file_that_is_no_text_is_found(site: Site) -> None:
    """A file among the templates that is not UTF-8 is a warning, once."""
    path = site.write("logo.png", "")
    path.write_bytes(b"\x89PNG\xff")
    site.write("page.html", '{% include "logo.png" %}')

    (finding,) = _findings(site)

    assert (finding.id, finding.level) == ("templating.encoding", "warning")
    assert finding.place == str(path)


def test_a_circle_is_found(site: Site) -> None:
    """Templates that extend each other would never end: an error for each of them."""
    site.write("a.html", '{% extends "b.html" %}')
    site.write("b.html", '{% extends "a.html" %}')
    site.write("c.html", '{% extends "a.html" %}')

    findings = _findings(site)

    assert [finding.id for finding in findings] == ["templating.circular"] * 2
    assert "a.html -> b.html -> a.html" in findings[0].message


@pytest.mark.parametrize("parent", ["none.html", "broken.html", "binary.html"])
def test_a_chain_may_end_badly(site: Site, parent: str) -> None:
    """What is wrong with a parent is told once, at the place where it is wrong."""
    site.write("broken.html", "{% if %}")
    site.write("binary.html", "").write_bytes(b"\xff")
    site.write("middle.html", f'{{% extends "{parent}" %}}')
    site.write("page.html", '{% extends "middle.html" %}')

    places = {Path(finding.place.partition(":")[0]).name for finding in _findings(site)}

    assert places <= {"broken.html", "binary.html", "middle.html"}


@pytest.mark.parametrize(
    ("owners", "count"),
    [(["one", "two"], 1), (["", "one"], 0), (["", "one", "two"], 0), (["one"], 0)],
    ids=["blueprints", "application", "all", "one"],
)
def test_a_hidden_template_is_found(site: Site, owners: list[str], count: int) -> None:
    """A blueprint's template that another blueprint hides is a warning.

    The application may put its own in the place of any: that is what its folder is for.
    """
    for owner in owners:
        site.write("index.html", "", owner=owner)
    for owner in ("one", "two"):
        site.add_blueprint(owner)

    findings = _findings(site)

    assert [(each.id, each.level) for each in findings] == [
        ("templating.shadowed", "warning")
    ] * count


def test_a_loader_of_ones_own_is_checked(tmp_path: Path) -> None:
    """With another loader the same is checked."""
    loader = jinja2.DictLoader({"a.html": '{% extends "none.html" %}', "b.html": "{% if %}"})
    site = Site(tmp_path, plugins={"templating": JinjaTemplating({"loader": loader})})

    findings = _findings(site)

    assert {(each.id, each.place) for each in findings} == {
        ("templating.missing", "a.html:1"),
        ("templating.syntax", "b.html:1"),
    }


def _of_function(name: str) -> str:
    return name


@pytest.mark.parametrize(
    ("loader", "ids"),
    [(None, []), (jinja2.FunctionLoader(_of_function), ["templating.unlisted"])],
    ids=["none", "function"],
)
def test_templates_that_cannot_be_listed(
    tmp_path: Path, loader: jinja2.BaseLoader | None, ids: list[str]
) -> None:
    """Without a list of templates there is nothing to check, and that is said."""
    site = Site(tmp_path, plugins={"templating": JinjaTemplating({"loader": loader})})

    assert [finding.id for finding in _findings(site)] == ids
