from collections.abc import Mapping

from whitenoise.media_types import MediaTypes
from whitenoise.responders import StaticFile

class WhiteNoise:
    FOREVER: int
    media_types: MediaTypes
    def __init__(
        self,
        application: object,
        root: str | None = ...,
        prefix: str | None = ...,
        *,
        autorefresh: bool = ...,
        max_age: int | None = ...,
        allow_all_origins: bool = ...,
        charset: str = ...,
        mimetypes: Mapping[str, str] | None = ...,
    ) -> None: ...
    def immutable_file_test(self, path: str, url: str) -> bool: ...
    def get_static_file(self, path: str, url: str) -> StaticFile: ...
