"""Times that are counted from another one or from today: `hai năm sau`, `cách đây 3 tháng`, `tháng trước`.

What is only about so many years away (`hơn 10 năm trước`) is a time too, one whose period is not known.
"""

from __future__ import annotations

import re
from typing import Final

from mypy_extensions import i64

from civictext.indicators.time_reading import Reading, TimeMention, TimeType
from civictext.indicators.time_spans import moved

NUMERALS: Final = (
    "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai",
)  # fmt: skip
_NUMBER_OF: Final = {word: n for n, word in enumerate(NUMERALS, 1)}
_TYPES: Final[dict[str, TimeType]] = {"nă": "year", "th": "month", "ng": "day"}
_ROOM: Final = 32
_COUNT: Final = re.compile(
    rf"(?P<ago>cách (?:đây|nay) )?(?P<vague>(?:hơn|gần|khoảng|chừng|trên) )?(?:đúng |tròn )?"
    rf"(?<![\w.,/–-])(?<![–-] )(?P<n>[0-9]{{1,2}}|{'|'.join(reversed(NUMERALS))}) $"
)
"""How many, at the end of what stands before `năm`, `tháng` or `ngày`."""
_ALONE: Final = re.compile(
    r"(?= đó\b|[ ]?[,.;:)!?\"\N{RIGHT DOUBLE QUOTATION MARK}\n]|$| (?:thì|với|đã|được|lên|chỉ|có|còn|là)\b)"
)
"""What follows `hai năm sau` where it is not so long after an event: `hai năm sau khi ra trường`."""
_AWAY: Final = {"này": 0, "trước": -1, "qua": -1, "rồi": -1, "sau": 1, "tới": 1}


def ago(reading: Reading, start: i64, end: i64) -> TimeMention | None:
    """Read `cách đây hai năm`, from its unit."""
    first = max(0, start - _ROOM)
    if reading.text.find("ách ", first, start) < 0:
        return None
    count = _COUNT.search(reading.text[first:start].lower())
    if not count or not count["ago"]:
        return None
    return _away(reading, count, first, start, end, reading.clock.today(), -1)


def counted(reading: Reading, start: i64, end: i64, way: str) -> TimeMention | None:
    """Read `hai năm sau`, counted from the time spoken of last, and `ba tháng trước`, counted from today.

    Args:
        reading: the text.
        start: where `năm`, `tháng` or `ngày` begins.
        end: where the expression ends.
        way: `trước`, `sau`.
    """
    first = max(0, start - _ROOM)
    count = _COUNT.search(reading.text[first:start].lower()) if _ALONE.match(reading.text, end) else None
    if not count or way not in ("trước", "sau"):
        return None
    from_today = way == "trước" and not reading.text.startswith(" đó", end)
    base = reading.clock.today() if from_today else reading.ruling()
    return _away(reading, count, first, start, end, base, _AWAY[way])


def _away(
    reading: Reading, count: re.Match[str], first: int, start: i64, end: i64, base: str | None, sign: int
) -> TimeMention | None:
    if reading.mentions and first + count.start() < reading.mentions[-1].end:
        return None
    kind = _TYPES[reading.text[start : start + 2].lower()]
    n = _NUMBER_OF.get(count["n"]) or int(count["n"])
    period = None if base is None or count["vague"] else moved(base, kind, sign * n)
    return TimeMention(first + count.start(), end, period, kind)


def month_away(reading: Reading, start: i64, end: i64, way: str) -> TimeMention | None:
    """Read `tháng này`, `tháng trước`, `tháng vừa qua`: a month counted from that of the article."""
    today = reading.clock.today()
    if today is None or reading.text.startswith((" đó", " khi", " đây", " ngày"), end):
        return None
    period = moved(today, "month", _AWAY[way])
    return TimeMention(start, end, period, "month") if period else None
