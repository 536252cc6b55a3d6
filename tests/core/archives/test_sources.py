"""Which files of an application go into a build."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pegboard.archives import AppSources, find_sources
from pegboard.locating import find_app
from pegboard_hookspecs.errors import AppNotFoundError, ConfigurationError

Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Give what writes files, each by its path."""

    def write(*names: str, text: str = "") -> None:
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    return write


def _sources(reference: str, folder: Path, *exclude: str) -> AppSources:
    return find_sources(find_app(reference, folder), exclude)


def _names(sources: AppSources) -> list[str]:
    return [file.as_posix() for file in sources.files]


def test_a_package_is_taken_whole(write: Write, tmp_path: Path) -> None:
    """Its files of all kinds are taken, whatever their folders are called; its siblings are not."""
    write("shop/__init__.py", "shop/build/x.py", "shop/tests/y.py", "shop/templates/a.html")
    write("other.py", "shop/__pycache__/z.pyc", "shop/.hidden", "shop/node_modules/m.js")
    sources = _sources("shop:app", tmp_path)

    assert _names(sources) == [
        "shop/__init__.py",
        "shop/build/x.py",
        "shop/templates/a.html",
        "shop/tests/y.py",
    ]
    assert sources.reference == "shop/__init__.py:app"


def test_a_module_is_taken_with_what_lies_beside_it(write: Write, tmp_path: Path) -> None:
    """Templates and further modules are taken; tests, environments and what was built are not."""
    write("hello.py", "helper.py", "templates/a.html", "static/a.css", "mail/__init__.py")
    write("instance/secret", "dist/hello.whl", "tests/test_x.py", "test_hello.py", "hello.pyz")
    write("env/pyvenv.cfg", "env/lib/x.py", ".env", "hello.egg-info/PKG-INFO")
    sources = _sources("hello", tmp_path)

    assert _names(sources) == [
        "hello.py",
        "helper.py",
        "mail/__init__.py",
        "static/a.css",
        "templates/a.html",
    ]
    assert sources.reference == "hello.py"


def test_what_is_excluded_stays_away(write: Write, tmp_path: Path) -> None:
    """A pattern is one of names or of paths."""
    write("shop/__init__.py", "shop/a.mp4", "shop/static/b.mp4", "shop/static/c.css", "shop/d.css")

    assert _names(_sources("shop", tmp_path, "*.mp4", "shop/static")) == [
        "shop/__init__.py",
        "shop/d.css",
    ]


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("shop.wsgi:app", "shop/wsgi.py:app"),
        ("shop.wsgi: make('a', b=1)", "shop/wsgi.py:make('a', b=1)"),
        ("shop.parts", "shop/parts/__init__.py"),
    ],
)
def test_the_reference_is_one_of_a_file(
    write: Write, tmp_path: Path, reference: str, expected: str
) -> None:
    """An application inside a package is named by its own file, and all of the package is taken."""
    write("shop/__init__.py", "shop/wsgi.py", "shop/parts/__init__.py")
    sources = _sources(reference, tmp_path)

    assert sources.reference == expected
    assert len(sources.files) == 3


def test_an_installed_application_is_found(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an installed module nothing but itself is taken: its neighbours are strangers."""
    write("site-packages/installed_one.py", "site-packages/stranger.py")
    write("site-packages/installed_two/__init__.py", "site-packages/installed_two/x.py")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site-packages")])

    assert _names(_sources("installed_one", tmp_path)) == ["installed_one.py"]
    assert _names(_sources("installed_two", tmp_path)) == [
        "installed_two/__init__.py",
        "installed_two/x.py",
    ]


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """Modules of the interpreter itself have nothing to copy."""
    with pytest.raises(AppNotFoundError, match="'sys' is no file"):
        _sources("sys", tmp_path)


def test_files_are_copied_by_their_paths(write: Write, tmp_path: Path) -> None:
    """The copies lie as the files do."""
    write("shop/__init__.py", "shop/static/a.css", text="content")
    _sources("shop", tmp_path).copy(tmp_path / "there")

    assert (tmp_path / "there/shop/static/a.css").read_text() == "content"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("[project]\nname = 'shop'", ()),
        ("[project]\ndependencies = ['pegboard', 'sqlalchemy>=2']", ("pegboard", "sqlalchemy>=2")),
    ],
)
def test_the_project_says_what_else_is_needed(
    write: Write, tmp_path: Path, text: str, expected: tuple[str, ...]
) -> None:
    """Requirements are those of the project file."""
    write("hello.py")
    write("pyproject.toml", text=text)

    assert _sources("hello", tmp_path).requirements == expected


@pytest.mark.parametrize(
    "text",
    ["project = 1", "[project]\ndependencies = 'x'", "[project]\ndependencies = ['x', 1]",
     "[project]\ndependencies = ['']"],
)  # fmt: skip
def test_requirements_that_nobody_can_read_are_refused(
    write: Write, tmp_path: Path, text: str
) -> None:
    """A mistake in the project file is told with the file."""
    write("hello.py")
    write("pyproject.toml", text=text)

    with pytest.raises(ConfigurationError, match=r"pyproject.toml is .*, which is no list"):
        _sources("hello", tmp_path)
