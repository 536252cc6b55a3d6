from types import TracebackType

class MakoException(Exception): ...  # noqa: N818 - Mako's name

class CompileException(MakoException):
    lineno: int
    filename: str | None

class SyntaxException(MakoException):
    lineno: int
    filename: str | None

class TemplateLookupException(MakoException): ...

class RichTraceback:
    records: list[tuple[str, int, str, str, str | None, int | None, str | None, str | None]]
    def __init__(
        self, error: BaseException | None = ..., traceback: TracebackType | None = ...
    ) -> None: ...
