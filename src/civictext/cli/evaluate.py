"""Score the pipeline, or a file of its output, on a gold file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from civictext.corpus.analysis import analyse
from civictext.corpus.readers import BadRow, read_rows
from civictext.errors import InputError
from civictext.evaluate import Report, evaluate
from civictext.pipeline import load


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("gold", type=Path, help="gold articles, JSONL, such as tests/gold/samples.jsonl")
    parser.add_argument("--predictions", type=Path, help="score this file instead of running the pipeline")
    parser.add_argument("--show", metavar="KIND", help="list the mistakes of a kind: subject, missed …")
    parser.add_argument("--floors", type=Path, help="JSON of {part: {name: lowest F1}}; exit 1 below a floor")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(args: argparse.Namespace) -> int:
    """Print the figures; return 1 if one is below its floor."""
    gold = list(_read_jsonl(args.gold))
    report = evaluate(gold, _read_jsonl(args.predictions) if args.predictions else _predict(args.gold))
    for name in report.missing:
        print(f"no prediction for article {name}", file=sys.stderr)
    for mistake in report.mistakes:
        if mistake.kind == args.show:
            print(f"{mistake.article} {mistake.kind} {mistake.detail}")
    print(_as_json(report) if args.json else report)
    low = below_floors(report, json.loads(args.floors.read_text("utf-8"))) if args.floors else []
    for message in low:
        print(message, file=sys.stderr)
    return 1 if low else 0


def below_floors(report: Report, floors: dict[str, dict[str, float]]) -> list[str]:
    """Return a line for each figure that is lower than its floor."""
    return [
        f"{part} / {name}: {report.figures[part][name].f1} is below the floor of {floor}"
        for part, names in floors.items()
        for name, floor in names.items()
        if report.figures[part][name].f1 < floor
    ]


def _predict(gold: Path) -> Iterator[dict[str, Any]]:
    """Analyse the gold articles just as `civictext analyze` would."""
    nlp = load()
    for found in analyse(read_rows(gold), nlp):
        if isinstance(found, BadRow):
            raise InputError(str(found))
        yield found[0].to_dict()


def _read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                try:
                    yield json.loads(line)
                except ValueError as error:
                    raise InputError(f"{path}, line {number} is no JSON: {error}") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error


def _as_json(report: Report) -> str:
    figures = {part: {name: asdict(f) for name, f in row.items()} for part, row in report.figures.items()}
    return json.dumps(figures, ensure_ascii=False, indent=1)
