"""Which time and which place a figure is about: the statement that governs it.

Candidates are the mentions in the figure's own sentence and the earlier statements that may still
rule; "none" is a candidate too. Each has a few named features (`before`, `frame`, `prev=tại`, `same
as the figure before` …) whose weights are fitted on the development gold by `fitting.py` and stored
in `data/scope_weights.json`; the candidate with the highest sum wins. A sum of named parts can be
read and traced, unlike a deeper model, and on this amount of gold is no worse.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from civictext.indicators.measures import Measure
from civictext.indicators.vocabulary import one_of, words
from civictext.resources import data_path
from civictext.text.alignment import Span

Weights = Mapping[str, float]
MOST_KNOWN = 50_000
NEAR = 6
"""How many mentions on either side of a figure are weighed; more of them in a sentence are an enumeration."""


class Candidate(NamedTuple):
    """One possible answer for a figure: a mention by its index, or None, with what speaks for it."""

    mention: int | None
    own: tuple[str, ...]
    """Features of the mention by itself."""
    pair: tuple[str, ...]
    """Features of the mention and the figure together."""


class Scorer:
    """Sums the weights of features; sets of features recur, so their sums are kept."""

    __slots__ = ("_known", "_weights")

    def __init__(self, table: Weights) -> None:
        self._weights = table
        self._known: dict[tuple[str, ...], float] = {}

    def sum(self, features: tuple[str, ...]) -> float:
        """Return the sum of the weights of some features."""
        known = self._known.get(features)
        if known is None:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            known = self._known[features] = sum(self._weights.get(name, 0.0) for name in features)
        return known

    def best(self, candidates: Sequence[Candidate]) -> Candidate:
        """Return the candidate with the highest sum; of equal ones, the first."""
        total = self.sum
        return max(candidates, key=lambda candidate: total(candidate.own) + total(candidate.pair))


@cache
def scorer(slot: str) -> Scorer:
    """Return the fitted scorer of a slot, `period` or `place`."""
    table: dict[str, Weights] = json.loads(data_path("scope_weights.json").read_text(encoding="utf-8"))
    return Scorer(table[slot])


_KNOWN_WORDS = frozenset(words("word before"))
_BREAK = re.compile("\n+")
LONGEST_OPENER = 60
_OPENER = re.compile(
    r"[\s\"\N{LEFT DOUBLE QUOTATION MARK}(-]*(?:\([^()]*\)\s*-?\s*)?"
    rf"(?:(?:{one_of('frame opening')}),?[ ]?)*"
)
_OPENINGS = frozenset(words("sentence opening"))


def word_before(text: str, position: int) -> str:
    """Return the word before a position, in lower case, where it is one of those that tell."""
    left = text[max(0, position - 12) : position].rstrip()
    if left.endswith("("):
        return "("
    if left.endswith((",", ";")):
        return ","
    if not left or left.endswith((".", ":", "“", '"', "\n")):
        return "."
    word = left.rsplit(" ", 1)[-1].lower()
    return word if word in _KNOWN_WORDS else "-"


def _opening(text: str, sentence: Span) -> str:
    """Return the first one or two syllables of a sentence, where they are among those that tell."""
    words = text[sentence.start : sentence.start + 24].lower().lstrip(" \"“'(–-").replace(",", " ").split()
    two = " ".join(words[:2])
    return two if two in _OPENINGS else words[0] if words and words[0] in _OPENINGS else "-"


def ruled(previous_figure: int, number: int, same_line: bool, sort: str, opening: str) -> tuple[str, ...]:
    """Describe how what ruled the figure before may go on to rule this one."""
    if previous_figure == number:
        return ("ruled-here",)
    away = bucket(number - previous_figure)
    return (f"ruled:{away}", f"ruled:{away}:{same_line}", f"ruled:{sort}", f"ruled-opening={opening}")


_BUCKETS = ("0", "1", "2", "3-4", "3-4", "5-9", "5-9", "5-9", "5-9", "5-9")


def bucket(n: int) -> str:
    """Say how far a distance is."""
    return _BUCKETS[n] if n < 10 else "10+"


def commas(gap: str, name: str) -> str:
    """Say how many breaks stand in a gap."""
    n = gap.count(",") + gap.count(";") + gap.count("(") + gap.count(")")
    return f"{name}={n}" if n < 4 else f"{name}=4+"


def sort_of(measure: Measure) -> str:
    """Return the sort of a unit: money, percent, time, size or the counting of things."""
    unit = (measure.unit or "").partition("/")[0]
    if unit in ("VND", "USD", "EUR"):
        return "money"
    if unit in ("%", "pp", "lần"):
        return "percent"
    if unit in ("năm", "tháng", "ngày", "tuần", "giờ", "phút", "giây", "tuổi"):
        return "time"
    if unit in ("m", "m2", "m3", "km", "ha", "kg", "tấn", "cm", "km2", "tạ"):
        return "size"
    return "count"


def _density(figures: int, sentences: int) -> str:
    share = figures / max(1, sentences)
    return "high" if share > 1.2 else "middle" if share > 0.6 else "low"


def opens_sentence(text: str, sentence: int, position: int) -> bool:
    """Tell whether only an opening such as `Theo đó, trong` stands before a mention in its sentence."""
    return position - sentence < LONGEST_OPENER and bool(_OPENER.fullmatch(text, sentence, position))


class Article:
    """What both slots need of a document: its sentences, lines and title."""

    def __init__(self, text: str, sentences: Sequence[Span], title_end: int, figures: int) -> None:
        self.text = text
        self.sentences = sentences
        self.starts = [sentence.start for sentence in sentences]
        self.title_end = title_end
        self.density = _density(figures, len(sentences))
        self._breaks = [match.end() for match in _BREAK.finditer(text)]
        self._openings: dict[int, str] = {}

    def sentence_of(self, position: int) -> int:
        """Return the number of the sentence that holds a position, or comes before it; -1 if none does."""
        return bisect_right(self.starts, position) - 1

    def bounds(self, number: int) -> Span:
        """Return the span of a sentence; what comes before the first one has none."""
        return self.sentences[number] if number >= 0 else Span(0, 0)

    def line_start(self, number: int) -> int:
        """Return where the line of a sentence begins."""
        at = bisect_right(self._breaks, self.bounds(number).start) - 1
        return self._breaks[at] if at >= 0 else 0

    def opening(self, number: int) -> str:
        """Return the first one or two syllables of a sentence, where they are among those that tell."""
        known = self._openings.get(number)
        if known is None:
            known = self._openings[number] = _opening(self.text, self.bounds(number))
        return known


class Scope:
    """Chooses the mention that governs a figure: what times and places have in common."""

    slot = ""

    def __init__(self, article: Article, spans: Sequence[Span]) -> None:
        self.article = article
        self.starts = [span.start for span in spans]
        self.ends = [span.end for span in spans]
        self.where = [article.sentence_of(start) for start in self.starts]
        self._named_in = {
            number
            for number, start in zip(self.where, self.starts, strict=True)
            if start < article.bounds(number).end
        }

    def choose(
        self, measure: Measure, kind: str, previous: int | None, previous_figure: int, number: int
    ) -> Candidate:
        """Return the best candidate of a figure; arguments as for `candidates`.

        What governs a figure governs the next one of its sentence if the sentence names nothing else.
        """
        if previous_figure == number and not self._any_here(number):
            return Candidate(previous, (), ("ruled-here",))
        return scorer(self.slot).best(self.candidates(measure, kind, previous, previous_figure, number))

    def candidates(
        self, measure: Measure, kind: str, previous: int | None, previous_figure: int, number: int
    ) -> list[Candidate]:
        """Return the possible answers for a figure.

        Args:
            measure: the figure.
            kind: what it says.
            previous: the mention chosen for the figure before, or None.
            previous_figure: number of the sentence of the figure before, -1 if it is the first.
            number: number of the figure's sentence.
        """
        opening = self.article.opening(number)
        any_here = self._any_here(number)
        first = bisect_left(self.starts, self.article.bounds(number).start)
        found = []
        if any_here:
            here = bisect_right(self.starts, measure.span.start, first)
            found = self._beside(measure, first, here, number, previous)
        found += self._earlier(first, number, previous, previous_figure, kind, opening)
        found.append(self._none(measure, kind, any_here, previous, previous_figure, number, opening))
        return found

    def _any_here(self, number: int) -> bool:
        """Tell whether a sentence names anything."""
        return number in self._named_in

    def _beside(
        self, measure: Measure, first: int, here: int, number: int, previous: int | None
    ) -> list[Candidate]:
        """Return the mentions of the figure's own sentence, the nearest first."""
        raise NotImplementedError

    def _earlier(
        self, first: int, number: int, previous: int | None, previous_figure: int, kind: str, opening: str
    ) -> list[Candidate]:
        """Return the statements of earlier sentences that may still rule."""
        raise NotImplementedError

    def _about_none(self) -> str:
        """Describe the article for the case that nothing rules."""
        raise NotImplementedError

    def _none(
        self,
        measure: Measure,
        kind: str,
        any_here: bool,
        previous: int | None,
        previous_figure: int,
        number: int,
        opening: str,
    ) -> Candidate:
        features = [
            "none",
            f"none:{kind}",
            f"none-opening={opening}",
            f"none:{sort_of(measure)}",
            self._about_none(),
        ]
        if any_here:
            features.append("none:named-here")
        if number >= 0 and self.article.starts[number] < self.article.title_end:
            features.append("none:title")
        if previous_figure < 0:
            features.append("none:first")
        elif previous is None:
            away = "here" if previous_figure == number else bucket(number - previous_figure)
            features += ("none:again", f"none-again:{away}")
        return Candidate(None, (), tuple(features))
