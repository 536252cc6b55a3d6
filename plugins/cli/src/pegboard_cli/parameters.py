"""Parameters of commands as click's arguments and options."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from pegboard_hookspecs.cli_kit import capitalised
from pegboard_hookspecs.parameters import Parameter

__all__ = ["click_parameter", "given_values"]

_TYPES: Mapping[type, click.ParamType[Any]] = {
    bool: click.BOOL,
    int: click.INT,
    float: click.FLOAT,
    str: click.STRING,
    Path: click.Path(path_type=Path),
}


def click_parameter(parameter: Parameter) -> click.Parameter:
    """Make click's argument or option for a parameter."""
    return _option(parameter) if parameter.is_option else _argument(parameter)


def given_values(context: click.Context, parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    """Give the values that the command line or the environment gave, by name.

    What was not given is left out: the function has its own defaults.
    """
    return {
        each.name: each.value(context.params[each.name])
        for each in parameters
        if _is_given(context, each)
    }


def _is_given(context: click.Context, parameter: Parameter) -> bool:
    source = context.get_parameter_source(parameter.name)
    # Before click 8.2 an empty list of arguments came from the command line.
    return source is not ParameterSource.DEFAULT and context.params[parameter.name] != ()


def _argument(parameter: Parameter) -> click.Argument:
    return click.Argument(
        [parameter.name],
        type=_type(parameter),
        required=parameter.is_required,
        nargs=1 if parameter.collection is None else -1,
        metavar=parameter.metavar,
    )


def _option(parameter: Parameter) -> click.Option:
    is_flag = parameter.kind is bool and parameter.collection is None
    default = _default(parameter)
    return click.Option(
        _names(parameter, is_flag=is_flag),
        type=_type(parameter),
        is_flag=is_flag,
        multiple=parameter.collection is not None,
        default=default,
        show_default=default is not None,
        help=capitalised(parameter.help) or None,
        envvar=parameter.variable,
        metavar=parameter.metavar,
    )


def _names(parameter: Parameter, *, is_flag: bool) -> list[str]:
    word = parameter.word
    long = f"--{word}/--{parameter.opposite}" if is_flag else f"--{word}"
    short = [f"-{parameter.short}"] if parameter.short else []
    return [parameter.name, *short, long]


def _default(parameter: Parameter) -> Any:
    if parameter.kind is bool or parameter.collection is not None:
        return parameter.default or None
    return parameter.shown_default or None


def _type(parameter: Parameter) -> click.ParamType[Any]:
    if parameter.choices:
        return click.Choice(list(parameter.choices))
    return _TYPES[parameter.kind]
