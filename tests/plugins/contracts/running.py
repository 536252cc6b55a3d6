"""Runs one test of a suite as pytest would, and says whether it fails."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pegboard_contracts.contract import Contract

__all__ = ["Fault", "each_fault", "fails"]


class Fault:
    """Mixed into a provider that breaks one rule.

    Its name says how; ``breaks`` is the test of the suite that must notice.
    """

    breaks: str


def each_fault(*modules: ModuleType) -> pytest.MarkDecorator:
    """Parametrize a test by the faults of some modules."""
    faults = [each for module in modules for each in vars(module).values() if _is_fault(each)]
    return pytest.mark.parametrize("fault", faults, ids=lambda each: str(each.__name__))


def fails(suite: type[Contract], provider: Any, request: pytest.FixtureRequest) -> bool:
    """Run the test that a provider breaks, with each set of its parameters until one fails."""
    kind = type("Suite", (suite,), {"provider": provider})
    test = getattr(kind, provider.breaks)
    fixtures = [name for name in inspect.signature(test).parameters if name in _FIXTURES]
    return any(_fails(kind(), provider.breaks, values, fixtures, request) for values in _sets(test))


_FIXTURES = ("tmp_path", "monkeypatch", "capfd", "caplog", "capsys")


def _is_fault(each: object) -> bool:
    """Say whether something is a fault, and no base of several."""
    if not (isinstance(each, type) and issubclass(each, Fault)):
        return False
    return hasattr(each, "breaks") and not each.__name__.startswith("_")


def _fails(
    instance: Contract,
    name: str,
    values: dict[str, object],
    fixtures: Sequence[str],
    request: pytest.FixtureRequest,
) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        given = {each: _fixture(each, request, patch) for each in fixtures}
        test: Callable[..., object] = getattr(instance, name)
        try:
            test(**values, **given)
        except pytest.skip.Exception:
            return False
        except (Exception, pytest.fail.Exception):  # noqa: BLE001 - whatever makes a test fail
            return True
        finally:
            instance.close_apps()
    return False


def _fixture(name: str, request: pytest.FixtureRequest, patch: pytest.MonkeyPatch) -> object:
    if name == "monkeypatch":
        return patch
    if name == "tmp_path":
        root: Path = request.getfixturevalue(name)
        folder = root / str(len(list(root.iterdir())))
        folder.mkdir()
        return folder
    return request.getfixturevalue(name)


def _sets(test: Any) -> Iterator[dict[str, object]]:
    """Give the sets of parameters that pytest would run a test with."""
    marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    for chosen in product(*(mark.args[1] for mark in marks)):
        values: dict[str, object] = {}
        for mark, value in zip(marks, chosen, strict=True):
            values.update(_named(mark.args[0], value))
        yield values


def _named(names: str | Sequence[str], value: Any) -> Iterator[tuple[str, object]]:
    listed = [name.strip() for name in names.split(",")] if isinstance(names, str) else names
    value = getattr(value, "values", value) if type(value).__name__ == "ParameterSet" else value
    is_param = type(value).__name__ == "tuple" and len(listed) > 1
    return zip(listed, value if is_param else (value,), strict=True)
