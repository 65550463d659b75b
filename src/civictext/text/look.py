"""A quick look at a text that finds every place where it may need a repair.

Each kind of repair names the pairs of characters without which it has nothing to do, and what does
not stand on either side of such a pair. These rows make a table of masks, one bit a row: a character
has one mask for each of the four places, and where the masks of four neighbours have a bit in common,
the pair of that row stands there; those of the outer two are only looked at where the inner two have one.
Some places turn out to be no fault (`TP.HCM`): the rules decide.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from civictext.text.syllables import ToneStyle

Kind = Literal["character", "space", "tone", "spacing", "glue"]
Places = dict[Kind, list[int]]
Masks = npt.NDArray[np.uint32]

_SMALL = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
_LETTERS = _SMALL + _SMALL.upper()
_DIGITS = "0123456789"
_WORD = _LETTERS + _DIGITS + "_"
_MARKS = "".join(map(chr, range(0x20, 0x30))) + ":;<=>?@[\\]^_`{|}~\n–—‘’“”…"
USUAL = _LETTERS + _DIGITS + _MARKS
"""Vietnamese letters, ASCII and the quotes and dashes of the press: NFC, and nothing to repair in them."""

ODD_SPACES = frozenset(
    "\t\x1f\N{NO-BREAK SPACE}\N{OGHAM SPACE MARK}\N{NARROW NO-BREAK SPACE}\N{MEDIUM MATHEMATICAL SPACE}"
    "\N{IDEOGRAPHIC SPACE}" + "".join(map(chr, range(0x2000, 0x200B)))
)
"""White space within a line, other than the space."""

_CHUNK = 1 << 16
"""Characters looked at together, so that a long text takes no more memory than a short one."""
_UPPER = 16
"""Masks of two places are one number: those of the second of the pair, and behind it, in its upper half."""


class Pair(NamedTuple):
    """Two neighbours that call for a kind of repair unless certain characters stand around them."""

    kind: Kind
    first: str
    second: str
    not_before: str = ""
    not_behind: str = ""
    other_first: bool = False
    """Whether all characters not named in this module may be the first."""
    other_second: bool = False


def _but(chars: str) -> str:
    """Return all usual characters but some."""
    return "".join(char for char in USUAL if char not in chars)


def _both(chars: str) -> str:
    """Return letters in both cases."""
    return chars + chars.upper()


_A, _E, _I, _O, _U, _UH, _Y = map(_both, ("àáảãạ", "èéẻẽẹ", "ìíỉĩị", "òóỏõọ", "ùúủũụ", "ừứửữự", "ỳýỷỹỵ"))
_QU, _GI = "qQ", "gG"
_ODD = "".join(sorted(ODD_SPACES))
_CLOSING = ".,;:!?…)”\"’'»"

_PAIRS = (
    Pair("character", USUAL + _ODD, "", other_first=True, other_second=True),
    Pair("character", "aeiouyâêôõýãAEOÂÊÔ", "ÌÒ"),  # cuÒa: Windows-1258, see `encodings`
    Pair("space", " \n" + _ODD, " " + _ODD),
    Pair("space", " " + _ODD, "\n"),
    Pair("space", _ODD, USUAL, other_second=True),
    Pair("spacing", " (", ",.;:!?) "),  # xã , phường; ( QCDC
    Pair("glue", ".,;:!?…)”", _but(f" \n{_DIGITS}{_CLOSING}]/%–_-"), other_second=True),  # đạo.Ông
    Pair("glue", ".,;:!?…)”", "\"”’»", not_behind=_DIGITS + _MARKS),  # việc.”Theo
    Pair("glue", ",:;", _DIGITS, not_before=_but(_LETTERS + ")%”")),  # đó:154
)
_MISPLACED = (
    Pair("tone", _both("aâeêoôơư"), _O + _I + _U + _Y),  # baò, noí, saú, maý
    Pair("tone", _O + _U + _UH + _I + _Y + _QU, _both("ăâêôơ") + _U),  # thúê, lựơc, tíên, ýêu, qúy
    Pair("tone", _both("uư"), _A + _I, not_before=_QU),  # cuả, tuỉ
    Pair("tone", _both("i"), _A + _U, not_before=_GI),  # nghiã, tiú
    Pair("tone", _I, _both("aeouư"), not_before=_but(_GI)),  # gìa
)
_INNER = Pair("tone", _O + _U, _both("aey"), not_behind=_but(_WORD))  # tòan
_STYLED = {
    "keep": (_INNER,),
    "old": (_INNER, Pair("tone", _both("ou"), _A + _E + _Y, _QU, _WORD)),  # hoà, thuỷ
    "new": (Pair("tone", _O + _U, _both("aey")),),  # tòan; hòa, thủy
}


def rows(style: ToneStyle) -> tuple[Pair, ...]:
    """Return the rows of the table for a style of tone marks."""
    return (*_PAIRS, *_MISPLACED, *_STYLED[style])


def places(text: str, style: ToneStyle) -> Places:
    """Return where a text may need which kind of repair, if its tone marks shall be of a style.

    A place is the position of the first character of a pair; a break at the edge of the text counts
    as one, so it may be -1.

    >>> places("Ủy ban nhân dân xã , phường", "old")
    {'spacing': [18]}
    """
    found: Places = {}
    pairs, around, kinds = _tables(style)
    edged = f"\n\n{text}\n\n"
    for start in range(0, len(text) + 1, _CHUNK):
        at, fired = _fired(edged[start : start + _CHUNK + 3], pairs, around)
        some = int(np.bitwise_or.reduce(fired))
        for kind, bits in kinds.items():
            if some & bits:
                own = at[fired & np.uint32(bits) != 0] + (start - 1)
                found.setdefault(kind, []).extend(own.tolist())
    return found


def _fired(chars: str, pairs: Masks, around: Masks) -> tuple[npt.NDArray[np.intp], Masks]:
    """Return where pairs begin, of the second character to the last but two, and the bits of their rows."""
    units = np.frombuffer(chars.encode("utf-32-le", "surrogatepass"), np.uint32)
    own = pairs.take(units, mode="clip")
    bits = own[1:-2] & own[2:-1] >> np.uint32(_UPPER)
    at = (bits != 0).nonzero()[0]  # in half the time of `flatnonzero`
    fired = bits[at] & around.take(units[at], mode="clip")
    fired &= around.take(units[at + 3], mode="clip") >> np.uint32(_UPPER)
    left = fired.nonzero()
    return at[left], fired[left]


@lru_cache(maxsize=3)
def _tables(style: ToneStyle) -> tuple[Masks, Masks, dict[Kind, int]]:
    """Return the masks of every character, and the bits of the rows of each kind.

    They hold the bits of the rows in which the character may be the first of the pair and the
    second, and those in which it may stand before the pair and behind it.
    """
    table_rows = rows(style)
    other = sum(row.other_first << k | row.other_second << _UPPER + k for k, row in enumerate(table_rows))
    every = (1 << len(table_rows)) - 1
    pairs = np.full(0x10000, other, np.uint32)
    around = np.full(0x10000, every | every << _UPPER, np.uint32)
    for char in (*USUAL, *ODD_SPACES):
        pair = never = 0
        for k, row in enumerate(table_rows):
            pair |= (char in row.first) << k | (char in row.second) << _UPPER + k
            never |= (char in row.not_before) << k | (char in row.not_behind) << _UPPER + k
        pairs[ord(char)] = pair
        around[ord(char)] = (every | every << _UPPER) & ~never
    kinds: dict[Kind, int] = {}
    for k, row in enumerate(table_rows):
        kinds[row.kind] = kinds.get(row.kind, 0) | 1 << k
    return pairs, around, kinds
