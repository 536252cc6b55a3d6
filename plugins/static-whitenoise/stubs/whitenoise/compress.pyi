import os
from collections.abc import Callable, Iterable, Sequence

brotli_installed: bool

class Compressor:
    use_gzip: bool
    use_brotli: bool
    def __init__(
        self,
        extensions: Sequence[str] | None = ...,
        use_gzip: bool = ...,
        use_brotli: bool = ...,
        log: Callable[[str], object] = ...,
        quiet: bool = ...,
    ) -> None: ...
    def should_compress(self, filename: str) -> bool: ...
    def compress(self, path: str) -> Iterable[str]: ...
    def write_data(
        self, path: str, data: bytes, suffix: str, stat_result: os.stat_result
    ) -> str: ...
