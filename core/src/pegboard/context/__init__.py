"""What is current: the context of a request or command, and the names that stand for it."""

from __future__ import annotations

from pegboard.context.context import (
    Context,
    OwnContext,
    current,
    current_or_none,
    current_request,
    enter,
    has_app_context,
    has_request_context,
    leave,
    outside,
)
from pegboard.context.namespace import Namespace
from pegboard.context.proxies import CurrentProxy, g, request, session

__all__ = [
    "Context",
    "CurrentProxy",
    "Namespace",
    "OwnContext",
    "current",
    "current_or_none",
    "current_request",
    "enter",
    "g",
    "has_app_context",
    "has_request_context",
    "leave",
    "outside",
    "request",
    "session",
]
