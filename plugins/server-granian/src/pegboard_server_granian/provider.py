"""The provider of the slot ``server``."""

from __future__ import annotations

from collections.abc import Sequence

from pegboard_hookspecs import Application, Command, hookimpl
from pegboard_hookspecs.slots import ServeOptions

__all__ = ["GranianServer"]


class GranianServer:
    """Serves an application by Granian, in development and in production."""

    @hookimpl
    def serve(self, app: Application, options: ServeOptions) -> None:
        """Serve an application until the process is told to end."""
        # An application under another server loads this plugin too, and never serves by it.
        from pegboard_hookspecs.serving_kit import Served  # noqa: PLC0415 - the same
        from pegboard_server_granian.serving import serve  # noqa: PLC0415 - the same

        serve(Served(lambda: f"{app.name} (in {app.root_path})", lambda: app), options)

    @hookimpl
    def commands(self) -> Sequence[Command]:
        """Bring the command ``run``."""
        # Only the command line asks for it.
        from pegboard_server_granian.run import run  # noqa: PLC0415

        return [Command(("run",), run, needs_app=False)]
