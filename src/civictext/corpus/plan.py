"""The plan of a run as a file in its folder: which shards there are, of which rows of which files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from civictext.corpus.folder import RunFolder
from civictext.corpus.readers import Part
from civictext.corpus.shards import Cuts, Shard, Stamp
from civictext.corpus.sources import Source


def write_plan(folder: RunFolder, shards: Iterable[Shard], *, limited: bool) -> None:
    """Write the plan of a run.

    Args:
        folder: of the run.
        shards: in the order of the input.
        limited: the plan ends within a file, so how it cuts files is of no use to another.
    """
    head = json.dumps({"limited": limited})
    folder.write_lines(folder.plan, (head, *map(_line, shards)))


def _line(shard: Shard) -> str:
    parts = [
        (s.path, s.name, s.format, s.compression, s.label, *stamp, part.start, part.rows, part.offset)
        for part, stamp in zip(shard.parts, shard.stamps, strict=True)
        for s in (part.source,)
    ]
    return json.dumps([shard.name, shard.fingerprint, parts])


def read_plan(folder: RunFolder) -> Iterator[Shard]:
    """Yield the shards of a run in the order of the input; nothing where it has no plan."""
    for name, fingerprint, listed in islice(_lines(folder), 1, None):
        parts = tuple(Part(Source(*fields[:5]), *fields[7:]) for fields in listed)
        yield Shard(name, parts, tuple(Stamp(*fields[5:7]) for fields in listed), fingerprint)


def shard_names(folder: RunFolder) -> list[str]:
    """Return the names of the shards of a run in the order of the input."""
    return [name for name, _, _ in islice(_lines(folder), 1, None)]


def known_cuts(folder: RunFolder) -> Cuts:
    """Return how an earlier run has cut the files that have to be read for it."""
    cuts: dict[tuple[str, Stamp], list[Part]] = {}
    if next(_lines(folder), {"limited": True})["limited"]:
        return cuts
    for shard in read_plan(folder):
        for part, stamp in zip(shard.parts, shard.stamps, strict=True):
            if part.source.format not in ("txt", "html"):
                cuts.setdefault((part.source.path, stamp), []).append(part)
    return cuts


def _lines(folder: RunFolder) -> Iterator[Any]:
    if folder.plan.exists():
        with folder.plan.open(encoding="utf-8") as file:
            yield from map(json.loads, file)
