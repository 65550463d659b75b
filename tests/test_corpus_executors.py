from __future__ import annotations

import io
import os
import signal
import time
from pathlib import Path

import pytest

from civictext.corpus import progress
from civictext.corpus.executors import Executor, InlineExecutor, LocalExecutor, Outcome, make_executor
from civictext.errors import CorpusError, InputError


def double(n: int) -> int:
    if n == 13:
        raise ValueError("thirteen")
    if n == 99:
        raise CorpusError("no space left")
    return 2 * n


def kill_or_double(n: int) -> int:
    """Double a number; 3 kills its worker, 5 takes long enough to be in flight when it does."""
    if n == 3:
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGKILL)
    if n == 5:
        time.sleep(0.4)
    return 2 * n


def exhaust_memory_twice(path: str) -> str:
    with Path(path).open("a") as file:
        file.write("x")
    if Path(path).stat().st_size < 2:
        raise MemoryError
    return "done"


def results(outcomes: list[Outcome[int, int]]) -> dict[int, int | None]:
    return {outcome.task: outcome.result for outcome in outcomes}


def run(executor: Executor, work: object, tasks: list[object]) -> list[Outcome[object, object]]:
    with executor as started:
        return list(started.map(work, tasks))  # type: ignore[arg-type]


@pytest.mark.parametrize("make", [InlineExecutor, lambda: LocalExecutor(2)])
def test_map_does_every_task_and_reports_failures(make: object) -> None:
    outcomes = run(make(), double, [*range(20)])
    assert results(outcomes) == {n: None if n == 13 else 2 * n for n in range(20)}
    assert [outcome.failure for outcome in outcomes if outcome.result is None] == ["ValueError: thirteen"]


@pytest.mark.parametrize("make", [InlineExecutor, lambda: LocalExecutor(1)])
def test_map_stops_where_the_run_cannot_go_on(make: object) -> None:
    with pytest.raises(CorpusError, match="no space left"):
        run(make(), double, [1, 99, 2])


def test_local_gives_up_only_the_task_that_kills() -> None:
    outcomes = run(LocalExecutor(2), kill_or_double, [1, 2, 3, 5, 6, 7])
    assert results(outcomes) == {1: 2, 2: 4, 3: None, 5: 10, 6: 12, 7: 14}
    assert [outcome.task for outcome in outcomes if outcome.killed] == [3]


def test_local_tries_a_task_that_ran_out_of_memory_again_alone(tmp_path: Path) -> None:
    (outcome,) = run(LocalExecutor(1), exhaust_memory_twice, [str(tmp_path / "tries")])
    assert outcome.result == "done"


@pytest.mark.parametrize(
    "wrong", [("spark", None, None), ("local", None, "tcp://host:1")], ids=["executor", "scheduler"]
)
def test_make_executor_refuses_what_cannot_be(wrong: tuple[str, None, str | None]) -> None:
    with pytest.raises(InputError):
        make_executor(*wrong)  # type: ignore[arg-type]


def test_progress_says_each_state_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.0)
    stream = io.StringIO()
    with progress.Progress("lines", rows=4, stream=stream) as shown:
        shown.add({"articles": 2, "rejects": 1, "indicators": 7, "bytes": 2_000_000})
    (line,) = stream.getvalue().splitlines()
    assert line.startswith("3 of 4 articles, ")
    assert "7 figures, 1 rejects" in line


def test_progress_is_silent_when_told_so() -> None:
    stream = io.StringIO()
    with progress.Progress("off", rows=4, stream=stream) as shown:
        shown.add({"articles": 2, "rejects": 1, "indicators": 7, "bytes": 2_000_000})
    assert stream.getvalue() == ""
