"""Reads one quantity that stands alone: a number with its unit and comparator.

The text is taken apart from its ends: the modifier before (`ít nhất`, `khoảng`) and after (`trở lên`), a
currency before the number (`$10`, `USD 1,23`), then the amount itself, which is tried as a range, a sum of
a large and a small unit, a ratio and last as one number with its unit.
"""

from __future__ import annotations

import re
from decimal import Decimal, localcontext
from functools import cache
from typing import NamedTuple

from civictext.document import Comparator, Quantity
from civictext.indicators.amounts import CENTIMETRES, SMALLER_UNITS, shared_scale
from civictext.indicators.figures import EXACT, plain
from civictext.indicators.numerals import read_tokens, tokens_at
from civictext.indicators.standalone import FRACTION, parse_simple, tidy
from civictext.indicators.units import Unit, find_unit, guess_unit, rate_only, read_rows

MAX_CHARS = 400
"""Longest text that is read as one quantity."""


def parse_quantity(text: str) -> Quantity | None:
    """Return the quantity that a text states, or None where the whole text is not one quantity.

    The unit is canonical (`VND`, `%`, `m2`, else the counted noun) and None where the text names
    none: `2 tỷ` alone is an amount of nothing. A ratio keeps both its numbers, `83/99` is
    `value=83, denominator=99`. Words that go on after a unit (`3.508 người dân tham gia`) are allowed, a
    second number is not.

    >>> parse_quantity("ít nhất 1,5 triệu đồng/người/tháng")
    Quantity(value=Decimal('1500000'), value_max=None, denominator=None, unit='VND/người/tháng', \
unit_text='đồng/người/tháng', comparator='>=')
    >>> parse_quantity("từ 5 đến 7%").value_max, parse_quantity("ngày 2/9")
    (Decimal('7'), None)
    """
    text = tidy(text).rstrip(" .;,")
    if not text or len(text) > MAX_CHARS:
        return None
    body, before = _strip(text, "before")
    body, after = _strip(body, "after")
    comparator = after or before or "="
    with localcontext(EXACT):
        if amount := _range(body):
            return _quantity(amount, comparator)
        if body[:3].lower() == "từ ":
            body = body[3:]
            comparator = ">=" if comparator == "=" else comparator
        for read in (_ratio, _sum, _slang, _single):
            if amount := read(body):
                return _quantity(amount, comparator)
    return None


class _Amount(NamedTuple):
    value: Decimal
    unit: Unit | None
    unit_text: str | None
    scale: Decimal = Decimal(1)
    value_max: Decimal | None = None
    denominator: Decimal | None = None


def _quantity(amount: _Amount, comparator: Comparator) -> Quantity:
    unit = amount.unit.name if amount.unit else None
    return Quantity(amount.value, amount.value_max, amount.denominator, unit, amount.unit_text, comparator)


@cache
def _modifiers(place: str) -> tuple[tuple[str, Comparator], ...]:
    rows = [(phrase, sign) for phrase, where, sign in read_rows("quantity_modifiers.tsv") if where == place]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))  # type: ignore[arg-type]


def _strip(text: str, place: str) -> tuple[str, Comparator | None]:
    """Take the modifiers off one end of the text; the first that says something wins."""
    sign: Comparator | None = None
    while found := next((row for row in _modifiers(place) if _stands(text, row[0], place)), None):
        cut = len(found[0])
        text = (text[cut:] if place == "before" else text[:-cut]).strip()
        sign = sign or (found[1] if found[1] != "=" else None)
    return text, sign


def _stands(text: str, phrase: str, place: str) -> bool:
    cut = len(phrase)
    if place == "before":
        beside = text[cut : cut + 1]
        return text[:cut].lower() == phrase and (not phrase[-1].isalpha() or beside == " ")
    return text[-cut:].lower() == phrase and text[-cut - 1 : -cut] == " "


_NEGATIVE = re.compile(r"(?:[-\N{MINUS SIGN}](?=[0-9$€£])|(?:âm|trừ) )", re.IGNORECASE)
_CURRENCY = re.compile(
    r"(VN\$|US\$|[$€£¥₫]"
    r"|(?:USD|VNĐ|VND|EUR|GBP|JPY|CNY|KRW|THB|AUD|CAD|SGD|NZD|HKD|INR|AED|CHF|RUB|Rs)\.?)[ ]?(?=[0-9])"
)
_HALF = re.compile(r" rưỡi$")


def _single(text: str) -> _Amount | None:
    """Read one number with its unit, or with a currency before it."""
    if sign := _NEGATIVE.match(text):
        amount = _single(text[sign.end() :])
        return amount._replace(value=-amount.value) if amount else None
    if currency := _CURRENCY.match(text):
        amount = _numbered(text[currency.end() :])
        if amount is None or (amount.unit and amount.unit.kind != "money"):
            return None
        spelled = "VND" if currency[1] == "VN$" else currency[1].rstrip(".")
        return amount._replace(unit=find_unit(spelled, 0, len(spelled)), unit_text=currency[1])
    return _numbered(text)


_EACH = re.compile(r" (?:một|mỗi) (?:kg|ký|cân|tấn|tạ|yến|lít|ha|m2|sào|năm|tháng|ngày|tuần|giờ)$", re.IGNORECASE)
"""A rate said in words: in `3 triệu một tháng` the million is not 1.1."""


_NUMBER_OF_HALF = re.compile(r"(?<=\bnửa) (?:tổng )?số(?= )", re.IGNORECASE)
"""Between a half and what it is of: `một nửa số đại biểu`."""


def _numbered(text: str) -> _Amount | None:
    """Read a number and the unit after it, which together make the whole text."""
    text = _NUMBER_OF_HALF.sub("", text)
    end = len(text)
    for running in (True, False) if _EACH.search(text) else (False, True):
        numeral = read_tokens(tokens_at(text, 0, end, latin=True), running=running)
        if numeral is None:
            return None
        if numeral.end == end and not (running or text.lower().endswith(" năm")):
            return _Amount(numeral.value, None, None, numeral.scale)
        unit = find_unit(text, numeral.end, end) or rate_only(text, numeral.end, end)
        unit = unit or guess_unit(text, numeral.end, end)
        if unit:
            return _united(text, numeral.value, numeral.scale, unit)
    value = parse_simple(text)
    return None if value is None else _Amount(value, None, None)


def _united(text: str, value: Decimal, scale: Decimal, unit: Unit) -> _Amount | None:
    """Check what goes on after the unit: a half, or words without another number."""
    start, stop = unit.start, unit.end
    rest = text[stop:]
    if _HALF.fullmatch(rest):
        value, rest = value + scale / 2, ""
    elif unit.name == "m" and CENTIMETRES.fullmatch(rest):
        value, rest = value + Decimal(rest) / 100, ""
    if re.search(r"[0-9:;,/%]", rest) or len(rest.split()) > 6 or (rest and not rest[0].isspace()):
        return None
    return _Amount(plain(value), unit, text[start:stop], scale)


_BETWEEN = re.compile(r" (?:đến|tới|cho đến|cho tới|hoặc|hay) | ?[-\N{EN DASH}\N{EM DASH}~] ?", re.IGNORECASE)
_AND = re.compile(r" và | đến | tới ", re.IGNORECASE)
_FROM = re.compile(r"(?:trong )?(?:khoảng )?(từ|giữa) |trong khoảng ", re.IGNORECASE)


_ABOUT = re.compile(
    r"^(một|hai|ba|bốn|năm|sáu|bảy|tám)(?= (?:hai|ba|bốn|sáu|bảy|tám|chín|năm (?:mươi|trăm|nghìn|ngàn)) \w)",
    re.IGNORECASE,
)
"""Two digits in a row say about how much: `hai ba người`, `năm sáu trăm`."""


def _range(text: str) -> _Amount | None:
    """Read `từ 5 đến 7%`, `1000-2000 đồng`, `giữa 1 và 2 tỷ`; the unit or scale may stand once."""
    text = _ABOUT.sub(r"\1 đến", text)
    head = _FROM.match(text)
    body = text[head.end() :] if head else text
    word = head[1].lower() if head and head[1] else None
    between = _AND if word == "giữa" else _BETWEEN
    for gap in between.finditer(body):
        low = _single(body[: gap.start()].strip())
        high = _single(_strip(body[gap.end() :].strip(), "before")[0])
        if low and high and (amount := _joined(low, high)):
            return amount
    return None


def _joined(low: _Amount, high: _Amount) -> _Amount | None:
    value = low.value if low.unit else shared_scale(low.value, low.scale, high.value, high.scale)
    if value >= high.value or (low.unit and high.unit and low.unit.name != high.unit.name):
        return None
    unit, spelled = (high.unit, high.unit_text) if high.unit else (low.unit, low.unit_text)
    return high._replace(value=value, value_max=high.value, unit=unit, unit_text=spelled)


def _ratio(text: str) -> _Amount | None:
    """Read `83/99 doanh nghiệp`, `5 trong số 7`, `ba phần tư diện tích`."""
    sign = FRACTION.search(text)
    if sign is None or " phần trăm" in text.lower():
        return None
    below = _NUMBER_OF.sub("", _tail_digit(text[sign.end() :]))
    part, whole = parse_simple(text[: sign.start()]), _numbered(below)
    if part is None or whole is None or not whole.value or (whole.unit and "/" in whole.unit.name):
        return None
    return whole._replace(value=part, denominator=whole.value)


_NUMBER_OF = re.compile(r"(?<=\w) (?:tổng )?số(?= )")
"""Between a ratio and what it counts: `hai phần ba số đại biểu`."""


def _tail_digit(text: str) -> str:
    return "bốn" + text[2:] if re.match(r"tư\b", text, re.IGNORECASE) else text


_SLANG = re.compile(r" củ(?=$| rưỡi$| [0-9]$)")


def _slang(text: str) -> _Amount | None:
    """Read `2 củ`, `2 củ rưỡi`, `1 củ 2`: millions of đồng in the language of the street."""
    said = _SLANG.search(text)
    value = parse_simple(_SLANG.sub(" triệu", text)) if said else None
    if said is None or value is None:
        return None
    return _Amount(value, find_unit("đồng", 0, 4), said[0].strip(), Decimal(10) ** 6)


_PIECES = re.compile(r"(?<=[^\W\d_])[ ](?:và )?(?=\S)")


def _sum(text: str) -> _Amount | None:
    """Read a large and a small unit: `2 đô la và 23 xu`, `hai đô 23`, `5 năm 6 tháng`."""
    for gap in _PIECES.finditer(text):
        large, small = _exactly(text[: gap.start()]), _exactly(text[gap.end() :])
        if large is None or small is None or large.unit is None:
            continue
        if _has_cents(large.unit) and small.value < 100 and (small.unit is None or small.unit.name == "xu"):
            return large._replace(value=large.value + small.value / 100)
        name, size = SMALLER_UNITS.get(large.unit.name, ("", 0))
        if small.unit and small.unit.name == name and small.value < size:
            return small._replace(value=large.value * size + small.value)
    return None


def _has_cents(unit: Unit) -> bool:
    return unit.kind == "money" and unit.name not in ("VND", "xu")


def _exactly(text: str) -> _Amount | None:
    """Read a number with a unit and nothing after it."""
    amount = _numbered(text)
    if amount and amount.unit_text and not text.endswith(amount.unit_text):
        return None
    return amount
