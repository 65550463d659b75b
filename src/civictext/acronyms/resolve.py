"""Chooses among the senses of a short form by the words around it.

`data/acronym_cues.tsv` holds the evidence: for a short form and a sense, a prior and patterns
for what stands left, right or near, each with a weight in log-odds. The sense `-` is a name:
initials of a photographer, a car, a ship, a share on the stock exchange.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from civictext.acronyms.initials import UPPER, is_syllable
from civictext.acronyms.lexicon import Lexicon, Sense, key_of
from civictext.errors import LexiconError
from civictext.resources import data_path

NAME = "-"
"""The sense of a short form that is no abbreviation here but a name."""
NEAR = 120
BESIDE = 70
SURE = 0.97
OUT_OF_DATE = 3.0
"""What speaks against a meaning that was not in use on the day, where another was."""
THRESHOLD = 0.55
"""Below this probability the best sense is not taken; see docs/acronyms.md for what it gives."""
COLUMNS = ("short", "sense", "where", "pattern", "weight")
_WHERES = ("prior", "left", "right", "near")


@dataclass(frozen=True, slots=True)
class Cue:
    """A row of the table: a pattern that speaks for (or against) a sense."""

    sense: str
    where: str
    pattern: str
    weight: float

    def found(self, left: str, right: str, near: str) -> bool:
        """Whether the pattern is there; it is compiled when it is first asked for."""
        if self.where == "left":
            return _compiled(rf"(?<!\w)(?:{self.pattern})[\s\"“'(]*$").search(left) is not None
        if self.where == "right":
            return _compiled(rf"[\s\"”'.)]*(?:{self.pattern})").match(right) is not None
        return _compiled(self.pattern).search(near) is not None


_compiled = cache(re.compile)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the context says: the sense, or None for a name or an open question."""

    sense: Sense | None
    probability: float
    candidates: tuple[str, ...]


class Resolver:
    """Scores the senses of one lexicon with a table of cues."""

    def __init__(
        self, priors: dict[str, dict[str, float]], cues: dict[str, tuple[Cue, ...]], digest: str
    ) -> None:
        self.priors = priors
        self.cues = cues
        self.digest = digest

    def choose(
        self, short: str, beside: tuple[str, str, str], senses: Sequence[Sense], date: str | None
    ) -> Choice:
        """Return the sense of a short form where it stands.

        Args:
            short: the short form as written.
            beside: what `context` returns: the text left of it, right of it, and both wider.
            senses: what the lexicon offers.
            date: day of the article, which rules out senses that were not in use.
        """
        key = key_of(short)
        left, right, near = beside
        scores = self._start(key, senses, date)
        if len(key) <= 3:
            credited = any(sense.domain == "media" for sense in senses)
            scores[NAME] += name_score(short, left, right, credited=credited)
        for cue in self.cues.get(key, ()) or self.cues.get(key.upper(), ()):
            if cue.sense in scores and cue.found(left, right, near):
                scores[cue.sense] += cue.weight
        return _best(scores, senses)

    def _start(self, key: str, senses: Sequence[Sense], date: str | None) -> dict[str, float]:
        """Return the log-odds before anything is read: the priors, else equal for all senses."""
        priors = self.priors.get(key) or self.priors.get(key.upper(), {})
        scores = {s.sense: priors.get(s.sense, 0.0 if not priors else -1.5) for s in senses}
        gone = [sense for sense in senses if not sense.valid_at(date)]
        if len(gone) < len(senses):
            scores.update({sense.sense: scores[sense.sense] - OUT_OF_DATE for sense in gone})
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


def _best(scores: dict[str, float], senses: Sequence[Sense]) -> Choice:
    top = max(scores.values())
    total = math.fsum(math.exp(score - top) for score in scores.values())
    ranked = sorted(senses, key=lambda s: -scores[s.sense])
    best = ranked[0]
    probability = math.exp(scores[best.sense] - top) / total
    candidates = tuple(dict.fromkeys(s.long for s in ranked))
    if probability < THRESHOLD:
        return Choice(None, round(1 - probability, 3), candidates)
    return Choice(best, round(min(probability, SURE), 3), candidates)


_CREDIT = re.compile(
    r"(?:Ảnh|ảnh|ẢNH|Nguồn|nguồn|Photo|Clip|Video|Đồ họa|minh họa|Bài)[^.:;()\n]{0,24}[:：]?\s*[(\"“]?$"
)
_CREDIT_END = re.compile(rf"\s*(?:[)\]”\"]|[.,;]?\s*$|[.,]?\s+[{UPPER}]|/)")
_LINE_END = re.compile(r"\s*[.)]?\s*$")
_SENTENCE_BEFORE = re.compile(r"(?:[.!?…”\"]\s*[-–(]?\s*|\s[-–]\s*|\s{2,}|^\s*[-–(]?\s*)$")
_CODE_AFTER = re.compile(
    r"\s?[-–]?\s?(?!(?:19|20)[0-9]{2}\b)[0-9]{4,6}(?:[ -]?TS)?\b(?!\s*(?:tỷ|triệu|đồng|người|ha|m))"
)
_MODEL_AFTER = re.compile(r"-[0-9]")
_MODEL_BEFORE = re.compile(r"([^\W\d_]+) [A-Z]{0,3}[0-9][0-9A-Za-z]*[ -]$")
_PERSON_BEFORE = re.compile(r"\b(?:anh|chị|ông|bà|cháu|vợ|chồng|bị cáo|nạn nhân|Anh|Chị|Ông|Bà)\s$")
_NAME_AFTER = re.compile(rf"\s[{UPPER}]")
_LISTED_SHARE = re.compile(
    r"(?:[Cc]ổ phiếu|[Mm]ã(?: chứng khoán| CK| cổ phiếu)?:?)\s*(?:[A-Z][A-Z0-9]{2}(?:,| và)\s)*$"
)
_SHARE_MOVES = re.compile(r"\s(?:tăng|giảm|mất|cộng thêm|đóng cửa)\s[^.;]{0,14}[0-9]|\s?\([+-]?[0-9.,]+%")
_CODES_BESIDE = re.compile(r"\b[A-Z][A-Z0-9]{2},\s*$|^,\s*[A-Z][A-Z0-9]{2}\b(?!\S*[a-z])")
_WORD_LEFT = re.compile(r"([^\W\d_]+)[ -]$")
_WORD_RIGHT = re.compile(r"[ -]([^\W\d_]+)")


def name_score(short: str, left: str, right: str, *, credited: bool = False) -> float:
    """Return the log-odds that a form of two or three letters is a name where it stands.

    Args:
        short: the short form.
        left, right: what stands beside it on its line.
        credited: it may stand under a picture or a text as what it is, like `CTV` and `PV`.

    >>> name_score("CB", "cạnh tranh với Yamaha, Suzuki và Honda ", " Hornet 160R.") > 2
    True
    """
    if right[1:2].islower() and left[-2:-1].islower() and len(short) > 2:
        return 4.0 * (short.isascii() and _is_share(left, right))  # in the midst of ordinary words
    score = 0.0 if credited else _signature_score(short, left, right)
    if _CODE_AFTER.match(right) or _MODEL_AFTER.match(right):
        score += 3.0
    if len(short) == 3 and short.isascii():
        score += 4.0 * _is_share(left, right)
    if len(short) == 2 and _PERSON_BEFORE.search(left) and not _NAME_AFTER.match(right):
        score += 2.5
    beside = ((_WORD_LEFT.search(left) or _MODEL_BEFORE.search(left), 3.0), (_WORD_RIGHT.match(right), 2.0))
    return score + sum(weight for found, weight in beside if found and _foreign(found[1]))


def _signature_score(short: str, left: str, right: str) -> float:
    """Return the log-odds that it is who took the picture or wrote the text."""
    if _CREDIT.search(left) and _CREDIT_END.match(right):
        return 4.0
    if _LINE_END.fullmatch(right) and _SENTENCE_BEFORE.search(left):
        return 4.0 if len(short) == 2 else 1.0
    return 0.0


def _is_share(left: str, right: str) -> bool:
    """Whether a form of three letters is the code of a share: in a list of them, or with its price."""
    if _CODES_BESIDE.search(left) and _CODES_BESIDE.search(right):
        return True
    return _LISTED_SHARE.search(left) is not None or _SHARE_MOVES.match(right) is not None


def _foreign(word: str) -> bool:
    """Whether a capitalised word cannot be Vietnamese: `Honda` can, `Suzuki`, `World` cannot."""
    return len(word) > 1 and word[0].isupper() and not word.isupper() and not is_syllable(word)


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
        (key, sense)
        for key, sense in pairs
        if sense != NAME and sense not in {s.sense for s in lexicon.get(key)}
    )
