"""Making requests up: from a path and options to a WSGI environ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import urlsplit

from werkzeug.test import EnvironBuilder as WerkzeugBuilder

__all__ = ["BuilderOwner", "EnvironBuilder", "environ_of"]


class BuilderOwner(Protocol):
    """What making up a request asks of the application that it is for."""

    @property
    def config(self) -> Mapping[str, Any]:
        """Where the application is, for requests that do not say."""
        ...

    @property
    def json(self) -> Any:
        """What writes JSON bodies."""
        ...


class EnvironBuilder(WerkzeugBuilder):
    """Makes the environ of a made-up request to an application.

    What the request does not say is taken from the settings ``SERVER_NAME``,
    ``APPLICATION_ROOT`` and ``PREFERRED_URL_SCHEME``.

    :param path: a path with or without query, or a whole URL.
    :param base_url: scheme, host and root path together.
    :param subdomain: what stands in front of ``SERVER_NAME``.
    :param url_scheme: ``http`` or ``https``.
    :param args: and ``kwargs``: as for :class:`werkzeug.test.EnvironBuilder`; ``json`` is
        written by the application's JSON slot.
    :raises AssertionError: ``base_url`` is given together with one of its parts.
    """

    def __init__(
        self,
        app: BuilderOwner,
        path: str = "/",
        base_url: str | None = None,
        subdomain: str | None = None,
        url_scheme: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        #: The application that the request is for.
        self.app = app
        if base_url is None:
            base_url, path = _placed(app.config, path, subdomain, url_scheme)
        elif subdomain or url_scheme:
            part = "subdomain" if subdomain else "url_scheme"
            message = f"You cannot pass both base_url and {part}: base_url={base_url!r} has it all."
            raise AssertionError(message)
        super().__init__(path, base_url, *args, **kwargs)

    def json_dumps(self, obj: Any, **kwargs: Any) -> str:
        """Write a body through the application's JSON slot."""
        text: str = self.app.json.dumps(obj, **kwargs)
        return text


def environ_of(app: BuilderOwner, *args: Any, **kwargs: Any) -> dict[str, Any]:
    """Make the environ of a made-up request to an application.

    :param args: and ``kwargs``: as for :class:`EnvironBuilder`.
    """
    builder = EnvironBuilder(app, *args, **kwargs)
    try:
        return builder.get_environ()
    finally:
        builder.close()


def _placed(
    config: Mapping[str, Any], path: str, subdomain: str | None, scheme: str | None
) -> tuple[str, str]:
    """Give the base URL, and what remains of the path, for a request that names no base URL."""
    host = config["SERVER_NAME"] or "localhost"
    if subdomain:
        host = f"{subdomain}.{host}"
    scheme = scheme or config["PREFERRED_URL_SCHEME"]
    url = urlsplit(path)
    if url.netloc:
        host, scheme = url.netloc, url.scheme or scheme
        path = url._replace(scheme="", netloc="").geturl()
    root = config["APPLICATION_ROOT"].lstrip("/")
    return f"{scheme}://{host}/{root}", path
