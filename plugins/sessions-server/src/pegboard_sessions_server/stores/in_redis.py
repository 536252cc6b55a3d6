"""Sessions in Redis or Valkey."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Sequence
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from pegboard_sessions_server.stores.store import Counts, Record

__all__ = ["RedisStore", "client_of"]

_FIELDS = ("content", "user", "created", "used", "expires")

# A session is a hash; the keys of a user's sessions are a sorted set, by their ends, whose name is
# in the field "set" of each. Scripts run as one step.
_WRITE = """
local place = redis.call('HGET', KEYS[1], 'set')
if place then
    if place ~= '' then redis.call('ZREM', place, ARGV[1]) end
    redis.call('DEL', KEYS[1])
elseif ARGV[3] == '1' then
    return 0
end
redis.call('HSET', KEYS[2], 'content', ARGV[4], 'user', ARGV[5], 'created', ARGV[6],
    'used', ARGV[7], 'expires', ARGV[8], 'set', KEYS[3])
redis.call('EXPIREAT', KEYS[2], ARGV[8])
if KEYS[3] ~= '' then
    redis.call('ZADD', KEYS[3], ARGV[8], ARGV[2])
    redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', ARGV[9])
    local last = redis.call('ZREVRANGE', KEYS[3], 0, 0, 'WITHSCORES')
    if last[2] then redis.call('EXPIREAT', KEYS[3], last[2]) end
end
return 1
"""
_TOUCH = """
local place = redis.call('HGET', KEYS[1], 'set')
if not place then return 0 end
redis.call('HSET', KEYS[1], 'used', ARGV[2], 'expires', ARGV[3])
redis.call('EXPIREAT', KEYS[1], ARGV[3])
if place ~= '' then
    redis.call('ZADD', place, 'XX', ARGV[3], ARGV[1])
    local last = redis.call('ZREVRANGE', place, 0, 0, 'WITHSCORES')
    if last[2] then redis.call('EXPIREAT', place, last[2]) end
end
return 1
"""
_REMOVE = """
local place = redis.call('HGET', KEYS[1], 'set')
if place and place ~= '' then redis.call('ZREM', place, ARGV[1]) end
return redis.call('DEL', KEYS[1])
"""
_REMOVE_USER = """
local removed = 0
for _, key in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
    if key ~= ARGV[2] then
        removed = removed + redis.call('DEL', ARGV[1] .. key)
        redis.call('ZREM', KEYS[1], key)
    end
end
return removed
"""


class RedisStore:
    """Keeps sessions in a server of Redis or Valkey, not in a cluster; it removes expired ones.

    :param client: a client of redis-py.
    :param prefix: what all keys start with.
    """

    failures: tuple[type[Exception], ...] = (RedisError, OSError)
    is_listed = True

    def __init__(self, client: Redis, prefix: str) -> None:
        self.client: Any = client
        self._prefix = prefix
        self._write: Any = self.client.register_script(_WRITE)
        self._touch: Any = self.client.register_script(_TOUCH)
        self._remove: Any = self.client.register_script(_REMOVE)
        self._remove_user: Any = self.client.register_script(_REMOVE_USER)

    def read(self, key: str) -> Record | None:
        """See :meth:`Store.read`."""
        return _record(self.client.hmget(self._name(key), _FIELDS))

    def add(self, key: str, record: Record) -> None:
        """See :meth:`Store.add`."""
        self._put(key, record, new_key=key, must_exist=False)

    def replace(self, key: str, record: Record, *, new_key: str) -> bool:
        """See :meth:`Store.replace`."""
        return self._put(key, record, new_key=new_key, must_exist=True)

    def touch(self, key: str, used: int, expires: int) -> bool:
        """See :meth:`Store.touch`."""
        return bool(self._touch([self._name(key)], [key, used, expires]))

    def remove(self, key: str) -> bool:
        """See :meth:`Store.remove`."""
        return bool(self._remove([self._name(key)], [key]))

    def remove_user(self, user: str, *, keep: str | None) -> int:
        """See :meth:`Store.remove_user`."""
        removed: int = self._remove_user([self._set(user)], [self._prefix, keep or ""])
        return removed

    def of_user(self, user: str) -> Sequence[tuple[str, Record]]:
        """See :meth:`Store.of_user`."""
        keys = [_text(key) for key in self.client.zrange(self._set(user), 0, -1)]
        found = [(key, self.read(key)) for key in reversed(keys)]
        return [(key, record) for key, record in found if record is not None]

    def count(self, now: int) -> Counts:  # noqa: ARG002 - none of them has expired
        """See :meth:`Store.count`."""
        pattern = re.sub(r"([*?\[\]\\])", r"\\\1", self._prefix) + "*"
        names = {_text(name) for name in self.client.scan_iter(match=pattern, count=1000)}
        users = {name for name in names if name.startswith(f"{self._prefix}user:")}
        return Counts(len(names - users), len(users), 0)

    def sweep(self, now: int) -> int:  # noqa: ARG002 - see below
        """Remove nothing: the server does it by itself."""
        return 0

    def close(self) -> None:
        """See :meth:`Store.close`."""
        self.client.close()

    def _put(self, key: str, record: Record, *, new_key: str, must_exist: bool) -> bool:
        place = "" if record.user is None else self._set(record.user)
        kept = self._write(
            [self._name(key), self._name(new_key), place],
            [
                *(key, new_key, int(must_exist), record.content, record.user or ""),
                *(record.created, record.used, record.expires, int(time.time())),
            ],
        )
        return bool(kept)

    def _name(self, key: str) -> str:
        return self._prefix + key

    def _set(self, user: str) -> str:
        return f"{self._prefix}user:{hashlib.sha256(user.encode()).hexdigest()}"


def client_of(url: str, timeout: float) -> Redis:
    """Make a client that gives up soon, where a request waits for it.

    :param timeout: seconds to wait for a connection, and for an answer.
    """
    # One more try at once is for connections that the server has closed in the meantime.
    client: Any = Redis.from_url(  # pyright: ignore[reportUnknownMemberType]  # its options are untyped
        url,
        socket_timeout=timeout,
        socket_connect_timeout=timeout,
        retry=Retry(NoBackoff(), 1),
    )
    return client  # type: ignore[no-any-return]  # see above


def _record(fields: Sequence[str | bytes | None]) -> Record | None:
    content, user, *times = (None if each is None else _text(each) for each in fields)
    if content is None:
        return None
    created, used, expires = (int(each or 0) for each in times)
    return Record(content, user or None, created, used, expires)


def _text(value: str | bytes) -> str:
    # Clients with decode_responses give texts.
    return value.decode() if isinstance(value, bytes) else value
