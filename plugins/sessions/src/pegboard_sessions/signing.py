"""Signed values with the time of their signature: itsdangerous' format, on a short path.

:class:`itsdangerous.URLSafeTimedSerializer` derives its key anew and makes half a dozen objects
for each value. Here the derived keys are kept. What it writes is what itsdangerous would write,
save that texts of under 200 bytes are never compressed: either reads what the other wrote.
"""

from __future__ import annotations

import hashlib
import hmac
import zlib
from binascii import a2b_base64, b2a_base64
from collections.abc import Sequence
from typing import Any

from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer

from pegboard_hookspecs.session_kit import TaggedJSON

__all__ = ["CookieSigner"]

#: Below so many bytes compression saves nothing worth its time.
_SHORT = 200
_URL_SAFE = bytes.maketrans(b"+/", b"-_")
_STANDARD = bytes.maketrans(b"-_", b"+/")


class CookieSigner:
    """Signs values with the newest of some keys, and reads what any of them signed.

    :param keys: secret keys, the newest first.
    :param tagged: writes and reads the values; None knows the built-in tags.
    :param salt: tells signatures of one purpose from those of others made with the same keys.
    :param digest: name of a hash function of :mod:`hashlib`, for keys and signatures.
    """

    def __init__(
        self,
        keys: Sequence[str | bytes],
        tagged: TaggedJSON | None = None,
        *,
        salt: str = "cookie-session",
        digest: str = "sha1",
    ) -> None:
        self._tagged = TaggedJSON() if tagged is None else tagged
        self._digest = digest
        #: The same as itsdangerous knows it, for whoever needs more than two methods.
        self.serializer: URLSafeTimedSerializer = URLSafeTimedSerializer(
            list(reversed(keys)),  # type: ignore[arg-type]  # text and bytes may be mixed
            salt=salt,
            serializer=self._tagged,
            signer=TimestampSigner,
            signer_kwargs={"key_derivation": "hmac", "digest_method": getattr(hashlib, digest)},
        )
        derive = self.serializer.make_signer(salt).derive_key
        self._keys = [derive(key) for key in keys]

    def dumps(self, value: object, now: int) -> str:
        """Sign a value.

        :param now: the time to sign it with, in seconds since 1970.
        :raises UnkeepableError: part of it cannot be kept.
        """
        stamp = _packed(now.to_bytes((now.bit_length() + 7) // 8, "big"))
        content = _payload(self._tagged.dumps(value).encode("ascii")) + b"." + stamp
        return (content + b"." + self._signature(self._keys[0], content)).decode("ascii")

    def loads(self, token: str) -> tuple[Any, int]:
        """Give the signed value, and when it was signed in seconds since 1970.

        Each character counts: unlike itsdangerous', this reader takes no second spelling of a
        signature's last bits.

        :raises itsdangerous.BadSignature: no key signed it.
        :raises Exception: a key did, but the content is not what this class writes.
        """
        content, _, signature = token.encode().rpartition(b".")
        for key in self._keys:
            if hmac.compare_digest(signature, self._signature(key, content)):
                break
        else:
            raise BadSignature("No key signed this.")
        payload, _, stamp = content.rpartition(b".")
        return self._tagged.loads(_text(payload)), int.from_bytes(_unpacked(stamp), "big")

    def _signature(self, key: bytes, content: bytes) -> bytes:
        return _packed(hmac.digest(key, content, self._digest))


def _payload(text: bytes) -> bytes:
    if len(text) >= _SHORT:
        compressed = zlib.compress(text)
        if len(compressed) < len(text) - 1:
            return b"." + _packed(compressed)
    return _packed(text)


def _text(payload: bytes) -> bytes:
    if payload.startswith(b"."):
        return zlib.decompress(_unpacked(payload[1:]))
    return _unpacked(payload)


def _packed(data: bytes) -> bytes:
    return b2a_base64(data, newline=False).translate(_URL_SAFE).rstrip(b"=")


def _unpacked(text: bytes) -> bytes:
    # Python ignores what is too much of padding.
    return a2b_base64(text.translate(_STANDARD) + b"==")
