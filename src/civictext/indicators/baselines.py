"""What a change or an attainment is compared with: `so với năm 2022`, `dự toán tỉnh`."""

from __future__ import annotations

import re
from typing import Final

from civictext.document import Kind
from civictext.indicators.surroundings import Figure
from civictext.indicators.vocabulary import PLAN, one_of

_STOP: Final = rf"(?=[ ]*(?:[,;:()\n]|\.(?:[ ]|$)|$|[ ](?:{one_of('baseline end')})\b))"
_COMPARED: Final = re.compile(rf"\bso(?:[ ]với)?[ ](?!sánh)[^,;()\n]{{2,80}}?{_STOP}")
_OF_PLAN: Final = re.compile(
    rf"[ ]?%?[ ]?(?:\([^()]*\)[ ]?)?(?P<plan>(?:(?:so[ ]với|so|với)[ ])?{PLAN}[^,;()\n]{{0,80}}?){_STOP}",
)
_NO_WHOLE: Final = "trong|vào|ở|tại|lên|này|mà|thì|vì"
_TIMES: Final = re.compile(
    rf"""
    [ ]?(?P<unit>%|lần)[ ]
    (?P<what>(?:so[ ](?:với[ ])?)?(?:cùng[ ]kỳ|(?!(?:{one_of("baseline end")}|{_NO_WHOLE})\b)[^\W\d_])
        [^,;()\n]{{0,60}}?){_STOP}
    """,
    re.VERBOSE,
)
_EARLIER: Final = re.compile(r"so\b|cùng kỳ|năm ")
"""How what a part is compared with begins; `bằng 40% sản lượng` is a share of a whole."""
_EQUALS_WITHIN: Final = 24
_EQUAL: Final = re.compile(r"\b(?:bằng|gấp)(?: (?:từ|chỉ|gần|hơn|khoảng|trên|tới|đến|xấp xỉ)){0,2} $")
"""With the pattern above: `bằng 95% cùng kỳ`, `gấp 3 lần sản lượng trong nước`."""
_BEFORE: Final = re.compile(
    rf"""
    \b(?:
        (?:vượt|tăng|giảm|kém)[ ]
        (?P<plan>(?:so[ ]với[ ]|so[ ])?(?:{PLAN}|năm[ ]ngoái|năm[ ]trước|cùng[ ]kỳ)[^,;()%0-9]{{0,60}}?)
      | (?:cao|thấp|nhiều|ít|lớn|nhỏ)[ ]hơn[ ]
        (?P<what>(?:so[ ]với[ ]|so[ ])?(?!mức[ ](?:tăng|giảm)|tốc[ ]độ|khoảng|gần|trên|từ|tới|đến|là)
            [^,;()%0-9]{{2,60}}?)
      | (?:trên|dưới|cao[ ]hơn|thấp[ ]hơn|vượt)[ ](?:mức[ ])?(?P<alarm>(?:báo[ ]động|bđ)[^,;.%]{{0,12}}?)
    )
    (?:[ ](?:là|tới|đến|khoảng|gần|hơn|trên|đạt|từ))*[ ]$
    """,
    re.VERBOSE,
)
_OPENING: Final = re.compile(
    r"(?:[^,;.()0-9]{0,20}, |còn )?(?P<what>so(?:[ ]với)?[ ](?!sánh)[^,;()\n]{2,60}?)(?:,|[ ]thì\b)"
)
_SAID_BEFORE: Final = re.compile(
    r"""
    \b(?P<what>so[ ](?:với[ ])?(?!với|sánh|mức[ ]|tốc[ ]độ)[^,;()\n]{2,40}?)
    (?:[ ](?:đã[ ]|lại[ ]|thì[ ])?(?:tăng|giảm)|[ ]\((?:tăng|giảm)) [^,;.()%0-9]{0,16} $
    """,
    re.VERBOSE,
)
"""A comparison that stands before its change: `so với năm 2015 (giảm [2,5%])`."""
_EXCEEDS_WITHIN: Final = 14
_EXCEEDED: Final = ("vượt ", "báo động", "bđ")
"""What is exceeded stands nearer than what follows: `vượt kế hoạch 41%, tăng 30% so với …`."""
_CUT: Final = re.compile(r"\)[,;]|\bnhất ")
"""What ends the reach of a comparison: the bracket that the number stood in, `mức tăng thấp nhất so với …`."""
REACH: Final = 400
"""How many characters after a number a baseline is looked for, past the rest of its list."""
_NEAR: Final = 90
_BESIDE: Final = 16
"""How near after a length of time a comparison stands: `sớm 2 tháng so với kế hoạch`."""


def baseline_of(low: str, figure: Figure, kind: Kind, reach: int) -> tuple[int, int] | None:
    """Return the span of the baseline of a change or attainment in its sentence, or None.

    Args:
        low: the sentence in small letters.
        figure: the figure.
        kind: what the figure says.
        reach: how far to the right the baseline may begin: the next figure that is no part of the list.
    """
    start, end = figure.start, figure.end
    if (kind == "attainment" or (kind == "change" and _exceeds(low, start, end))) and (
        plan := _OF_PLAN.match(low, end)
    ):
        return plan.span("plan")
    if times := _of_times(low, start, end):
        return times
    if kind == "duration":
        beside = _COMPARED.search(low, end) if low.find(" so ", end, end + _BESIDE) >= 0 else None
        return beside.span() if beside else None
    if kind not in ("change", "attainment"):
        return None
    return _compared(low, start, end, reach)


def _exceeds(low: str, start: int, end: int) -> bool:
    """Tell whether a percentage is that by which a plan is exceeded: `vượt 8% kế hoạch`."""
    return low.startswith("%", end) and low.find("vượt ", max(0, start - _EXCEEDS_WITHIN), start) >= 0


def _compared(low: str, start: int, end: int, reach: int) -> tuple[int, int] | None:
    """Return what a change is compared with: what it exceeds, what follows, what was said before."""
    near = max(0, start - _NEAR)
    exceeded = any(low.find(word, near, start) >= 0 for word in _EXCEEDED)
    before = _BEFORE.search(low, near, start) if exceeded else None
    if before and not before["what"]:
        return before.span(before.lastgroup or 0)
    opening = _OPENING.match(low, 0, start) if low.find("so ", 0, start) >= 0 else None
    if (found := _follows(low, end)) and found[0] < reach and not _CUT.search(low, end, found[0]):
        # So với tháng trước, giá tăng [15%] và cao hơn 73% so với đáy
        return opening.span("what") if opening and _holds_figure(low, end, found[0]) else found
    if not exceeded:
        before = _BEFORE.search(low, near, start)
    if before:
        return before.span(before.lastgroup or 0)
    if opening is None and low.find("so ", near, start) >= 0:
        opening = _SAID_BEFORE.search(low, near, start)
    return opening.span("what") if opening else None


def _holds_figure(low: str, start: int, end: int) -> bool:
    return any(char.isdigit() for char in low[start:end])


def _follows(low: str, end: int) -> tuple[int, int] | None:
    """Return the first comparison behind a number: `so với năm 2022`."""
    stop = min(len(low), end + REACH)
    first = low.find("so ", end, stop)
    compared = _COMPARED.search(low, first, stop) if first >= 0 else None
    return compared.span() if compared else None


def _of_times(low: str, start: int, end: int) -> tuple[int, int] | None:
    """Return what a multiple or a percentage above a hundred is of: `bằng 151% lượng làm ra trong nước`."""
    near = max(0, start - _EQUALS_WITHIN)
    if low.find("bằng ", near, start) < 0 and low.find("gấp ", near, start) < 0:
        return None
    times = _TIMES.match(low, end)
    if times is None or not _EQUAL.search(low, near, start):
        return None
    whole = low[start:end].partition(",")[0]
    part = times["unit"] == "%" and len(whole) < len("100")
    return None if part and not _EARLIER.match(times["what"]) else times.span("what")
