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
_BEFORE = re.compile(
    rf"""
    \b(?:vượt|cao[ ]hơn|thấp[ ]hơn|tăng|giảm|kém)[ ](?P<what>(?:so[ ]với[ ]|so[ ])?{PLAN}[^,;()%0-9]{{0,60}}?)
    [ ](?:gần|hơn|trên|khoảng|là|đến|tới|từ|đạt)?[ ]?$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPENING = re.compile(r"(?P<what>So(?:[ ]với)?[ ](?!sánh)[^,;()\n]{2,60}),")
REACH = 400
"""How many characters after a number a baseline is looked for, past the rest of its list."""


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
    if kind == "attainment":
        plan = _OF_PLAN.match(text, end, sentence[1])
        if plan:
            return plan.span("plan")
    elif kind != "change":
        return None
    compared = _COMPARED.search(text, end, min(sentence[1], end + REACH))
    if compared and compared.start() < reach:
        return compared.span()
    before = _BEFORE.search(text[max(sentence[0], start - 90) : start])
    if before:
        offset = max(sentence[0], start - 90)
        return before.start("what") + offset, before.end("what") + offset
    opening = _OPENING.match(text, sentence[0], start)
    return opening.span("what") if opening else None
