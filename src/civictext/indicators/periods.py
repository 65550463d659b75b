"""Finds the time expressions of a text and resolves them to ISO-like periods.

`Năm 2023` → `2023`, `9 tháng đầu năm` → `2024-M01/M09`, `quý II` → `2024-Q2`,
`giai đoạn 2021-2025` → `2021/2025`. What the text leaves out, the year most often, is taken
from the article's date; without a date, from the year that the text itself names most.
Nothing is guessed where neither helps: the mention then has no period.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from civictext.indicators.vocabulary import one_of, words
from civictext.text.alignment import Span

TimeType = Literal["day", "days", "month", "months", "quarter", "half", "year", "years", "now"]


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression: where it stands, the period it means, and of what type it is.

    `period` is None for `hiện nay`, `đến nay`, and where the year cannot be known.
    """

    span: Span
    period: str | None
    type: TimeType


_YEAR = r"(?:19|20)[0-9]{2}"
_DASH = r"[ ]?[-\N{EN DASH}\N{EM DASH}][ ]?"
_TO = rf"(?:{_DASH}|[ ](?:đến|tới|và|cho[ ]đến)[ ](?:hết[ ]|cuối[ ])?)"
_REL = r"nay|này|ngoái|trước|qua|sau|tới"
_ENDS = r"(?![0-9]|[/.,-][0-9]|[ ]?%)"

# Where a date or a run of months can begin: a number that is no part of another one.
_NUMBER = re.compile(
    r"[0-9](?<![0-9/.,:-].)[0-9]{0,3}"
    r"(?=[ ]?[-\N{EN DASH}\N{EM DASH}/.][ ]?[0-9]|[ ](?:tháng|đến|tới|và|cho)\b)"
)
_DIGITS = re.compile(
    rf"""
    (?P<years>(?P<from>{_YEAR}){_TO}(?:năm[ ])?(?:(?P<to>{_YEAR}){_ENDS}|nay\b))
  | (?P<days>(?P<d1>[0-3]?[0-9])(?:[/.-](?P<m1>[01]?[0-9])(?:[/.-](?P<y1>{_YEAR}))?)?{_TO}(?:ngày[ ])?
        (?P<d2>[0-3]?[0-9])[ ]?[/.-][ ]?(?P<m2>[01]?[0-9])(?:[/.-](?P<y2>{_YEAR}))?{_ENDS})
  | (?P<day>(?P<d>[0-3]?[0-9])(?:[ ]?[/.-][ ]?|[ ]tháng[ ])(?P<m>[01]?[0-9])
        (?:(?:[ ]?[/.-][ ]?|,?[ ]năm[ ])(?P<y>{_YEAR})|[ ]năm[ ](?P<yrel>{_REL})\b)?{_ENDS})
  | (?P<months>(?P<n>1[0-2]|0?[2-9])[ ]tháng[ ](?:(?P<end>đầu|cuối)[ ])?(?:của[ ])?năm
        (?:[ ](?P<ny>{_YEAR})|[ ](?P<nrel>{_REL})\b)?)
  | (?P<past>(?P<pn>1[0-2]|0?[2-9])[ ]tháng(?:[ ](?P<qua>qua)\b)?)
    """,
    re.VERBOSE,
)
# The accented letter of each word with which an expression of time can begin: the scan skips all others.
_WORD = re.compile(
    r"ă(?<=[Nn]ă)m\b|á(?<=[Tt]há)ng\b|á(?<=[Ss]á)ng |[ýí](?<=[Qq]u.) |ử(?<=[Nn]ử)a |ô(?<=[Hh]ô)m "
    r"|ề(?<=hiề)u nay"
    r"|ố(?<=[Tt]ố)i |à(?<=[Nn]gà)y mai|à(?<=ùng ngà)y\b|ệ(?<=[Hh]iệ)n|ế(?<=[Đđ]ế)n (?:nay|thời)"
)
_WORDS = re.compile(
    rf"""
    (?P<month>á(?<=[Tt]há)ng[ ](?P<m>1[0-2]|0?[1-9])(?![0-9]|,[0-9]|[ ]?[kmt%]|[ ](?:lần|triệu|tỷ|ngày))
        (?:[ ]?[/.-][ ]?(?P<my>{_YEAR})|,?[ ]năm[ ](?:(?P<my2>{_YEAR})|(?P<mrel>{_REL})\b))?)
  | (?P<spelled>á(?<=[ ]thá)ng[ ](?P<send>đầu|cuối)[ ](?:của[ ])?năm
        (?:[ ](?P<sy>{_YEAR})|[ ](?P<srel>{_REL})\b)?)
  | (?P<year>ă(?<=[Nn]ă)m[ ](?:học[ ]|tài[ ]chính[ ])?(?:(?P<y>{_YEAR})(?![0-9]|[ ]?[-–][ ]?[0-9]|[ ]đến[ ])
        |(?P<rel>{_REL})\b))
  | (?P<whole>ă(?<=[Nn]ă)m\b(?![ ][0-9]))
  | (?P<quarter>[ýí](?<=[Qq]u.)[ ](?P<q>I{{1,3}}|IV|[1-4])(?!\w)
        (?:[ ]?[/-][ ]?(?P<qy>{_YEAR})|[ ]năm[ ](?:(?P<qy2>{_YEAR})|(?P<qrel>{_REL})\b))?)
  | (?P<half>ử(?<=[Nn]ử)a[ ](?P<hend>đầu|cuối)[ ]năm(?:[ ](?P<hy>{_YEAR})|[ ](?P<hrel>{_REL})\b)?)
  | (?P<today>(?:ô(?<=[Hh]ô)m|á(?<=[Ss]á)ng|ề(?<=hiề)u|ố(?<=[Tt]ố)i|à(?<=[Nn]gà)y)[ ](?P<shift>nay|qua|mai)\b)
  | (?P<same>à(?<=[Cc]ùng[ ]ngà)y\b|á(?<=ùng[ ]thá|ong[ ]thá)ng\b(?![ ][0-9]))
  | (?P<now>ệ(?<=[Hh]iệ)n(?:[ ]nay|[ ]tại)?(?=[ ,])|ế(?<=[Đđ]ế)n[ ](?:nay|thời[ ]điểm[ ]này)\b)
    """,
    re.VERBOSE,
)
_ONES = ("hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một")
_SPELLED = {word: n for n, word in enumerate(_ONES, 2)}
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_SHIFT = {"nay": 0, "này": 0, "ngoái": -1, "trước": -1, "qua": -1, "sau": 1, "tới": 1}
_SEVERAL = frozenset(words("several"))
_AWAY = {"nay": 0, "qua": -1, "mai": 1}
_DAY_WORD = re.compile(rf"(?:{one_of('before a day')})[ ,]*\(?$|\($", re.IGNORECASE)
COMPARED = re.compile(
    r"(?:\bso(?: với)?|cùng kỳ|cùng thời điểm|hơn mức|hơn|kém)[^,;.()0-9]{0,25}$", re.IGNORECASE
)
"""What stands before the time that a figure is compared with."""
LOOK_BACK = 30
"""How many mentions back the year or day spoken of last is looked for."""
_UNTIL = re.compile(r"(?:đến|tới)(?: hết| cuối)? $")


class Clock:
    """What the article's date says: the year, and the month and day as far as they are known."""

    __slots__ = ("day", "month", "year")

    def __init__(self, value: str | None) -> None:
        parts = [int(part) for part in value.split("-")] if value else []
        self.year: int | None = parts[0] if parts else None
        self.month: int | None = parts[1] if len(parts) > 1 else None
        self.day: int | None = parts[2] if len(parts) > 2 else None

    def shifted(self, word: str | None) -> int | None:
        """Return the year of `năm nay`, `năm ngoái`, `năm sau`; of no word, this year."""
        return None if self.year is None else self.year + _SHIFT[word or "nay"]

    def year_of(self, month: int) -> int | None:
        """Return the year of a month named without one: the last such month, or one soon to come."""
        if self.year is None or self.month is None or month <= self.month + 3:
            return self.year
        return self.year - 1

    def day_away(self, days: int) -> str | None:
        """Return the day of `hôm qua`, `hôm nay`, `ngày mai`."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return (date(self.year, self.month, self.day) + timedelta(days)).isoformat()


def clock_of(text: str, stamp: str | None) -> Clock:
    """Return the clock of an article: by its date, else by the year that its text names most."""
    if stamp:
        return Clock(stamp)
    years = Counter(re.findall(rf"(?:[Nn]ăm |[0-9][/.-]){_YEAR}(?![0-9])", text))
    named = Counter[str]()
    for quote, n in years.items():
        named[quote[-4:]] += n
    return Clock(max(named, key=lambda year: (named[year], year)) if named else None)


def find_times(text: str, clock: Clock) -> list[TimeMention]:
    """Return the time expressions of a text in order; where two overlap, the longer one.

    Args:
        text: an article, or a part of one.
        clock: the date of the article.

    >>> [m.period for m in find_times("Năm 2023 tăng; 9 tháng đầu năm nay giảm.", Clock("2024-10-02"))]
    ['2023', '2024-M01/M09']
    """
    dates = (_DIGITS.match(text, number.start()) for number in _NUMBER.finditer(text))
    words = (_WORDS.match(text, word.start()) for word in _WORD.finditer(text))
    matches = [match for match in (*dates, *words) if match]
    matches.sort(key=re.Match.start)
    mentions: list[TimeMention] = []
    end = 0
    for match in matches:
        if match.end() > end:
            mention = _READERS[match.lastgroup or ""](match, text, clock, mentions)
            if mention:
                mentions.append(mention)
                end = mention.span.end
    return mentions


def _mention(match: re.Match[str], period: str | None, kind: TimeType) -> TimeMention:
    start, end = match.span()
    while start and match.string[start - 1].isalpha():
        start -= 1
    return TimeMention(Span(start, end), period, kind)


def _left(text: str, match: re.Match[str]) -> str:
    """Return the few characters before a match."""
    return text[max(0, match.start() - 16) : match.start()]


def _int(*groups: str | None) -> int | None:
    return next((int(group) for group in groups if group), None)


def _years(match: re.Match[str], text: str, clock: Clock, before: list[TimeMention]) -> TimeMention | None:
    end = _int(match["to"]) or clock.year
    if end is None or not 0 < end - int(match["from"]) < 60:
        return None
    return _mention(match, f"{match['from']}/{end}", "years")


def _days(match: re.Match[str], text: str, clock: Clock, before: list[TimeMention]) -> TimeMention | None:
    last_month = int(match["m2"])
    first_month = _int(match["m1"]) or last_month
    year = _int(match["y2"]) or clock.year_of(last_month)
    first_year = _int(match["y1"]) or year
    if (match["m1"] and " và " in match[0]) or (year and first_year and year - first_year > 1):
        return None  # two days, not a span of days; an anniversary (`19/5/1890 - 19/5/2020`)
    first = _day(first_year, first_month, int(match["d1"]))
    last = _day(year, last_month, int(match["d2"]))
    if not (first and last and first < last and (match["m1"] or _DAY_WORD.search(_left(text, match)))):
        return None
    return _mention(match, f"{first}/{last}", "days")


def _one_day(match: re.Match[str], text: str, clock: Clock, before: list[TimeMention]) -> TimeMention | None:
    if not match["y"] and "tháng" not in match[0] and not _DAY_WORD.search(_left(text, match)):
        return None
    month = int(match["m"])
    year = _int(match["y"]) or (clock.shifted(match["yrel"]) if match["yrel"] else clock.year_of(month))
    period = _day(year, month, int(match["d"]))
    return _mention(match, period, "day") if period or year is None else None


def _day(year: int | None, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if year else None
    except ValueError:
        return None


def _months(match: re.Match[str], text: str, clock: Clock, before: list[TimeMention]) -> TimeMention:
    year = _int(match["ny"]) or clock.shifted(match["nrel"])
    return _mention(match, _run_of_months(year, int(match["n"]), match["end"] == "cuối"), "months")


def _spelled_months(
    match: re.Match[str], text: str, clock: Clock, before: list[TimeMention]
) -> TimeMention | None:
    """Read `chín tháng đầu năm 2024`."""
    words = _left(text, match)[: -len(" th")].lower().split()
    number = next((w for w in (" ".join(words[-2:]), words[-1]) if w in _SPELLED), None)
    if number is None:
        return None
    year = _int(match["sy"]) or clock.shifted(match["srel"])
    start = match.start() - len(f"{number} th")
    period = _run_of_months(year, _SPELLED[number], match["send"] == "cuối")
    return TimeMention(Span(start, match.end()), period, "months")


def _run_of_months(year: int | None, n: int, at_end: bool) -> str | None:
    """Write the first or last n months of a year."""
    if year is None:
        return None
    if n == 6:
        return f"{year}-H{2 if at_end else 1}"
    return f"{year}-M{13 - n:02}/M12" if at_end else f"{year}-M01/M{n:02}"


def _past_months(
    match: re.Match[str], text: str, clock: Clock, before: list[TimeMention]
) -> TimeMention | None:
    """Read `11 tháng qua`, `tính chung 10 tháng`: the year so far, where the count fits the date."""
    n = int(match["pn"])
    head = _left(text, match).lower()
    if not (match["qua"] or head.endswith(("tính chung ", "lũy kế ", "qua "))):
        return None
    if n < 5 if clock.month is None else n not in (clock.month, clock.month - 1):
        return None
    return _mention(match, _run_of_months(clock.year, n, False), "months")


def _month(match: re.Match[str], text: str, clock: Clock, before: list[TimeMention]) -> TimeMention | None:
    head = _left(text, match)[:-2].lower()
    if head.endswith(("mỗi ", "hằng ", "hàng ", "một ", "từng ")):
        return None
    month = int(match["m"])
    year = _int(match["my"], match["my2"])
    if year is None:
        year = clock.shifted(match["mrel"]) if match["mrel"] else clock.year_of(month)
    if year is None:
        return _mention(match, None, "month")
    if not match["my"] and not match["my2"] and month > 1 and _UNTIL.search(head):
        return _mention(match, _run_of_months(year, month, False), "months")
    return _mention(match, f"{year}-{month:02}", "month")


def _one_year(match: re.Match[str], text: str, clock: Clock, before: list[TimeMention]) -> TimeMention | None:
    """Read `năm 2023`, `năm nay`; not `nhiều năm qua`, `hơn 10 năm nay`. `Sau năm 2025` names no period."""
    before_it = _left(text, match)[:-2].rstrip().rsplit(" ", 1)[-1].lower()
    if match["rel"] and (before_it in _SEVERAL or before_it[-1:].isdigit()):
        return None
    year = (
        None
        if before_it in ("sau", "trước") and match["y"]
        else _int(match["y"]) or clock.shifted(match["rel"])
    )
    return _mention(match, str(year) if year else None, "year")


def _whole_year(
    match: re.Match[str], text: str, clock: Clock, before: list[TimeMention]
) -> TimeMention | None:
    """Read `cả năm`, `trong năm`: the year spoken of last, else the article's; `từ đầu năm đến nay`."""
    left = _left(text, match)[:-1].lower()
    if left.endswith("từ đầu ") and text.startswith((" đến nay", " tới nay"), match.end()):
        period = _run_of_months(clock.year, clock.month, False) if clock.month else None
        return TimeMention(Span(match.start() - 1, match.end() + len(" đến nay")), period, "months")
    if not left.endswith(("cả ", "trong ", "hết ", "cuối ")):
        return None
    ruling = (
        m
        for m in before[: -LOOK_BACK - 1 : -1]
        if m.period and not COMPARED.search(text[max(0, m.span.start - 30) : m.span.start])
    )
    year = next((mention.period[:4] for mention in ruling if mention.period), None)
    return _mention(match, year or (str(clock.year) if clock.year else None), "year")


def _quarter(match: re.Match[str], text: str, clock: Clock, before: list[TimeMention]) -> TimeMention:
    quarter = _ROMAN.get(match["q"]) or int(match["q"])
    year = _int(match["qy"], match["qy2"])
    if year is None:
        year = clock.shifted(match["qrel"]) if match["qrel"] else clock.year_of(3 * quarter - 2)
    return _mention(match, f"{year}-Q{quarter}" if year else None, "quarter")


def _half(match: re.Match[str], text: str, clock: Clock, before: list[TimeMention]) -> TimeMention:
    year = _int(match["hy"]) or clock.shifted(match["hrel"])
    return _mention(match, _run_of_months(year, 6, match["hend"] == "cuối"), "half")


def _today(match: re.Match[str], text: str, clock: Clock, before: list[TimeMention]) -> TimeMention | None:
    period = clock.day_away(_AWAY[match["shift"]])
    return _mention(match, period, "day") if period else None


def _same(match: re.Match[str], text: str, clock: Clock, before: list[TimeMention]) -> TimeMention | None:
    """Read `cùng ngày`, `trong tháng`: the day or month spoken of last."""
    wanted = "day" if match[0] == "ày" else "month"
    for mention in before[: -LOOK_BACK - 1 : -1]:
        if mention.type == wanted:
            return _mention(match, mention.period, mention.type)
    return None


def _now(match: re.Match[str], text: str, clock: Clock, before: list[TimeMention]) -> TimeMention | None:
    """Read `hiện nay`, `đến nay`; a bare `hiện` only where it opens a clause, as in `Hiện xã có`."""
    left = text[max(0, match.start() - 4) : match.start() - 2]
    if match[0] == "ện" and left.strip(" ") and left.strip()[-1:].isalpha():
        return None
    return _mention(match, None, "now")


_READERS: dict[str, Callable[[re.Match[str], str, Clock, list[TimeMention]], TimeMention | None]] = {
    "years": _years,
    "days": _days,
    "day": _one_day,
    "months": _months,
    "spelled": _spelled_months,
    "past": _past_months,
    "month": _month,
    "year": _one_year,
    "whole": _whole_year,
    "quarter": _quarter,
    "half": _half,
    "today": _today,
    "same": _same,
    "now": _now,
}
