"""The modifier of a figure: `khoảng`, `hơn`, `ít nhất`, `trở lên`."""

from __future__ import annotations

import re
from typing import Final, cast

from civictext.document import Comparator
from civictext.indicators.surroundings import LIMITS, Figure
from civictext.indicators.vocabulary import rows, words

_AFTER: Final = re.compile(
    r"[^,;.()0-9]{0,32}?(?: \([^()]{2,20}\))?[ ]"
    r"(?:trở[ ](?P<way>lên|xuống|đi|về[ ]trước|lại(?=[ ]*(?:[,.;:)]|$)))"
    r"|hoặc[ ](?:hơn|(?P<less>thấp|ít|nhỏ|dưới)(?:[ ]hơn|[ ]mức)|(?:cao|nhiều|lâu|muộn)[ ]hơn))\b"
)
_AFTER_WITHIN: Final = 64
"""How far behind a number such words end."""
_SIGNS: Final = {phrase: cast(Comparator, sign) for phrase, sign in rows("comparators.tsv")}
_LONGEST: Final[dict[str, int]] = {}
"""How many syllables a modifier has at most that ends with a word."""
for _phrase in _SIGNS:
    _last = _phrase.rpartition(" ")[2]
    _LONGEST[_last] = max(_LONGEST.get(_last, 0), _phrase.count(" ") + 1)
_BETWEEN: Final = frozenset(words("between modifier and number"))
_MOST_BETWEEN: Final = 3
"""How many words such as `có`, `phải`, `đến` may stand between a modifier and its number."""
_NEGATED: Final[dict[str, Comparator]] = {
    "quá": "<=", "nhiều": "<=", "lớn": "<=", "cao": "<=", "ít": ">=", "nhỏ": ">=", "thấp": ">=",
}  # fmt: skip
"""What a modifier that begins with a word means after `không`: `không nộp quá 5 bản`."""
_NEGATED_WITHIN: Final = 4
"""How many words before a comparison `không` may stand; `quá` has it further away."""
_FEW: Final = 10
_LEVELS: Final = frozenset(("mức", "mốc", "ngưỡng", "điểm"))
"""What may be named between `trên` and the number: `lên trên mức 200 triệu`."""
_CAPACITY: Final = re.compile(
    r"\b(?:trọng tải|tải trọng|dung tích|sức chứa|công suất|thời hạn|mức|phạt|tù|giam giữ)\b"
    r"(?:(?! từ )[^,;.]){0,40}(?<! lên)(?<! có)(?<! treo)(?<! hơi) (?:đến|tới) $"
)
_FROM: Final = re.compile(
    r"\b(?:đạt|sở hữu|nắm|nắm giữ|được|có|đủ|chỉ|chiếm|diện tích|dân số|quy mô|giá trị|giá khởi điểm|giá vé|trị giá|phí"
    r"|giá|giá thuê|giá bán|giá chỉ"
    r"|lương|lãi suất) từ $"
)
_TO: Final = re.compile(r"[^,;.]{0,40} (?:đến|tới|lên|xuống|còn) ")


def comparator_of(figure: Figure, exceeded: Comparator = "=") -> Comparator:
    """Return the modifier of a number from what stands right before and after it.

    Args:
        exceeded: the sign of a verb, where the number is what something exceeds: `vượt mốc 1.200 điểm`.

    >>> from decimal import Decimal
    >>> from civictext.indicators.measures import Measure
    >>> from civictext.indicators.surroundings import Sentence
    >>> from civictext.text.alignment import Span
    >>> [comparator_of(Sentence(text).figure(Measure(Span(at, at + 1), Decimal(5))))
    ...  for text, at in (("với hơn 5 hộ", 8), ("từ 5% trở lên", 3), ("cao hơn 5%", 8))]
    ['>', '>=', '=']
    """
    low, end, reach = figure.low, figure.end, figure.end + _AFTER_WITHIN
    if (low.find(" trở ", end, reach) >= 0 or low.find(" hoặc ", end, reach) >= 0) and (
        after := _AFTER.match(figure.right)
    ):
        return "<=" if after["less"] or after["way"] in ("xuống", "về trước", "lại") else ">="
    if not figure.led:
        return exceeded
    before = figure.words
    last = len(before)
    for end in range(last, max(last - _MOST_BETWEEN - 1, 0), -1):
        word = before[end - 1]
        if word in _LONGEST:
            sign = _sign(before, end)
            if sign == "~" and word == "khoảng" and (bound := _bound(before, end - 1)):
                return bound
            if sign and (sign != ">" or word == "mốc" or _LEVELS.issuperset(before[end:])):
                if word in ("trên", "quanh") and _is_few(figure):
                    return "="
                return exceeded if sign == "=" else sign
        if word not in _BETWEEN:
            break
    if exceeded != "=":
        return exceeded
    return "=" if figure.spans or not before or before[-1] not in LIMITS else _limited(figure)


def _is_few(figure: Figure) -> bool:
    """Tell whether it is a count below ten, before which `trên` is most often no more than a place: `trên 4 tuyến`."""
    return " noun:" in figure.rule and figure.value < _FEW


def _bound(before: list[str], end: int) -> Comparator | None:
    """Return the bound that stands before `khoảng`: `ít nhất khoảng 3%`."""
    if before[end - 1 : end] == ["có"]:
        end -= 1
    sign = _sign(before, end) if end else None
    return sign if sign in (">=", "<=") else None


def _sign(before: list[str], end: int) -> Comparator | None:
    """Return what the words that end at a place mean, the longest phrase first."""
    for size in range(min(_LONGEST.get(before[end - 1], 0), end), 0, -1):
        sign = _SIGNS.get(" ".join(before[end - size : end]))
        if sign:
            first = before[end - size]
            reach = 0 if first == "quá" else max(0, end - size - _NEGATED_WITHIN)
            return _NEGATED.get(first, sign) if "không" in before[reach:end] else sign
    return None


def _limited(figure: Figure) -> Comparator:
    """Read an end that is open: `trọng tải đến 5 tấn`, `đạt từ 200 điểm`."""
    if figure.ends(("ngoài ",)) and figure.right.startswith(" tuổi"):
        return ">"
    if figure.ends((" đến ", " tới ")) and _CAPACITY.search(figure.left(70)):
        return "<="
    if figure.ends((" từ ",)) and _FROM.search(figure.left(60)) and not _TO.match(figure.right):
        return ">="
    return "="
