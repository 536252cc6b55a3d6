"""The provider as the slot sees it: it keeps the contract, and others can wrap it."""

from __future__ import annotations

from collections.abc import Generator

from werkzeug.exceptions import NotFound

from pegboard import Pegboard
from pegboard_errors import NegotiatedErrors
from pegboard_hookspecs import Response, hookimpl
from pegboard_hookspecs.slots import ErrorsProvider
from tests.plugins.errors.site import Site


class Reference:
    """Adds to every error page where to ask."""

    @hookimpl(wrapper=True)
    def render_error(self) -> Generator[None, Response, Response]:
        response = yield
        response.headers["X-Ask"] = "help@example.org"
        return response


def test_other_plugins_wrap_error_pages() -> None:
    """A wrapper sees every error response, whoever renders it."""
    site = Site()
    site.app.register_plugin(Reference())

    assert site.fail(NotFound()).headers["X-Ask"] == "help@example.org"


def test_the_default_is_chosen() -> None:
    """Without a setting this provider fills the slot ``errors``, one for each application."""
    one, other = Pegboard("one").slot("errors"), Pegboard("other").slot("errors")

    assert one.identity == "pegboard-errors:negotiated"
    assert isinstance(one.provider, NegotiatedErrors)
    assert one.provider is not other.provider


def test_the_provider_keeps_the_contract() -> None:
    """The checkers prove that the provider has what the slot asks for."""
    provider: ErrorsProvider = NegotiatedErrors()

    assert provider
