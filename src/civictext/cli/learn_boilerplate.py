"""Learn the lines that a site repeats from page to page, as a table for `--boilerplate`.

Give the pages of one site, or of a few, as text: .txt, .jsonl (.gz, .zst), .parquet, .csv, folders.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from civictext.cli.options import add_reader_options, add_worker_option, reader_options
from civictext.corpus.mapping import map_rows, texts_of
from civictext.corpus.readers import BadRow, Row
from civictext.text.boilerplate import LineCounts, count_lines, frequent_lines, write_table


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="files or folders; - for standard input")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the table to write (TSV)")
    parser.add_argument("--min-pages", type=int, default=5, help="pages on which a line must stand (5)")
    parser.add_argument("--min-share", type=float, default=0.02, help="share of all pages (0.02)")
    add_worker_option(parser)
    add_reader_options(parser)


def run(args: argparse.Namespace) -> int:
    """Write the table; return 1 if a row could not be read."""
    bad: list[BadRow] = []
    rows = frequent_lines(_parts(args, bad), min_pages=args.min_pages, min_share=args.min_share)
    write_table(args.output, rows)
    print(f"{len(rows)} repeated lines → {args.output}", file=sys.stderr)
    if bad:
        print(f"{len(bad)} rows could not be read and were left out; the first: {bad[0]}", file=sys.stderr)
    return 1 if bad else 0


def _parts(args: argparse.Namespace, bad: list[BadRow]) -> Iterator[LineCounts]:
    """Yield the counts of each shard, in the order of the input."""
    for counts, refused in map_rows(_count, args.files, workers=args.workers, **reader_options(args)):
        bad += refused
        yield counts


def _count(rows: Iterable[Row | BadRow]) -> tuple[LineCounts, list[BadRow]]:
    bad: list[BadRow] = []
    return count_lines(texts_of(rows, bad)), bad
