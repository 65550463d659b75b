"""Cuts the input into shards: the units of work of a run, each a few parts of files.

A shard is cut by what is in it and nothing else, so a rerun finds the same shards again. Small
files are put together; a large one is cut where it can be read from: at a byte of a plain file
of lines, at a row of a Parquet file. What can only be read from its start, a compressed file or
a row group, is cut into at most `MOST_CUTS` shards, because each of them passes over what is
before it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, pairwise
from typing import Any, NamedTuple

from civictext.corpus.lines import CsvRecords, Lines, opened
from civictext.corpus.readers import Part
from civictext.corpus.sources import Source

SHARD_ROWS = 2_000
"""Rows of a shard: some seconds of work, which is what an interrupted run loses."""
MOST_CUTS = 8
_MARK_EVERY = 64


class Stamp(NamedTuple):
    """What tells that a file has changed."""

    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Shard:
    """A unit of work: parts of files that are read one after another."""

    name: str
    """Stem of its output files."""
    parts: tuple[Part, ...]
    stamps: tuple[Stamp, ...]
    """Size and time of the file of each part when the plan was made."""
    fingerprint: str
    """Changes when one of its files does."""

    @property
    def rows(self) -> int | None:
        """Rows it holds, where that is known before it is read."""
        rows = [part.rows for part in self.parts]
        return None if None in rows else sum(filter(None, rows))


Cuts = Mapping[tuple[str, Stamp], Sequence[Part]]
"""Parts of files as an earlier plan cut them."""


def plan_shards(
    sources: Iterable[Source],
    *,
    shard_rows: int = SHARD_ROWS,
    limit: int | None = None,
    encoding: str = "utf-8",
    known: Cuts | None = None,
) -> list[Shard]:
    """Cut files into shards, in the order of the files.

    Args:
        sources: the files.
        shard_rows: rows of a shard, at most; more where a file can only be read from its start.
        limit: rows of all shards together.
        encoding: of CSV files.
        known: cuts of an earlier plan; a file that has not changed is not read again.
    """
    stamps: dict[str, Stamp] = {}
    parts = _all_parts(sources, shard_rows, encoding, known or {}, stamps)
    if limit is not None:
        parts = _limited(parts, limit)
    return [_shard(group, stamps) for group in _grouped(parts, shard_rows)]


def stamp_of(path: str) -> Stamp:
    """Return size and time of a file; zeros where it is gone, which reading it will report."""
    try:
        stat = os.stat(path)
    except OSError:
        return Stamp(0, 0)
    return Stamp(stat.st_size, stat.st_mtime_ns)


def _all_parts(
    sources: Iterable[Source], rows: int, encoding: str, known: Cuts, stamps: dict[str, Stamp]
) -> Iterator[Part]:
    for source in sources:
        stamps[source.path] = now = stamp_of(source.path)
        yield from known.get((source.path, now)) or _parts(source, rows, encoding)


def _parts(source: Source, rows: int, encoding: str) -> list[Part]:
    if source.format in ("txt", "html"):
        return [Part(source, 0, 1)]
    try:
        if source.format == "parquet":
            return _parquet_parts(source, rows) or [Part(source)]
        return _line_parts(source, rows, encoding) or [Part(source)]
    except (OSError, ValueError, EOFError):  # reading it will say what is wrong
        return [Part(source)]


def _parquet_parts(source: Source, rows: int) -> list[Part]:
    from civictext.corpus.parquet import DamagedParquetError, group_sizes

    parts: list[Part] = []
    start = held = 0
    try:
        sizes = group_sizes(source.path)
    except DamagedParquetError:
        return []
    for size in sizes:
        if held and held + size > rows:
            parts.append(Part(source, start, held))
            start, held = start + held, 0
        held += size
        if held > rows:
            cuts = _even(held, max(rows, -(-held // MOST_CUTS)))
            parts += [Part(source, start + first, length) for first, length in cuts]
            start, held = start + held, 0
    return [*parts, Part(source, start, held)] if held else parts


def _even(total: int, step: int) -> Iterator[tuple[int, int]]:
    """Cut a range into pieces of nearly the same length, none longer than a step."""
    pieces = -(-total // step)
    bounds = [total * i // pieces for i in range(pieces + 1)]
    return ((a, b - a) for a, b in pairwise(bounds))


def _line_parts(source: Source, rows: int, encoding: str) -> list[Part]:
    offsets: list[int] = []
    total = 0
    with opened(source) as stream:
        records: Any = Lines(stream) if source.format == "jsonl" else CsvRecords(stream, source, encoding)
        try:
            for total in count():
                if total % rows == 0:
                    offsets.append(records.offset)
                next(records)
        except StopIteration:
            whole = True
        except (OSError, EOFError, ValueError):  # the last part goes on to the damage and reports it
            whole = False
    step = rows * -(-total // (rows * MOST_CUTS)) if source.compression and total else rows
    starts = zip(range(0, total, step), offsets[:: step // rows], strict=False)
    parts = [Part(source, first, min(step, total - first), at) for first, at in starts]
    if not whole and parts:
        parts[-1] = replace(parts[-1], rows=None)
    return parts


def _limited(parts: Iterable[Part], limit: int) -> Iterator[Part]:
    """Yield parts up to a number of rows in all."""
    for part in parts:
        if limit <= 0:
            return
        if part.rows is None or part.rows > limit:
            part = replace(part, rows=limit)
        limit -= part.rows or 0
        yield part


def _grouped(parts: Iterable[Part], rows: int) -> Iterator[tuple[Part, ...]]:
    """Put small files together.

    Where a group is half full, it ends at the next file whose name has a certain checksum: so
    a new file in the middle of a folder changes one or two groups and not all behind it.
    """
    group: list[Part] = []
    held = 0
    for part in parts:
        size = rows if part.rows is None else part.rows
        mark = zlib.crc32(part.source.name.encode()) % _MARK_EVERY == 0
        if group and (held + size > rows or (mark and 2 * held >= rows)):
            yield tuple(group)
            group, held = [], 0
        group.append(part)
        held += size
    if group:
        yield tuple(group)


def _shard(parts: tuple[Part, ...], stamps: Mapping[str, Stamp]) -> Shard:
    identity = [(part.source.name, part.start, part.rows) for part in parts]
    first = parts[0]
    name = f"{_slug(first.source.label)}-{first.start:09d}-{_hash(identity)[:8]}"
    stamped = tuple(stamps[part.source.path] for part in parts)
    return Shard(name, parts, stamped, _hash([identity, stamped]))


def _hash(value: Any) -> str:
    return hashlib.blake2b(json.dumps(value).encode(), digest_size=16).hexdigest()


_NO_WORD = re.compile(r"[^A-Za-z0-9]+")


def _slug(name: str) -> str:
    """Return a file name in letters that every file system takes."""
    letters = unicodedata.normalize("NFKD", name.replace("\N{LATIN SMALL LETTER D WITH STROKE}", "d"))
    plain = letters.encode("ascii", "ignore").decode()
    return _NO_WORD.sub("-", plain).strip("-").lower()[:40] or "shard"
