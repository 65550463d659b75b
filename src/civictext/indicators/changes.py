"""Changes: the verbs and nouns that tell by how much something rose, fell or differs.

The verb stands right before the number, over words that may stand between (`tăng thêm khoảng 5%`), or
before what it is said of (`vượt kế hoạch 8%`). What was reached by a change (`giảm còn 14 vụ`), what one
began with (`giảm từ 8% xuống 5%`) and what is merely exceeded (`vượt mốc 1.200 điểm`) are none.
"""

from __future__ import annotations

import re
from typing import Final

from civictext.document import Direction
from civictext.indicators.measures import KindOf
from civictext.indicators.surroundings import LED_TO, MARKS, Figure
from civictext.indicators.vocabulary import PLAN, one_of, words

REACHED: Final = KindOf("level", rule="reached")
"""What a change led to: no change itself, and the end of a list of changes."""
EXCEEDED: Final = KindOf("level", rule="exceeded")
SHORT: Final = KindOf("level", rule="short-of")
"""What something is more, and less, than."""

_WAYS: Final[tuple[Direction, ...]] = ("up", "down")
_VERBS: Final = {verb: way for way in _WAYS for verb in words(way)}
_VALUE_ADDED: Final = ["trị", "gia", "tăng"]
_LAST_OF_VERBS: Final = frozenset(verb.rpartition(" ")[2] for verb in _VERBS)
_COMPARING: Final = frozenset(verb for verb in _VERBS if verb.endswith(" hơn"))
_FILLERS: Final = frozenset(words("filler"))
_LAST_OF_FILLERS: Final = frozenset(filler.rpartition(" ")[2] for filler in _FILLERS)
_SCORES: Final = frozenset(("%", "pp", "điểm", "bậc"))
_WITH_OBJECT: Final = frozenset(("vượt", "tăng", "giảm", "kém", "hạ"))
"""Verbs that may stand before what rises or falls by a percentage."""
_SMALL_MOVES: Final = frozenset(words("move of a price"))
"""Verbs that tell of a change only with a percentage, points or money: `rơi 3 điểm`, not `rơi 3 tầng`."""
_SMALLER_MOVES: Final = frozenset(words("move of an index"))
"""Verbs that tell of one only with a percentage or points: `lấy đi 0,6 điểm`, not `lấy đi 3 tỷ đồng`."""
_DISTANCES: Final = frozenset(("km", "m", "hải lý", "cây số"))
"""What one covers: `vượt 400 km`."""
_SUMS: Final = frozenset(("giá", "chi", "thu", "phí", "nợ", "lãi"))
"""What rises or falls by a sum of money: `giảm chi ngân sách 2 tỷ đồng`."""
_AMOUNTS: Final = frozenset(("mỗi", "mua", "phát"))
"""What falls by any amount: `giảm mỗi lượng 50.000 đồng`, `giảm mua 2 triệu tấn`, `giảm phát thải 75 tấn`."""
_BESIDE_COMPARED: Final = re.compile(r"[^,;.()0-9]{0,20} so(?: với)? ")
_LEVELS: Final = frozenset(("thước", "tiêu", "bằng", "tuổi"))
"""Last words of what is itself measured: `nhỏ hơn kích thước 1,7 m`."""
_PRICES: Final = frozenset(("giá", "lãi", "thuế", "phí", "mức", "tỷ"))
"""What one lowers (`hạ lãi suất`), unlike `hạ tầng`."""
_PRICE_OR_MORE: Final = frozenset(("giá", "thêm"))
"""Words after which `từ` begins by how much, not from what: `giảm giá từ 50-100 triệu`."""
_PLANNED_WHAT: Final = re.compile(rf"(?:năm|cùng|mức|so|{one_of('plan')})")
_THRESHOLDS: Final = frozenset(("lớn hơn", "nhỏ hơn", "vượt"))
"""What stands before an amount to be exceeded, not before a change, where nothing is compared."""
_BY_FAR: Final = frozenset(("nhiều", "hẳn"))
"""Words after a comparison that leave no room for by how much: `cao hơn nhiều so với mức 6%`."""
_OTHER_LASTS: Final = MARKS | LED_TO | {"mất", "trừ"}
_NEW_VERB: Final = re.compile(rf"\b(?:{one_of('new verb')})\b")
_OTHER_VALUE: Final = frozenset(words("other value"))
_CUT: Final = re.compile(r"[,;()%0-9]")
_COMPARED_VALUE: Final = frozenset(("mức", "con", "tỷ", "tỉ"))
_FROM_TO: Final = re.compile(
    r"[^,;.()]{0,40}?(?:\([^()]*\))?[^,;.()]{0,20}?(?<! trở),?[ ](?:lên|xuống|còn|về|thành|đến|tới)[ ]"
)
_COMPARES: Final = re.compile(rf"[^,;.()]{{0,40}}? so(?: với)? |[^,;.()]{{0,20}} {PLAN}")
_COMPARED_BEFORE: Final = re.compile(rf" so(?: với)? | {PLAN}")
_OF_A_SUM: Final = ("% trong số", "% trong tổng")
_GROWTH: Final = re.compile(
    r".*(?:tốc độ tăng|tăng trưởng|mức tăng|chỉ số phát triển|(?P<down>(?:mức|tốc độ) (?:sụt |cắt )?giảm))"
    r"(?P<between>[^;]*)$"
)
_GROWTH_HINTS: Final = (
    "tăng trưởng", "độ tăng", "mức tăng", "số phát triển", "độ giảm", "mức giảm", "mức sụt", "mức cắt",
)  # fmt: skip
_NOT_GROWTH: Final = re.compile("chiếm|tỷ lệ|tỷ trọng|giảm|%|;")
_SHARE_OF_GROWTH: Final = re.compile(r"\b(?:vào|cho) (?:tốc độ |mức )?tăng")
_PRODUCT: Final = re.compile(
    r"(?P<of>(?:/|\b(?:trên|vào|với|bằng|so) ))?\b(?:gdp|grdp|cpi|lạm phát)\b(?P<between>[^,;()%]{0,50})$"
)
_PRODUCTS: Final = ("gdp", "grdp", "cpi", "lạm phát")
_NO_RATE: Final = frozenset(("chiếm", "bằng", "so", "tỷ", "tỉ", "góp", "usd", "đồng", "và", "vào"))
_MORE_OR_LESS: Final = "(?:(?:gần|hơn|khoảng|trên|xấp xỉ) )?"
_ALSO: Final = re.compile(rf"[^,;()]* so(?: với)? [^,;()]{{2,50}} và {_MORE_OR_LESS}")
"""A second comparison of one verb: `tăng 3% so với tháng trước và [7% so với cùng kỳ]`."""
_SAME_SAID: Final = re.compile(
    rf"[ ,(]{{1,2}}(?:tức |hay )?(?:tương đương|tương ứng)(?: với)?(?: mức| tỷ lệ)? {_MORE_OR_LESS}"
)
"""The same change in another unit: `giảm 2,5 điểm tương ứng [0,2%]`."""
_GOES_ON: Final = re.compile(
    rf"""
    \)(?:[,;]|[ ](?:và|hay))[ ][^,;()]{{2,40}}[ ]\({_MORE_OR_LESS.replace(" ", "[ ]")}
  | [,][ ](?:(?:trong[ ]khi|còn|thấp[ ]hơn|cao[ ]hơn)[ ])?
    [^,;()%0-9]{{0,20}}(?:mục[ ]tiêu|chỉ[ ]tiêu|dự[ ]báo|dự[ ]đoán)[ ][^,;()%0-9]{{0,30}}(?:là|chỉ)[ ]
    """,
    re.VERBOSE,
)
"""The next of a list in brackets, and what was aimed at: `tăng 7%, trong khi mục tiêu là [15%]`."""
_OF: Final = frozenset(("của", "tại", "ở", "trong", "cho", "qua", "sau", "vào", "theo"))
"""Words that begin what a change is of, not the next of a list."""
_TAIL: Final = re.compile(r"(?:[,;(]|\b(?:và|hoặc|hay)\b)([^,;(]*)$")
_MOST_IN_TAIL: Final = 3


def moved(figure: Figure, *, percent: bool) -> KindOf | None:
    """Return what a verb or noun of change before the number makes of it, None where there is none.

    Args:
        percent: the number is a percentage.
    """
    relative = percent or figure.unit == "lần"
    said = figure.words if figure.led or figure.verb >= 0 else []
    at = _before_fillers(said) if figure.led else len(said)
    last = said[at - 1] if at and figure.led else ""
    if at < len(said) and "lên" in said[at:] and last != "chênh":
        return REACHED
    if last in _LAST_OF_VERBS:
        if found := _verb(said, at):
            return _by_verb(figure, at, found[0], found[1], relative)
    elif last in _OTHER_LASTS:
        if last in LED_TO:
            return REACHED
        if last not in MARKS and figure.unit in _SCORES and not figure.right.startswith(_OF_A_SUM):
            return KindOf("change", "down", "change-verb")
        if last in MARKS and _passes(said[-4:]):
            return EXCEEDED
    if percent and (direction := _growth(figure.left(120))):
        return KindOf("change", direction, "growth-rate")
    if last in MARKS:
        return None
    if relative and figure.led and said[-1:] in (["thấp"], ["cao"]) and _COMPARES.match(figure.right):
        return KindOf("change", "up" if said[-1] == "cao" else "down", "change-verb")
    return _by_what(figure, at, relative=relative)


def _passes(near: list[str]) -> bool:
    """Tell whether a mark is passed: `vượt qua mốc 1.200 điểm`, not `vượt trội, từ mức 30 tỷ`."""
    return "vượt" in near and "từ" not in near and not _CUT.search(" ".join(near))


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
            return None if said[at - size - 1 : at] == _VALUE_ADDED else (verb, direction)
    return None


def _by_verb(figure: Figure, at: int, verb: str, direction: Direction, relative: bool) -> KindOf | None:
    """Tell a change from the amount that was reached by it, began it or is exceeded."""
    between = figure.words[at:]
    span = figure.spans and not (relative or _PRICE_OR_MORE & set(between) or _is_degree(figure))
    begins = "từ" in between and _FROM_TO.match(figure.right)
    if begins or (span and between[-1:] == ["từ"] and not _compared(figure)):
        return None
    if not relative and (verb == "âm" or between[-2:] == ["ở", "mức"]):
        return None
    if _moves_too_little(verb, figure, relative=relative):
        return None
    if not relative:
        if between[-1:] == ["là"] and "thêm" in between:
            return REACHED
        if verb in _THRESHOLDS and not between and not _compared(figure):
            return EXCEEDED
        if verb in _COMPARING and "không" in figure.words[-6:at]:
            return EXCEEDED
    elif (
        verb in _COMPARING
        and figure.unit != "lần"
        and not between
        and " so " not in figure.right
        and not _compared(figure)
    ):
        return EXCEEDED if direction == "up" else SHORT
    return KindOf("change", direction, "change-verb")


def _moves_too_little(verb: str, figure: Figure, *, relative: bool) -> bool:
    """Tell whether a verb is none of change with such a unit: `rơi 3 tầng`, `vượt 400 km`, `gấp 3 túi máu`."""
    if relative or figure.unit in _SCORES:
        return False
    if verb in _SMALL_MOVES:
        return not _is_money(figure)
    if verb == "gấp":
        return figure.unit is not None
    return verb in _SMALLER_MOVES or (verb == "vượt" and figure.unit in _DISTANCES)


def _is_degree(figure: Figure) -> bool:
    return (figure.unit or "").startswith("độ")


def _is_money(figure: Figure) -> bool:
    return (figure.unit or "")[:3].isupper()


def _is_sum(figure: Figure) -> bool:
    return _is_money(figure) or (figure.unit or "").startswith("điểm")


def _compared(figure: Figure) -> bool:
    return bool(_COMPARES.match(figure.right) or _COMPARED_BEFORE.search(figure.left(70)))


def _growth(left: str) -> Direction | None:
    """Tell whether a percentage is a rate of growth or of a fall, not the share that something has in it."""
    growth = _GROWTH.match(left) if any(word in left for word in _GROWTH_HINTS) else None
    if growth and not _NOT_GROWTH.search(growth["between"]):
        if _SHARE_OF_GROWTH.search(left[: growth.start("between")]):
            return None
        return "down" if growth["down"] else "up"
    return "up" if _is_product(left) else None


def _is_product(left: str) -> bool:
    """Tell whether a percentage is said of the product of a country or its prices: `GDP ước đạt gần 7%`."""
    product = _PRODUCT.search(left) if any(word in left for word in _PRODUCTS) else None
    return product is not None and not product["of"] and _NO_RATE.isdisjoint(product["between"].split())


def _by_what(figure: Figure, at: int, *, relative: bool) -> KindOf | None:
    """Read a change that says of what between verb and number: `vượt kế hoạch 8%`, `giảm tỷ lệ nghèo 2%`.

    Other units than percent have it only in comparisons: `thấp hơn điểm sàn 1,5 điểm`.
    """
    if figure.verb < 0 or "(" in (said := figure.words)[at:]:
        return None
    for i in range(min(at - 1, figure.verb + 1), 0, -1):
        if said[i - 1] not in _LAST_OF_VERBS:
            continue
        what = said[i:at]
        if what[0] in _BY_FAR or not _OTHER_VALUE.isdisjoint(what) or _CUT.search(" ".join(what)):
            return None
        if not (found := _verb(said, i)):
            continue
        verb, direction = found
        if verb == "hạ" and said[i] not in _PRICES:  # hạ tầng
            return None
        exceeds = verb == "vượt" and _PLANNED_WHAT.match(said[i]) is not None
        exceeds = exceeds or (
            verb in _WITH_OBJECT
            and (_is_of(figure, said[i], said[at:]) or _BESIDE_COMPARED.match(figure.right) is not None)
        )
        if verb not in _COMPARING and not exceeds and (not relative or verb not in _WITH_OBJECT):
            return None
        if said[at:] == ["từ"] and _FROM_TO.match(figure.right):
            return None
        if not relative and verb in _COMPARING and said[at - 1] in _LEVELS:
            return None
        if "là" in said[at:] and said[i] in _COMPARED_VALUE:  # cao hơn mức chung là 80%
            return None
        return KindOf("change", direction, "change-of")
    return None


def _is_of(figure: Figure, what: str, between: list[str]) -> bool:
    """Tell whether what rises or falls does so by such an amount: `giảm chi [2 tỷ đồng]`, `tăng vốn thêm [2 tỷ]`."""
    if what in _AMOUNTS:
        return True
    return _is_sum(figure) and (what in _SUMS or "thêm" in between)


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
    if len(gap) >= 60 or (";" in gap and not same):
        return None
    low = gap.lower()
    if _ALSO.fullmatch(low) or _SAME_SAID.fullmatch(low) or (same and _GOES_ON.fullmatch(low)):
        return KindOf("change", before.direction, "change-list")
    if ")" in gap:
        return None
    tail = _TAIL.search(gap)
    if tail is None or _NEW_VERB.search(low):
        return None
    said = tail[1].split()
    if said and said[-1] in _OF:
        return None
    told = said[-1:] == ["là"] and ";" not in gap
    if len(said) > _MOST_IN_TAIL and not told and not all(word[0].isupper() for word in said):
        return None
    return KindOf("change", before.direction, "change-list")
