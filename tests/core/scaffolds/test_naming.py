"""What a project may be called."""

from __future__ import annotations

import pytest

from pegboard.scaffolds import project_name
from pegboard_hookspecs.errors import CommandError


@pytest.mark.parametrize(
    ("name", "package", "short"),
    [
        ("blog", "blog", "blog"),
        ("My.Blog", "my_blog", "my_blog"),
        ("pegboard-timing", "pegboard_timing", "timing"),
        ("a--b__c", "a_b_c", "a_b_c"),
        ("x" * 50, "x" * 50, "x" * 50),
    ],
)
def test_a_package_is_named_after_its_project(name: str, package: str, short: str) -> None:
    """Hyphens and dots become underscores, and a plugin is known without the usual prefix."""
    project = project_name(name)

    assert (project.name, project.package, project.short) == (name, package, short)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "PEP 508"),
        ("-blog", "PEP 508"),
        ("blog-", "PEP 508"),
        ("my blog", "PEP 508"),
        ("../blog", "PEP 508"),
        ("sub/blog", "PEP 508"),
        ("blög", "PEP 508"),
        ('a"]', "PEP 508"),
        ("blog\n", "PEP 508"),
        ("x" * 51, "it has 51 characters"),
        ("2048", "cannot import a package '2048'"),
        ("class", "cannot import a package 'class'"),
        ("json", "'json' would hide"),
        ("Tests", "'tests' would hide"),
        ("pegboard", "'pegboard' would hide"),
    ],
)
def test_a_name_may_be_refused(name: str, reason: str) -> None:
    """What is no name of a distribution, or gives no package, is refused, and the reason said."""
    with pytest.raises(CommandError, match=reason):
        project_name(name)
