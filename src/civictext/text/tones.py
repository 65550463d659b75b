"""Tone marks: moved to the vowel where they belong, in the style asked for.

Only the places that can be wrong are looked for, not every word: see the branches of the pattern.
i and y (`kĩ`, `Qui Nhơn`) is a matter of spelling and left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from civictext.text.alignment import Change
from civictext.text.syllables import MAX_CHARS, ToneStyle, respell

_LETTERS_BEFORE = re.compile(r"[^\W\d_]*\Z")
_LETTERS = re.compile(r"[^\W\d_]*")


def tone_changes(text: str, places: Iterable[int], style: ToneStyle) -> list[Change]:
    """Return the changes that put the tone marks of words where they belong."""
    changes: list[Change] = []
    for place in places:
        if not changes or place >= changes[-1].end:
            change = _respelled(text, place, style)
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
