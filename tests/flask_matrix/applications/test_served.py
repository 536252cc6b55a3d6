"""Public applications, unmodified, answer the same over HTTP on Flask and on Pegboard."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from shutil import move, rmtree

import pytest

from tests.flask_matrix.applications.served import SERVED, Served
from tests.flask_matrix.applications.serving import serving
from tests.flask_matrix.apps.conversation import Heard, hold
from tests.flask_suites.fetching import NoSourcesError, fetched, unpacked
from tests.flask_suites.projects import PROJECTS

pytestmark = [
    pytest.mark.extensions("pegboard_flask", "boto3", "debts", "gunicorn", "time_machine"),
    pytest.mark.network,
    pytest.mark.slow,
]

#: What each process makes up for itself, by name.
_CHANCE = {
    "token": re.compile(r"[\w-]{8,}(\.[\w-]{6})?\.[\w-]{27}\b"),
    "request": re.compile(r"\b[A-Za-z0-9]{52}\b"),
    "secret": re.compile(r"\b[0-9a-f]{40}\b"),
    "expiry": re.compile(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT"),
    "date": re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+Z?)?"),
}


@pytest.fixture(name="sources", scope="module")
def _sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sources")


def _talked(served: Served, archive: Path, place: Path, environ: Mapping[str, str]) -> list[Heard]:
    with unpacked(archive) as root:
        # The same place for both: Werkzeug's ETags of files tell where they lie.
        rmtree(place, ignore_errors=True)
        move(root, place)
    folder = place / PROJECTS[served.name].folder
    for name, text in served.files.items():
        (folder / name).write_text(text.replace("FOLDER", str(folder)), encoding="utf-8")
    told = {name: text.replace("FOLDER", str(folder)) for name, text in served.environ.items()}
    with serving(folder, served.commands, {**told, **environ}) as app:
        return list(hold(app, served.steps))


def _steady(heard: Heard) -> str:
    text = json.dumps(heard.outcome, ensure_ascii=False)
    for name, pattern in _CHANCE.items():
        text = pattern.sub(f"({name})", text)
    return text


@pytest.mark.parametrize("served", SERVED, ids=[each.name for each in SERVED])
def test_it_answers_the_same_over_http(served: Served, sources: Path, tmp_path: Path) -> None:
    """Whatever server it runs on, status, fields, cookies and body are the same on both."""
    try:
        archive = fetched(PROJECTS[served.name], sources)
    except NoSourcesError as error:
        pytest.skip(str(error))
    on_flask = _talked(served, archive, tmp_path / "run", {})
    here = _talked(served, archive, tmp_path / "run", {"PEGBOARD_AS_FLASK": "1"})

    assert [f"{each.step}: {each.wrong}" for each in [*on_flask, *here] if each.wrong] == []
    for expected, given in zip(on_flask, here, strict=True):
        assert _steady(given) == _steady(expected), given.step
