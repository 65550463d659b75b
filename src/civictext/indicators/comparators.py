"""The modifier of a figure: `khoảng`, `hơn`, `ít nhất`, `trở lên`."""

from __future__ import annotations

import re

from civictext.document import Comparator

_BEFORE = re.compile(
    r"""
    \b(?:
      (?P<at_least>ít[ ]nhất|tối[ ]thiểu|không[ ]dưới|không[ ]ít[ ]hơn|không[ ]thấp[ ]hơn|ít[ ]ra|ít[ ]nhất[ ]có|thấp[ ]nhất)
    | (?P<at_most>tối[ ]đa|không[ ]quá|không[ ]vượt[ ]quá|nhiều[ ]nhất|không[ ]hơn|không[ ]nhiều[ ]hơn|không[ ]cao[ ]hơn|chậm[ ]nhất)
    | (?P<below>dưới|chưa[ ]đến|chưa[ ]tới|chưa[ ]đầy|không[ ]đến|không[ ]tới|không[ ]đầy|chưa[ ]quá|nhỏ[ ]hơn|thấp[ ]hơn[ ]mức)
    | (?P<about>khoảng|gần|xấp[ ]xỉ|chừng|ngót|ước[ ]chừng|tầm|độ|trên[ ]dưới|sấp[ ]xỉ|suýt[ ]soát|ngót[ ]nghét|cỡ|vào[ ]khoảng)
    | (?P<above>(?<!cao[ ])(?<!thấp[ ])(?<!nhiều[ ])(?<!ít[ ])(?<!lớn[ ])(?<!nhỏ[ ])(?<!chậm[ ])(?<!nhanh[ ])(?<!dài[ ])(?<!rẻ[ ])hơn|trên|quá|ngoài)
    )
    (?:[ ](?:là|có|phải|từ|đến|tới|lên|đạt|được|cả|mức|nữa|khoảng[ ]cách))*[ ]$
    """,
    re.VERBOSE,
)
_CLOSING = frozenset(
    "nhất thiểu dưới hơn đa quá đến tới đầy khoảng gần xỉ chừng ngót tầm độ trên soát nghét cỡ ngoài mức ra ít"
    " là có phải từ lên đạt được cả nữa cách".split()
)
"""Words with which a modifier can end: a number after any other word has none before it."""
_AFTER = re.compile(r"[^,;.()0-9]{0,32}?[ ]trở[ ](?P<way>lên|xuống|đi|về)\b")
_SIGNS: dict[str, Comparator] = {"at_least": ">=", "at_most": "<=", "below": "<", "about": "~", "above": ">"}


def comparator_of(left: str, right: str) -> Comparator:
    """Return the modifier of a number from what stands right before and after it.

    >>> comparator_of("với hơn ", " nhân khẩu"), comparator_of("từ ", "% trở lên")
    ('>', '>=')
    """
    if "trở" in right[:50]:
        after = _AFTER.match(right)
        if after:
            return ">=" if after["way"] == "lên" else "<="
    near = left[-32:].lower()
    if near[:-1].rsplit(" ", 1)[-1] not in _CLOSING:
        return "="
    before = _BEFORE.search(near)
    return _SIGNS[before.lastgroup or ""] if before else "="
