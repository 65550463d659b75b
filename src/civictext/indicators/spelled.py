"""Numbers in words: which of them count or measure something."""

from __future__ import annotations

import re
from typing import Final

from civictext.indicators.amounts import Amount
from civictext.indicators.naming import refuse_relative
from civictext.indicators.rejection import Refusal, refuse_following, word_before, words_before
from civictext.indicators.units import MEASURES, word_set
from civictext.text.alignment import Span

_GAP: Final = "[ \N{NO-BREAK SPACE}]"
_PART_OF_DAY: Final = re.compile(rf"{_GAP}(?:sáng|trưa|chiều|tối|đêm|khuya)\b")
_NO_TRAP: Final = re.compile(rf"{_GAP}(?:đất|hàng|vắc|thuốc|trái)\b")
_SENTENCE_ENDS: Final = ".!?:;…“”\"'-–•*)(,"
_VAGUE: Final = word_set("vague")
_NUMBER_WORDS: Final = word_set("number_words")
_BARE_SCALES: Final = word_set("bare_scales")
_BEFORE_ORDINAL: Final = word_set("before_ordinal")
_ALSO_OTHER_WORDS: Final = word_set("also_other_words")
_BEFORE_PRONOUN: Final = word_set("before_pronoun")
_BEFORE_YEAR: Final = word_set("before_year")
_BEFORE_DURATION: Final = word_set("before_duration")
_BEFORE_MEASURED_ONE: Final = word_set("before_measured_one")
_TRAPS: Final = word_set("traps")


def refuse_spelled(text: str, line: Span, amount: Amount) -> Refusal | None:
    """Return a refusal for a number in words that is vague, an ordinal, a time, or counts nothing (`other`)."""
    start, stop = amount.start, amount.end
    unit = amount.unit
    near = word_before(text, line.start, start).lower()
    first = text[start:stop].split(None, 1)[0].lower()
    if near in ("ngã", "tnhh", "đòn"):
        return Refusal(stop, "other")
    followed = refuse_following(text, stop, line.end)
    if unit and unit.kind == "time":
        followed = followed or refuse_relative(text, line.start, amount)
    if followed and near != "cả":
        return Refusal(stop, followed.reason)
    pair = text[max(line.start, start - 5) : start] == "một, "
    if pair or near in _VAGUE or near in _NUMBER_WORDS or first in _BARE_SCALES:
        return Refusal(stop, "vague")
    if near in _BEFORE_ORDINAL and first != "một" and _is_ordinal(text, line, near, start):
        return Refusal(stop, "ordinal")
    if unit and unit.name == "giờ" and _PART_OF_DAY.match(text, unit.end):
        return Refusal(unit.end, "time")
    return None if _counts(text, line, amount, first, near) else Refusal(stop, "other")


def _is_ordinal(text: str, line: Span, near: str, start: int) -> bool:
    """Tell `giai đoạn hai`, `vòng hai` from `ba đoạn`, `trong vòng hai tuần`."""
    before = [word.lower() for word in words_before(text, line.start, start)][-2:]
    if near == "năm":
        return before == ["viên", "năm"]  # sinh viên năm ba
    if near == "vòng":
        return before != ["trong", "vòng"]
    return near not in ("đoạn", "án") or before in (["giai", "đoạn"], ["phương", "án"])


def _counts(text: str, line: Span, amount: Amount, first: str, near: str) -> bool:
    """Tell whether a number in words counts or measures something."""
    unit, start = amount.unit, amount.start
    if unit is None:
        return amount.scale >= 1000
    if unit.kind == "guess" and (first in _ALSO_OTHER_WORDS or near in _BEFORE_PRONOUN):
        return False  # lúa chín rộ, cả hai khai nhận
    if first == "năm" and amount.value == 5 and near in _BEFORE_YEAR:
        return False  # mỗi năm người dân
    if text[start].isupper():
        noun = text[unit.start : unit.end]
        if (noun[0].isupper() and noun[1:].islower()) or not _opens(text, line, start):
            return False
    if first == unit.name == "năm":
        return near in _BEFORE_DURATION
    if amount.value == 1:
        return unit.kind in MEASURES and (unit.kind != "time" or near in _BEFORE_MEASURED_ONE)
    trap = f"{first} {unit.name}" in _TRAPS
    return not trap or _NO_TRAP.match(text, unit.end) is not None


def _opens(text: str, line: Span, start: int) -> bool:
    """Tell whether a word begins a sentence or a quotation, or goes on in capitals."""
    left = text[max(line.start, start - 6) : start].rstrip()
    return not left or left[-1] in _SENTENCE_ENDS or left[-1].isupper()
