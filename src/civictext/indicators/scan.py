"""Finds the numbers of a line: measures, and the numbers that are none with the reason."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from civictext.document import Reason, Rejected
from civictext.indicators.amounts import Amount, amount_at, with_smaller
from civictext.indicators.measures import Measure
from civictext.indicators.rejection import (
    Refusal,
    is_year,
    refuse_before,
    refuse_following,
    refuse_pair,
    refuse_shape,
    words_before,
)
from civictext.indicators.numerals import plain
from civictext.indicators.units import MEASURES, Unit, unit_before
from civictext.text.alignment import Span

_MEASURED = (
    "tỷ|tỉ|triệu|nghìn|ngàn|trăm|vạn|chục|năm|tháng|ngày|tuần|giờ|phút|giây|ha|km|mét|m2|tấn|tạ|lít|USD|đồng|phần"
)
_COUNTED = (
    "người|hộ|xã|huyện|tỉnh|đồng chí|đơn vị|đại biểu|cuộc|dự án|nhóm|nội dung|nhiệm vụ|giải pháp|cán bộ|vụ|"
    "đối tượng|bị cáo|bị can|cháu|em|con|chiếc|tổ chức|cơ quan|doanh nghiệp|công ty|nước|thành viên|tiêu chí"
)
_SCALE = "mươi|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ"
_CANDIDATE = re.compile(
    rf"""[0-9]+(?:[.,][0-9]+)*
  | (?<![^\W\d_])(?:
        (?:[Hh]ai|[Bb]a|[Bb]ốn|[Ss]áu|[Bb]ảy|[Bb]ẩy|[Tt]ám|[Cc]hín|[Mm]ười)
      | [Mm]ột(?=\ (?:{_MEASURED})\b)
      | [Nn]ăm(?=\ (?:{_SCALE}|{_COUNTED.replace(" ", chr(92) + " ")})\b)
      | (?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?=\ (?:nghìn|ngàn|triệu|tỷ|tỉ|năm|đồng|người|hộ|ha|USD)\b)
    )(?![^\W\d_])""",
    re.VERBOSE,
)


def scan(text: str, line: Span, *, furniture: bool = False) -> tuple[list[Measure], list[Rejected]]:
    """Return the measures of a line of the text and the numbers that were refused.

    Args:
        furniture: the line is no part of the article; all its figures are refused.
    """
    found = _Found(text, line)
    for match in _CANDIDATE.finditer(text, *line):
        start, stop = match.span()
        if start < found.after:
            continue
        if text[start] > "9":
            if not furniture:
                found.word(start)
        elif furniture:
            found.refuse(start, stop, "furniture")
        else:
            found.figure(start, stop)
    return found.measures, found.rejected


_VAGUE = frozenset("hàng vài mấy dăm nhiều bao hằng chừng".split())
_BARE_SCALE = frozenset("chục trăm nghìn ngàn vạn triệu tỷ tỉ".split())
_AFTER_MEASURED_ONE = frozenset("hơn gần khoảng dành đúng trọn suốt mất chưa đầy trên tròn để".split())
_ORDINAL_WORDS = frozenset(("thứ", "lần", "vòng", "hạng", "đợt", "khóa", "xếp"))
_S = "[ \N{NO-BREAK SPACE}]*"
_ITEM = re.compile(rf"[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{0,2}}(?:[.)/]{_S}(?=[^\W\d_]|[.…]{{2}})|[.)]?{_S}$)")
_HEAD = re.compile(r"\W*")
_INLINE_HEAD = re.compile(rf"[:;.…]{_S}[“\"(]?$")
_LINKS = frozenset((", ", " và ", ",", " - ", "-", "/", " – ", "–", " đến ", ", và ", " hoặc ", "; "))
_URL = re.compile(r"://|www\.|\.(?:vn|com|net|org|htm)|@")
_QUOTED = re.compile(r"[0-9]{1,4}(?:[ ][^\W\d_]+){0,3}[”\"'’]")
_COUNT_BEFORE = frozenset("gần hơn khoảng có với được trên tổng số là cả đủ".split())


_SHARES = re.compile(
    r"[ \N{NO-BREAK SPACE}]*(?:lên(?: đến| tới)?|xuống(?: còn)?|còn|và|hoặc|sang|đến|tới|x|,|-|–)[ \N{NO-BREAK SPACE}]*"
    r"(?:(?:gần|hơn|khoảng|trên|dưới|còn)[ \N{NO-BREAK SPACE}])?"
)
_PLACES = frozenset(("ấp", "thôn", "khu phố", "phường", "xã", "thị trấn", "quận", "huyện", "tỉnh", "thành phố"))
_DATE_HEADS = frozenset(("ngày", "tháng", "lúc", "hồi", "quý"))
_PAIR_MARKS = ("-", "/", "–", "—")
_CALENDAR = re.compile(r"(?:ngày|tháng) [0-9]{1,2}(?! (?:tháng|ngày|giờ|năm tù)|[0-9,])|(?:năm|quý) (?:19|20)[0-9]{2}")


class _Found:
    """What was found in a line so far; `after` is where the last number ended."""

    def __init__(self, text: str, line: Span) -> None:
        self.text = text
        self.line = line
        self.after = line.start
        self.item = 0
        self.open: Amount | None = None
        """The last amount when it named no unit; the next one may share its own with it."""
        self.measures: list[Measure] = []
        self.rejected: list[Rejected] = []

    def refuse(self, start: int, stop: int, reason: Reason) -> None:
        """Record a number that is no quantity."""
        self.rejected.append(Rejected(Span(start, stop), self.text[start:stop], reason))
        self.after = stop

    def figure(self, start: int, stop: int) -> None:
        """Read the number that begins with a digit at `start`."""
        text, end = self.text, self.line.end
        refusal = self._glued(start, stop) or refuse_shape(text, start, end) or self._item(start, stop)
        if refusal:
            self.refuse(start, *refusal)
            return
        amount = amount_at(text, start, end)
        if amount is None:
            self.refuse(start, stop, "other")
            return
        refusal = self._refusal(amount, stop)
        if refusal:
            self.refuse(start, *refusal)
        else:
            self.accept(with_smaller(text, amount, end))

    def _glued(self, start: int, stop: int) -> Refusal | None:
        """Refuse a number that is part of a name or an address: VTV1, COVID-19, baivan.vn/2023."""
        if start == self.line.start:
            return None
        text = self.text
        before = text[start - 1]
        if before.isspace():
            return None
        two = text[start - 2] if start - 2 >= self.line.start else " "
        if before == "x" and two.isdigit():
            return None
        if before.isalpha() or before in "_#@&" or (before in "-–" and two.isalpha()):
            return Refusal(stop, "name")
        if before in "/=?-." and _URL.search(text[max(self.line.start, start - 60) : start].split()[-1]):
            return Refusal(stop, "identifier")
        if before == "/" and two.isalpha():
            return Refusal(stop, "date" if two in "IVX" and is_year(text[start:stop]) else "identifier")
        return None

    def _item(self, start: int, stop: int) -> Refusal | None:
        """Refuse the mark of a list item, a footnote `(1)`, and a line that is nothing but a figure."""
        text, line = self.text, self.line
        if stop - start > 5 or text[stop : stop + 1] == "%":
            return None
        if text[start - 1 : start] == "(" and text[stop : stop + 1] == ")":
            return Refusal(stop, "ordinal")
        head = start - line.start < 8 and _HEAD.fullmatch(text, line.start, start)
        if not head and not _INLINE_HEAD.search(text, max(line.start, start - 4), start):
            return None
        item = _ITEM.match(text, start, min(line.end, stop + 8))
        if item is None or not (head or int(text[start]) in (1, self.item + 1)):
            return None
        self.item = int(text[start]) if stop - start == 1 else 0
        return Refusal(stop, "ordinal")

    def _refusal(self, amount: Amount, stop: int) -> Refusal | None:
        """Refuse an amount for what stands after it and before it."""
        text, start = self.text, amount.span.start
        number, unit = text[start:stop], amount.unit
        before = words_before(text, self.line.start, start)
        known = amount.scale > 1 or (unit is not None and unit.kind != "guess")
        if number.isdigit() and len(number) <= 3:
            followed = refuse_following(text, amount.span.end, self.line.end)
            if followed and not (followed.reason == "date" and before and before[-1].lower() == "trong"):
                return followed
            if not self._measured(unit) and start > self.line.start and text[start - 1] in "“\"'‘":
                if _QUOTED.match(text, start, self.line.end):
                    return Refusal(stop, "name")
        if amount.rule == "ratio" and text[amount.span.end : amount.span.end + 1] == "/":
            return Refusal(amount.span.end, "other")
        if "." in number or text[stop : stop + 2].strip()[:1] in _PAIR_MARKS:
            paired = refuse_pair(text, start, self.line.end, before, bare=not known)
            if paired:
                return paired
        if amount.rule == "ratio":
            if self._map_scale(amount, before):
                return Refusal(amount.span.end, "other")
        return self._cued(amount, number, before, known, stop)

    @staticmethod
    def _measured(unit: Unit | None) -> bool:
        return unit is not None and unit.kind in MEASURES

    def _map_scale(self, amount: Amount, before: list[str]) -> bool:
        """Tell whether a ratio is the scale of a map: `tỷ lệ 1/500`."""
        whole = amount.denominator
        listed = bool(self.rejected) and self.rejected[-1].reason == "other" and self.rejected[-1].text[:2] == "1/"
        named = bool(before) and before[-1].lower() == "lệ"
        return amount.value == 1 and whole is not None and whole >= 100 and (named or listed)

    def _cued(self, amount: Amount, number: str, before: list[str], known: bool, stop: int) -> Refusal | None:
        """Refuse a number for the words before it, or as one more of a refused list."""
        unit = amount.unit
        timed = unit is not None and unit.kind == "time"
        if unit is not None and known and amount.scale == 1:
            known = not (self._calendar(unit, before) if timed else self._heads_name(unit))
        reason = refuse_before(before, number, bare=not known, timed=timed)
        if reason:
            return Refusal(amount.span.end if amount.rule == "ratio" else stop, reason)
        if is_year(number) and self._is_year(amount, before):
            return Refusal(stop, "date")
        if amount.scale > 1 or (unit is not None and unit.kind != "guess"):
            return None
        return self._listed(amount.span.start, stop) or self._named(number, before, stop)

    def _heads_name(self, unit: Unit) -> bool:
        """Tell whether the noun after a number begins a name: `khoản 2 Điều 47`, `tổ 3 ấp Bắc`."""
        text, start, stop = self.text, *unit.span
        if text[start].isupper():
            return not text[start:stop].isupper()
        return unit.name in _PLACES and text[stop + 1 : stop + 2].isupper()

    def _calendar(self, unit: Unit, before: list[str]) -> bool:
        """Tell whether the unit of time after a number begins or goes on a date: `lần 2 ngày 18-6`."""
        if _CALENDAR.match(self.text, unit.span.start, self.line.end):
            return True
        return bool(before) and before[-1].lower() in _DATE_HEADS


    def _is_year(self, amount: Amount, before: list[str]) -> bool:
        unit = amount.unit
        if amount.rule != "figure" or unit is None or unit.kind == "guess":
            return amount.scale == 1
        if unit.kind in MEASURES and unit.kind != "time":
            return False
        return not before or before[-1].lower() not in _COUNT_BEFORE or self.text[unit.span.start].isupper()

    def _listed(self, start: int, stop: int) -> Refusal | None:
        """Refuse a further member of a list whose last number was refused: `quận 1, 3, 5`."""
        if not self.rejected or self.rejected[-1].span.end != self.after:
            return None
        if self.text[self.after : start] in _LINKS:
            return Refusal(stop, self.rejected[-1].reason)
        return None

    @staticmethod
    def _named(number: str, before: list[str], stop: int) -> Refusal | None:
        """Refuse a bare figure after a name: `Vân Canh 2`, `France 24`, `NQTW 4`."""
        if not before or not number.isdigit() or len(number) > 4 or not before[-1][:1].isupper():
            return None
        inside = len(before) > 1 and before[-2][-1:] not in (".", "!", "?", "”")
        if inside or (before[-1].isupper() and len(before[-1]) > 1):
            return Refusal(stop, "name")
        return None

    def accept(self, amount: Amount) -> None:
        """Record a quantity."""
        amount = self._with_unit(amount)
        unit, flags = amount.unit, []
        name = unit.name if unit else None
        rule = f"{amount.rule} {unit.rule}" if unit else amount.rule
        if unit is None:
            flags.append("unit_missing")
            if amount.scale >= 1_000_000:
                name, rule = "VND", f"{rule} unit:implied_money"
        if amount.rule == "number_words" and amount.value <= 10 and not self._measured(unit):
            flags.append("incidental")
        if unit and self.open is not None:
            self._share(amount, unit)
        self.open = amount if unit is None and amount.rule in ("figure", "scaled_figure") else None
        span = unit.span if unit and unit.span.start >= amount.span.end else None
        self.measures.append(
            Measure(
                amount.span, amount.value, amount.value_max, amount.denominator, name, span, rule, tuple(flags)
            )
        )
        self.after = max(amount.span.end, span.end if span else 0)

    def _share(self, amount: Amount, unit: Unit) -> None:
        """Give the unit and scale of a number to the one before it: `từ 7 lên 10 vạn tấn`."""
        first = self.open
        if first is None or not _SHARES.fullmatch(self.text, first.span.end, amount.span.start):
            return
        value, last = first.value, self.measures[-1]
        if first.scale == 1 < amount.scale and value * 100 > amount.value / amount.scale:
            value = plain(value * amount.scale)
        rule = f"{first.rule} shared:{unit.rule}"
        self.measures[-1] = replace(last, value=value, unit=unit.name, rule=rule, flags=("unit_shared",))

    def _with_unit(self, amount: Amount) -> Amount:
        """Look before the number for a unit that does not stand after it."""
        if amount.unit is not None and amount.unit.kind != "guess":
            return amount
        unit = unit_before(self.text, self.line.start, amount.span.start)
        return replace(amount, unit=unit) if unit else amount

    def word(self, start: int) -> None:
        """Read the number that begins with a word at `start`; most such words are none."""
        text = self.text
        amount = amount_at(text, start, self.line.end)
        if amount is None:
            return
        stop = amount.span.end
        before = words_before(text, self.line.start, start)
        near = before[-1].lower() if before else ""
        first = text[start:stop].split(None, 1)[0].lower()
        followed = refuse_following(text, stop, self.line.end)
        if near in _VAGUE or first in _BARE_SCALE or followed:
            self.refuse(start, stop, followed.reason if followed else "vague")
        elif near in _ORDINAL_WORDS and first != "một" or before[-2:] in (["giai", "đoạn"], ["phương", "án"]):
            self.refuse(start, stop, "ordinal")
        elif self._counts(amount, first, near, before):
            self.accept(with_smaller(text, amount, self.line.end))

    def _opens(self, start: int) -> bool:
        """Tell whether a word begins a sentence or a quotation."""
        left = self.text[max(self.line.start, start - 6) : start].rstrip()
        return not left or left[-1] in _SENTENCE_ENDS

    def _counts(self, amount: Amount, first: str, near: str, before: list[str]) -> bool:
        """Tell whether a number in words counts or measures something."""
        text, unit = self.text, amount.unit
        if unit is None or unit.kind == "guess":
            return unit is None and amount.scale >= 1000
        if text[unit.span.start].isupper() and text[unit.span.start + 1 : unit.span.end].islower():
            if text[amount.span.start].isupper():
                return False
        if text[amount.span.start].isupper() and not (self._opens(amount.span.start) or before[-1:] == [near.upper()]):
            return False
        if amount.value == Decimal(1):
            return unit.kind in MEASURES and (unit.kind != "time" or near in _AFTER_MEASURED_ONE)
        return (first, unit.name) not in _TRAPS


_SENTENCE_ENDS = ".!?:;…“”\"'-–•*)("
_TRAPS = frozenset((("ba", "mẹ"), ("hai", "bà"), ("ba", "con"), ("ba", "em"), ("chín", "người")))
"""Words that only look like a number and its noun: `ba mẹ` is father and mother."""
