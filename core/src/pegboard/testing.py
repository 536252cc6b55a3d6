"""Calling an application without a server."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Self
from urllib.parse import urlsplit

from werkzeug.test import Client as WerkzeugClient
from werkzeug.test import EnvironBuilder
from werkzeug.test import TestResponse as WerkzeugTestResponse

__all__ = ["Client", "environ_of"]


def environ_of(app: Any, path: str = "/", *args: Any, **kwargs: Any) -> dict[str, Any]:
    """Make the environ of a made-up request to an application.

    :param args: and ``kwargs``: as for :class:`werkzeug.test.EnvironBuilder`.
    """
    server_name = app.config["SERVER_NAME"] or "localhost"
    root = app.config["APPLICATION_ROOT"]
    scheme = app.config["PREFERRED_URL_SCHEME"]
    kwargs.setdefault("base_url", f"{scheme}://{server_name}/{root.lstrip('/')}")
    builder = EnvironBuilder(path, *args, **kwargs)
    try:
        return builder.get_environ()
    finally:
        builder.close()


class Client(WerkzeugClient):
    """A client that calls an application as a server would, and keeps cookies."""

    def __init__(self, app: Any, **kwargs: Any) -> None:
        super().__init__(app, WerkzeugTestResponse, **kwargs)
