"""Changes: the verbs and nouns that tell by how much something rose, fell or differs.

The verb stands right before the number, over words that may stand between (`tăng thêm khoảng 5%`), or
before what it is said of (`vượt kế hoạch 8%`). What was reached by a change (`giảm còn 14 vụ`), what one
began with (`giảm từ 8% xuống 5%`) and what is merely exceeded (`vượt mốc 1.200 điểm`) are none.
"""

from __future__ import annotations

import re

from civictext.document import Direction
from civictext.indicators.measures import KindOf, Measure
from civictext.indicators.surroundings import Surroundings
from civictext.indicators.vocabulary import PLAN, one_of, words

REACHED = KindOf("level", rule="reached")
"""What a change led to: no change itself, and the end of a list of changes."""
EXCEEDED = KindOf("level", rule="exceeded")
SHORT = KindOf("level", rule="short-of")
"""What something is more, and less, than."""

_WAYS: tuple[Direction, ...] = ("up", "down")
_VERBS = {verb: way for way in _WAYS for verb in words(way)}
_LAST_OF_VERBS = frozenset(verb.rpartition(" ")[2] for verb in _VERBS)
_COMPARING = frozenset(verb for verb in _VERBS if verb.endswith(" hơn"))
_FILLERS = frozenset(words("filler"))
_LAST_OF_FILLERS = frozenset(filler.rpartition(" ")[2] for filler in _FILLERS)
_SCORES = frozenset(("%", "pp", "điểm", "bậc"))
_WITH_OBJECT = frozenset(("vượt", "tăng", "giảm", "kém", "hạ"))
"""Verbs that may stand before what rises or falls by a percentage."""
_SMALL_MOVES = frozenset(("hạ", "rơi", "nâng thêm", "cộng thêm"))
"""Verbs that tell of a change only with a percentage, points or money: `rơi 3 điểm`, not `rơi 3 tầng`."""
_SUMS = frozenset(("giá", "chi", "thu", "phí", "nợ", "lãi"))
"""What rises or falls by a sum of money: `giảm chi ngân sách 2 tỷ đồng`."""
_PRICES = frozenset(("giá", "lãi", "thuế", "phí", "mức", "tỷ"))
"""What one lowers (`hạ lãi suất`), unlike `hạ tầng`."""
_PRICE_OR_MORE = frozenset(("giá", "thêm"))
"""Words after which `từ` begins by how much, not from what: `giảm giá từ 50-100 triệu`."""
_PLANNED_WHAT = re.compile(rf"(?:năm|cùng|mức|so|{one_of('plan')})")
_THRESHOLDS = frozenset(("lớn hơn", "nhỏ hơn", "vượt"))
"""What stands before an amount to be exceeded, not before a change, where nothing is compared."""
_MARKS = frozenset(("mốc", "ngưỡng", "mức", "số"))
_LED_TO = frozenset(("còn", "xuống", "về"))
_OTHER_LASTS = _MARKS | _LED_TO | {"mất", "trừ"}
_NEW_VERB = re.compile(rf"\b(?:{one_of('new verb')})\b")
_OTHER_VALUE = frozenset(words("other value"))
_CUT = re.compile(r"[,;()%0-9]")
_COMPARED_VALUE = frozenset(("mức", "con", "tỷ", "tỉ"))
_FROM_TO = re.compile(
    r"[^,;.()]{0,40}?(?:\([^()]*\))?[^,;.()]{0,20}?(?<! trở)[ ](?:lên|xuống|còn|về|thành|đến|tới)[ ]"
)
_COMPARES = re.compile(rf"[^,;.()]{{0,40}}? so(?: với)? |[^,;.()]{{0,20}} {PLAN}")
_GROWTH = re.compile(r".*(?:tốc độ tăng|tăng trưởng|mức tăng|chỉ số phát triển)(?P<between>[^;]*)$")
_GROWTH_HINTS = ("tăng trưởng", "độ tăng", "mức tăng", "số phát triển")
_NOT_GROWTH = re.compile("chiếm|tỷ lệ|tỷ trọng|giảm|%|;")
_SHARE_OF_GROWTH = re.compile(r"\b(?:vào|cho) (?:tốc độ |mức )?tăng")
_PRODUCTS = frozenset(("gdp", "grdp", "cpi"))
_NO_RATE = frozenset(("chiếm", "bằng", "so", "trên", "tỷ", "tỉ", "mức", "góp"))
_ALSO = re.compile(r"[^,;()]* so(?: với)? [^,;()]{2,50} và ")
"""A second comparison of one verb: `tăng 3% so với tháng trước và [7% so với cùng kỳ]`."""
_TAIL = re.compile(r"(?:[,;(]|\b(?:và|hoặc|hay)\b)([^,;(]*)$")
_MOST_IN_TAIL = 3


def moved(measure: Measure, around: Surroundings, *, percent: bool) -> KindOf | None:
    """Return what a verb or noun of change before the number makes of it, None where there is none.

    Args:
        percent: the number is a percentage.
    """
    said = around.words
    relative = percent or measure.unit == "lần"
    at = _before_fillers(said)
    if at < len(said) and "lên" in said[at:] and said[at - 1 : at] != ["chênh"]:
        return REACHED
    last = said[at - 1] if at else ""
    if last in _LAST_OF_VERBS:
        if found := _verb(said, at):
            return _by_verb(measure, around, at, *found, relative=relative)
    elif last in _OTHER_LASTS:
        if last in _LED_TO:
            return REACHED
        if last in _MARKS:
            return EXCEEDED if "vượt" in said[-4:] else None
        if measure.unit in _SCORES:
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
    span = measure.value_max is not None and not relative and not _PRICE_OR_MORE & set(between)
    if between[-1:] == ["từ"] and (_FROM_TO.match(around.right) or (span and not _compared(around))):
        return None
    if verb == "âm" and not relative:
        return None
    if verb in _SMALL_MOVES and not (relative or measure.unit in _SCORES or _is_money(measure)):
        return None
    if not relative:
        if between[-1:] == ["là"] and "thêm" in between:
            return REACHED
        if verb in _THRESHOLDS and not between and not _compared(around):
            return EXCEEDED
        if verb in _COMPARING and "không" in around.words[-6:at]:
            return EXCEEDED
    elif verb in _COMPARING and not between and " so " not in around.right and not _compared(around):
        return EXCEEDED if direction == "up" else SHORT
    return KindOf("change", direction, "change-verb")


def _is_money(measure: Measure) -> bool:
    return (measure.unit or "")[:3].isupper()


def _is_sum(measure: Measure) -> bool:
    return _is_money(measure) or (measure.unit or "").startswith("điểm")


def _compared(around: Surroundings) -> bool:
    return bool(_COMPARES.match(around.right) or _COMPARES.search(around.left[-70:]))


def _grows(left: str) -> bool:
    """Tell whether a percentage is a rate of growth, not the share that something has in it."""
    growth = _GROWTH.search(left) if any(word in left for word in _GROWTH_HINTS) else None
    if growth is None or _NOT_GROWTH.search(growth["between"]):
        return False
    return _SHARE_OF_GROWTH.search(left[: growth.start("between")]) is None


def _is_product(said: list[str]) -> bool:
    """Tell whether a percentage is said of the product of a country or its prices: `GDP ước đạt gần 7%`."""
    near = said[-5:]
    return not _PRODUCTS.isdisjoint(near) and _NO_RATE.isdisjoint(near)


def _by_what(measure: Measure, around: Surroundings, at: int, *, relative: bool) -> KindOf | None:
    """Read a change that says of what between verb and number: `vượt kế hoạch 8%`, `giảm tỷ lệ nghèo 2%`.

    Other units than percent have it only in comparisons: `thấp hơn điểm sàn 1,5 điểm`.
    """
    said = around.words
    if _LAST_OF_VERBS.isdisjoint(said) or "(" in said[at:]:
        return None
    for i in range(at - 1, 0, -1):
        if said[i - 1] not in _LAST_OF_VERBS:
            continue
        what = said[i:at]
        if not _OTHER_VALUE.isdisjoint(what) or _CUT.search(" ".join(what)):
            return None
        if not (found := _verb(said, i)):
            continue
        verb, direction = found
        if verb == "hạ" and said[i] not in _PRICES:  # hạ tầng
            return None
        exceeds = verb == "vượt" and _PLANNED_WHAT.match(said[i]) is not None
        exceeds = exceeds or (
            verb in _WITH_OBJECT and _is_sum(measure) and (said[i] in _SUMS or "thêm" in said[at:])
        )
        if verb not in _COMPARING and not exceeds and (not relative or verb not in _WITH_OBJECT):
            return None
        if said[at:] == ["từ"] and _FROM_TO.match(around.right):
            return None
        if "là" in said[at:] and said[i] in _COMPARED_VALUE:  # cao hơn mức chung là 80%
            return None
        return KindOf("change", direction, "change-of")
    return None


def listed(before: KindOf, gap: str, *, same: bool) -> KindOf | None:
    """Return the change of the figure before, where this one goes on with its list.

    Args:
        before: what the figure before says, a change.
        gap: what stands between its unit and this number.
        same: both have one unit.

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
