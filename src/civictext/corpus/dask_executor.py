"""Runs shards as Dask futures, on a cluster of this machine or on any scheduler (extra `dask`).

Only names of files and counts pass through the scheduler; workers read and write the files
themselves, so input and output must be on a disk that all of them see under the same path.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from importlib import import_module
from itertools import islice
from types import TracebackType
from typing import Any

from civictext.corpus.executors import Outcome, Result, Task, attempt, outcome_of
from civictext.errors import CorpusError, MissingExtraError

_AHEAD = 4
"""Tasks that are submitted for each thread: the scheduler never holds a whole corpus."""
_CONFIG = {
    "distributed.scheduler.allowed-failures": 1,  # the second worker that a task kills is the last
    "distributed.scheduler.worker-saturation": 1.0,  # no task waits behind one that kills its worker
}


class DaskExecutor:
    """Futures over tasks; a task that kills workers becomes a failure, the others go on."""

    def __init__(self, *, workers: int | None = None, scheduler: str | None = None) -> None:
        try:
            self._distributed: Any = import_module("distributed")
        except ImportError as error:
            raise MissingExtraError("executor='dask'", "dask") from error
        self._workers = workers
        self._scheduler = scheduler
        self._stack = ExitStack()
        self._client: Any = None

    def __enter__(self) -> DaskExecutor:
        client = self._distributed.Client
        self._stack.enter_context(import_module("dask").config.set(_CONFIG))
        if self._scheduler is None:
            cluster = self._distributed.LocalCluster(
                n_workers=self._workers,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
            )
            self._client = self._stack.enter_context(client(self._stack.enter_context(cluster)))
            return self
        try:
            self._client = self._stack.enter_context(client(self._scheduler, timeout=30))
        except (OSError, ValueError) as error:
            raise CorpusError(
                f"no Dask scheduler answers at {self._scheduler} ({error}): check the address, "
                "for example tcp://host:8786"
            ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def map(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Outcome[Task, Result]]:
        """Yield the outcome of each task, as they are ready.

        Raises:
            CorpusError: a task said that the run cannot go on, or the scheduler is gone.
        """
        waiting = iter(tasks)
        running: dict[Any, Task] = {}
        ready = self._distributed.as_completed()

        def submit(number: int) -> None:
            for task in islice(waiting, number):
                future = self._client.submit(attempt, work, task, pure=False, retries=0)
                running[future] = task
                ready.add(future)

        submit(_AHEAD * max(1, sum(self._client.nthreads().values())))
        for future in ready:
            outcome = _outcome(running.pop(future), future)
            submit(1)
            yield outcome


def _outcome(task: Task, future: Any) -> Outcome[Task, Any]:
    if future.status == "finished":
        return outcome_of(task, *future.result())
    if future.status in ("cancelled", "lost"):
        raise CorpusError("the Dask scheduler is gone: finished shards are safe, start the command again")
    error = future.exception()
    if type(error).__name__ == "KilledWorker":
        return Outcome(task, failure="its worker died twice", killed=True)
    return Outcome(task, failure=f"{type(error).__name__}: {error}")
