"""Figures annotated in news articles, kept as positions: where their text is at hand, they train the links.

    python -m bench.annotations NEWS [-o further.jsonl]

`annotations/figures.jsonl.gz` holds, an article a line, its name in the corpora of NEWS (a folder of Parquet
files with the columns id, title, text, source, date), a hash of its text, and its figures: all quotes are
pairs of positions, so that the table holds none of the text. What is written has the form of a gold file;
an article whose text is not at hand, or is another, is left out and named.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

FIGURES = Path(__file__).parent / "annotations" / "figures.jsonl.gz"
QUOTES = ("subject", "baseline", "place", "unit")


def article_text(title: str | None, text: str) -> str:
    """Return the text that was annotated: with its title on a line of its own, unless it begins with it."""
    return f"{title}\n{text}" if title and title[:30] not in text[:200] else text


def digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def texts(folder: Path, names: set[str]) -> dict[str, dict[str, Any]]:
    """Return the rows of the news that are asked for."""
    found = {}
    for path in sorted(folder.glob("*.parquet")):
        for batch in pq.ParquetFile(path).iter_batches(columns=["id", "title", "text", "source", "date"]):
            found.update({row["id"]: row for row in batch.to_pylist() if row["id"] in names})
    return found


def records(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the annotated articles that are at hand in the form of a gold file."""
    notes = [json.loads(line) for line in gzip.decompress(FIGURES.read_bytes()).splitlines()]
    rows = texts(folder, {note["id"] for note in notes})
    for note in notes:
        row = rows.get(note["id"])
        text = article_text(row["title"], row["text"]) if row else ""
        if row is None or digest(text) != note["text"]:
            sys.stderr.write(f"{note['id']}: its text is not at hand\n")
            continue
        date = str(row["date"]) if row["date"] else None
        figures = [_figure(figure, text) for figure in note["figures"]]
        yield {"id": row["id"], "source": row["source"], "date": date, "text": text, "indicators": figures}


def _figure(figure: dict[str, Any], text: str) -> dict[str, Any]:
    start, end = figure["number"]
    quotes = {name: text[slice(*figure[name])] if figure[name] else None for name in QUOTES}
    return {**figure, **quotes, "start": start, "end": end, "number": text[start:end]}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("further.jsonl"))
    options = parser.parse_args(argv)
    with options.output.open("w", encoding="utf-8") as file:
        for record in records(options.news):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
