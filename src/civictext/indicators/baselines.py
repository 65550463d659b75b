"""What a change or an attainment is compared with: `so với năm 2022`, `dự toán tỉnh`."""

from __future__ import annotations

import re

from civictext.document import Kind
from civictext.indicators.kinds import PLAN
from civictext.indicators.vocabulary import one_of

_STOP = rf"(?=[ ]*(?:[,;:()\n]|\.(?:[ ]|$)|$|[ ](?:{one_of('baseline end')})\b))"
_COMPARED = re.compile(rf"\bso(?:[ ]với)?[ ](?!sánh)[^,;()\n]{{2,80}}?{_STOP}", re.IGNORECASE)
_OF_PLAN = re.compile(
    rf"[ ]?%?[ ]?(?:\([^()]*\)[ ]?)?(?P<plan>(?:(?:so[ ]với|so|với)[ ])?{PLAN}[^,;()\n]{{0,80}}?){_STOP}",
    re.IGNORECASE,
)
_TIMES = re.compile(
    rf"[ ]?(?:%|lần)[ ](?P<what>(?:so[ ]với[ ])?(?:cùng[ ]kỳ|năm[ ]trước|của[ ])[^,;()\n]{{0,60}}?){_STOP}",
    re.IGNORECASE,
)
_EQUAL = re.compile(r"\b(?:bằng|gấp)(?: (?:gần|hơn|khoảng|trên|tới|đến|xấp xỉ))? $", re.IGNORECASE)
"""With the pattern above: `bằng 95% cùng kỳ`, `gấp 3 lần cùng kỳ năm trước`."""
_BEFORE = re.compile(
    rf"""
    \b(?:
        (?:vượt|tăng|giảm|kém)[ ](?P<plan>(?:so[ ]với[ ]|so[ ])?{PLAN}[^,;()%0-9]{{0,60}}?)
      | (?:cao|thấp|nhiều|ít|lớn|nhỏ)[ ]hơn[ ]
        (?P<what>(?:so[ ]với[ ]|so[ ])?(?!mức[ ](?:tăng|giảm)|tốc[ ]độ)[^,;()%0-9]{{2,60}}?)
    )
    (?:[ ](?:là|tới|đến|khoảng|gần|hơn|trên|đạt|từ))*[ ]$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPENING = re.compile(r"(?P<what>So(?:[ ]với)?[ ](?!sánh)[^,;()\n]{2,60}?)(?:,|[ ]thì\b)")
_CUT = re.compile(r"\)[,;]|\bnhất ")
"""What ends the reach of a comparison: the bracket that the number stood in, `mức tăng thấp nhất so với …`."""
REACH = 400
"""How many characters after a number a baseline is looked for, past the rest of its list."""
_NEAR = 90


def baseline_of(
    text: str, start: int, end: int, sentence: tuple[int, int], kind: Kind, reach: int
) -> tuple[int, int] | None:
    """Return the span of the baseline of a change or attainment, or None.

    Args:
        text: the text of the document.
        start: start of the number.
        end: end of the number.
        sentence: the sentence it stands in.
        kind: what the figure says.
        reach: how far to the right the baseline may begin: the next figure that is no part of the list.
    """
    if kind == "attainment" and (plan := _OF_PLAN.match(text, end, sentence[1])):
        return plan.span("plan")
    if (times := _TIMES.match(text, end, sentence[1])) and _EQUAL.search(
        text, max(sentence[0], start - 20), start
    ):
        return times.span("what")
    if kind not in ("change", "attainment"):
        return None
    compared = _COMPARED.search(text, end, min(sentence[1], end + REACH))
    if compared and compared.start() < reach and not _CUT.search(text, end, compared.start()):
        return compared.span()
    before = _BEFORE.search(text, max(sentence[0], start - _NEAR), start)
    if before:
        return before.span("plan" if before["plan"] else "what")
    opening = _OPENING.match(text, sentence[0], start)
    return opening.span("what") if opening else None
