from typing import Any

from mako.parsetree import TemplateNode

class Lexer:
    def __init__(
        self,
        text: str | bytes,
        filename: str | None = ...,
        input_encoding: str | None = ...,
        preprocessor: Any = ...,
    ) -> None: ...
    def parse(self) -> TemplateNode: ...
