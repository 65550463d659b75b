"""Show what articles report: figures with their context, acronyms, topic.

Input: .txt, .html, .jsonl (.gz, .zst), .parquet, .csv, folders of them, or - for standard input.
Rows may carry id, text, title, date and url.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import webbrowser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from civictext.cli.options import add_pipeline_options, add_reader_options, load_pipeline, reader_options
from civictext.corpus.analysis import analyse
from civictext.corpus.readers import BadRow, read_rows
from civictext.document import Document
from civictext.errors import InputError
from civictext.pipeline import Pipeline

FORMATS = ("table", "jsonl", "csv", "html")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="files or folders; - for standard input")
    parser.add_argument("--text", help="analyse this text instead of files")
    parser.add_argument("--format", choices=FORMATS, help="default: table on a terminal, jsonl into a file or pipe")
    parser.add_argument("-o", "--output", type=Path, help="write to this file instead of standard output")
    parser.add_argument("--open", action="store_true", help="with --format html -o: show the page")
    parser.add_argument("--all", action="store_true", help="table and csv: small counts in passing too")
    parser.add_argument("--rejected", action="store_true", help="jsonl: also the numbers that are no figures")
    add_reader_options(parser)
    add_pipeline_options(parser)


def run(args: argparse.Namespace) -> int:
    """Analyse the input; return 1 if a row was left out."""
    if (args.text is None) == (not args.files):
        raise InputError("give FILE… or --text, one of them; see `civictext analyze --help`")
    if args.open and not (args.format == "html" and args.output):
        raise InputError("--open shows a page that was written: add --format html -o page.html")
    troubles = Troubles()
    docs = _documents(args, load_pipeline(args), troubles)
    default = "table" if sys.stdout.isatty() and not args.output else "jsonl"
    if args.output:
        with args.output.open("w", encoding="utf-8", newline="") as out:
            _write(args.format or default, docs, out, args)
    else:
        _write(args.format or default, docs, sys.stdout, args)
    if args.open:
        webbrowser.open(args.output.resolve().as_uri())
    return 1 if troubles.rejected else 0


class Troubles:
    """Reports each bad row in one line on standard error and counts those left out."""

    def __init__(self) -> None:
        self.rejected = 0

    def reject(self, message: str) -> None:
        """Report a row that is left out."""
        self.rejected += 1
        self.warn(message)

    def warn(self, message: str) -> None:
        """Report something that costs no row."""
        print(f"civictext analyze: {' '.join(message.split())}", file=sys.stderr)


def _documents(args: argparse.Namespace, nlp: Pipeline, troubles: Troubles) -> Iterator[Document]:
    if args.text is not None:
        yield nlp(args.text)
        return
    for found in analyse(read_rows(args.files, **reader_options(args)), nlp):
        if isinstance(found, BadRow):
            troubles.reject(str(found))
            continue
        doc, row = found
        if row.warning:
            troubles.warn(f"{row.file} row {row.row}: {row.warning}")
        yield doc


def _write(form: str, docs: Iterable[Document], out: TextIO, args: argparse.Namespace) -> None:
    if form == "table":
        _write_tables(docs, out, everything=args.all)
    elif form == "csv":
        from civictext.tables import write_indicators_csv

        write_indicators_csv(docs, out, everything=args.all)
    elif form == "html":
        from civictext.render.html import page_html

        out.write(page_html(list(docs)))
    else:
        for doc in docs:
            _write_json(doc.to_dict(rejected=args.rejected), out)


def _write_tables(docs: Iterable[Document], out: TextIO, *, everything: bool) -> None:
    from civictext.render.table import document_table

    width = shutil.get_terminal_size((120, 40)).columns
    for n, doc in enumerate(docs):
        out.write(("\n\n" if n else "") + document_table(doc, width=width, everything=everything) + "\n")


def _write_json(data: dict[str, Any], out: TextIO) -> None:
    out.write(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n")
