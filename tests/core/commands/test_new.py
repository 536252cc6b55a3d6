"""``pegboard new app`` and ``pegboard new plugin``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pegboard.commands.new import new_app, new_plugin
from pegboard_hookspecs.errors import CommandError
from tests.core.site import make_app


@pytest.mark.parametrize("command", [new_app, new_plugin])
def test_a_project_is_started_in_a_new_folder(
    command: Callable[[str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The folder is made here, and what is printed says how to go on."""
    monkeypatch.chdir(tmp_path)
    command("my-project")
    files = [path for path in (tmp_path / "my-project").rglob("*") if path.is_file()]
    text = capsys.readouterr().out

    assert f"The folder my-project is new, with {len(files)} files." in text
    assert "\n  cd my-project\n  pip install -e '.[test]'\n  pytest\n" in text


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_nothing_is_ever_overwritten(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is there already under the name stays as it is."""
    monkeypatch.chdir(tmp_path)
    there = tmp_path / "blog"
    if kind == "folder":
        there.mkdir()
        (there / "README.md").write_text("mine", encoding="utf-8")
    elif kind == "file":
        there.write_text("mine", encoding="utf-8")
    else:
        there.symlink_to("nowhere")
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(CommandError, match="it was left as it is"):
        new_app("blog")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_that_takes_nothing_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing can be written a sentence says so."""
    monkeypatch.chdir(tmp_path)

    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(CommandError, match="cannot be written to 'blog': Permission denied"):
        new_app("blog")


@pytest.mark.needs("cli")
def test_it_is_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the command line the slot is one of the eight, and the application is not needed."""
    monkeypatch.chdir(tmp_path)
    runner = make_app().test_cli_runner()
    refused = runner.invoke("new plugin odd --slot cookies")
    started = runner.invoke("new plugin fast-json --slot json")

    assert refused.exit_code == 2
    assert "templating" in refused.stderr
    assert started.exit_code == 0
    assert (tmp_path / "fast-json" / "src" / "fast_json" / "provider.py").is_file()
