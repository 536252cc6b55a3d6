"""What tests of applications use: clients, made-up requests, and what runs commands."""

from __future__ import annotations

from pegboard.testing.client import Client, ClientOwner
from pegboard.testing.environ import BuilderOwner, EnvironBuilder, environ_of
from pegboard.testing.runner import CLIRunner, Result

__all__ = [
    "BuilderOwner",
    "CLIRunner",
    "Client",
    "ClientOwner",
    "EnvironBuilder",
    "Result",
    "environ_of",
]
