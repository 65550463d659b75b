"""A quick look at a text that finds every place where it may need a repair.

Each kind of repair names the pairs of characters without which it has nothing to do, and what does
not stand on either side of such a pair. These rows make a table of masks, one bit a row: a character
has one mask for each of the four places, and where the masks of four neighbours have a bit in common,
the pair of that row stands there. Characters with the same masks are one class, and a table of all pairs
of classes tells where the masks need not be compared, which is nearly everywhere.
Some places turn out to be no fault (`TP.HCM`): the rules decide.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal, NamedTuple, final

from librt.vecs import vec
from mypy_extensions import i64

from civictext.text.syllables import ToneStyle

Kind = Literal["character", "cp1258", "reference", "tag", "blank line", "space", "tone", "spacing", "glue"]
Places = dict[Kind, list[int]]

_SMALL = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
_CAPITALS = _SMALL.upper()
_LETTERS = _SMALL + _CAPITALS
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

_NEWLINE: Final = 0x0A
_SIZE: Final = 0x3001
"""Code points that may have masks of their own; all others have those of a character not named here."""


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
    Pair("cp1258", "aeiouyâêôõýãAEOÂÊÔ", "ÌÒ"),
    Pair("cp1258", "âêôõýãAEIOUYÂÊÔÕÝÃ", "ìò"),  # quôìc
    Pair("reference", "&", USUAL + _ODD, other_second=True),
    Pair("tag", "<", USUAL + _ODD, other_second=True),
    Pair("blank line", "\n", "\n", not_before=_but("\n")),
    Pair("space", " \n" + _ODD, " " + _ODD),
    Pair("space", " " + _ODD, "\n"),
    Pair("space", _ODD, USUAL, other_second=True),
    Pair("spacing", " (", ",.;:!?) "),  # xã , phường; ( QCDC
    Pair("glue", ".,;:!?…)”", _but(f" \n{_DIGITS}{_CLOSING}]/%–_-"), other_second=True),  # đạo.Ông
    Pair("glue", ".,;:!?…)”", '"”’»', not_behind=_DIGITS + _MARKS),  # việc.”Theo
    Pair("glue", ",:;", _DIGITS, not_before=_but(_LETTERS + ")%”")),  # đó:154
    Pair("glue", _SMALL, _CAPITALS),  # trườngSau
    Pair("glue", _CAPITALS, _CAPITALS, not_before=_but(_CAPITALS), not_behind=_but(_SMALL)),  # HCMCác
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
    return _look(style).places(text)


@lru_cache(maxsize=3)
def _look(style: ToneStyle) -> _Look:
    return _Look(rows(style))


@final
class _Look:
    """The table of some rows: the class of each character, and the masks of each class."""

    def __init__(self, table_rows: tuple[Pair, ...]) -> None:
        self._kinds = [row.kind for row in table_rows]
        masks: dict[tuple[int, int, int, int], int] = {_masks(table_rows, None): 0}
        classes = bytearray(_SIZE)
        for char in (*USUAL, *ODD_SPACES):
            classes[ord(char)] = masks.setdefault(_masks(table_rows, char), len(masks))
        self._classes = bytes(classes)
        self._first = vec[i64]([four[0] for four in masks])
        self._second = vec[i64]([four[1] for four in masks])
        self._before = vec[i64]([four[2] for four in masks])
        self._behind = vec[i64]([four[3] for four in masks])
        self._count = len(masks)
        self._pairs = bytes([first[0] & second[1] != 0 for first in masks for second in masks])

    def places(self, text: str) -> Places:
        """Return where pairs of a text begin that need a look, by the kinds of their rows."""
        found: Places = {}
        size: i64 = len(text)
        count: i64 = self._count
        classes, pairs = self._classes, self._pairs
        edged = text + "\n"
        first: i64 = classes[_NEWLINE]
        second: i64 = 0
        at: i64 = 0
        while at <= size:
            c: i64 = ord(edged[at])
            second = 0
            if c < _SIZE:
                second = classes[c]
            if pairs[first * count + second]:
                self._add(found, text, at - 1, first, second)
            first = second
            at += 1
        return found

    def _add(self, found: Places, text: str, place: i64, first: i64, second: i64) -> None:
        """Add a place of every kind of which a row allows for what stands around the pair."""
        bits = self._first[first] & self._second[second]
        bits &= self._before[self._class_at(text, place - 1)] & self._behind[self._class_at(text, place + 2)]
        kind: Kind | None = None
        row: i64 = 0
        while bits >> row:
            if bits >> row & 1 and self._kinds[row] != kind:  # rows of a kind stand together
                kind = self._kinds[row]
                found.setdefault(kind, []).append(place)
            row += 1

    def _class_at(self, text: str, at: i64) -> i64:
        """Return the class of a character; beyond the edges of the text stand line breaks."""
        c: i64 = ord(text[at]) if 0 <= at < len(text) else _NEWLINE
        return self._classes[c] if c < _SIZE else 0


def _masks(table_rows: tuple[Pair, ...], char: str | None) -> tuple[int, int, int, int]:
    """Return the rows, as bits, in which a character may be first, second, before and behind; None for any other."""
    first = second = before = behind = 0
    for k, row in enumerate(table_rows):
        first |= (row.other_first if char is None else char in row.first) << k
        second |= (row.other_second if char is None else char in row.second) << k
        before |= (char is None or char not in row.not_before) << k
        behind |= (char is None or char not in row.not_behind) << k
    return first, second, before, behind
