"""Finds the names of places in a text: by classifier (`huyện X`, `TP. X`), else by gazetteer.

After a classifier any capitalised name is a place; the gazetteer then says where the name ends
(`xã Bình Minh Nguyễn Văn An`: a commune, then its chairman). A bare name must be that of a
province, region or country, or of a smaller unit that the article also names in full.
`place_spots` says where to look, `place_names` reads the names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mypy_extensions import i64, mypyc_attr

from civictext.indicators.place_names import (
    ALNUM,
    BARE,
    CAPITALS,
    CLASSIFIERS,
    FULL,
    LEVELS,
    LOWER,
    UPPER,
    Gazetteer,
    Name,
    classifier_before,
    gazetteer,
    is_person,
    read_name,
    sort_at,
    word_before,
)
from civictext.indicators.place_spots import PlaceSpots, place_spots
from civictext.indicators.plain_times import digits_end
from civictext.indicators.tokens import read_tokens
from civictext.indicators.vocabulary import words
from civictext.text.alignment import Span, new_span


@mypyc_attr(acyclic=True)
class PlaceMention:
    """A place named in the text (`huyện Gia Lộc`) or spoken of (`toàn tỉnh`)."""

    def __init__(
        self, start: int, end: int, key: str, level: str, classifier: str = "", named: Span | None = None
    ) -> None:
        self.start = start
        self.end = end
        self.key = key
        """The bare name, by which mentions of one place are known; of `toàn tỉnh`, that of the province."""
        self.level = level
        self.classifier = classifier
        """The word for its kind: tỉnh, thành phố, huyện … as written, in lower case; empty for a bare name."""
        self.named = named
        """Where the name stands, if only the kind stands here: `toàn tỉnh`, `trên địa bàn huyện`."""

    @property
    def span(self) -> Span:
        """Where the mention stands."""
        return new_span(self.start, self.end)

    @property
    def quote(self) -> Span:
        """The span that names the place."""
        return self.named or self.span


_CITIES: Final = frozenset(words("city with province"))
_NEVER_BARE: Final = frozenset(words("never bare"))
_NOT_FIRST: Final = frozenset(words("not first"))
"""Bare only inside a sentence: `Anh` at its start is a pronoun, `Đức` or `Nga` a person."""
_PERSON_TITLES: Final = frozenset(words("person title"))
_NOT_AGAIN: Final = frozenset(words("not named again"))
_SEVERAL: Final = frozenset(words("several"))
_NOT_ONE: Final = frozenset(words("not one"))
_LEFT: Final = 24
_NUMBERED: Final = frozenset(words("numbered unit"))
_SPOKEN: Final = frozenset(words("unit without name"))


def _by_last_word(units: frozenset[str]) -> dict[str, list[str]]:
    """Return what stands before the last word of each unit, longest first: `tổ dân `, `khu ` before `phố`."""
    firsts: dict[str, list[str]] = {}
    for unit in sorted(units, key=len, reverse=True):
        first, space, last = unit.rpartition(" ")
        firsts.setdefault(last, []).append(first + space)
    return firsts


_UNITS: Final = _by_last_word(_NUMBERED | _SPOKEN)
_NUMBER: Final = re.compile(r" [0-9]{1,2}(?![0-9/%]|[.,-][0-9]| (?:xã|phường|hộ))")
_NO_NAME: Final = re.compile(
    r"[\w/]|[ ][0-9]|,?[ ](?:,[ ])?(?:tỉnh|thành|huyện|quận|xã|phường|thị|và[ ](?:tỉnh|thành|huyện|xã|phường))"
)
_COUNTRY: Final = re.compile(
    r"\b(?:(?:cả|toàn|trong) nước|nước ta|toàn quốc"
    r"|(?<!đầu )(?<!tiên )(?<!nhất )trên (?:toàn )?(?:thế giới|toàn cầu))$"
)
_WORLD: Final = ("cầu", "giới")
_AFTER_NAME: Final = re.compile(rf"(?:^|[ .(])[{CAPITALS}]\w*[ ]$|\w$")
_TWO_WORDS: Final = re.compile(r"[\w']+ [\w']+")
_BETWEEN_NAMES: Final = (", ", ",", " - ")
_SPACE: Final = 0x20
_NEW_LINE: Final = 0x0A
_POINT: Final = 0x2E
_QUOTES: Final = '"\N{LEFT DOUBLE QUOTATION MARK}'


def find_places(text: str, spots: PlaceSpots | None = None) -> list[PlaceMention]:
    """Return the places named in a text, in order; a chain of ever larger ones as one mention.

    Args:
        text: an article, or a part of one.
        spots: where one may be named, if it has been looked for already.

    >>> [text[slice(*m.span)] for text in ["Tại xã Tân Kỳ, huyện Tứ Kỳ có 3 hộ"] for m in find_places(text)]
    ['xã Tân Kỳ, huyện Tứ Kỳ']
    """
    spots = place_spots(read_tokens(text)) if spots is None else spots
    found = _named(text, spots.names, spots.kinds)
    further = _named_again(text, found, spots)
    for at in spots.countries:
        if country := _country(text, at):
            further.append(country)
    units: list[tuple[int, int]] = []
    for start, length in zip(spots.units, spots.lengths, strict=True):
        unit = _unit(text, start, start + length)
        if unit and text[unit[1] - 1].isdigit():
            further.append(_numbered(text, *unit))
        elif unit:
            units.append(unit)
    if further:
        found += further
        found.sort(key=_start)
    return _with_spoken(text, _chained(text, found), units)


def _start(mention: PlaceMention) -> int:
    return mention.start


def _named(text: str, starts: Sequence[int], kinds: Sequence[bool]) -> list[PlaceMention]:
    """Return the places whose names begin at some spots, each behind the end of the last one."""
    places, found, end = gazetteer(), [], 0
    for start, with_kind in zip(starts, kinds, strict=True):
        mention = _named_at(text, start, with_kind, places) if start >= end else None
        if mention and mention.start >= end:
            found.append(mention)
            end = mention.end
    return found


def _named_at(text: str, start: i64, with_kind: bool, places: Gazetteer) -> PlaceMention | None:
    """Return the place whose name begins here; `with_kind`: a classifier may stand before it."""
    classifier, head = classifier_before(text, start) if with_kind else ("", start)
    name = read_name(text, start, classifier, places)
    if classifier and (not name or (name.level in "nr" and _word_before(text, head) in _SEVERAL)):
        classifier, head = "", start  # `các thành phố Trung Quốc`
        name = read_name(text, start, "", places)
    if not name or not (classifier or _may_be_bare(text, start, name)):
        return None
    return PlaceMention(head, start + name.length, name.key, name.level, FULL[classifier] if classifier else "")


def _may_be_bare(text: str, start: i64, name: Name) -> bool:
    """Tell whether a name of the gazetteer without classifier is meant as a place."""
    end = start + name.length
    if name.key in _NEVER_BARE or ((" " not in name.key or name.level == "d") and _capital_follows(text, end)):
        return False
    if _is_first(text, start):
        return name.key not in _NOT_FIRST
    before = word_before(text, start, _LEFT)
    return not _is_name_before(before) and before.lower() not in _PERSON_TITLES


def _is_first(text: str, start: i64) -> bool:
    """Tell whether a sentence, a line or a quotation begins here."""
    if start == 0:
        return True
    last = ord(text[start - 1])
    if last == _SPACE:
        return start > 1 and ord(text[start - 2]) == _POINT
    return last == _NEW_LINE or chr(last) in _QUOTES


def _is_name_before(word: str) -> bool:
    """Tell whether a word makes what follows a part of a longer name: `Cao Thanh Bình`; an acronym does not."""
    is_name = sort_at(word, 0) & UPPER and sort_at(word, 1) & LOWER and sort_at(word, len(word) - 1) & ALNUM
    return is_name != 0


def _capital_follows(text: str, end: i64) -> bool:
    return sort_at(text, end + 1) & UPPER != 0 and ord(text[end]) == _SPACE


def _named_again(text: str, found: list[PlaceMention], spots: PlaceSpots) -> list[PlaceMention]:
    """Return the bare mentions of small places that the text names with their kind elsewhere."""
    small = {m.key: m for m in reversed(found) if m.level not in BARE and _may_be_named_again(m)}
    again: list[PlaceMention] = []
    if not small:
        return again
    by_opening: dict[str, list[PlaceMention]] = {}
    for key, mention in small.items():
        by_opening.setdefault(_opening(key, 0), []).append(mention)
    taken = {mention.end for mention in found}
    for start in spots.opening_alike([m.end - len(m.key) for m in small.values()]):
        for mention in by_opening.get(_opening(text, start), ()):
            end = start + len(mention.key)
            if end not in taken and _stands_alone(text, start, end, mention.key):
                again.append(PlaceMention(start, end, mention.key, mention.level))
    return again


def _may_be_named_again(mention: PlaceMention) -> bool:
    """Tell whether a place is known without its kind; a street or hospital shares its name with a person."""
    if mention.level in BARE or not mention.classifier or " " not in mention.key:
        return False
    return mention.level == "c" or not (mention.classifier in _NOT_AGAIN or is_person(mention.key))


def _opening(text: str, start: int) -> str:
    """Return the first two words from a place on."""
    words = _TWO_WORDS.match(text, start)
    return words[0] if words else ""


def _stands_alone(text: str, start: int, end: int, name: str) -> bool:
    return (
        text.startswith(name, start)
        and not text[end : end + 1].isalnum()
        and not _AFTER_NAME.search(text[max(0, start - 9) : start])
    )


def _country(text: str, end: int) -> PlaceMention | None:
    """Return `cả nước`, `nước ta`, `toàn thế giới`, which end here."""
    words = _COUNTRY.search(text[max(0, end - _LEFT) : end].lower())
    if not words:
        return None
    key = "thế giới" if words[0].endswith(_WORLD) else "cả nước"
    return PlaceMention(end - len(words[0]), end, key, "n")


def _unit(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a unit stands that has a number for a name, or no name at all."""
    last = text[start:end].lower()
    first = _first_words(last, text, start)
    if first is None:
        return None
    kind, start = first + last, start - len(first)
    number = _NUMBER.match(text, end) if digits_end(text, end + 1) > end + 1 and kind in _NUMBERED else None
    if number:
        return start, number.end()
    if kind not in _SPOKEN or text[start - 1 : start] == "/" or _NO_NAME.match(text, end):
        return None
    return None if kind == "tp" and text[end : end + 1] == "." else (start, end)


def _first_words(last: str, text: str, start: int) -> str | None:
    """Return what the name of a unit begins with, by its last word and what stands before it."""
    firsts = _UNITS[last]
    if not firsts[0]:
        return ""
    left = text[max(0, start - _LEFT) : start].lower()
    for first in firsts:
        if left.endswith(first):
            return first
    return None


def _numbered(text: str, start: int, end: int) -> PlaceMention:
    """Return the mention of `quận 7`, `thôn 3`."""
    kind = text[start:end].rsplit(" ", 1)[0].lower()
    return PlaceMention(start, end, text[start:end], CLASSIFIERS.get(kind, "v"), kind)


def _with_spoken(text: str, named: list[PlaceMention], spoken: list[tuple[int, int]]) -> list[PlaceMention]:
    """Add the units spoken of without their name, each known by the last named one of its kind."""
    if not spoken or not named:
        return named
    out: list[PlaceMention] = []
    last: dict[str, PlaceMention] = {}
    first: dict[str, PlaceMention] = {}
    kinds = [_kinds_of(mention) for mention in named]
    for i in range(len(named) - 1, -1, -1):
        for kind in kinds[i]:
            first[kind] = named[i]
    i = 0
    for start, end in spoken:
        while i < len(named) and named[i].start < start:
            for kind in kinds[i]:
                last[kind] = named[i]
            out.append(named[i])
            i += 1
        kind = text[start:end].lower()
        kind = FULL.get(kind, kind)
        meant = last.get(kind) or first.get(kind)
        if meant and not (out and start < out[-1].end) and _is_one(text, start):
            out.append(PlaceMention(start, end, meant.key, meant.level, kind, meant.quote))
    return out + named[i:]


def _is_one(text: str, start: int) -> bool:
    """Tell whether a unit is a certain one, not one of `các huyện`, `12 xã`, `cấp tỉnh`."""
    before = _word_before(text, start)
    return before not in _NOT_ONE and not before[-1:].isdigit()


def _word_before(text: str, start: int) -> str:
    return text[max(0, start - 9) : start].rstrip().rsplit(" ", 1)[-1].lower()


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


def _chained(text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Join `xã X, huyện Y, tỉnh Z`: it is one place, named by the smallest."""
    chained: list[PlaceMention] = []
    last: PlaceMention | None = None
    for mention in mentions:
        if last and mention.start < last.end:
            continue
        if last and _is_within(text, last, mention):
            last = PlaceMention(last.start, mention.end, last.key, mention.level, last.classifier)
            chained[-1] = last
        else:
            last = mention
            chained.append(mention)
    return chained


def _is_within(text: str, smaller: PlaceMention, larger: PlaceMention) -> bool:
    """Tell whether a place is written before a larger one as a part of it."""
    return (
        larger.start - smaller.end <= len(_BETWEEN_NAMES[-1])
        and text[smaller.end : larger.start] in _BETWEEN_NAMES
        and LEVELS.index(smaller.level) > LEVELS.index(larger.level)
    )
