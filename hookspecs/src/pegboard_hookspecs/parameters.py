"""What a command takes from the command line, read from the signature of its function.

For providers of the slot ``cli``: each presents the same parameters, whatever its toolkit.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from types import NoneType, SimpleNamespace, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pegboard_hookspecs.command import Command, Option
from pegboard_hookspecs.errors import CommandError

__all__ = ["Parameter", "description_of", "parameters_of"]

_GIVEN = frozenset({"app", "program"})
_SIMPLE: tuple[type, ...] = (bool, int, float, str, Path)
_COLLECTIONS: tuple[type, ...] = (list, tuple)
_PARAM = re.compile(r"^\s*:param\s+(?:[\w.\[\]| ]+\s)?(\w+):", re.MULTILINE)
_FIELD = re.compile(r"^\s*:(?:param|raises|returns?|type|rtype)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One word or option of a command line.

    :param name: the parameter's name in the function.
    :param kind: ``bool``, ``int``, ``float``, ``str`` or :class:`pathlib.Path`.
    :param is_option: given as ``--name``; else by its position.
    :param is_required: must be given.
    :param default: the value when nothing is given.
    :param collection: ``list`` or ``tuple`` when the parameter may be repeated, else None.
    :param choices: the only values allowed, by the word that stands for each; empty for any.
    :param variable: environment variable that gives the value when the option is absent.
    """

    name: str
    kind: type
    is_option: bool
    is_required: bool
    default: object = None
    collection: type | None = None
    choices: Mapping[str, object] | None = None
    short: str | None = None
    help: str = ""
    variable: str | None = None
    metavar: str | None = None

    @property
    def word(self) -> str:
        """The name as the command line spells it: ``max_age`` is ``max-age``."""
        return self.name.strip("_").replace("_", "-")

    @property
    def opposite(self) -> str:
        """How a ``bool`` is denied: ``no-reload``, and ``without-threads`` for ``with-threads``."""
        if self.word.startswith("with-"):
            return f"without-{self.word.removeprefix('with-')}"
        return f"no-{self.word}"

    @property
    def shown_default(self) -> str:
        """The default as the help shows it; "" where there is nothing to show."""
        for word, value in (self.choices or {}).items():
            if value == self.default:
                return word
        return "" if self.default in (None, "", (), []) else str(self.default)

    def value(self, given: Any) -> Any:  # whatever the toolkit converted to ``kind``
        """Turn what was given into what the function takes: choices and collections.

        :param given: one value, or a sequence of them when the parameter may be repeated.
        """
        if self.collection is None:
            return self._chosen(given)
        return self.collection(self._chosen(item) for item in given)

    def _chosen(self, given: Any) -> Any:
        return self.choices[given] if self.choices else given


def parameters_of(command: Command) -> tuple[Parameter, ...]:
    """Read the parameters of a command, in the order of its signature.

    ``app``, ``program`` and, where the command takes the rest of the line, ``rest`` are left
    out: they are not on the command line.

    :raises CommandError: a parameter has a type that no command line can give, or several
        arguments may be repeated, so that nobody knows where one ends.
    """
    parameters = tuple(_parameters(command))
    greedy = [each.name for each in parameters if each.collection and not each.is_option]
    if len(greedy) > 1:
        raise CommandError(
            f"The parameters {' and '.join(greedy)} of the command {' '.join(command.name)!r} "
            "may both be repeated, so that nobody knows where one ends. Give all but one a "
            "default, which makes them options."
        )
    return parameters


def description_of(command: Command) -> str:
    """Give the help of a command: its own, or its function's docstring up to the first field."""
    text = inspect.cleandoc(command.help or command.function.__doc__ or "")
    field = _FIELD.search(text)
    return text[: field.start()].rstrip() if field else text


def _parameters(command: Command) -> Iterator[Parameter]:
    hidden = _GIVEN | {"rest"} if command.passes_rest else _GIVEN
    helps = _helps(command.function)
    for parameter in inspect.signature(command.function).parameters.values():
        if parameter.name not in hidden:
            yield _Reading(command, parameter).parameter(helps.get(parameter.name, ""))


def _helps(function: Callable[..., object]) -> dict[str, str]:
    text = inspect.cleandoc(function.__doc__ or "")
    parts = _PARAM.split(text)
    return {
        name: " ".join(_FIELD.split(rest)[0].split("\n\n")[0].split())
        for name, rest in zip(parts[1::2], parts[2::2], strict=True)
    }


class _Reading:
    """One parameter of a signature, being read."""

    def __init__(self, command: Command, parameter: inspect.Parameter) -> None:
        self.command = command
        self.signature = parameter
        self.is_variadic = parameter.kind is parameter.VAR_POSITIONAL
        if parameter.kind is parameter.VAR_KEYWORD:
            raise self.refusal("**keywords cannot be given on a command line")

    def parameter(self, help_text: str) -> Parameter:
        annotation, option = self.annotation()
        collection, item = self.collection(annotation)
        kind, choices = self.kind(item, option)
        has_default = self.signature.default is not inspect.Parameter.empty
        return Parameter(
            name=self.signature.name,
            kind=kind,
            is_option=has_default and not option.is_argument,
            is_required=not has_default and not self.is_variadic,
            default=self.default(),
            collection=collection,
            choices=choices,
            short=option.short,
            help=option.help or help_text,
            variable=option.variable or self.variable(),
            metavar=option.metavar,
        )

    def default(self) -> object:
        if self.is_variadic:
            return ()
        default = self.signature.default
        return None if default is inspect.Parameter.empty else default

    def variable(self) -> str:
        words = (*self.command.name, self.signature.name)
        return "_".join(("PEGBOARD", *words)).replace("-", "_").upper()

    def annotation(self) -> tuple[Any, Option]:
        annotation = self.evaluated()
        option = Option()
        if get_origin(annotation) is Annotated:
            annotation, *extras = get_args(annotation)
            option = next((extra for extra in extras if isinstance(extra, Option)), option)
        return _without_none(annotation), option

    def evaluated(self) -> Any:
        annotation = self.signature.annotation
        if annotation is inspect.Parameter.empty:
            return _type_of_default(self.signature.default)
        holder = SimpleNamespace(__annotations__={"it": annotation})
        scope = getattr(_innermost(self.command.function), "__globals__", {})
        try:
            # One at a time: a name that only a type checker knows may stand beside it.
            return get_type_hints(holder, globalns=scope, include_extras=True)["it"]
        except (NameError, TypeError, SyntaxError) as error:
            raise self.refusal(f"its annotation {annotation!r} cannot be read: {error}") from error

    def collection(self, annotation: Any) -> tuple[type | None, Any]:
        if self.is_variadic:
            return tuple, annotation
        origin = get_origin(annotation) or annotation
        if origin not in _COLLECTIONS:
            return None, annotation
        items = [item for item in get_args(annotation) if item is not Ellipsis]
        if len(set(items)) > 1:
            raise self.refusal("the items of a list must have one type")
        return origin, items[0] if items else str

    def kind(self, annotation: Any, option: Option) -> tuple[type, Mapping[str, object] | None]:
        if option.choices:
            return str, {choice: choice for choice in option.choices}
        if get_origin(annotation) is Literal:
            return str, {str(value): value for value in get_args(annotation)}
        if isinstance(annotation, type) and issubclass(annotation, Enum):
            return str, {member.name.lower().replace("_", "-"): member for member in annotation}
        for simple in _SIMPLE:
            if annotation is simple:
                return simple, None
        if annotation in (Any, object, NoneType):
            return str, None
        raise self.refusal(f"no command line can give a value of type {annotation}")

    def refusal(self, reason: str) -> CommandError:
        names = ", ".join(kind.__name__ for kind in _SIMPLE)
        return CommandError(
            f"The parameter {self.signature.name!r} of the command "
            f"{' '.join(self.command.name)!r} cannot be used: {reason}. Use one of {names}, a "
            "Literal, an Enum, or a list of one of these."
        )


def _innermost(function: Callable[..., object]) -> object:
    found: object = inspect.unwrap(function)
    while isinstance(found, partial):
        found = inspect.unwrap(found.func)
    return found


def _type_of_default(default: object) -> type:
    if isinstance(default, Path):
        # Its own type is that of the platform.
        return Path
    return type(default) if isinstance(default, (*_SIMPLE, list, tuple, Enum)) else str


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) not in {Union, UnionType}:
        return annotation
    others = [item for item in get_args(annotation) if item is not NoneType]
    return others[0] if len(others) == 1 else annotation
