"""Lines of keys in configuration files."""

from __future__ import annotations

import pytest

from pegboard.config.files import lines_of_python, lines_of_text


def test_the_last_assignment_has_the_line() -> None:
    """In Python a name stands where it is last assigned, in whatever way."""
    code = b"ONE = 1\nTWO: int = 2\nif ONE:\n    ONE = 3\nfor THREE in ():\n    print(ONE)\n"

    assert lines_of_python(code) == {"ONE": 4, "TWO": 2, "THREE": 5}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('ONE = 1\n\nTWO = "x"\n[table]\nONE = 2\n', {"ONE": 1, "TWO": 3}),
        ('{\n  "ONE": 1,\n  "TWO": 2\n}', {"ONE": 2, "TWO": 3}),
        ("ONE: 1\n# TWO: 2\nthree: 3\n", {"ONE": 1}),
    ],
    ids=["toml", "json", "yaml"],
)
def test_keys_of_other_files_have_lines(text: str, lines: dict[str, int]) -> None:
    """In other files an upper-case key stands on the first line that begins with it."""
    assert lines_of_text(text) == lines
