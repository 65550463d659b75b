"""Propose rows for a lexicon of short forms from the definitions in a corpus.

The table has the columns of `--acronyms`; comments above each row show where it comes from.
Read it, strike out what is wrong, and give it to `--acronyms` of the other commands.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from civictext.acronyms.mining import Findings, find_definitions, propose, table
from civictext.acronyms.step import AcronymStep
from civictext.cli.options import add_reader_options, add_worker_option, reader_options
from civictext.corpus.mapping import map_rows, texts_of
from civictext.corpus.readers import BadRow, Row


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("corpus", nargs="+", metavar="CORPUS", help="files, folders, globs or - (stdin)")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="table; default standard output")
    parser.add_argument(
        "--min-articles", type=int, default=2, metavar="N", help="that must define a meaning; default 2"
    )
    parser.add_argument("--known", action="store_true", help="list what the lexicon has already, too")
    parser.add_argument("--acronyms", type=Path, help="your own short forms; they count as known")
    add_worker_option(parser)
    add_reader_options(parser)


def run(args: argparse.Namespace) -> int:
    """Mine and write the table; 1 if rows of the corpus could not be read."""
    rejected: list[BadRow] = []
    parts = _parts(args, rejected)
    found = propose(parts, step=AcronymStep.load(args.acronyms), min_articles=args.min_articles)
    shown = [proposal for proposal in found if args.known or not proposal.known]
    lines = "".join(f"{line}\n" for line in table(shown))
    if args.output:
        args.output.write_text(lines, encoding="utf-8")
    else:
        sys.stdout.write(lines)
    shorts = len({proposal.short for proposal in shown})
    print(f"{len(shown)} meanings of {shorts} short forms", file=sys.stderr)
    for row in rejected:
        print(f"{row.file}: {row.reason}", file=sys.stderr)
    return 1 if rejected else 0


def _parts(args: argparse.Namespace, rejected: list[BadRow]) -> Iterator[Findings]:
    """Yield what is found in each shard, in the order of the corpus."""
    work = partial(_find, acronyms=args.acronyms)
    for found, bad in map_rows(work, args.corpus, workers=args.workers, **reader_options(args)):
        rejected += bad
        yield found


def _find(rows: Iterable[Row | BadRow], *, acronyms: Path | None) -> tuple[Findings, list[BadRow]]:
    bad: list[BadRow] = []
    return find_definitions(texts_of(rows, bad), AcronymStep.load(acronyms)), bad
