from types import ModuleType
from typing import Any

from mako.lookup import TemplateCollection
from mako.runtime import Context

class Template:
    uri: str
    filename: str | None
    module: ModuleType
    def __init__(
        self,
        text: str | None = ...,
        filename: str | None = ...,
        uri: str | None = ...,
        *,
        lookup: TemplateCollection | None = ...,
        **options: Any,
    ) -> None: ...
    def render_unicode(self, *args: Any, **data: Any) -> str: ...
    def render(self, *args: Any, **data: Any) -> Any: ...
    def render_context(self, context: Context, *args: Any, **kwargs: Any) -> None: ...
    def has_def(self, name: str) -> bool: ...
    def get_def(self, name: str) -> Template: ...
    def list_defs(self) -> list[str]: ...
