import re

class StaticFile:
    alternatives: list[tuple[re.Pattern[str], str, list[tuple[str, str]]]]

class NotARegularFileError(Exception): ...
