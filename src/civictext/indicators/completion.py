"""Completes an amount: a unit said before it or after a later number, its sign, what a reader should know."""

from __future__ import annotations

import re
from typing import Final

from mypy_extensions import i64

from civictext.indicators.amounts import Amount, with_smaller
from civictext.indicators.chars import HYPHEN, SPACE, is_among, table_of
from civictext.indicators.figures import ONE, plain
from civictext.indicators.measures import Measure
from civictext.indicators.units import MEASURES, Unit, rate_before, unit_before
from civictext.text.alignment import Span, new_span

ONE_NUMBER: Final = ("figure", "scaled_figure")
"""Rules of reading that give a single number."""
SIGNED: Final = frozenset(("percent", "physical", "money"))
"""Kinds of unit that can be below zero."""
_SHARING: Final = (*ONE_NUMBER, "range")
_FLAGGED: Final = ("unit_conflict", "double_sign")
"""Rules of reading that a reader of the table should know of."""
_GAP: Final = "[ \N{NO-BREAK SPACE}]"
_S: Final = f"{_GAP}*"
_SIGN: Final = re.compile(r"(?:(?P<fall>giảm |thấp hơn |âm )[-−]|(?<![^\s(])(?P<minus>[-−]|âm ))$")
_MINUS: Final = 0x2212
_BEFORE_MINUS: Final = table_of(" (")
_M: Final = 0x6D
_SUBJECT: Final = re.compile(rf"môn{_GAP}(?:[^\W\d_a-zđ]|tiếng|toán|ngữ|văn)")
"""After marks: `điểm 6 môn tiếng Anh`; other subjects are counted."""
_SHARES: Final = re.compile(
    rf"{_S}(?:(?P<among>tr(?:ong|ên)(?: tổng)?(?: số)?)|lên(?: đến| tới| thành)?"
    rf"|xuống(?: còn)?|còn|và|hoặc|hay|sang|đến|tới|x|,|-|–){_S}"
    r"(?:(?:gần|hơn|khoảng|trên|dưới|còn) )?"
)
_MOVED: Final = re.compile(
    r"(?:giảm|tăng|cao hơn|thấp hơn|vượt (?P<goal>chỉ tiêu|kế hoạch|mục tiêu)) "
    r"(?:(?:thêm|gần|hơn|khoảng) )?$"
)
_MOVED_ENDS: Final = frozenset(("giảm", "tăng", "hơn", "tiêu", "hoạch", "thêm", "gần", "khoảng"))
_MOVED_LASTS: Final = table_of("".join(word[-1] for word in _MOVED_ENDS))
_MOVED_WITHIN: Final = 24
"""How many characters the words before a number have at most that say that a rate moved."""
_PEOPLE: Final = re.compile("dân số|số dân|nhân khẩu|khách|khán giả|lượt")
_RATE: Final = re.compile(r"[tT][ỷỉ] lệ [^.;:]*$")


class Completion:
    """The measures of a text so far; those without a unit wait for one that a later number shares with them."""

    __slots__ = ("line", "measures", "open", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.measures: list[Measure] = []

    def begin(self, line: Span) -> None:
        """Go on to another line, whose numbers share nothing with those before."""
        self.line = line
        self.open: list[Amount] = []
        """The last amounts, a list of such that name no unit; the next one may share its own with them."""

    def add(self, amount: Amount) -> int:
        """Record a quantity and return where it ends with its unit."""
        text, start = self.text, amount.start
        if _may_be_signed(text, start):
            self._sign(amount)
        unit = self._unit(amount)
        if self.open:
            self._close(amount, unit)
        if unit is None and amount.rule in _SHARING:
            self.open.append(amount)
        if amount.unit and amount.unit.kind == "time":
            amount = with_smaller(text, amount, self.line.end)
            unit = amount.unit
        if unit and amount.scaled and unit.kind == "noun" and amount.scale >= 1_000_000 and text[unit.start].isupper():
            unit = None  # 100 triệu Bí thư Thăng
        money = unit is not None or not _PEOPLE.search(text, max(self.line.start, start - 40), start)
        measure = _measure(amount, unit, money=money)
        if measure.unit == "%" and self._of_rate(start):
            measure.flags += ("maybe_percentage_point",)
        self.measures.append(measure)
        return measure.unit_span.end if measure.unit_span else amount.end

    def _unit(self, amount: Amount) -> Unit | None:
        """Return the unit after a number, else the one that is said before it."""
        unit, first, start = amount.unit, self.line.start, amount.start
        if unit is None or unit.kind == "guess" or (unit.name.startswith("môn") and self._is_subject(unit)):
            return unit_before(self.text, first, start) or unit
        if unit.kind not in ("percent", "time") and amount.value != ONE:
            return rate_before(self.text, first, start, unit)
        return unit

    def _is_subject(self, unit: Unit) -> bool:
        return _SUBJECT.match(self.text, unit.start) is not None

    def _sign(self, amount: Amount) -> None:
        """Give a number its minus, unless that is a bullet or doubles a fall: `âm 2,1%`, `giảm -3,2%`."""
        start, unit = amount.start, amount.unit
        sign = _SIGN.search(self.text, max(self.line.start, start - 12), start)
        if sign is None or unit is None or unit.kind not in SIGNED or amount.rule not in ONE_NUMBER:
            return
        if sign["minus"] and self.text.startswith(")", sign.start("minus") - 2):
            return  # (VOV) -96% số vốn
        if sign["fall"]:
            amount.rule = "double_sign"
        else:
            amount.start, amount.value = sign.start("minus"), amount.value.copy_negate()

    def _close(self, amount: Amount, unit: Unit | None) -> None:
        """Share a unit with the amounts that wait for one, if only words such as `lên`, `và` part them."""
        linked = _SHARES.fullmatch(self.text, self.open[-1].end, amount.start)
        product = linked is not None and "x" in linked[0] and (amount.scale > 1 or not unit or unit.kind == "money")
        if linked and linked["among"] and not (unit and self._is_part(amount, unit)):
            linked = None
        if unit and linked and not product and not ("," in linked[0] and self.open[-1].scale > 1):
            self._share(amount, unit)
        if unit or not linked:
            self.open.clear()

    def _is_part(self, whole: Amount, unit: Unit) -> bool:
        """Tell whether the number before counts some of what a later one counts: `1 trong 2 huyện`."""
        return unit.kind not in MEASURES and self.open[-1].value < whole.value

    def _share(self, amount: Amount, unit: Unit) -> None:
        """Give the unit and scale of a number to those before it: `từ 7 lên 10 vạn tấn`."""
        for first, i in zip(self.open, range(-len(self.open), 0), strict=True):
            value = first.value
            if first.scale == 1 < amount.scale and value * 100 > amount.value / amount.scale:
                value = plain(value * amount.scale)
            measure = self.measures[i]
            measure.value, measure.unit, measure.flags = value, unit.name, ("unit_shared",)
            measure.rule = f"{first.rule} shared:{unit.rule}"
            if first.value_max is not None and value != first.value:
                measure.value_max = plain(first.value_max * amount.scale)

    def _of_rate(self, start: int) -> bool:
        """Tell whether a percentage is by how much a rate moved, so that points are most likely meant."""
        text, first = self.text, max(self.line.start, start - 100)
        if start < 2 or not is_among(ord(text[start - 2]), _MOVED_LASTS):
            return False
        if text[text.rfind(" ", first, start - 1) + 1 : start - 1] not in _MOVED_ENDS:
            return False
        moved = _MOVED.search(text, max(first, start - _MOVED_WITHIN), start)
        if moved is None:
            return False
        return moved["goal"] is not None or _RATE.search(text, first, start) is not None


def _may_be_signed(text: str, start: i64) -> bool:
    """Tell whether what ends before a number may be its sign: `âm `, ` -`, `(-`."""
    if start < 2:
        return False
    sign: i64 = ord(text[start - 1])
    before: i64 = ord(text[start - 2])
    if sign == SPACE:
        return before == _M
    return sign in (HYPHEN, _MINUS) and is_among(before, _BEFORE_MINUS)


def _measure(amount: Amount, unit: Unit | None, *, money: bool) -> Measure:
    """Put together what is known of a quantity without its context.

    Args:
        money: what names no unit may be money, for nothing near says that it counts people.
    """
    value, rule = amount.value, amount.rule
    flags: tuple[str, ...] = ()
    if unit is None:
        implied = amount.scale >= 1_000_000 and money
        name, beside = ("VND" if implied else None), None
        rule = f"{rule} unit:implied_money" if implied else rule
        flags = ("unit_missing",)
    else:
        name, beside = unit.name, new_span(unit.start, unit.end) if unit.start >= amount.end else None
        rule = f"{rule} {unit.rule}"
        if amount.rule in _FLAGGED:
            flags = (amount.rule,)
        elif amount.rule == "number_words" and value <= 10 and unit.kind not in MEASURES:
            flags = ("incidental",)
    span = new_span(amount.start, amount.end)
    return Measure(span, value, amount.value_max, amount.denominator, name, beside, rule, flags)
