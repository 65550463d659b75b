"""Import and load time, memory, and workers: each in processes of their own."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_STARTUP = """
import time; a = time.process_time()
import civictext; b = time.process_time()
civictext.load()("Năm 2023, xã có 12 thôn."); c = time.process_time()
print(b - a, c - b)
"""
_MEMORY = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-m", "civictext", *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def startup(rounds: int = 5) -> dict[str, float]:
    """Return the CPU seconds of `import civictext`, and of `load()` to the first document."""
    runs = [list(map(float, _python(_STARTUP).split())) for _ in range(rounds)]
    imports, loads = zip(*runs, strict=True)
    return {"import_s": statistics.median(imports), "load_s": statistics.median(loads)}


def peak_memory(texts: list[str]) -> float:
    """Return the peak memory, MB, of the largest process of `civictext run` over all texts."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, out = write_corpus(texts, Path(folder)), f"{folder}/out"
        return float(_python(_MEMORY, "run", str(corpus), "-o", out, "--workers", "1", "--quiet"))


def two_workers_over_one(
    texts: list[str], seconds_an_article: float, *, seconds: float = 8.0, rounds: int = 3
) -> float:
    """Return how much faster two workers run a corpus than one, by the clock.

    The corpus is made of the texts, as often as keep one worker busy for so many seconds.
    """
    times = max(1, round(seconds / (seconds_an_article * len(texts))))
    many = [f"{text}\nTin số {n}." for n in range(times) for text in texts]
    with tempfile.TemporaryDirectory() as folder:
        corpus = write_corpus(many, Path(folder))
        size = str(max(1, len(many) // 20))
        ratios = [
            _run(corpus, Path(folder) / f"{n}-1", "1", size) / _run(corpus, Path(folder) / f"{n}-2", "2", size)
            for n in range(rounds)
        ]
    return statistics.median(ratios)


def write_corpus(texts: list[str], folder: Path) -> Path:
    """Write texts as a JSONL file and return its path."""
    path = folder / "corpus.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for n, text in enumerate(texts):
            file.write(json.dumps({"id": str(n), "text": text}, ensure_ascii=False) + "\n")
    return path


def _run(corpus: Path, out: Path, workers: str, shard_size: str) -> float:
    options = ["--workers", workers, "--shard-size", shard_size, "--quiet"]
    command = [sys.executable, "-m", "civictext", "run", str(corpus), "-o", str(out), *options]
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def _python(code: str, *arguments: str) -> str:
    return subprocess.check_output([sys.executable, "-c", code, *arguments], text=True)
