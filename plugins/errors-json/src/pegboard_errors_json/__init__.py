"""Error responses of Pegboard as problem+json (RFC 9457), for every client."""

from __future__ import annotations

from pegboard_errors_json.provider import ProblemErrors

__all__ = ["ProblemErrors"]
