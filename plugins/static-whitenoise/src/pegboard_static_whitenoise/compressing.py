"""Prepares a folder for serving: compressed variants, and the manifest of hashes."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from whitenoise.compress import Compressor

from pegboard_static_whitenoise.hashes import digest_of
from pegboard_static_whitenoise.library import is_current
from pegboard_static_whitenoise.manifest import (
    MANIFEST,
    Entry,
    read_manifest,
    write_manifest,
    written_whole,
)

__all__ = ["Prepared", "prepare"]

_SUFFIXES = (".br", ".gz")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was done to a folder.

    :param files: how many files it has.
    :param compressed: how many of them have variants of ours.
    :param kept: files whose variants somebody else has written; they were left alone.
    """

    files: int
    compressed: int
    kept: Sequence[str]


def prepare(
    folder: str,
    *,
    use_gzip: bool = True,
    use_brotli: bool = True,
    skipped: Sequence[str] | None = None,
) -> Prepared:
    """Write variants of the files of a folder, and its manifest.

    Variants that are there already, of a file that has not changed, are kept.

    :param use_brotli: where brotli is installed.
    :param skipped: suffixes without a dot of files that are not compressed; None: WhiteNoise's.
    :raises SetupError: there is a manifest that cannot be read.
    :raises OSError: something cannot be read or written.
    """
    manifest = read_manifest(folder)
    before: Mapping[str, Entry] = {} if manifest is None else manifest.files
    names = sorted(_names(folder))
    work = _Work(_Writer(skipped, use_gzip=use_gzip, use_brotli=use_brotli, quiet=True))

    def prepared(name: str) -> Entry:
        return work.do(f"{folder}/{name}", before.get(name))

    with ThreadPoolExecutor() as threads:
        entries = dict(zip(names, threads.map(prepared, names), strict=True))
    write_manifest(Path(folder), entries)
    kept = [name for name, each in entries.items() if _others(f"{folder}/{name}", each.variants)]
    return Prepared(len(entries), sum(bool(each.variants) for each in entries.values()), kept)


class _Writer(Compressor):
    """WhiteNoise's compressor; what it writes is seen whole or not at all."""

    def write_data(self, path: str, data: bytes, suffix: str, stat_result: os.stat_result) -> str:
        """Write a variant that is as old as its file."""
        written_whole(path + suffix, data, (stat_result.st_atime, stat_result.st_mtime))
        return path + suffix


class _Work:
    """Compresses files that have changed."""

    def __init__(self, writer: _Writer) -> None:
        self._writer = writer
        uses = {".br": writer.use_brotli, ".gz": writer.use_gzip}
        self._wanted = {suffix for suffix in _SUFFIXES if uses[suffix]}

    def do(self, path: str, before: Entry | None) -> Entry:
        """Write the variants of a file, and give what is noted of it.

        :param before: what was noted of it the last time.
        """
        content = digest_of(path)
        ours = () if before is None else before.variants
        is_same = before is not None and before.hash == content.digest
        if not _others(path, ours) and not (is_same and self._has_all(path, ours)):
            ours = self._written(path, ours)
        return Entry(content.digest, content.signature.size, ours)

    def _has_all(self, path: str, ours: Collection[str]) -> bool:
        state = os.stat(path)  # noqa: PTH116 - text, as all here
        return self._wanted <= set(ours) and all(is_current(path + each, state) for each in ours)

    def _written(self, path: str, ours: Collection[str]) -> tuple[str, ...]:
        found: Iterable[str] = ()
        if self._writer.should_compress(path):
            found = self._writer.compress(path)
        # WhiteNoise gave an iterator once: it has to come to its end.
        written = {Path(each).suffix for each in found}
        for suffix in set(ours) - written:
            Path(path + suffix).unlink(missing_ok=True)
        return tuple(sorted(written))


def _names(folder: str) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        for name in names:
            path = f"{place}/{name}"
            if name != MANIFEST and os.path.isfile(path) and not _is_variant(path):  # noqa: PTH113 - as above
                yield path[len(folder) + 1 :].replace(os.sep, "/")


def _is_variant(path: str) -> bool:
    return path.endswith(_SUFFIXES) and os.path.isfile(path[:-3])  # noqa: PTH113 - as above


def _others(path: str, ours: Collection[str]) -> list[str]:
    """Give the suffixes of variants that somebody else has written."""
    return [each for each in _SUFFIXES if each not in ours and os.path.exists(path + each)]  # noqa: PTH110 - as above
