"""The names of places: the gazetteer, the words for kinds of places, and where a name ends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from librt.vecs import vec
from mypy_extensions import i64, mypyc_attr, u8

from civictext.indicators.vocabulary import rows, words

BARE: Final = "nrpd"
"""Levels whose names are known without a classifier; smaller units share theirs with people."""
LEVELS: Final = "nrpdcv"
"""Nation, region, province, district, commune, village or site: coarse to fine."""


class Gazetteer:
    """Names of places with their levels, and what is asked of them often."""

    def __init__(self, levels: dict[str, str], lengths: dict[str, list[int]], openings: frozenset[str]) -> None:
        self.levels = levels
        self.lengths = lengths
        """How many syllables names have, by their first one, most first."""
        self.openings = openings
        """The first two syllables of every name that may stand without a classifier."""


@mypyc_attr(acyclic=True)
class Name:
    """A name read in a text: how long it is, as it is written in the gazetteer, and its level."""

    def __init__(self, length: int, key: str, level: str) -> None:
        self.length = length
        self.key = key
        self.level = level


UPPER: Final = 1
"""A capital of the Latin script: a name begins with one."""
LOWER: Final = 2
ALNUM: Final = 4
_INNER: Final = 8
"""A letter, a digit or `_`: what a syllable goes on with and ends with."""
_QUOTE: Final = 16
"""A mark inside a syllable: `Ea H'leo`."""
_CODES: Final = 0x2200
"""Code points of the table of characters."""


def _sort_of(char: str) -> int:
    latin = char < "\u0250" or "\u1ea0" <= char < "\u1efa"
    sort = UPPER * (latin and char.isupper()) + LOWER * char.islower() + ALNUM * char.isalnum()
    return sort + _INNER * (char.isalnum() or char == "_") + _QUOTE * (char in "'\N{RIGHT SINGLE QUOTATION MARK}")


_SORTS: Final = vec[u8]([_sort_of(chr(code)) for code in range(_CODES)])
CAPITALS: Final = "".join([chr(code) for code in range(_CODES) if _SORTS[code] & UPPER])
_SPACE: Final = 0x20
_DASH: Final = 0x2D
_EN_DASH: Final = 0x2013
_SPLIT: Final = re.compile(r"[ ]?[-\N{EN DASH}][ ]?|[ ]")
_LONGEST: Final = 6
"""Syllables of the longest name."""
_NONE: Final[list[int]] = []
_LEFT: Final = 32
_OPENING: Final = "\n.!?:;\N{LEFT DOUBLE QUOTATION MARK}"
"""Marks behind which a sentence or a part of one begins."""

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


_BY_ENDING: Final = _by_ending(CLASSIFIERS)
_KNOWN_ONLY: Final = frozenset(words("place known by name"))
_LOWER_CASE: Final = frozenset(words("place in lower case"))
_NO_KIND: Final = _by_rest(words("no kind of place"))
_NO_NAME: Final = frozenset(words("no name of a place"))
_SURNAMES: Final = frozenset(words("surname"))
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
    ordered = {head: sorted(found, reverse=True) for head, found in lengths.items()}
    return Gazetteer(levels, ordered, frozenset(openings))


def is_person(name: str) -> bool:
    """Tell whether a name begins like that of a person."""
    return name.split(" ", 1)[0] in _SURNAMES


def sort_at(text: str, at: i64) -> i64:
    """Return `UPPER`, `LOWER`, `ALNUM` as far as they are true of a character, added up; 0 outside the text."""
    if at < 0 or at >= len(text):
        return 0
    code: i64 = ord(text[at])
    if code < _CODES:
        return i64(_SORTS[code])
    return ALNUM | _INNER if chr(code).isalnum() else 0


def word_before(text: str, end: i64, room: i64) -> str:
    """Return the word before a place and the spaces before it, all that stands behind the last space.

    Args:
        text: an article.
        end: the place.
        room: how many characters back to look.

    >>> word_before("UBND tỉnh Hà Nam", 10, 24)
    'tỉnh'
    """
    first: i64 = 0
    if end > room:
        first = end - room
    while end > first and ord(text[end - 1]) == _SPACE:
        end -= 1
    start = end
    while start > first and ord(text[start - 1]) != _SPACE:
        start -= 1
    return text[start:end]


def classifier_before(text: str, start: i64) -> tuple[str, i64]:
    """Return the classifier that stands right before a name, the longest that does, and its start.

    >>> classifier_before("ở Thành phố Huế", 12), classifier_before("yêu cầu Huế", 8)
    (('thành phố', 2), ('', 8))
    """
    end = start - 1 if start > 0 and ord(text[start - 1]) == _SPACE else start
    kinds = _BY_ENDING.get(text[max(0, end - 2) : end].lower())
    if kinds is None:
        return "", start
    left = text[max(0, end - len(kinds[0])) : end].lower()
    for word in kinds:
        if left.endswith(word) and (end < start or word[-1] == "."):
            head = end - len(word)
            if not sort_at(text, head - 1) & ALNUM:
                return (word, head) if _is_classifier(word, text, head) else ("", start)
    return "", start


def _is_classifier(word: str, text: str, head: i64) -> bool:
    """Tell whether a word is meant as a kind of place, not as part of `Bác Hồ`, `yêu cầu`, `Nhà nước`.

    With a capital, short words are one only at the start of a sentence: `Chợ Viềng`, but `huyện Chợ Mới`.
    """
    if word in _NO_KIND and word_before(text, head, _LEFT).lower() in _NO_KIND[word]:
        return False
    return word not in _LOWER_CASE or text.startswith(word, head) or (word != "hồ" and _opens(text, head))


def _opens(text: str, start: i64) -> bool:
    """Tell whether a sentence or a part of one begins here."""
    if start > 0 and ord(text[start - 1]) == _SPACE:
        start -= 1
    return start == 0 or text[start - 1] in _OPENING


def read_name(text: str, start: i64, classifier: str, places: Gazetteer) -> Name | None:
    """Return the name of a place that begins here; the longest one of the gazetteer, else what is capitalised."""
    ends = syllable_ends(text, start)
    if not ends:
        return None
    whole = text[start : start + ends[-1]].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    level = CLASSIFIERS[classifier] if classifier else ""
    known = _known_name(whole, ends, level, places)
    if known or not level or classifier in _KNOWN_ONLY:
        return known
    bare = _known_name(whole, ends, "", places) if level in "pdv" else None
    if bare and (level != "v" or bare.level == "n"):
        return bare if level != "v" else None  # `thành phố Vũ Hán`, but `đường sắt Trung Quốc`
    size = _unknown_size(whole, ends, level, " " in classifier or classifier == "đường")
    return Name(ends[size - 1], whole[: ends[size - 1]], level) if size else None


def syllable_ends(text: str, start: i64) -> list[int]:
    """Return where the capitalised syllables of a name end, counted from where the first one begins."""
    ends: list[int] = []
    at = start
    while sort_at(text, at) & UPPER and len(ends) < _LONGEST:
        end = _syllable_end(text, at)
        ends.append(end - start)
        at = _next_syllable(text, end)
    return ends


def _syllable_end(text: str, start: i64) -> i64:
    """Return where the syllable ends that begins here: behind its last letter or digit."""
    at = end = start + 1
    sort = sort_at(text, at)
    while sort & (_INNER | _QUOTE):
        at += 1
        if sort & _INNER:
            end = at
        sort = sort_at(text, at)
    return end


def _next_syllable(text: str, end: i64) -> i64:
    """Return where the next syllable may begin: behind a space, or a dash with or without spaces; else -1."""
    size: i64 = len(text)
    at = end
    if at < size and ord(text[at]) == _SPACE:
        at += 1
    if at < size and (ord(text[at]) == _DASH or ord(text[at]) == _EN_DASH):
        at += 1
        return at + 1 if at < size and ord(text[at]) == _SPACE else at
    return at if at > end else -1


def _known_name(whole: str, ends: list[int], wanted: str, places: Gazetteer) -> Name | None:
    found = _longest_known(whole, ends, wanted, places)
    if not found and len(ends) > 1 and not sort_at(whole, ends[0] - 1) & LOWER and whole.isupper():
        found = _longest_known(whole.title(), ends, wanted, places)
        return None if found and found.level == "n" else found
    return found


def _longest_known(whole: str, ends: list[int], wanted: str, places: Gazetteer) -> Name | None:
    """Return the longest name of the gazetteer that agrees with its classifier, or may do without one."""
    for size in places.lengths.get(whole[: ends[0]], _NONE):
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
