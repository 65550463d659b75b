"""The modifier of a figure: `khoảng`, `hơn`, `ít nhất`, `trở lên`."""

from __future__ import annotations

import re

from civictext.document import Comparator

_BEFORE = re.compile(
    r"""
    \b(?:
      (?:
        (?P<at_least>ít[ ]nhất|tối[ ]thiểu|không[ ]dưới|không[ ](?:ít|thấp)[ ]hơn|ít[ ]ra|thấp[ ]nhất)
      | (?P<at_most>tối[ ]đa|không[ ](?:vượt[ ])?quá|không[ ][^,;.]{1,20}[ ]quá|nhiều[ ]nhất|không[ ](?:nhiều[ ]|cao[ ])?hơn|chậm[ ]nhất)
      | (?P<below>dưới|chưa[ ](?:đến|tới|đầy|quá)|không[ ](?:đến|tới|đầy)|nhỏ[ ]hơn)
      | (?P<about>khoảng|gần|xấp[ ]xỉ|sấp[ ]xỉ|chừng|ngót(?:[ ]nghét)?|tầm|trên[ ]dưới|suýt[ ]soát|cỡ
          |(?<!tốc[ ])(?<!mức[ ])(?<!tiến[ ])(?<!trình[ ])(?<!nhiệt[ ])(?<!cường[ ])(?<!mật[ ])độ)
      )
      (?:[ ](?:là|có|phải|từ|đến|tới|lên|đạt|được|cả|mức|nữa|khoảng|cách))*
    | (?P<above>(?<!cao[ ])(?<!thấp[ ])(?<!nhiều[ ])(?<!ít[ ])(?<!lớn[ ])(?<!nhỏ[ ])(?<!chậm[ ])(?<!nhanh[ ])(?<!rẻ[ ])hơn
        |trên|quá)
    )
    [ ]$
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
    if near[:-1].rsplit(" ", 1)[-1].lstrip("(\N{LEFT DOUBLE QUOTATION MARK}\"'") not in _CLOSING:
        return "="
    before = _BEFORE.search(near)
    return _SIGNS[before.lastgroup or ""] if before else "="
