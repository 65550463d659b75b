"""Write one self-contained HTML page over a run: topics, indicators, series, conflicts, figures."""

from __future__ import annotations

import argparse
import sys
import webbrowser
from pathlib import Path

from civictext.corpus.view import open as open_corpus
from civictext.errors import InputError
from civictext.render.report import MAX_FIGURES, report_html


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("folder", type=Path, metavar="OUT", help="folder that `civictext run -o OUT` wrote")
    parser.add_argument("-o", "--output", type=Path, help="write to this file instead of standard output")
    parser.add_argument("--title", default="civictext report", help="title of the page")
    parser.add_argument(
        "--max-figures", type=int, default=MAX_FIGURES, help=f"figures in the table (default {MAX_FIGURES})"
    )
    parser.add_argument("--open", action="store_true", help="with -o: show the page")


def run(args: argparse.Namespace) -> int:
    """Write the page."""
    if args.open and not args.output:
        raise InputError("--open shows a page that was written: add -o report.html")
    page = report_html(open_corpus(args.folder), title=args.title, max_figures=args.max_figures)
    if args.output:
        args.output.write_text(page, encoding="utf-8")
    else:
        sys.stdout.write(page)
    if args.open:
        webbrowser.open(args.output.resolve().as_uri())
    return 0
