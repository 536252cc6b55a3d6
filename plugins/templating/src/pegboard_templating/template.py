"""A compiled template that starts quickly and leaves nothing behind."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping
from typing import Any, cast

from jinja2 import Template
from jinja2.runtime import Context
from jinja2.utils import missing

__all__ = ["AppTemplate", "forget"]


class AppTemplate(Template):
    """A Jinja template that does two things around a rendering differently.

    It starts without walking through all globals twice: Jinja keeps them in a
    :class:`collections.ChainMap`, written in Python, and for a small page copying that takes
    longer than everything else.

    It ends by letting go of the values: a macro and the context that it was defined in refer to
    each other, so the values would otherwise live until the cycle collector comes by.
    """

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Render the template with the values of a mapping, or with keywords."""
        environment = self.environment
        if environment.is_async:
            return super().render(*args, **kwargs)
        context = self.new_context(dict(*args, **kwargs))
        try:
            return environment.concat(self.root_render_func(context))
        except Exception:  # noqa: BLE001 - Jinja raises it again, with the template's lines
            environment.handle_exception()
        finally:
            forget(context)

    def generate(self, *args: Any, **kwargs: Any) -> Iterator[str]:
        """Render the template piece by piece."""
        environment = self.environment
        if environment.is_async:
            yield from super().generate(*args, **kwargs)
            return
        context = self.new_context(dict(*args, **kwargs))
        try:
            yield from self.root_render_func(context)
        except Exception:  # noqa: BLE001 - as above
            environment.handle_exception()
        finally:
            forget(context)

    def new_context(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002 - Jinja's name
        shared: bool = False,  # noqa: FBT001, FBT002 - Jinja's signature
        locals: Mapping[str, Any] | None = None,  # noqa: A002 - Jinja's name
    ) -> Context:
        """Make the context of one rendering, as Jinja would."""
        environment = self.environment
        if not _has_only(self.globals, environment.globals):
            return super().new_context(vars, shared, locals)
        values = vars or {}
        if not shared:
            values = {**environment.globals, **values}
        if locals:
            known = {name: value for name, value in locals.items() if value is not missing}
            values = {**values, **known}
        # No globals are named: imported templates would only compare them with the same ones.
        return environment.context_class(environment, values, self.name, self.blocks)


def _has_only(own: object, common: object) -> bool:
    """Whether a template has the environment's globals, live, and none besides."""
    if type(own) is not ChainMap:
        return False
    maps = cast("ChainMap[str, object]", own).maps
    return len(maps) == 2 and maps[1] is common and not maps[0]  # noqa: PLR2004 - own and common


def forget(context: Context) -> None:
    """Let go of the values of a rendering that has ended."""
    # Both dictionaries were made for this context alone.
    context.vars.clear()
    context.parent.clear()
