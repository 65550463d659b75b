"""Splits lines into sentences, with offsets.

A full stop, question or exclamation mark with the quotes and brackets that close behind it ends
a sentence where white space and then something that can open a sentence follow. What does not:
the stop of an abbreviation before a name (`PGS.TS. Lê`, `TP. Vinh`), an initial (`Donald J. Trump`),
the number of a list item at the start of its line, three dots in mid-sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, final

from mypy_extensions import i64

from civictext.resources import data_path
from civictext.text.alignment import Span, new_span

VERSION: Final = "2"
"""Raised with every change of rules that may change a result."""
TABLES: Final = ("sentence_abbreviations.tsv", "sentence_starters.tsv")
"""Tables in `civictext/data` that results depend on."""

_MARKS: Final = ".?!…"
"""What a sentence may end with."""
_SPACE: Final = 0x20
_TAB: Final = 0x09
_COMMA: Final = 0x2C
_STOP: Final = 0x2E
_EXCLAMATION: Final = 0x21
_QUESTION: Final = 0x3F
_ELLIPSIS: Final = 0x2026
_CLOSING: Final = "”’\"')]»"
_OPENS: Final = "“‘\"'([«–—•-+*>"
"""What may stand before the first word of a sentence."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_ITEM_NUMBER: Final = re.compile(
    # 1. | 2.1. | IV. | a. | Điều 5.
    r"[\W_]*(?:\d{1,3}(?:\.\d{1,2})*|[IVXivx]{1,6}|[a-zđA-ZĐ]|(?:Điều|Mục|Chương|Phần|Bước)\s[\dIVX]{1,5})"
)
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.)*(?:[^\W\d_]|Ch|Gi|Kh|Ng|Ngh|Nh|Ph|Qu|Th|Tr)")
_WORDS_OF_ONE_LETTER: Final = frozenset("ÁÝỞ")
# fmt: off
_LETTERED: Final = frozenset((
    "án", "bảng", "cấp", "chương", "điểm", "độ", "gan", "hạng", "khóa", "khối", "kỳ", "loại", "lớp", "mục", "nhóm",
    "phần", "quý", "tập", "thứ", "tia", "vitamin",
))
# fmt: on
"""Nouns that a letter or Roman number follows, which is no initial: `37 độ C`, `viêm gan B`, `khóa X`."""
_OPENING: Final = "([“\"'‘«"
ITEM_CHARS: Final = 14
TOKEN_CHARS: Final = 24
"""How far back an abbreviation is looked for; none is longer."""


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, str]:
    """Return the tokens whose full stop does not end a sentence, with the kind of what follows."""
    lines = data_path("sentence_abbreviations.tsv").read_text("utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {token: kind for token, _, kind in rows}


@lru_cache(maxsize=1)
def starters() -> dict[str, bool]:
    """Return the words that open a sentence, and whether names begin with them too."""
    lines = data_path("sentence_starters.tsv").read_text("utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {word: kind == "name" for word, _, kind in rows}


def split_sentences(text: str, lines: Iterable[Span]) -> tuple[Span, ...]:
    """Return the sentences of some lines of a text; none crosses a line.

    Every character of a line that is not white space belongs to exactly one sentence.

    >>> text = "PGS.TS. Lê B nêu 3 ý. Sau đó, ông về."
    >>> [text[s:e] for s, e in split_sentences(text, [Span(0, len(text))])]
    ['PGS.TS. Lê B nêu 3 ý.', 'Sau đó, ông về.']
    """
    found: list[Span] = []
    short_forms = abbreviations()
    for line in lines:
        first, end = line
        start, whole = first, text[first:end]
        marks = [mark for mark in _MARKS if mark in whole]
        at = _next_mark(text, start, end, marks)
        while at < end:
            candidate = read_break(text, at, end)
            if candidate.next < end and _ends_sentence(text, start, candidate, short_forms):
                found.append(new_span(start, candidate.close))
                start = candidate.opening
            at = _next_mark(text, candidate.close, end, marks)
        if start < end:
            found.append(line if start == first else new_span(start, end))
    return tuple(found)


@final
class Break:
    """A mark behind which a sentence may end: where it stands, and where what follows it begins."""

    __slots__ = ("close", "mark", "next", "opening", "stop")

    def __init__(self, mark: int, stop: int, close: int, opening: int, next: int) -> None:
        self.mark = mark
        self.stop = stop
        """Behind it, and behind the marks beside it: the quotes and brackets that close begin."""
        self.close = close
        self.opening = opening
        """Behind white space: the quotes and brackets that open begin."""
        self.next = next
        """The first letter or digit of the next sentence; the end of the line if none can begin there."""


def _next_mark(text: str, at: i64, end: i64, marks: list[str]) -> i64:
    """Return where the next of some marks stands, the first of some beside each other; the end for none."""
    for mark in marks:
        found: i64 = text.find(mark, at, end)
        if found >= 0:
            end = found
    return end


def _is_mark(c: i64) -> bool:
    return c in (_STOP, _EXCLAMATION, _QUESTION, _ELLIPSIS)


def read_break(text: str, mark: i64, end: i64) -> Break:
    """Read what stands behind a mark: marks, what closes, white space, what opens, a word."""
    stop = mark + 1
    while stop < end and _is_mark(ord(text[stop])):
        stop += 1
    close = stop
    while close < end and ord(text[close]) != _SPACE and text[close] in _CLOSING:
        close += 1
    if close < end and ord(text[close]) == _COMMA:
        close += 1
    opening = close
    while opening < end and (ord(text[opening]) == _SPACE or ord(text[opening]) == _TAB):
        opening += 1
    follows = opening
    while follows < end and text[follows] in _OPENS:
        follows += 1
    if follows < end and text[follows].isspace():
        follows += 1
    if opening == close or follows >= end or not text[follows].isalnum():
        follows = end
    return Break(mark, stop, close, opening, follows)


def _ends_sentence(text: str, start: int, candidate: Break, short_forms: dict[str, str]) -> bool:
    """Tell whether a candidate ends the sentence that began at `start`."""
    at, next_char = candidate.mark, text[candidate.next]
    if next_char.islower():
        return False
    token = _token_before(text, start, at)
    if text[candidate.close - 1] == ",":  # left over by a list separator: `… ra vào., Ông …`; not `Co., Ltd`
        return candidate.close > candidate.stop + 1 or token.casefold() not in short_forms
    if candidate.close > at + 1 or text[at] != ".":
        return True
    if at - start <= ITEM_CHARS and _ITEM_NUMBER.fullmatch(text, start, at):
        return False
    if _is_short(token) and token not in _WORDS_OF_ONE_LETTER and _INITIALS.fullmatch(token):
        return not _is_initial(text, start, candidate, token)
    kind = short_forms.get(token if token.islower() else token.casefold())
    if kind is None or (kind == "title" and token.islower() and "/" not in token):
        return True
    if next_char.isdigit():
        return False
    return kind == "number" or _opens_sentence(text, candidate.next)


def _is_short(token: str) -> bool:
    """Tell whether a token may be initials: a capital, and no whole word behind it; cheap."""
    return (len(token) <= 3 or token[1] == ".") and token[:1].isupper()


def _is_initial(text: str, start: int, candidate: Break, token: str) -> bool:
    """Tell whether a sentence goes on behind a letter and a stop: `V.I. Lênin`, `Kh. (46 tuổi)`."""
    if text[candidate.next].isdigit():
        return text[candidate.opening] == "("
    before = _token_before(text, start, candidate.mark - len(token) - 1)
    return before not in _LETTERED and not _opens_sentence(text, candidate.next)


def _token_before(text: str, start: int, stop: int) -> str:
    """Return what stands between the last space or opening bracket and a stop."""
    lowest = max(start, stop - TOKEN_CHARS)
    return text[max(lowest, text.rfind(" ", lowest, stop) + 1) : stop].lstrip(_OPENING)


def _opens_sentence(text: str, position: int) -> bool:
    """Tell whether the word at a position is one that opens sentences, not a name: not `Hai` in `Hai Bà Trưng`."""
    word = _WORD.match(text, position)
    begins_names = starters().get(word[0].casefold()) if word else None
    if word is None or begins_names is None:
        return False
    return not begins_names or text[word.end() + 1 : word.end() + 2].islower()
