"""What all suites share: the provider, and applications made with it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from inspect import getattr_static
from typing import Any, ClassVar

import pytest
from werkzeug.test import TestResponse

from pegboard import Pegboard
from pegboard_contracts.applications import make_app
from pegboard_hookspecs import Request, hookimpl

__all__ = ["Contract", "View", "ask"]


class View:
    """Answers every request by a function, in place of a router and its views."""

    def __init__(self, function: Callable[[Request], object]) -> None:
        self.function = function

    @hookimpl
    def preprocess(self, request: Request) -> object:
        """Answer by the function."""
        return self.function(request)


class Contract:
    """The tests of one slot's contract; a provider's own tests derive a class from a suite.

    Each test makes applications with the provider and nothing else. A test of a capability is
    skipped where the provider does not claim it.
    """

    #: The name of the slot.
    slot: ClassVar[str]
    #: The identity of what brings the slot, where it is none of Pegboard's own contract.
    carrier: ClassVar[str] = ""
    #: What is tested: a class, a function without arguments that makes an instance, or the
    #: identity of an installed provider.
    provider: Callable[[], object] | str
    #: Settings of each application, such as those without which the provider cannot work.
    settings: Mapping[str, object] = {}

    @pytest.fixture(autouse=True)
    def _closed_in_the_end(self) -> Generator[None]:
        yield
        self.close_apps()

    @property
    def apps(self) -> list[Pegboard]:
        """The applications that the running test has made."""
        made: list[Pegboard] = vars(self).setdefault("_apps", [])
        return made

    def close_apps(self) -> None:
        """Close what a test has made."""
        while self.apps:
            self.apps.pop().close()

    def make_app(
        self,
        *,
        plugins: Mapping[str, object] | None = None,
        config: Mapping[str, object] | None = None,
        view: Callable[[Request], object] | None = None,
        **options: Any,
    ) -> Pegboard:
        """Make an application whose slot is filled by the provider.

        :param plugins: more plugins, which take the place of other parts.
        :param view: answers every request.
        """
        named: dict[str, object] = {self.slot: self.filling(), **(plugins or {})}
        if self.carrier:
            named[self.carrier] = True
        if view is not None:
            named["app:view"] = View(view)
        app = make_app(plugins=named, config={**self.settings, **(config or {})}, **options)
        self.apps.append(app)
        return app

    def needs(self, app: Pegboard, capability: str) -> None:
        """Skip the running test where the provider does not claim a capability."""
        filled = app.slot(self.slot)
        if capability not in filled.capabilities:
            pytest.skip(f"{filled.identity} does not claim the capability {capability!r}")

    def filling(self) -> object:
        """Give what is put into the slot of one application: what :attr:`provider` makes.

        :raises TypeError: the class names no provider.
        """
        # Not through the instance, where a function would become a method.
        given: Any = getattr_static(type(self), "provider", None)
        if given is None:
            message = f"{type(self).__name__} names no provider. Write: provider = MyProvider"
            raise TypeError(message)
        if isinstance(given, str | type):
            return given  # pyright: ignore[reportUnknownVariableType]  # of any type at all
        # A function in a class may be marked as one that takes no instance.
        function = getattr(given, "__func__", given)
        if not callable(function):
            name = type(given).__name__
            message = (
                f"The provider of {type(self).__name__} is {given!r}, and each test wants one of "
                f"its own. Write: provider = {name}, or name a function that makes one."
            )
            raise TypeError(message)
        made: object = function()
        return made


def ask(app: Pegboard, path: str = "/", method: str = "GET", **options: Any) -> TestResponse:
    """Send one request, as a visitor without a memory."""
    client = app.test_client(use_cookies=False)
    response: TestResponse = client.open(path, method=method, **options)
    return response
