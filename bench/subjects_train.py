"""Train or cross-validate the ranker of subjects.

    python -m bench.subjects_train GOLD… [-o FOLDER] [--folds 5]

The first file is cross-validated by article; the others (same format) only ever train. Without
`--folds` the model is fitted on everything and written to the folder.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize

import civictext
from civictext.document import Document
from civictext.indicators import subject_candidates, subject_features
from civictext.indicators.measures import Context, Measure, Subject
from civictext.indicators.subject import LEFT, RIGHT, link_subjects
from civictext.indicators.subject_clauses import link_by_clause
from civictext.indicators.subject_features import Figure, Side, link_figures, place_figure
from civictext.indicators.subject_model import FORMAT, SubjectModel, pack
from civictext.indicators.subject_words import split_words
from civictext.text.alignment import Span

MODEL = Path(__file__).parents[1] / "models" / "subject-ranker"
PENALTY = 2.0
ROUNDS = 50
OFTEN = 60
RARE_EDGE = 0.003
SMALLEST = 0.03
_TOKEN = re.compile(r"[^\W_]+|%")
Floats = NDArray[np.float64]


def tokens(text: str | None) -> list[str]:
    return _TOKEN.findall((text or "").casefold())


def overlap(a: Sequence[str], b: Sequence[str]) -> float:
    common = sum((Counter(a) & Counter(b)).values())
    return 2 * common / (len(a) + len(b)) if a and b else 0.0


@dataclass
class Example:
    """A figure with its gold subject, its candidates and the features of each."""

    measure: Measure
    sentence: Span
    context: Context
    gold: list[str]
    figure: Figure | None = None
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    texts: list[list[str]] = field(default_factory=list)
    rows: list[list[int]] = field(default_factory=list)

    def likeness(self) -> list[float]:
        return [overlap(self.gold, text) for text in self.texts]


@dataclass
class Article:
    doc: Document
    examples: list[Example]


class Names(dict[str, int]):
    """Numbers for feature names, given as they come."""

    def numbers(self, names: Iterable[str]) -> list[int]:
        return [self.setdefault(name, len(self)) for name in names]


def read(path: str) -> list[Article]:
    """Read a gold file as articles with one example a figure."""
    nlp = civictext.load(exclude=["acronyms", "indicators", "topics"])
    with open(path, encoding="utf-8") as lines:
        return [_article(nlp(record["text"]), record["indicators"]) for record in map(json.loads, lines)]


def _article(doc: Document, records: list[dict[str, Any]]) -> Article:
    examples = []
    for record in sorted(records, key=lambda record: int(record["start"])):
        span = doc.to_text((record["start"], record["end"]))
        unit = record["unit_norm"]
        measure = Measure(span, Decimal(0), unit=unit, unit_span=_unit_span(doc.text, span, record["unit"]))
        gold = tokens(civictext.normalize(record["subject"])) if record["subject"] else []
        sentence = doc.sentence_at(span.start) or span
        examples.append(Example(measure, sentence, Context(kind=record["kind"]), gold))
    return Article(doc, examples)


def _unit_span(text: str, span: Span, unit: str | None) -> Span | None:
    """Find the unit right behind a number: as annotated, else without its rate."""
    for name in (unit, (unit or "").split("/")[0]):
        at = text.find(name, span.end, span.end + 25 + len(name)) if name else -1
        if name and at >= 0:
            return Span(at, at + len(name))
    return None


def prepare(articles: Sequence[Article], names: Names) -> None:
    """Find the candidates of every figure and number their features."""
    for article in articles:
        runs: dict[Span, list[Example]] = {}
        for example in article.examples:
            runs.setdefault(example.sentence, []).append(example)
        for run in runs.values():
            _place(article.doc.text, run)
        for example in article.examples:
            _add_candidates(example, article.doc.text, names)


def _place(text: str, run: list[Example]) -> None:
    edges = {edge for x in run for s in (x.measure.span, x.measure.unit_span) if s for edge in s}
    start = max(run[0].sentence.start, run[0].measure.span.start - LEFT)
    words = split_words(text, start, min(run[0].sentence.end, run[-1].measure.span.end + RIGHT), edges)
    for x in run:
        m = x.measure
        x.figure = place_figure(words, m.span, m.unit_span, x.context.kind, m.unit)
    link_figures([x.figure for x in run if x.figure])


def _add_candidates(x: Example, text: str, names: Names) -> None:
    f = x.figure
    if f is None:
        return
    words, take, make = f.words, names.numbers, subject_features
    side = {"A": take(make.side_features(f, "A")), "B": take(make.side_features(f, "B"))}
    starts: dict[tuple[int, str], list[int]] = {}
    ends: dict[tuple[int, str], list[int]] = {}
    folded = [tokens(text[a:b]) for a, b in zip(words.starts, words.ends, strict=True)]
    inner: dict[tuple[int, str], list[int]] = {}
    for s, e, where in _pairs(f):
        if (s, where) not in starts:
            own = make.own_start_features(f, s, where)
            starts[s, where] = take([*make.start_features(words, s, where), *own])
        if (e, where) not in ends:
            ends[e, where] = take([*make.end_features(words, e, where), *make.own_end_features(f, e, where)])
        row = side[where] + starts[s, where] + ends[e, where] + take(make.span_features(f, s, e, where))
        for i in range(s + 1, e):
            if (i, where) not in inner:
                inner[i, where] = take(make.inner_features(words, i, where))
            row += inner[i, where]
        x.rows.append(row)
        x.spans.append((s, e, where))
        x.texts.append([token for j in range(s, e + 1) for token in folded[j]])


def _pairs(f: Figure) -> Iterator[tuple[int, int, Side]]:
    for e in subject_candidates.ends_before(f):
        for s in subject_candidates.starts_before(f, e):
            yield s, e, "B"
    for s in subject_candidates.starts_after(f):
        for e in subject_candidates.ends_after(f.words, s):
            yield s, e, "A"


def _with_earlier(
    x: Example, earlier: list[tuple[list[str], Example, str]], names: Names
) -> tuple[list[list[int]], list[float], list[str]]:
    """Return the rows of a figure's candidates given the gold subjects of the figures before it."""
    rows, like = list(x.rows), x.likeness()
    sides = [where for _, _, where in x.spans]
    seen: list[list[str]] = []
    for text, other, where in earlier[:4]:
        if not text or text in seen or x.figure is None or other.figure is None:
            continue
        same = other.sentence == x.sentence
        bonus = names.numbers(
            subject_features.repeat_features(x.figure, other.figure, len(seen), same=same, side=where)
        )
        seen.append(text)
        hits = [i for i, candidate in enumerate(x.texts) if candidate == text]
        for i in hits:
            rows[i] = rows[i] + bonus
        if not hits:
            away = [f"X {len(seen)}", f"X g {x.figure.group}", f"X same {same}"]
            away += subject_features.side_features(x.figure, "I")
            rows.append(bonus + names.numbers(away))
            like.append(overlap(x.gold, text))
            sides.append("I")
    return rows, like, sides


def training_set(articles: Sequence[Article], names: Names) -> tuple[list[list[int]], list[int], Floats]:
    """Return the rows of all candidates, where each figure begins, and the share each should have."""
    rows: list[list[int]] = []
    offsets, shares = [0], []
    for article in articles:
        earlier: list[tuple[list[str], Example, str]] = []
        for x in article.examples:
            where = "?"
            mine, like, sides = _with_earlier(x, earlier, names)
            if x.gold and like and max(like) >= 0.5:
                values = np.array(like)
                share = (values >= values.max() - 1e-9) + 0.15 * np.exp(10 * (values - 1)) * (values > 0.5)
                shares.append(share / share.sum())
                rows += mine
                offsets.append(len(rows))
                where = sides[int(values.argmax())]
            earlier.insert(0, (x.gold, x, where))
    return rows, offsets, np.concatenate(shares)


def fit(rows: list[list[int]], offsets: list[int], shares: Floats, width: int) -> Floats:
    """Fit a log-linear model: the cross entropy of the shares with an L2 penalty."""
    starts = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter((i for row in rows for i in row), dtype=np.int32, count=starts[-1])
    x = sp.csr_matrix((np.ones(len(columns), dtype=np.float32), columns, starts), shape=(len(rows), width))
    xt, first = x.T.tocsr(), np.array(offsets[:-1])
    group = np.repeat(np.arange(len(first)), np.diff(offsets))

    def loss(w: Floats) -> tuple[float, Floats]:
        z = x @ w
        z -= np.maximum.reduceat(z, first)[group]
        power = np.exp(z)
        whole = np.add.reduceat(power, first)
        value = -(shares * (z - np.log(whole)[group])).sum() + 0.5 * PENALTY * (w @ w)
        return float(value), xt @ (power / whole[group] - shares) + PENALTY * w

    options = {"maxiter": ROUNDS, "maxfun": ROUNDS + 15}
    best: Floats = minimize(loss, np.zeros(width), jac=True, method="L-BFGS-B", options=options).x
    return best


def impossible_edges(articles: Sequence[Article]) -> set[str]:
    """Return the pairs of word classes between which subjects as good as never begin or end."""
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for article in articles:
        for x in article.examples:
            if not x.gold or not x.spans or x.figure is None:
                continue
            like = x.likeness()
            seen.update({edge for span in x.spans for edge in _edges(x.figure, *span)})
            if max(like) > 0.99:
                right.update(_edges(x.figure, *x.spans[like.index(max(like))]))
    return {edge for edge, n in seen.items() if n >= OFTEN and right[edge] < RARE_EDGE * n}


def _edges(f: Figure, s: int, e: int, where: str) -> tuple[str, str]:
    kinds = f.words.classes
    return f"{where}S {kinds[s - 1]} {kinds[s]}", f"{where}E {kinds[e]} {kinds[e + 1]}"


def train(articles: Sequence[Article], names: Names) -> SubjectModel:
    rows, offsets, shares = training_set(articles, names)
    weights = fit(rows, offsets, shares, len(names))
    kept = {name: round(float(weights[i]), 4) for name, i in names.items() if abs(weights[i]) >= SMALLEST}
    return SubjectModel(kept, frozenset(impossible_edges(articles)))


class Score:
    """Counts of right subjects; `seconds` is the CPU time of finding them."""

    def __init__(self) -> None:
        self.n = self.partial = self.exact = 0
        self.seconds = 0.0

    def add(self, article: Article, model: SubjectModel | None) -> None:
        measures = [x.measure for x in article.examples]
        sentences = [x.sentence for x in article.examples]
        contexts = [x.context for x in article.examples]
        start = time.process_time()
        found: list[Subject] = (
            link_subjects(article.doc, measures, sentences, contexts, model=model)
            if model
            else link_by_clause(article.doc, measures, sentences, contexts)
        )
        self.seconds += time.process_time() - start
        for x, subject in zip(article.examples, found, strict=True):
            said = tokens(article.doc.text[slice(*subject.span)]) if subject.span else []
            self.n += 1
            self.exact += said == x.gold
            self.partial += overlap(said, x.gold) >= 0.5 or not (said or x.gold)

    def __str__(self) -> str:
        return (
            f"partial {100 * self.partial / self.n:.2f}  exact {100 * self.exact / self.n:.2f}  "
            f"of {self.n}, {1e6 * self.seconds / self.n:.0f} microseconds a figure"
        )


def cross_validate(gold: Sequence[Article], more: Sequence[Article], names: Names, folds: int) -> Score:
    """Score each article with a model that was trained without it."""
    order = list(range(len(gold)))
    random.Random(0).shuffle(order)
    score = Score()
    for fold in range(folds):
        held = set(order[fold::folds])
        model = train([*(a for i, a in enumerate(gold) if i not in held), *more], names)
        for i in sorted(held):
            score.add(gold[i], model)
    return score


def write(model: SubjectModel, folder: Path, about: dict[str, Any]) -> None:
    data = pack(model.weights, model.never)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weights.npz").write_bytes(data)
    manifest = {
        "format": FORMAT,
        "sha256": hashlib.sha256(data).hexdigest(),
        "features": len(model.weights),
        **about,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / "model.json").write_text(text + "\n", encoding="utf-8")


def main(argv: list[str] | None = None) -> int:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("gold", nargs="+")
    parser.add_argument("-o", "--output", type=Path, default=MODEL)
    parser.add_argument("--folds", type=int, default=0)
    options = parser.parse_args(argv)
    gold, *others = [read(path) for path in options.gold]
    more = [article for articles in others for article in articles]
    names = Names()
    prepare([*gold, *more], names)
    if options.folds:
        by_clause = Score()
        for article in gold:
            by_clause.add(article, None)
        sys.stdout.write(f"clauses  {by_clause}\n")
        sys.stdout.write(f"ranker   {cross_validate(gold, more, names, options.folds)}\n")
        return 0
    figures = [sum(len(article.examples) for article in part) for part in (gold, more)]
    about = {"trained_on": {"gold figures": figures[0], "further figures": figures[1]}, "penalty": PENALTY}
    write(train([*gold, *more], names), options.output, about)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
