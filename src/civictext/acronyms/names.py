"""Tells by the neighbours of a short form whether it is a name: of a photographer, a car, a ship, a share.

`resolve` adds what is found here to the cues of `data/acronym_cues.tsv`, which speak of single short forms.
"""

from __future__ import annotations

import re
from typing import Final

from civictext.acronyms.initials import UPPER, is_syllable

_CREDITS: Final = ("Ảnh", "ảnh", "ẢNH", "Nguồn", "nguồn", "Photo", "Clip", "Video", "Đồ họa", "minh họa", "Bài")
_CREDIT: Final = re.compile(
    rf"(?<!\w)(?:{'|'.join(_CREDITS)})"
    r"(?:[^.:;()\n]{0,24}(?P<colon>[:：])?\s*[(\"“]?"
    r"|\s?[:：]\s?(?!Báo|Bộ|Sở|Công|CA|UB|Trường|Đài)[^\W\d_]{1,7}\s)$"  # `Nguồn: Tuấn NM`
)
_CREDIT_END: Final = re.compile(rf"\s*(?:[)\]”\"]|[.,;]?\s*$|[.,]?\s*[{UPPER}]|/|[-–]\s)")
_LINE_END: Final = re.compile(r"\s*(?:\([Tt]heo [^()]*\))?[.)]?\s*$")
_SENTENCE_BEFORE: Final = re.compile(r"(?:[Tt]heo\s+|[.!?…”\"]\s*[-–(]?\s*|\s[-–]\s*|\s{2,}|^\s*[-–(]?\s*)$")
_CODE_AFTER: Final = re.compile(
    r"\s?[-–]?\s?(?!(?:19|20)[0-9]{2}\b)[0-9]{4,6}(?:[ -]?TS)?\b(?!\s*(?:tỷ|triệu|đồng|người|ha|m))"
)
_MODEL_AFTER: Final = re.compile(r"-[0-9]")
_PERSONS: Final = (" anh ", " chị ", " ông ", " bà ", " cháu ", " vợ ", " chồng ", " bị cáo ", " nạn nhân ")
_NAME_AFTER: Final = re.compile(rf"\s[{UPPER}]")
_LISTED_SHARE: Final = re.compile(
    r"(?:[Cc]ổ phiếu|[Mm]ã(?: chứng khoán| CK| cổ phiếu)?:?)\s*(?:[A-Z][A-Z0-9]{2}(?:,| và)\s)*$"
)
_SHARE_MOVES: Final = re.compile(r"\s(?:tăng|giảm|mất|cộng thêm|đóng cửa)\s[^.;]{0,14}[0-9]|\s?\([+-]?[0-9.,]+%")
_CODES_BESIDE: Final = re.compile(r"\b[A-Z][A-Z0-9]{2},\s*$|^,\s*[A-Z][A-Z0-9]{2}\b(?!\S*[a-z])")
_NAME_BEFORE: Final = re.compile(r"\b([A-Z][^\W\d_]+)(?: [A-Z]{0,3}[0-9][0-9A-Za-z]*)?[ -]$")  # `Honda`, `Audi Q7`
_WORD_AFTER: Final = re.compile(r"[ -]([^\W\d_]+)")
WORD_ROOM: Final = 24
"""Characters that hold any word."""


def name_score(short: str, left: str, right: str, *, credited: bool = False) -> float:
    """Return the log-odds that a form of two or three letters is a name where it stands.

    Args:
        short: the short form.
        left, right: what stands beside it on its line.
        credited: it may stand under a picture or a text as what it is, like `CTV` and `PV`.

    >>> name_score("CB", "cạnh tranh với Yamaha, Suzuki và Honda ", " Hornet 160R.") > 2
    True
    """
    score = 4.0 if len(short) == 3 and short.isascii() and _is_share(left, right) else 0.0
    if not right[1:2].islower():
        score += _after_score(right) + (0.0 if credited else _signature_score(short, left, right))
    elif len(short) > 2 and left[-2:-1].islower():
        return score  # in the midst of ordinary words
    last = left[-WORD_ROOM:]
    if len(short) == 2 and f" {last}".lower().endswith(_PERSONS) and not _NAME_AFTER.match(right):
        score += 2.5
    if not last.islower() and (before := _NAME_BEFORE.search(last)) and _foreign(before[1]):
        score += 3.0
    return score


def _after_score(right: str) -> float:
    """Return the log-odds that what follows makes it a name: a number, a foreign word."""
    if right.lstrip(" -–")[:1].isdigit():
        return 3.0 if _CODE_AFTER.match(right) or _MODEL_AFTER.match(right) else 0.0
    after = _WORD_AFTER.match(right) if right[1:2].isupper() else None
    return 2.0 if after and _foreign(after[1]) else 0.0


def _signature_score(short: str, left: str, right: str) -> float:
    """Return the log-odds that it is who took the picture or wrote the text; few sign with three letters."""
    if (credit := _credit(left[-2 * WORD_ROOM :])) and _CREDIT_END.match(right):
        return 2.0 if len(short) > 2 else 7.0 if credit["colon"] else 4.0
    if len(right) < 2 * WORD_ROOM and _LINE_END.fullmatch(right) and _SENTENCE_BEFORE.search(left):
        return 4.0 if len(short) == 2 else 3.0 if left.strip() else 1.0  # alone it may be a cell of a table
    return 0.0


def _credit(left: str) -> re.Match[str] | None:
    """Find `Ảnh:` and the like at the end of a text; few texts have one of the words, which is fast to see."""
    for word in _CREDITS:
        if word in left:
            return _CREDIT.search(left)
    return None


def _is_share(left: str, right: str) -> bool:
    """Whether a form of three letters is the code of a share: in a list of them, or with its price."""
    if "," in left[-2:] + right[:1] and _CODES_BESIDE.search(left) and _CODES_BESIDE.search(right):
        return True
    return _SHARE_MOVES.match(right) is not None or _LISTED_SHARE.search(left) is not None


def _foreign(word: str) -> bool:
    """Whether a capitalised word cannot be Vietnamese: `Honda` can, `Suzuki`, `World` cannot."""
    return len(word) > 1 and word[0].isupper() and not word.isupper() and not is_syllable(word)
