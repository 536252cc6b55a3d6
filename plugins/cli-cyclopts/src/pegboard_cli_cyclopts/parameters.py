"""Parameters of commands as cyclopts takes them."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Any, Literal

import cyclopts

from pegboard_hookspecs.cli_kit import capitalised
from pegboard_hookspecs.parameters import Parameter

__all__ = ["argument_of", "option_of", "option_words", "words_of"]

_TRUE = frozenset({"1", "true", "t", "yes", "y", "on"})
_FALSE = frozenset({"0", "false", "f", "no", "n", "off"})


def option_of(parameter: Parameter) -> inspect.Parameter:
    """Make a keyword for an option."""
    is_switch = _is_switch(parameter)
    # What is set to nothing is not set.
    is_set = bool(parameter.variable and os.environ.get(parameter.variable))
    marks = cyclopts.Parameter(
        name=_names(parameter),
        negative=f"--{parameter.opposite}" if is_switch else (),
        env_var=parameter.variable if is_set else (),
        show_env_var=False,
        show_default=_shown_default(parameter),
        allow_leading_hyphen=not is_switch,
        **_common(parameter),
    )
    return inspect.Parameter(
        parameter.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=None,
        annotation=Annotated[_type(parameter), marks],
    )


def argument_of(parameter: Parameter, *, is_shown: bool = False) -> inspect.Parameter:
    """Make a positional parameter for an argument.

    It has a default even if it is required, so that it may stand behind one that is not.

    :param is_shown: it is for a help; else for reading, where nothing is missing yet.
    """
    label = parameter.metavar or parameter.name.strip("_").upper()
    marks = cyclopts.Parameter(
        name=label,
        required=is_shown and parameter.is_required,
        show_default=_shown_default(parameter),
        **_common(parameter),
    )
    return inspect.Parameter(
        parameter.name,
        inspect.Parameter.POSITIONAL_ONLY,
        default=None,
        annotation=Annotated[_type(parameter), marks],
    )


def words_of(name: str, help_text: str = "") -> inspect.Parameter:
    """Make a parameter for all words that are left, those with a hyphen in front too."""
    marks = cyclopts.Parameter(allow_leading_hyphen=True, help=help_text)
    return inspect.Parameter(
        name, inspect.Parameter.VAR_POSITIONAL, annotation=Annotated[str, marks]
    )


def option_words(parameter: Parameter) -> tuple[str, ...]:
    """Give all words by which an option is given."""
    opposite = (f"--{parameter.opposite}",) if _is_switch(parameter) else ()
    return (*_names(parameter), *opposite)


def _is_switch(parameter: Parameter) -> bool:
    return parameter.kind is bool and parameter.collection is None


def _names(parameter: Parameter) -> tuple[str, ...]:
    short = (f"-{parameter.short}",) if parameter.short else ()
    return (f"--{parameter.word}", *short)


def _common(parameter: Parameter) -> dict[str, Any]:
    return {
        "help": capitalised(parameter.help),
        "metavar": parameter.metavar or ("BOOL" if _is_list_of_bool(parameter) else None),
        "converter": None if parameter.choices else partial(_converted, parameter),
        "json_list": False,
    }


def _type(parameter: Parameter) -> Any:
    if parameter.choices:
        kind: Any = Literal[tuple(parameter.choices)]
    else:
        # A list of switches would take no values.
        kind = str if _is_list_of_bool(parameter) else parameter.kind
    return kind if parameter.collection is None else list[kind]


def _is_list_of_bool(parameter: Parameter) -> bool:
    return parameter.kind is bool and parameter.collection is not None


def _shown_default(parameter: Parameter) -> bool | Callable[[Any], str]:
    if _is_switch(parameter):
        shown = f"--{parameter.word}" if parameter.default else ""
    else:
        shown = parameter.shown_default

    def show(_: Any) -> str:
        return shown

    return show if shown else False


def _converted(parameter: Parameter, _: object, tokens: Sequence[cyclopts.Token]) -> Any:
    values = [_value(parameter.kind, token) for token in tokens]
    return values[0] if parameter.collection is None else values


def _value(kind: type, token: cyclopts.Token) -> Any:
    try:
        return _bool(token.value) if kind is bool else kind(token.value)
    except ValueError as error:
        raise cyclopts.CoercionError(token=token, target_type=kind) from error


def _bool(word: str) -> bool:
    if word.lower() not in _TRUE | _FALSE:
        raise ValueError(word)
    return word.lower() in _TRUE
