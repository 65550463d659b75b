"""Fits the weights by which `scopes` choose the time and place of a figure, from a gold file.

A conditional logit (softmax over the candidates of one figure, L2 penalty): the probability of the
candidates that agree with the gold is made large. What ruled the figure before is taken from the
gold in the first round and from the fitted weights in the later ones, as it will be in use.

    python -m civictext.indicators.fitting dev.jsonl

writes `data/scope_weights.json` and says how the choice does on articles left out of the fit.
Needs scipy, which scikit-learn brings.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from civictext.document import Document
from civictext.errors import InputError
from civictext.indicators.context import article_of, times_of
from civictext.indicators.local import local_contexts
from civictext.indicators.measures import Measure
from civictext.indicators.periods import clock_of
from civictext.indicators.place_scope import PlaceScope
from civictext.indicators.places import find_places
from civictext.indicators.scopes import Candidate, Scorer, Weights
from civictext.indicators.time_scope import TimeScope
from civictext.pipeline import Pipeline, parse_date
from civictext.resources import data_path
from civictext.text.alignment import Span
from civictext.text.steps import LineStep, NormalizeStep, SentenceStep

MIN_COUNT = 3
"""Features seen in fewer candidates are left out."""
PENALTY = 10.0
ROUNDS = 3
FOLDS = 6
FAVOUR = {"period": 0.1, "place": 1.0}
"""Taken off the score of "none": a filled slot that is right counts for more than an empty one."""


Article = tuple[Document, list[Measure], list[Mapping[str, Any]]]
"""An article of the gold: the document, its figures as measures, and their annotations."""


def read_gold(path: str) -> list[Article]:
    """Read a gold file through the text layer, so that the fit sees the sentences that the step sees."""
    text_layer = Pipeline([NormalizeStep(), LineStep.load(None), SentenceStep()])
    articles = []
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        doc = text_layer(row["text"], id=row["id"], date=gold_date(row.get("date")))
        notes = sorted(row["indicators"], key=lambda note: note["start"])
        articles.append((doc, [_measure(doc, note) for note in notes], notes))
    return articles


def gold_date(stamp: str | None) -> str | None:
    """Return the date of a gold article, or its year where no more can be read."""
    try:
        return parse_date(stamp)
    except InputError:
        return stamp[:4] if stamp and stamp[:4].isdigit() else None


def _measure(doc: Document, note: Mapping[str, Any]) -> Measure:
    """Make the measure of an annotation."""
    start, end = doc.to_text((note["start"], note["end"]))
    at = doc.text.find(note["unit"] or "\0", end, end + 40)
    value, highest, whole = (
        None if note[name] is None else Decimal(str(note[name]))
        for name in ("value", "value_max", "denominator")
    )
    return Measure(
        span=Span(start, end),
        value=value or Decimal(0),
        value_max=highest,
        denominator=whole,
        unit=note["unit_norm"],
        unit_span=Span(at, at + len(note["unit"])) if at >= 0 else None,
    )


def figures_of(article: Article, slot: str) -> list[Figure]:
    """Return the figures of an article with their candidates for a slot."""
    doc, measures, notes = article
    clock = clock_of(doc.text, doc.date)
    sentences = [doc.sentence_at(measure.span.start) or measure.span for measure in measures]
    kinds = [context.kind for context in local_contexts(doc.text, measures, sentences, clock)]
    where = article_of(doc, len(measures))
    scope: TimeScope | PlaceScope
    if slot == "period":
        times = times_of(doc.text, measures, clock)
        scope = TimeScope(where, times)
        answers: list[Any] = [time.period for time in times]
    else:
        places = find_places(doc.text)
        scope = PlaceScope(where, places)
        answers = [_tokens(doc.text[slice(*place.quote)]) for place in places]
    numbers = [where.sentence_of(measure.span.start) for measure in measures]
    return [
        _figure(
            scope, answers, measure, kinds[i], numbers[i - 1] if i else -1, numbers[i], notes[i][slot], i == 0
        )
        for i, measure in enumerate(measures)
    ]


def _figure(
    scope: TimeScope | PlaceScope,
    answers: list[Any],
    measure: Measure,
    kind: str,
    previous_figure: int,
    number: int,
    wanted: str | None,
    first: bool,
) -> Figure:
    def right(mention: int | None) -> bool:
        answer = None if mention is None else answers[mention]
        if not wanted or not answer:
            return not wanted and not answer
        return bool(answer == wanted) if isinstance(answer, str) else _overlap(answer, _tokens(wanted)) >= 0.5

    def candidates(previous: int | None) -> list[Candidate]:
        return scope.candidates(measure, kind, previous, previous_figure, number)

    return Figure(
        candidates, right, first, bool(wanted), lambda mention: mention is not None and bool(answers[mention])
    )


def _tokens(text: str) -> Counter[str]:
    words = "".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFC", text).casefold())
    return Counter(words.split())


def _overlap(a: Counter[str], b: Counter[str]) -> float:
    return 2 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values()))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the gold: how to make its candidates, and which of them are right."""

    candidates: Callable[[int | None], list[Candidate]]
    right: Callable[[int | None], bool]
    first: bool
    """It is the first figure of its article."""
    wanted: bool
    """The gold fills the slot."""
    fills: Callable[[int | None], bool]
    """Whether a mention fills the slot: `hiện nay` does not."""


def rounds(figures: Sequence[Figure], penalty: float, n: int = ROUNDS) -> Weights:
    """Fit with the gold's own history, then with the histories that the fits make added (DAgger)."""
    groups = [(figure.candidates(previous), figure.right) for figure, previous in by_gold(figures)]
    table = fit(groups, penalty)
    for _ in range(n - 1):
        groups += [(candidates, figure.right) for figure, candidates, _ in decode(figures, table)]
        table = fit(groups, penalty)
    return table


def by_gold(figures: Sequence[Figure]) -> list[tuple[Figure, int | None]]:
    """Pair each figure with the mention that is right for the figure before it."""
    out: list[tuple[Figure, int | None]] = []
    previous: int | None = None
    for figure in figures:
        if figure.first:
            previous = None
        out.append((figure, previous))
        right = [c.mention for c in figure.candidates(previous) if figure.right(c.mention)]
        previous = previous if previous in right else next(iter(right), None)
    return out


def decode(figures: Sequence[Figure], table: Weights) -> list[tuple[Figure, list[Candidate], Candidate]]:
    """Choose with given weights, each choice being the history of the next."""
    out = []
    scorer = Scorer(table)
    previous: int | None = None
    for figure in figures:
        if figure.first:
            previous = None
        candidates = figure.candidates(previous)
        choice = scorer.best(candidates)
        previous = choice.mention
        out.append((figure, candidates, choice))
    return out


def fit(groups: Sequence[tuple[list[Candidate], Callable[[int | None], bool]]], penalty: float) -> Weights:
    """Return the weights that make the right candidates of the groups likely."""
    counts = Counter(name for candidates, _ in groups for c in candidates for name in (*c.own, *c.pair))
    names = sorted(name for name, count in counts.items() if count >= MIN_COUNT)
    index = {name: i for i, name in enumerate(names)}
    rows: list[int] = []
    columns: list[int] = []
    group_of: list[int] = []
    right: list[bool] = []
    for g, (candidates, is_right) in enumerate(groups):
        marks = [is_right(c.mention) for c in candidates]
        if not any(marks) or all(marks):
            continue
        for candidate, mark in zip(candidates, marks, strict=True):
            found = [index[name] for name in (*candidate.own, *candidate.pair) if name in index]
            rows += [len(group_of)] * len(found)
            columns += found
            group_of.append(g)
            right.append(mark)
    solution = _solve(
        np.array(rows), np.array(columns), np.array(group_of), np.array(right), len(names), penalty
    )
    return {name: round(float(solution[i]), 3) for name, i in index.items() if abs(solution[i]) >= 0.0005}


def _solve(
    rows: np.ndarray, columns: np.ndarray, group_of: np.ndarray, right: np.ndarray, size: int, penalty: float
) -> np.ndarray:
    """Minimise the penalised negative log likelihood."""
    _, groups = np.unique(group_of, return_inverse=True)
    n = groups.max() + 1

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = np.bincount(rows, w[columns], minlength=len(groups))
        top = np.full(n, -np.inf)
        np.maximum.at(top, groups, scores)
        exp = np.exp(scores - top[groups])
        total = np.bincount(groups, exp, minlength=n)
        good = np.bincount(groups, exp * right, minlength=n)
        slope = exp / total[groups] - exp * right / good[groups]
        gradient = np.bincount(columns, slope[rows], minlength=size) + 2 * penalty * w
        return float(np.sum(np.log(total) - np.log(good)) + penalty * w @ w), gradient

    return np.asarray(minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x)


def cross_validate(articles: Sequence[Article], slot: str, folds: int = FOLDS) -> tuple[float, float]:
    """Return precision and recall on articles that the weights were not fitted on."""
    figures = [figures_of(article, slot) for article in articles]
    right = filled = wanted = 0
    for fold in range(folds):
        table = shifted(
            rounds([f for i, one in enumerate(figures) if i % folds != fold for f in one], PENALTY), slot
        )
        for i, one in enumerate(figures):
            if i % folds == fold:
                for figure, _, choice in decode(one, table):
                    fills = figure.fills(choice.mention)
                    right += fills and figure.right(choice.mention)
                    filled += fills
                    wanted += figure.wanted
    return right / max(1, filled), right / max(1, wanted)


def shifted(table: Weights, slot: str) -> Weights:
    """Take the favour of a filled slot off the score of none."""
    return {**table, "none": table.get("none", 0.0) - FAVOUR[slot]}


def main() -> None:
    """Fit both slots on a gold file, write the weights, report the cross-validated scores."""
    articles = [article for path in sys.argv[1:] for article in read_gold(path)]
    tables = {}
    for slot in ("period", "place"):
        precision, recall = cross_validate(articles, slot)
        f1 = 2 * precision * recall / (precision + recall)
        sys.stdout.write(
            f"{slot}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} on articles left out\n"
        )
        tables[slot] = shifted(rounds([f for a in articles for f in figures_of(a, slot)], PENALTY), slot)
    text = json.dumps(tables, ensure_ascii=False, indent=0, sort_keys=True)
    data_path("scope_weights.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
