"""Amounts of one or two numbers: a plain one, a range (`5-7`), a ratio (`83/99`), with their unit."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from mypy_extensions import i64, mypyc_attr

from civictext.indicators.chars import (
    char_at,
    gap_end,
    is_among,
    is_figure,
    is_gap,
    letters_end,
    table_of,
    word_at,
)
from civictext.indicators.figures import FRACTIONS, ONE, figure_end, plain, read_figure
from civictext.indicators.numerals import (
    DIGIT_WORDS,
    SCALES,
    Numeral,
    may_go_on,
    read_tokens,
    running_numeral,
    scaled_figure,
    tokens_at,
    word_numeral,
)
from civictext.indicators.units import MEASURES, Unit, find_unit, guess_unit, rate_only, word_set


@mypyc_attr(acyclic=True)
class Amount:
    """A number that stands at `text[start:end]`, its other end or its whole, and the unit beside it."""

    __slots__ = ("denominator", "end", "rule", "scale", "scaled", "start", "unit", "value", "value_max")

    def __init__(
        self,
        start: int,
        end: int,
        value: Decimal,
        value_max: Decimal | None,
        denominator: Decimal | None,
        unit: Unit | None,
        rule: str,
        scale: Decimal = ONE,
    ) -> None:
        self.start = start
        self.end = end
        self.value = value
        self.value_max = value_max
        self.denominator = denominator
        self.unit = unit
        self.rule = rule
        self.scale = scale
        """The multiplier named with the number."""
        self.scaled = scale is not ONE and scale != 1
        """A number with a multiplier needs no unit to be a quantity."""


_S: Final = "[ \N{NO-BREAK SPACE}]"
_JOIN: Final = re.compile(
    rf"""(?:
    (?P<range>
        {_S}?[-~\N{{EN DASH}}\N{{EM DASH}}]{_S}?(?=[0-9])
      | {_S}(?:đến|tới){_S}(?:(?:dưới|trên|gần|hơn|khoảng){_S})?
    )
  | (?P<ratio>{_S}?/{_S}?(?=[0-9]) | {_S}trong{_S}(?:tổng{_S})?số{_S}(?=[0-9]) | {_S}trên{_S}(?=[0-9])
      | {_S}trong{_S}(?=[2-9]|1[0-9]|(?:{"|".join(DIGIT_WORDS)}){_S})
      | {_S}phần{_S}(?=(?:hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười)(?![^\W\d_])))
  | (?P<list>,{_S}(?=[0-9]{{1,3}}(?![0-9.,/])|(?:{"|".join(DIGIT_WORDS)}){_S}))
    )""",
    re.VERBOSE,
)
"""What joins two numbers to one amount; tried where `_may_join` says so."""
_DASHES: Final = table_of("-~\N{EN DASH}\N{EM DASH}/")
_JOINING: Final = ("đế", "tớ", "tr", "ph")
_JOINING_FIRST: Final = table_of("".join(head[0] for head in _JOINING))
_JOINING_SECOND: Final = table_of("".join(head[1] for head in _JOINING))
"""How the words begin that join two numbers."""
_ENDS_PERCENT: Final = table_of(".;):")
_AFTER_PERCENT: Final = table_of("-~/\N{EN DASH}\N{EM DASH}đtpmUn")
"""What may begin a range, a ratio, a rate or an amount of money that a percentage is part of."""
_PERCENT: Final = 0x25
_COMMA: Final = 0x2C
_BRACKET: Final = 0x28
_THOUSANDTH: Final = Decimal("0.001")
_MILLION: Final = Decimal(1_000_000)


def _written_scales() -> dict[str, str]:
    """Return how the multipliers after a figure are written, with and without the money they count."""
    capitals = ("Tỷ", "Tỉ", "TỶ", "TỈ", "Triệu", "TRIỆU", "NGHÌN", "NGÀN")
    words = ("tr", "triệu", "trăm", "tỷ", "tỉ", "nghìn", "ngàn", "ngìn", "k", "vạn", "chục", "tá", "rưỡi")
    return {word + money: word for word in words + capitals for money in ("", "đ", "đồng")}


_SCALES: Final = _written_scales()
"""What may go on a numeral after its first figure; most figures have nothing of it."""
_SCALE_INITIALS: Final = table_of("tnkvcrTN")
_NO_BILLIONS: Final = frozenset(("lệ", "trọng", "phú", "suất", "giá", "thí"))
"""After tỷ, which is no multiplier then: tỷ lệ, tỷ giá; but `nghìn suất học bổng`, `triệu thí sinh`."""
_GOING_ON: Final = table_of("ntkvrlmhbsc")
"""How the words begin that may go on a numeral after its multiplier."""


def numeral_at(text: str, start: int, stop: int, end: int) -> Numeral | None:
    """Return the numeral of running text that begins at `start`, with its first figure up to `stop`."""
    if stop == start:
        return word_numeral(text, start, end)
    word, at = _scale_at(text, stop, end)
    if not word:
        value = read_figure(word_at(text, start, stop))
        return None if value is None else Numeral(stop, value, ONE, "figure")
    scale = SCALES.get(_SCALES[word])
    if scale is not None and _ends(text, at + len(word), end):
        return scaled_figure(word_at(text, start, stop), scale, at + len(_SCALES[word]))
    return running_numeral(text, start, end)


def _scale_at(text: str, at: i64, end: i64) -> tuple[str, int]:
    """Return the multiplier after a figure as written and where it stands, `""` where there is none."""
    at = gap_end(text, at, end)
    if not is_among(char_at(text, at, end), _SCALE_INITIALS):
        return "", at
    stop = letters_end(text, at, end)
    word = word_at(text, at, stop)
    if word not in _SCALES:
        return "", at
    if is_gap(char_at(text, stop, end)):
        after = word_at(text, stop + 1, letters_end(text, stop + 1, end))
        if after in _NO_BILLIONS and (after == "phú" or word in ("tỷ", "tỉ")):
            return "", at
    return word, at


def _ends(text: str, at: i64, end: i64) -> bool:
    """Tell whether nothing after a multiplier could go on the numeral."""
    if is_gap(char_at(text, at, end)):
        at += 1
    char = char_at(text, at, end)
    if is_gap(char) or is_figure(char):
        return False
    if not is_among(char, _GOING_ON):
        return True
    stop = letters_end(text, at, end)
    return not (stop - at > 1 and may_go_on(word_at(text, at, stop)))


_SPACED: Final = re.compile(rf"[1-9][0-9]{{0,2}}(?:{_S}[0-9]{{3}})+(?![0-9.,/]|{_S}[0-9])")
_GAPS: Final = str.maketrans("", "", " \N{NO-BREAK SPACE}")


def amount_at(text: str, start: int, end: int, stop: int = -1) -> Amount | None:
    """Return the amount whose number begins at `start`, or None.

    Args:
        stop: where its first figure ends, if the caller knows; `start` if it begins with a word.
    """
    if stop < 0:
        stop = figure_end(text, start, end)
    if _is_percentage(text, stop, end) and (value := read_figure(word_at(text, start, stop))) is not None:
        return Amount(start, stop, value, None, None, Unit(stop, stop + 1, "%", "percent", "unit:%"), "figure")
    first = numeral_at(text, start, stop, end)
    if first is None:
        return None
    at = first.end
    if at == stop and stop - start < 4 and is_gap(char_at(text, stop, end)) and text[stop + 1 : stop + 2].isdigit():
        first = _spaced(text, start, end) or first
        at = first.end
    unit = find_unit(text, at, end)
    if stop == start + 1 and (fraction := FRACTIONS.get(text[start])) and not _is_portion(unit, first):
        return _fraction(text, start, fraction, at, end)
    if unit is None:
        if _opens_bracket(text, at, end) and (gloss := _GLOSS.match(text, at, end)):
            return _glossed(text, start, first, gloss, end)
    elif unit.kind == "percent":
        if money := _MONEY.match(text, unit.end, end):
            return _conflict(text, start, first, money, end)
    elif unit.name == "m" and (centimetres := CENTIMETRES.match(text, unit.end, end)):
        value = first.value + Decimal(centimetres[0]) / 100
        return Amount(start, centimetres.end(), value, None, None, unit, "metres_and_centimetres")
    if unit is not None and (joined := _joined(text, start, end, first, unit, unit.end)):
        return joined
    if joined := _joined(text, start, end, first, unit, at):
        return joined
    return _plain(text, start, first, unit or _spaced_or_rate(text, first, end))


_PORTIONS: Final = word_set("portions")


def _is_portion(unit: Unit | None, numeral: Numeral) -> bool:
    """Tell whether a fraction of one character measures: `½ tấn`, `½ triệu`, `½ quả`; `½ số hộ` is a share."""
    return numeral.scale != 1 or (unit is not None and (unit.kind in MEASURES or unit.name in _PORTIONS))


def _fraction(text: str, start: int, fraction: tuple[int, int], stop: int, end: int) -> Amount:
    """Read a fraction of one character as the share that it is."""
    beside = _number_of(text, stop, end)
    unit = find_unit(text, beside, end) or guess_unit(text, beside, end)
    part, whole = fraction
    return Amount(start, stop, Decimal(part), None, Decimal(whole), unit, "ratio")


def _opens_bracket(text: str, at: i64, end: i64) -> bool:
    """Tell whether a bracket stands at a place or after one character."""
    return char_at(text, at, end) == _BRACKET or char_at(text, at + 1, end) == _BRACKET


def _is_percentage(text: str, at: i64, end: i64) -> bool:
    """Tell whether `%` stands at a place, and nothing after it could make another amount of the percentage."""
    if char_at(text, at, end) != _PERCENT:
        return False
    char = char_at(text, at + 1, end)
    if char < 0 or is_among(char, _ENDS_PERCENT):
        return True
    if char == _COMMA:
        return not (is_gap(char_at(text, at + 2, end)) and is_figure(char_at(text, at + 3, end)))
    return is_gap(char) and not is_among(char_at(text, at + 2, end), _AFTER_PERCENT)


def _may_join(text: str, at: i64, end: i64) -> bool:
    """Tell whether what stands at a place may join the number before to one after it."""
    char = char_at(text, at, end)
    if char == _COMMA:
        return is_gap(char_at(text, at + 1, end)) and _lists(text, at + 2, end)
    gap = is_gap(char)
    if gap:
        at += 1
        char = char_at(text, at, end)
    if is_among(char, _DASHES):
        return is_figure(char_at(text, at + 2 if is_gap(char_at(text, at + 1, end)) else at + 1, end))
    if not gap or not is_among(char, _JOINING_FIRST):
        return False
    return is_among(char_at(text, at + 1, end), _JOINING_SECOND) and text.startswith(_JOINING, at)


def _lists(text: str, at: i64, end: i64) -> bool:
    """Tell whether a figure or the word of a digit stands after a comma."""
    stop = letters_end(text, at, end)
    return text[at:stop] in DIGIT_WORDS if stop > at else is_figure(char_at(text, at, end))


def _plain(text: str, start: int, numeral: Numeral, unit: Unit | None) -> Amount:
    value, end = numeral.value, numeral.end
    if unit is not None and numeral.rule == "figure" and _has_thousandths(text, start, end, value):
        value = _exact(value, unit)
    return Amount(start, end, value, None, None, unit, numeral.rule, numeral.scale)


def _has_thousandths(text: str, start: i64, end: i64, value: Decimal) -> bool:
    """Tell whether a figure has three decimals."""
    return end - start > 4 and not is_figure(ord(text[end - 4])) and value.same_quantum(_THOUSANDTH)


_GLOSS: Final = re.compile(rf"{_S}?\(([^\W\d_]+(?: [^\W\d_]+){{0,8}})\){_S}?")


def _glossed(text: str, start: int, first: Numeral, gloss: re.Match[str], end: int) -> Amount:
    """Read a number that is repeated in words, as laws do: `05 (năm) ngày`, `01 (một) triệu đồng`."""
    said = read_tokens(tokens_at(gloss[1], 0, len(gloss[1])))
    if said is None or said.end != len(gloss[1]):
        return _plain(text, start, first, None)
    scale, value, until, stop = first.scale, first.value, first.end, gloss.end() - 1
    word, at = _scale_at(text, gloss.end(), end)
    if word:
        scale = SCALES.get(_SCALES[word], ONE)
        value = plain(value * scale)
        until = stop = at + len(_SCALES[word])
    unit = find_unit(text, stop, end) or find_unit(text, gloss.end(), end)
    return Amount(start, until, value, None, None, unit, "glossed", scale)


def _spaced(text: str, start: int, end: int) -> Numeral | None:
    """Read thousands that spaces part, where a known unit shows that they are one number: `42 813 hộ`."""
    match = _SPACED.match(text, start, end)
    if match is None or not find_unit(text, match.end(), end):
        return None
    return Numeral(match.end(), Decimal(match[0].translate(_GAPS)), ONE, "spaced_figure")


CENTIMETRES: Final = re.compile(r"[0-9]{2}(?![0-9])")
"""`1m65`; one digit after it would be a square or cubic metre."""
_MONEY: Final = re.compile(rf"{_S}?(?:(nghìn|ngàn|triệu|tỷ|tỉ){_S})?(?=(?:đồng|USD)(?![^\W\d_]))")


def _conflict(text: str, start: int, first: Numeral, money: re.Match[str], end: int) -> Amount:
    """Read an amount of money with a stray percent sign: `28,6% triệu đồng`."""
    scale = SCALES.get(money[1] or "", ONE)
    unit = find_unit(text, money.end(), end)
    value = plain(first.value * scale)
    return Amount(start, first.end, value, None, None, unit, "unit_conflict", scale)


_MONEY_NOUNS: Final = word_set("money_nouns")


def _spaced_or_rate(text: str, numeral: Numeral, end: int) -> Unit | None:
    if numeral.scale >= 1000:
        if rate := rate_only(text, numeral.end, end):
            return rate
        unit = guess_unit(text, numeral.end, end)
        # 580 triệu tiền chi phí: what the money is for is no unit.
        spent = unit is not None and (unit.name == "tiền" or numeral.scale >= _MILLION)
        return None if unit and spent and unit.name in _MONEY_NOUNS else unit
    among = _AMONG.match(text, numeral.end, end) if text[numeral.end + 1 : numeral.end + 2] == "t" else None
    return find_unit(text, among.end(), end) if among else guess_unit(text, numeral.end, end)


_WITHOUT_CENTS: Final = ("VND", "JPY", "KRW", "IDR")


def _exact(value: Decimal, unit: Unit) -> Decimal:
    """Read `12,500 đồng` and `1,234 hộ` as thousands: what is counted has no thousandths."""
    counted = (unit.kind == "noun" and unit.name != "điểm") or unit.name.split("/")[0] in _WITHOUT_CENTS
    return plain(value.scaleb(3)) if counted and value >= 1 else value


def _joined(text: str, start: int, end: int, first: Numeral, inner: Unit | None, place: int) -> Amount | None:
    """Return the range or ratio that a numeral begins, if what joins it to another makes it one.

    Args:
        inner: the unit of the first number; where the join stands after it, the second must have the same.
        place: where the join may stand.
    """
    join = _JOIN.match(text, place, end) if _may_join(text, place, end) else None
    if join is None:
        return None
    at = join.end()
    second = numeral_at(text, at, figure_end(text, at, end), end)
    if second is None:
        if join[0].strip() != "phần":
            return None
        second = Numeral(at + 2, Decimal(4), ONE, "number_words")  # ba phần tư
    beside = _number_of(text, second.end, end) if join.lastgroup == "ratio" else second.end
    unit = find_unit(text, beside, end)
    if unit is None:
        unit = _spaced_or_rate(text, second, end) if beside == second.end else guess_unit(text, beside, end)
    if join.start() != first.end and not _same(inner, unit):
        return None
    kind = join.lastgroup
    if kind == "range":
        return _range(start, first, second, unit)
    return _ratio(start, first, second, unit, join[0]) if kind == "ratio" else _list(start, first, second, unit)


_AMONG: Final = re.compile(rf"{_S}trong{_S}(?:tổng{_S})?số{_S}(?:các|những|nhiều){_S}")
"""Between a count and its noun: `2 trong số các cổ phiếu`."""
_NUMBER_OF: Final = re.compile(rf"{_S}(?:tổng{_S})?số(?={_S})")


def _number_of(text: str, at: int, end: int) -> int:
    """Skip the words that part a ratio from what it counts: `1/3 số hộ`."""
    match = _NUMBER_OF.match(text, at, end) if text[at + 1 : at + 2] in "ts" else None
    return match.end() if match else at


def _same(inner: Unit | None, unit: Unit | None) -> bool:
    return unit is not None and inner is not None and unit.name.split("/")[0] == inner.name.split("/")[0]


def _range(start: int, first: Numeral, second: Numeral, unit: Unit | None) -> Amount | None:
    low, high = shared_scale(first.value, first.scale, second.value, second.scale), second.value
    if low >= high or (unit is None and low < 100 and high in _YEARS):
        return None
    return Amount(start, second.end, low, high, None, unit, "range", second.scale)


_YEARS: Final = frozenset(range(1900, 2100))


def shared_scale(low: Decimal, low_scale: Decimal, high: Decimal, high_scale: Decimal) -> Decimal:
    """Return the lower end of a range with the scale that is said only once: `70-90.000 tỷ`, `2-3 triệu`."""
    if low_scale != 1:
        return low
    mantissa = high / high_scale
    if mantissa < low < 1000 and high_scale >= _MILLION and low * high_scale < high * 1000:
        return plain(low * high_scale / 1000)  # 800 - 1 tỷ
    if low * 1000 < mantissa and not mantissa % 1000:
        low *= 1000
    return plain(low * high_scale) if low < mantissa else low


_ROUND: Final = (10, 100, 1000)


def _ratio(start: int, first: Numeral, second: Numeral, unit: Unit | None, sign: str) -> Amount | None:
    part, whole = first.value, second.value
    if first.scale >= 1000 and second.scale == 1 and whole < 1000:
        return None  # 552 triệu/12 tháng
    if first.scale == 1 < second.scale:
        part = shared_scale(part, first.scale, whole, second.scale)
    counted = whole in _ROUND if unit is None else unit.kind not in MEASURES
    if not whole or ("trên" in sign and not (counted and part <= whole)):
        return None
    if sign.strip() == "trong" and not (unit is not None and unit.kind == "noun" and 1 < part < whole):
        return None  # 2 trong 1, 3 trong 6 tháng; `1 trong 5 tỉnh` is one of five
    return Amount(start, second.end, part, None, whole, unit, "ratio", second.scale)


_LISTED: Final = ("figure", "number_words")


def _list(start: int, first: Numeral, second: Numeral, unit: Unit | None) -> Amount | None:
    """Read `4, 5 lần` as a range and `460, 17 tỷ` as a decimal that was written apart."""
    if first.rule not in _LISTED or first.value != first.value.to_integral_value() or unit is None:
        return None
    if unit.kind in ("time", "times", "noun") and second.value == first.value + 1 < 10:
        return Amount(start, second.end, first.value, second.value, None, unit, "range_list")
    if unit.kind in ("money", "percent") and first.rule == "figure" and first.value >= 10 and second.scale > 1:
        digits = second.value / second.scale
        value = (first.value + digits.scaleb(-len(str(digits)))) * second.scale
        return Amount(start, second.end, plain(value), None, None, unit, "decimal_apart", second.scale)
    return None


_SUM: Final = re.compile(
    rf"{_S}?(?=[0-9]{{1,2}}(?:,[0-9]{{1,3}})?(?![0-9.,/]))|{_S}(?=(?:một|{'|'.join(DIGIT_WORDS)}){_S})"
)
SMALLER_UNITS: Final = {
    "năm": ("tháng", 12), "tuổi": ("tháng", 12), "tháng": ("ngày", 30), "ngày": ("giờ", 24), "giờ": ("phút", 60),
    "phút": ("giây", 60),
}  # fmt: skip
"""A unit of time, the next smaller one, and how many of them it has."""
_SUMMED: Final = ("figure", "number_words", "sum_of_units")
_HALF: Final = re.compile(rf"{_S}rưỡi(?![^\W\d_])")
_MORE: Final = ("rưỡi", "một ", *(f"{word} " for word in DIGIT_WORDS), *"0123456789")
"""How what may go on a duration begins."""


_HUNDREDTHS: Final = re.compile(rf"{_S}([0-9]{{2}})(?![0-9]|[.,/%-][0-9])")


def _with_hundredths(text: str, amount: Amount, stop: int, end: int) -> Amount:
    """Add the hundredths of a second, as sports are timed: `13 giây 15`."""
    more = _HUNDREDTHS.match(text, stop, end)
    if more is None or find_unit(text, more.end(), end):
        return amount
    value = amount.value + Decimal(more[1]) / 100
    return _longer(amount, more.end(), value, "sum_of_units")


def _longer(amount: Amount, end: int, value: Decimal, rule: str) -> Amount:
    """Return an amount to which a part was added."""
    return Amount(amount.start, end, value, amount.value_max, amount.denominator, amount.unit, rule, amount.scale)


def with_smaller(text: str, amount: Amount, end: int) -> Amount:
    """Add the rest of a duration in two units, in the smaller one: `5 năm 6 tháng`, `2 năm rưỡi`."""
    unit = amount.unit
    if unit is not None and unit.name == "giây" and amount.rule in _SUMMED:
        return _with_hundredths(text, amount, unit.end, end)
    if unit is None or unit.name not in SMALLER_UNITS or amount.rule not in _SUMMED:
        return amount
    stop = unit.end
    if not text.startswith(_MORE, stop + 1):
        return amount
    small, size = SMALLER_UNITS[unit.name]
    if half := _HALF.match(text, stop, end):
        return _longer(amount, half.end(), amount.value + Decimal("0.5"), "half_after_unit")
    gap = _SUM.match(text, stop, end)
    if gap is None or small == "ngày":
        return amount
    rest = amount_at(text, gap.end(), end)
    if rest is None or rest.unit is None or rest.unit.name != small or rest.value >= size:
        return amount
    value = amount.value * size + rest.value
    rule = "age_in_two_units" if unit.name == "tuổi" else "sum_of_units"
    return with_smaller(text, Amount(amount.start, rest.end, value, None, None, rest.unit, rule), end)
