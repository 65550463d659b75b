"""A quick look at a text that tells which kinds of repair it may need.

Most text needs none, and searching a pattern with look-arounds costs more than the look. Each kind
of repair names the pairs of characters without which it has nothing to do, and what does not stand
on either side of such a pair. These rows make a table of masks, one bit a row: a character has one
mask for each of the four places, and where the masks of four neighbours have a bit in common, the
pair of that row stands there. The look may see what is no fault (`TP.HCM`), but misses none.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from civictext.text.syllables import ToneStyle

Kind = Literal["character", "space", "tone", "spacing", "glue"]

_LOWER = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
_LETTERS = _LOWER + _LOWER.upper()
_DIGITS = "0123456789"
_MARKS = "".join(map(chr, range(0x20, 0x30))) + ":;<=>?@[\\]^_`{|}~\n–—‘’“”…"
_WORD = _LETTERS + _DIGITS + "_"
USUAL = _LETTERS + _DIGITS + _MARKS
"""Vietnamese letters, ASCII and the quotes and dashes of the press: NFC, and nothing to repair in them."""

_CHUNK = 1 << 16
"""Characters looked at together, so that a long text takes no more memory than a short one."""


class Pair(NamedTuple):
    """Two neighbours that call for a kind of repair unless other characters stand around them.

    `first` and `second` are characters, with `or_other` those of `second` and all unusual ones.
    """

    kind: Kind
    first: str
    second: str
    not_before: str = ""
    not_behind: str = ""
    or_other: bool = False


def _but(chars: str) -> str:
    """Return all usual characters but some."""
    return "".join(char for char in USUAL if char not in chars)


def _both(chars: str) -> str:
    """Return letters in both cases."""
    return chars + chars.upper()


_A, _E, _I, _O, _U, _UH, _Y = map(_both, ("àáảãạ", "èéẻẽẹ", "ìíỉĩị", "òóỏõọ", "ùúủũụ", "ừứửữự", "ỳýỷỹỵ"))
_QU, _GI = "qQ", "gG"
_CLOSING = ".,;:!?…)”\"’'»"

_PAIRS = (
    Pair("character", USUAL, "", or_other=True),
    Pair("space", " \n", " "),
    Pair("space", " ", "\n"),
    Pair("spacing", " ", ",.;:!?)", not_before=" \n:;([."),  # xã , phường
    Pair("spacing", "(", " ", not_before=":;="),  # ( QCDC
    Pair("glue", ".,;:!?…)”", _but(f" \n{_DIGITS}{_CLOSING}]/%–_-"), or_other=True),  # đạo.Ông
    Pair("glue", ".,;:!?…)”", "\"”’»", not_behind=_DIGITS + _MARKS),  # việc.”Theo
    Pair("glue", ",:;", _DIGITS, not_before=_DIGITS + _MARKS),  # đó:154
)
_MISPLACED = (
    Pair("tone", _both("aâeêoôơư"), _O + _I + _U + _Y),  # baò, noí, saú, maý
    Pair("tone", _O + _U + _UH + _I + _Y + _QU, _both("ăâêôơ") + _U),  # thúê, lựơc, tíên, ýêu, qúy
    Pair("tone", _both("u"), _I, not_before=_QU),  # tuỉ
    Pair("tone", _both("i"), _A + _U, not_before=_GI),  # nghiã, tiú
    Pair("tone", _I, _both("aeouư"), not_before=_but(_GI)),  # gìa
)
_FINAL = Pair("tone", _both("uư"), _A, _QU, _WORD)  # cuả
_FINAL_OR_NEW = Pair("tone", _both("ouư"), _A + _E + _Y, _QU, _WORD)  # hoà, thuỷ too
_INNER = Pair("tone", _O + _U, _both("aey"), not_behind=_but(_WORD))  # tòan
_INNER_OR_OLD = Pair("tone", _O + _U, _both("aey"))  # hòa, thủy too
_STYLED = {
    "keep": (_FINAL, _INNER),
    "old": (_FINAL_OR_NEW, _INNER),
    "new": (_FINAL, _INNER_OR_OLD),
}


def look(text: str, style: ToneStyle) -> frozenset[Kind]:
    """Return the kinds of repair that a text may need, if its tone marks shall be of a style.

    >>> sorted(look("Ủy ban nhân dân xã , phường", "old"))
    ['spacing']
    """
    table = _table(style)
    fired = 0
    for start in range(0, len(text) + 1, _CHUNK):
        fired |= _fired(text, start, table)
    return _kinds(fired, style)


def _fired(text: str, start: int, table: npt.NDArray[np.uint64]) -> int:
    """Return the bits of the rows whose pair stands in a chunk of a text, or at its edges."""
    end = start + _CHUNK
    before = text[start - 2 : start] if start else "\n\n"
    behind = text[end : end + 2] if end < len(text) else ""
    units = f"{before}{text[start:end]}{behind:\n<2}".encode("utf-16-le", "surrogatepass")
    masks = table.take(np.frombuffer(units, np.uint16))
    found = masks[1:-2] & (masks[2:-1] >> 16) & (masks[:-3] >> 32) & (masks[3:] >> 48)
    return int(np.bitwise_or.reduce(found))


def _rows(style: ToneStyle) -> tuple[Pair, ...]:
    return (*_PAIRS, *_MISPLACED, *_STYLED[style])


@lru_cache(maxsize=256)
def _kinds(fired: int, style: ToneStyle) -> frozenset[Kind]:
    return frozenset(row.kind for k, row in enumerate(_rows(style)) if fired >> k & 1)


@lru_cache(maxsize=3)
def _table(style: ToneStyle) -> npt.NDArray[np.uint64]:
    """Return the mask of every character: bits of the rows in which it may be the first or second
    of the pair, stand before, and behind it, sixteen bits each from the lowest."""
    rows = _rows(style)
    every = (1 << len(rows)) - 1
    other = sum(1 << 16 + k for k, row in enumerate(rows) if row.or_other) | every << 32 | every << 48
    table = np.full(0x10000, other | 1, np.uint64)
    for char in USUAL:
        mask = every << 32 | every << 48
        for k, row in enumerate(rows):
            mask |= (char in row.first) << k | (char in row.second) << 16 + k
            mask &= ~((char in row.not_before) << 32 + k | (char in row.not_behind) << 48 + k)
        table[ord(char)] = mask
    return table
