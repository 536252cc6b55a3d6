"""The parameters of a command, read from the signature of its function."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest

from pegboard_hookspecs import Command, Option
from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.parameters import Parameter, description_of, parameters_of

Function = Callable[..., object]
EMPTY = inspect.Parameter.empty


class Level(Enum):
    """Something to choose from."""

    LOW = 1
    VERY_HIGH = 2


def _takes(annotation: Any = EMPTY, default: Any = EMPTY, *, variadic: bool = False) -> Function:
    def function() -> None: ...

    kind = inspect.Parameter.VAR_POSITIONAL if variadic else inspect.Parameter.KEYWORD_ONLY
    parameter = inspect.Parameter("value", kind, annotation=annotation, default=default)
    vars(function)["__signature__"] = inspect.Signature([parameter])
    return function


def _keywords(**value: str) -> None: ...


def _describe(value: object) -> str:
    if isinstance(value, type):
        return value.__name__
    return str(inspect.signature(value)) if callable(value) else "value"


def _command(function: Function, **options: Any) -> Command:
    return Command(("db", "add-user"), function, **options)


def _only(function: Function, **options: Any) -> Parameter:
    (parameter,) = parameters_of(_command(function, **options))
    return parameter


def test_a_parameter_without_default_is_a_required_argument() -> None:
    """A parameter without a default is given by its position, and must be."""

    def add(name: str) -> None: ...

    parameter = _only(add)

    assert (parameter.is_option, parameter.is_required) == (False, True)


def test_a_parameter_with_default_is_an_option() -> None:
    """A parameter with a default is an option, and may be left out."""

    def add(max_age: int = 3) -> None: ...

    parameter = _only(add)

    assert (parameter.is_option, parameter.is_required) == (True, False)
    assert (parameter.word, parameter.default, parameter.shown_default) == ("max-age", 3, "3")


def test_a_trailing_underscore_is_not_spelt() -> None:
    """An underscore that keeps a parameter off a keyword is not part of its word."""

    def add(from_: str = "") -> None: ...

    assert _only(add).word == "from"


@pytest.mark.parametrize(
    ("name", "word"), [("reload", "no-reload"), ("with_threads", "without-threads")]
)
def test_a_bool_can_be_denied(name: str, word: str) -> None:
    """The opposite of a word is spelt with ``no`` or ``without``."""
    parameter = Parameter(name, bool, is_option=True, is_required=False)

    assert parameter.opposite == word


def test_what_the_program_gives_is_no_parameter() -> None:
    """The application and the program never show on the command line."""

    def add(app: object, program: object, name: str) -> None: ...

    assert _only(add).name == "name"


def test_the_rest_of_the_line_is_no_parameter() -> None:
    """A command that takes the rest of the line has it in a parameter that does not show."""

    def add(rest: tuple[str, ...]) -> None: ...

    assert parameters_of(_command(add, passes_rest=True)) == ()
    assert _only(add).collection is tuple


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        (_takes(float), float),
        (_takes(bool, default=False), bool),
        (_takes("Path"), Path),
        (_takes("int | None", default=None), int),
        (_takes(), str),
        (_takes(default=3), int),
        (_takes(default=Path()), Path),
        (_takes(default=None), str),
        (_takes(Any), str),
        (_takes(list[int]), int),
        (_takes(int, variadic=True), int),
    ],
    ids=_describe,
)
def test_the_annotation_or_the_default_says_the_kind(function: Function, kind: type) -> None:
    """The type is the annotation's, else that of the default, else text."""
    assert _only(function).kind is kind


@pytest.mark.parametrize(
    ("function", "collection"),
    [
        (_takes(list[int]), list),
        (_takes(list), list),
        (_takes(default=[]), list),
        (_takes("tuple[str, ...]"), tuple),
        (_takes(str, variadic=True), tuple),
    ],
    ids=_describe,
)
def test_a_collection_is_repeated(
    function: Function, collection: Callable[[list[str]], object]
) -> None:
    """A list, a tuple or ``*names`` may be given several times, and arrives as what it is."""
    parameter = _only(function)

    assert parameter.value(["1", "2"]) == collection(["1", "2"])
    assert parameter.collection is collection


def test_only_one_argument_may_be_repeated() -> None:
    """Two repeated arguments are refused by name, for nobody knows where one ends."""

    def add(first: list[str], *second: str) -> None: ...

    with pytest.raises(CommandError, match=r"parameters first and second .* 'db add-user'"):
        parameters_of(_command(add))


def test_variadic_arguments_may_be_left_out() -> None:
    """``*names`` takes none as well."""
    parameter = _only(_takes(int, variadic=True))

    assert (parameter.is_required, parameter.is_option, parameter.default) == (False, False, ())


@pytest.mark.parametrize(
    ("function", "choices"),
    [
        (_takes(Annotated[str, Option(choices=("low", "high"))]), {"low": "low", "high": "high"}),
        (_takes(Literal["low", 5]), {"low": "low", "5": 5}),
        (_takes(Level), {"low": Level.LOW, "very-high": Level.VERY_HIGH}),
        (_takes(default=Level.LOW), {"low": Level.LOW, "very-high": Level.VERY_HIGH}),
    ],
    ids=_describe,
)
def test_choices_are_words_for_values(function: Function, choices: dict[str, object]) -> None:
    """The option's choices, a Literal or an Enum are the only words allowed."""
    parameter = _only(function)

    assert parameter.choices == choices
    assert [parameter.value(word) for word in choices] == list(choices.values())


@pytest.mark.parametrize(
    ("default", "shown"),
    [(Level.VERY_HIGH, "very-high"), (None, ""), ([], ""), ((), ""), (0, "0"), ("x", "x")],
    ids=repr,
)
def test_a_default_is_shown_as_it_would_be_typed(default: object, shown: str) -> None:
    """The help shows a default as the command line would spell it, or nothing."""
    assert _only(_takes(default=default)).shown_default == shown


def test_an_option_says_what_a_signature_cannot() -> None:
    """Short name, help, variable, placeholder and position come from the annotation."""
    option = Option(short="n", help="Who.", variable="WHO", is_argument=True, metavar="NAME")
    parameter = _only(_takes(Annotated[str, "noise", option], default="x"))

    assert (parameter.short, parameter.help, parameter.variable) == ("n", "Who.", "WHO")
    assert (parameter.metavar, parameter.is_option) == ("NAME", False)


def test_annotations_of_a_partial_are_read_where_its_function_was_written() -> None:
    """A partial application of a function is a command like the function itself."""

    def add(one: int, two: Level) -> None: ...

    assert _only(functools.partial(add, 1)).choices == {
        "low": Level.LOW,
        "very-high": Level.VERY_HIGH,
    }


def test_every_option_has_a_variable() -> None:
    """The environment variable of an option is named by the command and its parameter."""

    def add(max_age: int = 3) -> None: ...

    assert _only(add).variable == "PEGBOARD_DB_ADD_USER_MAX_AGE"


def documented(one: str, two: str, three: str) -> None:
    """Add a user.

    The name must be free.

    :param one: the first,
        on two lines.
    :param str two: the second.
    :raises ValueError: never.
    """


def test_the_docstring_helps_with_parameters() -> None:
    """A ``:param name:`` field of the docstring is the parameter's help."""
    helps = [parameter.help for parameter in parameters_of(_command(documented))]

    assert helps == ["the first, on two lines.", "the second.", ""]


def test_the_description_ends_at_the_fields() -> None:
    """A command is described by its docstring up to the first field."""
    assert description_of(_command(documented)) == "Add a user.\n\nThe name must be free."


def test_the_description_is_the_help_where_there_is_one() -> None:
    """Help that was given goes before the docstring, and nothing at all is no error."""

    def add() -> None: ...

    assert description_of(_command(documented, help="Other.")) == "Other."
    assert description_of(_command(add)) == ""


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (_takes("tuple[int, str]"), "one type"),
        (_takes(bytes), "bytes"),
        (_takes(int | str), r"int \| str"),
        (_takes("Unheard"), "'Unheard' is not defined"),
        (_keywords, "keywords cannot be given"),
    ],
    ids=["mixed list", "bytes", "union", "unknown name", "keywords"],
)
def test_what_no_command_line_can_give_is_refused(function: Function, words: str) -> None:
    """A parameter that cannot be presented is an error that names command, parameter and cure."""
    with pytest.raises(
        CommandError, match=rf"(?s)'value'.*{words}.*Use one of bool, int"
    ) as caught:
        parameters_of(_command(function))

    assert "'db add-user'" in str(caught.value)
