"""Vietnamese syllables: whether a word can be one, and where its tone mark stands.

A syllable is an onset, a rhyme and a tone. The table of onsets and rhymes is
`data/syllables.json`; `qu` and `gi` are onsets there, so that `quý` and `giá` need no exception.
"""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from librt.strings import isalpha
from mypy_extensions import i64

from civictext.resources import data_path

ToneStyle = Literal["old", "new", "keep"]

MAX_CHARS: Final = 7
"""Letters of the longest syllable, `nghiêng`."""

# Combining marks of the tones huyền, hỏi, ngã, sắc, nặng.
_TONE_MARKS: Final = (
    "\N{COMBINING GRAVE ACCENT}\N{COMBINING HOOK ABOVE}\N{COMBINING TILDE}"
    "\N{COMBINING ACUTE ACCENT}\N{COMBINING DOT BELOW}"
)
_VOWELS: Final = "aăâeêioôơuưy"
_MARKED: Final = frozenset("ăâêôơư")
_STYLED: Final = frozenset({"oa", "oe", "uy"})
_STOPS: Final = ("c", "ch", "p", "t")
_STOP_TONES: Final = frozenset({"", _TONE_MARKS[3], _TONE_MARKS[4]})


def _toned_letters() -> dict[str, tuple[str, str]]:
    """Return every vowel with a tone mark, both cases, and what it is made of."""
    letters = {}
    for vowel in _VOWELS + _VOWELS.upper():
        for mark in _TONE_MARKS:
            letters[unicodedata.normalize("NFC", vowel + mark)] = (vowel, mark)
    return letters


TONED: Final = _toned_letters()
"""A vowel with its tone mark, and the vowel and the mark of which it is made."""
_COMPOSED: Final = {pair: letter for letter, pair in TONED.items()}


class Syllable(NamedTuple):
    """A syllable in its parts, lower case; `tone` is a combining mark or empty."""

    onset: str
    rhyme: str
    tone: str


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, frozenset[str]], tuple[str, ...]]:
    """Return the rhymes that may follow each onset, and the onsets, longest first."""
    data = json.loads(data_path("syllables.json").read_text("utf-8"))
    rhymes = frozenset(data["rhymes"].split())
    after = {onset: frozenset(r for r in rhymes if _may_follow(onset, r)) for onset in data["onsets"]}
    after["qu"] |= frozenset(data["after_qu"].split())
    after["gi"] |= frozenset(data["after_gi"].split())
    return after, tuple(sorted(data["onsets"], key=len, reverse=True))


def _may_follow(onset: str, rhyme: str) -> bool:
    """Tell whether the spelling of an onset allows the first letter of a rhyme."""
    first = rhyme[0]
    if onset in ("gh", "ngh"):
        return first in "eêi"
    if onset in ("c", "ng"):
        return first not in "eêiy"
    if onset == "g":
        return first not in "eêy" and not (first == "i" and rhyme not in ("i", "in"))
    if onset == "gi":
        return first not in "iyê"
    if onset == "qu":
        return first not in "uưoô" and not rhyme.startswith("yê")
    return True


@lru_cache(maxsize=16384)
def parse(word: str) -> Syllable | None:
    """Return the parts of a word of NFC letters, or None where it is no Vietnamese syllable.

    >>> parse("Quốc")
    Syllable(onset='qu', rhyme='ôc', tone='́')
    >>> parse("Chloé") is None
    True
    """
    if len(word) > MAX_CHARS:
        return None
    tone, letters = "", []
    for char in word.lower():
        letter, mark = TONED.get(char, (char, ""))
        if mark and tone:
            return None
        tone = tone or mark
        letters.append(letter)
    return _split("".join(letters), tone)


def _split(letters: str, tone: str) -> Syllable | None:
    """Part the letters of a syllable, without its tone, at the end of the onset."""
    after, onsets = _table()
    for onset in onsets:
        rhyme = letters[len(onset) :]
        if letters.startswith(onset) and rhyme in after[onset]:
            if rhyme.endswith(_STOPS) and tone not in _STOP_TONES:
                return None
            return Syllable(onset, rhyme, tone)
    return None


def tone_index(rhyme: str, style: Literal["old", "new"]) -> int:
    """Return the place of the tone mark in a rhyme.

    A vowel with a mark of its own takes the tone, the last if there are two (`ươ`). Else the
    last vowel before a final consonant, the middle one of three, and the first one of two. Old
    and new style differ for `oa oe uy` alone. (Decision 1989/QĐ-BGDĐT, 2018, article 8, for the new.)

    >>> tone_index("oan", "old"), tone_index("oa", "old"), tone_index("oa", "new")
    (1, 0, 1)
    """
    for i in range(len(rhyme) - 1, -1, -1):
        if rhyme[i] in _MARKED:
            return i
    n = sum(letter in _VOWELS for letter in rhyme)
    if n < 2:
        return 0
    if n < len(rhyme):
        return n - 1
    if n == 3:
        return 1
    return int(style == "new" and rhyme in _STYLED)


@lru_cache(maxsize=16384)
def respell(word: str, style: ToneStyle) -> str:
    """Return a word with its tone mark where it belongs; what is no syllable comes back as it is.

    With `keep` the marks of `oa oe uy` stay on either vowel.

    >>> respell("TÒAN", "old"), respell("hoà", "old"), respell("hòa", "new"), respell("qúy", "keep")
    ('TOÀN', 'hòa', 'hoà', 'quý')
    """
    syllable = parse(word)
    if syllable is None or not syllable.tone or syllable.onset == "p":  # più; of loan words only
        return word
    if style == "keep":
        if syllable.rhyme in _STYLED:
            return word
        style = "old"
    bare = [TONED.get(char, (char, ""))[0] for char in word]
    at = len(syllable.onset) + tone_index(syllable.rhyme, style)
    bare[at] = _COMPOSED[bare[at], syllable.tone]
    return "".join(bare)


def is_syllable(word: str) -> bool:
    """Tell whether a word can be a Vietnamese syllable.

    >>> is_syllable("nghiêng"), is_syllable("Obama")
    (True, False)
    """
    return parse(word) is not None


def word_at(text: str, position: int) -> tuple[int, int]:
    """Return the range of the word that holds a position; of a word too long for a syllable only the near part.

    >>> word_at("xã Tân Lập", 4)
    (3, 6)
    """
    start: i64 = position
    while start > 0 and position - start < MAX_CHARS and is_letter(text, start - 1):
        start -= 1
    return start, letters_end(text, position, position + MAX_CHARS + 1)


def is_letter(text: str, at: i64) -> bool:
    """Tell whether the character at a position is a letter, or a number other than a digit: `²`."""
    if isalpha(ord(text[at])):
        return True
    char = text[at]
    return char.isalnum() and not char.isdecimal()


def letters_end(text: str, at: i64, stop: i64) -> i64:
    """Return where the letters end that begin at a position, at the latest at `stop`."""
    size: i64 = len(text)
    if stop < size:
        size = stop
    while at < size and is_letter(text, at):
        at += 1
    return at
