"""The part of the suite of the slot ``cli`` that is about the parameters of commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest

from pegboard.testing import Result
from pegboard_contracts.contract import Contract
from pegboard_contracts.small_program import SmallProgram, command
from pegboard_hookspecs import Option

__all__ = ["ParametersContract"]


class _Size(Enum):
    SMALL = "small"
    LARGE = "large"


class _Noted:
    """What the functions of commands were called with."""

    def __init__(self) -> None:
        self.values: list[dict[str, Any]] = []

    def numbers(self, whole: int, part: float = 0.5) -> None:
        """Take numbers."""
        self.values.append({"whole": whole, "part": part})

    def switches(
        self, *, drop: bool = False, reload: bool | None = None, with_threads: bool = True
    ) -> None:
        """Take switches."""
        self.values.append({"drop": drop, "reload": reload, "with_threads": with_threads})

    def paths(self, source: Path, target: Path = Path("out")) -> None:
        """Take paths."""
        self.values.append({"source": source, "target": target})

    def several(self, names: list[str], *, sizes: tuple[int, ...] = ()) -> None:
        """Take several values."""
        self.values.append({"names": names, "sizes": sizes})

    def rest(self, *names: str) -> None:
        """Take any number of values."""
        self.values.append({"names": names})

    def choices(
        self,
        kind: Literal["red", "blue"] = "red",
        level: Literal[1, 2] = 1,
        size: _Size = _Size.SMALL,
    ) -> None:
        """Take one of a few."""
        self.values.append({"kind": kind, "level": level, "size": size})

    def special(
        self,
        port: Annotated[int, Option(short="p", variable="SUITE_PORT")] = 5000,
        name: Annotated[str, Option(is_argument=True)] = "nobody",
        from_: str = "here",
        tag: Annotated[str, Option(choices=("x", "y"))] = "x",
    ) -> None:
        """Take what a signature cannot say."""
        self.values.append({"port": port, "name": name, "from_": from_, "tag": tag})

    def optional(
        self, number: Annotated[int, Option(is_argument=True)] = 3, *, with_tax: bool = False
    ) -> None:
        """Take an argument that may be left out."""
        self.values.append({"number": number, "with_tax": with_tax})

    def injected(self, app: Any, program: Any, count: int = 1) -> None:
        """Take the application and the program."""
        self.values.append({"app": app.name, "program": program.name, "count": count})


class ParametersContract(Contract):
    """How every provider of the slot ``cli`` makes values of words."""

    slot = "cli"

    def present(self, program: SmallProgram, words: Sequence[str] | str = ()) -> int:
        """Let the provider present a program with a command line."""
        arguments = words.split() if isinstance(words, str) else words
        code: int = self.make_app().calls.run_program(program, arguments)
        return code

    def invoke(
        self, function: Callable[..., object], words: str, env: Mapping[str, str] | None = None
    ) -> Result:
        """Run the function as the command ``it`` of an application."""
        app = self.make_app()
        app.cli.add_command(command("it", function))
        result: Result = app.test_cli_runner().invoke(
            f"it {words}", env=env, catch_exceptions=False
        )
        return result

    @pytest.mark.parametrize(
        "words", ["rotes", "db zzz", "db init more", "it", "it x", "it 1.5", "it 1 2",
                  "it 1 --parts 3", "it 1 --part x", "--bug it 1", "pick --kind green",
                  "pick --size huge"],
    )  # fmt: skip
    def test_words_that_do_not_fit_are_refused(
        self, words: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Words that fit no command or parameter give 2 and a message, and nothing is run."""
        noted = _Noted()
        program = SmallProgram(
            late=[
                command("routes"),
                command("db init"),
                command("it", noted.numbers),
                command("pick", noted.choices),
            ]
        )
        code = self.present(program, words)
        printed = capsys.readouterr()

        assert code == 2
        assert program.runs == []
        assert printed.err.strip()
        assert "Traceback" not in printed.err

    @pytest.mark.parametrize("words", ["rotes", "it 1 --parts 3", "it many"])
    def test_the_word_is_named(self, words: str, capsys: pytest.CaptureFixture[str]) -> None:
        """The message has the word that does not fit."""
        program = SmallProgram(late=[command("it", _Noted().numbers)])
        self.present(program, words)
        word = next(each for each in words.split() if each in {"rotes", "--parts", "many"})

        assert word in capsys.readouterr().err

    def test_help_goes_before_what_is_missing(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The help of a command is shown although an argument is missing."""
        program = SmallProgram(late=[command("it", _Noted().numbers)])

        assert self.present(program, "it --help") == 0
        assert "--part" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("name", "words", "values"),
        [
            ("numbers", "3", {"whole": 3, "part": 0.5}),
            ("numbers", "3 --part 1.5", {"whole": 3, "part": 1.5}),
            ("numbers", "--part=2 -- -3", {"whole": -3, "part": 2.0}),
            ("switches", "", {"drop": False, "reload": None, "with_threads": True}),
            (
                "switches",
                "--drop --no-reload --without-threads",
                {"drop": True, "reload": False, "with_threads": False},
            ),
            ("switches", "--no-drop", {"drop": False, "reload": None, "with_threads": True}),
            ("paths", "a/b", {"source": Path("a/b"), "target": Path("out")}),
            ("paths", "a --target b", {"source": Path("a"), "target": Path("b")}),
            ("several", "a b --sizes 1 --sizes 2", {"names": ["a", "b"], "sizes": (1, 2)}),
            ("several", "a --sizes 1 b", {"names": ["a", "b"], "sizes": (1,)}),
            ("several", "a", {"names": ["a"], "sizes": ()}),
            ("rest", "", {"names": ()}),
            ("rest", "a b", {"names": ("a", "b")}),
            ("choices", "", {"kind": "red", "level": 1, "size": _Size.SMALL}),
            (
                "choices",
                "--kind blue --level 2 --size large",
                {"kind": "blue", "level": 2, "size": _Size.LARGE},
            ),
            ("special", "", {"port": 5000, "name": "nobody", "from_": "here", "tag": "x"}),
            (
                "special",
                "ann -p 80 --from there --tag y",
                {"port": 80, "name": "ann", "from_": "there", "tag": "y"},
            ),
            ("optional", "", {"number": 3, "with_tax": False}),
            ("optional", "--with-tax 4", {"number": 4, "with_tax": True}),
            (
                "injected",
                "--count 2",
                {"app": "app_under_test", "program": "pegboard", "count": 2},
            ),
        ],
    )  # fmt: skip
    def test_words_become_values(self, name: str, words: str, values: dict[str, Any]) -> None:
        """Words become values of the signature's types; what is left out has its default."""
        noted = _Noted()
        result = self.invoke(getattr(noted, name), words)
        (given,) = noted.values

        assert result.exit_code == 0
        assert given == values
        assert {key: type(value) for key, value in given.items()} == {
            key: type(value) for key, value in values.items()
        }

    @pytest.mark.parametrize("name", ["app", "program"])
    def test_what_is_injected_is_no_option(self, name: str) -> None:
        """The parameters for application and program do not show on the command line."""
        noted = _Noted()
        result = self.invoke(noted.injected, f"--{name} x")

        assert (result.exit_code, noted.values) == (2, [])

    def test_the_environment_gives_what_words_do_not(self) -> None:
        """An option is read from its variable; words go before it."""
        noted = _Noted()
        env = {"SUITE_PORT": "81", "PEGBOARD_IT_FROM_": "there"}
        self.invoke(noted.special, "", env)
        self.invoke(noted.special, "-p 82", env)

        assert [(each["port"], each["from_"]) for each in noted.values] == [
            (81, "there"),
            (82, "there"),
        ]

    def test_a_variable_that_is_set_to_nothing_gives_nothing(self) -> None:
        """A variable that is there but empty is as good as none."""
        noted = _Noted()
        result = self.invoke(noted.special, "", {"SUITE_PORT": "", "PEGBOARD_IT_FROM_": ""})

        assert result.exit_code == 0
        assert [(each["port"], each["from_"]) for each in noted.values] == [(5000, "here")]

    def test_the_environment_must_fit_too(self) -> None:
        """A variable whose value does not fit is refused as a word is."""
        noted = _Noted()
        result = self.invoke(noted.special, "", {"SUITE_PORT": "many"})

        assert (result.exit_code, noted.values) == (2, [])

    def test_unknown_words_are_passed_on(self) -> None:
        """A command that takes the rest of the line gets every word that is not its own."""
        seen: list[object] = []

        def it(rest: tuple[str, ...], *, fast: bool = False) -> None:
            seen.extend([rest, fast])

        program = SmallProgram(late=[command("it", it, passes_rest=True)])

        assert self.present(program, "it --fast one --two -x") == 0
        assert seen == [("one", "--two", "-x"), True]
