"""Analyse a corpus of any size into Parquet tables; start it again and it goes on where it stopped.

Input: files, folders and globs of .txt, .html, .jsonl (.gz, .zst), .csv, .parquet. Output: the folder
OUT with the tables articles, indicators, acronyms, topics and rejects, and run.json. Exit code 0: all
rows were analysed; 1: some were rejected; 2: the run could not go on.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from civictext.cli.options import add_pipeline_options, add_reader_options, pipeline_options, reader_options
from civictext.corpus.report import Duplicates, RunReport
from civictext.corpus.runner import run as run_corpus


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("input", nargs="+", metavar="INPUT", help="files, folders or globs in quotes")
    parser.add_argument("-o", "--out", type=Path, required=True, help="folder for the tables")
    parser.add_argument("--workers", type=int, metavar="N", help="processes; default one for each core")
    parser.add_argument("--executor", choices=("local", "dask"), default="local", help="default local")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="of Dask; default a cluster on this machine")
    again = parser.add_mutually_exclusive_group()
    again.add_argument("--resume", action="store_true", help="go on with the run in OUT (the default)")
    again.add_argument("--fresh", action="store_true", help="throw away an earlier run in OUT")
    parser.add_argument("--format", choices=("parquet", "jsonl"), default="parquet", help="default parquet")
    parser.add_argument("--keep-text", action="store_true", help="keep the text of articles in the tables")
    parser.add_argument("--shard-size", type=int, metavar="ROWS", help="rows of a unit of work; default 2000")
    parser.add_argument("--limit", type=int, metavar="ROWS", help="take only the first rows")
    parser.add_argument(
        "--dedup",
        choices=("exact", "near", "off"),
        default="exact",
        help="mark repeated texts; default exact; near needs the extra dedup",
    )
    parser.add_argument("--encoding", default="utf-8", help="of .txt and .csv files; default utf-8")
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    add_reader_options(parser)
    add_pipeline_options(parser)


def run(args: argparse.Namespace) -> int:
    """Run, say what came of it, and return 1 if a row or a shard was left out."""
    report = run_corpus(
        args.input,
        args.out,
        workers=args.workers,
        executor=args.executor,
        scheduler=args.scheduler,
        encoding=args.encoding,
        format=args.format,
        keep_text=args.keep_text,
        shard_size=args.shard_size,
        limit=args.limit,
        fresh=args.fresh,
        dedup=args.dedup,
        progress="off" if args.quiet else "auto",
        **reader_options(args),
        **pipeline_options(args),
    )
    print(summary(report))
    for failed in report.failed:
        print(f"civictext run: given up: {failed.shard} ({failed.reason})", file=sys.stderr)
    return 0 if report.ok else 1


def summary(report: RunReport) -> str:
    """Return what a run did in a few lines."""
    lines = [
        f"{report.articles:,} articles, {report.indicators:,} figures, {report.acronyms:,} acronyms in {report.out}",
        f"{report.shards - len(report.failed):,} of {report.shards:,} shards done, "
        f"{report.resumed:,} of them before; {report.seconds:,.1f} s, "
        f"{report.articles_per_second:,.0f} articles/s, {report.mb_per_second:.2f} MB/s",
    ]
    if report.rejects or report.warnings:
        lines.append(
            f"{report.rejects:,} rows rejected, {report.warnings:,} dates not read: civictext failed {report.out}"
        )
    if report.duplicates is not None:
        lines += repeats(report.duplicates)
    return "\n".join(lines)


def repeats(found: Duplicates) -> list[str]:
    """Return what was found of repeated articles, nothing where there is none."""
    lines = []
    if found.exact or found.near:
        near = "" if found.near is None else f", {found.near:,} nearly"
        lines.append(f"{found.exact:,} articles repeat an earlier one{near}: articles.duplicate_of")
    if found.ids:
        lines.append(f"{found.ids:,} articles have the id of an earlier one: join on file and row")
    return lines
