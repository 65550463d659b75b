"""Measure civictext: `make bench`, or `python -m bench [CORPUS] [--json FILE] [--compare BASE]`."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.growth import hostile, lengths, numbers
from bench.speed import measure, size
from bench.startup import peak_memory, startup, workers
from civictext.corpus.readers import Row, read_rows

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples" / "articles"


def main() -> None:
    """Run what was asked for and print one table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("corpus", nargs="*", default=[str(SAMPLES)], help="default: the shipped samples")
    parser.add_argument("--limit", type=int, default=300, help="articles of the corpus to use")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=("speed",), help="leave out start-up, memory, growth, workers")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--compare", metavar="BASE", help="a commit, or the JSON of an earlier run")
    args = parser.parse_args()
    texts = _texts(args.corpus, args.limit)
    results = _results(texts, args)
    if args.json:
        args.json.write_text(json.dumps(results, indent=1), "utf-8")
    base = _base(args) if args.compare else None
    _print(results, base)


def _texts(corpus: list[str], limit: int) -> list[str]:
    texts: list[str] = []
    for row in read_rows(corpus):
        if isinstance(row, Row):
            texts.append(row.text)
        if len(texts) == limit:
            break
    return texts


def _results(texts: list[str], args: argparse.Namespace) -> dict[str, Any]:
    results: dict[str, Any] = {
        "articles": len(texts),
        "megabytes": size(texts) / 1e6,
        "speed": measure(texts, args.rounds),
    }
    if args.only != "speed":
        results["startup"] = startup()
        results["peak_memory_mb"] = peak_memory(texts)
        results["length_kb_to_seconds"] = lengths(texts)
        results["ten_times_the_articles"] = numbers(texts)
        results["hostile"] = hostile()
        results["two_workers_over_one"] = workers(texts * (1 + 4000 // len(texts)))
    return results


def _base(args: argparse.Namespace) -> Any:
    """Return the figures to compare with: read from a file, or measured at a commit."""
    if Path(args.compare).is_file():
        return json.loads(Path(args.compare).read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        tree, out = Path(folder) / "tree", Path(folder) / "base.json"
        worktree = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*worktree, "add", "--quiet", "--detach", tree, args.compare], check=True)
        try:
            command = [sys.executable, "-m", "bench", *args.corpus, "--only", "speed", "--json", out]
            command += ["--limit", str(args.limit), "--rounds", str(args.rounds)]
            environment = {**os.environ, "PYTHONPATH": str(tree / "src")}
            subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        finally:
            subprocess.run([*worktree, "remove", "--force", tree], check=True)
        return json.loads(out.read_text("utf-8"))


def _print(results: dict[str, Any], base: dict[str, Any] | None) -> None:
    print(f"{results['articles']} articles, {results['megabytes']:.2f} MB; CPU time, medians\n")
    print(f"{'':34}{'MB/s':>10}{'low–high':>18}{'articles/s':>12}{'× word_tokenize':>17}", end="")
    print(f"{'× base':>9}" if base else "")
    for name, row in results["speed"].items():
        spread = f"{row['mb_s_low']:.2f}–{row['mb_s_high']:.2f}"
        line = f"{name:34}{row['mb_s']:10.2f}{spread:>18}{row['articles_s']:12.0f}{row['ratio']:17.1f}"
        if base and name in base["speed"]:
            line += f"{row['ratio'] / base['speed'][name]['ratio']:9.2f}"
        print(line)
    if "startup" in results:
        _print_rest(results)


def _print_rest(results: dict[str, Any]) -> None:
    start = results["startup"]
    print(f"\nimport {start['import_s']:.3f} s, load to first document {start['load_s']:.3f} s (CPU)")
    print(f"peak memory {results['peak_memory_mb']:.0f} MB")
    print(f"two workers over one {results['two_workers_over_one']:.2f} × (by the clock)")
    times = results["length_kb_to_seconds"]
    print("one article: " + ", ".join(f"{kb} kB {1000 * s:.1f} ms" for kb, s in times.items()))
    print(f"ten times the articles: {results['ten_times_the_articles']:.2f} × the time")
    print("\nhostile text              s per MB   growth exponent")
    for name, row in results["hostile"].items():
        print(f"{name:24}{row['s_per_mb']:10.2f}{row['exponent']:14.2f}")


if __name__ == "__main__":
    main()
