"""Precision, recall and F1; the report of an evaluation; how texts are compared."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Article = Mapping[str, Any]
"""A gold article or a predicted document, as JSON has it."""
Pairs = list[tuple[Article, Article]]
"""Gold article and predicted document (empty where there is none)."""


class Mistake(NamedTuple):
    """One difference between gold and prediction."""

    kind: str
    article: str
    detail: str


Note = Callable[[str, str, str], None]
"""Takes kind, article and detail of a mistake."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A score: precision, recall and F1 in percent, or a plain rate (in `f1`)."""

    f1: float
    p: float | None = None
    r: float | None = None
    gold: int | None = None
    pred: int | None = None

    def __str__(self) -> str:
        names = ("p", "r", "f1", "gold", "pred")
        return "  ".join(f"{n} {getattr(self, n):g}" for n in names if getattr(self, n) is not None)


def figure(right: float, pred: int, gold: int) -> Figure:
    """Return precision, recall and F1 in percent.

    >>> figure(8, 10, 16)
    Figure(f1=61.54, p=80.0, r=50.0, gold=16, pred=10)
    """
    p = right / pred if pred else 0.0
    r = right / gold if gold else 0.0
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    return Figure(round(100 * f1, 2), round(100 * p, 2), round(100 * r, 2), gold, pred)


def rate(right: float, total: int, digits: int = 2) -> Figure:
    """Return a share in percent."""
    return Figure(round(100 * right / max(1, total), digits), gold=total)


@dataclass(slots=True)
class Report:
    """Figures by part and name, and the mistakes behind them."""

    figures: dict[str, dict[str, Figure]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """Gold articles without a prediction."""

    def add_mistake(self, kind: str, article: str, detail: str) -> None:
        """Note one mistake."""
        self.mistakes.append(Mistake(kind, article, detail))

    def __str__(self) -> str:
        rows = []
        for part, figures in self.figures.items():
            rows.append(part)
            rows += (f"  {name:44}{value}" for name, value in figures.items())
        return "\n".join(rows)


_TONE = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_NEW_STYLE = re.compile("(?<!q)(" + "|".join(_TONE) + r")(?!\w)")
_TOKEN = re.compile(r"[^\W_]+|%")


def tokens(text: str | None) -> list[str]:
    """Return the words of a text; case, tone style, dashes and punctuation do not count.

    >>> tokens("Uỷ ban – 5%")
    ['ủy', 'ban', '5', '%']
    """
    folded = unicodedata.normalize("NFC", text or "").casefold()
    return _TOKEN.findall(_NEW_STYLE.sub(lambda m: _TONE[m[1]], folded))


def overlap(a: list[str], b: list[str]) -> float:
    """Return the F1 of two bags of words."""
    common = sum((Counter(a) & Counter(b)).values())
    return 2 * common / (len(a) + len(b)) if a and b else 0.0
