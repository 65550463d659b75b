"""List the rows that a run rejected, with file, row and the reason."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from functools import partial
from itertools import chain, islice
from typing import Any

from civictext.corpus.outputs import rejects, status


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("out", metavar="OUT", help="folder of the run")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--code", help="only rows rejected for this code, such as null or encoding")
    parser.add_argument("--all", action="store_true", help="also rows analysed without a date not read")
    parser.add_argument("--limit", type=int, metavar="N", help="list at most N rows")
    parser.add_argument("--count", action="store_true", help="only count the rows of each code")


def run(args: argparse.Namespace) -> int:
    """Print the rows; return 1 if there is any, or a shard that was given up."""
    failed = status(args.out).failed
    rows = (row for row in rejects(args.out) if (args.all or not row["analysed"]) and args.code in (None, row["code"]))
    if args.count:
        counts = Counter(row["code"] for row in rows)
        for code, count in sorted(counts.items()):
            print(f"{count:>10,}  {code}")
        return 1 if counts or failed else 0
    found = False
    for line in chain(
        map(partial(_row_line, as_json=args.json), islice(rows, args.limit)),
        map(partial(_shard_line, as_json=args.json), failed),
    ):
        found = True
        print(line)
    return 1 if found else 0


def _row_line(row: dict[str, Any], *, as_json: bool) -> str:
    if as_json:
        return json.dumps(row, ensure_ascii=False)
    place = row["file"] if row["row"] is None else f"{row['file']} row {row['row']}"
    return f"{row['code']:10} {place}: {row['reason']}"


def _shard_line(shard: dict[str, Any], *, as_json: bool) -> str:
    if as_json:
        return json.dumps(shard, ensure_ascii=False)
    return f"{'given up':10} {', '.join(shard['parts'])}: {shard['reason']}"
