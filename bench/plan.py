"""What an archive of a hundred million articles takes, from what is measured here: `--plan`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

import civictext
from bench.startup import write_corpus
from bench.timing import cpu_seconds
from civictext import corpus
from civictext.corpus.duplicates import KeyGroups, positions
from civictext.corpus.executors import Executor, LocalExecutor, make_executor
from civictext.corpus.folder import RunFolder
from civictext.corpus.readers import Row, read_rows
from civictext.corpus.work import Options, ShardWriter

SHARD = 20_000
_ROWS = 1_000
_KEYS = 1_000_000
_BANDS = 32
_QUICK = ["indicators", "acronyms", "topics"]


@dataclass(frozen=True)
class Item:
    """One line of the plan: what was measured, and what it comes to."""

    what: str
    measured: str
    total: str


def runner_cost(texts: list[str]) -> dict[str, float]:
    """Return milliseconds of CPU an article: the pipeline, reading rows, making and writing tables.

    Tables are timed as a shard of a usual size, for which the texts are repeated.
    """
    nlp = civictext.load()
    analysed = list(nlp.pipe(texts))
    times = -(-_ROWS // len(texts))
    with tempfile.TemporaryDirectory() as folder:
        path = write_corpus(texts * times, Path(folder))
        rows = [row for row in read_rows(path) if isinstance(row, Row)]
        docs = [doc.with_(id=row.id) for doc, row in zip(analysed * times, rows, strict=True)]
        options = Options(version=nlp.version)
        out = RunFolder(Path(folder) / "out")
        out.create(options.tables)

        def write(number: int = len(docs)) -> None:
            with ShardWriter(out, "shard", options) as writer:
                for doc, row in islice(zip(docs, rows, strict=True), number):
                    writer.add(doc, row)
                writer.publish()

        write(len(texts))
        table_bytes = sum(file.stat().st_size for file in out.path.glob("*/*.parquet")) / len(texts)
        return {
            "pipeline": 1000 * cpu_seconds(lambda: list(nlp.pipe(texts))) / len(texts),
            "read": 1000 * cpu_seconds(lambda: list(read_rows(path))) / len(rows),
            "write": 1000 * cpu_seconds(write) / len(rows),
            "table_bytes": table_bytes,
        }


def plan(texts: list[str], articles: int = 100_000_000) -> list[Item]:
    """Return what so many articles like these take."""
    size = sum(len(text.encode()) for text in texts) / len(texts)
    cost = runner_cost(texts)
    shards = articles // SHARD
    hours = articles / 3.6e6
    start = _worker_start()
    items = [
        Item("text", f"{size / 1e3:.1f} kB an article", f"{articles * size / 1e9:,.0f} GB"),
        Item(
            "analysis",
            f"{cost['pipeline']:.2f} ms an article, {size / 1e3 / cost['pipeline']:.2f} MB/s",
            f"{cost['pipeline'] * hours:,.1f} core-hours",
        ),
        Item(
            "reading (JSONL) and tables",
            f"{cost['read']:.3f} + {cost['write']:.3f} ms an article",
            f"{(cost['read'] + cost['write']) * hours:,.1f} core-hours",
        ),
        Item("loading the pipeline, a worker", f"{start:.2f} s of CPU", "once a worker"),
        Item(
            "tables",
            f"{cost['table_bytes'] / 1e3:.2f} kB an article",
            f"{cost['table_bytes'] * articles / 1e9:,.0f} GB",
        ),
        *_shard_items(texts, shards),
        *_executor_items(shards),
        *_duplicate_items(texts, articles),
    ]
    whole = (cost["pipeline"] + cost["read"] + cost["write"]) * hours
    return [*items, Item("all of it but near duplicates", "", f"{whole:,.1f} core-hours; " + _nights(whole))]


def _nights(core_hours: float) -> str:
    return f"{core_hours / 8:,.1f} cores for a night of 8 hours, {60 * core_hours / 50:,.0f} minutes on 50"


def _worker_start() -> float:
    """Return the CPU seconds until a worker can begin."""
    code = "import time; from civictext.corpus import work; work.cached_pipeline({}); print(time.process_time())"
    return float(subprocess.check_output([sys.executable, "-c", code], text=True))


def _shard_items(texts: list[str], shards: int, number: int = 1_000) -> list[Item]:
    """Measure a run of so many shards of one row, and starting it again."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_corpus([texts[n % len(texts)] for n in range(number)], Path(folder))
        out = Path(folder) / "out"
        options: dict[str, Any] = {"workers": 0, "shard_size": 1, "exclude": _QUICK, "progress": "off"}
        clock, cpu = time.perf_counter(), time.process_time()
        corpus.run(path, out, dedup="off", **options)
        waiting = (time.perf_counter() - clock - (time.process_time() - cpu)) / number
        plan_bytes = os.path.getsize(out / "_plan.jsonl")
        again = _clock(lambda: corpus.run(path, out, dedup="off", **options))
    return [
        Item(
            f"waiting for the disk, {shards:,} shards of {SHARD:,} rows",
            f"{1000 * waiting:.0f} ms a shard",
            f"{waiting * shards / 60:,.1f} minutes in all",
        ),
        Item(
            "starting a finished run again",
            f"{again:.2f} s for {number:,} shards, {plan_bytes / 1e3:,.0f} kB of plan",
            f"{again * shards / number:,.1f} s",
        ),
    ]


def _executor_items(shards: int, number: int = 1_000) -> list[Item]:
    """Measure what it takes to hand out a shard: tasks that do nothing."""
    executors: dict[str, Callable[[], Executor]] = {"local": lambda: LocalExecutor(2)}
    if find_spec("distributed"):
        executors["dask"] = lambda: make_executor("dask", 2, None)
    items = []
    for name, make in executors.items():
        with make() as executor:
            list(executor.map(abs, range(10)))
            seconds = _clock(lambda: list(executor.map(abs, range(number)))) / number
        items.append(
            Item(f"handing out shards, {name}", f"{1000 * seconds:.2f} ms a shard", f"{seconds * shards:,.0f} s in all")
        )
    return items


def _duplicate_items(texts: list[str], articles: int) -> list[Item]:
    seconds, disk = _key_cost()
    items = [
        Item(
            "equal texts and ids",
            f"{seconds * 1e6:.2f} µs of CPU and {disk:.0f} bytes of disk a key",
            f"{2 * seconds * articles / 60:,.1f} minutes, {2 * disk * articles / 1e9:,.1f} GB",
        )
    ]
    if find_spec("rensa"):
        from civictext.corpus.near import PERMUTATIONS, signature

        few = texts[:50]
        spent = cpu_seconds(lambda: [signature(text) for text in few])
        items += [
            Item(
                "near duplicates: signatures",
                f"{1000 * spent / len(few):.2f} ms, {4 * PERMUTATIONS} bytes an article",
                f"{spent / len(few) * articles / 3600:,.1f} core-hours, {4 * PERMUTATIONS * articles / 1e9:,.0f} GB",
            ),
            Item(
                f"near duplicates: {_BANDS} passes",
                f"{seconds * 1e6:.2f} µs of CPU a key",
                f"{_BANDS * seconds * articles / 3600:,.1f} hours of one core, "
                f"{_BANDS * 4 * PERMUTATIONS * articles / 1e12:,.1f} TB read",
            ),
        ]
    return items


def _key_cost() -> tuple[float, float]:
    """Return CPU seconds and bytes of disk a key of the search for equal keys."""
    keys = np.random.default_rng(7).integers(0, 2**63, (_KEYS, 2)).astype(np.uint64)
    start = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        groups = KeyGroups(Path(folder) / "keys", _KEYS)
        for number, at in enumerate(range(0, _KEYS, SHARD)):
            groups.add(keys[at : at + SHARD], positions(number, SHARD))
        disk = sum(file.stat().st_size for file in Path(folder).rglob("*.keys"))
        groups.repeats()
    return (time.process_time() - start) / _KEYS, max(disk, 24 * _KEYS) / _KEYS


def _clock(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
