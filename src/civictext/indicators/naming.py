"""Numbers that name, place or date something, told by more than the one word before them.

`rejection.py` looks at the shape of a number and at the words of its tables. Here the amount is already
read, so its unit and size can speak too: `tàu cá BĐ 95746`, `14,02 độ vĩ bắc`, `hơn 8 năm trước`,
`đề án 1 triệu căn hộ`, `Viện Nuôi trồng thủy sản 2`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from civictext.document import Rejected
from civictext.indicators.amounts import Amount
from civictext.indicators.rejection import Refusal
from civictext.indicators.units import Unit, word_set

_S: Final = "[ \N{NO-BREAK SPACE}]"
_CODE: Final = re.compile(r"[A-ZĐ]{1,5}[a-z]{0,2}[A-ZĐ]?|[A-ZĐ]{2,}-?[0-9A-Z]*")
_PLACE: Final = re.compile(
    rf"""{_S}?(?:[0-9]{{1,2}}(?:[.,][0-9]+)?{_S}?(?:['’′]|phút)?(?:{_S}?[0-9]+(?:[.,][0-9]+)?{_S}?["”″])?)?
         {_S}?(?:[NSEWBĐ](?![^\W\d_])|(?:vĩ|kinh)(?![^\W\d_]))""",
    re.VERBOSE | re.IGNORECASE,
)
"""What goes on after the degrees of a place on the map: `00’N`, `vĩ bắc`."""
_BEARING: Final = frozenset(("hướng", "phương", "vĩ", "kinh", "độ"))
_BEFORE_NOW: Final = re.compile(
    rf"{_S}(?:trước(?!{_S}(?:khi|lúc|thời{_S}(?:hạn|điểm|gian)|hạn|ngày{_S}[0-9]|[Tt]ết))|(?:trở{_S})?về{_S}trước|sau(?={_S}?\(|,{_S}ngày))(?![^\W\d_])"
)
_FROM_NOW: Final = re.compile(
    rf"(?:[cC]ách{_S}(?:đây|nay)|[tT]rước{_S}đó)(?:{_S}(?:khoảng|gần|hơn|chừng|đúng|vừa|tròn|chỉ|ít{_S}nhất)){{0,2}}{_S}?$"
)
_OF_YEAR: Final = re.compile(
    rf"(?:{_S}của)?(?:{_S}năm)?(?:{_S}|/)(?:19|20)[0-9]{{2}}(?![0-9]|[.,%][0-9])|{_S}năm{_S}(?:nay|ngoái)"
)
_BEFORE_NOW_STARTS: Final = ("t", "v", "s")
_NEAR: Final = 28
_PROGRAMMES: Final = word_set("before_programme")
_LINES: Final = frozenset(("dây", "áp"))
"""What a voltage names: `đường dây 500 kV`, `trạm biến áp 220kV`."""
_PENALTY: Final = 11
"""Metres from the goal to the spot of a penalty, which is called by it: `quả 11m`."""
_LUNAR: Final = re.compile(rf"{_S}(?:[gG]iêng|[cC]hạp|âm lịch)(?!\w)")
"""Months of the lunar year, after a day: `19 tháng Giêng`."""
_OF_MONTH: Final = re.compile(
    rf"{_S}(?:0?[1-9]|1[0-2])(?=[,.;:)](?![0-9])|\n|$|{_S}(?:năm{_S}(?:19|20)[0-9]{{2}}|tới|này|vừa|hằng|hàng)\b)"
)
"""What makes a date of a number before it and its `tháng`: `10 tháng 5.`"""
_DAYS_OF_MONTH: Final = 31
_PARTS_OF_YEAR: Final = {"tháng": 12, "quý": 4}
_BEFORE_SPOT: Final = word_set("before_spot")
_MEASURED_NAMES: Final = word_set("measured_names")
_POINTS_BEFORE: Final = word_set("points_before")
_NO_PART_OF_NAME: Final = word_set("no_part_of_name")


def refuse_named(text: str, line_start: int, amount: Amount, unit: Unit, low: str) -> Refusal | None:
    """Return a refusal for an amount that names, places or dates something, else None.

    Args:
        unit: the unit of the amount.
        low: the word before the amount, in small letters.
    """
    if unit.kind == "time":
        return refuse_relative(text, line_start, amount)
    if unit.name == "kV" and low in _LINES:
        return Refusal(unit.end, "name")
    if unit.name == "m" and amount.value == _PENALTY and low in _BEFORE_SPOT:
        return Refusal(unit.end, "name")
    if unit.name == "độ":
        return refuse_bearing(text, amount, low)
    return refuse_programme(text, amount) if low in _PROGRAMMES else None


def refuse_relative(text: str, line_start: int, amount: Amount) -> Refusal | None:
    """Refuse a distance in time that says when: `hơn 8 năm trước`, `cách đây gần ba năm`, `9 tháng 2024`."""
    unit, start = amount.unit, amount.start
    if unit is None:
        return None
    after = text[unit.end : unit.end + 2]
    if after[1:] in _BEFORE_NOW_STARTS and _BEFORE_NOW.match(text, unit.end):
        return Refusal(unit.end, "date")
    left = text[max(line_start, start - _NEAR) : start]
    if ("ách " in left or "trước đó " in left) and _FROM_NOW.search(left):
        return Refusal(unit.end, "date")
    if unit.name == "tháng" and (
        _LUNAR.match(text, unit.end) or (amount.value <= _DAYS_OF_MONTH and _OF_MONTH.match(text, unit.end))
    ):
        return Refusal(amount.end, "date")
    whole = _PARTS_OF_YEAR.get(unit.name)
    if whole and amount.value <= whole and _OF_YEAR.match(text, unit.end):
        return Refusal(unit.end, "date")
    return None


def refuse_bearing(text: str, amount: Amount, low: str) -> Refusal | None:
    """Refuse the degrees of a place or a course: `08 độ 00’N`, `14,02 độ vĩ bắc`, `hướng 310 độ`."""
    unit = amount.unit
    if unit is None:
        return None
    if place := _PLACE.match(text, unit.end):
        return Refusal(place.end(), "identifier")
    return Refusal(unit.end, "other") if low in _BEARING else None


def refuse_programme(text: str, amount: Amount) -> Refusal | None:
    """Refuse the goal that a programme is called by: `đề án 1 triệu ha lúa`; its cost or length is none."""
    unit = amount.unit
    if unit is None or unit.kind not in ("noun", "physical", "acronym") or amount.value < _ROUND:
        return None
    return Refusal(amount.end, "name") if amount.value % _ROUND == 0 else None


_ROUND: Final = Decimal(1000)


def is_code(near: str, number: str, *, bare: bool) -> bool:
    """Tell whether capitals before a number make a mark of registration or a model with it: `QNg 95004`.

    Marks of money and of tests that give points (`IELTS 6.5`, `SAT 1400`) are none.
    """
    if not number.isdigit() or not (2 <= len(near) <= 7) or near in _MEASURED_NAMES:
        return False
    if not _CODE.fullmatch(near) or (sum(map(str.isupper, near)) < 2 and len(number) < 4):
        return False
    return bare or len(number) in (4, 5)


_OF_LAW: Final = re.compile(
    rf",?{_S}(?:và{_S})?(?:khoản|mục|điều|phụ|phần|chương|công|quyết|nghị|của)\b", re.IGNORECASE
)


def is_score(text: str, before: list[str], number: str, stop: int) -> bool:
    """Tell whether `điểm` before a small number gives marks, not a point of a law: `đạt điểm 9`."""
    if before[-1].lower() != "điểm" or len(number) > 2 or _OF_LAW.match(text, stop):
        return False
    return len(before) > 1 and before[-2].lower() in _POINTS_BEFORE


_CALLED: Final = re.compile(r"(?:tổng đài|đường dây nóng)[^,.;:()0-9]*$", re.IGNORECASE)
_KILOMETRES: Final = re.compile(r"\bkm ?[0-9]+ ?\+ ?$", re.IGNORECASE)
_BEFORE_BARE: Final = 60
_FINENESS: Final = frozenset(("9999", "99.99", "99,99", "999.9", "999,9"))


_CALL_FREE: Final = re.compile("(?:1800|1900)(?:[0-9]{4}|[0-9]{6})")
_TELEPHONE: Final = re.compile(rf"[0-9]{{1,4}}\)?(?:{_S}?[./-]?{_S}?[0-9]{{2,9}}){{1,4}}(?![0-9])")
_FEWEST, _MOST, _MOST_ABROAD = 6, 10, 13
"""Digits of a telephone without the area code or its nought, and with the code of a country."""
_REACHED: Final = re.compile(
    r"\b(?:điện thoại|đt|sđt|tel|hotline|zalo|fax|số máy|gọi|đường dây nóng|tổng đài)\b"
    r"(?:\W|[0-9]|\b(?:số|hoặc|và|hay|qua|bàn|di động|là|về|đến|theo)\b)*$",
    re.IGNORECASE,
)
_AFTER_TELEPHONE: Final = (", ", " - ", "; ", " – ", " và ", " hoặc ", ",", " / ", "/")
_KARATS: Final = re.compile("(?:9|10|14|18|22|24)[kK]")
_DAYS: Final = re.compile(r"\b(?:các|những) ngày(?: [^\W\d_]+){1,3}:? $", re.IGNORECASE)
_GOES_ON: Final = (",", " và ", " - ", "-")


def refuse_telephone(text: str, line_start: int, start: int, last: Rejected | None) -> Refusal | None:
    """Refuse a telephone without its area code, or with that of a country: `ĐT: 0236.3822.513 - 3.9294.091`.

    Args:
        last: the number before it, if that was refused.
    """
    phone = _TELEPHONE.match(text, start)
    if phone is None:
        return None
    digits = sum(map(str.isdigit, phone[0]))
    if text[start - 1 : start] == "+" and _MOST <= digits <= _MOST_ABROAD:
        return Refusal(phone.end(), "identifier")
    if not _FEWEST <= digits <= _MOST:
        return None
    listed = last is not None and last.reason == "identifier" and text[last.span.end : start] in _AFTER_TELEPHONE
    if listed or _REACHED.search(text, max(line_start, start - _BEFORE_BARE), start):
        return Refusal(phone.end(), "identifier")
    return None


def is_karat(text: str, line_start: int, start: int, end: int) -> bool:
    """Tell whether a number says how fine gold is: `vàng 24k`."""
    if end - start > len("24k") or not _KARATS.fullmatch(text, start, end):
        return False
    return "vàng" in text[max(line_start, start - _NEAR) : start].lower()


def refuse_bare(text: str, line_start: int, start: int, number: str, stop: int) -> Refusal | None:
    """Refuse a number without a unit: one to call, the fineness of gold, the metres past a kilometre.

    `Tổng đài quốc gia bảo vệ trẻ em 111`, `vàng 9999`, `Km 31 + 900`, `các ngày dự kiến 1, 6, 10`.
    """
    if number in _FINENESS:
        return Refusal(stop, "name")
    if not number.isdigit():
        return None
    if len(number) < 3:
        dated = text.startswith(_GOES_ON, stop) and _DAYS.search(text, max(line_start, start - _BEFORE_BARE), start)
        return Refusal(stop, "date") if dated else None
    if _CALL_FREE.fullmatch(number):
        return Refusal(stop, "identifier")
    if len(number) > 4:
        return None
    near = text[max(line_start, start - _BEFORE_BARE) : start]
    if ("+" in near[-2:] and _KILOMETRES.search(near)) or _CALLED.search(near):
        return Refusal(stop, "identifier")
    return None


_TAIL: Final = re.compile(r"[^\W\d_]+")
_LONGEST_NAME: Final = 5
"""A longer number ends no name."""


def ends_name(before: list[str], number: str) -> bool:
    """Tell whether a bare number ends a name whose last words are small: `Lục quân 1`, `Sư đoàn Phòng không 375`.

    Args:
        before: the words before the number within its clause, the nearest last.
    """
    if not number.isdigit() or len(number) > _LONGEST_NAME or number[0] == "0":
        return False
    for word in reversed(before):
        if not _TAIL.fullmatch(word) or word in _NO_PART_OF_NAME:
            return False
        if word[:1].isupper():
            return len(before) > 1 or not word.isupper()
    return False
