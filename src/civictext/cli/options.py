"""Options that several commands share: what to read and which pipeline to make."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from civictext.pipeline import STEP_NAMES, Pipeline, load

COLUMNS = ("text", "id", "title", "date", "url")


def add_reader_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that name the columns of the input."""
    for column in COLUMNS:
        parser.add_argument(f"--{column}-column", metavar="NAME", help=f"column that holds the {column}")


def add_worker_option(parser: argparse.ArgumentParser) -> None:
    """Add the option for the number of processes."""
    parser.add_argument("--workers", type=int, metavar="N", help="processes; default one for each core")


def reader_options(args: argparse.Namespace) -> dict[str, Any]:
    """Return what the reader options say, as arguments of `read_rows`."""
    return {f"{column}_column": getattr(args, f"{column}_column") for column in COLUMNS}


def add_pipeline_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that shape the pipeline."""
    parser.add_argument("--model", type=Path, help="folder of another topic model")
    parser.add_argument("--exclude", action="append", default=[], choices=STEP_NAMES, help="leave a step out")
    parser.add_argument("--acronyms", type=Path, help="table of your own short forms; its rows win")
    parser.add_argument("--boilerplate", type=Path, help="table of repeated lines of your sites")
    parser.add_argument("--tone-style", choices=("old", "new", "keep"), default="old", help="hòa | hoà | as written")
    parser.add_argument("--abstain-below", type=float, default=0.0, help="no topic of lower probability")


def pipeline_options(args: argparse.Namespace) -> dict[str, Any]:
    """Return what the pipeline options say, as arguments of `civictext.load`."""
    names = ("model", "exclude", "acronyms", "boilerplate", "tone_style", "abstain_below")
    return {name: getattr(args, name) for name in names}


def load_pipeline(args: argparse.Namespace) -> Pipeline:
    """Make the pipeline that the options ask for."""
    return load(**pipeline_options(args))
