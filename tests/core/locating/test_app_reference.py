"""What names an application on the command line."""

from __future__ import annotations

import pytest

from pegboard.locating.app_reference import AppReference, read_reference
from pegboard_hookspecs.errors import AppNotFoundError


@pytest.mark.parametrize(
    ("text", "module", "name", "arguments", "keywords"),
    [
        ("hello", "hello", None, None, {}),
        ("pkg.web", "pkg.web", None, None, {}),
        ("path/file.py", "path/file.py", None, None, {}),
        ("hello:app", "hello", "app", None, {}),
        (" hello : app ", "hello", "app", None, {}),
        (r"C:\site\app.py:app", r"C:\site\app.py", "app", None, {}),
        ("hello:create_app()", "hello", "create_app", (), {}),
        ("hello:make('a', 2, key=[1],)", "hello", "make", ("a", 2), {"key": [1]}),
    ],
)
def test_a_reference_is_taken_apart(
    text: str,
    module: str,
    name: str | None,
    arguments: tuple[object, ...] | None,
    keywords: dict[str, object],
) -> None:
    """A reference names a module, and may name one of its objects or call a factory."""
    assert read_reference(text) == AppReference(text, module, name, arguments, keywords)


@pytest.mark.item("A18.35")
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (":app", "names no module"),
        ("hello:a b", "'a b' is neither a name nor a call"),
        ("hello:a.b", "'a.b' is neither a name nor a call"),
        ("hello:a.b()", "neither a name nor a call"),
        ("hello:", "'' is neither a name nor a call"),
        ("hello:make(x)", "must be literals"),
        ("hello:make(*[1])", "must be literals"),
        ("hello:make(key=len)", "must be literals"),
        ("hello:make(**{'a': 1})", "must be literals"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_the_cure(text: str, reason: str) -> None:
    """A reference in no known form is quoted, with the reason and the known forms."""
    with pytest.raises(AppNotFoundError) as caught:
        read_reference(text)

    assert repr(text) in str(caught.value)
    assert reason in str(caught.value)
    assert "module:factory('a', key=1)" in str(caught.value)
