"""The pass over a finished run that marks repeated articles: `civictext dedup OUT`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Literal

from civictext.corpus.duplicates import NEAR_THRESHOLD, NOTHING, examples, find_repeats, mark, near_repeats
from civictext.corpus.executors import Executor, ExecutorName, make_executor
from civictext.corpus.folder import RunFolder
from civictext.corpus.near import minhash, write_signatures
from civictext.corpus.outputs import open_folder
from civictext.corpus.plan import read_plan
from civictext.corpus.records import Columns
from civictext.corpus.report import Dedup, Duplicates
from civictext.corpus.shards import Shard
from civictext.corpus.work import Options
from civictext.errors import CorpusError, InputError


def dedup(
    out: str | os.PathLike[str],
    *,
    kind: Literal["exact", "near", "off"] = "near",
    threshold: float = NEAR_THRESHOLD,
    workers: int | None = None,
    executor: ExecutorName | Executor = "local",
    scheduler: str | None = None,
) -> Duplicates:
    """Mark the articles of a finished run that repeat an earlier one, within and across shards.

    `articles.duplicate_of` gets the id of the earliest article that it repeats, and
    `duplicate_kind` says `exact` or `near`. Marks of an earlier pass are replaced; nothing is deleted.

    Args:
        out: folder of the run.
        kind: `near` marks both kinds, `exact` only equal texts, `off` takes all marks away.
        threshold: estimated Jaccard similarity of four-syllable shingles from which two articles are near.
        workers, executor, scheduler: as in `run`.

    Raises:
        CorpusError: there is no finished run in the folder, or its input has changed.
        InputError: an option cannot be.
        MissingExtraError: rensa is not installed.
    """
    if not 0 < threshold <= 1:
        raise InputError(f"threshold={threshold} cannot be: give a similarity above 0 and up to 1")
    folder, run = open_folder(out)
    make = partial(make_executor, executor, workers, scheduler)
    with folder.locked():
        if run["state"] not in ("finished", "incomplete"):
            raise CorpusError(f"{folder.path}: the run is {run['state']}: start it again until it is finished")
        folder.create(())
        options = Options(**{**run["options"], "columns": Columns(*run["options"]["columns"])})
        markers = folder.markers()
        shards = [shard for shard in read_plan(folder) if shard.name in markers]
        found = look_for_duplicates(folder, shards, options, kind, make, threshold=threshold)
        folder.write_json(folder.run_json, {**run, "duplicates": asdict(found), "dedup": kind})
    return found


def look_for_duplicates(
    folder: RunFolder,
    shards: list[Shard],
    options: Options,
    kind: Dedup,
    make: Callable[[], Executor],
    *,
    threshold: float = NEAR_THRESHOLD,
) -> Duplicates:
    """Count repeated texts and ids over finished shards, and mark the texts as asked."""
    names = [shard.name for shard in shards]
    texts, ids = find_repeats(folder, names)
    near = NOTHING
    if kind == "near":
        _write_signatures(folder, shards, options, make)
        near = near_repeats(folder, names, threshold=threshold)
        shutil.rmtree(folder.near, ignore_errors=True)
    marked = mark(folder, names, NOTHING if kind == "off" else texts, near)
    return Duplicates(
        kind=kind,
        exact=len(texts),
        near=len(near) if kind == "near" else None,
        marked=marked,
        ids=len(ids),
        id_examples=tuple(examples(folder, names, ids)),
    )


def _write_signatures(folder: RunFolder, shards: list[Shard], options: Options, make: Callable[[], Executor]) -> None:
    minhash()
    folder.near.mkdir(exist_ok=True)
    work = partial(write_signatures, out=str(folder.path), options=options)
    with make() as executor:
        for outcome in executor.map(work, shards):
            if outcome.failure is not None:
                raise CorpusError(f"shard {outcome.task.name}: {outcome.failure}: no near duplicates were marked")
