"""What a figure says: an amount, a share, a change, how much of a plan is reached, a duration, an age.

The unit decides first (`tuổi`, `tháng`), then the verb or noun of change right before the number
(`tăng 5%`, `vượt kế hoạch 41%`), then what stands after a percentage (`% kế hoạch`). A verb of
change governs a list (`tăng 42 lượt, 77 người và 31 vụ`) until another verb takes over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from civictext.document import Direction, Kind
from civictext.indicators.vocabulary import one_of, words

_DURATIONS = frozenset(words("duration"))


@dataclass(frozen=True, slots=True)
class KindOf:
    """The kind of a figure, the direction of a change, and the rule that says so."""

    kind: Kind
    direction: Direction | None = None
    rule: str = ""


_UP, _DOWN, _FILL = one_of("up"), one_of("down"), one_of("filler")
_CHANGE = re.compile(
    rf"""
    (?P<level>(?:giảm|hạ|rút|kéo|tăng|nâng|đưa|lên|xuống)[^,;()]*?[ ](?:còn|xuống|lên)(?:[ ](?:{_FILL}))*[ ]$
             |\b(?:còn|xuống)(?:[ ](?:{_FILL}))*[ ]$)
  | \b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:[ ](?:{_FILL}))*[ ]?\(?$
    """,
    re.VERBOSE,
)
_MOVES = re.compile("tăng|giảm|vượt|gấp|hơn|kém|hụt|sụt|âm|nhích|còn|xuống|lên")
"""No figure is a change unless one of these stands near before it."""
_GROWTH = re.compile(r".*(?:tốc độ tăng|tăng trưởng|mức tăng|chỉ số phát triển)(?P<between>[^;]*)$")
_NOT_GROWTH = re.compile("chiếm|tỷ lệ|tỷ trọng|giảm|%|;")
_CHANGE_OF = re.compile(
    rf"""
    \b(?:(?P<up>vượt|tăng|cao[ ]hơn|nhiều[ ]hơn)|(?P<down>giảm|thấp[ ]hơn|ít[ ]hơn|kém))[ ]
    (?P<what>[^,;()%0-9]{{2,60}}?)(?:[ ](?:{_FILL}))*[ ]$
    """,
    re.VERBOSE,
)
_NEW_VERB = re.compile(rf"\b(?:{one_of('new verb')})\b")
_OTHER_VALUE = re.compile(r"\b(?:đạt|chiếm|còn|là|có|lên|xuống)\b[^,;]*$")
PLAN = rf"(?:tổng[ ]|số[ ])?(?:{one_of('plan')})\b"
"""A noun for what was planned, which a share of it reaches and a change exceeds."""
_OF_PLAN = re.compile(rf"[ ]?%?(?:[ ]?\([^()]*\))?[ ](?:(?:so[ ]với|so|với)[ ])?{PLAN}")
_FROM_TO = re.compile(r"[^,;.()0-9]{0,40}?[ ](?:lên|xuống|còn|thành|đến|tới)[ ]")
_COMPARES = re.compile(rf"[^,;.()]{{0,40}}? so(?: với)? |[^,;.()]{{0,20}} {PLAN}")
_AGE_AFTER = re.compile(r"[ ]?(?:năm|tháng)?[ ]?tuổi")
_AGE_BEFORE = re.compile(r"\btuổi(?: [^,;.:()0-9]{0,40})?(?: là)? $")
_LONGER = re.compile(r"\b(?:(?P<up>tăng|kéo dài) thêm|giảm bớt) $")
_ALSO = re.compile(r"[^,;()]* so(?: với)? [^,;()]{2,50} và ")
"""A second comparison of one verb: `tăng 3% so với tháng trước và [7% so với cùng kỳ]`."""
_THRESHOLDS = frozenset(("lớn hơn", "nhỏ hơn", "vượt"))
"""What stands before an amount to be exceeded, not before a change, where nothing is compared."""


_AGE = KindOf("age", rule="unit-age")
_TIME = KindOf("duration", rule="unit-time")
_RATIO = KindOf("share", rule="ratio")
_AMOUNT = KindOf("level", rule="amount")
_OTHER = KindOf("other", rule="coefficient")
_PERCENT = KindOf("share", rule="percent")
_ATTAINMENT = KindOf("attainment", rule="percent-of-plan")
_COEFFICIENT = re.compile(r"(?:hệ số|p/e)[^,;]*$")


def kind_of(
    left: str, right: str, unit: str, is_ratio: bool, is_range: bool, before: KindOf | None, gap: str
) -> KindOf:
    """Return what a figure says.

    Args:
        left: the sentence up to the number.
        right: the sentence after the number.
        unit: canonical unit, empty where the text names none.
        is_ratio: the figure is of the form `83/99`.
        is_range: the figure is of the form `5-7`.
        before: what the figure before it in the sentence says.
        gap: what stands between that figure's unit and this number.

    >>> kind_of("Thu ngân sách tăng ", "% so với cùng kỳ", "%", False, False, None, "").direction
    'up'
    """
    low = left.lower()
    if unit == "tuổi" or _AGE_AFTER.match(right) or (not unit and _AGE_BEFORE.search(low[-60:])):
        return _AGE
    if unit in _DURATIONS:
        longer = _LONGER.search(low[-12:])
        return KindOf("change", "up" if longer["up"] else "down", "change-verb") if longer else _TIME
    if is_ratio:
        return _RATIO
    percent = unit[:1] == "%" or unit == "pp"
    change = _changed(low, right, percent, unit == "lần", is_range) or _listed(before, gap.lower())
    if change:
        return change
    if not percent:
        return _OTHER if _COEFFICIENT.search(low[-40:]) else _AMOUNT
    return _ATTAINMENT if _OF_PLAN.match(right.lower()) else _PERCENT


def _changed(low: str, right: str, percent: bool, times: bool, is_range: bool) -> KindOf | None:
    """Return the change that a verb or noun before the number makes of it, if one does."""
    near = low[-70:]
    if _MOVES.search(near):
        starts_at = near.endswith(" từ ")
        verb = _CHANGE.search(near)
        if verb:
            if verb["level"] or (starts_at and _starts(right, is_range and not percent and not times)):
                return None
            if not percent and not times and _is_threshold(verb, near, right):
                return None
            return KindOf("change", "up" if verb["up"] else "down", "change-verb")
    if not percent and not times:
        return None
    growth = _GROWTH.search(low[-120:]) if percent and "tăng" in low[-120:] else None
    if growth and not _NOT_GROWTH.search(growth["between"]):
        return KindOf("change", "up", "growth-rate")
    what = _CHANGE_OF.search(near)
    if (
        what
        and not _OTHER_VALUE.search(what["what"] + " ")
        and not (near.endswith(" từ ") and _FROM_TO.match(right))
    ):
        return KindOf("change", "up" if what["up"] else "down", "change-of")
    return None


def _starts(right: str, is_span: bool) -> bool:
    """Tell whether a figure after `tăng từ` is what the change began with: `từ 7 lên 10`, `từ 7-10 vạn tấn`."""
    return bool(_FROM_TO.match(right)) or (is_span and not _COMPARES.match(right))


def _is_threshold(verb: re.Match[str], near: str, right: str) -> bool:
    """Tell whether an amount is what something exceeds (`vượt 1.200 điểm`), not by how much it does."""
    word = verb["up"] or verb["down"]
    said = near[verb.start() :].strip()
    return word in _THRESHOLDS and said == word and not _COMPARES.search(near) and not _COMPARES.match(right)


def _listed(before: KindOf | None, gap: str) -> KindOf | None:
    """Return the change of the figure before, where this one goes on with its list."""
    if not before or before.kind != "change" or len(gap) >= 60:
        return None
    if _NEW_VERB.search(gap) and not _ALSO.fullmatch(gap):
        return None
    return KindOf("change", before.direction, "change-list")
