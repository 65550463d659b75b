"""Corpus runs: the pipeline over archives of any size.

`run` analyses a corpus into tables, `open` looks at them; `status`, `rejects`, `digest` and
`dedup` work on the folder of a run. `read_rows` and `map_shards` are what they are made of.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_HOME = {
    "BadRow": "readers",
    "Corpus": "view",
    "Executor": "executors",
    "Outcome": "executors",
    "Duplicates": "report",
    "FailedShard": "report",
    "Row": "readers",
    "RunReport": "report",
    "RunStatus": "outputs",
    "analyse_batches": "batches",
    "dedup": "marking",
    "digest": "outputs",
    "map_shards": "mapping",
    "open": "view",
    "read_rows": "readers",
    "rejects": "outputs",
    "run": "runner",
    "status": "outputs",
}

if TYPE_CHECKING:
    from civictext.corpus.batches import analyse_batches
    from civictext.corpus.executors import Executor, Outcome
    from civictext.corpus.mapping import map_shards
    from civictext.corpus.marking import dedup
    from civictext.corpus.outputs import RunStatus, digest, rejects, status
    from civictext.corpus.readers import BadRow, Row, read_rows
    from civictext.corpus.report import Duplicates, FailedShard, RunReport
    from civictext.corpus.runner import run
    from civictext.corpus.view import Corpus, open

__all__ = [
    "BadRow",
    "Corpus",
    "Duplicates",
    "Executor",
    "FailedShard",
    "Outcome",
    "Row",
    "RunReport",
    "RunStatus",
    "analyse_batches",
    "dedup",
    "digest",
    "map_shards",
    "open",
    "read_rows",
    "rejects",
    "run",
    "status",
]


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'civictext.corpus' has no attribute {name!r}")
    value = getattr(import_module(f"civictext.corpus.{home}"), name)
    globals()[name] = value
    return value
