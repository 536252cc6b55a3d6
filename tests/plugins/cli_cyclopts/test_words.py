"""What words become, and what is said of those that fit nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest

from pegboard_contracts.small_program import SmallProgram, command
from pegboard_hookspecs import Option
from tests.plugins.cli_cyclopts.running import run, values_of


def _copy(sources: list[str], target: Path, *, drop: bool = False) -> None: ...


def _keep(*names: str, target: str, count: int = 1) -> None: ...


def _optional(
    *, first: Annotated[str, Option(is_argument=True)] = "", second: str, words: str = ""
) -> None: ...


def _special(
    tokens: Annotated[str, Option(short="t")] = "",
    sizes: tuple[int, ...] = (),
    answers: list[bool] | None = None,
    kinds: Annotated[list[str], Option(choices=("a", "B"))] = [],  # noqa: B006 - only read
    loud: Annotated[bool, Option(short="l")] = False,
) -> None: ...


def _yes(value: bool, size: float = 1) -> None: ...


@pytest.mark.parametrize(
    ("function", "words", "values"),
    [
        (_copy, "a b c", {"sources": ["a", "b"], "target": Path("c")}),
        (_copy, "a --drop b c", {"sources": ["a", "b"], "target": Path("c"), "drop": True}),
        (_copy, "- -3", {"sources": ["-"], "target": Path("-3")}),
        (_copy, "a -- -x", {"sources": ["a"], "target": Path("-x")}),
        (_copy, "a -- --", {"sources": ["a"], "target": Path("--")}),
        (_copy, "__complete ~/x", {"sources": ["__complete"], "target": Path("~/x")}),
        (_keep, "a", {"target": "a"}),
        (_keep, "a --count 3 b", {"names": ("a",), "target": "b", "count": 3}),
        (_optional, "a b", {"first": "a", "second": "b"}),
        (_optional, "a b --words c", {"first": "a", "second": "b", "words": "c"}),
        (_special, "--tokens x", {"tokens": "x"}),
        (_special, "-tx -l", {"tokens": "x", "loud": True}),
        (_special, "-lt --x", {"tokens": "--x", "loud": True}),
        (_special, "--tokens=", {"tokens": ""}),
        (_special, "--sizes 1 --sizes=-2", {"sizes": (1, -2)}),
        (_special, "--answers on --answers NO", {"answers": [True, False]}),
        (_special, "--kinds B --kinds a", {"kinds": ["B", "a"]}),
        (_special, "--loud=false", {"loud": False}),
        (_special, "--loud=false --answers t", {"loud": False, "answers": [True]}),
        (_yes, "yes", {"value": True}),
        (_yes, "off --size -1.5", {"value": False, "size": -1.5}),
    ],
)
def test_words_become_values(
    function: Callable[..., object], words: str, values: Mapping[str, Any]
) -> None:
    """Each word goes where the signature wants it, wherever options stand between."""
    assert values_of(function, words.split()) == (0, values)


def _numbers(whole: int, kind: Literal["red", "blue"] = "red", *, part: float = 0.5) -> None: ...


@pytest.mark.parametrize(
    ("function", "words", "sentence"),
    [
        (_numbers, "", "An argument is missing: WHOLE."),
        (_copy, "a", "An argument is missing: SOURCES."),
        (_copy, "", "An argument is missing: SOURCES, TARGET."),
        (_optional, "a", "An argument is missing: SECOND."),
        (_numbers, "1 2 3", "There are more words than it takes: '2', '3'."),
        (_numbers, "1 --parts 3", "There is no option '--parts'. Did you mean '--part'?"),
        (_numbers, "1 --prt=3", "There is no option '--prt'. Did you mean '--part'?"),
        (_numbers, "1 -q", "There is no option '-q'."),
        (_numbers, "1 --hlep", "There is no option '--hlep'. Did you mean '--help'?"),
        (_copy, "a --no-drp b", "There is no option '--no-drp'. Did you mean '--no-drop'?"),
        (_numbers, "x", 'Invalid value for WHOLE: unable to convert "x" into int.'),
        (_numbers, "1.5", 'Invalid value for WHOLE: unable to convert "1.5" into int.'),
        (_numbers, "1 --part x", 'Invalid value for --part: unable to convert "x" into float.'),
        (_numbers, "1 --part", "Parameter --part requires an argument."),
        (_numbers, "1 --part 1 --part 2", "Parameter --part specified multiple times."),
        (
            _numbers,
            "1 --kind rde",
            'Invalid value "rde" for --kind. Choose from: "red", "blue". Did you mean "red"?',
        ),
        (_yes, "perhaps", 'Invalid value for VALUE: unable to convert "perhaps" into bool.'),
    ],
)
def test_words_that_do_not_fit_are_named(
    function: Callable[..., object],
    words: str,
    sentence: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A sentence says which word does not fit, and where to see what does."""
    assert values_of(function, words.split()) == (2, None)
    assert capsys.readouterr() == (
        "",
        f"Error: {sentence}\nSee 'pegboard it --help' for what it takes.\n",
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("rotes", "There is no command 'rotes'. Did you mean 'routes'?"),
        ("db ini", "There is no command 'db ini'. Did you mean 'init'?"),
        (
            "db --all",
            "There is no option '--all'.",
        ),
        (
            "--bug routes",
            "There is no option '--bug'. Did you mean '--debug'?",
        ),
        (
            "--app",
            "Parameter --app requires an argument.",
        ),
    ],
)
def test_words_that_lead_nowhere_are_named(
    words: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is no command, and no option in front of one, is named with the nearest."""
    program = SmallProgram(late=[command("routes"), command("db init")])

    assert run(program, *words.split()) == 2
    assert capsys.readouterr().err.startswith(f"Error: {sentence}\n")


def test_two_hyphens_may_stand_in_front() -> None:
    """Behind two hyphens begins the command."""
    program = SmallProgram(late=[command("it")])

    assert run(program, "--debug", "--", "it") == 0
    assert (program.is_debug, len(program.runs)) == (True, 1)


def _variables(
    sizes: Annotated[list[int], Option(variable="TEST_SIZES")] = [],  # noqa: B006 - only read
    folders: Annotated[list[Path], Option(variable="TEST_FOLDERS")] = [],  # noqa: B006 - as above
    loud: Annotated[bool, Option(variable="TEST_LOUD")] = False,
) -> None: ...


@pytest.mark.parametrize(
    ("name", "text", "values"),
    [
        ("SIZES", "1 2", {"sizes": [1, 2]}),
        ("SIZES", "", {}),
        ("FOLDERS", os.pathsep.join(["a b", "c"]), {"folders": [Path("a b"), Path("c")]}),
        ("LOUD", "on", {"loud": True}),
        ("LOUD", "0", {"loud": False}),
        ("LOUD", "", {}),
    ],
)
def test_variables_become_values(
    name: str, text: str, values: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable gives what an option would; one that is set to nothing gives nothing."""
    monkeypatch.setenv(f"TEST_{name}", text)

    assert values_of(_variables, []) == (0, values)


def test_a_variable_that_does_not_fit_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence says that the value comes from the environment."""
    monkeypatch.setenv("TEST_SIZES", "[1,2]")

    assert values_of(_variables, []) == (2, None)
    assert "TEST_SIZES from env: unable to convert" in capsys.readouterr().err


def _passing(name: str, rest: tuple[str, ...], *, fast: bool = False) -> None: ...


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("a", {"name": "a", "rest": ()}),
        ("a --x=1 --fast b -- --fast --help", {"rest": ("--x=1", "b", "--fast", "--help")}),
        ("-- a -x", {"rest": ("-x",)}),
    ],
)
def test_unknown_words_are_passed_on(words: str, values: Mapping[str, Any]) -> None:
    """What is behind the arguments and no option is passed on, in its order."""
    expected = {"name": "a", **({"fast": True} if "--fast b" in words else {}), **values}

    assert values_of(_passing, words.split(), passes_rest=True) == (0, expected)
