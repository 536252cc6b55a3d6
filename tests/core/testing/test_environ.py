"""Making requests up."""

from __future__ import annotations

from typing import Any

import pytest

from pegboard.testing import EnvironBuilder, environ_of
from tests.core.site import make_app


def _url(environ: dict[str, Any]) -> str:
    host, root = environ["HTTP_HOST"], environ["SCRIPT_NAME"]
    query = f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else ""
    return f"{environ['wsgi.url_scheme']}://{host}|{root}|{environ['PATH_INFO']}{query}"


@pytest.mark.parametrize(
    ("config", "arguments", "url"),
    [
        ({}, (), "http://localhost||/"),
        ({}, ("/a?b=c",), "http://localhost||/a?b=c"),
        ({}, ("https://example.org/a?b=c#d",), "https://example.org||/a?b=c"),
        ({}, ("//example.org/a",), "http://example.org||/a"),
        ({}, ("/a", "http://example.org/root"), "http://example.org|/root|/a"),
        ({}, ("/a", None, "shop"), "http://shop.localhost||/a"),
        ({}, ("/a", None, None, "https"), "https://localhost||/a"),
        ({"SERVER_NAME": "example.org:8080"}, ("/a",), "http://example.org:8080||/a"),
        ({"SERVER_NAME": "example.org"}, ("/a", None, "shop"), "http://shop.example.org||/a"),
        ({"APPLICATION_ROOT": "/root"}, ("/a",), "http://localhost|/root|/a"),
        ({"PREFERRED_URL_SCHEME": "https"}, ("/a",), "https://localhost||/a"),
    ],
)
def test_settings_say_where_an_application_is(
    config: dict[str, Any], arguments: tuple[Any, ...], url: str
) -> None:
    """What the call leaves open is taken from the settings, else from ``localhost``."""
    assert _url(environ_of(make_app(config=config), *arguments)) == url


@pytest.mark.parametrize(
    ("options", "part"),
    [({"subdomain": "shop"}, "subdomain"), ({"url_scheme": "https"}, "url_scheme")],
)
def test_a_base_has_it_all(options: dict[str, str], part: str) -> None:
    """A base URL together with one of its parts is refused."""
    with pytest.raises(AssertionError, match=f"cannot pass both base_url and {part}"):
        EnvironBuilder(make_app(), "/", "http://example.org", **options)


@pytest.mark.needs("json")
def test_json_is_written_by_the_application() -> None:
    """A JSON body is written through the slot, with its type."""
    environ = environ_of(make_app(), json={"a": (1, 2)})

    assert environ["wsgi.input"].read() == b'{"a":[1,2]}'
    assert environ["CONTENT_TYPE"] == "application/json"
