"""Sessions in one of the caches of cachelib."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Sequence
from typing import IO, Any, NoReturn

from pegboard_hookspecs.errors import ConfigurationError
from pegboard_sessions_server.stores.store import Counts, NotListedError, Record

__all__ = ["CacheStore"]


class CacheStore:
    """Keeps sessions in a cache, which finds by key only, and may forget what it likes.

    So each user has a mark, which his sessions bear from the moment that he logs in. To revoke
    them is to change it: what bears another mark, or whose mark was forgotten, is dead. A session
    that is revoked by itself leaves a note, so that nobody who is about to replace it brings it
    back. A cache has no transactions: a note of use, and a new identifier, take several steps, and
    what another request does to the same session between two of them can be lost.

    :param cache: a cache of cachelib; it is told to write JSON where it would write pickles.
    :param prefix: what all keys start with.
    :raises ConfigurationError: it cannot be told.
    """

    #: Each cache has a client of its own, and each of them errors of its own.
    failures: tuple[type[Exception], ...] = (Exception,)
    is_listed = False

    def __init__(self, cache: Any, prefix: str) -> None:
        if not hasattr(cache, "serializer"):
            raise ConfigurationError(
                f"The setting SESSION_STORE is a {type(cache).__name__}, whose client reads and "
                "writes pickles, and whoever can write a pickle can run code. Use a cache with a "
                "serializer, as FileSystemCache, or SQLite or Redis."
            )
        cache.serializer = _JSON()
        self.cache = cache
        self._prefix = prefix

    def read(self, key: str) -> Record | None:
        """See :meth:`Store.read`."""
        found = self._found(key)
        return None if found is None else found[0]

    def add(self, key: str, record: Record) -> None:
        """See :meth:`Store.add`."""
        self._put(key, record, self._mark(record))

    def replace(self, key: str, record: Record, *, new_key: str) -> bool:
        """See :meth:`Store.replace`."""
        found = self._found(key)
        if found is None:
            return False
        old, mark = found
        # The mark that it was opened with: that of today would undo a revocation in between.
        self._put(new_key, record, mark if record.user == old.user else self._mark(record))
        if new_key != key:
            self.remove(key)
        return True

    def touch(self, key: str, used: int, expires: int) -> bool:
        """See :meth:`Store.touch`."""
        found = self._found(key)
        if found is None:
            return False
        old, mark = found
        self._put(key, Record(old.content, old.user, old.created, used, expires), mark)
        return True

    def remove(self, key: str) -> bool:
        """See :meth:`Store.remove`."""
        found = self._found(key)
        if found is None:
            return False
        self._set(f"gone:{key}", 1, _seconds_until(found[0].expires))
        self.cache.delete(self._prefix + key)
        return True

    def remove_user(self, user: str, *, keep: str | None) -> None:
        """See :meth:`Store.remove_user`."""
        kept = None if keep is None else self._found(keep)
        mark = secrets.token_hex(8)
        self._set(_name_of_mark(user), mark, 0)
        if keep is not None and kept is not None and kept[0].user == user:
            self._put(keep, kept[0], mark)

    def of_user(self, user: str) -> Sequence[tuple[str, Record]]:
        """Refuse.

        :raises NotListedError: always.
        """
        self._refuse(f"find the sessions of {user!r}")

    def count(self, now: int) -> Counts:  # noqa: ARG002 - it counts nothing
        """Refuse.

        :raises NotListedError: always.
        """
        self._refuse("count its sessions")

    def sweep(self, now: int) -> int:  # noqa: ARG002 - see below
        """Remove nothing: a cache does it by itself."""
        return 0

    def close(self) -> None:
        """Do nothing: the cache is the application's."""

    def _found(self, key: str) -> tuple[Record, str] | None:
        fields: Any
        fields, is_gone = self.cache.get_many(self._prefix + key, f"{self._prefix}gone:{key}")
        if is_gone or fields is None:
            return None
        content, user, created, used, expires, mark = fields
        record = Record(content, user, created, used, expires)
        if user is not None and self.cache.get(self._prefix + _name_of_mark(user)) != mark:
            return None
        return record, mark

    def _mark(self, record: Record) -> str:
        """Give the mark of whose session it is; nobody's bear none."""
        if record.user is None:
            return ""
        name = self._prefix + _name_of_mark(record.user)
        # Where two log in at once, both bear the mark of the one who is first.
        self.cache.add(name, secrets.token_hex(8), timeout=0)
        mark: str = self.cache.get(name)
        return mark

    def _put(self, key: str, record: Record, mark: str) -> None:
        fields = [record.content, record.user, record.created, record.used, record.expires, mark]
        self._set(key, fields, _seconds_until(record.expires))

    def _set(self, name: str, value: object, timeout: int) -> None:
        if not self.cache.set(self._prefix + name, value, timeout=timeout):
            raise OSError(f"{type(self.cache).__name__} did not keep what it was given.")

    def _refuse(self, what: str) -> NoReturn:
        raise NotListedError(
            f"{type(self.cache).__name__} cannot {what}: a cache finds by key only. Keep sessions "
            "in SQLite or Redis where that is needed."
        )


def _name_of_mark(user: str) -> str:
    return f"user:{hashlib.sha256(user.encode()).hexdigest()}"


def _seconds_until(moment: int) -> int:
    # For a cache 0 means for ever.
    return max(1, moment - int(time.time()))


class _JSON:
    """What a cache writes and reads its values with; what it cannot read is not there."""

    def dumps(self, value: object) -> bytes:
        return json.dumps(value).encode()

    def loads(self, data: str | bytes | None) -> Any:
        try:
            return None if data is None else json.loads(data)
        except ValueError:
            return None

    def dump(self, value: object, file: IO[bytes]) -> None:
        file.write(self.dumps(value))

    def load(self, file: IO[bytes]) -> Any:
        return self.loads(file.read())
