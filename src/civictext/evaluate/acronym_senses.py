"""Scores the resolution of ambiguous short forms on labelled mentions.

A gold file holds one mention a line: `text`, `start`, `end`, `short`, `long` (null for a name),
`also` (other long forms that are right too).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from civictext.document import Acronym, Document

_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return what counts when long forms are compared: no case, punctuation or style of ủy and sĩ.

    >>> fold("Uỷ ban  nhân dân") == fold("Ủy ban nhân dân")
    True
    """
    folded = unicodedata.normalize("NFC", text).casefold().replace("uỷ", "ủy").replace("sỹ", "sĩ")
    return " ".join(_WORD.findall(folded))


def judge(row: Mapping[str, Any], doc: Document) -> str:
    """Return how a document treats a mention: `right`, `wrong`, `open`, `left` or `written`.

    `right` and `wrong` are expansions of a real abbreviation, `open` is one that was left;
    `left` and `written` are names. A wider mention (`GD-ĐT` for `GD`) is right if its long
    form holds the one that was asked for.
    """
    found = _mention_at(doc, row["start"], row["end"])
    long = found.long if found else None
    if row["long"] is None:
        return "left" if long is None else "written"
    if long is None or found is None:
        return "open"
    wanted = {fold(name) for name in (row["long"], *row.get("also", ()))}
    written = fold(long)
    wider = len(found.short) > row["end"] - row["start"]
    if written in wanted or (wider and any(f" {name} " in f" {written} " for name in wanted)):
        return "right"
    return "wrong"


def _mention_at(doc: Document, start: int, end: int) -> Acronym | None:
    a, b = doc.to_text((start, end))
    over = [m for m in doc.acronyms if m.span.start < b and a < m.span.end]
    return max(over, key=lambda m: min(b, m.span.end) - max(a, m.span.start), default=None)


def score(rows: Iterable[Mapping[str, Any]], nlp: Callable[[str], Document]) -> dict[str, float]:
    """Return counts and the three rates, in percent.

    Args:
        rows: labelled mentions.
        nlp: a pipeline with the acronym step.
    """
    counts = Counter(judge(row, nlp(row["text"])) for row in rows)
    expanded = counts["right"] + counts["wrong"]
    real, names = expanded + counts["open"], counts["left"] + counts["written"]
    return {
        **{kind: counts[kind] for kind in ("right", "wrong", "open", "left", "written")},
        "right when expanded": _percent(counts["right"], expanded),
        "coverage": _percent(expanded, real),
        "names left alone": _percent(counts["left"], names),
    }


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0
