"""How the function of a command is called."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from pegboard_hookspecs import Command

__all__ = ["call_command"]


def call_command(command: Command, values: Mapping[str, Any]) -> int:
    """Call the function of a command and give its exit code; a coroutine is run to its end.

    :param values: values by name of parameter; those that the function has no parameter for
        are left out.
    """
    signature = inspect.signature(command.function)
    bound = signature.bind_partial()
    for name in signature.parameters:
        if name in values:
            bound.arguments[name] = values[name]
    result: Any = command.function(*bound.args, **bound.kwargs)
    if inspect.iscoroutine(result):
        # Takes longer to import than most commands take to run.
        import asyncio  # noqa: PLC0415

        result = asyncio.run(result)
    if isinstance(result, int) and not isinstance(result, bool):
        return result
    return 0
