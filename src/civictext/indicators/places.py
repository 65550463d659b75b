"""Finds the names of places in a text: by classifier (`huyện X`, `TP. X`), else by gazetteer.

After a classifier any capitalised name is a place; the gazetteer then says where the name ends
(`xã Bình Minh Nguyễn Văn An`: a commune, then its chairman). A bare name must be that of a
province, region or country, or of a smaller unit that the article also names in full.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from civictext.indicators.vocabulary import rows, words
from civictext.text.alignment import Span

BARE = "nrpd"
"""Levels whose names are known without a classifier; smaller units share theirs with people."""
LEVELS = "nrpdcv"
"""Nation, region, province, district, commune, village or site: coarse to fine."""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in the text (`huyện Gia Lộc`) or spoken of (`toàn tỉnh`)."""

    span: Span
    key: str
    """The bare name, by which mentions of one place are known; of `toàn tỉnh`, that of the province."""
    level: str
    classifier: str = ""
    """The word for its kind: tỉnh, thành phố, huyện … as written, in lower case; empty for a bare name."""
    named: Span | None = None
    """Where the name stands, if only the kind stands here: `toàn tỉnh`, `trên địa bàn huyện`."""

    @property
    def quote(self) -> Span:
        """The span that names the place."""
        return self.named or self.span


class Gazetteer(NamedTuple):
    """Names of places with their levels; lengths to try after each first syllable; openings of bare names."""

    levels: dict[str, str]
    lengths: dict[str, tuple[int, ...]]
    openings: frozenset[str]
    """The first two syllables of every name that may stand without a classifier."""


@cache
def gazetteer() -> Gazetteer:
    """Load `data/places.tsv`, once, when the first place is looked for."""
    levels: dict[str, str] = {}
    lengths: dict[str, set[int]] = {}
    for name, level in rows("places.tsv"):
        levels[name] = level
        syllables = _SPLIT.split(name)
        lengths.setdefault(syllables[0], set()).add(len(syllables))
    ordered = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}
    bare = (name for name, level in levels.items() if level[0] in BARE)
    return Gazetteer(levels, ordered, frozenset(" ".join(name.split(" ")[:2]) for name in bare))


CLASSIFIERS = {word: level for word, level, _ in rows("place_classifiers.tsv")}
"""Words before the name of a place, and the level of the place."""
_FULL_CLASSIFIER = {word: full for word, _, full in rows("place_classifiers.tsv")}
_CITIES = frozenset(words("city with province"))
_NEVER_BARE = frozenset(words("never bare"))
_NOT_FIRST = frozenset(words("not first"))
"""Bare only inside a sentence: `Anh` at its start is a pronoun, `Đức` or `Nga` a person."""
_PERSON_TITLES = frozenset(words("person title"))
_SURNAMES = frozenset(words("surname"))
"""A name after a classifier that begins like this and is in no gazetteer is a person's."""

_UPPER = "".join(chr(code) for code in (*range(0x41, 0x250), *range(0x1EA0, 0x1EFA)) if chr(code).isupper())
_NO_NAME = (
    rf"(?!\w|[.][ ]?[{_UPPER}]|[ ][{_UPPER}0-9]|[ ](?:ủy|uỷ|đoàn|đội)\b"
    r"|,?[ ](?:,[ ])?(?:tỉnh|thành|huyện|quận|xã|phường|thị|và[ ](?:tỉnh|thành|huyện|xã|phường)))"
)
_SYLLABLE = rf"[{_UPPER}](?:[\w'\N{{RIGHT SINGLE QUOTATION MARK}}]*\w)?"
_JOINT = r"(?:(?<=TP|Tp|TX|Tx|TT)\.[ ]?|(?<=\b[PQH])\.|[ ]?[-\N{EN DASH}][ ]?|[ ])"
_NAME = re.compile(rf"{_SYLLABLE}(?:{_JOINT}{_SYLLABLE})*")
_SPLIT = re.compile(_JOINT)
# A numbered unit, the whole country, or a unit spoken of without its name. Each alternative begins with
# an accented letter and none is in a group, so that the scan skips all other letters.
_NUMBER = r"[ ][0-9]{1,2}(?![0-9/%]|[.,-][0-9]|[ ](?:xã|phường|hộ))"
_VILLAGES = (r"ố(?<=\b[Kk]hu phố)", r"ố(?<=\b[Dd]ân phố)", r"ấ(?<=\bấ)p", r"ó(?<=\b[Xx]ó)m")
_UNITS = (
    r"ậ(?<=\b[Qq]uậ)n",
    r"ờ(?<=\b[Pp]hườ)ng",
    r"ô(?<=\b[Tt]hô)n",
    r"ỉ(?<=\b[Tt]ỉ)nh",
    r"à(?<=\b[Tt]hà)nh phố",
    r"P(?<=\bTP)",
    r"ệ(?<=\b[Hh]uyệ)n",
    r"ị(?<=\b[Tt]hị) (?:xã|trấn)",
    r"ã(?<=\b[Xx]ã)(?! hội)",
    r"ủ(?<=\b[Tt]hủ) đô",
)
_COUNTRY = (
    r"ớ(?<=[ảà] nướ)c\b",
    r"ớ(?<=oàn nướ)c\b",
    r"ớ(?<=rong nướ)c\b",
    r"ớ(?<=\bnướ)c ta\b",
    r"ố(?<=oàn quố)c\b",
)
_OTHER = re.compile(
    "|".join(
        [unit + _NUMBER for unit in (*_UNITS[:3], *_VILLAGES)]
        + [*_COUNTRY]
        + [unit + _NO_NAME for unit in _UNITS]
    )
)
_AFTER_NAME = re.compile(rf"(?:^|[ .(])[{_UPPER}]\w*[ ]$|\w$")
_NATION = frozenset({"nước", "nước ta", "quốc"})
_TAILS = frozenset(word.rsplit(" ", 1)[-1] for word in CLASSIFIERS)
_NOT_ONE = frozenset(words("not one"))


def find_places(text: str) -> list[PlaceMention]:
    """Return the places named in a text, in order; a chain of ever larger ones as one mention.

    >>> [text[slice(*m.span)] for text in ["Tại xã Tân Kỳ, huyện Tứ Kỳ có 3 hộ"] for m in find_places(text)]
    ['xã Tân Kỳ, huyện Tứ Kỳ']
    """
    openings = gazetteer().openings
    found: list[PlaceMention] = []
    for run in _NAME.finditer(text):
        if _worth_reading(text, run, openings):
            found += _places_of_run(text, run)
    found += _named_again(text, found)
    spoken = []
    for match in _OTHER.finditer(text):
        start = match.start()
        while text[start - 1 : start].isalpha():
            start -= 1
        quote = text[start : match.end()]
        if quote[-1].isdigit():
            found.append(PlaceMention(Span(start, match.end()), quote, "d", "quận"))
        elif quote.lower() in _NATION:
            start = text.rfind(" ", 0, start - 1) + 1 if quote != "nước ta" else start
            found.append(PlaceMention(Span(start, match.end()), "cả nước", "n"))
        else:
            spoken.append((start, quote))
    found.sort(key=lambda mention: mention.span)
    return _with_spoken(text, _chained(text, found), spoken)


def _worth_reading(text: str, run: re.Match[str], openings: frozenset[str]) -> bool:
    """Tell cheaply whether a run of capitalised syllables can name a place; most are people or openings."""
    start = run.start()
    if (
        text[start - 1 : start] == " "
        and text[text.rfind(" ", 0, start - 1) + 1 : start - 1].lower() in _TAILS
    ):
        return True
    name = run[0]
    if name[:2].isupper():
        return True
    parts = name.split(" ", 2)
    if parts[0] in openings or " ".join(parts[:2]) in openings or parts[0].lower() in CLASSIFIERS:
        return True
    return len(parts) > 1 and (parts[1][:2].isupper() or parts[1].lower() in CLASSIFIERS)


def _named_again(text: str, found: list[PlaceMention]) -> list[PlaceMention]:
    """Return the bare mentions of small places that the text names with their kind elsewhere."""
    small = {m.key: m for m in reversed(found) if m.classifier and m.level not in BARE and " " in m.key}
    taken = {m.span.end for m in found}
    again = []
    for key, mention in sorted(small.items()):
        start = text.find(key)
        while start >= 0:
            end = start + len(key)
            if (
                end not in taken
                and not text[end : end + 1].isalnum()
                and not _AFTER_NAME.search(text[max(0, start - 9) : start])
            ):
                again.append(PlaceMention(Span(start, end), key, mention.level))
            start = text.find(key, end)
    return again


def _with_spoken(text: str, named: list[PlaceMention], spoken: list[tuple[int, str]]) -> list[PlaceMention]:
    """Add the units spoken of without their name, each known by the last named one of its kind."""
    out: list[PlaceMention] = []
    i = 0
    last: dict[str, PlaceMention] = {}
    first = {kind: mention for mention in reversed(named) for kind in _kinds_of(mention)}
    for start, quote in spoken:
        while i < len(named) and named[i].span.start < start:
            last.update(dict.fromkeys(_kinds_of(named[i]), named[i]))
            out.append(named[i])
            i += 1
        kind = _FULL_CLASSIFIER.get(quote.lower(), quote.lower())
        meant = last.get(kind) or first.get(kind)
        if meant and not (out and start < out[-1].span.end) and _is_one(text, start):
            out.append(
                PlaceMention(Span(start, start + len(quote)), meant.key, meant.level, kind, meant.quote)
            )
    return out + named[i:]


def _is_one(text: str, start: int) -> bool:
    """Tell whether a unit is a certain one, not one of `các huyện`, `12 xã`, `cấp tỉnh`."""
    before = text[max(0, start - 9) : start].rstrip().rsplit(" ", 1)[-1].lower()
    return before not in _NOT_ONE and not before[-1:].isdigit()


def _kinds_of(mention: PlaceMention) -> tuple[str, ...]:
    """Return the words by which a place may be spoken of later: a city with its own province is both."""
    if mention.classifier:
        return (mention.classifier, "thủ đô") if mention.key == "Hà Nội" else (mention.classifier,)
    if mention.level == "p":
        return (
            ("thành phố", "thủ đô")
            if mention.key == "Hà Nội"
            else ("thành phố",)
            if mention.key in _CITIES
            else ("tỉnh",)
        )
    return ("huyện",) if mention.level == "d" else ()


def _places_of_run(text: str, run: re.Match[str]) -> list[PlaceMention]:
    """Read a run of capitalised syllables: classifiers, names, and what else is written with capitals."""
    starts = [run.start()]
    ends = []
    for joint in _SPLIT.finditer(text, run.start(), run.end()):
        ends.append(joint.start())
        starts.append(joint.end())
    ends.append(run.end())
    classifier, head = _classifier_before(text, run.start())
    found = []
    i = 0
    while i < len(starts):
        word = text[starts[i] : ends[i]].lower()
        if not classifier and i + 1 < len(starts) and word in CLASSIFIERS:
            classifier, head = word, starts[i]
            i += 1
            continue
        size, level = _name_at(text, starts, ends, i, classifier)
        if size and (classifier or _may_be_bare(text, starts, ends, i, size)):
            name = text[starts[i] : ends[i + size - 1]]
            span = Span(head if classifier else starts[i], ends[i + size - 1])
            found.append(PlaceMention(span, name, level, _FULL_CLASSIFIER.get(classifier, classifier)))
            i += size
        elif _leads_on(text, starts, ends, i):
            i += 1
        else:
            break
        classifier = ""
    return found


def _leads_on(text: str, starts: list[int], ends: list[int], i: int) -> bool:
    """Tell whether a place may follow a word: an acronym (`UBND Hà Nội`) or what opens before it (`Theo`)."""
    word = text[starts[i] : ends[i]]
    if word.isupper() and len(word) > 1:
        return True
    after = text[starts[i + 1] : ends[i + 1]] if i == 0 and len(starts) > 1 else ""
    return after[:2].isupper() or after.lower() in CLASSIFIERS


def _classifier_before(text: str, start: int) -> tuple[str, int]:
    """Return the classifier that stands right before a name, and its start."""
    left = text[max(0, start - 18) : start]
    if not left.endswith(" "):
        return "", start
    words = left[:-1].lower().rsplit(" ", 2)
    for n in (2, 1):
        word = " ".join(words[-n:])
        if len(words) >= n and word in CLASSIFIERS:
            return word, start - len(word) - 1
    return "", start


def _name_at(text: str, starts: list[int], ends: list[int], i: int, classifier: str) -> tuple[int, str]:
    """Return how many syllables from the i-th on are the name of a place, and its level."""
    places = gazetteer()
    first = text[starts[i] : ends[i]]
    wanted = CLASSIFIERS.get(classifier, "")
    for size in places.lengths.get(first, ()):
        if i + size <= len(starts):
            level = places.levels.get(text[starts[i] : ends[i + size - 1]])
            if level and _fits(level, wanted, size):
                return size, ("p" if "p" in level and wanted in "pd" else wanted or level[0])
    if first in ("TPHCM", "HCM"):
        return 1, "p"
    if not wanted or wanted not in "pdcv" or (wanted != "v" and first in _SURNAMES):
        return 0, ""
    left = len(starts) - i
    return (left if left <= 3 else 2), wanted


def _fits(level: str, wanted: str, size: int) -> bool:
    """Tell whether a name of the gazetteer agrees with its classifier, or may do without one."""
    if wanted:
        return wanted in level or (wanted == "d" and "p" in level)
    return level[0] in BARE and (size > 1 or level[0] != "d")


def _may_be_bare(text: str, starts: list[int], ends: list[int], i: int, size: int) -> bool:
    """Tell whether a name of the gazetteer without classifier is meant as a place."""
    name = text[starts[i] : ends[i + size - 1]]
    left = text[max(0, starts[i] - 14) : starts[i]]
    if name in _NEVER_BARE or (size == 1 and i + size < len(starts)):
        return False
    if not left or left[-1] == "\n" or left.endswith((". ", "“", '"')):
        return name not in _NOT_FIRST
    return left[:-1].lower().rsplit(" ", 1)[-1] not in _PERSON_TITLES


def _chained(text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Join `xã X, huyện Y, tỉnh Z`: it is one place, named by the smallest."""
    chained: list[PlaceMention] = []
    for mention in mentions:
        last = chained[-1] if chained else None
        if last and mention.span.start < last.span.end:
            continue
        if (
            last
            and text[last.span.end : mention.span.start] in (", ", ",", " - ")
            and LEVELS.index(last.level) > LEVELS.index(mention.level)
        ):
            span = Span(last.span.start, mention.span.end)
            chained[-1] = PlaceMention(span, last.key, mention.level, last.classifier)
        else:
            chained.append(mention)
    return chained
