"""Many routes cost no more per request than few, and little memory; requests leave no garbage."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import pytest
from werkzeug.exceptions import HTTPException

from pegboard_hookspecs import Request, Route
from tests.plugins.routing.stage import Router, make_app, make_request, make_router

pytestmark = pytest.mark.slow

APP = make_app()
#: Rules to be numbered, with a path that matches one of them and one that nearly does.
SHAPES = {
    "fixed": ("/page-%d", "/page-%d", "/pages-%d"),
    "text first": ("/section-%d/<int:id>", "/section-%d/7", "/section-%d/x"),
    "variable first": ("/<name>/section-%d", "/ann/section-%d", "/ann/sections-%d"),
    "same beginning": ("/item%d-<name>", "/item%d-ann", "/items%d-ann"),
    "same end": ("/<name>-item%d", "/ann-item%d", "/ann-items%d"),
    "deep": ("/a/b/c%d/<x>/<y>", "/a/b/c%d/1/2", "/a/b/c%d/1"),
}


def numbered(rule: str, count: int) -> Router:
    """Make a router with so many routes."""
    return make_router(*(Route(rule % number, f"e{number}") for number in range(count)))


def cost(call: Callable[[], object]) -> int:
    """Give the steps that a call takes: lines that run, and functions in C that they call.

    Unlike a time, the number is the same on every machine, whatever else it does.
    """
    steps = 0

    def count(_frame: FrameType, event: str, _argument: object) -> Any:  # it is its own
        nonlocal steps
        steps += event in {"line", "c_call"}
        return count

    # What is done once is done then.
    call()
    before = sys.gettrace(), sys.getprofile()
    sys.setprofile(count)
    sys.settrace(count)
    try:
        call()
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
    return steps


def matching(router: Router, request: Request) -> Callable[[], object]:
    """Give a call that matches a request, whatever comes of it."""

    def match() -> None:
        with suppress(HTTPException):
            router.match_request(APP, request)

    return match


@contextmanager
def no_collector() -> Generator[None]:
    """Leave the work to reference counting."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_last_of_many_is_found_as_quickly_as_of_few(shape: tuple[str, str, str]) -> None:
    """The last of 2,000 routes is found in less than twice the steps, and so is a miss."""
    rule, hit, miss = shape
    few, many = numbered(rule, 10), numbered(rule, 2_000)
    hits = [cost(matching(r, make_request(hit % n))) for r, n in ((few, 9), (many, 1_999))]
    misses = [cost(matching(r, make_request(miss % n))) for r, n in ((few, 9), (many, 1_999))]

    assert hits[1] < 2 * hits[0]
    assert misses[1] < 2 * misses[0]


def test_routes_are_added_in_linear_time() -> None:
    """Eight times the routes take about eight times the steps to add, also for like patterns."""
    few, many = (cost(lambda n=n: numbered("/item%d-<name>", n)) for n in (100, 800))  # type: ignore[misc]  # bound now

    assert many < 16 * few


def test_many_rules_of_one_endpoint_are_no_burden() -> None:
    """A thousand rules of one endpoint are matched in about as many steps as ten."""
    few, many = (
        make_router(*(Route(f"/{number}/<x>", "same") for number in range(count)))
        for count in (10, 1_000)
    )
    costs = [cost(matching(r, make_request(path))) for r, path in ((few, "/9/a"), (many, "/999/a"))]

    assert costs[1] < 2 * costs[0]


@pytest.mark.parametrize("rule", ["/page-%d", "/section-%d/<int:id>/<slug>"])
def test_route_takes_little_memory(rule: str) -> None:
    """A route takes at most 8 KB, tree and all."""
    make_router(Route("/warm/<up>", "warm"))
    tracemalloc.start()
    router = numbered(rule, 500)
    matching(router, make_request("/"))()
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert used / 500 < 8_192


@pytest.mark.parametrize("path", ["/fixed", "/users/7", "/users", "/users/7/", "/nothing", "/a//b"])
def test_matching_leaves_no_garbage(path: str) -> None:
    """Whatever comes of matching, nothing waits for the cycle collector afterwards."""
    router = make_router(
        Route("/fixed", "fixed"), Route("/users/", "users"), Route("/users/<int:id>", "user")
    )
    match = matching(router, make_request(path))
    match()
    with no_collector():
        for _ in range(10):
            match()
        found = gc.collect()

    assert found == 0
