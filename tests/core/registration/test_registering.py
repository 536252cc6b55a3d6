"""What set-up words share."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound

from pegboard.registration.registering import (
    error_kind,
    refuse_asynchronous,
    refuse_bare,
    refuse_class,
    refuse_no_plugin,
    refuse_uncallable,
    setup_word,
)
from pegboard.views import View
from pegboard_hookspecs.errors import RegistrationError
from tests.core.site import say


class Teapot(HTTPException):
    """An HTTP error of somebody's own."""

    code = 418


class Host:
    """Something with a set-up word."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def check_setup(self, word: str) -> None:
        """Note which word was called."""
        self.asked.append(word)

    @setup_word
    def add(self, one: int, *, two: int = 2) -> int:
        """Add numbers."""
        return one + two


def test_a_set_up_word_is_checked_by_its_name() -> None:
    """Before a set-up word runs, its host is asked whether it still may."""
    host = Host()

    assert host.add(1, two=3) == 4
    assert host.asked == ["add"]
    assert Host.add.__doc__ == "Add numbers."


@pytest.mark.parametrize("given", [None, "say", 3])
def test_only_functions_are_functions(given: object) -> None:
    """What cannot be called is refused in place of a function, with its value."""
    with pytest.raises(RegistrationError, match=rf"before_request\(\) got {given!r}.*function"):
        refuse_uncallable("before_request", given)


def test_a_function_is_fine() -> None:
    """A function is taken for a function, and a text for a name."""
    refuse_uncallable("before_request", say)
    refuse_bare("route", "/")


def test_where_nobody_awaits_a_function_is_plain() -> None:
    """A coroutine function is refused where it would never be awaited, by its name."""

    async def later() -> None:
        """Do nothing."""

    refuse_asynchronous("url_defaults", say)
    with pytest.raises(RegistrationError, match=r"url_defaults\(\) got 'later', which is async"):
        refuse_asynchronous("url_defaults", later)


def test_a_decorator_needs_its_parentheses() -> None:
    """A decorator that was written without parentheses is refused, not silently useless."""
    with pytest.raises(RegistrationError, match=r"route was written without parentheses.*'say'"):
        refuse_bare("route", say)


def test_a_class_method_is_a_view() -> None:
    """Of what a class-based view brings only its class and ``as_view`` are no view themselves."""

    class Users(View):
        @classmethod
        def count(cls) -> str:
            return "3"

    refuse_class("The view of '/'", Users.count)
    with pytest.raises(RegistrationError, match=r"view of '/' is the class Users\. Give"):
        refuse_class("The view of '/'", Users)


@pytest.mark.parametrize("given", ["pegboard-json", 3, None, ("a", "b")], ids=repr)
def test_a_name_is_no_plugin(given: object) -> None:
    """What a plugin cannot be is refused, with the place where installed ones are chosen."""
    with pytest.raises(RegistrationError, match=r"which is no plugin.*Pegboard\(__name__, plug"):
        refuse_no_plugin(given)


def test_classes_and_objects_are_plugins() -> None:
    """A class or an object may be a plugin; whether it is one is seen later."""
    refuse_no_plugin(Host)
    refuse_no_plugin(Host())


@pytest.mark.parametrize(
    ("given", "filed"),
    [
        (404, (404, NotFound)),
        (NotFound, (404, NotFound)),
        (500, (500, InternalServerError)),
        (Teapot, (418, Teapot)),
        (HTTPException, (None, HTTPException)),
        (ValueError, (None, ValueError)),
    ],
)
def test_a_handler_is_filed_by_code_and_class(given: object, filed: tuple[Any, type]) -> None:
    """A code and its class are the same; an exception without a code has none."""
    assert error_kind(given) == filed


@pytest.mark.parametrize(
    ("given", "kind", "message"),
    [
        (999, ValueError, "999 is no HTTP error.*Use a subclass of HTTPException"),
        (ValueError("x"), TypeError, r"ValueError\('x'\) is an instance, not a class"),
        (NotFound(), TypeError, "is an instance, not a class"),
        (say, ValueError, "'say' is not a subclass of Exception"),
        (int, ValueError, "'int' is not a subclass of Exception"),
        (KeyboardInterrupt, ValueError, "'KeyboardInterrupt' is not a subclass of Exception"),
        ("404", ValueError, "is not a subclass of Exception"),
    ],
)
def test_other_things_have_no_handler(given: object, kind: type[Exception], message: str) -> None:
    """What is neither a code nor an exception class is refused, each in its own words."""
    with pytest.raises(kind, match=message):
        error_kind(given)
