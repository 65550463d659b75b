"""Runs any function over the shards of a corpus, with the executors of a run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from civictext.corpus.executors import Executor, ExecutorName, make_executor
from civictext.corpus.readers import BadRow, Paths, Row, check_encoding, read_part, read_rows
from civictext.corpus.records import Columns
from civictext.corpus.shards import SHARD_ROWS, Shard, plan_shards
from civictext.corpus.sources import STDIN, find_sources
from civictext.errors import CorpusError

Result = TypeVar("Result")


def map_shards(
    work: Callable[[Iterator[Row | BadRow]], Result],
    paths: Paths,
    *,
    text_column: str | None = None,
    id_column: str | None = None,
    title_column: str | None = None,
    date_column: str | None = None,
    url_column: str | None = None,
    encoding: str = "utf-8",
    workers: int | None = None,
    executor: ExecutorName | Executor = "local",
    scheduler: str | None = None,
    shard_size: int = SHARD_ROWS,
) -> Iterator[Result]:
    """Call a function with the rows of each shard and yield what it returns, in the order of the input.

    What the function returns should be small, counts and
    not texts, for it goes from process to process.

    Args:
        work: a function of a module, so that other processes can import it; its argument is a
            stream of rows, with a `BadRow` for each that cannot be read.
        paths: files, folders or globs, as `read_rows` takes them.
        text_column, id_column, title_column, date_column, url_column: names of columns.
        encoding: of .txt and .csv files.
        workers, executor, scheduler, shard_size: as in `run`.

    Raises:
        InputError: an input leads nowhere.
        CorpusError: the function failed on a shard, or killed its worker twice; the results of
            the shards before it have been yielded.
    """
    check_encoding(encoding)
    columns = Columns(text_column, id_column, title_column, date_column, url_column)
    shards = plan_shards(find_sources(paths), shard_rows=shard_size, encoding=encoding)
    task = partial(_work_on, work=work, columns=columns, encoding=encoding)
    results: dict[str, Result] = {}
    waiting = iter(shards)
    awaited = next(waiting, None)
    with make_executor(executor, workers, scheduler) as running:
        for outcome in running.map(task, shards):
            if outcome.failure is not None:
                raise CorpusError(f"shard {outcome.task.name}: {outcome.failure}")
            results[outcome.task.name] = outcome.result  # type: ignore[assignment]
            while awaited is not None and awaited.name in results:
                yield results.pop(awaited.name)
                awaited = next(waiting, None)


def map_rows(
    work: Callable[[Iterator[Row | BadRow]], Result],
    paths: Sequence[str | os.PathLike[str]],
    *,
    workers: int | None,
    **columns: str | None,
) -> Iterator[Result]:
    """Call a function with rows as `map_shards` does; with the standard input, once and in this process."""
    if STDIN in paths:
        yield work(read_rows(paths, **columns))  # type: ignore[arg-type]
    else:
        yield from map_shards(work, paths, workers=workers, **columns)  # type: ignore[arg-type]


def texts_of(rows: Iterable[Row | BadRow], bad: list[BadRow]) -> Iterator[str]:
    """Yield the texts of rows; put those that cannot be read aside."""
    for row in rows:
        if isinstance(row, BadRow):
            bad.append(row)
        else:
            yield row.text


def _work_on(
    shard: Shard, *, work: Callable[[Iterator[Row | BadRow]], Result], columns: Columns, encoding: str
) -> Result:
    return work(row for part in shard.parts for row in read_part(part, columns, encoding=encoding))
