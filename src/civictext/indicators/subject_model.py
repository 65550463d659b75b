"""The trained ranker of subjects: reading it, and choosing among the candidates of a figure.

A log-linear model gives every candidate a probability. What is chosen is not the likeliest
candidate but the one that shares most with all that are likely (minimum Bayes risk): where three
long spans that differ by a word share the probability, one of them is better than a fourth.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from math import exp
from pathlib import Path

import numpy as np

from civictext.errors import ModelError
from civictext.indicators import subject_candidates as candidates
from civictext.indicators import subject_features as features
from civictext.indicators.subject_features import Figure, Side
from civictext.resources import model_path

FORMAT = "civictext-subjects/1"
KEPT_ENDS = 6
"""How many ends are looked at closely, best first."""
KEPT_STARTS = 5
"""How many starts are tried with each of them, best first."""
KEPT_STARTS_AFTER = 3
"""How many starts after the number are looked at closely."""
CLEAR = 5.0
"""A subject after the number that leads the bare odds of one before it by this much is hardly ever beaten.

Of 3,200 figures of news a third are as clear, and of these 0.9 % would have gone the other way.
"""
NEVER = float("-inf")
"""The score of a word at which no subject begins or ends."""
RIVALS = 7
"""How many of the best candidates are weighed against one another, at most."""
FAR = 3.5
"""How far behind the best score a candidate has no part in the choice."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words `start:end + 1` of the sentence, on a side of the number."""

    start: int
    end: int
    side: Side
    score: float
    earlier: int = -1
    """For the subject of an earlier figure from elsewhere: which one."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The subject of an earlier figure of the article."""

    words: tuple[str, ...]
    figure: Figure
    side: str
    span: tuple[int, int]
    sentence: tuple[int, int]


@dataclass(slots=True)
class SubjectModel:
    """Weights of named features, and the pairs of word classes between which no subject begins or ends."""

    weights: dict[str, float]
    never: frozenset[str]
    fingerprint: str = ""

    def total(self, names: Iterable[str]) -> float:
        """Return the sum of the weights of some features."""
        return sum(map(self.weights.get, names, repeat(0.0)))

    def candidates(self, figure: Figure) -> list[Candidate]:
        """Return the candidates of a figure in its own sentence with their scores."""
        after = self._after(figure)
        side = self.total(features.side_features(figure, "B"))
        if after and max(c.score for c in after) > side + CLEAR:
            return after
        return self._before(figure, side) + after

    def _before(self, f: Figure, side: float) -> list[Candidate]:
        ends = self._ends(f, candidates.ends_before(f), "B")
        starts: dict[int, float] = {}
        found = []
        for e in _best(ends, KEPT_ENDS):
            options = candidates.starts_before(f, e)
            starts.update(self._starts(f, [s for s in options if s not in starts], "B"))
            for s in _best({s: starts[s] for s in options if s in starts}, KEPT_STARTS):
                found.append(Candidate(s, e, "B", side + ends[e] + starts[s] + self._span(f, s, e, "B")))
        return found

    def _after(self, f: Figure) -> list[Candidate]:
        starts = self._starts(f, candidates.starts_after(f), "A")
        if not starts:
            return []
        side = self.total(features.side_features(f, "A"))
        ends: dict[int, float] = {}
        found = []
        for s in _best(starts, KEPT_STARTS_AFTER):
            options = candidates.ends_after(f.words, s)
            ends.update(self._ends(f, [e for e in options if e not in ends], "A"))
            for e in _best({e: ends[e] for e in options if e in ends}, KEPT_ENDS):
                found.append(Candidate(s, e, "A", side + starts[s] + ends[e] + self._span(f, s, e, "A")))
        return found

    def _starts(self, f: Figure, options: Iterable[int], side: Side) -> dict[int, float]:
        """Return the scores of those words of some that a subject may start with."""
        words = f.words
        memo = words.memo.setdefault(f"start {side}", {})
        found = {}
        for s in options:
            if s not in memo:
                never = f"{side}S {words.classes[s - 1]} {words.classes[s]}" in self.never
                memo[s] = NEVER if never else self.total(features.start_features(words, s, side))
            if memo[s] is not NEVER:
                found[s] = memo[s] + self.total(features.own_start_features(f, s, side))
        return found

    def _ends(self, f: Figure, options: Iterable[int], side: Side) -> dict[int, float]:
        """Return the scores of those words of some that a subject may end with."""
        words = f.words
        memo = words.memo.setdefault(f"end {side}", {})
        found = {}
        for e in options:
            if e not in memo:
                never = f"{side}E {words.classes[e]} {words.classes[e + 1]}" in self.never
                memo[e] = NEVER if never else self.total(features.end_features(words, e, side))
            if memo[e] is not NEVER:
                found[e] = memo[e] + self.total(features.own_end_features(f, e, side))
        return found

    def _span(self, f: Figure, s: int, e: int, side: Side) -> float:
        """Return the score of a candidate beyond that of its edges."""
        words = f.words
        memo = words.memo.setdefault(f"inner {side}", {})
        score = self.total(features.span_features(f, s, e, side))
        for i in range(s + 1, e):
            inner = memo.get(i)
            if inner is None:
                inner = memo[i] = self.total(features.inner_features(words, i, side))
            score += inner
        return score

    def repeated(
        self, figure: Figure, sentence: tuple[int, int], found: list[Candidate], earlier: Sequence[Earlier]
    ) -> list[Candidate]:
        """Return the candidates, dearer where an earlier figure has them, and subjects from elsewhere."""
        back = 0
        seen: set[tuple[str, ...]] = set()
        extra = []
        for i, other in enumerate(earlier):
            if other.words in seen:
                continue
            seen.add(other.words)
            same = other.sentence == sentence
            bonus = self.total(
                features.repeat_features(figure, other.figure, back, same=same, side=other.side)
            )
            back += 1
            hits = [j for j, c in enumerate(found) if _same_words(figure, c, other.words)]
            for j in hits:
                c = found[j]
                found[j] = Candidate(c.start, c.end, c.side, c.score + bonus)
            if not hits:
                away = [f"X {back}", f"X g {figure.group}", f"X same {same}"]
                bonus += self.total(away) + self.total(features.side_features(figure, "I"))
                extra.append(Candidate(-1, -1, "I", bonus, i))
        return found + extra


def _best(scores: dict[int, float], n: int) -> list[int]:
    """Return the n words with the best scores; of equal ones the first."""
    return sorted(scores, key=lambda i: -scores[i])[:n]


def _same_words(figure: Figure, c: Candidate, words: tuple[str, ...]) -> bool:
    return tuple(figure.words.forms[c.start : c.end + 1]) == words


def choose(found: Sequence[Candidate]) -> tuple[Candidate, float]:
    """Return the candidate that agrees best with all that are likely, and how likely one like it is right."""
    best = max(c.score for c in found)
    likely = [c for c in found if c.score > best - FAR]
    rivals = sorted(likely, key=lambda c: -c.score)[:RIVALS]
    powers = [exp(c.score - best) for c in rivals]
    whole = sum(exp(c.score - best) for c in found)
    chosen, chosen_gain, sure = rivals[0], -1.0, 0.0
    for one in rivals:
        gain = near = 0.0
        for other, power in zip(rivals, powers, strict=True):
            shared = _overlap(one, other)
            gain += power * (0.2 * shared + (0.5 if shared >= 0.5 else 0.0) + (0.5 if one is other else 0.0))
            near += power if shared >= 0.5 else 0.0
        if gain > chosen_gain:
            chosen, chosen_gain, sure = one, gain, near / whole
    return chosen, sure


def _overlap(a: Candidate, b: Candidate) -> float:
    """Return the share of words that two candidates have in common (Dice)."""
    if a.side == "I" or b.side == "I":
        return float(a is b)
    common = min(a.end, b.end) - max(a.start, b.start) + 1
    return 2 * common / (a.end - a.start + b.end - b.start + 2) if common > 0 else 0.0


def pack(weights: dict[str, float], never: Iterable[str]) -> bytes:
    """Return the bytes of `weights.npz`."""
    names = sorted(weights)
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        names=np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
        weights=np.array([weights[name] for name in names], dtype=np.float32),
        never=np.frombuffer("\n".join(sorted(never)).encode(), dtype=np.uint8),
    )
    return buffer.getvalue()


def read_model(home: Path) -> SubjectModel:
    """Read a model from its folder.

    Raises:
        ModelError: a file is missing, altered, or of another format.
    """
    try:
        manifest = json.loads((home / "model.json").read_text(encoding="utf-8"))
        data = (home / "weights.npz").read_bytes()
        if manifest["format"] != FORMAT or hashlib.sha256(data).hexdigest() != manifest["sha256"]:
            raise ModelError(f"{home} was altered or is of another version: install civictext again")
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            names = archive["names"].tobytes().decode().split("\n")
            weights = dict(zip(names, archive["weights"].tolist(), strict=True))
            never = frozenset(archive["never"].tobytes().decode().split("\n"))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ModelError(f"{home} cannot be read ({error}): install civictext again") from error
    return SubjectModel(weights, never, manifest["sha256"][:12])


@lru_cache(maxsize=1)
def bundled_model() -> SubjectModel:
    """Return the ranker that comes with the package, read once."""
    return read_model(model_path("subject-ranker"))

