"""What a command line gives to a command."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import click
import pytest

from pegboard import Pegboard
from pegboard_hookspecs import Option
from tests.plugins.cli.stage import Stage, command


def _numbers(whole: int, part: float = 0.5) -> None: ...


def _switches(
    *, drop: bool = False, reload: bool | None = None, with_threads: bool = True
) -> None: ...


def _paths(source: Path, target: Path = Path("out")) -> None: ...


def _several(names: list[str], sizes: tuple[int, ...] = ()) -> None: ...


def _optional(*names: str) -> None: ...


def _choices(kind: Literal["small", "large"] = "small", level: Literal[1, 2] = 1) -> None: ...


def _special(
    port: Annotated[int, Option(short="p", variable="MY_PORT")] = 5000,
    name: Annotated[str, Option(is_argument=True)] = "",
    from_: str = "",
) -> None: ...


def _yes(value: bool) -> None: ...


@pytest.mark.parametrize(
    ("function", "words", "values"),
    [
        (_numbers, "3", {"whole": 3}),
        (_numbers, "3 --part 1.5", {"whole": 3, "part": 1.5}),
        (_numbers, "--part=2 -- -3", {"whole": -3, "part": 2.0}),
        (_switches, "", {}),
        (_switches, "--drop --no-reload", {"drop": True, "reload": False}),
        (_switches, "--no-drop --without-threads", {"drop": False, "with_threads": False}),
        (_paths, "a/b", {"source": Path("a/b")}),
        (_paths, "a --target b", {"source": Path("a"), "target": Path("b")}),
        (_several, "a b --sizes 1", {"names": ["a", "b"], "sizes": (1,)}),
        (_optional, "", {}),
        (_optional, "a b", {"names": ("a", "b")}),
        (_choices, "--kind large --level 2", {"kind": "large", "level": 2}),
        (_special, "x -p 80 --from y", {"name": "x", "port": 80, "from_": "y"}),
        (_special, "", {}),
        (_yes, "yes", {"value": True}),
    ],
)
def test_words_become_values(
    function: Callable[..., Any], words: str, values: dict[str, Any]
) -> None:
    """Words are converted to the types of the signature; what is left out has its default."""
    stage = Stage(late=[command("it", _recorder(function))])

    assert stage.run("it", *words.split()) == 0
    assert stage.values() == values


def _recorder(function: Callable[..., Any]) -> Callable[..., Any]:
    def record(**values: Any) -> None: ...

    # A command is what its function's signature says.
    vars(record)["__wrapped__"] = function
    return record


def test_a_repeated_option_is_a_collection() -> None:
    """An option for a list may be given again and again."""

    def it(*, sizes: tuple[int, ...] = (1,)) -> None: ...

    stage = Stage(late=[command("it", it)])
    stage.run("it", "--sizes", "3", "--sizes", "4")

    assert stage.values() == {"sizes": (3, 4)}


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("x", "'x' is not a valid integer"),
        ("", "Missing argument 'WHOLE'"),
        ("1 2", "unexpected extra argument"),
        ("1 --parts 3", "No such option"),
        ("1 --part x", "'x' is not a valid float"),
    ],
)
def test_bad_words_are_refused(
    capsys: pytest.CaptureFixture[str], words: str, complaint: str
) -> None:
    """A word that does not fit ends with 2 and a sentence; nothing is run."""
    stage = Stage(late=[command("it", _numbers)])

    assert stage.run("it", *words.split()) == 2
    assert complaint in capsys.readouterr().err
    assert stage.invoked == []


def test_a_word_outside_of_the_choices_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """The words that are allowed are named."""
    assert Stage(late=[command("it", _choices)]).run("it", "--kind", "huge") == 2
    assert "'small', 'large'" in capsys.readouterr().err


def test_the_environment_gives_what_the_command_line_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An option is read from its variable; the command line goes before it."""
    monkeypatch.setenv("MY_PORT", "81")
    monkeypatch.setenv("PEGBOARD_IT_FROM_", "there")
    first, second = Stage(late=[command("it", _special)]), Stage(late=[command("it", _special)])

    first.run("it")
    second.run("it", "-p", "82")

    assert first.values() == {"port": 81, "from_": "there"}
    assert second.values()["port"] == 82


def test_unknown_words_are_passed_on() -> None:
    """A command that takes the rest of the line gets every word that is not its own."""

    def it(rest: tuple[str, ...], *, fast: bool = False) -> None: ...

    stage = Stage(late=[command("it", it, passes_rest=True)])
    stage.run("it", "--fast", "one", "--two", "-x")

    assert stage.values() == {"fast": True, "rest": ("one", "--two", "-x")}


def test_clicks_own_decorators_stand() -> None:
    """A function decorated by click takes what click was told, whatever its signature says."""

    @click.argument("name")
    @click.option("--count", default=2, type=int)
    def it(name: str, count: int) -> None: ...

    stage = Stage(late=[command("it", it)])

    assert stage.run("it", "--count", "3", "x") == 0
    assert stage.run("it", "y") == 0
    assert [values for _, values in stage.invoked] == [
        {"count": 3, "name": "x"},
        {"count": 2, "name": "y"},
    ]


def test_clicks_own_options_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """An option that click was told of has its variable too, named after all words."""

    @click.option("--count", type=int)
    def it(count: int) -> None: ...

    monkeypatch.setenv("PEGBOARD_DB_IT_COUNT", "3")
    stage = Stage(late=[command("db it", it)])
    stage.run("db", "it")

    assert stage.values() == {"count": 3}


@pytest.mark.parametrize("needs_app", [True, False])
def test_click_calls_back_where_the_application_is_current(needs_app: bool) -> None:
    """What click was told to call while it reads the words has the application already."""
    seen: list[bool] = []
    stage = Stage()

    def note(context: click.Context, parameter: click.Parameter, value: object) -> None:
        seen.append(stage.is_current)

    @click.option("--count", callback=note)
    def it(count: object) -> None: ...

    stage.late = [command("it", it, needs_app=needs_app)]
    stage.run("it")

    assert (seen, stage.is_current) == ([needs_app], False)


def test_a_context_of_click_may_be_passed() -> None:
    """A function that asks for click's context gets it, beside its parameters."""
    seen: list[tuple[str | None, str]] = []

    @click.argument("name")
    @click.pass_context
    def it(context: click.Context, name: str) -> None:
        seen.append((context.info_name, name))

    program = Pegboard("site", static_folder=None)
    program.cli.command("it")(it)
    result = program.test_cli_runner().invoke("it x")

    assert (result.exit_code, seen) == (0, [("it", "x")])


def test_several_files_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several paths of a variable are apart as in a search path, so that one may have spaces."""

    def it(*, files: tuple[Path, ...] = ()) -> None: ...

    monkeypatch.setenv("PEGBOARD_IT_FILES", os.pathsep.join(["my file", "b"]))
    stage = Stage(late=[command("it", it)])
    stage.run("it")

    assert stage.values() == {"files": (Path("my file"), Path("b"))}


def test_a_parameter_that_cannot_be_given_is_an_error_of_its_command_only(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A command with an impossible signature is listed, and refused when it is run."""

    def it(value: bytes) -> None: ...

    stage = Stage(late=[command("it", it), command("other", lambda: 5)])

    assert stage.run("other") == 5
    assert "it" in stage.out(capsys, "--help")
    assert stage.run("it", "x") == 2
    assert "The parameter 'value' of the command 'it' cannot be used" in capsys.readouterr().err
