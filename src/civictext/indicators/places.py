"""Finds the names of places in a text: by classifier (`huyện X`, `TP. X`), else by gazetteer.

After a classifier any capitalised name is a place; the gazetteer then says where the name ends
(`xã Bình Minh Nguyễn Văn An`: a commune, then its chairman). A bare name must be that of a
province, region or country, or of a smaller unit that the article also names in full.
`place_spots` says where to look, `place_names` reads the names.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from civictext.indicators.place_names import (
    BARE,
    CLASSIFIERS,
    FULL,
    LEVELS,
    UPPER,
    Name,
    classifier_before,
    is_person,
    read_name,
)
from civictext.indicators.place_spots import PlaceSpots, place_spots
from civictext.indicators.tokens import read_tokens
from civictext.indicators.vocabulary import words
from civictext.text.alignment import Span


class PlaceMention(NamedTuple):
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


_CITIES = frozenset(words("city with province"))
_NEVER_BARE = frozenset(words("never bare"))
_NOT_FIRST = frozenset(words("not first"))
"""Bare only inside a sentence: `Anh` at its start is a pronoun, `Đức` or `Nga` a person."""
_PERSON_TITLES = frozenset(words("person title"))
_NOT_AGAIN = frozenset(words("not named again"))
_SEVERAL = frozenset(words("several"))
_NOT_ONE = frozenset(words("not one"))
_LEFT = 24
_NUMBERED = frozenset(words("numbered unit"))
_SPOKEN = frozenset(words("unit without name"))


def _by_last_word(units: frozenset[str]) -> dict[str, list[str]]:
    """Return what stands before the last word of each unit, longest first: `tổ dân `, `khu ` before `phố`."""
    firsts: dict[str, list[str]] = {}
    for unit in sorted(units, key=len, reverse=True):
        first, space, last = unit.rpartition(" ")
        firsts.setdefault(last, []).append(first + space)
    return firsts


_UNITS = _by_last_word(_NUMBERED | _SPOKEN)
_NUMBER = re.compile(r" [0-9]{1,2}(?![0-9/%]|[.,-][0-9]| (?:xã|phường|hộ))")
_NO_NAME = re.compile(
    r"[\w/]|[ ][0-9]|,?[ ](?:,[ ])?(?:tỉnh|thành|huyện|quận|xã|phường|thị|và[ ](?:tỉnh|thành|huyện|xã|phường))"
)
_COUNTRY = re.compile(
    r"\b(?:(?:cả|toàn|trong) nước|nước ta|toàn quốc"
    r"|(?<!đầu )(?<!tiên )(?<!nhất )trên (?:toàn )?(?:thế giới|toàn cầu))$"
)
_WORLD = ("cầu", "giới")
_TWO_WORDS = re.compile(r"[\w']+ [\w']+")
_AFTER_NAME = re.compile(rf"(?:^|[ .(])[{UPPER}]\w*[ ]$|\w$")


def find_places(text: str, spots: PlaceSpots | None = None) -> list[PlaceMention]:
    """Return the places named in a text, in order; a chain of ever larger ones as one mention.

    Args:
        text: an article, or a part of one.
        spots: where one may be named, if it has been looked for already.

    >>> [text[slice(*m.span)] for text in ["Tại xã Tân Kỳ, huyện Tứ Kỳ có 3 hộ"] for m in find_places(text)]
    ['xã Tân Kỳ, huyện Tứ Kỳ']
    """
    spots = place_spots(read_tokens(text))[0] if spots is None else spots
    found: list[PlaceMention] = []
    end = 0
    for start, with_kind in zip(spots.names.tolist(), spots.kinds.tolist(), strict=True):
        mention = _named_at(text, start, with_kind) if start >= end else None
        if mention and mention.span.start >= end:
            found.append(mention)
            end = mention.span.end
    found += _named_again(text, found, spots)
    found += [mention for at in spots.countries.tolist() if (mention := _country(text, at))]
    spoken = zip(spots.units.tolist(), spots.lengths.tolist(), strict=True)
    units = [unit for start, length in spoken if (unit := _unit(text, start, start + length))]
    found += [_numbered(text, start, end) for start, end in units if text[end - 1].isdigit()]
    found.sort(key=_start)
    return _with_spoken(text, _chained(text, found), [unit for unit in units if not text[unit[1] - 1].isdigit()])


def _start(mention: PlaceMention) -> int:
    return mention.span.start


def _named_at(text: str, start: int, with_kind: bool) -> PlaceMention | None:
    """Return the place whose name begins here; `with_kind`: a classifier may stand before it."""
    classifier, head = classifier_before(text, start) if with_kind else ("", start)
    name = read_name(text, start, classifier)
    if classifier and (not name or (name.level in "nr" and _word_before(text, head) in _SEVERAL)):
        classifier, head = "", start  # `các thành phố Trung Quốc`
        name = read_name(text, start, "")
    if not name or not (classifier or _may_be_bare(text, start, name)):
        return None
    return PlaceMention(Span(head, start + name.length), name.key, name.level, FULL.get(classifier, ""))


def _may_be_bare(text: str, start: int, name: Name) -> bool:
    """Tell whether a name of the gazetteer without classifier is meant as a place."""
    end = start + name.length
    if name.key in _NEVER_BARE or ((" " not in name.key or name.level == "d") and _capital_follows(text, end)):
        return False
    left = text[max(0, start - _LEFT) : start]
    if not left or left[-1] == "\n" or left.endswith((". ", "“", '"')):
        return name.key not in _NOT_FIRST
    before = left.rstrip(" ").rsplit(" ", 1)[-1]
    return not _is_name_before(before) and before.lower() not in _PERSON_TITLES


def _is_name_before(word: str) -> bool:
    """Tell whether a word makes what follows a part of a longer name: `Cao Thanh Bình`; an acronym does not."""
    return word[:1].isupper() and word[1:2].islower() and word[-1:].isalnum()


def _capital_follows(text: str, end: int) -> bool:
    return text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()


def _named_again(text: str, found: list[PlaceMention], spots: PlaceSpots) -> list[PlaceMention]:
    """Return the bare mentions of small places that the text names with their kind elsewhere."""
    small = {m.key: m for m in reversed(found) if m.level not in BARE and _may_be_named_again(m)}
    if not small:
        return []
    by_opening: dict[str, list[PlaceMention]] = {}
    for key, mention in small.items():
        by_opening.setdefault(_opening(key, 0), []).append(mention)
    taken = {mention.span.end for mention in found}
    again = []
    for start in spots.opening_alike(m.span.end - len(m.key) for m in small.values()):
        for mention in by_opening.get(_opening(text, start), ()):
            end = start + len(mention.key)
            if end not in taken and _stands_alone(text, start, end, mention.key):
                again.append(PlaceMention(Span(start, end), mention.key, mention.level))
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
    return PlaceMention(Span(end - len(words[0]), end), key, "n")


def _unit(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a unit stands that has a number for a name, or no name at all."""
    last = text[start:end].lower()
    left = text[max(0, start - _LEFT) : start].lower()
    first = next(filter(left.endswith, _UNITS[last]), None)
    if first is None:
        return None
    kind, start = first + last, start - len(first)
    number = _NUMBER.match(text, end) if kind in _NUMBERED else None
    if number:
        return start, number.end()
    if kind not in _SPOKEN or text[start - 1 : start] == "/" or _NO_NAME.match(text, end):
        return None
    return None if kind == "tp" and text[end : end + 1] == "." else (start, end)


def _numbered(text: str, start: int, end: int) -> PlaceMention:
    """Return the mention of `quận 7`, `thôn 3`."""
    kind = text[start:end].rsplit(" ", 1)[0].lower()
    return PlaceMention(Span(start, end), text[start:end], CLASSIFIERS.get(kind, "v"), kind)


def _with_spoken(text: str, named: list[PlaceMention], spoken: list[tuple[int, int]]) -> list[PlaceMention]:
    """Add the units spoken of without their name, each known by the last named one of its kind."""
    if not spoken or not named:
        return named
    out: list[PlaceMention] = []
    i = 0
    last: dict[str, PlaceMention] = {}
    kinds = [_kinds_of(mention) for mention in named]
    first = {kind: mention for mention, of in zip(reversed(named), reversed(kinds), strict=True) for kind in of}
    for start, end in spoken:
        while i < len(named) and named[i].span.start < start:
            for kind in kinds[i]:
                last[kind] = named[i]
            out.append(named[i])
            i += 1
        kind = text[start:end].lower()
        kind = FULL.get(kind, kind)
        meant = last.get(kind) or first.get(kind)
        if meant and not (out and start < out[-1].span.end) and _is_one(text, start):
            out.append(PlaceMention(Span(start, end), meant.key, meant.level, kind, meant.quote))
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
