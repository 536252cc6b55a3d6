"""A hook in pluggy's relay, for as long as a compiled function does what pluggy would do."""

from __future__ import annotations

from typing import Any

import pluggy

from pegboard.plugins.compiler.plan import Plan

__all__ = ["caller_class"]


def caller_class(plan: Plan) -> type[pluggy.HookCaller] | None:
    """Make a class for pluggy's object of the hook, or give None where only its own will do.

    The object stays the same, because people keep it; and it loses nothing, because the class
    has the same slots. With pluggy's class in place again the hook is pluggy's alone.
    """
    if plan.twin is None:
        return None
    function, names, is_first = plan.twin, plan.names, plan.is_first

    class CompiledCaller(pluggy.HookCaller):
        __slots__ = ()

        def __call__(self, **kwargs: object) -> Any:
            __tracebackhide__ = True
            if kwargs.keys() == names:
                return function(**kwargs)
            # pluggy's own steps, here because it warns about missing arguments at the line that
            # is so many frames further out.
            given = self._apply_defaults(kwargs)
            self._verify_all_args_are_provided(given)
            return self._hookexec(self.name, self.get_hookimpls(), given, is_first)

    return CompiledCaller
