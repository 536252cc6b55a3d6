"""Names of types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_type_hints

import pytest

from pegboard import Pegboard, typing
from tests.core.site import make_app, make_blueprint

NAMES = {
    "AfterRequestCallable",
    "AppOrBlueprintKey",
    "BeforeRequestCallable",
    "ErrorHandlerCallable",
    "HeaderValue",
    "HeadersValue",
    "ResponseReturnValue",
    "ResponseValue",
    "RouteCallable",
    "ShellContextProcessorCallable",
    "TeardownCallable",
    "TemplateContextProcessorCallable",
    "TemplateFilterCallable",
    "TemplateGlobalCallable",
    "TemplateTestCallable",
    "URLDefaultCallable",
    "URLValuePreprocessorCallable",
}


@pytest.mark.item("A3b.1")
def test_names_for_what_is_registered() -> None:
    """There is a name for each kind of function, and for what a view may return."""
    assert set(typing.__all__) >= NAMES


@pytest.mark.item("A3b.1")
@pytest.mark.needs("routing")
def test_a_view_is_annotated() -> None:
    """Annotations by these names are right at run time as well."""
    app = make_app()

    @app.get("/")
    def view() -> typing.ResponseReturnValue:
        return "made", 201, [("X-A", "1"), ("X-B", "2")]

    answer = app.test_client().get("/")

    assert (answer.status_code, answer.headers["X-B"]) == (201, "2")
    assert get_type_hints(view)["return"] == typing.ResponseReturnValue


async def _later(*_: object) -> None:
    """Do nothing, later."""


def _now(*_: object) -> None:
    """Do nothing."""


@pytest.mark.item("A3b.2")
@pytest.mark.parametrize("function", [_now, _later])
@pytest.mark.parametrize(
    "word",
    [
        *("before_request", "after_request", "teardown_request", "teardown_appcontext"),
        *("context_processor", "before_app_request", "after_app_request"),
        *("teardown_app_request", "app_context_processor"),
    ],
)
def test_a_decorator_gives_the_function_back(word: str, function: Callable[..., Any]) -> None:
    """Whether it is asynchronous or not, a decorated function is the one that was given."""
    owner = make_app() if hasattr(Pegboard, word) else make_blueprint()

    assert getattr(owner, word)(function) is function
