"""An application and a program to serve, without a kernel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pegboard_hookspecs.slots import ServeOptions
from pegboard_server import WerkzeugServer

__all__ = ["Site", "Stage", "nothing", "options_of", "serve"]


@dataclass
class Site:
    """An application that notes whether it was started, and how it was asked to run."""

    name: str = "site"
    root_path: str = "/somewhere"
    is_started: bool = False
    watched_files: Sequence[Path] = ()
    asked: list[ServeOptions] = field(default_factory=list[ServeOptions])

    def run(
        self,
        host: str,
        port: int,
        debug: bool | None,
        load_dotenv: bool,
        *,
        use_reloader: bool | None,
        use_debugger: bool | None,
        **extra: Any,
    ) -> None:
        """Serve through the slot's hook, as an application does."""
        assert not load_dotenv
        is_debug = bool(debug)
        options = ServeOptions(host, port, is_debug, use_reloader, use_debugger, extra)
        self.asked.append(options)
        site: Any = self
        WerkzeugServer().serve(site, options)

    def start(self) -> None:
        """Note that set-up is over."""
        self.is_started = True

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer a request."""
        start_response("200 OK", [])
        return []


@dataclass
class Stage:
    """A program whose application is there, or fails to load.

    :param trouble: what loading the application raises.
    """

    site: Site = field(default_factory=Site)
    trouble: Exception | None = None
    is_debug: bool | None = None

    def find_app(self) -> str:
        """Say where the application is."""
        return "site (in /somewhere)"

    def load_app(self) -> Any:
        """Give the application."""
        if self.trouble is not None:
            raise self.trouble
        return self.site


def serve(site: Any, **options: Any) -> None:
    """Serve an application through the slot's hook."""
    WerkzeugServer().serve(site, options_of(options))


def options_of(given: dict[str, Any]) -> ServeOptions:
    """Make options, with a free port unless there is one."""
    complete: dict[str, Any] = {"port": 0, **given}
    return ServeOptions(**complete)


def nothing(*arguments: object) -> None:
    """Stand in for what has no effect here."""
