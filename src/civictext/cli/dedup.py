"""Mark the articles of a run that repeat an earlier one, letter for letter or nearly.

articles.duplicate_of gets the id of the earliest article that it repeats, articles.duplicate_kind
`exact` or `near`. Nothing is deleted; another pass replaces the marks.
"""

from __future__ import annotations

import argparse

from civictext.cli.run import repeats
from civictext.corpus.duplicates import NEAR_THRESHOLD
from civictext.corpus.marking import dedup


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("out", metavar="OUT", help="folder of a finished run")
    parser.add_argument(
        "--kind",
        choices=("near", "exact", "off"),
        default="near",
        help="near marks both kinds (extra dedup); off takes the marks away; default near",
    )
    parser.add_argument(
        "--threshold",
        type=float,
        default=NEAR_THRESHOLD,
        metavar="S",
        help=f"similarity from which two articles are near duplicates; default {NEAR_THRESHOLD}",
    )
    parser.add_argument("--workers", type=int, metavar="N", help="processes; default one for each core")
    parser.add_argument("--executor", choices=("local", "dask"), default="local", help="default local")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="of Dask; default a cluster on this machine")


def run(args: argparse.Namespace) -> int:
    """Mark and count."""
    found = dedup(
        args.out,
        kind=args.kind,
        threshold=args.threshold,
        workers=args.workers,
        executor=args.executor,
        scheduler=args.scheduler,
    )
    print("\n".join(repeats(found)) or "no article repeats another")
    return 0
