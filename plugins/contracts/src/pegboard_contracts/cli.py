"""The suite of the slot ``cli``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest

from pegboard.testing import Result
from pegboard_contracts.contract import Contract
from pegboard_contracts.small_program import SmallProgram
from pegboard_hookspecs import Command, Option
from pegboard_hookspecs.errors import CommandError, SetupError, SlotEmptyError

__all__ = ["CLIContract"]


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

    def injected(self, app: Any, program: Any, count: int = 1) -> None:
        """Take the application and the program."""
        self.values.append({"app": app.name, "program": program.name, "count": count})


def _command(words: str, function: Callable[..., object] | None = None, **options: Any) -> Command:
    return Command(tuple(words.split()), function or _nothing, **options)


def _nothing() -> None: ...


def _give(code: int) -> Callable[[], int]:
    return lambda: code


def _raising(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


class CLIContract(Contract):
    """What every provider of the slot ``cli`` does."""

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
        app.cli.add_command(_command("it", function))
        result: Result = app.test_cli_runner().invoke(
            f"it {words}", env=env, catch_exceptions=False
        )
        return result

    @pytest.mark.parametrize(("given", "code"), [(0, 0), (3, 3), (None, 0)], ids=str)
    def test_the_exit_code_is_the_command_s(self, given: Any, code: int) -> None:
        """The exit code is what the program gives for the command."""
        assert self.present(SmallProgram(late=[_command("work", lambda: given)]), "work") == code

    def test_words_lead_to_a_command(self) -> None:
        """A command may have several words, some of which it shares with others."""
        program = SmallProgram(
            [_command("db dump all", _give(1))], [_command("db init", _give(2)), _command("dbx")]
        )
        codes = [self.present(program, words) for words in ("db dump all", "db init", "dbx")]

        assert codes == [1, 2, 0]
        assert [words for words, *_ in program.runs] == ["db dump all", "db init", "dbx"]

    def test_an_alias_is_the_same_command(self) -> None:
        """A command answers to its aliases, with as many words as they have."""
        aliases = (("setup",), ("db", "i"))
        program = SmallProgram(late=[_command("db init", _give(4), aliases=aliases)])

        assert [self.present(program, words) for words in ("setup", "db i")] == [4, 4]

    @pytest.mark.parametrize("words", ["run", "db ping", "--version", "--app x run", "--debug run"])
    def test_the_application_is_loaded_late(self, words: str) -> None:
        """The application is not loaded for what does not need it."""
        early = [_command("run", needs_app=False), _command("db ping", needs_app=False)]
        program = SmallProgram(early, is_lost=True)

        assert self.present(program, words) == 0
        assert program.loads == 0

    @pytest.mark.parametrize("words", ["-A shop:app it", "--app shop:app it", "--app=shop:app it"])
    def test_the_application_is_named(self, words: str) -> None:
        """The program knows which application is meant before the command runs."""
        program = SmallProgram(late=[_command("it")])
        self.present(program, words)

        assert [reference for *_, reference in program.runs] == ["shop:app"]

    @pytest.mark.parametrize(
        ("words", "is_debug"), [("--debug it", True), ("--no-debug it", False), ("it", None)]
    )
    def test_debug_mode_is_told(self, words: str, *, is_debug: bool | None) -> None:
        """The program knows what was said of debug mode, if anything was."""
        program = SmallProgram(late=[_command("it")])
        self.present(program, words)

        assert program.is_debug is is_debug

    @pytest.mark.parametrize("option", ["-e", "--env-file"])
    def test_files_of_variables_are_told(self, option: str) -> None:
        """The program reads the file that is named."""
        program = SmallProgram(late=[_command("it")])

        assert self.present(program, [option, "my.env", "it"]) == 0
        assert program.env_files == [Path("my.env")]

    def test_the_version_is_the_program_s(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The version is printed, as the program says it."""
        assert self.present(SmallProgram(), "--version") == 0
        assert SmallProgram.version in capsys.readouterr().out

    def test_commands_are_listed(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The help lists all commands with the first line of their help, and no alias."""
        early = [_command("routes", help="Show them.\n\nAll of them.", aliases=(("rts",),))]
        late = [_command("own one", group_help="Ours.")]
        code = self.present(SmallProgram(early, late), "--help")
        printed = capsys.readouterr().out

        assert code == 0
        assert all(text in printed for text in ("routes", "Show them.", "own", "Ours."))
        assert "All of them." not in printed
        assert "rts" not in printed

    def test_the_help_names_the_options(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The help has the options that stand in front of a command."""
        self.present(SmallProgram(), "--help")
        printed = capsys.readouterr().out

        for option in ("--app", "--debug", "--no-debug", "--env-file", "--version", "--help"):
            assert option in printed

    def test_commands_are_listed_without_an_application(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """What is there without the application is listed where there is none."""
        program = SmallProgram([_command("routes")], is_lost=True)

        assert self.present(program, "--help") == 0
        assert "routes" in capsys.readouterr().out

    def test_a_group_lists_its_commands(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The help of a group has its commands, and not those of others."""
        program = SmallProgram(late=[_command("db init", help="Create."), _command("routes")])

        assert self.present(program, "db --help") == 0
        printed = capsys.readouterr().out
        assert "init" in printed
        assert "Create." in printed
        assert "routes" not in printed

    def test_the_help_of_a_command_says_everything(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The help of a command has its text and its parameters, and nothing is run."""

        def greet(name: str, *, count: int = 3, loud: bool = False) -> None:
            """Greet somebody.

            Many times.

            :param count: how often he is greeted.
            """

        program = SmallProgram(late=[_command("greet", greet)])

        assert self.present(program, "greet --help") == 0
        printed = capsys.readouterr().out.lower()
        for text in ("greet somebody.", "many times.", "name", "--count", "--loud", "--no-loud"):
            assert text in printed
        assert "how often he is greeted" in printed
        assert program.runs == []

    def test_help_goes_before_what_is_missing(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The help of a command is shown although an argument is missing."""
        program = SmallProgram(late=[_command("it", _Noted().numbers)])

        assert self.present(program, "it --help") == 0
        assert "--part" in capsys.readouterr().out

    @pytest.mark.parametrize(
        "words", ["rotes", "db zzz", "db init more", "it", "it x", "it 1 2", "it 1 --parts 3",
                  "it 1 --part x", "--bug it 1", "pick --kind green", "pick --size huge"],
    )  # fmt: skip
    def test_words_that_do_not_fit_are_refused(
        self, words: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Words that fit no command or parameter give 2 and a message, and nothing is run."""
        noted = _Noted()
        program = SmallProgram(
            late=[
                _command("routes"),
                _command("db init"),
                _command("it", noted.numbers),
                _command("pick", noted.choices),
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
        program = SmallProgram(late=[_command("it", _Noted().numbers)])
        self.present(program, words)
        word = next(each for each in words.split() if each in {"rotes", "--parts", "many"})

        assert word in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("error", "code"),
        [
            (SlotEmptyError("A sentence with its cure."), 2),
            (SetupError("A sentence with its cure."), 2),
            (CommandError("A sentence with its cure."), 2),
            (CommandError("A sentence with its cure.", exit_code=9), 9),
        ],
        ids=lambda value: getattr(value, "exit_code", type(value).__name__),
    )
    def test_an_error_of_pegboard_is_a_sentence(
        self, error: Exception, code: int, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """An error with its own cure is one sentence on standard error, and its exit code."""
        program = SmallProgram(late=[_command("fail", _raising(error))])

        assert self.present(program, "fail") == code
        printed = capsys.readouterr()
        assert printed.err.count("A sentence with its cure.") == 1
        assert "Traceback" not in printed.err
        assert printed.out == ""

    @pytest.mark.parametrize("error", [ValueError("mine"), KeyError("k"), ZeroDivisionError()])
    def test_an_exception_of_the_user_passes(self, error: Exception) -> None:
        """What the user's own code raises is left to the program."""
        program = SmallProgram(late=[_command("fail", _raising(error))])

        with pytest.raises(type(error)) as caught:
            self.present(program, "fail")
        assert caught.value is error

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

        program = SmallProgram(late=[_command("it", it, passes_rest=True)])

        assert self.present(program, "it --fast one --two -x") == 0
        assert seen == [("one", "--two", "-x"), True]

    def test_output_is_the_command_s_own(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Of a command that ran nothing is printed but what it prints."""
        program = SmallProgram(late=[_command("it", lambda: print("mine"))])  # noqa: T201 - captured
        self.present(program, "it")

        assert capsys.readouterr() == ("mine\n", "")
