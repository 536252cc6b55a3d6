"""``pegboard static compress``: prepares static files for serving."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from whitenoise.compress import brotli_installed

from pegboard_hookspecs import Application, Command
from pegboard_hookspecs.errors import CommandError, SetupError
from pegboard_static_whitenoise.compressing import prepare

__all__ = ["COMMANDS"]

_GROUP = "Prepare static files for serving."


def _compress(app: Application, *, gzip: bool = True, brotli: bool = True) -> None:
    """Compress static files ahead, and note the hashes for their URLs.

    For the folders of the application and its blueprints. Run it once per deployment, before the
    server starts; what has not changed is not done again.

    :param gzip: write variants that end in .gz.
    :param brotli: write variants that end in .br, which takes the package brotli.
    """
    if brotli and not brotli_installed:
        print("brotli is not installed: pip install 'pegboard-static-whitenoise[brotli]'")
    for folder in _folders(app):
        if not Path(folder).is_dir():
            print(f"{folder}: there is no such folder")
            continue
        try:
            done = prepare(
                folder,
                use_gzip=gzip,
                use_brotli=brotli,
                skipped=app.config["WHITENOISE_SKIP_COMPRESS_EXTENSIONS"],
            )
        except (OSError, SetupError) as error:
            raise CommandError(str(error), exit_code=1) from error
        print(f"{folder}: {done.files} files, {done.compressed} of them compressed")
        for name in done.kept:
            print(f"  {name}: has variants that this command did not write; they are kept")


def _folders(app: Application) -> Sequence[str]:
    slot = app.slot("static")
    # Not of its class: a subclass or a provider around it will do as well.
    if "compressed" not in slot.capabilities:
        raise CommandError(
            f"Static files are sent by {slot.identity}, which sends no variants. Choose "
            "pegboard-static-whitenoise for the slot 'static'."
        )
    provider: Any = slot.provider
    folders: Sequence[str] = provider.folders(app)
    return folders


#: The commands, as the hook gives them.
COMMANDS: Sequence[Command] = (Command(("static", "compress"), _compress, group_help=_GROUP),)
