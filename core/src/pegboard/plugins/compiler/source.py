"""Writes the Python source of a compiled hook.

Each source is one function that binds implementations to a second one, the hook itself. Names
of its own begin with an underscore, those of plugins with ``plugin_``: a plain traceback, which
shows the line, says who was called.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pegboard.plugins.compiler.shape import Shape, Step

__all__ = ["Source", "write_source"]


@dataclass(frozen=True, slots=True)
class Source:
    """A generated source.

    :param text: the source itself; executing it defines the function ``bind``.
    :param owners: for each line that runs a plugin, the local name of that plugin.
    """

    text: str
    owners: dict[int, str]


class _Line(NamedTuple):
    text: str
    owner: str | None = None


def write_source(shape: Shape) -> Source:
    """Write the source of a hook of this shape."""
    bound = [step.label for step in shape.steps] + [f"_default_{name}" for name in shape.defaulted]
    arguments = [*shape.required, *(f"{name}=_default_{name}" for name in shape.defaulted)]
    lines = [
        _Line(f"def bind({', '.join(bound)}):"),
        _Line(f"    def {shape.hook}({', '.join(arguments)}):"),
        _Line("        __tracebackhide__ = True"),
        *_indented(_indented(_body(shape))),
        _Line(f"    return {shape.hook}"),
    ]
    owners = {number: line.owner for number, line in enumerate(lines, 1) if line.owner}
    return Source("".join(f"{line.text}\n" for line in lines), owners)


def _body(shape: Shape) -> Iterator[_Line]:
    # One implementation alone keeps nobody from running.
    if shape.is_isolated and len(shape.steps) > 1:
        return _isolated(shape)
    if any(step.is_wrapper for step in shape.steps):
        return _wrapped(shape)
    return _first(shape) if shape.is_first else _list(shape)


def _first(shape: Shape) -> Iterator[_Line]:
    for step in shape.steps[:-1]:
        yield _Line(f"_result = {_call(step)}", step.label)
        yield _Line("if _result is not None:")
        yield _Line("    return _result")
    for step in shape.steps[-1:]:
        yield _Line(f"return {_call(step)}", step.label)


def _list(shape: Shape) -> Iterator[_Line]:
    yield _Line("_result = []")
    for step in shape.steps:
        yield from _ask(shape, step)
    yield _Line("return _result")


def _wrapped(shape: Shape) -> Iterator[_Line]:
    wrappers, others = _parted(shape)
    yield _Line(f"_result = {_nothing(shape)}")
    yield _Line(" = ".join(["_error", *wrappers, "None"]))
    yield _Line("try:")
    for name, step in wrappers.items():
        yield from _indented([_enter(name, step)])
    for step in others:
        yield from _indented(_ask(shape, step))
    yield _Line("except BaseException as _caught:")
    yield _Line("    _error = _caught")
    for name, step in reversed(wrappers.items()):
        yield _Line(f"if {name} is not None:")
        yield _Line(f"    _result, _error = _leave({name}, _result, _error)", step.label)
    yield from _end("_error")


def _isolated(shape: Shape) -> Iterator[_Line]:
    wrappers, others = _parted(shape)
    yield _Line(f"_result = {_nothing(shape)}")
    yield _Line("_failures = ()")
    for name, step in wrappers.items():
        yield _Line(f"{name} = None")
        yield from _isolated_step([_enter(name, step)])
    for step in others:
        yield from _isolated_step(_ask(shape, step))
    yield _Line("_error = _first_of(_failures) if _failures else None")
    for name, step in reversed(wrappers.items()):
        yield _Line(f"_result, _error = _leave_always({name}, _result, _error)", step.label)
    yield from _end("_error, _failures")


def _isolated_step(lines: Iterable[_Line]) -> Iterator[_Line]:
    yield _Line("try:")
    yield from _indented(lines)
    yield _Line("except BaseException as _caught:")
    yield _Line("    _failures += (_caught,)")


def _ask(shape: Shape, step: Step) -> Iterator[_Line]:
    """Call one implementation and keep its answer, if it has one."""
    if shape.is_first:
        yield _Line("if _result is None:")
        yield _Line(f"    _result = {_call(step)}", step.label)
    else:
        yield _Line(f"_answer = {_call(step)}", step.label)
        yield _Line("if _answer is not None:")
        yield _Line("    _result.append(_answer)")


def _enter(name: str, step: Step) -> _Line:
    return _Line(f"{name} = _enter({_call(step)})", step.label)


def _end(holders: str) -> Iterator[_Line]:
    # A frame must not hold the exception that holds the frame: see running.leave.
    yield _Line("if _error is not None:")
    yield _Line("    try:")
    yield _Line("        raise _error")
    yield _Line("    finally:")
    yield _Line(f"        del {holders}")
    yield _Line("return _result")


def _parted(shape: Shape) -> tuple[dict[str, Step], list[Step]]:
    """Part the wrappers, each under the local name of its paused call, from the others."""
    wrappers = [step for step in shape.steps if step.is_wrapper]
    named = {f"_wrapper_{number}": step for number, step in enumerate(wrappers, 1)}
    return named, [step for step in shape.steps if not step.is_wrapper]


def _nothing(shape: Shape) -> str:
    return "None" if shape.is_first else "[]"


def _call(step: Step) -> str:
    arguments = [*step.positional, *(f"{name}={name}" for name in step.named)]
    return f"{step.label}({', '.join(arguments)})"


def _indented(lines: Iterable[_Line]) -> Iterator[_Line]:
    return (_Line(f"    {line.text}", line.owner) for line in lines)
