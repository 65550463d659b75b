"""Measure civictext: `make bench`, or `python -m bench [CORPUS] [--json FILE] [--compare BASE] [--plan]`."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path
from typing import Any

from bench.growth import hostile, lengths, numbers
from bench.layout import filled, plan_table, tables
from bench.plan import plan, runner_cost
from bench.speed import measure, size
from bench.startup import peak_memory, startup, two_workers_over_one
from civictext import __version__
from civictext.corpus.readers import Row, read_rows
from civictext.resources import compiled_modules

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples" / "articles"


def main() -> None:
    """Run what was asked for and print tables."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("corpus", nargs="*", help="measure these files too, beside the shipped samples")
    parser.add_argument("--limit", type=int, default=200, help="articles of the corpus to use; default 200")
    parser.add_argument("--rounds", type=int, default=5, help="of which the median is shown; default 5")
    parser.add_argument("--speed", action="store_true", help="only the speed of steps and other tools")
    parser.add_argument("--plan", action="store_true", help="only the plan for 100 million articles")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--into", type=Path, metavar="PAGE", help="put the tables into a page of docs/")
    parser.add_argument("--compare", metavar="BASE", help="a commit, or the JSON of an earlier run")
    args = parser.parse_args()
    modules = len(compiled_modules())
    print(f"civictext {__version__}, {f'{modules} modules compiled' if modules else 'not compiled'}\n", flush=True)
    texts = _texts(args.corpus or [str(SAMPLES)], args.limit)
    found = {"plan": plan_table(plan(texts))} if args.plan else _measured(texts, args)
    print("\n\n".join(found.values()))
    if args.into:
        args.into.write_text(filled(args.into.read_text("utf-8"), found), "utf-8")


def _texts(paths: list[str], limit: int) -> list[str]:
    rows = (row.text for row in read_rows(paths) if isinstance(row, Row))
    return list(islice(rows, limit))


def _measured(texts: list[str], args: argparse.Namespace) -> dict[str, str]:
    results = _results(texts, args)
    if args.json:
        args.json.write_text(json.dumps(results, indent=1), "utf-8")
    return tables(results, _base(args) if args.compare else None)


def _results(texts: list[str], args: argparse.Namespace) -> dict[str, Any]:
    corpora = {"samples": _texts([str(SAMPLES)], args.limit)} | ({"corpus": texts} if args.corpus else {})
    results: dict[str, Any] = {
        "speed": {
            name: {"articles": len(some), "megabytes": size(some) / 1e6, "rows": measure(some, args.rounds)}
            for name, some in corpora.items()
        }
    }
    if not args.speed:
        cost = runner_cost(texts)
        results |= {
            "startup": startup(),
            "peak_memory_mb": peak_memory(texts),
            "runner": cost,
            "two_workers_over_one": two_workers_over_one(texts, cost["pipeline"] / 1000),
            "length_kb_to_seconds": lengths(texts),
            "ten_times_the_articles": numbers(texts),
            "hostile": hostile(),
        }
    return results


def _base(args: argparse.Namespace) -> Any:
    """Return the figures to compare with: read from a file, or measured at a commit, built as it is there."""
    if Path(args.compare).is_file():
        return json.loads(Path(args.compare).read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        tree, package, out = Path(folder) / "tree", Path(folder) / "package", Path(folder) / "base.json"
        worktree = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*worktree, "add", "--quiet", "--detach", tree, args.compare], check=True)
        try:
            install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target", package]
            subprocess.run([sys.executable, *install, tree], check=True)
        finally:
            subprocess.run([*worktree, "remove", "--force", tree], check=True)
        command = [sys.executable, "-m", "bench", *args.corpus, "--speed", "--json", out]
        command += ["--limit", str(args.limit), "--rounds", str(args.rounds)]
        environment = {**os.environ, "PYTHONPATH": str(package)}
        subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        return json.loads(out.read_text("utf-8"))


if __name__ == "__main__":
    main()
