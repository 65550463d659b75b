"""Train or cross-validate what links figures to their subject, time and place.

    python -m bench.links_train GOLD FURTHER… [-o FOLDER] [--folds 5]

The first file is cross-validated by article; the others (same format) only ever train. Without
`--folds` the weights are fitted on everything and written to the folder.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize

import civictext
from civictext.document import Document
from civictext.errors import InputError
from civictext.indicators import subject_candidates as candidates
from civictext.indicators import subject_features as features
from civictext.indicators.article import Article, Figure, Passage, first_at
from civictext.indicators.context import govern, place_mentions, time_mentions, times_of
from civictext.indicators.links_model import FORMAT, NAME, Clusters, Links, bundled_links, no_weights, pack, weights_of
from civictext.indicators.local import local_contexts
from civictext.indicators.measures import Context, Measure
from civictext.indicators.periods import clock_of
from civictext.indicators.places import find_places
from civictext.indicators.scope_features import NOTHING, PERIOD, PLACE, Mention, Scope, Slot
from civictext.indicators.scopes import Governor
from civictext.indicators.subject import link_subjects
from civictext.indicators.subject_features import AFTER, BEFORE, EARLIER, NOWHERE, POINTER, Side
from civictext.indicators.subject_model import POINTERS, SubjectWeights
from civictext.indicators.templates import BITS, ZERO, Weights
from civictext.pipeline import parse_date
from civictext.text.alignment import Span

MODEL = Path(__file__).parents[1] / "models" / NAME
PENALTY = {"subject": 8.0, "period": 25.0, "place": 25.0}
MARGIN = 1.5
"""How much better than a candidate that shares nothing with a subject the right one must be."""
ROUNDS = 60
SMALLEST = 0.03
PASSES = 5
"""Passes in which times and places are fitted, the later ones with the choices of the earlier ones."""
_TOKEN = re.compile(r"[^\W_]+|%")
NO_WEIGHTS: Mapping[str, float] = {}
UNWEIGHED = no_weights()
Floats = NDArray[np.float64]
Row = NDArray[np.uint32]


def tokens(text: str | None) -> list[str]:
    return _TOKEN.findall((text or "").casefold())


def overlap(a: Sequence[str], b: Sequence[str]) -> float:
    common = sum((Counter(a) & Counter(b)).values())
    return 2 * common / (len(a) + len(b)) if a and b else 0.0


class Group(NamedTuple):
    """The candidates of one figure: where their weights are, how right each is (0 to 1), what is added to
    its score while it is fitted, and how much the figure counts."""

    rows: list[Row]
    right: Floats
    ahead: Floats
    weight: float


def places(found: list[int]) -> Row:
    """Return the places of the weights of a candidate, or of a part of it, as an array."""
    return np.array(found, dtype=np.uint32)


# --- reading gold ------------------------------------------------------------------------------


@dataclass
class Gold:
    """An article of a gold file with its figures as measures."""

    doc: Document
    measures: list[Measure]
    notes: list[Mapping[str, Any]]
    weight: float
    article: Article | None = None


def read(paths: Iterable[str], clusters: Clusters, weights: Mapping[str, float] = NO_WEIGHTS) -> list[Gold]:
    """Read gold files; `weights` says how much an article counts, if not once."""
    nlp = civictext.load(exclude=["acronyms", "indicators", "topics"])
    found = []
    for path in paths:
        for record in map(json.loads, Path(path).read_text(encoding="utf-8").splitlines()):
            doc = nlp(record["text"], id=record["id"], date=gold_date(record.get("date")))
            notes = sorted(record["indicators"], key=lambda note: int(note["start"]))
            found.append(_gold(clusters, doc, notes, weights.get(record["id"], 1.0)))
    return found


def gold_date(stamp: str | None) -> str | None:
    """Return the date of a gold article, or its year where no more can be read."""
    try:
        return parse_date(stamp)
    except InputError:
        return stamp[:4] if stamp and stamp[:4].isdigit() else None


def _gold(clusters: Clusters, doc: Document, notes: list[Mapping[str, Any]], weight: float) -> Gold:
    measures = [_measure(doc, note) for note in notes]
    if not measures:
        return Gold(doc, measures, notes, weight)
    sentences = [doc.sentence_at(m.span.start) or m.span for m in measures]
    local = local_contexts(doc.text, measures, sentences, clock_of(doc.text, doc.date))
    contexts = [Context(kind=note["kind"], status=context.status) for note, context in zip(notes, local, strict=True)]
    title_end = next((line.span.end for line in doc.lines if line.role == "title"), 0)
    passage = Passage(doc.text, measures, contexts, sentences, doc.sentences, title_end)
    return Gold(doc, measures, notes, weight, Article(passage, clusters))


def _measure(doc: Document, note: Mapping[str, Any]) -> Measure:
    span = doc.to_text((note["start"], note["end"]))
    value, highest, whole = (
        None if note[name] is None else Decimal(str(note[name])) for name in ("value", "value_max", "denominator")
    )
    in_words = not any(map(str.isdigit, doc.text[slice(*span)]))
    flags = ("incidental",) if in_words and value is not None and value <= 10 else ()
    unit_span = _unit_span(doc.text, span, note["unit"])
    return Measure(span, value or Decimal(0), highest, whole, note["unit_norm"], unit_span, flags=flags)


def _unit_span(text: str, span: Span, unit: str | None) -> Span | None:
    """Find the unit right behind a number: as annotated, else without its rate."""
    for name in (unit, (unit or "").split("/")[0]):
        at = text.find(name, span.end, span.end + 25 + len(name)) if name else -1
        if name and at >= 0:
            return Span(at, at + len(name))
    return None


# --- fitting -----------------------------------------------------------------------------------


def fit(groups: Sequence[Group], penalty: float, start: Floats | None = None) -> Floats:
    """Fit a log-linear model: how likely some right candidate of each figure is, with an L2 penalty.

    The right ones may share out their likelihood as they like. What is wrong is set ahead (`Group.ahead`), so
    that it must lag behind by that much: softmax margin (Gimpel and Smith 2010).
    """
    rows = [row for group in groups for row in group.rows]
    sizes = [len(group.rows) for group in groups]
    first = np.cumsum([0, *sizes])[:-1]
    right = np.concatenate([group.right for group in groups])
    ahead = np.concatenate([group.ahead for group in groups])
    counts = np.array([group.weight for group in groups])
    columns, starts = np.concatenate(rows).astype(np.int32), np.cumsum([0, *map(len, rows)])
    x = sp.csr_matrix((np.ones(len(columns), dtype=np.float32), columns, starts), shape=(len(rows), 1 << BITS))
    of_row = np.repeat(np.arange(len(groups)), sizes)

    def loss(w: Floats) -> tuple[float, Floats]:
        z = (x @ w.astype(np.float32)).astype(np.float64) + ahead
        z -= np.maximum.reduceat(z, first)[of_row]
        power = np.exp(z)
        good = power * right
        whole, whole_good = np.add.reduceat(power, first), np.add.reduceat(good, first) + 1e-30
        value = counts @ np.log(whole / whole_good) + 0.5 * penalty * (w @ w)
        slope = counts[of_row] * (power / whole[of_row] - good / whole_good[of_row])
        return float(value), x.T @ slope.astype(np.float32) + penalty * w

    options = {"maxiter": ROUNDS, "maxfun": ROUNDS + 15}
    start = np.zeros(1 << BITS) if start is None else start
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x)


def table(weights: Floats) -> Weights:
    """Return the table of the weights that are not near zero."""
    kept = np.flatnonzero(np.abs(weights) >= SMALLEST)
    return weights_of(kept, weights[kept].astype(np.float16))


# --- subjects ----------------------------------------------------------------------------------


@dataclass
class Subjects:
    """The candidates of the figures of an article, with how like each is to the gold subject."""

    gold: Gold
    wanted: list[list[str]]
    rows: list[list[Row]]
    likes: list[list[float]]

    def add(self, i: int, row: Row, like: float) -> None:
        self.rows[i].append(row)
        self.likes[i].append(like)

    def groups(self) -> Iterator[Group]:
        for rows, likes in zip(self.rows, self.likes, strict=True):
            like = np.array(likes)
            if like.max() >= 0.5:
                right = np.where(like >= like.max() - 1e-9, 1.0, 0.15 * np.exp(10 * (like - 1)) * (like > 0.5))
                yield Group(rows, right, MARGIN * (1 - like), self.gold.weight)


def subjects_of(gold: Gold) -> Subjects:
    """Find the candidates of every figure and the places of their weights."""
    text, article = gold.doc.text, gold.article
    quotes = [civictext.normalize(note["subject"] or "") for note in gold.notes]
    wanted = [tokens(quote) for quote in quotes]
    found = Subjects(gold, wanted, [[] for _ in quotes], [[] for _ in quotes])
    if article is None:
        return found
    inner = {side: _inner_places(article, side) for side in (BEFORE, AFTER)}
    for i, (f, quote) in enumerate(zip(article.figures, quotes, strict=True)):
        spans = [_words_at(article, *m.span()) for m in re.finditer(re.escape(quote), text)] if quote else []
        for side in (BEFORE, AFTER):
            for start, end, row in _stretches(article, f, side):
                inside = inner[side][start + 1 : end].ravel()
                found.add(i, np.concatenate([row, inside]), _like(spans, start, end))
        found.add(i, places(NOWHERE.places(f.own)), 0.0 if wanted[i] else 1.0)
        row = features.new_row()
        for back in range(1, min(POINTERS, i) + 1):
            features.see_pointer(article, i, back, row)
            found.add(i, places(POINTER.places(row) + EARLIER.places(f.own)), overlap(wanted[i], wanted[i - back]))
    return found


def _words_at(article: Article, start: int, end: int) -> tuple[int, int]:
    """Return the first and the last word of a stretch of text."""
    return first_at(article.starts, start), first_at(article.ends, end + 1) - 1


def _inner_places(article: Article, side: Side) -> NDArray[np.uint32]:
    """Return the places of the weights of each word as one inside a stretch."""
    found = [side.inner.places(article.columns, features.place_of(i)) for i in range(len(article))]
    return np.array(found, dtype=np.uint32)


def _stretches(article: Article, f: Figure, side: Side) -> Iterator[tuple[int, int, Row]]:
    """Yield the stretches on one side of a number with the places of their weights, but for the words inside."""
    row, whole = features.new_row(), features.new_row()
    features.see_figure(f, row)
    starts: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for start, end in _spans(article, f, side):
        if start not in starts:
            features.see_start(article, f, side, start, row)
            alone = side.start_word.places(article.columns, features.place_of(start))
            starts[start] = alone + side.start.places(row) + side.span_of_start.places(row)
        if end not in ends:
            features.see_end(article, f, side, end, row)
            ends[end] = side.end_word.places(article.columns, features.place_of(end)) + side.end.places(row)
        features.see_span(article, f, start, end, whole)
        of_span = [p for part in (side.span, side.span_of_group, side.span_of_content) for p in part.places(whole)]
        yield start, end, places(side.side.places(f.own) + starts[start] + ends[end] + of_span)


def _spans(article: Article, f: Figure, side: Side) -> list[tuple[int, int]]:
    """Return the first and the last word of each stretch on one side of a number."""
    if side is AFTER:
        return [(s, e) for s in candidates.starts_after(article, f) for e in candidates.ends_after(article, f, s)]
    return [(s, e) for e in candidates.ends_before(article, f) for s in candidates.starts_before(article, f, e)]


def _like(found: list[tuple[int, int]], s: int, e: int) -> float:
    """Return how many words a stretch shares with the nearest place of the gold subject (Dice)."""
    best = 0.0
    for a, b in found:
        common = min(b, e) - max(a, s) + 1
        if common > 0:
            best = max(best, 2 * common / (b - a + e - s + 2))
    return best


def fit_subjects(found: Iterable[Subjects]) -> Weights:
    return table(fit([group for one in found for group in one.groups()], PENALTY["subject"]))


# --- times and places --------------------------------------------------------------------------


@dataclass
class Scoped:
    """The candidates of the figures of an article for a slot."""

    slot: Slot
    weight: float
    scope: Scope
    mentions: list[Mention]
    wanted: list[str | None]
    right: list[list[bool]]
    """Which mentions are right for which figure."""
    rows: list[list[tuple[int, Row, Row]]]
    """The mentions that may govern each figure, with the places of their weights, also of their second score."""
    carry: list[Row]
    none: list[Row]

    def choices(self, weights: Weights) -> list[int | None]:
        chosen = govern(self.slot, self.scope, self.mentions, weights)
        return [choice.mention if choice.mention >= 0 else None for choice in chosen]

    def by_gold(self) -> list[int | None]:
        """Return a right mention for each figure, the same as for the one before where that is right."""
        chosen: list[int | None] = []
        for right in self.right:
            previous = chosen[-1] if chosen else None
            again = previous is not None and right[previous]
            chosen.append(previous if again else next((i for i in reversed(range(len(right))) if right[i]), None))
        return chosen

    def is_right(self, i: int, mention: int | None) -> bool:
        named = mention is not None and self.mentions[mention].answer >= 0
        return self.right[i][mention] if named and mention is not None else not self.wanted[i]

    def groups(self, history: Sequence[int | None]) -> Iterator[Group]:
        answers = [mention.answer for mention in self.mentions]
        for i, rows in enumerate(self.rows):
            previous = history[i - 1] if i else None
            ruling = None if not i else NOTHING if previous is None else answers[previous]
            marks = [self.is_right(i, mention) for mention, _, _ in rows] + [not self.wanted[i]]
            parts = [np.concatenate([row, again]) if answers[m] == ruling else row for m, row, again in rows]
            parts.append(self.none[i])
            if ruling is not None and ruling not in {answers[m] for m, _, _ in rows}:
                marks.append(self.is_right(i, previous))
                parts.append(self.carry[i])
            if any(marks) and not all(marks):
                yield Group(parts, np.array(marks, dtype=np.float64), np.zeros(len(marks)), self.weight)


def scoped(gold: Gold, slot: Slot) -> Scoped | None:
    """Find the candidates of every figure for a slot and the places of their weights."""
    doc, article = gold.doc, gold.article
    if article is None:
        return None
    wanted = [note[slot.name] for note in gold.notes]
    if slot.name == "period":
        times = times_of(article.passage, clock_of(doc.text, doc.date))
        mentions = time_mentions(doc.text, times)
        right = [[bool(w) and time.period == w for time in times] for w in wanted]
    else:
        named = find_places(doc.text)
        mentions = place_mentions(doc.text, named)
        quotes = [tokens(doc.text[slice(*place.quote)]) for place in named]
        folded = [tokens(civictext.normalize(w or "")) for w in wanted]
        right = [[overlap(w, quote) >= 0.5 for quote in quotes] for w in folded]
    found = Scoped(slot, gold.weight, Scope(article), mentions, wanted, right, [], [], [])
    governor = Governor(slot, found.scope, mentions, UNWEIGHED)
    for i in range(len(wanted)):
        seen = governor.candidates(i)
        found.carry.append(places(slot.carry.places(governor.row)))
        found.none.append(places(slot.none.places(governor.row)))
        found.rows.append([])
        for one in seen:
            parts = (slot.earlier, slot.earlier_of_figure) if one.earlier else (slot.here,)
            seen_row = governor.see(i, one)
            row = places([place for templates in parts for place in templates.places(seen_row)])
            found.rows[i].append((one.mention, row, places(slot.again.places(governor.see_again(one)))))
    return found


def fit_scopes(found: Sequence[Scoped]) -> Weights:
    """Fit with the gold's own history, then with the histories that the fits make added (DAgger)."""
    groups = [group for one in found for group in one.groups(one.by_gold())]
    name = found[0].slot.name
    weights = fit(groups, PENALTY[name])
    for _ in range(PASSES - 1):
        groups += [group for one in found for group in one.groups(one.choices(table(weights)))]
        weights = fit(groups, PENALTY[name], weights)
    return table(weights)


# --- scores ------------------------------------------------------------------------------------


class Score:
    """Counts of right subjects."""

    def __init__(self) -> None:
        self.n = self.partial = self.exact = 0

    def add(self, found: Subjects, weights: Weights) -> None:
        article = found.gold.article
        if article is None:
            return
        text = found.gold.doc.text
        for wanted, subject in zip(found.wanted, link_subjects(article, SubjectWeights(weights)), strict=True):
            said = tokens(text[slice(*subject.span)]) if subject.span else []
            self.n += 1
            self.exact += said == wanted
            self.partial += overlap(said, wanted) >= 0.5 or not (said or wanted)

    def __str__(self) -> str:
        return f"partial {100 * self.partial / self.n:.2f}  exact {100 * self.exact / self.n:.2f}  of {self.n}"


class Slots:
    """Counts of slots that are filled, rightly filled, and to be filled."""

    def __init__(self) -> None:
        self.filled = self.right = self.wanted = 0

    def add(self, found: Scoped, weights: Weights) -> None:
        for i, mention in enumerate(found.choices(weights)):
            filled = mention is not None and found.mentions[mention].answer >= 0
            self.filled += filled
            self.right += filled and found.is_right(i, mention)
            self.wanted += bool(found.wanted[i])

    def __str__(self) -> str:
        precision, recall = self.right / max(1, self.filled), self.right / max(1, self.wanted)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        return f"precision {100 * precision:.2f}  recall {100 * recall:.2f}  F1 {100 * f1:.2f}  of {self.wanted}"


def folds_of(n: int, folds: int) -> Iterator[set[int]]:
    order = list(range(n))
    random.Random(0).shuffle(order)
    return (set(order[fold::folds]) for fold in range(folds))


def cross_validate(gold: Sequence[Gold], more: Sequence[Gold], folds: int) -> Iterator[str]:
    """Score each article with weights that were fitted without it."""
    subjects, further = list(map(subjects_of, gold)), list(map(subjects_of, more))
    score = Score()
    for held in folds_of(len(gold), folds):
        weights = fit_subjects([*(one for i, one in enumerate(subjects) if i not in held), *further])
        for i in sorted(held):
            score.add(subjects[i], weights)
    yield f"subject  {score}"
    for slot in (PERIOD, PLACE):
        ours, others = [scoped(one, slot) for one in gold], [one for one in (scoped(m, slot) for m in more) if one]
        slots = Slots()
        for held in folds_of(len(gold), folds):
            kept = [one for i, one in enumerate(ours) if one and i not in held]
            weights = fit_scopes([*kept, *others])
            for one in (ours[i] for i in sorted(held)):
                if one:
                    slots.add(one, weights)
        yield f"{slot.name}   {slots}"


def write(links: Links, folder: Path, about: Mapping[str, Any]) -> None:
    data = pack(links)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weights.npz").write_bytes(data)
    counts = {name: int((np.asarray(memoryview(weights)) != ZERO).sum()) for name, weights in links.weights.items()}
    manifest = {"format": FORMAT, "sha256": hashlib.sha256(data).hexdigest(), "weights": counts, **about}
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / "model.json").write_text(text + "\n", encoding="utf-8")


def train(articles: Sequence[Gold], clusters: Clusters) -> Links:
    tables = {"subject": fit_subjects(map(subjects_of, articles))}
    for slot in (PERIOD, PLACE):
        tables[slot.name] = fit_scopes([one for one in (scoped(gold, slot) for gold in articles) if one])
    return Links(tables, clusters)


def read_clusters(path: Path) -> Clusters:
    with np.load(path, allow_pickle=False) as archive:
        words = dict(zip(archive["keys"].tolist(), archive["fine"].tolist(), strict=True))
        return Clusters(words, archive["coarse"].tolist())


def main(argv: list[str] | None = None) -> int:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("gold", nargs="+")
    parser.add_argument("-o", "--output", type=Path, default=MODEL)
    parser.add_argument("--clusters", type=Path, help="of bench.word_clusters; else those of the bundled model")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--weight", action="append", default=[], metavar="ID=N", help="an article counts N times")
    options = parser.parse_args(argv)
    weights = {name: float(n) for name, _, n in (text.rpartition("=") for text in options.weight)}
    clusters = read_clusters(options.clusters) if options.clusters else bundled_links().clusters
    gold, more = read(options.gold[:1], clusters, weights), read(options.gold[1:], clusters, weights)
    if options.folds:
        for line in cross_validate(gold, more, options.folds):
            sys.stdout.write(line + "\n")
        return 0
    counts = [sum(len(one.measures) for one in part) for part in (gold, more)]
    about = {"gold figures": counts[0], "further figures": counts[1]}
    links = train([*gold, *more], clusters)
    write(links, options.output, {"trained_on": about, "penalty": PENALTY})
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
