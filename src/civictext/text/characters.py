"""Single characters: composition, look-alikes, invisible ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from functools import lru_cache
from typing import Final

from civictext.text.alignment import Change, new_change
from civictext.text.syllables import MAX_CHARS, is_syllable, word_at

LOOK_ALIKES: Final = {
    "\N{LATIN CAPITAL LETTER ETH}": "\N{LATIN CAPITAL LETTER D WITH STROKE}",
    "\N{LATIN SMALL LETTER ETH}": "\N{LATIN SMALL LETTER D WITH STROKE}",
    "\N{LATIN CAPITAL LETTER AFRICAN D}": "\N{LATIN CAPITAL LETTER D WITH STROKE}",
    "\N{LATIN CAPITAL LETTER OI}": "\N{LATIN CAPITAL LETTER U WITH HORN}",
    "\N{LATIN SMALL LETTER OI}": "\N{LATIN SMALL LETTER U WITH HORN}",
}
"""Letters of other scripts and the Vietnamese ones that they stand for in typing and OCR."""

_TO_VIETNAMESE: Final = str.maketrans(LOOK_ALIKES)
_ZWJ: Final = "\N{ZERO WIDTH JOINER}"
_SPACES_AND_BREAKS: Final = "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85"
INVISIBLE: Final = frozenset(
    [chr(c) for c in (*range(0x20), *range(0x7F, 0xA0)) if chr(c) not in _SPACES_AND_BREAKS]
    + [chr(c) for c in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))]
    + list("\N{SOFT HYPHEN}\N{COMBINING GRAPHEME JOINER}\N{ARABIC LETTER MARK}\N{ZERO WIDTH NO-BREAK SPACE}")
    + list("\N{MONGOLIAN VOWEL SEPARATOR}\N{HANGUL FILLER}")
)
"""Characters that take no room: control, zero-width, bidi, byte order mark, soft hyphen."""

_INVISIBLE: Final = re.compile("[" + re.escape("".join(sorted(INVISIBLE))) + "]+")
_LOOK_ALIKE: Final = re.compile("[" + "".join(LOOK_ALIKES) + "]")
PHONETIC: Final = re.compile("[\u0250-\u02ff\u03b8]")
"""Letters of phonetic script: `/ˈklaʊd/`."""
_CLUSTER: Final = re.compile(r"[\x00-\u02ff]?[^\x00-\u02ff]+")
_EMOJI: Final = re.compile("[\u2190-\u2bff\u3030\u303d\ufe0f\U0001f000-\U0001faff]")

MAX_MARKS: Final = 32
"""A letter with more combining marks than this is no text and is left alone (UAX 15, stream-safe)."""


def composition_changes(text: str) -> list[Change]:
    """Return the changes that bring a text into NFC, one a letter with its marks.

    A letter cannot compose with what stands before it if it is below U+0300, so each run of
    higher characters, with the letter before it, is normalised by itself.
    """
    changes = []
    for match in _CLUSTER.finditer(text):
        cluster = match[0]
        if _is_safe(cluster):
            changes += _composed(cluster, match.start())
    return changes


def _is_safe(cluster: str) -> bool:
    """Tell whether no letter of a run carries more marks than any script needs."""
    if len(cluster) <= MAX_MARKS:
        return True
    run = 0
    for char in cluster:
        run = run + 1 if unicodedata.combining(char) else 0
        if run > MAX_MARKS:
            return False
    return True


def _composed(cluster: str, start: int) -> list[Change]:
    fixed = unicodedata.normalize("NFC", cluster)
    if fixed == cluster:
        return []
    first = 0
    while first < min(len(cluster), len(fixed)) and cluster[first] == fixed[first]:
        first += 1
    last = 0
    while last < min(len(cluster), len(fixed)) - first and cluster[-1 - last] == fixed[-1 - last]:
        last += 1
    end, fixed_end = len(cluster) - last, len(fixed) - last
    return [Change(start + first, cluster[first:end], fixed[first:fixed_end], "nfc")]


def may_compose(text: str, chars: Set[str]) -> bool:
    """Tell whether a text may not be in NFC.

    The whole text is only looked at if no combining mark occurs in it: many thousand marks on one
    letter would take `unicodedata` minutes to sort.
    """
    return any(map(unicodedata.combining, chars)) or not unicodedata.is_normalized("NFC", text)


def look_alike_changes(text: str) -> list[Change]:
    """Return the changes of look-alike letters into the Vietnamese ones, but in phonetic script and foreign names."""
    is_phonetic = PHONETIC.search(text) is not None
    changes: list[Change] = []
    for match in _LOOK_ALIKE.finditer(text):
        at = match.start()
        if is_phonetic and PHONETIC.search(text, max(0, at - 2), at + 3):
            continue
        if _is_vietnamese(text, at):
            changes.append(new_change(at, text[at], LOOK_ALIKES[text[at]], "look-alike"))
    return changes


def _is_vietnamese(text: str, at: int) -> bool:
    """Tell whether the word with a look-alike letter is Vietnamese, not Icelandic: `ðồng`, `ÐBSCL`; not `Sigurður`."""
    start, end = word_at(text, at)
    if end - start > 1:
        return _may_be_vietnamese(text[start:end], at - start)
    word = text[start:end]
    return word.isupper() or text[max(0, start - 2) : start].strip()[-1:].isdigit() or text[end : end + 2] == "/c"


@lru_cache(maxsize=1024)
def _may_be_vietnamese(word: str, at: int) -> bool:
    """Tell whether a word is Vietnamese that has a look-alike letter at a place."""
    if is_syllable(word.translate(_TO_VIETNAMESE)):
        return True
    return word[at].isupper() and (at == 0 or (word.isupper() and len(word) < MAX_CHARS))


def invisible_changes(text: str) -> list[Change]:
    """Return the changes that take out invisible characters, but for joiners inside emoji."""
    return [
        new_change(m.start(), m[0], "", "invisible") for m in _INVISIBLE.finditer(text) if not _joins_emoji(text, m)
    ]


def _joins_emoji(text: str, match: re.Match[str]) -> bool:
    """Tell whether a match is one joiner between two pictures, as in a family of emoji."""
    if match[0] != _ZWJ or match.start() == 0 or match.end() == len(text):
        return False
    return bool(_EMOJI.match(text[match.start() - 1]) and _EMOJI.match(text[match.end()]))
