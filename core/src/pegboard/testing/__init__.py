"""What tests of applications use: the client behind ``app.test_client()``, and its requests."""

from __future__ import annotations

from pegboard.testing.client import Client, ClientOwner
from pegboard.testing.environ import BuilderOwner, EnvironBuilder, environ_of

__all__ = ["BuilderOwner", "Client", "ClientOwner", "EnvironBuilder", "environ_of"]
