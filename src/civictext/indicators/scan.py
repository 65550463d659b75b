"""Finds the numbers of a line: measures, and the numbers that are none with the reason.

The walk goes from one candidate to the next, a figure or a word that may begin a numeral. A figure is
first tried against the shapes of what is no quantity, then read as an amount with its unit, then judged by
the words around it. A number in words counts only where it counts or measures something.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import localcontext

from civictext.document import Reason, Rejected
from civictext.indicators.amounts import Amount, amount_at, with_smaller
from civictext.indicators.figures import EXACT, plain
from civictext.indicators.measures import Measure
from civictext.indicators.naming import ends_name, is_code, is_score, refuse_named, refuse_relative
from civictext.indicators.rejection import (
    Refusal,
    is_year,
    may_be_cue,
    refuse_before,
    refuse_following,
    refuse_pair,
    refuse_shape,
    word_before,
    words_before,
)
from civictext.indicators.units import MEASURES, Unit, rate_before, unit_before, word_set
from civictext.text.alignment import Span

_MEASURED = (
    "tỷ|tỉ|triệu|nghìn|ngàn|trăm|vạn|chục|năm|tháng|ngày|tuần|giờ|phút|giây|ha|km|mét|m2|tấn|tạ|lít|USD|đồng|phần"
)
_COUNTED = (
    "người|hộ|xã|huyện|tỉnh|đồng chí|đơn vị|đại biểu|cuộc|dự án|nhóm|nội dung|nhiệm vụ|giải pháp|cán bộ|vụ|"
    "đối tượng|bị cáo|bị can|cháu|em|con|chiếc|tổ chức|cơ quan|doanh nghiệp|công ty|nước|thành viên|tiêu chí"
)
_SCALE = "mươi|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ"
_GAP = "[ \N{NO-BREAK SPACE}]"
_WORDS = rf"""(?=[hbstcmnvHBSTCMN][aốảẩáhưộărgạỷỉ])(?:
    (?:[hH]ai|[bB](?:a|ốn|ảy|ẩy)|[sS]áu|[tT]ám|[cC]hín|[mM]ười)(?={_GAP})
  | [mM]ột(?={_GAP}(?:{_MEASURED})\b)
  | [nN]ăm(?={_GAP}(?:{_SCALE}|{_COUNTED.replace(" ", _GAP)})\b)
  | (?:chục|trăm|nghìn|ngàn|vạn|triệu|t[ỷỉ])(?={_GAP}(?:nghìn|ngàn|triệu|t[ỷỉ]|năm|đồng|người|hộ|ha|USD)\b)
)"""
_CANDIDATE = re.compile(
    rf"[0-9]+(?:[.,][0-9]+)*|[ (“\"\N{{NO-BREAK SPACE}}/–-]{_WORDS}", re.VERBOSE
)
"""A figure, or a mark and a word: the mark makes it nearly as fast as looking for digits alone."""
_FIRST = re.compile(_WORDS, re.VERBOSE)


def scan(text: str, line: Span, *, furniture: bool = False) -> tuple[list[Measure], list[Rejected]]:
    """Return the measures of a line of the text and the numbers that were refused.

    Args:
        furniture: the line is no part of the article; all its figures are refused.
    """
    found = _Found(text, line)
    with localcontext(EXACT):
        _walk(found, text, line, furniture)
    return found.measures, found.rejected


def _walk(found: _Found, text: str, line: Span, furniture: bool) -> None:
    """Take each candidate of the line to the one rule that reads it."""
    if not furniture and _FIRST.match(text, *line):
        found.word(line.start)
    for count, match in enumerate(_CANDIDATE.finditer(text, *line)):
        start, stop = match.span()
        if start < found.after:
            continue
        if count > _MANY and start - line.start < _DENSE * count:
            found.refuse(start, line.end, "other")
            return
        if not "0" <= text[start] <= "9":
            if not furniture:
                found.word(start + 1)
        elif furniture:
            found.refuse(start, stop, "furniture")
        else:
            found.figure(start, stop)


_MANY, _DENSE = 500, 12
"""A line with more numbers than this, one in so few characters, is no prose but a block of digits."""
_SIGN = re.compile(r"(?:(?P<fall>giảm |thấp hơn |âm )[-−]|(?<![^\s(])(?P<minus>[-−]|âm ))$")
_SUBJECT = re.compile(rf"môn{_GAP}(?:[^\W\d_a-zđ]|tiếng|toán|ngữ|văn)")
"""After marks: `điểm 6 môn tiếng Anh`; other subjects are counted."""
_SIGN_ENDS = frozenset(("m ", " -", "(-", " \N{MINUS SIGN}", "(\N{MINUS SIGN}"))
_SIGNED = frozenset(("percent", "physical", "money"))
_ONE_NUMBER = ("figure", "scaled_figure")
_SHARING = (*_ONE_NUMBER, "range")
_FLAGGED = ("unit_conflict", "double_sign")
"""Rules of reading that a reader of the table should know of."""
_MOVED = re.compile(
    r"(?:giảm|tăng|cao hơn|thấp hơn|vượt (?P<goal>chỉ tiêu|kế hoạch|mục tiêu)) "
    r"(?:(?:thêm|gần|hơn|khoảng) )?$"
)
_RATE = re.compile(r"[tT][ỷỉ] lệ [^.;:]*$")
_PART_OF_DAY = re.compile(rf"{_GAP}(?:sáng|trưa|chiều|tối|đêm|khuya)\b")
_MAP_SCALES = frozenset(n * 10**power for n in (1, 2, 5, 25) for power in range(2, 6))
_DASHES = "-–—"
_PAIR_MARKS = ("-", "/", "–", "—")
_URL = re.compile(r"://|www\.|\.(?:vn|com|net|org|htm)|@")
_S = "[ \N{NO-BREAK SPACE}]*"
_ITEM = re.compile(rf"[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{0,2}}(?:[.)/]{_S}(?=[^\W\d_]|[.…]{{2}})|[.)]?{_S}$)")
_HEAD = re.compile(r"\W*")
_INLINE_HEAD = re.compile(rf"[:;.…]{_S}[“\"(]?$")
_QUOTED = re.compile(r"[0-9]{1,4}(?: [^\W\d_]+){0,3}[”\"'’]")
_LINKS = frozenset((", ", " và ", ",", " - ", "-", "/", " – ", "–", " đến ", ", và ", " hoặc ", "; "))
_SHARES = re.compile(
    rf"{_S}(?:lên(?: đến| tới)?|xuống(?: còn)?|còn|và|hoặc|sang|đến|tới|x|,|-|–){_S}"
    r"(?:(?:gần|hơn|khoảng|trên|dưới|còn) )?"
)
_CALENDAR = re.compile(
    r"(?:ngày|tháng) [0-9]{1,2}(?! (?:tháng|ngày|giờ|năm tù)|[0-9,])|(?:năm|quý) (?:19|20)[0-9]{2}"
)
_SENTENCE_ENDS = ".!?:;…“”\"'-–•*)("
_NO_TRAP = re.compile(rf"{_GAP}(?:đất|hàng|vắc|thuốc|trái)\b")


class _Found:
    """What was found in a line so far; `after` is where the last number ended."""

    __slots__ = ("after", "item", "line", "measures", "open", "rejected", "text")

    def __init__(self, text: str, line: Span) -> None:
        self.text = text
        self.line = line
        self.after = line.start
        self.item = 0
        """The last mark of a list inside the line."""
        self.open: list[Amount] = []
        """The last amounts, a list of such that name no unit; the next one may share its own with them."""
        self.measures: list[Measure] = []
        self.rejected: list[Rejected] = []

    def refuse(self, start: int, stop: int, reason: Reason) -> None:
        """Record a number that is no quantity."""
        self.rejected.append(Rejected(Span(start, stop), self.text[start:stop], reason))
        self.after = stop

    def figure(self, start: int, stop: int) -> None:
        """Read the number that begins with a digit at `start`."""
        text, end = self.text, self.line.end
        refusal = self._shape(start, stop)
        amount = None if refusal else amount_at(text, start, end, stop)
        if amount:
            refusal = None if _is_plain_sum(amount) else self._judge(amount, stop)
            if refusal is None:
                self.accept(self._signed(amount) if text[start - 2 : start] in _SIGN_ENDS else amount)
                return
        self.refuse(start, *(refusal or Refusal(stop, "other")))

    def _shape(self, start: int, stop: int) -> Refusal | None:
        """Refuse a figure for what it is glued to, for its shape, or as the mark of a list item."""
        text, first = self.text, self.line.start
        before = text[start - 1] if start > first else " "
        if before != " " and (refusal := self._glued(start, stop)):
            return refusal
        if refusal := refuse_shape(text, start, self.line.end):
            return refusal
        if before in "([“:;.…" or start - first < 8 or text[start - 2] in ":;.…":
            return self._item(start, stop)
        return None

    def _signed(self, amount: Amount) -> Amount:
        """Give a number its minus, unless that is a bullet or doubles a fall: `âm 2,1%`, `giảm -3,2%`."""
        start, unit = amount.span.start, amount.unit
        sign = _SIGN.search(self.text, max(self.line.start, start - 12), start)
        if sign is None or unit is None or unit.kind not in _SIGNED or amount.rule not in _ONE_NUMBER:
            return amount
        if sign["fall"]:
            return amount._replace(rule="double_sign")
        span = Span(sign.start("minus"), amount.span.end)
        return amount._replace(span=span, value=amount.value.copy_negate())

    def _glued(self, start: int, stop: int) -> Refusal | None:
        """Refuse a number that is part of a name or an address: VTV1, COVID-19, baivan.vn/2023."""
        text = self.text
        before = text[start - 1] if start > self.line.start else " "
        if before == " " or before.isspace():
            return None
        two = text[start - 2] if start - 2 >= self.line.start else " "
        if before == "x" and two.isdigit():
            return None
        if before.isalpha() and self._run_on(start):
            return None
        if before.isalpha() or before in "_#@&" or (before in _DASHES and two.isalpha()):
            return Refusal(stop, "name")
        if before in "/=?-." and _URL.search(text[max(self.line.start, start - 60) : start].split()[-1]):
            return Refusal(stop, "identifier")
        if before == "/" and two.isalpha():
            return Refusal(stop, "date" if two in "IVX" and is_year(text[start:stop]) else "identifier")
        return None

    def _run_on(self, start: int) -> bool:
        """Tell whether a word only lacks its space before the number: `hơn15 năm`, not `covid19`."""
        word = word_before(self.text, self.line.start, start)
        return word.isalpha() and word.islower() and not word.isascii()

    def _item(self, start: int, stop: int) -> Refusal | None:
        """Refuse the mark of a list item, a footnote `(1)`, and a line that is nothing but a figure."""
        text, line = self.text, self.line
        if text[start - 1 : start] + text[stop : stop + 1] in ("()", "[]") and stop - start < 3:
            return Refusal(stop, "ordinal")
        if text[stop : stop + 1] not in (".", ")", "/", " ", "") and stop != line.end:
            return None
        head = start - line.start < 8 and _HEAD.fullmatch(text, line.start, start)
        if not head and not _INLINE_HEAD.search(text, max(line.start, start - 4), start):
            return None
        item = _ITEM.match(text, start, min(line.end, stop + 8))
        if item is None or not (head or int(text[start]) in (1, self.item + 1)):
            return None
        self.item = int(text[start]) if stop - start == 1 else 0
        return Refusal(stop, "ordinal")

    def _judge(self, amount: Amount, stop: int) -> Refusal | None:
        """Refuse an amount for what stands around it; `stop` is where its first figure ends."""
        text, start, unit = self.text, amount.span.start, amount.unit
        number = text[start:stop]
        near = word_before(text, self.line.start, start)
        low = near.lower()
        if stop - start < 4 and (refusal := self._followed(amount, stop, low)):
            return refusal
        if amount.rule == "ratio" and self._no_ratio(amount, low):
            return Refusal(amount.span.end, "other")
        if unit is not None and unit.name == "giờ" and self._clock(amount, unit, low):
            return Refusal(unit.span.end, "time")
        if refusal := refuse_named(text, self.line.start, amount, near):
            return refusal
        known = amount.scale > 1 or (unit is not None and unit.kind != "guess")
        after = text[stop : stop + 2]
        if "." in number or after[:1] in _PAIR_MARKS or after[1:] in _PAIR_MARKS:
            paired = refuse_pair(text, start, self.line.end, low, bare=not known)
            if paired:
                return paired
        return self._cued(amount, number, near, known, stop)

    def _followed(self, amount: Amount, stop: int, near: str) -> Refusal | None:
        """Refuse a small figure for the words after it, or because it begins a quoted slogan."""
        text, start, unit = self.text, amount.span.start, amount.unit
        if unit is not None and unit.kind in _SIGNED:
            return None
        followed = refuse_following(text, amount.span.end, self.line.end)
        if followed and not (followed.reason == "date" and near in word_set("before_duration")):
            return followed
        quoted = text[start - 1 : start] in ("“", '"', "'", "‘") and not _measures(unit)
        return Refusal(stop, "name") if quoted and _QUOTED.match(text, start, self.line.end) else None

    def _clock(self, amount: Amount, unit: Unit, near: str) -> bool:
        """Tell whether `18h` is a time of the day rather than so many hours."""
        glued = self.text[unit.span.start : unit.span.end] == "h" and unit.span.start == amount.span.end
        return glued and amount.value <= 24 and near not in word_set("before_hours")

    def _no_ratio(self, amount: Amount, near: str) -> bool:
        """Tell whether a ratio goes on, or is the scale of a map: `tỷ lệ 1/500`."""
        whole = amount.denominator
        if self.text[amount.span.end : amount.span.end + 1] == "/":
            return True
        if amount.value != 1 or whole is None or whole < 100:
            return False
        return near == "lệ" or (amount.unit is None and whole in _MAP_SCALES)

    def _cued(self, amount: Amount, number: str, near: str, known: bool, stop: int) -> Refusal | None:
        """Refuse a number for the words before it, or as one more of a refused list."""
        unit, start = amount.unit, amount.span.start
        timed = unit is not None and unit.kind == "time"
        if may_be_cue(near.lower()):
            bare = not known
            if known and unit is not None and amount.scale == 1:
                bare = self._calendar(unit, near) if timed else self._heads_name(unit)
            before = words_before(self.text, self.line.start, start)
            if is_score(self.text, before, number, stop):
                return None
            counted = unit is not None and unit.kind not in MEASURES
            reason = refuse_before(before, number, bare=bare, timed=timed, counted=counted)
            if reason:
                return Refusal(amount.span.end if amount.rule == "ratio" else stop, reason)
        if is_year(number) and self._is_year(amount, near):
            return Refusal(stop, "date")
        if not near and not known and self._headed(start):
            return Refusal(stop, "name")
        if is_code(near, number, bare=not known) and not _measures(unit):
            return Refusal(stop, "identifier" if len(number) > 3 else "name")
        if known:
            return None
        if refusal := self._listed(start, stop):
            return refusal
        return self._named(amount, number, near, stop)

    def _headed(self, start: int) -> bool:
        """Tell whether a colon parts a number from the name it belongs to: `các quận: 1, 3, 5`."""
        colon = self.text.rfind(":", start - 2, start)
        before = words_before(self.text, self.line.start, colon) if colon > 0 else []
        if len(before) < 2 or not may_be_cue(before[-1].lower()):
            return False
        return before[-2].lower() in word_set("before_several") or before[-2].isdigit()

    def _heads_name(self, unit: Unit) -> bool:
        """Tell whether the noun after a number begins a name: `khoản 2 Điều 47`, `tổ 3 ấp Bắc`."""
        text, start, stop = self.text, *unit.span
        if text[start].isupper():
            return not text[start:stop].isupper()
        return unit.name in word_set("places") and text[stop + 1 : stop + 2].isupper()

    def _calendar(self, unit: Unit, near: str) -> bool:
        """Tell whether the unit of time after a number begins or goes on a date: `lần 2 ngày 18-6`."""
        if _CALENDAR.match(self.text, unit.span.start, self.line.end):
            return True
        return near.lower() in word_set("before_date_head")

    def _is_year(self, amount: Amount, near: str) -> bool:
        unit = amount.unit
        if amount.rule != "figure" or unit is None or unit.kind == "guess":
            return amount.scale == 1
        if unit.kind in MEASURES and unit.kind != "time":
            return False
        return near.lower() not in word_set("before_count") or self.text[unit.span.start].isupper()

    def _listed(self, start: int, stop: int) -> Refusal | None:
        """Refuse a further member of a list whose last number was refused: `quận 1, 3, 5`."""
        if not self.rejected or self.rejected[-1].span.end != self.after:
            return None
        if self.text[self.after : start] in _LINKS:
            return Refusal(stop, self.rejected[-1].reason)
        return None

    def _named(self, amount: Amount, number: str, near: str, stop: int) -> Refusal | None:
        """Refuse a bare figure after a name: `Vân Canh 2`, `France 24`, `NQTW 4`, `Lục quân 1`."""
        before = words_before(self.text, self.line.start, amount.span.start)
        if near and near == near.lower():
            small = amount.rule == "figure" and ends_name(before, number)
            return Refusal(stop, "name") if small else None
        if not near or not number.isdigit() or len(number) > 4 or near in word_set("measured_names"):
            return None
        inside = len(before) > 1 and before[-2][-1:] not in (".", "!", "?", "”")
        if inside or (near.isupper() and len(near) > 1):
            return Refusal(stop, "name")
        return None

    def word(self, start: int) -> None:
        """Read the number that begins with a word at `start`; most such words are none."""
        text = self.text
        amount = amount_at(text, start, self.line.end)
        if amount is None:
            return
        stop = amount.span.end
        near = word_before(text, self.line.start, start)
        first = text[start:stop].split(None, 1)[0].lower()
        followed = refuse_following(text, stop, self.line.end)
        if near.lower() == "ngã":
            return
        if amount.unit and amount.unit.kind == "time":
            followed = followed or refuse_relative(text, self.line.start, amount)
        if near.lower() in word_set("vague") or first in word_set("bare_scales") or followed:
            self.refuse(start, stop, followed.reason if followed else "vague")
        elif near.lower() in word_set("before_ordinal") and first != "một" and self._ordinal(near, start):
            self.refuse(start, stop, "ordinal")
        elif amount.unit and amount.unit.name == "giờ" and _PART_OF_DAY.match(text, amount.unit.span.end):
            self.refuse(start, amount.unit.span.end, "time")
        elif self._counts(amount, first, near):
            self.accept(amount)

    def _ordinal(self, near: str, start: int) -> bool:
        before = [word.lower() for word in words_before(self.text, self.line.start, start)]
        return near.lower() not in ("đoạn", "án") or before[-2:] in (["giai", "đoạn"], ["phương", "án"])

    def _counts(self, amount: Amount, first: str, near: str) -> bool:
        """Tell whether a number in words counts or measures something."""
        text, unit, start = self.text, amount.unit, amount.span.start
        if unit is None or unit.kind == "guess":
            return unit is None and amount.scale >= 1000
        if text[start].isupper():
            noun = text[unit.span.start : unit.span.end]
            if (noun[0].isupper() and noun[1:].islower()) or not (self._opens(start) or near.isupper()):
                return False
        if amount.value == 1:
            kind = unit.kind
            return kind in MEASURES and (kind != "time" or near.lower() in word_set("before_measured_one"))
        trap = f"{first} {unit.name}" in word_set("traps")
        return not trap or _NO_TRAP.match(text, unit.span.end) is not None

    def _opens(self, start: int) -> bool:
        """Tell whether a word begins a sentence or a quotation."""
        left = self.text[max(self.line.start, start - 6) : start].rstrip()
        return not left or left[-1] in _SENTENCE_ENDS

    def accept(self, amount: Amount) -> None:
        """Record a quantity."""
        unit = amount.unit
        if unit is None or unit.kind == "guess" or _SUBJECT.match(self.text, unit.span.start):
            unit = unit_before(self.text, self.line.start, amount.span.start) or unit
        elif unit.kind not in ("percent", "time") and amount.value != 1:
            unit = rate_before(self.text, self.line.start, amount.span.start, unit)
        if self.open:
            linked = _SHARES.fullmatch(self.text, self.open[-1].span.end, amount.span.start)
            if unit and linked and not ("," in linked[0] and self.open[-1].scale > 1):
                self._share(amount, unit)
            if unit or not linked:
                self.open.clear()
        if unit is None and amount.rule in _SHARING:
            self.open.append(amount)
        if amount.unit and amount.unit.kind == "time":
            amount = with_smaller(self.text, amount, self.line.end)
            unit = amount.unit
        measure = _measure(amount, unit)
        if measure.unit == "%" and self._of_rate(amount.span.start):
            measure = replace(measure, flags=(*measure.flags, "maybe_percentage_point"))
        self.measures.append(measure)
        self.after = measure.unit_span.end if measure.unit_span else amount.span.end

    def _of_rate(self, start: int) -> bool:
        """Tell whether a percentage is by how much a rate moved, so that points are most likely meant."""
        left = self.text[max(self.line.start, start - 100) : start]
        moved = _MOVED.search(left)
        if moved is None:
            return False
        return moved["goal"] is not None or _RATE.search(left) is not None

    def _share(self, amount: Amount, unit: Unit) -> None:
        """Give the unit and scale of a number to those before it: `từ 7 lên 10 vạn tấn`."""
        for first, i in zip(self.open, range(-len(self.open), 0), strict=True):
            value = first.value
            if first.scale == 1 < amount.scale and value * 100 > amount.value / amount.scale:
                value = plain(value * amount.scale)
            rule = f"{first.rule} shared:{unit.rule}"
            flags = ("unit_shared",)
            measure = replace(self.measures[i], value=value, unit=unit.name, rule=rule, flags=flags)
            if first.value_max is not None and value != first.value:
                measure = replace(measure, value_max=plain(first.value_max * amount.scale))
            self.measures[i] = measure


def _is_plain_sum(amount: Amount) -> bool:
    """Tell whether an amount is money or a percentage beyond doubt, whatever stands before it."""
    unit = amount.unit
    return unit is not None and unit.kind in ("percent", "money") and amount.rule in _ONE_NUMBER


def _measures(unit: Unit | None) -> bool:
    return unit is not None and unit.kind in MEASURES


def _measure(amount: Amount, unit: Unit | None) -> Measure:
    """Put together what is known of a quantity without its context."""
    span, value, value_max, denominator, _, rule, scale = amount
    flags: tuple[str, ...] = ()
    if unit is None:
        implied = scale >= 1_000_000
        name, beside = ("VND" if implied else None), None
        rule = f"{rule} unit:implied_money" if implied else rule
        flags = ("unit_missing",)
    else:
        name, beside = unit.name, unit.span if unit.span.start >= span.end else None
        rule = f"{rule} {unit.rule}"
        if amount.rule in _FLAGGED:
            flags = (amount.rule,)
        elif amount.rule == "number_words" and value <= 10 and unit.kind not in MEASURES:
            flags = ("incidental",)
    return Measure(span, value, value_max, denominator, name, beside, rule, flags)
