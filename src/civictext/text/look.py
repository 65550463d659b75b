"""A quick look at a text that finds every place where it may need a repair.

Each kind of repair names the pairs of characters without which it has nothing to do, and what does
not stand on either side of such a pair. These rows make a table of masks, one bit a row: a character
has one mask for each of the four places, and where the masks of four neighbours have a bit in common,
the pair of that row stands there. Some places turn out to be no fault (`TP.HCM`): the rules decide.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from civictext.text.syllables import ToneStyle

Kind = Literal["character", "space", "tone", "spacing", "glue"]
Places = dict[Kind, list[int]]

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
_SECOND, _BEFORE, _BEHIND = 16, 32, 48
"""Where in a mask the bits of each place begin, those of the first of the pair lowest: at most sixteen rows."""


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
    masks, kinds = _table(style)
    edged = f"\n\n{text}\n\n"
    for start in range(0, len(text) + 1, _CHUNK):
        fired = _fired(edged[start : start + _CHUNK + 3], masks)
        at = np.flatnonzero(fired)
        if at.size:
            for kind, bits in kinds.items():
                own = at[fired[at] & bits != 0]
                if own.size:
                    found.setdefault(kind, []).extend((own + (start - 1)).tolist())
    return found


def _fired(chars: str, masks: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return the bits of the rows whose pair begins at each character, from the second to the last but two."""
    units = np.frombuffer(chars.encode("utf-32-le", "surrogatepass"), np.uint32)
    own = masks.take(units, mode="clip")
    pairs: npt.NDArray[np.uint64] = own[1:-2] & own[2:-1] >> np.uint64(_SECOND)
    pairs &= own[:-3] >> np.uint64(_BEFORE)
    pairs &= own[3:] >> np.uint64(_BEHIND)
    return pairs


@lru_cache(maxsize=3)
def _table(style: ToneStyle) -> tuple[npt.NDArray[np.uint64], dict[Kind, np.uint64]]:
    """Return the mask of every character, and the bits of the rows of each kind.

    A mask holds the bits of the rows in which the character may be the first of the pair, the
    second, stand before it, and behind it.
    """
    table_rows = rows(style)
    every = (1 << len(table_rows)) - 1
    around = every << _BEFORE | every << _BEHIND
    other = sum(row.other_first << k | row.other_second << _SECOND + k for k, row in enumerate(table_rows))
    table = np.full(0x10000, other | around, np.uint64)
    for char in (*USUAL, *ODD_SPACES):
        mask = around
        for k, row in enumerate(table_rows):
            mask |= (char in row.first) << k | (char in row.second) << _SECOND + k
            mask &= ~((char in row.not_before) << _BEFORE + k | (char in row.not_behind) << _BEHIND + k)
        table[ord(char)] = mask
    kinds: dict[Kind, int] = {}
    for k, row in enumerate(table_rows):
        kinds[row.kind] = kinds.get(row.kind, 0) | 1 << k
    return table, {kind: np.uint64(bits) for kind, bits in kinds.items()}
