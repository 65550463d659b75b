"""Definitions that an article gives itself: `quy chế dân chủ (QCDC)`, `OCOP (mỗi xã một sản phẩm)`."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from civictext.acronyms.initials import WORD, align, fold_letters
from civictext.text.alignment import Span

WINDOW = 160
"""Characters before or after a short form in which its long form is looked for."""
MAX_WORDS = 24


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form beside its long form; `aligned` says whether the initials agree."""

    short: Span
    long: Span
    aligned: bool
    rule: str


_CUE = re.compile(
    r"[(,;\s]*[\"“”'‘’]?\s*(?:sau đây\s+)?(?:được\s+)?(?:(?:gọi|viết)\s+tắt|gọi\s+ngắn\s+gọn|tên\s+viết\s+tắt|viết\s+gọn)"
    r"(?:\s+là)?\s*:?\s*[\"“”'‘’]?$"
)
_OPENED = re.compile(r"\s*[(\[]\s*[\"“”'‘’]?$")
_OPENED_BY_OTHER = re.compile(r"\s*[(\[]\s*(?P<other>[^()\[\]\n]{2,70}?)\s*(?:[-–,;:]|viết tắt là|gọi tắt là)\s*$")
_CLOSED = re.compile(r"[\"“”'‘’]?\s*(?:[)\],;]|$)")
_SET_OFF = re.compile(r"\s+[-–]\s+$")
_FOLLOWED = re.compile(r"\s*[(\[]\s*(?P<long>[^()\[\]\n]{4,150}?)\s*[)\]]")
_DASHED = re.compile(r"\s+[-–]\s+")
_BREAK = re.compile(r"[.!?;:()\[\]\n\"“”…]")
_HEADS = re.compile(
    r"\b(?:Tổng [Cc]ông ty|Công ty|CTCP|Cty|Tập đoàn|Ngân hàng|Hiệp hội|Liên minh|Liên đoàn|Liên hiệp|Tổ chức|Quỹ|"
    r"Ủy ban|Uỷ ban|Hội đồng|Viện|Trung tâm|Cơ quan|Cục|Tổng cục|Bộ|Hội|Đảng|đảng|Phong trào|Mặt trận|"
    r"Chương trình|Hiệp định|Hiệp ước|Công ước|Diễn đàn|Sở|Đài|Hãng|Trường|Đại học|Khu|Liên|Lực lượng|Nhóm|"
    r"[Cc]hỉ số|[Tt]ổng sản phẩm|[Hh]ệ thống|[Cc]hứng chỉ|[Tt]iêu chuẩn|[Mm]ô hình|[Dd]ự án)\b"
)
_NO_PHRASE = frozenset(
    "có là đã đang sẽ do ở tại trong theo được bị từ với cho như gồm nay cũ trước sau thuộc giữa ảnh nguồn "
    "hay hoặc khi nếu và của người bên còn không vào ngày năm tháng sinh số trái phải trên dưới tức".split()
)


def define(
    text: str, start: int, end: int, left_edge: int, right_edge: int, longs: Collection[str] = ()
) -> Definition | None:
    """Return the definition that stands around a short form, or None.

    Args:
        text: the text; nothing before `left_edge` or after `right_edge` is read.
        start, end: where the short form stands.
        longs: long forms that are known for it, for those whose initials do not agree.
    """
    before = text[max(left_edge, start - WINDOW) : start]
    after = text[end : min(right_edge, end + WINDOW)]
    return _long_before(text, start, end, before, after, longs) or _long_after(
        text, start, end, before, after, longs
    )


def _long_before(
    text: str, start: int, end: int, before: str, after: str, longs: Collection[str]
) -> Definition | None:
    """Find `long (SHORT)`, `long, gọi tắt là SHORT`, `long (World Bank - SHORT)`, `long - SHORT`."""
    short = text[start:end]
    offset = start - len(before)
    if cue := _CUE.search(before):
        rule, left = "called", before[: cue.start()]
    elif _CLOSED.match(after) and (opened := _OPENED.search(before)):
        rule, left = "bracketed", before[: opened.start()]
    elif _CLOSED.match(after) and (opened := _OPENED_BY_OTHER.search(before)):
        return _from_pair(text, start, end, before, opened, longs)
    elif _SET_OFF.search(before):
        left = before.rstrip(" -–")
        found = _aligned_end(short, left) if len(short) >= 3 else None
        return None if found is None else _definition(start, end, offset + found, offset + len(left), True, "dash")
    else:
        return None
    left = left.rstrip(" ,\"“”'‘’")
    found = _aligned_end(short, left)
    if found is not None:
        return _definition(start, end, offset + found, offset + len(left), True, rule)
    found = _known_end(left, longs)
    if found is None and len(short) >= 3:
        found = _headed_end(left)
    return None if found is None else _definition(start, end, offset + found, offset + len(left), False, rule)


def _from_pair(
    text: str, start: int, end: int, before: str, opened: re.Match[str], longs: Collection[str]
) -> Definition | None:
    """Find the long form of the last in `CNH, HĐH` or `World Bank - WB`, which share a bracket."""
    short, other = text[start:end], opened["other"]
    offset = start - len(before)
    left = before[: opened.start()].rstrip(" ,\"“”'‘’")
    found = _aligned_end(short, left)
    if found is not None:
        return _definition(start, end, offset + found, offset + len(left), True, "pair")
    found = _known_end(left, longs)
    if found is not None:
        return _definition(start, end, offset + found, offset + len(left), False, "pair")
    words = [m[0] for m in WORD.finditer(other)]
    if align(short, words, whole=True) == 0:
        at = offset + opened.start("other")
        head = _headed_end(left) if len(short) >= 2 else None
        if head is not None:
            return _definition(start, end, offset + head, offset + len(left), False, "pair")
        return _definition(start, end, at, at + len(other), True, "pair")
    return None


def _long_after(
    text: str, start: int, end: int, before: str, after: str, longs: Collection[str]
) -> Definition | None:
    """Find `SHORT (long)` and, at the start of a line or bracket, `SHORT - long`."""
    short = text[start:end]
    if followed := _FOLLOWED.match(after):
        phrase = followed["long"]
        at = end + followed.start("long")
        words = [m[0] for m in WORD.finditer(phrase)]
        if align(short, words, whole=True) == 0 and len(words) <= MAX_WORDS:
            return _definition(start, end, at, at + len(phrase), True, "glossed")
        if fold_letters(phrase) in map(fold_letters, longs) or (not longs and _is_gloss(short, words, phrase)):
            return _definition(start, end, at, at + len(phrase), False, "glossed")
    elif (dashed := _DASHED.match(after)) and len(short) >= 3:
        rest = _BREAK.split(after[dashed.end() :], maxsplit=1)[0]
        words = [m for m in WORD.finditer(rest)][: len(short) + 3]
        for count in range(len(words), 1, -1):
            if align(short, [m[0] for m in words[:count]], whole=True) == 0:
                at = end + dashed.end()
                return _definition(start, end, at, at + words[count - 1].end(), True, "dash")
    return None


def _definition(start: int, end: int, long_start: int, long_end: int, aligned: bool, rule: str) -> Definition:
    return Definition(Span(start, end), Span(long_start, long_end), aligned, rule)


def _aligned_end(short: str, left: str) -> int | None:
    """Return where the phrase that ends `left` and gives the initials of `short` starts."""
    words = [m for m in WORD.finditer(_last_clause(left))][-MAX_WORDS:]
    shift = len(left) - len(_last_clause(left))
    index = align(short, [m[0] for m in words])
    return None if index is None else shift + words[index].start()


def _last_clause(left: str) -> str:
    return _BREAK.split(left)[-1]


def _known_end(left: str, longs: Collection[str]) -> int | None:
    """Return where one of the known long forms starts that ends `left`, the longest first."""
    folded = fold_letters(left)
    for long in sorted(longs, key=len, reverse=True):
        if folded.endswith(fold_letters(long)) and len(folded) == len(left):
            return len(left) - len(fold_letters(long))
    return None


def _headed_end(left: str) -> int | None:
    """Return where the name of a body or an index starts that ends `left`: `Tập đoàn … (PVN)`."""
    clause = _last_clause(left)
    shift = len(left) - len(clause)
    clause_start = max(clause.rfind(", "), 0)
    heads = [m.start() for m in _HEADS.finditer(clause, clause_start)]
    if not heads or len(WORD.findall(clause[heads[0] :])) > 16:
        return None
    return shift + heads[0] if len(clause) - heads[0] >= 8 else None


def _is_gloss(short: str, words: list[str], phrase: str) -> bool:
    """Whether a bracket after an unknown short form says what it means, in Vietnamese."""
    return (
        len(short) >= 3
        and 3 <= len(words) <= 16
        and words[0].casefold() not in _NO_PHRASE
        and not any(c.isdigit() for c in phrase)
        and (words[0].islower() or _HEADS.match(phrase) is not None)
    )
