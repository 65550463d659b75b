"""CPU time of functions, measured in turns so that drift of the machine meets all alike."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

MIN_SECONDS = 0.05
"""A shorter measurement is repeated until it lasts this long."""


@dataclass(frozen=True)
class Timing:
    """CPU seconds of one call: median, lowest and highest of several rounds."""

    median: float
    low: float
    high: float


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one call, averaged over as many as last `MIN_SECONDS`."""
    calls = 0
    start = time.process_time()
    while True:
        work()
        calls += 1
        spent = time.process_time() - start
        if spent >= MIN_SECONDS:
            return spent / calls


def in_turns(works: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Timing]:
    """Time every function once a round, after one warm-up each."""
    for work in works.values():
        work()
    samples: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            gc.collect()
            samples[name].append(cpu_seconds(work))
    return {name: Timing(statistics.median(s), min(s), max(s)) for name, s in samples.items()}
