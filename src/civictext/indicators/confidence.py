"""How sure a figure is: the share of figures like it that are right, as measured on the gold.

Right means that value, unit, kind and, at least in part, the subject are. The weights are logistic,
fitted by `bench/confidence_fit.py` on figures whose subjects came from rankers that had not seen
their article, so that they hold for new text.
"""

from __future__ import annotations

import json
import math
from typing import Final, get_args

from mypy_extensions import i64

from civictext.document import Kind
from civictext.indicators.measures import Context, Measure, Subject
from civictext.resources import data_path

_DOUBTFUL: Final = ("unit_missing", "unit_shared", "incidental", "unit_conflict", "maybe_percentage_point")
"""Flags that tell of a doubt."""
_GUESSED: Final = "noun:guess"
_LEAST: Final = 0.01
_MOST: Final = 0.99

_WEIGHTS: Final[dict[str, float]] = json.loads(data_path("confidence.json").read_text(encoding="utf-8"))
_KINDS: Final[dict[str, float]] = {kind: _WEIGHTS.get(f"kind {kind}", 0.0) for kind in get_args(Kind)}
_FLAGS: Final[dict[str, float]] = {flag: _WEIGHTS.get(f"flag {flag}", 0.0) for flag in _DOUBTFUL}
_BIAS: Final[float] = _WEIGHTS["bias"]
_GUESS: Final[float] = _WEIGHTS["unit guessed"]
_SCORE: Final[float] = _WEIGHTS["subject score"]


def confidence(measure: Measure, context: Context, subject: Subject) -> float:
    """Return the probability that value, unit, kind and subject of a figure are right, to three digits."""
    about = "no subject" if subject.span is None else subject.rule
    total = _BIAS + _SCORE * _log_odds(subject.score) + _KINDS[context.kind] + _WEIGHTS.get(about, 0.0)
    if measure.rule.endswith(_GUESSED):
        total += _GUESS
    for flag in measure.flags:
        total += _FLAGS.get(flag, 0.0)
    return float(i64(1000 / (1 + math.exp(-total)) + 0.5)) / 1000


def features(measure: Measure, context: Context, subject: Subject) -> dict[str, float]:
    """Return what speaks for and against a figure, by name."""
    names = [f"kind {context.kind}", "no subject" if subject.span is None else subject.rule]
    if measure.rule.endswith(_GUESSED):
        names.append("unit guessed")
    names += [f"flag {flag}" for flag in measure.flags if flag in _DOUBTFUL]
    return {"subject score": _log_odds(subject.score), **dict.fromkeys(filter(None, names), 1.0)}


def _log_odds(score: float) -> float:
    if score < _LEAST:
        score = _LEAST
    elif score > _MOST:
        score = _MOST
    return math.log(score / (1 - score))
