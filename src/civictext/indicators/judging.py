"""Judges the figures of a line: which are no quantities, and why.

A figure is refused for its shape and what it is glued to before it is read as an amount, and for the words
around it after, when its unit can speak as well.
"""

from __future__ import annotations

import re
from typing import Final

from mypy_extensions import i64

from civictext.document import Rejected
from civictext.indicators.amounts import Amount
from civictext.indicators.chars import (
    SPACE,
    char_at,
    digits_end,
    is_among,
    is_digit,
    is_figure,
    is_letter,
    is_small,
    table_of,
)
from civictext.indicators.completion import ONE_NUMBER, SIGNED
from civictext.indicators.naming import (
    ends_name,
    is_code,
    is_karat,
    is_score,
    refuse_bare,
    refuse_named,
    refuse_telephone,
)
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
from civictext.indicators.units import MEASURES, Unit, find_unit, word_set
from civictext.text.alignment import Span

_YEARS: Final = len("2016-2020")
_SECONDS: Final = re.compile("[ \N{NO-BREAK SPACE}][0-9]{1,2}[ \N{NO-BREAK SPACE}]?giây")
_STREET: Final = re.compile(
    r"[ \N{NO-BREAK SPACE}](?=\w*[ \N{NO-BREAK SPACE}]?\w*[^\W\d_a-zA-Z])([^\W\d_])[a-zà-ỹđ]*"
    r"[ \N{NO-BREAK SPACE}]([^\W\d_])[a-zà-ỹđ]+(?![^\W\d_])"
)
"""Two syllables of a name, one with an accent, after the number of a house; they begin with capitals."""
_BEYOND_DOUBT: Final = frozenset(("percent", "money"))
"""Kinds of unit after which a single number is a quantity, whatever stands before it."""
_YEAR: Final = ("năm ", "Năm ")
_ONE_OR_TWO: Final = table_of("12")
_MAP_SCALES: Final = frozenset(n * 10**power for n in (1, 2, 5, 25) for power in range(2, 6))
_STREETS: Final = ("phố", "đường", "ngõ")
_DASHES: Final = "-–—"
_OPENING_QUOTES: Final = frozenset("“\"'‘")
_CLOSING_QUOTES: Final = frozenset("”\"'’")
_SLOGAN: Final = 30
"""How long a piece of a slogan may be."""
_VAGUE: Final = (
    " số ", " nửa", " vài", " thời gian", " cách ", " chút", " phần của", " phần do", " phần quỹ", " phần diện tích",
    " phần là", " phần nhỏ", " phần nào", " diễn biến khác",
)  # fmt: skip
"""After one: `1 số hộ`, `1 nửa`, `1 thời gian ngắn`."""
_VAGUE_INITIALS: Final = (0x63, 0x64, 0x6E, 0x70, 0x73, 0x74, 0x76)
_M: Final = 0x6D
_X: Final = 0x78
_BRACKET: Final = 0x29
_FULL_STOP: Final = 0x2E
_COUNTED_PAIR: Final = re.compile(r"[0-9] [^\W\d_]+(?: [^\W\d_]+)?/$")
"""What a count stands before in `3 vụ/5 đối tượng`."""
_FORMULA: Final = re.compile(r"\([A-Z][A-Za-z0-9 ]{0,6}\) ?$")
"""What a number goes on in `Ba(OH) 2`."""
_ATTRIBUTE: Final = re.compile("[a-zA-Z-]{2}=[\"']?$")
"""What a number is the value of in `width=600`, `height="400"`."""
_URL: Final = re.compile(r"://|www\.|\.(?:vn|com|net|org|htm)|@")
_HEADLINE: Final = 120
"""How far behind the mark of other news a number may stand."""
_ENDED: Final = re.compile(r"[.!?…:;]\s|\b(?:Sáng|Trưa|Chiều|Tối|Đêm|Ngày|Hôm|Theo|Tại|Vừa qua)\b")
_S: Final = "[ \N{NO-BREAK SPACE}]*"
_ITEM: Final = re.compile(
    rf"""[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{0,2}}(?:
        [.)/]{_S}(?=[^\W\d_]|[.…]{{2}})  # 3. Tổ chức, 3) …
      | {_S}(?=…)                          # 3 ……
      | -[ ](?=[^\W\d_])                 # 2- Tàu thuyền
      | [.)]?{_S}$
    )""",
    re.VERBOSE,
)
_SUBITEM: Final = re.compile(r"[0-9]{1,2}\.[0-9]{1,2} [^\W\d_a-zđ]")
_NEW_SENTENCE: Final = re.compile(r"(?:[.!?…] ?|\))$")
_ITEM_STOPS: Final = table_of(".)/ …-")
_BEFORE_ITEM: Final = table_of("([“:;.…)?!")
_HEAD: Final = re.compile(r"\W*")
_INLINE_HEAD: Final = re.compile(rf"[:;.…)?!]{_S}[“\"(]?$")
_NAMING: Final = re.compile(r"[0-9]{1,4}|[0-9]{1,2}\.[0-9]{1,2}")
"""What may be the number of a name or a version: `Windows 7`, `Android 5.1`."""
_QUOTED: Final = re.compile(r"[0-9]{1,4}(?: [^\W\d_]+){0,3}[”\"'’]")
_LINKS: Final = frozenset((", ", " và ", ",", " - ", "-", "/", " – ", "–", " đến ", ", và ", " hoặc ", "; "))
_CALENDAR: Final = re.compile(
    r"(?:ngày|tháng) [0-9]{1,2}(?! (?:tháng|ngày|giờ|năm tù)|[0-9,])|(?:năm|quý) (?:19|20)[0-9]{2}"
)
_BEFORE_HOURS: Final = word_set("before_hours")
_BEFORE_NOTHING: Final = word_set("before_nothing")
_BEFORE_DURATION: Final = word_set("before_duration")
_BEFORE_CLOCK: Final = word_set("before_clock")
_BEFORE_SEVERAL: Final = word_set("before_several")
_PLACES: Final = word_set("places")
_BEFORE_DATE_HEAD: Final = word_set("before_date_head")
_BEFORE_COUNT: Final = word_set("before_count")
_MEASURED_NAMES: Final = word_set("measured_names")


class Judge:
    """Says of the figures of a text, line by line, why they are no quantities."""

    __slots__ = ("end", "first", "item", "pointer", "text")

    def __init__(self, text: str) -> None:
        self.text = text

    def begin(self, line: Span) -> None:
        """Go on to another line."""
        self.first, self.end = line
        self.item = 0
        """The last mark of a list inside the line."""
        self.pointer = self.text.find(">>", line.start, line.end)
        """Where the line first points to other news, -1 if it does not."""

    def shape(self, start: i64, stop: i64) -> Refusal | None:
        """Refuse a figure for what it is glued to, for its shape, or as the mark of a list item."""
        text: Final = self.text
        first: i64 = self.first
        if is_digit(char_at(text, stop, len(text))):
            return None  # a cell of a row that was run together
        before: i64 = ord(text[start - 1]) if start > first else SPACE
        if before != SPACE:
            if refusal := self._glued(start, stop, chr(before)):
                return refusal
        elif stop - start == 4 and _is_year_said(text, start, stop):
            return Refusal(stop, "date")
        if 0 <= self.pointer < start and self._pointed(start):
            return Refusal(stop, "furniture")
        refusal = refuse_shape(text, start, self.end)
        if refusal and not self._lasts(refusal, start):
            return refusal
        two: i64 = ord(text[start - 2]) if start > 1 else SPACE
        if (two == _BRACKET or before == _BRACKET) and _FORMULA.search(text, max(first, start - 12), start):
            return Refusal(stop, "name")
        heads = start - first < 8 or is_among(before, _BEFORE_ITEM) or is_among(two, _BEFORE_ITEM)
        return self._item(start, stop) if heads or self._ends_sentence(stop) else None

    def _pointed(self, start: int) -> bool:
        """Tell whether a number stands in the headline of other news amid a line: `… >> Đuổi việc 2 cô giáo`."""
        text, first = self.text, self.first
        mark = text.rfind(">>", max(first, start - _HEADLINE), start)
        return mark >= 0 and not _ENDED.search(text, mark, start) and text.find("<<", first, mark) < 0

    def _ends_sentence(self, stop: i64) -> bool:
        text, end = self.text, len(self.text)
        return char_at(text, stop, end) == _FULL_STOP and char_at(text, stop + 1, end) == SPACE

    def _lasts(self, refusal: Refusal, start: int) -> bool:
        """Tell whether a time is a length of time, or years a measure: `sau 1 giờ 21 phút`, `1500-2000 mm`."""
        if refusal.reason == "date" and refusal.end - start == _YEARS:
            unit = find_unit(self.text, refusal.end, self.end)
            return unit is not None and unit.kind in SIGNED
        if refusal.reason != "time" or "phút" not in self.text[start : refusal.end]:
            return False
        if _SECONDS.match(self.text, refusal.end, self.end):
            return True
        return word_before(self.text, self.first, start).lower() in _BEFORE_HOURS

    def _glued(self, start: int, stop: int, before: str) -> Refusal | None:
        """Refuse a number that is part of a name or an address: VTV1, COVID-19, Km13+300, baivan.vn/2023."""
        text, first = self.text, self.first
        if before.isspace():
            return None
        two = text[start - 2] if start - 2 >= first else " "
        if before == "x" and two.isdigit():
            return None
        if before.isalpha() and self._run_on(start):
            return None
        if before.isalpha() or before in "_#@&" or (before in _DASHES and two.isalpha()):
            return Refusal(stop, "name")
        if before == "+" and two.isdigit():
            return Refusal(stop, "address")
        if before in "=\"'" and _ATTRIBUTE.search(text, max(first, start - 12), start):
            return Refusal(stop, "other")
        if before in "/=?-." and _URL.search(text[max(first, start - 60) : start].split()[-1]):
            return Refusal(stop, "identifier")
        if before == "/" and two.isalpha() and not _COUNTED_PAIR.search(text, max(first, start - 30), start):
            return Refusal(stop, "date" if two in "IVX" and is_year(text[start:stop]) else "identifier")
        return None

    def _run_on(self, start: int) -> bool:
        """Tell whether a word only lacks its space before the number: `hơn15 năm`, not `covid19`."""
        word = word_before(self.text, self.first, start)
        return word.isalpha() and word.islower() and not word.isascii()

    def _item(self, start: int, stop: int) -> Refusal | None:
        """Refuse the mark of a list item, a footnote `(1)`, and a line that is nothing but a figure."""
        text, first, end = self.text, self.first, self.end
        if stop - start < 3 and text[start - 1 : start] + text[stop : stop + 1] in ("()", "[]"):
            return Refusal(stop, "ordinal")
        if stop != end and not is_among(ord(text[stop]), _ITEM_STOPS):
            return None
        head = start - first < 8 and _HEAD.fullmatch(text, first, start)
        if not (head or _INLINE_HEAD.search(text, max(first, start - 4), start) or self._goes_on_list(start, stop)):
            return None
        if head and (sub := _SUBITEM.match(text, start, end)) and sub[0][-1].isupper():
            return Refusal(stop, "ordinal")
        item = _ITEM.match(text, start, min(end, stop + 8))
        if item is None or not (
            head
            or int(text[start]) in (1, self.item + 1)
            or int(text[start:stop].partition(".")[0]) == self.item + 1
            or self._parts_sentences(start, stop)
        ):
            return None
        self.item = int(text[start:stop]) if stop - start <= 2 else 0
        return Refusal(stop, "ordinal")

    def _goes_on_list(self, start: int, stop: int) -> bool:
        """Tell whether `2. Anh` goes on a list that was run together, or `1. Anh` begins one that has a second item."""
        text = self.text
        if stop - start > 2 or not text[start:stop].isdecimal() or not text[stop + 2 : stop + 3].isupper():
            return False
        number = int(text[start:stop])
        return number == self.item + 1 and (number > 1 or text.find(" 2. ", stop, self.end) > 0)

    def _parts_sentences(self, start: int, stop: int) -> bool:
        """Tell whether a number with its full stop stands between two sentences: `… gần nhất. 9. Đội khách …`."""
        text = self.text
        follows = text[stop + 1 : stop + 3].lstrip()[:1]
        before = _NEW_SENTENCE.search(text, max(self.first, start - 2), start)
        return text[stop : stop + 1] == "." and follows.isupper() and before is not None

    def amount(self, amount: Amount, stop: int, last: Rejected | None) -> Refusal | None:
        """Refuse an amount for what stands around it.

        Args:
            stop: where its first figure ends.
            last: the number before it, if that was refused.
        """
        text, unit, rule = self.text, amount.unit, amount.rule
        start, end = amount.start, amount.end
        if unit is not None and unit.kind in _BEYOND_DOUBT and rule in ONE_NUMBER:
            return None if amount.value or unit.name != "VND" else self._nothing(start, stop)
        number = text[start:stop]
        if unit is None and is_karat(text, self.first, start, end):
            return Refusal(end, "name")
        if end == stop and self._is_glued(stop) and self._is_name(number, unit, stop):
            return Refusal(stop, "name")
        near = word_before(text, self.first, start)
        low = near if is_small(near) else near.lower()
        if stop - start < 4 and not amount.scaled and (refusal := self._followed(amount, stop, low)):
            return refusal
        if rule == "ratio" and self._no_ratio(amount, low):
            return Refusal(end, "other")
        if unit is not None and (refusal := self._united(amount, unit, low, stop)):
            return refusal
        known = (unit is not None and unit.kind != "guess") or amount.scaled
        if not amount.scaled and (refusal := refuse_pair(text, start, self.end, low, bare=not known)):
            return refusal
        return self._cued(amount, number, near, low, known, stop, last)

    def _is_glued(self, stop: int) -> bool:
        """Tell whether a letter makes a number a name: `2AM`, `8x`, but `1,4x1,6 m`."""
        char = char_at(self.text, stop, self.end)
        return is_letter(char) and not (char == _X and is_figure(char_at(self.text, stop + 1, self.end)))

    def _is_name(self, number: str, unit: Unit | None, stop: int) -> bool:
        """Tell whether a number makes a name with what is glued to it: `2AM`, `0.05S`, `777pay`."""
        if unit is None:
            return number.isdigit() or not is_letter(char_at(self.text, stop + 1, self.end))
        return unit.kind == "guess" and number.isdigit() and unit.name.isascii()

    def _nothing(self, start: int, stop: int) -> Refusal | None:
        """Refuse `ngân hàng 0 đồng`, not `mức phí 0 đồng`."""
        near = word_before(self.text, self.first, start).lower()
        return None if near in _BEFORE_NOTHING else Refusal(stop, "name")

    def _united(self, amount: Amount, unit: Unit, low: str, stop: int) -> Refusal | None:
        """Refuse an amount for what its unit makes of it: a time of the day, a house in a street, a name."""
        if unit.name == "pixel" and self.text.startswith(";", unit.end):
            return Refusal(unit.end, "other")
        if unit.name.startswith("giờ") and self._clock(amount, unit, low):
            return Refusal(unit.end, "time")
        if unit.name in _STREETS:
            after = unit.end + 1
            if low == "số" or self.text[after : after + 1].isupper():
                return Refusal(stop, "address")
        return None if unit.kind == "guess" else refuse_named(self.text, self.first, amount, unit, low)

    def _followed(self, amount: Amount, stop: int, near: str) -> Refusal | None:
        """Refuse a small figure for the words after it, or because it begins a quoted slogan."""
        text, start, unit = self.text, amount.start, amount.unit
        if unit is not None and unit.kind in SIGNED:
            return None
        vague = char_at(text, amount.end + 1, self.end) in _VAGUE_INITIALS and amount.rule == "figure"
        if vague and amount.value == 1 and text.startswith(_VAGUE, amount.end, self.end):
            return Refusal(stop, "vague")
        followed = refuse_following(text, amount.end, self.end)
        if followed and near != "cả" and amount.rule != "ratio" and not self._counted(followed, unit, near):
            return followed
        quoted = start > 0 and text[start - 1] in _OPENING_QUOTES and not _measures(unit)
        return Refusal(stop, "name") if quoted and _QUOTED.match(text, start, self.end) else None

    @staticmethod
    def _counted(followed: Refusal, unit: Unit | None, near: str) -> bool:
        """Tell whether words that follow no quantity do follow one: `trong 8 tháng đạt`, `5 châu lục`."""
        if followed.reason == "date":
            return near in _BEFORE_DURATION
        return followed.reason == "name" and unit is not None and unit.kind == "noun" and " " in unit.name

    def _clock(self, amount: Amount, unit: Unit, near: str) -> bool:
        """Tell whether `18h` is a time of the day rather than so many hours."""
        if amount.value <= 24 and (near in _BEFORE_CLOCK or self._begins_clause(amount, unit, near)):
            return True
        glued = self.text[unit.start] == "h" and unit.start == amount.end
        return glued and amount.value <= 24 and near not in _BEFORE_HOURS

    def _begins_clause(self, amount: Amount, unit: Unit, near: str) -> bool:
        """Tell whether hours stand alone between a word and a comma: `đến 20 giờ, ngày 2/11`, `Khoảng 9 giờ, ông`."""
        if self.text[unit.end : unit.end + 1] != ",":
            return False
        return near in ("đến", "tới", "vào") or self.text.startswith("Khoảng ", max(0, amount.start - 7))

    def _no_ratio(self, amount: Amount, near: str) -> bool:
        """Tell whether a ratio goes on, or is the scale of a map: `tỷ lệ 1/500`."""
        whole = amount.denominator
        if self.text[amount.end : amount.end + 1] == "/":
            return True
        if amount.value != 1 or whole is None or whole < 100:
            return False
        return near == "lệ" or (amount.unit is None and whole in _MAP_SCALES)

    def _cued(
        self, amount: Amount, number: str, near: str, low: str, known: bool, stop: int, last: Rejected | None
    ) -> Refusal | None:
        """Refuse a number for the words before it, or as one more of a refused list."""
        unit, start = amount.unit, amount.start
        if unit is None and (telephone := refuse_telephone(self.text, self.first, start, last)):
            return telephone
        if may_be_cue(low):
            before = words_before(self.text, self.first, start)
            timed = unit is not None and unit.kind == "time"
            if is_score(self.text, before, number, stop) or (timed and near == "đoạn" and self._lasting(amount)):
                return None
            counted = unit is not None and unit.kind not in MEASURES
            reason = refuse_before(
                before, number, bare=self._is_bare(amount, near, known), timed=timed, counted=counted
            )
            if reason and not (reason == "date" and unit is not None and unit.kind in SIGNED):
                whole = amount.rule == "ratio" and not self._is_of_several(stop, amount.end)
                return Refusal(amount.end if whole else stop, reason)
        if is_year(number) and self._is_year(amount, near):
            return Refusal(stop, "date")
        if known:
            coded = near != low and near[0].isupper() and not _measures(unit) and is_code(near, number, bare=False)
            return Refusal(stop, "identifier" if len(number) > 3 else "name") if coded else None
        if not near and self._headed(start):
            return Refusal(stop, "name")
        if not _measures(unit) and is_code(near, number, bare=True):
            return Refusal(stop, "identifier" if len(number) > 3 else "name")
        if last is not None and (number.isdigit() or len(number) < 5) and self._goes_on(last, start):
            return Refusal(stop, last.reason)  # quận 1, 3, 5
        return self._named(amount, number, near, stop)

    def _is_of_several(self, stop: int, end: int) -> bool:
        """Tell whether a refused number stands before what it is one of: `đứng thứ 5 trong 7 nước`."""
        return " trong " in self.text[stop:end] and " số " not in self.text[stop:end]

    def _goes_on(self, last: Rejected, start: int) -> bool:
        """Tell whether a number is one more of the list or the slogan that the one before was refused in."""
        return self.text[last.span.end : start] in _LINKS or self._in_slogan(last, start)

    def _lasting(self, amount: Amount) -> bool:
        """Tell whether `giai đoạn 5 năm`, `giai đoạn 2-3 năm` says how long rather than which."""
        unit = amount.unit
        return unit is not None and (amount.value_max is not None or not self._calendar(unit, ""))

    def _in_slogan(self, last: Rejected, start: int) -> bool:
        """Tell whether a number stands in the quotation that a refused one begins: `“3 không, 2 có”`."""
        text, first = self.text, last.span.start
        between = text[last.span.end : start]
        return (
            last.reason == "name"
            and first > 0
            and text[first - 1] in _OPENING_QUOTES
            and len(between) < _SLOGAN
            and _CLOSING_QUOTES.isdisjoint(between)
        )

    def _is_bare(self, amount: Amount, near: str, known: bool) -> bool:
        """Tell whether no unit follows a number, or one that begins a name or a date."""
        unit = amount.unit
        if not known or unit is None or amount.scaled:
            return not known
        return self._calendar(unit, near) if unit.kind == "time" else self._heads_name(unit)

    def _headed(self, start: int) -> bool:
        """Tell whether a colon parts a number from the name it belongs to: `các quận: 1, 3, 5`."""
        colon = self.text.rfind(":", start - 2, start)
        before = words_before(self.text, self.first, colon) if colon > 0 else []
        if len(before) < 2 or not may_be_cue(before[-1].lower()):
            return False
        if before[-1] == "số" and self.text[start] == "0":
            return True  # các quyết định số: 01, 02
        return before[-2].lower() in _BEFORE_SEVERAL or before[-2].isdigit()

    def _heads_name(self, unit: Unit) -> bool:
        """Tell whether the noun after a number begins a name: `khoản 2 Điều 47`, `tổ 3 ấp Bắc`."""
        text, start, stop = self.text, unit.start, unit.end
        if text[start].isupper():
            return not text[start:stop].isupper()
        return unit.name in _PLACES and text[stop + 1 : stop + 2].isupper()

    def _calendar(self, unit: Unit, near: str) -> bool:
        """Tell whether the unit of time after a number begins or goes on a date: `lần 2 ngày 18-6`."""
        if unit.name.endswith("tuổi"):
            return False
        if _CALENDAR.match(self.text, unit.start, self.end):
            return True
        return near.lower() in _BEFORE_DATE_HEAD

    def _is_year(self, amount: Amount, near: str) -> bool:
        unit = amount.unit
        if amount.rule != "figure" or unit is None or unit.kind == "guess":
            return not amount.scaled
        if unit.kind in MEASURES and unit.kind != "time":
            return False
        return near.lower() not in _BEFORE_COUNT or self.text[unit.start].isupper()

    def _named(self, amount: Amount, number: str, near: str, stop: int) -> Refusal | None:
        """Refuse a bare figure before the name of a street or after a name: `Vân Canh 2`, `NQTW 4`, `Lục quân 1`."""
        street = _STREET.match(self.text, amount.end, self.end) if amount.unit is None and "," not in number else None
        if street and street[1].isupper() and street[2].isupper():
            return Refusal(amount.end, "address")  # 66-68 Hai Bà Trưng
        if bare := refuse_bare(self.text, self.first, amount.start, number, stop):
            return bare
        if near and near == near.lower():
            if amount.rule != "figure" or not number.isdigit():
                return None
            before = words_before(self.text, self.first, amount.start)
            return Refusal(stop, "name") if ends_name(before, number) else None
        if not near or not _NAMING.fullmatch(number) or near in _MEASURED_NAMES:
            return None
        before = words_before(self.text, self.first, amount.start)
        inside = len(before) > 1 and before[-2][-1:] not in (".", "!", "?", "”")
        if inside or (near.isupper() and len(near) > 1):
            return Refusal(stop, "name")
        return None


def _is_year_said(text: str, start: i64, stop: i64) -> bool:
    """Tell whether four digits are a year after its noun: `năm 2023`."""
    if start < 4 or ord(text[start - 2]) != _M or not is_among(ord(text[start]), _ONE_OR_TWO):
        return False
    return digits_end(text, start, stop) == stop and text.startswith(_YEAR, start - 4)


def _measures(unit: Unit | None) -> bool:
    return unit is not None and unit.kind in MEASURES
