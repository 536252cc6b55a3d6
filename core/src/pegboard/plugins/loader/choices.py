"""The settings that choose plugins, each with the place it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from pegboard.plugins.loader.project import Project
from pegboard_hookspecs.errors import ConfigurationError

__all__ = ["Choice", "Source", "is_safe_mode", "own_order", "read_choices", "says_off"]

_CHOICES = "PEGBOARD_PLUGINS"
_SAFE_MODE = "PEGBOARD_NO_PLUGINS"
#: Stands between several plugins in the environment, where a comma ends a setting.
_AND = "+"

_WORDS = {
    "on": True, "true": True, "yes": True, "1": True,
    "off": False, "false": False, "no": False, "0": False,
}  # fmt: skip

#: What is no name of a plugin but a wish to have none.
_MEANING_OFF = frozenset({"none", "null", *(word for word, is_on in _WORDS.items() if not is_on)})

#: Values that a caller passes by mistake: no object of these types is a plugin.
_NO_PLUGINS = (bytes, int, float, dict, set)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a setting was written.

    :param kind: one of the three places, in falling precedence.
    :param where: the place as the end of a sentence, as in "chosen in pyproject.toml".
    """

    kind: Literal["code", "environment", "project"]
    where: str

    @property
    def rank(self) -> int:
        """Its precedence: 0 goes before 1, 1 before 2."""
        return ("code", "environment", "project").index(self.kind)

    def line(self, key: str, value: object) -> str:
        """Write a setting as it stands, or would stand, in this place."""
        if self.kind == "environment":
            return f"{key}={_word(_joined(value), 'on', 'off')}"
        if self.kind == "project":
            return f"{_toml_key(key)} = {_word(_quoted(value), 'true', 'false')}"
        return f'"{key}": {value if isinstance(value, bool) else _quoted(value)}'


@dataclass(frozen=True, slots=True)
class Choice:
    """One setting: what is chosen for which name, and where that is written.

    :param value: an identity or distribution, on or off, a plugin the application brings, or a
        tuple of names and plugins.
    """

    key: str
    value: object
    source: Source

    @property
    def is_object(self) -> bool:
        """Whether the value is a plugin itself and not the name of one."""
        return not (self.parts or isinstance(self.value, (str, bool)))

    @property
    def parts(self) -> tuple[Choice, ...]:
        """One setting for each of several values; none where there is one value only."""
        value = self.value
        values = cast("tuple[object, ...]", value) if isinstance(value, tuple) else ()
        return tuple(Choice(self.key, each, self.source) for each in values)

    @property
    def line(self) -> str:
        """The setting as it stands in its source, for messages to quote."""
        return self.source.line(self.key, self.value)

    @property
    def removal(self) -> str:
        """The sentence that tells how to take the setting back."""
        if self.source.kind == "project":
            return f"Remove that line ({self.line})"
        return f"Remove {self.line} {self.source.where.replace('in ', 'from ', 1)}"


def read_choices(
    code: Mapping[str, object], environ: Mapping[str, str], project: Project
) -> tuple[Choice, ...]:
    """Collect all settings, those of highest precedence first: code, environment, project.

    :raises ConfigurationError: naming source, key, value and cure.
    """
    return (*_from_code(code), *_from_environment(environ), *_from_project(project))


def is_safe_mode(environ: Mapping[str, str]) -> bool:
    """Say whether ``PEGBOARD_NO_PLUGINS`` asks for the default plugins and nothing else."""
    value = environ.get(_SAFE_MODE, "").strip().lower() or "off"
    if value in _WORDS:
        return _WORDS[value]
    raise ConfigurationError(
        f"The environment variable {_SAFE_MODE} is {value!r}, which says neither yes nor no. "
        f"Write {_SAFE_MODE}=1 for the default plugins alone, or unset it."
    )


def says_off(value: str) -> bool:
    """Say whether a value is a word for "off", which only the environment has."""
    return value.lower() in _MEANING_OFF


def own_order(code: object, project: Project) -> tuple[tuple[str, ...], str]:
    """Give the application's own order list and the place where it is written.

    :param code: the list given to the application, or None when there is none.
    """
    if code is not None:
        return _names(code, "Pegboard(order=...)"), "in Pegboard(order=...)"
    place = f"[tool.pegboard] order in {project.where}"
    return _names(project.table.get("order", ()), place), f"in {project.where}"


def _names(value: object, place: str) -> tuple[str, ...]:
    names = cast("Sequence[object]", value) if isinstance(value, (list, tuple)) else [value]
    if isinstance(value, str) or not all(isinstance(name, str) for name in names):
        raise ConfigurationError(
            f"{place} is {value!r}, which is no list of names. Write the plugins' identities "
            'in the order of their calls, as in ["acme-tracing:spans", "..."].'
        )
    return tuple(cast("Sequence[str]", names))


def _from_code(code: Mapping[str, object]) -> Iterator[Choice]:
    source = Source("code", "in Pegboard(plugins=...)")
    # The annotations promise a mapping of strings; what a caller passes nobody knows.
    if not isinstance(code, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise _bad(source, code, "the settings must be a dict")
    for key, value in code.items():
        if not isinstance(key, str) or not key.strip():  # pyright: ignore[reportUnnecessaryIsInstance]
            raise _bad(source, key, "the key must be the name of a slot or of a plugin")
        for each in _listed(key, value, source):
            if each is None or (isinstance(each, _NO_PLUGINS) and not isinstance(each, bool)):
                raise _bad(source, key, f"{each!r} names no plugin")
        yield _choice(key, value, source)


def _from_environment(environ: Mapping[str, str]) -> Iterator[Choice]:
    source = Source("environment", f"in the environment variable {_CHOICES}")
    for part in filter(None, map(str.strip, environ.get(_CHOICES, "").split(","))):
        key, _, value = map(str.strip, part.partition("="))
        if not key or not value:
            raise _bad(source, part, "each part must be written NAME=VALUE")
        values = tuple(map(str.strip, value.split(_AND)))
        one = _WORDS.get(value.lower(), value)
        yield _choice(key, values if len(values) > 1 else one, source)


def _from_project(project: Project) -> Iterator[Choice]:
    source = Source("project", f"in {project.where}")
    table = project.table.get("plugins", {})
    if not isinstance(table, dict):
        raise _bad(source, "plugins", f"[tool.pegboard.plugins] is {table!r}, which is no table")
    for key, value in cast("dict[str, object]", table).items():
        for each in _listed(key, value, source):
            if not isinstance(each, (str, bool)):
                raise _bad(source, key, f"{each!r} is neither a name nor true nor false")
        yield _choice(key, value, source)


def _choice(key: str, value: object, source: Source) -> Choice:
    values = _listed(key, value, source)
    if any(isinstance(each, str) and not each.strip() for each in values):
        raise _bad(source, key, "an empty string names no plugin")
    stripped = tuple(each.strip() if isinstance(each, str) else each for each in values)
    is_list = isinstance(value, (list, tuple))
    return Choice(key.strip(), stripped if is_list else stripped[0], source)


def _listed(key: str, value: object, source: Source) -> Sequence[object]:
    """Give the values of a setting, of which only what fills a slot may have several."""
    if not isinstance(value, (list, tuple)):
        return [value]
    values = cast("Sequence[object]", value)
    if not key.strip().isidentifier():
        raise _bad(source, key, f"{value!r} is a list, and only a slot may have several plugins")
    if not values:
        raise _bad(source, key, "an empty list names no plugin")
    if any(isinstance(each, bool) for each in values):
        raise _bad(source, key, f"{value!r} is a list in which not everything names a plugin")
    return values


def _bad(source: Source, key: object, complaint: str) -> ConfigurationError:
    chosen = source.line("sessions", "acme-sessions:redis")
    return ConfigurationError(
        f"The plugin setting {key!r} {source.where} cannot be used: {complaint}. Choose a "
        f"plugin as in {chosen}, or switch one off as in {source.line('sessions', value=False)}."
    )


def _word(value: object, on: str, off: str) -> object:
    if isinstance(value, bool):
        return on if value else off
    return value


def _quoted(value: object) -> object:
    if isinstance(value, tuple):
        values = cast("tuple[object, ...]", value)
        return f"[{', '.join(str(_quoted(each)) for each in values)}]"
    return f'"{value}"' if isinstance(value, str) else value


def _joined(value: object) -> object:
    if isinstance(value, tuple):
        return _AND.join(map(str, cast("tuple[object, ...]", value)))
    return value


def _toml_key(key: str) -> str:
    is_bare = key.replace("-", "").replace("_", "").isalnum() and key.isascii()
    return key if is_bare else f'"{key}"'
