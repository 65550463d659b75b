"""Chooses among the senses of a short form by the words around it.

`data/acronym_cues.tsv` holds the evidence: for a short form and a sense, a prior and patterns
for what stands left, right or near, each with a weight in log-odds. The sense `-` is a name:
initials of a photographer, a car, a ship, a share on the stock exchange.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, final

from civictext.acronyms.lexicon import Lexicon, Sense, key_of
from civictext.acronyms.names import name_score
from civictext.errors import LexiconError
from civictext.resources import data_path

NAME: Final = "-"
"""The sense of a short form that is no abbreviation here but a name."""
ANY: Final = "*"
"""Key of the cues for short forms that have none of their own."""
NEAR: Final = 120
BESIDE: Final = 70
CUE_ROOM: Final = 32
"""Characters that hold any cue left of a short form."""
SURE: Final = 0.97
OUT_OF_DATE: Final = 3.0
"""What speaks against a meaning that was not in use on the day, where another was."""
LARGEST: Final = 500.0
"""The largest difference in log-odds that counts; `exp` of more is out of range."""
THRESHOLD: Final = 0.55
"""Below this probability the best sense is not taken; see docs/acronyms.md for what it gives."""
COLUMNS: Final = ("short", "sense", "where", "pattern", "weight")
_WHERES: Final = ("prior", "left", "right", "near")


class Cue(NamedTuple):
    """A row of the table: a pattern that speaks for (or against) a sense."""

    sense: str
    where: str
    pattern: str
    weight: float


@final
class _Evidence:
    """A cue made ready: plain words are compared, which is far faster than a search; the rest is a pattern."""

    __slots__ = ("find", "sense", "weight", "words")

    def __init__(self, cue: Cue, words: tuple[str, ...], others: Sequence[str]) -> None:
        self.sense, self.weight, self.words = cue.sense, cue.weight, words
        self.find = _finder(cue.where, "|".join(others))


_SKIPPED_LEFT, _SKIPPED_RIGHT = " \t\N{NO-BREAK SPACE}\"“'(", " \t\N{NO-BREAK SPACE}\"”'.)"
"""What may stand between a short form and a cue beside it."""
_TOKEN: Final = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|[()|]|[^\\\[()|]+")
_PLAIN: Final = re.compile(r"[^\\.^$*+?{}\[\]()|]+")


def _evidence(cue: Cue) -> _Evidence:
    words: list[str] = []
    others: list[str] = []
    for part in _alternatives(cue.pattern):
        edge = {"left": part[-1:] in _SKIPPED_LEFT, "right": part[:1] in _SKIPPED_RIGHT, "near": False}
        (words if _PLAIN.fullmatch(part) and not edge[cue.where] else others).append(part)
    return _Evidence(cue, tuple(words), others)


@final
class _Evidences:
    """The cues of one short form by where they are looked for."""

    __slots__ = ("left", "near", "right")

    def __init__(self, cues: Sequence[Cue]) -> None:
        self.left = [_evidence(cue) for cue in cues if cue.where == "left"]
        self.right = [_evidence(cue) for cue in cues if cue.where == "right"]
        self.near = [_evidence(cue) for cue in cues if cue.where == "near"]


def _weigh(scores: dict[str, float], cues: _Evidences, left: str, right: str, near: str) -> None:
    """Add to the scores of senses what speaks for them where a short form stands."""
    bare, last = left.rstrip(_SKIPPED_LEFT), left[-CUE_ROOM:]
    for e in cues.left:
        if e.sense in scores and (_ends(bare, e.words) or (e.find is not None and e.find(last))):
            scores[e.sense] += e.weight
    bare = right.lstrip(_SKIPPED_RIGHT)
    for e in cues.right:
        if e.sense in scores and (bare.startswith(e.words) or (e.find is not None and e.find(right))):
            scores[e.sense] += e.weight
    for e in cues.near:
        if e.sense in scores and (_holds(near, e.words) or (e.find is not None and e.find(near))):
            scores[e.sense] += e.weight


def _finder(where: str, pattern: str) -> Callable[[str], re.Match[str] | None] | None:
    """Return what finds a pattern left of a short form, right of it or near it; None for no pattern."""
    if not pattern:
        return None
    if where == "left":
        return re.compile(rf"(?<!\w)(?:{pattern})[{_SKIPPED_LEFT}]*$").search
    if where == "right":
        return re.compile(rf"[{_SKIPPED_RIGHT}]*(?:{pattern})").match
    return re.compile(pattern).search


def _alternatives(pattern: str) -> list[str]:
    """Split a pattern at the bars outside of brackets; one pair of brackets around all of it goes.

    >>> _alternatives("(?:thi|kỳ (?:I|II))")
    ['thi', 'kỳ (?:I|II)']
    """
    parts, depth = [""], 0
    for token in _TOKEN.findall(pattern):
        depth += (token == "(") - (token == ")")
        if depth < 0:
            return []
        if token == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += token
    if len(parts) == 1 and pattern.startswith("(?:") and pattern.endswith(")"):
        return _alternatives(pattern[3:-1]) or parts
    return parts


@final
class Choice:
    """What the context says: the sense, or None for a name or an open question."""

    __slots__ = ("candidates", "probability", "sense")

    def __init__(self, sense: Sense | None, probability: float, candidates: tuple[str, ...]) -> None:
        self.sense = sense
        self.probability = probability
        self.candidates = candidates


class Resolver:
    """Scores the senses of one lexicon with a table of cues."""

    def __init__(self, priors: dict[str, dict[str, float]], cues: dict[str, tuple[Cue, ...]], digest: str) -> None:
        self.priors = priors
        self.cues = cues
        self.digest = digest
        self._ready: dict[str, tuple[dict[str, float], _Evidences | None]] = {}

    def __reduce__(self) -> tuple[type[Resolver], tuple[object, ...]]:
        """Tell pickle how to make it again; compiled classes have to say."""
        return Resolver, (self.priors, self.cues, self.digest)

    def choose(self, short: str, beside: tuple[str, str, str], senses: Sequence[Sense], date: str | None) -> Choice:
        """Return the sense of a short form where it stands.

        Args:
            short: the short form as written.
            beside: what `context` returns: the text left of it, right of it, and both wider.
            senses: what the lexicon offers.
            date: day of the article, which rules out senses that were not in use.
        """
        key = key_of(short)
        left, right, near = beside
        priors, evidence = self._known(key)
        scores = _start(priors, key, senses, date)
        if len(key) <= 3:
            credited = any(sense.domain == "media" for sense in senses)
            scores[NAME] += name_score(short, left, right, credited=credited)
        if evidence:
            _weigh(scores, evidence, left, right, near)
        return _best(scores, senses)

    def _known(self, key: str) -> tuple[dict[str, float], _Evidences | None]:
        """Return the priors and cues of a short form, if there are any; made ready when first asked for."""
        if key not in self._ready:
            priors = self.priors.get(key) or self.priors.get(key.upper(), {})
            own = next((known for known in (key, key.upper()) if known in self.priors or known in self.cues), ANY)
            cues = self.cues.get(own)
            self._ready[key] = priors, _Evidences(cues) if cues else None
        return self._ready[key]


def _start(priors: dict[str, float], key: str, senses: Sequence[Sense], date: str | None) -> dict[str, float]:
    """Return the log-odds before anything is read: the priors, else equal for all senses."""
    least = -1.5 if priors else 0.0
    scores = {sense.sense: priors.get(sense.sense, least) for sense in senses}
    gone = [sense.sense for sense in senses if not sense.valid_at(date)] if date else ()
    if gone and len(gone) < len(senses):
        scores.update({sense: scores[sense] - OUT_OF_DATE for sense in gone})
    scores[NAME] = priors.get(NAME, -3.0 if len(key) <= 3 else -6.0)
    return scores


def context(text: str, start: int, end: int, edges: tuple[int, int]) -> tuple[str, str, str]:
    """Return what is read around a short form: left of it, right of it, and both wider; its line only."""
    first, last = edges
    return (
        text[max(first, start - BESIDE) : start],
        text[end : min(last, end + BESIDE)],
        text[max(first, start - NEAR) : min(last, end + NEAR)],
    )


def _ends(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text ends with one of some words, as a word of its own."""
    if text.endswith(words):
        for word in words:
            if text.endswith(word) and not text[-len(word) - 1 : -len(word)].isalnum():
                return True
    return False


def _holds(text: str, words: tuple[str, ...]) -> bool:
    for word in words:  # noqa: SIM110  a generator would take twice the time
        if word in text:
            return True
    return False


def _best(scores: dict[str, float], senses: Sequence[Sense]) -> Choice:
    ranked = sorted(senses, key=lambda s: -scores[s.sense]) if len(senses) > 1 else senses
    best = ranked[0]
    score = scores[best.sense]
    total = 0.0
    for other in scores.values():
        total += math.exp(min(other - score, LARGEST))
    probability = 1 / total
    candidates = tuple([sense.long for sense in ranked])
    if probability < THRESHOLD:
        return Choice(None, _thousandths(1 - probability), candidates)
    return Choice(best, _thousandths(min(probability, SURE)), candidates)


def _thousandths(share: float) -> float:
    """Round a share to three digits; `round` would write it out and read it again."""
    return int(1000 * share + 0.5) / 1000


@cache
def bundled_resolver() -> Resolver:
    """Return the resolver of this installation, its table read once."""
    return read_cues(data_path("acronym_cues.tsv"))


def read_cues(path: Path) -> Resolver:
    """Read a table of cues: tab-separated, a heading with `COLUMNS`.

    Raises:
        LexiconError: a row is malformed; the message names file and line.
    """
    priors: dict[str, dict[str, float]] = {}
    cues: dict[str, list[Cue]] = {}
    content = path.read_text("utf-8")
    for number, line in enumerate(content.splitlines()[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS) or cells[2] not in _WHERES:
            raise LexiconError(f"{path}:{number}: malformed cue {line!r}; columns are {', '.join(COLUMNS)}")
        short, sense, where, pattern, weight = cells
        if where == "prior":
            priors.setdefault(short, {})[sense] = float(weight)
        else:
            cues.setdefault(short, []).append(Cue(sense, where, pattern, float(weight)))
    digest = hashlib.blake2b(content.encode(), digest_size=8).hexdigest()
    return Resolver(priors, {key: tuple(rows) for key, rows in cues.items()}, digest)


def unknown_senses(resolver: Resolver, lexicon: Lexicon) -> list[tuple[str, str]]:
    """Return the cues of a table that name a sense which the lexicon has not."""
    pairs = {(key, s) for key, priors in resolver.priors.items() for s in priors}
    pairs |= {(key, cue.sense) for key, rows in resolver.cues.items() for cue in rows}
    return sorted(
        (key, sense) for key, sense in pairs if sense != NAME and sense not in {s.sense for s in lexicon.get(key)}
    )
