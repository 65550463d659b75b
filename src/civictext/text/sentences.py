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

from civictext.resources import data_path
from civictext.text.alignment import Span

VERSION = "2"
"""Raised with every change of rules that may change a result."""
TABLES = ("sentence_abbreviations.tsv", "sentence_starters.tsv")
"""Tables in `civictext/data` that results depend on."""

_BEHIND_MARK = r"""(?<![.!?…].) [.!?…]* )
    (?P<close> [”’"')\]»]* ,? )
    [ \t]+
    (?= (?P<open> [“‘"'(\[«–—•\-+*>]* ) \s? (?P<next>[^\W_]) )"""
_BREAK = re.compile(rf"(?P<stop> [.!?…] {_BEHIND_MARK}", re.VERBOSE)
_FULL_STOP = re.compile(rf"(?P<stop> \. {_BEHIND_MARK}", re.VERBOSE)
"""The same for lines without other marks: what begins with one character is found much faster."""
_WORD = re.compile(r"[^\W\d_]+")
_ITEM_NUMBER = re.compile(
    # 1. | 2.1. | IV. | a. | Điều 5.
    r"[\W_]*(?:\d{1,3}(?:\.\d{1,2})*|[IVXivx]{1,6}|[a-zđA-ZĐ]|(?:Điều|Mục|Chương|Phần|Bước)\s[\dIVX]{1,5})"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*(?:[^\W\d_]|Ch|Gi|Kh|Ng|Ngh|Nh|Ph|Qu|Th|Tr)")
_WORDS_OF_ONE_LETTER = frozenset("ÁÝỞ")
# fmt: off
_LETTERED = frozenset((
    "án", "bảng", "cấp", "chương", "điểm", "độ", "gan", "hạng", "khóa", "khối", "kỳ", "loại", "lớp", "mục", "nhóm",
    "phần", "quý", "tập", "thứ", "tia", "vitamin",
))
# fmt: on
"""Nouns that a letter or Roman number follows, which is no initial: `37 độ C`, `viêm gan B`, `khóa X`."""
_OPENING = "([“\"'‘«"
ITEM_CHARS = 14
TOKEN_CHARS = 24
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
    for start, end in lines:
        line = text[start:end]
        pattern = _BREAK if "?" in line or "!" in line or "…" in line else _FULL_STOP
        for match in pattern.finditer(text, start, end):
            if _ends_sentence(text, start, match):
                found.append(Span(start, match.end("close")))
                start = match.end()
        if start < end:
            found.append(Span(start, end))
    return tuple(found)


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    """Tell whether a candidate ends the sentence that began at `start`."""
    stop, close, opening, next_char = match.groups()
    if next_char.islower():
        return False
    at = match.start()
    token = _token_before(text, start, at)
    if close == ",":  # left over by a list separator: `… ra vào., Ông …`; not `Co., Ltd`
        return token.casefold() not in abbreviations()
    if stop != "." or close:
        return True
    if at - start <= ITEM_CHARS and _ITEM_NUMBER.fullmatch(text, start, at):
        return False
    if token[:1].isupper() and token not in _WORDS_OF_ONE_LETTER and _INITIALS.fullmatch(token):
        return not _is_initial(text, start, match, token, opening)
    kind = abbreviations().get(token.casefold())
    if kind is None or (kind == "title" and token.islower() and "/" not in token):
        return True
    if next_char.isdigit():
        return False
    return kind == "number" or _opens_sentence(text, match.start("next"))


def _is_initial(text: str, start: int, match: re.Match[str], token: str, opening: str) -> bool:
    """Tell whether a sentence goes on behind a letter and a stop: `V.I. Lênin`, `Kh. (46 tuổi)`."""
    if match["next"].isdigit():
        return opening[:1] == "("
    before = _token_before(text, start, match.start() - len(token) - 1)
    return before not in _LETTERED and not _opens_sentence(text, match.start("next"))


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
