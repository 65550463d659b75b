"""How sure a figure is: the share of figures like it that are right, as measured on the gold.

Right means that value, unit, kind and, at least in part, the subject are. The weights are logistic,
fitted by `bench/confidence_fit.py` on figures whose subjects came from rankers that had not seen
their article, so that they hold for new text.
"""

from __future__ import annotations

import json
import math
from functools import cache

from civictext.indicators.measures import Context, Measure, Subject
from civictext.resources import data_path

_DOUBTFUL = ("unit_missing", "unit_shared", "incidental", "unit_conflict", "maybe_percentage_point")
"""Flags that tell of a doubt."""
_LEAST, _MOST = 0.01, 0.99


def confidence(measure: Measure, context: Context, subject: Subject) -> float:
    """Return the probability that value, unit, kind and subject of a figure are right."""
    table = _weights()
    total = table["bias"] + sum(
        table.get(name, 0.0) * value for name, value in features(measure, context, subject).items()
    )
    return round(1 / (1 + math.exp(-total)), 3)


def features(measure: Measure, context: Context, subject: Subject) -> dict[str, float]:
    """Return what speaks for and against a figure, by name."""
    score = min(max(subject.score, _LEAST), _MOST)
    found = {"subject score": math.log(score / (1 - score)), f"kind {context.kind}": 1.0}
    if subject.span is None:
        found["no subject"] = 1.0
    elif subject.rule:
        found[subject.rule] = 1.0
    if measure.rule.endswith("noun:guess"):
        found["unit guessed"] = 1.0
    for flag in measure.flags:
        if flag in _DOUBTFUL:
            found[f"flag {flag}"] = 1.0
    return found


@cache
def _weights() -> dict[str, float]:
    """Load `data/confidence.json`, once."""
    table: dict[str, float] = json.loads(data_path("confidence.json").read_text(encoding="utf-8"))
    return table
