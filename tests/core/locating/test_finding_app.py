"""Where an application is found."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pegboard.locating.finding_app import find_app, import_found
from pegboard_hookspecs.errors import AppNotFoundError, ConfigurationError


def _write(folder: Path, name: str, text: str = "") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("files", "reference", "module", "below"),
    [
        (["app.py"], None, "app", "."),
        (["app.py", "wsgi.py"], None, "wsgi", "."),
        (["app/__init__.py"], "", "app", "."),
        (["hello.py"], "hello", "hello", "."),
        (["hello.py"], "hello.py", "hello", "."),
        (["hello.py"], "hello:app", "hello", "."),
        (["pkg/__init__.py", "pkg/web.py"], "pkg.web", "pkg.web", "."),
        (["pkg/__init__.py", "pkg/web.py"], "pkg/web.py", "pkg.web", "."),
        (["pkg/__init__.py"], "pkg/__init__.py", "pkg", "."),
        (["pkg/__init__.py"], "pkg", "pkg", "."),
        (["src/pkg/__init__.py"], "src/pkg", "pkg", "src"),
        (["src/hello.py"], "src/hello", "hello", "src"),
        (["sub/app.py"], "sub", "app", "sub"),
        (["sub/app.py"], "./sub", "app", "sub"),
        (["app/x.txt", "app.py"], "app", "app", "."),
        (["loose/web.py"], "loose.web", "loose.web", "."),
    ],
)
def test_a_module_is_found(
    folder: Path, files: list[str], reference: str | None, module: str, below: str
) -> None:
    """The module, and the folder to import it from, follow from the reference and the files."""
    for file in files:
        _write(folder, file)

    found = find_app(reference, folder)

    assert (found.module, found.folder) == (module, (folder / below).resolve())
    assert str(found) == f"{module} (in {found.folder})"


def test_an_installed_module_is_found(folder: Path) -> None:
    """A module that is not in the folder may be installed."""
    assert find_app("json.tool:main", folder).module == "json.tool"


def test_the_project_names_the_application(folder: Path) -> None:
    """Without a reference, ``app`` of ``[tool.pegboard]`` counts, from the project's folder."""
    _write(folder, "pyproject.toml", '[tool.pegboard]\napp = "hello:site"')
    _write(folder, "hello.py")
    _write(folder, "sub/app.py")

    found = find_app(None, folder / "sub")

    assert (found.module, found.reference.name, found.folder) == ("hello", "site", folder)


def test_the_project_may_leave_the_name_out(folder: Path) -> None:
    """A project file that names no application is no obstacle to the usual modules."""
    _write(folder, "pyproject.toml", "[tool.pegboard]")
    _write(folder, "app.py")

    assert find_app(None, folder).module == "app"


def test_the_project_must_name_it_by_a_text(folder: Path) -> None:
    """A name of another type in the project file is an error that shows it."""
    _write(folder, "pyproject.toml", "[tool.pegboard]\napp = 3")

    with pytest.raises(ConfigurationError, match=r"'app' below \[tool.pegboard\].* is 3"):
        find_app(None, folder)


def test_a_folder_may_be_a_project(folder: Path) -> None:
    """A reference to a folder with a project file of its own follows this file."""
    _write(folder, "sub/pyproject.toml", '[tool.pegboard]\napp = "hello"')
    _write(folder, "sub/hello.py")

    found = find_app("sub", folder)

    assert (found.module, found.folder) == ("hello", folder / "sub")


def test_a_folder_does_not_follow_the_project_around_it(folder: Path) -> None:
    """A reference to a folder is not overruled by a project file further up."""
    _write(folder, "pyproject.toml", '[tool.pegboard]\napp = "other"')
    _write(folder, "sub/app.py")

    assert find_app("sub", folder).module == "app"


@pytest.mark.item("A18.35")
def test_nothing_to_find_is_an_error_with_the_cure(folder: Path) -> None:
    """Without any application the message says where it was looked for, and how to name one."""
    with pytest.raises(AppNotFoundError) as caught:
        find_app(None, folder)

    assert f"no wsgi.py or app.py in {folder}" in str(caught.value)
    assert "neither --app, PEGBOARD_APP nor pyproject.toml" in str(caught.value)
    assert "pegboard --app hello routes" in str(caught.value)


def test_an_empty_folder_that_was_named_is_an_error(folder: Path) -> None:
    """A reference to a folder without an application does not say that nothing was named."""
    (folder / "sub").mkdir()

    with pytest.raises(AppNotFoundError) as caught:
        find_app("sub", folder)

    assert "neither" not in str(caught.value)


@pytest.mark.item("A18.35")
@pytest.mark.parametrize("reference", ["helo", "helo.py", "helo.py:app", "./helo", "helo:app"])
def test_a_missing_module_suggests_the_nearest(folder: Path, reference: str) -> None:
    """A module that is not there is named, with the nearest one that is."""
    _write(folder, "hello.py")

    with pytest.raises(AppNotFoundError, match=r"Did you mean 'hello(\.py)?'"):
        find_app(reference, folder)


def test_a_missing_folder_is_no_other_error(folder: Path) -> None:
    """A path in a folder that does not exist is not found either."""
    with pytest.raises(AppNotFoundError, match=r"no file .*/a/b\.py\."):
        find_app("a/b.py", folder)


def test_a_running_script_is_not_found_as_a_module(folder: Path) -> None:
    """A module without specification, as the main script, counts as not installed."""
    sys.modules["specless"] = type(sys)("specless")

    with pytest.raises(AppNotFoundError):
        find_app("specless", folder)
    del sys.modules["specless"]


def test_the_module_is_imported_from_its_folder(folder: Path) -> None:
    """The folder of the module is put in front of the path, once."""
    _write(folder, "hello.py", "value = 1")
    found = find_app("hello", folder)

    assert import_found(found).value == 1
    assert import_found(found).value == 1
    assert sys.path.count(str(folder)) == 1


def test_a_submodule_that_is_missing_is_not_found(folder: Path) -> None:
    """A part of a dotted name that is missing is an error of the reference."""
    _write(folder, "pkg/__init__.py")

    with pytest.raises(AppNotFoundError, match=r"'pkg\.web'"):
        import_found(find_app("pkg.web", folder))


@pytest.mark.parametrize(
    ("source", "kind"),
    [("import nowhere", ModuleNotFoundError), ("1 / 0", ZeroDivisionError), ("x = (", SyntaxError)],
    ids=["import", "error", "syntax"],
)
def test_what_the_module_raises_passes(folder: Path, source: str, kind: type[Exception]) -> None:
    """An error of the user's own code keeps its type, and is noted to come from the import."""
    _write(folder, "hello.py", source)

    with pytest.raises(kind) as caught:
        import_found(find_app("hello", folder))

    assert caught.value.__notes__ == [
        f"Raised while the application was imported from hello (in {folder})."
    ]
