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
import json, resource, sys, civictext
nlp = civictext.load()
for line in open(sys.argv[1], encoding="utf-8"):
    nlp(json.loads(line)["text"])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def startup(rounds: int = 5) -> dict[str, float]:
    """Return the CPU seconds of `import civictext`, and of `load()` to the first document."""
    runs = [list(map(float, _python(_STARTUP).split())) for _ in range(rounds)]
    imports, loads = zip(*runs, strict=True)
    return {"import_s": statistics.median(imports), "load_s": statistics.median(loads)}


def peak_memory(texts: list[str]) -> float:
    """Return the peak memory of one process over all texts, MB."""
    with tempfile.TemporaryDirectory() as folder:
        return float(_python(_MEMORY, str(_write(texts, Path(folder)))))


def workers(texts: list[str], rounds: int = 3) -> float:
    """Return how much faster two workers run a corpus than one, by the clock."""
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        corpus = _write(texts, Path(folder))
        for n in range(rounds):
            one = _run(corpus, Path(folder) / f"one{n}", 1)
            two = _run(corpus, Path(folder) / f"two{n}", 2)
            ratios.append(one / two)
    return statistics.median(ratios)


def _write(texts: list[str], folder: Path) -> Path:
    path = folder / "corpus.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for n, text in enumerate(texts):
            file.write(json.dumps({"id": str(n), "text": text}, ensure_ascii=False) + "\n")
    return path


def _run(corpus: Path, out: Path, n_workers: int) -> float:
    command = [sys.executable, "-m", "civictext", "run", str(corpus), "-o", str(out)]
    start = time.perf_counter()
    subprocess.run([*command, "--workers", str(n_workers), "--quiet"], check=True)
    return time.perf_counter() - start


def _python(code: str, *arguments: str) -> str:
    return subprocess.check_output([sys.executable, "-c", code, *arguments], text=True)
