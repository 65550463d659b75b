"""Amounts of one or two numbers: a plain one, a range (`5-7`), a ratio (`83/99`), with their unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from civictext.indicators.figures import plain, read_figure
from civictext.indicators.numerals import (
    DIGIT_WORDS,
    SCALES,
    Numeral,
    read_tokens,
    running_numeral,
    scaled_figure,
    tokens_at,
    word_numeral,
)
from civictext.indicators.units import MEASURES, Unit, find_unit, guess_unit, rate_only, word_set
from civictext.text.alignment import Span


@dataclass(slots=True)
class Amount:
    """A number of the text, its other end or its whole, and the unit beside it."""

    span: Span
    value: Decimal
    value_max: Decimal | None
    denominator: Decimal | None
    unit: Unit | None
    rule: str
    scale: Decimal = Decimal(1)
    """The multiplier named with the number; what has one needs no unit to be a quantity."""


_GAP = " \N{NO-BREAK SPACE}"
_S = f"[{_GAP}]"
_JOIN = re.compile(
    rf"""(?={_S}?[-~/,đtp\N{{EN DASH}}\N{{EM DASH}}])(?:
    (?P<range>
        {_S}?[-~\N{{EN DASH}}\N{{EM DASH}}]{_S}?(?=[0-9])
      | {_S}(?:đến|tới){_S}(?:(?:dưới|trên|gần|hơn|khoảng){_S})?
    )
  | (?P<ratio>{_S}?/{_S}?(?=[0-9]) | {_S}trong{_S}(?:tổng{_S})?số{_S}(?=[0-9]) | {_S}trên{_S}(?=[0-9])
      | {_S}phần{_S}(?=(?:hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười)(?![^\W\d_])))
  | (?P<list>,{_S}(?=[0-9]{{1,3}}(?![0-9.,/])|(?:{'|'.join(DIGIT_WORDS)}){_S}))
    )""",
    re.VERBOSE,
)
"""What joins two numbers to one amount."""
_PERCENT = re.compile(rf"%(?:[.;):]|,(?!{_S}[0-9])|$|{_S}(?![-~/\N{{EN DASH}}\N{{EM DASH}}đtpmUn]))")
"""A percentage that nothing after it could make a range, a ratio, a rate or an amount of money."""
_ONE = Decimal(1)
_THOUSANDTH = Decimal("0.001")
_MILLION = Decimal(1_000_000)
_SCALED = re.compile(
    rf"{_S}{{0,2}}(?=[tnkvcrTN])(tr(?:iệu|ăm)?|t[ỷỉ]|ng(?:hì|à|ì)n|k|vạn|chục|tá|rưỡi|T(?:[ỷỉỶỈ]|riệu|RIỆU)|N(?:GHÌN|GÀN))"
    rf"(?:đồng|đ)?(?![^\W\d_])(?!{_S}(?:lệ|trọng|phú|suất|giá|thí(?! sinh))(?![^\W\d_]))"
)
"""What may go on a numeral after its first figure; most figures have nothing of it."""
_ENDS = re.compile(rf"{_S}?(?!{_S}|[0-9]|[ntkvrlmhbsc][^\W\d_])")
"""After a scale word: nothing that could go on the numeral."""


def numeral_at(text: str, start: int, stop: int, end: int) -> Numeral | None:
    """Return the numeral of running text that begins at `start`, with its first figure up to `stop`."""
    if stop > start:
        scaled = _SCALED.match(text, stop, end)
        if scaled is None:
            value = read_figure(text[start:stop])
            return None if value is None else Numeral(stop, value, _ONE, "figure")
        scale = SCALES.get(scaled[1])
        if scale and _ENDS.match(text, scaled.end(), end):
            return scaled_figure(text[start:stop], scale, scaled.end(1))
    else:
        return word_numeral(text, start, end)
    return running_numeral(text, start, end)


_FIGURE = re.compile(r"[0-9]+(?:[.,][0-9]+)*")


_SPACED = re.compile(rf"[1-9][0-9]{{0,2}}(?:{_S}[0-9]{{3}})+(?![0-9.,/]|{_S}[0-9])")
_GAPS = str.maketrans("", "", " \N{NO-BREAK SPACE}")


def figure_end(text: str, start: int, end: int) -> int:
    """Return where the figure at `start` ends; `start` itself where there is none."""
    match = _FIGURE.match(text, start, end)
    return match.end() if match else start


def amount_at(text: str, start: int, end: int, stop: int | None = None) -> Amount | None:
    """Return the amount whose number begins at `start`, or None.

    Args:
        stop: where its first figure ends, if the caller knows; `start` if it begins with a word.
    """
    if stop is None:
        stop = figure_end(text, start, end)
    plain_percent = text.startswith("%", stop) and _PERCENT.match(text, stop, end)
    if plain_percent and (value := read_figure(text[start:stop])) is not None:
        sign = Unit(Span(stop, stop + 1), "%", "percent", "unit:%")
        return Amount(Span(start, stop), value, None, None, sign, "figure")
    first = numeral_at(text, start, stop, end)
    if first is None:
        return None
    at = first.end
    if at == stop and stop - start < 4 and text[stop + 1 : stop + 2].isdigit():
        first = _spaced(text, start, end) or first
        at = first.end
    unit = find_unit(text, at, end)
    if unit is None:
        if "(" in text[at : at + 2] and (gloss := _GLOSS.match(text, at, end)):
            return _glossed(text, start, first, gloss, end)
    elif unit.kind == "percent":
        if money := _MONEY.match(text, unit.span.end, end):
            return _conflict(text, start, first, money, end)
    elif unit.name == "m" and (centimetres := CENTIMETRES.match(text, unit.span.end, end)):
        value = first.value + Decimal(centimetres[0]) / 100
        return Amount(Span(start, centimetres.end()), value, None, None, unit, "metres_and_centimetres")
    for place in (at,) if unit is None else (unit.span.end, at):
        join = _JOIN.match(text, place, end)
        if join and (joined := _joined(text, start, end, first, unit, join)):
            return joined
    return _plain(start, first, unit or _spaced_or_rate(text, first, end))


def _plain(start: int, numeral: Numeral, unit: Unit | None) -> Amount:
    value = numeral.value
    if unit is not None and numeral.rule == "figure" and value.same_quantum(_THOUSANDTH):
        value = _exact(value, unit)
    return Amount(Span(start, numeral.end), value, None, None, unit, numeral.rule, numeral.scale)


_GLOSS = re.compile(rf"{_S}?\(([^\W\d_]+(?: [^\W\d_]+){{0,8}})\){_S}?")


def _glossed(text: str, start: int, first: Numeral, gloss: re.Match[str], end: int) -> Amount:
    """Read a number that is repeated in words, as laws do: `05 (năm) ngày`, `01 (một) triệu đồng`."""
    said = read_tokens(tokens_at(gloss[1], 0, len(gloss[1])))
    if said is None or said.end != len(gloss[1]):
        return _plain(start, first, None)
    scaled = _SCALED.match(text, gloss.end(), end)
    scale = SCALES.get(scaled[1], _ONE) if scaled else first.scale
    stop = scaled.end(1) if scaled else gloss.end() - 1
    value = plain(first.value * scale) if scaled else first.value
    unit = find_unit(text, stop, end) or find_unit(text, gloss.end(), end)
    span = Span(start, scaled.end(1) if scaled else first.end)
    return Amount(span, value, None, None, unit, "glossed", scale)


def _spaced(text: str, start: int, end: int) -> Numeral | None:
    """Read thousands that spaces part, where a known unit shows that they are one number: `42 813 hộ`."""
    match = _SPACED.match(text, start, end)
    if match is None or not find_unit(text, match.end(), end):
        return None
    return Numeral(match.end(), Decimal(match[0].translate(_GAPS)), _ONE, "spaced_figure")


CENTIMETRES = re.compile(r"[0-9]{2}(?![0-9])")
"""`1m65`; one digit after it would be a square or cubic metre."""
_MONEY = re.compile(rf"{_S}?(?:(nghìn|ngàn|triệu|tỷ|tỉ){_S})?(?=(?:đồng|USD)(?![^\W\d_]))")


def _conflict(text: str, start: int, first: Numeral, money: re.Match[str], end: int) -> Amount:
    """Read an amount of money with a stray percent sign: `28,6% triệu đồng`."""
    scale = SCALES.get(money[1] or "", _ONE)
    unit = find_unit(text, money.end(), end)
    value = plain(first.value * scale)
    return Amount(Span(start, first.end), value, None, None, unit, "unit_conflict", scale)


def _spaced_or_rate(text: str, numeral: Numeral, end: int) -> Unit | None:
    if numeral.scale >= 1000:
        if rate := rate_only(text, numeral.end, end):
            return rate
        unit = guess_unit(text, numeral.end, end)
        # 580 triệu tiền chi phí: what the money is for is no unit.
        spent = unit is not None and (unit.name == "tiền" or numeral.scale >= _MILLION)
        return None if unit and spent and unit.name in word_set("money_nouns") else unit
    among = _AMONG.match(text, numeral.end, end) if text[numeral.end + 1 : numeral.end + 2] == "t" else None
    return find_unit(text, among.end(), end) if among else guess_unit(text, numeral.end, end)


_WITHOUT_CENTS = ("VND", "JPY", "KRW", "IDR")


def _exact(value: Decimal, unit: Unit) -> Decimal:
    """Read `12,500 đồng` and `1,234 hộ` as thousands: what is counted has no thousandths."""
    counted = (unit.kind == "noun" and unit.name != "điểm") or unit.name.split("/")[0] in _WITHOUT_CENTS
    return plain(value.scaleb(3)) if counted and value >= 1 else value


def _joined(
    text: str, start: int, end: int, first: Numeral, inner: Unit | None, join: re.Match[str]
) -> Amount | None:
    """Return the range or ratio that a numeral begins, if what joins it to another makes it one.

    Args:
        inner: the unit of the first number; where the join stands after it, the second must have the same.
    """
    at = join.end()
    second = numeral_at(text, at, figure_end(text, at, end), end)
    if second is None:
        if join[0].strip() != "phần":
            return None
        second = Numeral(at + 2, Decimal(4), _ONE, "number_words")  # ba phần tư
    beside = _number_of(text, second.end, end) if join.lastgroup == "ratio" else second.end
    unit = find_unit(text, beside, end)
    if unit is None:
        unit = _spaced_or_rate(text, second, end) if beside == second.end else guess_unit(text, beside, end)
    if join.start() != first.end and not _same(inner, unit):
        return None
    return _MAKERS[str(join.lastgroup)](start, first, second, unit, join[0])


_AMONG = re.compile(rf"{_S}trong{_S}(?:tổng{_S})?số{_S}(?:các|những|nhiều){_S}")
"""Between a count and its noun: `2 trong số các cổ phiếu`."""
_NUMBER_OF = re.compile(rf"{_S}(?:tổng{_S})?số(?={_S})")


def _number_of(text: str, at: int, end: int) -> int:
    """Skip the words that part a ratio from what it counts: `1/3 số hộ`."""
    match = _NUMBER_OF.match(text, at, end)
    return match.end() if match else at


def _same(inner: Unit | None, unit: Unit | None) -> bool:
    return unit is not None and inner is not None and unit.name.split("/")[0] == inner.name.split("/")[0]


def _range(start: int, first: Numeral, second: Numeral, unit: Unit | None, sign: str) -> Amount | None:
    low, high = shared_scale(first.value, first.scale, second.value, second.scale), second.value
    if low >= high or (unit is None and low < 100 and high in _YEARS):
        return None
    return Amount(Span(start, second.end), low, high, None, unit, "range", second.scale)


_YEARS = range(1900, 2100)


def shared_scale(low: Decimal, low_scale: Decimal, high: Decimal, high_scale: Decimal) -> Decimal:
    """Return the lower end of a range with the scale that is said only once: `70-90.000 tỷ`, `2-3 triệu`."""
    if low_scale != 1:
        return low
    mantissa = high / high_scale
    if low * 1000 < mantissa and not mantissa % 1000:
        low *= 1000
    return plain(low * high_scale) if low < mantissa else low


_ROUND = (10, 100, 1000)


def _ratio(start: int, first: Numeral, second: Numeral, unit: Unit | None, sign: str) -> Amount | None:
    part, whole = first.value, second.value
    if first.scale >= 1000 and second.scale == 1 and whole < 1000:
        return None  # 552 triệu/12 tháng
    if first.scale == 1 < second.scale:
        part = shared_scale(part, first.scale, whole, second.scale)
    counted = whole in _ROUND if unit is None else unit.kind not in MEASURES
    if not whole or ("trên" in sign and not (counted and part <= whole)):
        return None
    return Amount(Span(start, second.end), part, None, whole, unit, "ratio", second.scale)


_LISTED = ("figure", "number_words")


def _list(start: int, first: Numeral, second: Numeral, unit: Unit | None, sign: str) -> Amount | None:
    """Read `4, 5 lần` as a range and `460, 17 tỷ` as a decimal that was written apart."""
    if first.rule not in _LISTED or first.value != first.value.to_integral_value() or unit is None:
        return None
    span = Span(start, second.end)
    if unit.kind in ("time", "times", "noun") and second.value == first.value + 1 < 10:
        return Amount(span, first.value, second.value, None, unit, "range_list")
    if unit.kind in ("money", "percent") and first.rule == "figure" and first.value >= 10 and second.scale > 1:
        digits = second.value / second.scale
        value = (first.value + digits.scaleb(-len(str(digits)))) * second.scale
        return Amount(span, plain(value), None, None, unit, "decimal_apart", second.scale)
    return None


_MAKERS = {"range": _range, "ratio": _ratio, "list": _list}


_SUM = re.compile(
    rf"{_S}?(?=[0-9]{{1,2}}(?:,[0-9]{{1,3}})?(?![0-9.,/]))|{_S}(?=(?:một|{'|'.join(DIGIT_WORDS)}){_S})"
)
SMALLER_UNITS = {
    "năm": ("tháng", 12), "tuổi": ("tháng", 12), "tháng": ("ngày", 30), "ngày": ("giờ", 24), "giờ": ("phút", 60),
    "phút": ("giây", 60),
}  # fmt: skip
"""A unit of time, the next smaller one, and how many of them it has."""
_SUMMED = ("figure", "number_words", "sum_of_units")
_HALF = re.compile(rf"{_S}rưỡi(?![^\W\d_])")
_MORE = ("rưỡi", "một ", *(f"{word} " for word in DIGIT_WORDS), *"0123456789")
"""How what may go on a duration begins."""


_HUNDREDTHS = re.compile(rf"{_S}([0-9]{{2}})(?![0-9]|[.,/%-][0-9])")


def _with_hundredths(text: str, amount: Amount, stop: int, end: int) -> Amount:
    """Add the hundredths of a second, as sports are timed: `13 giây 15`."""
    more = _HUNDREDTHS.match(text, stop, end)
    if more is None or find_unit(text, more.end(), end):
        return amount
    span = Span(amount.span.start, more.end())
    return replace(amount, span=span, value=amount.value + Decimal(more[1]) / 100, rule="sum_of_units")


def with_smaller(text: str, amount: Amount, end: int) -> Amount:
    """Add the rest of a duration in two units, in the smaller one: `5 năm 6 tháng`, `2 năm rưỡi`."""
    unit = amount.unit
    if unit is not None and unit.name == "giây" and amount.rule in _SUMMED:
        return _with_hundredths(text, amount, unit.span.end, end)
    if unit is None or unit.name not in SMALLER_UNITS or amount.rule not in _SUMMED:
        return amount
    stop = unit.span.end
    if not text.startswith(_MORE, stop + 1):
        return amount
    small, size = SMALLER_UNITS[unit.name]
    if half := _HALF.match(text, stop, end):
        span = Span(amount.span.start, half.end())
        return replace(amount, span=span, value=amount.value + Decimal("0.5"), rule="half_after_unit")
    gap = _SUM.match(text, stop, end)
    if gap is None or small == "ngày":
        return amount
    rest = amount_at(text, gap.end(), end)
    if rest is None or rest.unit is None or rest.unit.name != small or rest.value >= size:
        return amount
    value = amount.value * size + rest.value
    rule = "age_in_two_units" if unit.name == "tuổi" else "sum_of_units"
    return with_smaller(text, Amount(Span(amount.span.start, rest.span.end), value, None, None, rest.unit, rule), end)
