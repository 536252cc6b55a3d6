"""Start the application of an archive: this module is copied into each, and needs nothing else.

``python shop.pyz`` runs it; a WSGI server finds the application as
``pegboard_archive:application`` with the archive on its path. What is in the archive is unpacked
the first time, into a folder of the user's cache that is named by its content.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import sysconfig
from pathlib import Path
from typing import Any

__all__ = ["main"]

_CACHE = "PEGBOARD_ARCHIVE_CACHE"
_ABOUT = "archive.json"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line of the archive and give the exit code.

    Where no command line is on board, the application is served.
    """
    words = sys.argv[1:] if arguments is None else arguments
    place = Path(__file__).parent
    folder = _prepared(place)
    if _about(place)["has_commands"]:
        return _run(folder / "app", place.name, words)
    return _serve(_application(folder / "app"), place.name, words)


def __getattr__(name: str) -> Any:
    """Give the application where it is asked for: ``application`` or ``app``."""
    if name not in {"app", "application"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _application(_prepared(Path(__file__).parent) / "app")


def _run(folder: Path, name: str, words: list[str]) -> int:
    from pegboard import Pegboard  # noqa: PLC0415 - it was packed, and is there now
    from pegboard.commandline import (  # noqa: PLC0415 - see above
        ImportedApp,
        PegboardProgram,
        enter_program,
    )

    return enter_program(PegboardProgram(ImportedApp(Pegboard, folder), folder, name=name), words)


def _application(folder: Path) -> Any:
    from pegboard import Pegboard  # noqa: PLC0415 - it was packed, and is there now
    from pegboard.locating import find_app, load_found  # noqa: PLC0415 - see above

    return load_found(find_app(None, folder), Pegboard)


def _prepared(place: Path) -> Path:
    """Unpack what is packed, put it on the path, and say where it is."""
    about = _about(place)
    _check_python(about, place)
    folder = place if place.is_dir() else _unpacked(place, about["digest"])
    for name in ("site", "app"):
        if str(folder / name) not in sys.path:
            sys.path.insert(0, str(folder / name))
    os.environ.setdefault("PEGBOARD_INSTANCE_PATH", str(place.absolute().parent / "instance"))
    return folder


def _about(place: Path) -> dict[str, Any]:
    if place.is_dir():
        return dict(json.loads((place / _ABOUT).read_text("utf-8")))
    from zipfile import ZipFile  # noqa: PLC0415 - an unpacked archive starts without

    with ZipFile(place) as archive:
        return dict(json.loads(archive.read(_ABOUT)))


def _check_python(about: dict[str, Any], place: Path) -> None:
    built = about["built_for"]
    if built is None:
        return
    version = ".".join(platform.python_version_tuple()[:2])
    here = f"{platform.python_implementation()} {version} on {sysconfig.get_platform()}"
    if here != built:
        sys.exit(
            f"Error: {place.name} has compiled code for {built}, and this is {here}. "
            "Run it by the former, or build it here by: pegboard build"
        )


def _unpacked(place: Path, digest: str) -> Path:
    target = _cache() / f"{place.stem}-{digest}"
    if target.is_dir():
        return target
    import shutil  # noqa: PLC0415 - most starts find it unpacked
    import tempfile  # noqa: PLC0415 - see above
    from zipfile import ZipFile  # noqa: PLC0415 - see above

    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{target.name}.", dir=target.parent))
    except OSError as error:
        sys.exit(
            f"Error: {place.name} cannot be unpacked: {error}. Name a folder that can be written "
            f"in the environment variable {_CACHE}, or unpack it by: python -m zipfile -e "
            f"{place} FOLDER, and run: python FOLDER"
        )
    try:
        with ZipFile(place) as archive:
            archive.extractall(folder)
        folder.rename(target)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        # Another process was faster.
        if not target.is_dir():
            raise
    return target


def _cache() -> Path:
    told = os.environ.get(_CACHE)
    if told:
        return Path(told)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path("~", ".cache").expanduser()) / "pegboard"


def _serve(app: Any, name: str, words: list[str]) -> int:
    from argparse import ArgumentParser  # noqa: PLC0415 - only where no command line is on board

    parser = ArgumentParser(prog=name, description="Serve the application of this archive.")
    parser.add_argument("--host", default="127.0.0.1", help="the address (default: %(default)s)")
    parser.add_argument("--port", default=5000, type=int, help="the port (default: %(default)s)")
    options = parser.parse_args(words)
    if app.plugins.has_slot("server"):
        app.run(options.host, options.port)
        return 0
    return _serve_plainly(app, options.host, options.port)


def _serve_plainly(app: Any, host: str, port: int) -> int:
    """Serve by the standard library, one request at a time."""
    from wsgiref.simple_server import make_server  # noqa: PLC0415 - only where no server is on board

    try:
        server = make_server(host, port, app)
    except OSError as error:
        print(f"Error: nothing can listen at {host}, port {port}: {error}.", file=sys.stderr)
        return 2
    with server:
        print(
            f"Serving at http://{host}:{server.server_port} by the standard library, one request "
            "at a time. That is for trials: name this archive and pegboard_archive:application to "
            "a WSGI server.",
            flush=True,
        )
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 130
    return 0
