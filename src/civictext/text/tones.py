"""Tone marks: moved to the vowel where they belong, in the style asked for.

Only the words that hold a pair of letters that can be wrong are looked at, see `look`. i and y
(`kĩ`, `Qui Nhơn`) is a matter of spelling and left alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from civictext.text.alignment import Change, new_change
from civictext.text.syllables import ToneStyle, respell, word_at


def tone_changes(text: str, places: Iterable[int], style: ToneStyle) -> list[Change]:
    """Return the changes that put the tone marks of the words at some places where they belong."""
    changes: list[Change] = []
    done = -1
    for place in places:
        if place >= done:
            start, done = word_at(text, place)
            word = text[start:done]
            spelled = respell(word, style)
            if spelled != word and (word.isupper() or word[1:].islower()):  # VũÔng is two words
                first, last = differing(word, spelled)
                changes.append(new_change(start + first, word[first:last], spelled[first:last], "tone"))
    return changes


def differing(one: str, other: str) -> tuple[int, int]:
    """Return the smallest range in which two texts of one length differ."""
    places = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return places[0], places[-1] + 1
