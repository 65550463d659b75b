"""The stretches of a sentence that could be the subject of a figure."""

from __future__ import annotations

from civictext.indicators.subject_features import PLACES, Figure
from civictext.indicators.subject_words import NUMBER, Words

REACH_BEFORE = 30
"""How many words before the number a subject may end, at most."""
REACH_AFTER = 3
"""How many words behind the number and its unit a subject may start, at most."""
LONGEST = 16
"""How many words a subject before the number has, at most."""
LONGEST_AFTER = 13
"""How many words a subject after the number has, at most."""

_NO_START = frozenset(",.;:)”%?!–-") | {"S", "AND", "DEM", "%"}
_NO_END = frozenset(",.;:(“%?!–-") | {"S", "AND", "OF", "DET", "PLACE", "REL", "E", "C", "L", "R", "ADV"}
_LINKS = frozenset({"CMP", "GO", "LINK", "ADV", "REL", "E", "R", "OF", "PLACE", "TIME", "Nu"})
_NO_START_BEFORE = _NO_START | _LINKS | {NUMBER}
_NAMES = PLACES | {"Np", "-", "–", "."}
_WALLS = frozenset({";", ":", "…"})


def starts_before(f: Figure, e: int) -> list[int]:
    """Return where a candidate that ends with word e may start, nearest first.

    The mere name of a place is left out: in `Hà Nam 12 tỷ đồng; Bắc Ninh 9 tỷ đồng` it says where,
    and what is measured was said before.
    """
    kinds = f.words.classes
    found = []
    names, place = True, False
    depth = 0
    for s in range(e, max(-1, e - LONGEST), -1):
        kind = kinds[s]
        depth += (kind == ")") - (kind == "(")
        if depth < 0 or kind in _WALLS:
            break
        names = names and kind in _NAMES
        place = names and (place or kind in PLACES)
        if not depth and not place and kind not in _NO_START_BEFORE:
            found.append(s)
    return found


def ends_before(f: Figure) -> list[int]:
    """Return where a candidate before the number may end, nearest first."""
    kinds = f.words.classes
    return [e for e in range(f.first - 1, max(-1, f.first - 1 - REACH_BEFORE), -1) if kinds[e] not in _NO_END]


def starts_after(f: Figure) -> list[int]:
    """Return where a candidate after the number may start."""
    words = f.words
    found = []
    for s in range(f.last, min(len(words), max(f.last, f.unit_end) + REACH_AFTER)):
        if words.figure[s] >= 0:
            break
        if words.classes[s] not in _NO_START:
            found.append(s)
    return found


def ends_after(words: Words, s: int) -> list[int]:
    """Return where a candidate after the number that starts with word s may end: in the same brackets."""
    kinds = words.classes
    found = []
    depth = 0
    for e in range(s, min(len(words), s + LONGEST_AFTER)):
        depth += (kinds[e] == "(") - (kinds[e] == ")")
        if depth < 0 or kinds[e] in (".", ";"):
            break
        if kinds[e] not in _NO_END:
            found.append(e)
    return found
