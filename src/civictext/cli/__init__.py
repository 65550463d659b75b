"""The command line: one module a command, each imported only when it is called."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from civictext import __version__
from civictext.errors import CivictextError

COMMANDS = {
    "analyze": "figures, acronyms and topic of articles: a table, JSONL, CSV, HTML or Parquet",
    "run": "analyse a corpus of any size into Parquet tables; resumable",
    "status": "how far a run has come",
    "failed": "rows that a run rejected, and why",
    "dedup": "mark near duplicates in the output of a run",
    "report": "one HTML page over a run",
    "evaluate": "scores on a gold file",
    "train-topics": "train a topic model on labelled articles",
    "mine-acronyms": "propose rows for a lexicon from the definitions in a corpus",
    "learn-boilerplate": "learn the repeated lines of a site from its pages",
    "info": "version, compiled or not, models and optional extras of this installation",
}
"""Command and its one-line help; the code is `civictext.cli.<command>` with `-` as `_`.

Each module has `arguments(parser)`, which adds its options, and `run(args) -> int`, the exit code:
0 all well, 1 rows were rejected, 2 wrong use.
"""


class _Parser(argparse.ArgumentParser):
    """An argument parser whose error names the command that explains more."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\nSee `{self.prog} --help`.\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = _Parser(
        prog="civictext",
        description="Vietnamese political and public-affairs news as data.",
        epilog="commands:\n" + "\n".join(f"  {name:18} {text}" for name, text in COMMANDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="civictext COMMAND … (civictext COMMAND --help explains one)",
    )
    parser.add_argument("--version", action="version", version=f"civictext {__version__}")
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help="one of those below")
    command = parser.parse_args(arguments[:1]).command
    module = import_module(f"civictext.cli.{command.replace('-', '_')}")
    parser = _Parser(prog=f"civictext {command}", description=module.__doc__)
    module.arguments(parser)
    try:
        code: int = module.run(parser.parse_args(arguments[1:]))
        sys.stdout.flush()
    except CivictextError as error:
        print(f"civictext {command}: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader has gone, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(f"civictext {command}: interrupted", file=sys.stderr)
        return 130
    return code
