from typing import Any, Protocol

class _Buffer(Protocol):
    def write(self, text: str, /) -> Any: ...

class Context:
    def __init__(self, buffer: _Buffer, **data: Any) -> None: ...
