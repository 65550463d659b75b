"""Say how far a run has come, also while it is going on."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from civictext.corpus.outputs import RunStatus, digest, status


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("out", metavar="OUT", help="folder of the run")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument(
        "--digest", action="store_true", help="also a hash of all results, the same however they were made"
    )


def run(args: argparse.Namespace) -> int:
    """Print the status; return 1 unless the run is finished."""
    found = status(args.out)
    hashed = digest(args.out) if args.digest else None
    if args.json:
        print(json.dumps({**asdict(found), "out": str(found.out), "digest": hashed}, ensure_ascii=False, indent=1))
    else:
        print(described(found) + (f"\ndigest    {hashed}" if hashed else ""))
    return 0 if found.state == "finished" else 1


def described(found: RunStatus) -> str:
    """Return a status in lines of text."""
    counts = found.counts
    share = f" ({found.done / found.shards:.0%})" if found.shards else ""
    lines = [
        f"run       {found.out}",
        f"state     {found.state}",
        f"shards    {found.done:,} of {found.shards:,}{share}",
        f"articles  {counts['articles']:,}, {counts['bytes'] / 1e6:,.1f} MB of text",
        f"figures   {counts['indicators']:,}",
        f"acronyms  {counts['acronyms']:,}",
        f"rejected  {counts['rejects']:,} rows; {counts['warnings']:,} dates not read",
    ]
    if (repeated := found.run["duplicates"]) is not None:
        near = "" if repeated["near"] is None else f", {repeated['near']:,} nearly"
        lines.append(f"repeated  {repeated['exact']:,} articles{near}; {repeated['ids']:,} ids")
    lines += [f"given up  {shard['shard']}: {shard['reason']}" for shard in found.failed]
    lines.append(f"made by   {found.run['options']['version']}, started {found.run['started']}")
    return "\n".join(lines)
