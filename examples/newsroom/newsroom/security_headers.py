"""Security headers: a plugin that tells browsers what pages may do, error pages too."""

from __future__ import annotations

from typing import ClassVar

from pegboard_hookspecs import Application, Request, Response, Setting, hookimpl

__all__ = ["SecurityHeaders"]


class SecurityHeaders:
    """Sets headers that no view has set."""

    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "HSTS_SECONDS",
            (int,),
            365 * 24 * 3600,
            "How long browsers insist on HTTPS once they had it (RFC 6797); 0: they do not.",
        ),
    )

    def __init__(self) -> None:
        self._headers: dict[str, str] = {}

    @hookimpl
    def configure(self, app: Application) -> None:
        """Write the headers once, for all responses."""
        # Stylesheets come from the main host, and pages from hosts below it.
        main = app.config["SERVER_NAME"] or ""
        self._headers = {
            "Content-Security-Policy": (
                f"default-src 'self' {main}; base-uri 'none'; form-action 'self'; "
                "frame-ancestors 'none'; object-src 'none'"
            ),
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "X-Content-Type-Options": "nosniff",
        }

    @hookimpl
    def process_response(self, app: Application, request: Request, response: Response) -> None:
        """Add them."""
        for name, value in self._headers.items():
            response.headers.setdefault(name, value)
        if request.is_secure and app.config["HSTS_SECONDS"]:
            age = f"max-age={app.config['HSTS_SECONDS']}"
            response.headers.setdefault("Strict-Transport-Security", age)
