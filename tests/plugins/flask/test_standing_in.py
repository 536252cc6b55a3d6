"""Standing in for Flask from within a process: ``install_as_flask()``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.plugins.flask.children import answer, run
from tests.sources import ROOT

_INSTALL = "import pegboard_flask; pegboard_flask.install_as_flask()\n"


_MODULES = (
    "app blueprints cli config ctx debughelpers globals helpers json json.provider json.tag "
    "logging sansio.app sansio.blueprints sansio.scaffold sessions signals templating testing "
    "typing views wrappers"
)


@pytest.mark.parametrize("first", ["flask", "pegboard_flask"])
def test_a_module_is_the_same_under_both_names(first: str, tmp_path: Path) -> None:
    """A module of Flask's is the one of this package: the same object, whichever is first."""
    source = f"""
from importlib import import_module
print([
    name
    for name in {_MODULES!r}.split()
    if import_module(f"{first}.{{name}}") is not import_module(f"flask.{{name}}")
    or import_module(f"flask.{{name}}") is not import_module(f"pegboard_flask.{{name}}")
])
"""

    assert answer(_INSTALL + source, tmp_path) == "[]"


_USES = {
    "the package itself": "import flask; print(flask is pegboard_flask)",
    "names": "from flask import Flask; print(Flask is pegboard_flask.Flask)",
    "what is imported by then": """
import flask, sys
print(sys.modules.get("flask.wrappers") is pegboard_flask.wrappers)
""",
    "twice": f"{_INSTALL}import flask; print(flask is pegboard_flask)",
    "a module's own specification stays": """
import flask.views
print(flask.views.__spec__.name == flask.views.__name__ == "pegboard_flask.views")
""",
    "reload": """
import flask.views, importlib
before = flask.views.View
print(importlib.reload(flask.views) is flask.views and flask.views.View is not before)
""",
    "patch by name": """
from unittest.mock import patch
with patch("flask.helpers.url_for", "patched"):
    print(pegboard_flask.helpers.url_for == "patched")
""",
    "resolve by name": """
from pkgutil import resolve_name
print(resolve_name("flask.views:View") is resolve_name("pegboard_flask.views.View"))
""",
    "pickle": """
import pickle
from flask import Config
from flask.views import View
print(pickle.loads(pickle.dumps([Config, View])) == [Config, View]
      and pickle.loads(b"cflask.views\\nView\\n.") is View)
""",
    "walk": """
from pkgutil import iter_modules
print("flask.views" in [each.name for each in iter_modules(pegboard_flask.__path__, "flask.")])
""",
    "resources": """
from importlib.resources import files
print((files("flask") / "py.typed").is_file())
""",
    "find without import": """
from importlib.util import find_spec
import sys
found = find_spec("flask.testing")
loader = found.loader
print(found.name == "flask.testing" and found.origin.endswith("testing.py")
      and loader.get_source("flask.testing").startswith(chr(34) * 3)
      and loader.get_filename("flask.testing") == found.origin
      and not loader.is_package("flask.testing"))
""",
    "of two threads": """
from threading import Thread
from importlib import import_module
found = []
threads = [Thread(target=lambda: found.append(import_module("flask.views"))) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(found) == 8 and len(set(map(id, found))) == 1)
""",
}


#: Runs each snippet in a process of its own, forked where Flask is stood in for already.
_FORKS = """
import json, os, sys, traceback
import pegboard_flask
pegboard_flask.install_as_flask()

def run(source):
    read, write = os.pipe()
    if not os.fork():
        os.dup2(write, 1)
        os.dup2(write, 2)
        try:
            exec(source, {"pegboard_flask": pegboard_flask})
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        os._exit(0)
    os.close(write)
    os.wait()
    return os.read(read, 65536).decode()

with open("snippets.json") as file:
    print(json.dumps({name: run(source) for name, source in json.load(file).items()}))
"""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Give what each of the snippets above prints."""
    folder = tmp_path_factory.mktemp("snippets")
    (folder / "snippets.json").write_text(json.dumps(_USES))
    outputs: Mapping[str, str] = json.loads(answer(_FORKS, folder))
    return outputs


@pytest.mark.parametrize("use", _USES)
def test_what_goes_by_name_works(use: str, printed: Mapping[str, str]) -> None:
    """Reload, pickle, patches and whatever else goes by a module's name find the same module."""
    assert printed[use] == "True\n"


def test_a_module_that_flask_does_not_have_is_missing(tmp_path: Path) -> None:
    """What neither package has cannot be imported, under the name that was asked for."""
    source = """
try:
    import flask.ext
except ModuleNotFoundError as error:
    print(error.name)
"""

    assert answer(_INSTALL + source, tmp_path) == "flask.ext"


_METADATA = {
    "version": "version('flask') == version('Flask') == '3.1.3'",
    "name": "distribution('FLASK').metadata['Name'] == 'Flask'",
    "requirements": "'werkzeug>=3.1.7' in requires('flask')",
    "script": "distribution('flask').entry_points['flask'].value == 'flask.cli:main'",
    "once among all": "[each.name for each in distributions()].count('Flask') == 1",
    "once by its name": "len(list(distributions(name='flask'))) == 1",
    "place": "distribution('flask').locate_file('flask').parent.name == 'src'",
    "others stay": "version('werkzeug') == distribution('Werkzeug').version",
    "others stay listed": "{'click', 'pytest'} <= {each.name for each in distributions()}",
    "entry points of others": "len(entry_points(group='pegboard.routing')) > 0",
    "its package": "packages_distributions()['flask'] == ['Flask']",
    "not where folders are searched": "not list(distributions(name='flask', path=['/']))",
}


@pytest.mark.parametrize("library", ["importlib.metadata", "importlib_metadata"])
def test_the_distribution_is_found(library: str, tmp_path: Path) -> None:
    """The metadata of "Flask" are those of the version stood in for, installed or not."""
    checks = ", ".join(f"{name!r}: {claim}" for name, claim in _METADATA.items())
    failed = f"[name for name, is_so in {{{checks}}}.items() if not is_so]"
    source = f"from {library} import *\nprint({failed})"

    assert answer(_INSTALL + source, tmp_path) == "[]"


def test_the_package_says_its_version(tmp_path: Path) -> None:
    """``flask.__version__`` warns, and is what the metadata say."""
    source = """
import flask, warnings
with warnings.catch_warnings(record=True) as warned:
    warnings.simplefilter("always")
    print(flask.__version__, *[each.category.__name__ for each in warned])
"""

    assert answer(_INSTALL + source, tmp_path) == "3.1.3 DeprecationWarning"


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """Give a folder with a package that is called flask, and one that uses it."""
    (tmp_path / "flask").mkdir()
    (tmp_path / "flask" / "__init__.py").write_text("def url_for(): ...\nclass Flask: ...\n")
    (tmp_path / "shop.py").write_text("from flask import url_for\n")
    return tmp_path


def test_flask_itself_must_not_be_there(original: Path) -> None:
    """Where Flask was imported before, one error names its place, who has it, and the cure."""
    source = """
import sys, shop, pegboard_flask
before = [*sys.meta_path], sys.modules["flask"]
try:
    pegboard_flask.install_as_flask()
except RuntimeError as error:
    print(error)
print(before == ([*sys.meta_path], sys.modules["flask"]))
"""
    said, is_unchanged = answer(source, original).splitlines()

    assert str(original / "flask" / "__init__.py") in said
    assert "Already using it: shop." in said
    assert "PEGBOARD_AS_FLASK=1" in said
    assert is_unchanged == "True"


def test_who_has_flask_is_not_listed_without_end(original: Path) -> None:
    """Of many modules that have Flask the first are named, and the others counted."""
    for number in range(8):
        (original / f"shop{number}.py").write_text("from flask import Flask\napp = Flask()\n")
    source = """
import sys, shop, shop0, shop1, shop2, shop3, shop4, shop5, pegboard_flask
try:
    pegboard_flask.install_as_flask()
except RuntimeError as error:
    print(error)
"""

    assert "shop, shop0, shop1, shop2, shop3 and 2 more." in answer(source, original)


def test_a_program_runs_as_a_module(tmp_path: Path) -> None:
    """``python -m flask`` is the command ``flask`` of this package."""
    done = run(["-m", "flask", "--help"], tmp_path, environ={"PEGBOARD_AS_FLASK": "1"})

    assert "python -m flask" in done.stdout
    assert done.returncode == 0


def test_proxies_are_not_asked(original: Path) -> None:
    """Whoever holds Flask is found by types: what a module holds is not touched."""
    (original / "lazy.py").write_text(
        "class Touchy:\n"
        "    def __getattribute__(self, name):\n"
        "        raise SystemExit(name)\n"
        "touchy = Touchy()\n"
    )
    source = """
import json, lazy, shop, pegboard_flask
try:
    pegboard_flask.install_as_flask()
except RuntimeError as error:
    print(json.dumps(str(error)))
"""

    assert "shop" in json.loads(answer(source, original))


@pytest.mark.skipif(find_spec("pkg_resources") is None, reason="setuptools is not installed")
@pytest.mark.parametrize("is_first", [True, False], ids=["imported before", "imported after"])
def test_setuptools_finds_the_distribution(is_first: bool, tmp_path: Path) -> None:
    """``pkg_resources`` finds the distribution too, whether it was there before or comes later."""
    library = "import warnings\nwarnings.simplefilter('ignore')\nimport pkg_resources\n"
    lines = [library, _INSTALL] if is_first else [_INSTALL, library]
    source = "".join(lines) + (
        "found = pkg_resources.get_distribution('Flask')\nprint(found.version, found.location)"
    )

    assert answer(source, tmp_path) == f"3.1.3 {ROOT / 'plugins' / 'flask' / 'src'}"
