"""Types of parameters: certificates, and several paths in one value."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pegboard_hookspecs.errors import CommandError
from pegboard_hookspecs.serving_kit import read_tls

__all__ = ["CertParamType", "SeparatedPathType", "checked_key"]

if TYPE_CHECKING:
    # For the checkers only: before click 8.3 it takes no parameter when the program runs.
    _ParamType = click.ParamType[Any]
else:
    _ParamType = click.ParamType


class CertParamType(_ParamType):
    """The certificate of a server: a file, ``adhoc``, or the import path of an SSLContext."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Give the file's path, the word, or the SSLContext."""
        if not isinstance(value, str) or Path(value).is_file():
            return value
        return _read(value, None, param, ctx)


def checked_key(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Put the key beside the certificate, which has been read before.

    :raises BadParameter: one of them is missing, or the certificate has a key of its own.
    """
    cert = ctx.params.get("cert")
    key = None if value is None else Path(value)
    if cert is None or isinstance(cert, str):
        ctx.params["cert"] = _read(cert, key, param, ctx)
    elif key is not None:
        raise click.BadParameter("An SSLContext has its key. Drop --key.", ctx, param)
    return value


class SeparatedPathType(click.Path):
    """Several paths in one value, separated as in ``PATH``."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Give a list of the paths."""
        return [
            super(SeparatedPathType, self).convert(each, param, ctx)
            for each in self.split_envvar_value(value)
        ]


def _read(
    cert: str | None, key: Path | None, param: click.Parameter | None, ctx: click.Context | None
) -> Any:
    try:
        return read_tls(cert, key)
    except CommandError as error:
        raise click.BadParameter(str(error), ctx, param) from None
