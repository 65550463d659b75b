"""The words around a figure, cut out and made small once for all that is asked of them."""

from __future__ import annotations

from dataclasses import dataclass

REACH = 400
"""How many characters before a number are read; a longer sentence is most often many run together."""
AFTER = 100
_NEAR = 88


@dataclass(slots=True)
class Surroundings:
    """What stands around a number in its sentence, in small letters."""

    left: str
    """The sentence up to the number, its last `REACH` characters at most."""
    right: str
    words: list[str]
    """The last words of `left`, without quotation marks; a bracket is a word of its own."""


def surroundings(low: str, start: int, end: int) -> Surroundings:
    """Return what stands around the number at `low[start:end]` of a sentence in small letters."""
    left = low[start - REACH if start > REACH else 0 : start]
    near = left[-_NEAR:]
    if "(" in near:
        near = near.replace("(", " ( ")
    if "“" in near or '"' in near:
        near = near.replace("“", " ").replace('"', " ").replace("”", " ")
    return Surroundings(left, low[end : end + AFTER], near.split())


def small(text: str) -> str:
    """Return a text in small letters of the same length.

    A few foreign capitals become two letters when made small; a text with one is returned as it is,
    so that every place in it stays the same.
    """
    low = text.lower()
    return low if len(low) == len(text) else text
