"""What a figure says: an amount, a share, a change, how much of a plan is reached, a duration, an age.

The unit decides first (`tuổi`, `tháng`), then the verb or noun of change right before the number
(`tăng 5%`, `vượt kế hoạch 41%`), then what stands after a percentage (`% kế hoạch`). A verb of
change governs a list (`tăng 42 lượt, 77 người và 31 vụ`) until another verb takes over.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from civictext.document import Direction
from civictext.indicators.changes import EXCEEDED, SHORT, listed, moved
from civictext.indicators.chars import is_among, table_of
from civictext.indicators.measures import KindOf
from civictext.indicators.surroundings import REACH, Figure
from civictext.indicators.vocabulary import PLAN, words

_DURATIONS: Final = frozenset(words("duration"))
_OF_PLAN: Final = re.compile(
    rf"[ ]?%?(?:[ ]?\([^()]*\))?[ ](?:(?:so[ ]với|so|với)[ ])?(?:{PLAN}|dự[ ]kiến(?=[ ]*(?:[,.;)]|$)))"
)
_AGAINST_PLAN: Final = re.compile(rf"so với {PLAN}[^;.]*\b(?:thực hiện|hoàn thành|đạt)\b[^,;.]{{0,40}}$")
_NO_ATTAINMENT: Final = re.compile(r"\b(?:dành|chiếm|xuống|trong số)[^,;.]*$")
_PAY: Final = re.compile(r" (?:tháng|ngày) (?:mức |bình quân |tiền ){0,3}(?:lương|công|thu nhập)")
"""What so many months are paid for: `thưởng hai tháng lương`."""
_AGE_APART: Final = re.compile(r"\b(?:(hơn) (?:ông|bà|anh|chị|em|mình|tôi|cô|vợ|chồng)|(?:kém)(?: [^\W\d_]+)?) $")
"""Between two people: `kém mình 10 tuổi`; `hơn 10 tuổi` alone is about an age."""
_AGE_BEFORE: Final = re.compile(r"\btuổi(?: [^,;.:()0-9]{0,40})?(?: là)? $")
_TIMES: Final = re.compile(
    r"\b(?:tăng [0-9]+ lần[^.;]{0,20} giảm|giảm [0-9]+ lần[^.;]{0,20} tăng) #"
    r"|(?:tăng|giảm) # lần,? (?:và )?(?:tăng|giảm) "
    r"|# lần (?:nữa|liên tiếp|liên tục|tăng|giảm)\b|liên (?:tiếp|tục) #"
)
"""How often something rose and fell: `tăng 18 lần, giảm 20 lần`."""
_CHILD: Final = re.compile(r"\b(?:trẻ|trẻ em|bé) (?:từ |dưới |trên |đủ |khoảng ){0,2}$")
"""Whose age is told in months: `trẻ từ 24 tháng`."""
_AGED: Final = ("đã ngoài ", "tuổi ngoài ", "ngấp nghé ")
_TO: Final = re.compile(r" (?:(?:lên|xuống)(?: còn| mức)?|và) ")
_ALARM: Final = re.compile(r"\b(?:(trên|cao hơn|vượt)|dưới|thấp hơn) (?:mức )?(?:báo động|bđ)[^,;.%]{0,16} $")
"""A gauge against a level of alarm: `dưới báo động 2 là 0,5 m`."""
_AGES_BEHIND: Final = (" tuổi", " năm tuổi", " tháng tuổi")
_AGE_INITIALS: Final = table_of("tn")
_SIGN_ENDS: Final = table_of("(+-–")
_RISES: Final = ("(+", " +")
_FALLS: Final = ("(-", "(–")
"""Before a number they say which way it went: `VN-Index (+0,5%)`."""
_COMPARED: Final = re.compile(r" [^\W\d_]+ so(?: với)? ")
_COEFFICIENT: Final = re.compile(r"(?:hệ số|p/e)[^,;]*$")
_AGE: Final = KindOf("age", rule="unit-age")
_TIME: Final = KindOf("duration", rule="unit-time")
_RATIO: Final = KindOf("share", rule="ratio")
_AMOUNT: Final = KindOf("level", rule="amount")
_OTHER: Final = KindOf("other", rule="coefficient")
_PERCENT: Final = KindOf("share", rule="percent")
_ATTAINMENT: Final = KindOf("attainment", rule="percent-of-plan")
_ATTAINED_TOO: Final = KindOf("attainment", rule="attainment-list")
_ATTAINED: Final = re.compile(r"(?:[^.;:]{0,40}[:;]|[;,])[^.;:%0-9]{2,60}đạt (?:gần |hơn |trên |khoảng )?")
"""What parts the percentages of one plan: `đạt 55% dự toán: thuế thu nhập đạt 68%; tiền thuê đất đạt 79%`."""


def kind_of(figure: Figure, before: KindOf | None = None, gap: str = "", unit_before: str | None = None) -> KindOf:
    """Return what a figure says.

    Args:
        figure: the figure in its sentence.
        before: what the figure before it in the sentence says.
        gap: what stands between that figure's unit and this number.
        unit_before: the unit of that figure.

    >>> from decimal import Decimal
    >>> from civictext.indicators.measures import Measure
    >>> from civictext.indicators.surroundings import Sentence
    >>> from civictext.text.alignment import Span
    >>> kind = kind_of(Sentence("thu ngân sách tăng 5%").figure(Measure(Span(19, 20), Decimal(5), unit="%")))
    >>> kind.kind, kind.direction, kind.rule
    ('change', 'up', 'change-verb')
    """
    sort = _sort(figure.unit)
    if sort == "age":
        return _age(figure)
    right = figure.right
    if len(right) > 1 and is_among(ord(right[1]), _AGE_INITIALS) and right.startswith(_AGES_BEHIND):
        return _AGE
    if sort == "duration":
        return _duration(figure)
    if figure.parted:
        return _RATIO
    if sort == "none" and (figure.ends(_AGED) or ("tuổi " in (left := figure.left(60)) and _AGE_BEFORE.search(left))):
        return _AGE
    if sort == "session" or (sort == "times" and _TIMES.search(figure.left(40) + "#" + right[:40])):
        return _AMOUNT
    if sort == "height" and (alarm := _ALARM.search(figure.left(50))):
        return KindOf("change", "up" if alarm[1] else "down", "change-of")
    if figure.start and is_among(ord(figure.low[figure.start - 1]), _SIGN_ENDS) and (way := _signed(figure)):
        return KindOf("change", way, "change-sign")
    percent = sort == "percent"
    kind = moved(figure, percent=percent)
    if percent and before is not None and before.rule == "growth-rate" and _TO.fullmatch(gap):
        return before
    if kind is None and before is not None:
        if before.kind == "change":
            same = unit_before == figure.unit
            kind = listed(before, gap, same=same) if same or unit_before != "lần" else None
        elif percent and before.kind == "attainment" and _ATTAINED.fullmatch(gap):
            return _ATTAINED_TOO
    if kind is not None and kind.kind == "change":
        return kind
    if not percent:
        return kind or (_OTHER if _is_coefficient(figure) else _AMOUNT)
    if kind in (EXCEEDED, SHORT):
        return KindOf("share", rule=kind.rule)
    if figure.low.startswith("so với ") and _AGAINST_PLAN.match(figure.left(REACH)):
        return _ATTAINMENT
    planned = _OF_PLAN.match(right)
    return _ATTAINMENT if planned and not _NO_ATTAINMENT.search(figure.left(50)) else _PERCENT


_Sort = Literal["age", "duration", "none", "session", "times", "height", "percent", "other"]
_SORTS: Final[dict[str, _Sort]] = {
    **dict.fromkeys(_DURATIONS, "duration"),
    **dict.fromkeys((f"{unit}/lần" for unit in _DURATIONS), "duration"),
    **dict.fromkeys(words("age"), "age"),
    "phiên": "session", "lần": "times", "m": "height", "cm": "height", "pp": "percent",
}  # fmt: skip


def _sort(unit: str | None) -> _Sort:
    """Return what a unit alone makes of a figure."""
    if not unit:
        return "none"
    if unit[0] == "%":
        return "percent"
    return _SORTS.get(unit, "other")


def _age(figure: Figure) -> KindOf:
    """Read `hơn mình 10 tuổi` and `thấp hơn 5 tuổi so với …` as changes, others as an age."""
    if figure.right.startswith(" tuổi so ") or figure.words[-1:] in (["tăng"], ["giảm"]):
        return moved(figure, percent=False) or _AGE
    way = _AGE_APART.search(figure.left(16)) if figure.unit == "tuổi" else None
    return KindOf("change", "up" if way[1] == "hơn" else "down", "change-verb") if way else _AGE


def _signed(figure: Figure) -> Direction | None:
    """Return which way a sign before a number says that it went."""
    if figure.ends(_RISES):
        return "up"
    return "down" if figure.ends(_FALLS) or (figure.value < 0 and figure.left(1) == "(") else None


def _is_coefficient(figure: Figure) -> bool:
    low, start = figure.low, figure.start
    near = max(0, start - 40)
    if low.find("hệ số", near, start) < 0 and low.find("p/e", near, start) < 0:
        return False
    return _COEFFICIENT.search(low, near, start) is not None


def _duration(figure: Figure) -> KindOf:
    """Read `tăng thêm 2 năm` as a change, `61 tuổi 3 tháng` as an age, other lengths of time as such."""
    if figure.rule.startswith("age_in_two_units"):
        return _AGE
    if figure.unit == "tháng" and _CHILD.search(figure.left(30)):
        return _AGE
    if _PAY.match(figure.right):
        return _AMOUNT
    match figure.words[-2:] if figure.led else []:
        case ["tăng" | "dài", "thêm"]:
            return KindOf("change", "up", "change-verb")
        case ["giảm", "bớt"]:
            return KindOf("change", "down", "change-verb")
        case [_, "tăng" | "giảm" as verb] if _COMPARED.match(figure.right):
            return KindOf("change", "up" if verb == "tăng" else "down", "change-verb")
    return _TIME
