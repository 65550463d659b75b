"""Executors run one function over many tasks and survive what happens to their workers.

`LocalExecutor` is a pool of spawned processes on this machine; `InlineExecutor` works in this
process. The one for clusters is in `dask_executor`.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Generic, Literal, Protocol, TypeVar

from civictext.errors import CivictextError, CorpusError, InputError

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Task, Result]):
    """What became of a task: its result, or why there is none."""

    task: Task
    result: Result | None = None
    failure: str | None = None
    killed: bool = False
    """It killed its worker twice, or the worker was killed twice on it."""


class Executor(Protocol):
    """Runs a function over tasks; outcomes come as they are ready."""

    def map(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Outcome[Task, Result]]:
        """Yield the outcome of each task, in any order."""

    def __enter__(self) -> Executor:
        """Start the workers."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the workers; at once if there was an error."""


ExecutorName = Literal["local", "dask"]
Verdict = Literal["done", "failed", "fatal", "memory"]


def attempt(work: Callable[[Task], Result], task: Task) -> tuple[Verdict, Result | str]:
    """Do a task and return how it went: no exception has to survive the way between processes."""
    try:
        return "done", work(task)
    except CivictextError as error:
        return "fatal", str(error)
    except MemoryError:
        return "memory", "out of memory"
    except Exception as error:
        return "failed", f"{type(error).__name__}: {error}"


def outcome_of(task: Task, verdict: Verdict, value: Any) -> Outcome[Task, Any]:
    """Return the outcome that a worker reported.

    Raises:
        CorpusError: the run cannot go on.
    """
    if verdict == "fatal":
        raise CorpusError(value)
    if verdict == "done":
        return Outcome(task, value)
    return Outcome(task, failure=value, killed=verdict == "memory")


class InlineExecutor:
    """Works in this process: for notebooks, debuggers and systems without processes."""

    def __enter__(self) -> InlineExecutor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def map(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Outcome[Task, Result]]:
        """Yield the outcome of each task, in order."""
        for task in tasks:
            yield outcome_of(task, *attempt(work, task))


class LocalExecutor:
    """A pool of spawned processes that outlives any of them.

    When a worker dies, `concurrent.futures` gives up the whole pool and does not say which task
    was to blame. So the pool is made anew and the tasks that were in flight run one by one: the
    one on which a worker dies again is given up, the others are done. Workers hold a pipe to
    this process and end with it, however it ends.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._context = multiprocessing.get_context("spawn")
        self._pool: ProcessPoolExecutor | None = None
        self._life: Connection | None = None

    def __enter__(self) -> LocalExecutor:
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop(at_once=kind is not None)

    def _start(self) -> None:
        """Start a pool and wait until a worker answers."""
        watched, self._life = self._context.Pipe(duplex=False)
        self._pool = ProcessPoolExecutor(
            self._workers, mp_context=self._context, initializer=_start_worker, initargs=(watched,)
        )
        try:
            self._pool.submit(os.getpid).result()
        except BrokenProcessPool:
            raise CorpusError(
                "the worker processes cannot start. In a script, call this under "
                '`if __name__ == "__main__":`; or work in this process with workers=0'
            ) from None

    def _stop(self, *, at_once: bool) -> None:
        if at_once and self._life is not None:
            self._life.close()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        if self._life is not None:
            self._life.close()
        self._pool = self._life = None

    def _submit(self, work: Callable[[Task], Result], task: Task) -> Future[Any]:
        if self._pool is None:
            self._start()
        return self._pool.submit(attempt, work, task)  # type: ignore[union-attr]

    def map(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Outcome[Task, Result]]:
        """Yield the outcome of each task, as they are ready.

        Raises:
            CorpusError: a task said that the run cannot go on.
        """
        waiting = iter(tasks)
        running: dict[Future[Any], Task] = {}
        suspects: list[Task] = []
        while True:
            while not suspects and len(running) < self._workers:
                task = next(waiting, _NONE)
                if task is _NONE:
                    break
                try:
                    running[self._submit(work, task)] = task
                except BrokenProcessPool:
                    suspects.append(task)
            if running:
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    task = running.pop(future)
                    outcome = _outcome(task, future)
                    if outcome is None:
                        suspects.append(task)
                    else:
                        yield outcome
            elif suspects:
                yield from self._one_by_one(work, suspects)
                suspects = []
            else:
                return

    def _one_by_one(self, work: Callable[[Task], Result], tasks: list[Task]) -> Iterator[Outcome[Task, Result]]:
        """Run tasks alone, each in a pool that nothing else can break."""
        self._stop(at_once=True)
        for task in tasks:
            try:
                outcome = _outcome(task, self._submit(work, task))
            except BrokenProcessPool:
                outcome = None
            if outcome is None:
                self._stop(at_once=True)
                outcome = Outcome(task, failure="its worker died or ran out of memory twice", killed=True)
            yield outcome


_NONE: Any = object()


def _outcome(task: Task, future: Future[Any]) -> Outcome[Task, Any] | None:
    """Return the outcome of a finished task; None if its worker died or ran out of memory."""
    try:
        verdict, value = future.result()
    except BrokenProcessPool:
        return None
    return None if verdict == "memory" else outcome_of(task, verdict, value)


def _start_worker(life: Connection) -> None:
    """Leave Ctrl-C to the parent, end when the parent does, and give memory back when it is free."""
    import pyarrow as pa

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pa.set_memory_pool(pa.system_memory_pool())  # the default one keeps some 60 MB more
    threading.Thread(target=_end_with, args=(life,), daemon=True).start()


def _end_with(life: Connection) -> None:
    try:
        life.recv_bytes()
    except (EOFError, OSError):
        os._exit(1)


def make_executor(name: ExecutorName | Executor, workers: int | None, scheduler: str | None) -> Executor:
    """Return the executor of that name, not yet started; one that was made already as it is.

    Raises:
        InputError: there is no such executor, or it takes no scheduler.
        MissingExtraError: dask is not installed.
    """
    if not isinstance(name, str):
        return name
    if name == "dask":
        from civictext.corpus.dask_executor import DaskExecutor

        return DaskExecutor(workers=workers, scheduler=scheduler)
    if name != "local":
        raise InputError(f"there is no executor {name!r}: choose local or dask")
    if scheduler is not None:
        raise InputError("a scheduler address needs executor='dask' (--executor dask)")
    return InlineExecutor() if workers == 0 else LocalExecutor(workers or _cores())


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
