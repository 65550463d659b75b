"""How sure a figure is: the share of figures like it that are right, as measured on the gold.

Right means that value, unit, kind and, at least in part, the subject are. The weights are logistic,
fitted by `bench/confidence_fit.py` on figures whose subjects came from rankers that had not seen
their article, so that they hold for new text.
"""

from __future__ import annotations

import json
import math
from functools import cache, lru_cache

from civictext.document import Kind
from civictext.indicators.measures import Context, Measure, Subject
from civictext.resources import data_path

_DOUBTFUL = ("unit_missing", "unit_shared", "incidental", "unit_conflict", "maybe_percentage_point")
"""Flags that tell of a doubt."""
_GUESSED = "noun:guess"
_LEAST, _MOST = 0.01, 0.99


def confidence(measure: Measure, context: Context, subject: Subject) -> float:
    """Return the probability that value, unit, kind and subject of a figure are right."""
    guessed = measure.rule.endswith(_GUESSED)
    return _probability(
        context.kind, subject.span is None, subject.rule, guessed, measure.flags, subject.score
    )


def features(measure: Measure, context: Context, subject: Subject) -> dict[str, float]:
    """Return what speaks for and against a figure, by name."""
    guessed = measure.rule.endswith(_GUESSED)
    names, _ = _said(context.kind, subject.span is None, subject.rule, guessed, measure.flags)
    return {"subject score": _log_odds(subject.score), **dict.fromkeys(names, 1.0)}


@lru_cache(maxsize=16_384)
def _probability(
    kind: Kind, lacks_subject: bool, rule: str, guessed: bool, flags: tuple[str, ...], score: float
) -> float:
    """Return how sure figures are of which all of this is true; most are like one that was met before."""
    _, weight = _said(kind, lacks_subject, rule, guessed, flags)
    total = _weights()["subject score"] * _log_odds(score) + weight
    return round(1 / (1 + math.exp(-total)), 3)


def _log_odds(score: float) -> float:
    score = min(max(score, _LEAST), _MOST)
    return math.log(score / (1 - score))


@lru_cache(maxsize=1024)
def _said(
    kind: Kind, lacks_subject: bool, rule: str, guessed: bool, flags: tuple[str, ...]
) -> tuple[tuple[str, ...], float]:
    """Return what else speaks for and against a figure, by name, and what all of it weighs."""
    names = [f"kind {kind}", "no subject" if lacks_subject else rule]
    if guessed:
        names.append("unit guessed")
    names += [f"flag {flag}" for flag in flags if flag in _DOUBTFUL]
    table = _weights()
    return tuple(filter(None, names)), table["bias"] + sum(table.get(name, 0.0) for name in names)


@cache
def _weights() -> dict[str, float]:
    """Load `data/confidence.json`, once."""
    table: dict[str, float] = json.loads(data_path("confidence.json").read_text(encoding="utf-8"))
    return table
