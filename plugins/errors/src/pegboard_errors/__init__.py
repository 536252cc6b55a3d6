"""Pegboard's default error bodies: HTML, problem+json or plain text by negotiation."""

from __future__ import annotations

from pegboard_errors.provider import NegotiatedErrors

__all__ = ["NegotiatedErrors"]
