"""The names of places: the gazetteer, the words for kinds of places, and where a name ends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final, NamedTuple

from civictext.indicators.vocabulary import rows, words

BARE: Final = "nrpd"
"""Levels whose names are known without a classifier; smaller units share theirs with people."""
LEVELS: Final = "nrpdcv"
"""Nation, region, province, district, commune, village or site: coarse to fine."""


class Gazetteer(NamedTuple):
    """Names of places with their levels; lengths to try after each first syllable; openings of bare names."""

    levels: dict[str, str]
    lengths: dict[str, tuple[int, ...]]
    openings: frozenset[str]
    """The first two syllables of every name that may stand without a classifier."""


class Name(NamedTuple):
    """A name read in a text: how long it is, as it is written in the gazetteer, and its level."""

    length: int
    key: str
    level: str


UPPER: Final = "".join(chr(code) for code in (*range(0x41, 0x250), *range(0x1EA0, 0x1EFA)) if chr(code).isupper())
_SYLLABLE = rf"[{UPPER}](?:[\w'\N{{RIGHT SINGLE QUOTATION MARK}}]*\w)?"
_JOINT = r"(?:[ ]?[-\N{EN DASH}][ ]?|[ ])"
_RUN = re.compile(rf"{_SYLLABLE}(?:{_JOINT}{_SYLLABLE}){{0,5}}")
_SPLIT = re.compile(_JOINT)
_OPEN = re.compile(r"(?:^|[\n.!?:;\N{LEFT DOUBLE QUOTATION MARK}]) ?$")
_LEFT = 32

CLASSIFIERS: Final = {word: level for word, level, _ in rows("place_classifiers.tsv")}
"""Words before the name of a place, and the level of the place."""
FULL: Final = {word: full for word, _, full in rows("place_classifiers.tsv")}
"""The same words written out."""


def _by_ending(classifiers: Iterable[str]) -> dict[str, list[str]]:
    """Return the classifiers by their last two letters, the longest first."""
    endings: dict[str, list[str]] = {}
    for word in sorted(classifiers, key=len, reverse=True):
        endings.setdefault(word[-2:], []).append(word)
    return endings


def _by_rest(phrases: Iterable[str]) -> dict[str, list[str]]:
    """Return the first words of phrases by what follows them."""
    firsts: dict[str, list[str]] = {}
    for phrase in phrases:
        first, _, rest = phrase.partition(" ")
        firsts.setdefault(rest, []).append(first)
    return firsts


_BY_ENDING = _by_ending(CLASSIFIERS)
_KNOWN_ONLY = frozenset(words("place known by name"))
_LOWER_CASE = frozenset(words("place in lower case"))
_NO_KIND = _by_rest(words("no kind of place"))
_NO_NAME = frozenset(words("no name of a place"))
_SURNAMES = frozenset(words("surname"))
"""A name after a classifier that begins like this and is in no gazetteer is a person's."""


@cache
def gazetteer() -> Gazetteer:
    """Load `data/places.tsv`, once, when the first place is looked for."""
    levels = dict(rows("places.tsv"))
    lengths: dict[str, set[int]] = {}
    openings = set()
    for name, level in levels.items():
        syllables = _SPLIT.split(name) if "-" in name else name.split(" ")
        lengths.setdefault(syllables[0], set()).add(len(syllables))
        if level[0] in BARE:
            openings.add(" ".join(name.split(" ", 2)[:2]))
    ordered = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}
    return Gazetteer(levels, ordered, frozenset(openings))


def is_person(name: str) -> bool:
    """Tell whether a name begins like that of a person."""
    return name.split(" ", 1)[0] in _SURNAMES


def classifier_before(text: str, start: int) -> tuple[str, int]:
    """Return the classifier that stands right before a name, the longest that does, and its start.

    >>> classifier_before("ở Thành phố Huế", 12), classifier_before("yêu cầu Huế", 8)
    (('thành phố', 2), ('', 8))
    """
    end = start - (text[start - 1 : start] == " ")
    left = text[max(0, end - _LEFT) : end]
    lower = left.lower()
    for word in _BY_ENDING.get(lower[-2:], ()):
        if lower.endswith(word) and (end < start or word[-1] == "."):
            before = left[: len(left) - len(word)]
            if not before[-1:].isalnum():
                return (word, end - len(word)) if _is_classifier(word, left, before) else ("", start)
    return "", start


def _is_classifier(word: str, left: str, before: str) -> bool:
    """Tell whether a word is meant as a kind of place, not as part of `Bác Hồ`, `yêu cầu`, `Nhà nước`.

    With a capital, short words are one only at the start of a sentence: `Chợ Viềng`, but `huyện Chợ Mới`.
    """
    if word in _NO_KIND and before.rstrip(" ").rsplit(" ", 1)[-1].lower() in _NO_KIND[word]:
        return False
    return word not in _LOWER_CASE or left.endswith(word) or (word != "hồ" and _OPEN.search(before) is not None)


def read_name(text: str, start: int, classifier: str) -> Name | None:
    """Return the name of a place that begins here; the longest one of the gazetteer, else what is capitalised."""
    run = _RUN.match(text, start)
    return _name_in(run[0], classifier) if run else None


@lru_cache(maxsize=1 << 14)
def _name_in(run: str, classifier: str) -> Name | None:
    """Return the name with which a run of capitalised syllables begins."""
    whole = run.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    ends = [*(joint.start() for joint in _SPLIT.finditer(whole)), len(whole)]
    level = CLASSIFIERS.get(classifier, "")
    known = _known_name(whole, ends, level)
    if known or not level or classifier in _KNOWN_ONLY:
        return known
    bare = _known_name(whole, ends, "") if level in "pdv" else None
    if bare and (level != "v" or bare.level == "n"):
        return bare if level != "v" else None  # `thành phố Vũ Hán`, but `đường sắt Trung Quốc`
    size = _unknown_size(whole, ends, level, " " in classifier or classifier == "đường")
    return Name(ends[size - 1], whole[: ends[size - 1]], level) if size else None


def _known_name(whole: str, ends: list[int], wanted: str) -> Name | None:
    places = gazetteer()
    found = _longest_known(whole, ends, wanted, places)
    if not found and len(ends) > 1 and whole.isupper():
        found = _longest_known(whole.title(), ends, wanted, places)
        return None if found and found.level == "n" else found
    return found


def _longest_known(whole: str, ends: list[int], wanted: str, places: Gazetteer) -> Name | None:
    """Return the longest name of the gazetteer that agrees with its classifier, or may do without one."""
    for size in places.lengths.get(whole[: ends[0]], ()):
        if size <= len(ends):
            name = whole[: ends[size - 1]]
            level = places.levels.get(name)
            if level and _fits(level, wanted, size):
                return Name(ends[size - 1], name, "p" if "p" in level and wanted in "pd" else wanted or level[0])
    return None


def _fits(level: str, wanted: str, size: int) -> bool:
    if wanted:
        return wanted in level or (wanted == "d" and "p" in level)
    return level[0] in BARE and (size > 1 or level[0] != "d")


def _unknown_size(whole: str, ends: list[int], level: str, long_kind: bool) -> int:
    """Return how many syllables make up a name that is in no gazetteer; 0 where it is no place's.

    After a kind of several words one syllable is the beginning of something else: `Bệnh viện Tâm thần`.
    """
    first = whole[: ends[0]]
    if (
        first in _NO_NAME
        or first.lower() in CLASSIFIERS
        or (len(first) == 1 and level != "r")
        or (level != "v" and first in _SURNAMES)
    ):
        return 0
    if level != "v":
        return len(ends) if len(ends) <= 3 else 2
    if len(ends) > 1 and whole.isupper() and not whole.isascii():
        return 0  # a heading in capitals: `BIÊN BẢN KIỂM PHIẾU`
    if long_kind and len(ends) == 1 and not (whole.isascii() and (len(whole) > 5 or whole[:2].isupper())):
        return 0
    return min(len(ends), 4)
