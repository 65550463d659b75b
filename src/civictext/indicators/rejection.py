"""Numbers that are no quantities, each with the reason class of the guidelines.

Three kinds of evidence, in this order: the shape of the number itself (`59/2023/NĐ-CP`, `14/8/2023`,
`16h30`), the words that follow it (`6 tháng đầu năm`) and the words before it (`thứ`, `Quốc lộ`,
`Nghị quyết số`), which are kept in `data/rejection_cues.tsv`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from civictext.document import Reason
from civictext.indicators.units import read_rows


class Refusal(NamedTuple):
    """Where a refused number ends, and why it is no quantity."""

    end: int
    reason: Reason


_YEAR = r"(?:1[5-9]|20)[0-9]{2}"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_END = r"(?![0-9])"
_SHAPE = re.compile(
    rf"""
    (?P<docnum>
        [0-9]{{1,5}}[a-zA-Z]?(?:/{_YEAR})?[/-](?:[A-ZĐ]{{2,}}|[A-ZĐ][a-zđ]?[A-ZĐ][\w]*|TTr|CTr|[A-ZĐ]-)[\w-]*(?:[/-][A-ZĐ][\w&-]*)*
      | [0-9]{{1,4}}/{_YEAR}/(?:[A-ZĐ]\w*[\w/-]*)
    )
  | (?P<date>
        {_DAY}(?P<m>[/.-]){_MONTH}(?P=m)(?:{_YEAR}|[0-9]{{2}}){_END}
      | {_DAY}\s?[-–]\s?{_DAY}[/.-]{_MONTH}(?:[/.-]{_YEAR})?{_END}(?![.,][0-9])(?!%)
      | {_MONTH}[/-]{_YEAR}{_END}
      | {_YEAR}\s?[-–/]\s?(?:{_YEAR}){_END}
      | {_YEAR}-[01][0-9]-[0-3][0-9]{_END}
    )
  | (?P<time>
        [012]?[0-9]:[0-5][0-9](?::[0-5][0-9])?{_END}
      | [012]?[0-9]\s?(?:h|giờ)\s?[0-5][0-9]{_END}(?:\s?(?:phút|ph|p))?(?!\w)
      | [012]?[0-9]h(?=\s+(?:ngày|sáng|trưa|chiều|tối|đêm|cùng|hôm|kém)|\s?[-–]|\s*[,.;)])
      | [012]?[0-9]\ giờ(?=\s+(?:ngày|sáng|trưa|chiều|tối|đêm|cùng|hôm|kém))
      | 24/(?:24|7){_END}(?:\ ?(?:giờ|h))?
    )
  | (?P<identifier>
        0[0-9]{{2,3}}[. -][0-9]{{3,4}}[. -]?[0-9]{{3,4}}{_END}
      | 0[0-9]{{8,10}}{_END} | (?:1800|1900)[. ][0-9]{{4,6}}{_END} | [0-9]{{12,}} | 00[0-9]+
      | [0-9]+(?:\.[0-9]+){{3,}}{_END} | [0-9]+(?=[@_])
    )
  | (?P<name>
        [0-9]+(?:[A-ZĐ](?![\w²³]|ha\b)|[A-Z][0-9]|x[0-9])[\w]*
    )
    """,
    re.VERBOSE,
)

_DAYMONTH = re.compile(rf"{_DAY}\s?[/.-]\s?{_MONTH}(?![0-9]|[.,/-][0-9])")
_SCORE = re.compile(r"[0-9]{1,2}\s?[-–]\s?[0-9]{1,2}(?![0-9])")


def refuse_shape(text: str, start: int, end: int) -> Refusal | None:
    """Return a refusal where the number at `start` has the shape of none: date, time, docnum …"""
    match = _SHAPE.match(text, start, end)
    if match is None:
        return None
    reason = match.lastgroup if match.lastgroup != "m" else "date"
    for name in ("docnum", "date", "time", "identifier", "name"):
        if match[name] is not None:
            reason = name
            break
    if reason == "name" and re.fullmatch(r"[0-9]+[KMWVT]", match[0]):
        return None
    return Refusal(match.end(), reason)  # type: ignore[arg-type]


_FOLLOWING = re.compile(
    r"""(?P<time>
        [ ]tháng[ ](?:đầu(?:[ ]năm)?|cuối(?:[ ]năm)?|qua|nữa[ ]hết[ ]năm|năm[ ][12][0-9]{3})\b
      | [ ]năm[ ]giai[ ]đoạn\b | [ ]ngày[ ]trước[ ]đó
    )
  | (?P<name>
        [ ]sao\b | [ ]rõ\b | [ ]sẵn[ ]sàng\b | [ ]tại[ ]chỗ\b | [ ]nhất\b | [ ]không\b | [ ]có\b(?=["”,;]) | [ ]giỏi\b | [ ]tốt["”]
      | [ ]trong[ ]1\b | [ ]kết[ ]nối\b | [ ]đảm[ ]đang | [ ]thật | [ ]cùng\b
    )
  | (?P<vague>[ ]con[ ]số\b)
    """,
    re.VERBOSE,
)


def refuse_following(text: str, start: int, stop: int, end: int) -> Refusal | None:
    """Return a refusal where the words after a number say that it is none."""
    match = _FOLLOWING.match(text, stop, end)
    if match is None:
        return None
    return Refusal(stop, match.lastgroup)  # type: ignore[arg-type]


Limit = Literal["always", "bare", "year"]


@cache
def _cues() -> dict[str, dict[Limit, Reason]]:
    cues: dict[str, dict[Limit, Reason]] = {}
    for cue, reason, limit in read_rows("rejection_cues.tsv"):
        cues.setdefault(cue, {})[limit] = reason  # type: ignore[index, assignment]
    return cues


_OPENERS = "“\"'(["


def words_before(text: str, line_start: int, start: int) -> list[str]:
    """Return up to three words that stand right before a place, small, the nearest last."""
    left = text[max(line_start, start - 28) : start].lower()
    words = left.split()
    if words and not left[-1].isspace() and words[-1][-1] not in _OPENERS + "-.":
        return []
    if words and words[-1] in _OPENERS:
        words.pop()
    return [word.lstrip(_OPENERS) for word in words[-3:]]


def refuse_before(before: list[str], number: str, *, bare: bool) -> Reason | None:
    """Return the reason that the words before a number give, or None.

    Args:
        before: the words before it, as `words_before` returns them.
        number: the number as written.
        bare: no unit follows it.
    """
    cues = _cues()
    for size in (3, 2, 1):
        if len(before) >= size:
            found = cues.get(" ".join(before[-size:]).strip(".-–"))
            if found is None:
                continue
            if "always" in found:
                return found["always"]
            if "bare" in found and bare and len(number) <= 5:
                return found["bare"]
            if "year" in found and is_year(number):
                return found["year"]
    return None


_IS_YEAR = re.compile(_YEAR)


def is_year(number: str) -> bool:
    """Tell whether a figure is written like a year."""
    return _IS_YEAR.fullmatch(number) is not None


_DATE_WORDS = frozenset(
    "ngày sáng trưa chiều tối đêm hôm mùng mồng từ đến trước sau lễ dịp nay mai qua tháng và hết tới khoảng đầu".split()
)


def refuse_daymonth(text: str, start: int, end: int, before: list[str], *, bare: bool) -> Refusal | None:
    """Return a refusal for `2/11` and `9-2` where they are a day and a month."""
    match = _DAYMONTH.match(text, start, end)
    if match is None:
        return None
    near = before[-1].strip(_OPENERS + ".,") if before else ""
    if near in _DATE_WORDS and (near not in ("khoảng", "từ", "đến", "và", "qua", "tới") or bare):
        return Refusal(match.end(), "date")
    if near in ("tỷ", "số", "thắng", "thua", "hòa") and _SCORE.match(text, start, end):
        return Refusal(match.end(), "score")
    return Refusal(match.end(), "date") if bare and "." not in match[0] else None
