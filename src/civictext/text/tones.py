"""Tone marks: moved to the vowel where they belong, in the style asked for.

Only the places that can be wrong are looked for, not every word: see the branches of the pattern.
i and y (`kĩ`, `Qui Nhơn`) is a matter of spelling and left alone.
"""

from __future__ import annotations

import re

from civictext.text.alignment import Change
from civictext.text.syllables import MAX_CHARS, ToneStyle, respell

_A, _E, _I, _O, _U, _UH, _Y = (
    "".join(row + row.upper()) for row in ("àáảãạ", "èéẻẽẹ", "ìíỉĩị", "òóỏõọ", "ùúủũụ", "ừứửữự", "ỳýỷỹỵ")
)
_ALL = _A + _E + _I + _O + _U + _UH + _Y
# A letter with a tone, and then what stands before it, or behind it, that makes its place doubtful.
_MISPLACED = rf"""
      (?<= [aâeêioôuươAÂEÊIOÔUƯƠ]. ) (?:
          (?<= [uUưƯiI][{_A}] ) (?<! [qQ][uU]. ) (?<! [gG][iI]. ) (?!\w)   # cuả, nghiã; not quả
        | (?<= [aAoOôÔơƠuUưƯ][{_I}] ) (?<! [qQ][uU]. )                     # noí, tuỉ; not quí
        | (?<= [aAeE][{_O}] )                                             # baò, keó
        | (?<= [aAâÂeEêÊiIưƯơƠ][{_U}] ) (?<! [gG][iI]. )                   # saú, nêú; not giúp
        | (?<= [aAâÂ][{_Y}] )                                             # maý, thâý
        %s )
    | (?= [aAăĂâÂeEêÊiIoOôÔơƠuUưƯyY] ) (?:
          (?= [ăâêôơĂÂÊÔƠ] ) (?<= [{_O}{_U}{_UH}{_I}{_Y}] )                # xóăn, thúê, lựơc, tíên, ýêu
        | (?<= [{_O}] ) (?= [aAeE]%s )                                    # tòan, or hòa
        | (?<= [{_U}] ) (?= [yY]%s )                                      # húynh, or thủy
        | (?<= [qQ][{_U}] ) (?= [aAeEiIyY] )                              # qúy, qủa
        | (?<= [gG][{_I}] ) (?= [aAeEoOuUưƯ] ) )                          # gìa, gíup
"""
_NEW_STYLE = rf"""
        | (?<= [oO][{_A}{_E}] ) (?!\w)                                    # hoà, khoẻ
        | (?<= [uU][{_Y}] ) (?<! [qQ][uU]. ) (?!\w)                       # thuỷ; not quý
"""


def _pattern(at_second: str, behind_first: str) -> re.Pattern[str]:
    branches = _MISPLACED % (at_second, behind_first, behind_first)
    return re.compile(f"[{_ALL}] (?: {branches} )", re.VERBOSE)


_CANDIDATES = {
    "keep": _pattern("", r"(?=\w)"),
    "old": _pattern(_NEW_STYLE, r"(?=\w)"),
    "new": _pattern("", ""),
}
_LETTERS_BEFORE = re.compile(r"[^\W\d_]*\Z")
_LETTERS = re.compile(r"[^\W\d_]*")


def tone_changes(text: str, style: ToneStyle) -> list[Change]:
    """Return the changes that put every tone mark of a text where it belongs."""
    changes: list[Change] = []
    for match in _CANDIDATES[style].finditer(text):
        if changes and match.start() < changes[-1].end:
            continue
        change = _respelled(text, match.start(), style)
        if change is not None and (not changes or change.start >= changes[-1].end):
            changes.append(change)
    return changes


def _respelled(text: str, at: int, style: ToneStyle) -> Change | None:
    """Return the change to the word that holds a position, if it needs one."""
    before = text[max(0, at - MAX_CHARS) : at]
    head = _LETTERS_BEFORE.search(before)
    start = at - len(before) + (head.start() if head else 0)
    match = _LETTERS.match(text, at, at + MAX_CHARS + 1)
    end = match.end() if match else at
    word = text[start:end]
    spelled = respell(word, style)
    if spelled == word:
        return None
    first, last = differing(word, spelled)
    return Change(start + first, word[first:last], spelled[first:last], "tone")


def differing(one: str, other: str) -> tuple[int, int]:
    """Return the smallest range in which two texts of one length differ."""
    places = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return places[0], places[-1] + 1
