"""The model card: what a model is for, what it learnt from, how good it is, where it fails."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from civictext.topics.scores import Rate, Scores

CARD = "MODEL_CARD.md"

_TEMPLATE = """# {name}

A topic classifier of Vietnamese news articles for `civictext.load(model=…)`: {topics} topics, learnt
from {articles:,} labelled articles. Linear weights over hashed words and pairs of words;
scores are calibrated probabilities. `weights.npz` holds plain arrays and no pickle.

## Training data

- Data: {data}
- Licence: {licence}

## How good it is

Five-fold cross-validation on the training articles; intervals are 95 % by bootstrap over articles.

| | |
| --- | --- |
| Best topic is the primary one | {accuracy} |
| Macro-F1 | {macro_f1} |
| Best topic is primary or secondary | {either} |
| Expected calibration error | {ece:.3f} |

| Topic | Articles | Precision | Recall | F1 |
| --- | ---: | ---: | ---: | ---: |
{rows}

The topics most often taken for another:

{confusions}

## Limits

- It knows words, not arguments: an article that names a topic only in passing may be given it.
- Its probabilities are calibrated for articles like those it learnt from; for other sources or
  years check a sample, and set `abstain_below` where a wrong topic costs more than none.
- It learnt the labels of its annotators, with their view of where one topic ends and the next begins.
"""


def write_card(folder: str | PathLike[str], scores: Scores, training: Mapping[str, Any], *, more: str = "") -> Path:
    """Write the card of a model into its folder; return its path.

    Args:
        folder: the folder of the model; its name heads the card.
        scores: cross-validated scores.
        training: `data` and `licence`, as in `model.json`.
        more: further sections, in Markdown.
    """
    path = Path(folder) / CARD
    text = _TEMPLATE.format(
        name=Path(folder).name,
        topics=len(scores.topics),
        articles=scores.articles,
        data=training["data"],
        licence=training["licence"],
        accuracy=_rate(scores.accuracy),
        macro_f1=_rate(scores.macro_f1),
        either=_rate(scores.either),
        ece=scores.calibration_error,
        rows="\n".join(
            f"| {s.topic} | {s.articles:,} | {s.precision:.1%} | {s.recall:.1%} | {s.f1:.1%} |" for s in scores.topics
        ),
        confusions=_confusions(scores),
    )
    path.write_text(f"{text}\n{more}" if more else text, encoding="utf-8")
    return path


def _rate(rate: Rate) -> str:
    return f"{rate.value:.1%} ({rate.low:.1%}–{rate.high:.1%})"


def _confusions(scores: Scores, most: int = 8) -> str:
    """List the pairs of topics that are mistaken most often, as a Markdown list."""
    names = [score.topic for score in scores.topics]
    wrong = [
        (count, names[i], names[j])
        for i, row in enumerate(scores.confusion)
        for j, count in enumerate(row)
        if i != j and count
    ]
    ranked = sorted(wrong, key=lambda pair: (-pair[0], pair[1:]))[:most]
    lines = [f"- {given} taken for {found}: {count} articles" for count, given, found in ranked]
    return "\n".join(lines) or "- none"
