"""What a figure says: an amount, a share, a change, how much of a plan is reached, a duration, an age.

The unit decides first (`tuổi`, `tháng`), then the verb or noun of change right before the number
(`tăng 5%`, `vượt kế hoạch 41%`), then what stands after a percentage (`% kế hoạch`). A verb of
change governs a list (`tăng 42 lượt, 77 người và 31 vụ`) until another verb takes over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from civictext.document import Direction, Kind
from civictext.indicators.measures import Measure
from civictext.indicators.surroundings import Surroundings
from civictext.indicators.vocabulary import one_of, words


@dataclass(frozen=True, slots=True)
class KindOf:
    """The kind of a figure, the direction of a change, and the rule that says so."""

    kind: Kind
    direction: Direction | None = None
    rule: str = ""


_DURATIONS = frozenset(words("duration"))
_AGES = frozenset(words("age"))
_SCORES = frozenset(("%", "pp", "điểm", "bậc"))
_WAYS: tuple[Direction, ...] = ("up", "down")
_VERBS = {verb: way for way in _WAYS for verb in words(way)}
_LAST_OF_VERBS = frozenset(verb.rpartition(" ")[2] for verb in _VERBS)
_COMPARING = frozenset(verb for verb in _VERBS if verb.endswith(" hơn"))
_FILLERS = frozenset(words("filler"))
_LAST_OF_FILLERS = frozenset(filler.rpartition(" ")[2] for filler in _FILLERS)
_NEW_VERB = re.compile(rf"\b(?:{one_of('new verb')})\b")
PLAN = rf"(?:tổng[ ]|số[ ])?(?:{one_of('plan')})\b"
"""A noun for what was planned, which a share of it reaches and a change exceeds."""
_OF_PLAN = re.compile(
    rf"[ ]?%?(?:[ ]?\([^()]*\))?[ ](?:(?:so[ ]với|so|với)[ ])?(?:{PLAN}|dự[ ]kiến(?=[ ]*(?:[,.;)]|$)))"
)
_NO_ATTAINMENT = re.compile(r"\b(?:dành|chiếm|xuống|trong số)[^,;.]*$")
_GROWTH = re.compile(r".*(?:tốc độ tăng|tăng trưởng|mức tăng|chỉ số phát triển)(?P<between>[^;]*)$")
_GROWTH_HINTS = ("tăng trưởng", "độ tăng", "mức tăng", "số phát triển")
_NOT_GROWTH = re.compile("chiếm|tỷ lệ|tỷ trọng|giảm|%|;")
_SHARE_OF_GROWTH = re.compile(r"\b(?:vào|cho) (?:tốc độ |mức )?tăng")
_OTHER_VALUE = frozenset(words("other value"))
_CUT = re.compile(r"[,;()%0-9]")
_COMPARED_VALUE = frozenset(("mức", "con", "tỷ", "tỉ"))
_FROM_TO = re.compile(r"[^,;.()]{0,40}?(?<! trở)[ ](?:lên|xuống|còn|về|thành|đến|tới)[ ]")
_COMPARES = re.compile(rf"[^,;.()]{{0,40}}? so(?: với)? |[^,;.()]{{0,20}} {PLAN}")
_AGE_BEFORE = re.compile(r"\btuổi(?: [^,;.:()0-9]{0,40})?(?: là)? $")
_TIMES = re.compile(
    r"\b(?:tăng [0-9]+ lần[^.;]{0,20} giảm|giảm [0-9]+ lần[^.;]{0,20} tăng) #"
    r"|(?:tăng|giảm) # lần,? (?:và )?(?:tăng|giảm) "
)
"""How often something rose and fell: `tăng 18 lần, giảm 20 lần`."""
_COEFFICIENT = re.compile(r"(?:hệ số|p/e)[^,;]*$")
_ALSO = re.compile(r"[^,;()]* so(?: với)? [^,;()]{2,50} và ")
"""A second comparison of one verb: `tăng 3% so với tháng trước và [7% so với cùng kỳ]`."""
_TAIL = re.compile(r"(?:[,;(]|\b(?:và|hoặc|hay)\b)([^,;(]*)$")
_MOST_IN_TAIL = 3
_THRESHOLDS = frozenset(("lớn hơn", "nhỏ hơn", "vượt"))
"""What stands before an amount to be exceeded, not before a change, where nothing is compared."""
_MARKS = frozenset(("mốc", "ngưỡng", "mức", "số"))

_AGE = KindOf("age", rule="unit-age")
_TIME = KindOf("duration", rule="unit-time")
_RATIO = KindOf("share", rule="ratio")
_AMOUNT = KindOf("level", rule="amount")
_REACHED = KindOf("level", rule="reached")
_EXCEEDED = KindOf("level", rule="exceeded")
_SHORT = KindOf("level", rule="short-of")
_OTHER = KindOf("other", rule="coefficient")
_PERCENT = KindOf("share", rule="percent")
_ATTAINMENT = KindOf("attainment", rule="percent-of-plan")
_ATTAINED_TOO = KindOf("attainment", rule="attainment-list")
_ATTAINED = re.compile(r"(?:[^.;:]{0,40}[:;]|[;,])[^.;:%0-9]{2,60}đạt (?:gần |hơn |trên |khoảng )?")
"""What parts the percentages of one plan: `đạt 55% dự toán: thuế thu nhập đạt 68%; tiền thuê đất đạt 79%`."""


def kind_of(
    measure: Measure,
    around: Surroundings,
    before: KindOf | None = None,
    gap: str = "",
    unit_before: str | None = None,
) -> KindOf:
    """Return what a figure says.

    Args:
        before: what the figure before it in the sentence says.
        gap: what stands between that figure's unit and this number.
        unit_before: the unit of that figure.

    >>> from decimal import Decimal
    >>> from civictext.indicators.surroundings import surroundings
    >>> kind_of(Measure((18, 19), Decimal(5), unit="%"), surroundings("thu ngân sách tăng 5%", 19, 20))
    KindOf(kind='change', direction='up', rule='change-verb')
    """
    unit = measure.unit or ""
    if unit == "tuổi" and around.words[-1:] == ["kém"]:
        return KindOf("change", "down", "change-verb")
    if unit in _AGES or around.right.startswith((" tuổi", " năm tuổi", " tháng tuổi")):
        return _AGE
    if unit in _DURATIONS or (unit.endswith("/lần") and unit[:-4] in _DURATIONS):
        return _duration(measure, around)
    if measure.denominator is not None:
        return _RATIO
    if not unit and "tuổi" in around.left[-60:] and _AGE_BEFORE.search(around.left[-60:]):
        return _AGE
    if unit == "phiên":
        return _AMOUNT
    if unit == "lần" and _TIMES.search(around.left[-40:] + "#" + around.right[:40]):
        return _AMOUNT
    percent = unit[:1] == "%" or unit == "pp"
    kind = _moved(measure, around, percent=percent, relative=percent or unit == "lần")
    if kind is None and before is not None:
        if before.kind == "change":
            kind = _listed(before, gap, same=unit_before == measure.unit)
        elif percent and before.kind == "attainment" and _ATTAINED.fullmatch(gap):
            return _ATTAINED_TOO
    if kind is not None and kind.kind == "change":
        return kind
    if not percent:
        return kind or (_OTHER if _is_coefficient(around) else _AMOUNT)
    if kind in (_EXCEEDED, _SHORT):
        return KindOf("share", rule=kind.rule)
    planned = _OF_PLAN.match(around.right)
    return _ATTAINMENT if planned and not _NO_ATTAINMENT.search(around.left[-50:]) else _PERCENT


def _is_coefficient(around: Surroundings) -> bool:
    words = around.words
    return ("hệ" in words or "p/e" in words) and _COEFFICIENT.search(around.left[-40:]) is not None


def _duration(measure: Measure, around: Surroundings) -> KindOf:
    """Read `tăng thêm 2 năm` as a change, `61 tuổi 3 tháng` as an age, other lengths of time as such."""
    if measure.rule.startswith("age_in_two_units"):
        return _AGE
    match around.words[-2:]:
        case ["tăng" | "dài", "thêm"]:
            return KindOf("change", "up", "change-verb")
        case ["giảm", "bớt"]:
            return KindOf("change", "down", "change-verb")
    return _TIME


def _moved(measure: Measure, around: Surroundings, *, percent: bool, relative: bool) -> KindOf | None:
    """Return what a verb or noun of change before the number makes of it, None where there is none."""
    said = around.words
    at = _before_fillers(said)
    if "lên" in said[at:] and said[at - 1 : at] != ["chênh"]:
        return _REACHED
    if at and said[at - 1] in _LAST_OF_VERBS and (found := _verb(said, at)):
        return _by_verb(measure, around, at, *found, relative=relative)
    if at and said[at - 1] in ("còn", "xuống", "về"):
        return _REACHED
    if at and said[at - 1] in _MARKS:
        return _EXCEEDED if "vượt" in said[-4:] else None
    if at and said[at - 1] in ("mất", "trừ") and measure.unit in _SCORES:
        return KindOf("change", "down", "change-verb")
    if percent and (_grows(around.left[-120:]) or _is_product(said)):
        return KindOf("change", "up", "growth-rate")
    if relative and said[-1:] in (["thấp"], ["cao"]) and _COMPARES.match(around.right):
        return KindOf("change", "up" if said[-1] == "cao" else "down", "change-verb")
    return _by_what(measure, around, at, relative=relative)


def _before_fillers(said: list[str]) -> int:
    """Return how many words are left without those that may stand between a verb and its number."""
    at = len(said)
    while at and said[at - 1] in _LAST_OF_FILLERS:
        if said[at - 1] in _LAST_OF_VERBS and _verb(said, at):
            break
        if said[at - 1] in _FILLERS:
            at -= 1
        elif at > 1 and f"{said[at - 2]} {said[at - 1]}" in _FILLERS:
            at -= 2
        else:
            break
    return at


def _verb(said: list[str], at: int) -> tuple[str, Direction] | None:
    """Return the verb of change that ends at a place, with its direction."""
    for size in (2, 1):
        verb = " ".join(said[max(0, at - size) : at])
        if direction := _VERBS.get(verb):
            return verb, direction
    return None


def _by_verb(
    measure: Measure, around: Surroundings, at: int, verb: str, direction: Direction, *, relative: bool
) -> KindOf | None:
    """Tell a change from the amount that was reached by it, began it or is exceeded."""
    between = around.words[at:]
    span = measure.value_max is not None and not relative and "giá" not in between
    if between[-1:] == ["từ"] and (_FROM_TO.match(around.right) or (span and not _compared(around))):
        return None
    if verb == "âm" and not relative:
        return None
    if verb in _SMALL_MOVES and not (relative or measure.unit in _SCORES or _is_money(measure)):
        return None
    if not relative:
        if between[-1:] == ["là"] and "thêm" in between:
            return _REACHED
        if verb in _THRESHOLDS and not between and not _compared(around):
            return _EXCEEDED
        if verb in _COMPARING and "không" in around.words[-6:at]:
            return _EXCEEDED
    elif verb in _COMPARING and not between and " so " not in around.right and not _compared(around):
        return _EXCEEDED if direction == "up" else _SHORT
    return KindOf("change", direction, "change-verb")


def _is_money(measure: Measure) -> bool:
    return (measure.unit or "")[:3].isupper()


def _compared(around: Surroundings) -> bool:
    return bool(_COMPARES.match(around.right) or _COMPARES.search(around.left[-70:]))


def _grows(left: str) -> bool:
    """Tell whether a percentage is a rate of growth, not the share that something has in it."""
    growth = _GROWTH.search(left) if any(word in left for word in _GROWTH_HINTS) else None
    if growth is None or _NOT_GROWTH.search(growth["between"]):
        return False
    return _SHARE_OF_GROWTH.search(left[: growth.start("between")]) is None


_PRODUCTS = frozenset(("gdp", "grdp", "cpi"))
_NO_RATE = frozenset(("chiếm", "bằng", "so", "trên", "tỷ", "tỉ", "mức", "góp"))


def _is_product(said: list[str]) -> bool:
    """Tell whether a percentage is said of the product of a country or its prices: `GDP ước đạt gần 7%`."""
    near = said[-5:]
    return not _PRODUCTS.isdisjoint(near) and _NO_RATE.isdisjoint(near)


def _by_what(measure: Measure, around: Surroundings, at: int, *, relative: bool) -> KindOf | None:
    """Read a change that says of what between verb and number: `vượt kế hoạch 8%`, `giảm tỷ lệ nghèo 2%`.

    Other units than percent have it only in comparisons: `thấp hơn điểm sàn 1,5 điểm`.
    """
    said = around.words
    if _LAST_OF_VERBS.isdisjoint(said):
        return None
    for i in range(at - 1, 0, -1):
        word = said[i - 1]
        if said[i] in _OTHER_VALUE or _CUT.search(said[i]):
            return None
        if word not in _LAST_OF_VERBS or not (found := _verb(said, i)):
            continue
        verb, direction = found
        if verb == "hạ" and said[i] not in _PRICES:  # hạ tầng
            return None
        exceeds = verb == "vượt" and _PLANNED_WHAT.match(said[i]) is not None
        exceeds = exceeds or (verb in _WITH_OBJECT and said[i] in _SUMS and _is_money(measure))
        if verb not in _COMPARING and not exceeds and (not relative or verb not in _WITH_OBJECT):
            return None
        if said[at:] == ["từ"] and _FROM_TO.match(around.right):
            return None
        if "là" in said[at:] and said[i] in _COMPARED_VALUE:  # cao hơn mức chung là 80%
            return None
        return KindOf("change", direction, "change-of")
    return None


_WITH_OBJECT = frozenset(("vượt", "tăng", "giảm", "kém", "hạ"))
_SMALL_MOVES = frozenset(("hạ", "rơi", "nâng thêm", "cộng thêm"))
"""Verbs that tell of a change only with a percentage, points or money: `rơi 3 điểm`, not `rơi 3 tầng`."""
_SUMS = frozenset(("giá", "chi", "thu", "phí", "nợ", "lãi"))
_PRICES = frozenset(("giá", "lãi", "thuế", "phí", "mức", "tỷ"))
_PLANNED_WHAT = re.compile(rf"(?:năm|cùng|mức|so|{one_of('plan')})")


def _listed(before: KindOf, gap: str, *, same: bool) -> KindOf | None:
    """Return the change of the figure before, where this one goes on with its list.

    What stands between the last comma and the number is short or a name: `[tăng 5 vụ,] 3 người`,
    `[vượt 54%;] Quảng Trị 41%`, past a semicolon only with the same unit; or it says what
    is so much: `[tăng 5 tỷ,] trong đó chi thường xuyên là 3 tỷ`.
    """
    if len(gap) >= 60 or ")" in gap or (";" in gap and not same):
        return None
    low = gap.lower()
    if _ALSO.fullmatch(low):
        return KindOf("change", before.direction, "change-list")
    tail = _TAIL.search(gap)
    if tail is None or _NEW_VERB.search(low):
        return None
    said = tail[1].split()
    if len(said) > _MOST_IN_TAIL and said[-1] != "là" and not all(word[0].isupper() for word in said):
        return None
    return KindOf("change", before.direction, "change-list")
