"""Numbers that are no quantities, each with the reason class of the guidelines.

Three kinds of evidence, in this order: the shape of the number itself (`59/2023/NĐ-CP`, `14/8/2023`,
`16h30`), the words that follow it (`data/rejection_followers.tsv`: `6 tháng đầu năm`, `5 rõ`) and the words
before it (`data/rejection_cues.tsv`: `thứ`, `Quốc lộ`, `Nghị quyết số`).
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from civictext.document import Reason
from civictext.indicators.units import read_rows, word_set


class Refusal(NamedTuple):
    """Where a refused number ends, and why it is no quantity."""

    end: int
    reason: Reason


_YEAR = r"(?:1[5-9]|20)[0-9]{2}"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_END = r"(?![0-9])"
_DASH = "[-\N{EN DASH}\N{EM DASH}]"
_PART_OF_DAY = "(?:ngày|sáng|trưa|chiều|tối|đêm|cùng|hôm|kém|rạng)"
_SHAPES: dict[Reason, str] = {
    "docnum": rf"""
        [0-9]{{1,5}}[a-zA-Z]?(?:/{_YEAR})?[/-]
        (?:[A-ZĐ]{{2,}}|[A-ZĐ][a-zđ]?[A-ZĐ]|TTr|CTr|[A-ZĐ]-)[\w&]*(?:[-/][\w&]+){{0,6}}
      | [0-9]{{1,4}}/{_YEAR}/[A-ZĐ]\w*(?:[-/][\w&]+){{0,6}}
    """,
    "date": rf"""
        {_DAY}(?P<mark>[/.-]){_MONTH}(?P=mark)(?:{_YEAR}|[0-9]{{2}}){_END}
      | {_DAY}\s?{_DASH}\s?{_DAY}[/.-]{_MONTH}(?:[/.-]{_YEAR})?{_END}
        (?![.,][0-9]|%|\s?(?:tỷ|tỉ|triệu|nghìn))
      | {_DAY}\s(?:đến|tới|và)\s{_DAY}/{_MONTH}(?:/{_YEAR})?{_END}
      | {_DAY}\s(?:đến|tới)\s{_DAY}-{_MONTH}{_END}(?!\s?[^\W\d_]|[.,%][0-9])
      | {_MONTH}[/-]{_YEAR}{_END}
      | {_MONTH}\.(?:19|20)[0-9]{{2}}{_END}
      | {_YEAR}\s?(?:{_DASH}|/)\s?(?:{_YEAR}){_END}
      | {_YEAR}-[01][0-9]-[0-3][0-9]{_END}
    """,
    "time": rf"""
        [012]?[0-9]:[0-5][0-9](?::[0-5][0-9])?{_END}
      | [012]?[0-9]\s?(?:h|g|giờ)\s?[0-5][0-9](?![0-9]|[.,][0-9])(?:\s?(?:phút|ph|p))?(?!\w)
      | [012]?[0-9]\s?(?:h|giờ)\s?(?:{_DASH}|đến)\s?[012]?[0-9]\s?(?:h|giờ)(?:[0-5][0-9])?(?!\w)
      | [012]?[0-9]\s?{_DASH}\s?[012]?[0-9]h(?!\w)
      | [012]?[0-9]\s?(?:h|giờ)\s(?:kém|thiếu)\s[0-9]{{1,2}}(?![0-9]|[.,][0-9])(?:\s?(?:phút|p))?(?!\w)
      | [012]?[0-9](?:\s?h|g|\sgiờ)(?=\s+(?:{_PART_OF_DAY})\b)
      | [012]?[0-9]h(?=\s?{_DASH}|\s*[,.;)])
      | 24\s?/\s?(?:24|7){_END}(?:\ ?(?:giờ|h)\b)?
    """,
    "identifier": rf"""
        0[0-9]{{2,4}}[. -]{{1,2}}[0-9]{{3,4}}[. -]{{0,2}}[0-9]{{3,4}}{_END}
      | (?=0(?:[. -]?[0-9]){{8,11}}(?![. -]?[0-9]))0[0-9]*(?:[. -][0-9]+)*
      | (?:1800|1900)(?:[. -][0-9]{{2,6}}){{1,3}}{_END} | [0-9]{{13,}} | 00[0-9]+
      | [0-9]{{2}}[A-ZĐ][0-9A-Z]?[\s.\N{{EN DASH}}-]{{1,3}}[0-9]{{3}}\.?[0-9]{{2}}{_END}
      | [0-9]{{2,3}}-[0-9]{{1,3}}-[0-9]{{5,}}
      | (?![1-9][0-9]{{0,2}}(?:\.[0-9]{{3}})+(?![0-9.]))[0-9]+(?:\.[0-9]+){{3,}}{_END}
      | [0-9]+(?=[@_])
    """,
    "name": r"[0-9]+(?:[A-ZĐ](?![\w²³])|[A-Z]{1,2}[0-9])(?<![MWV])\w*",
}
_SHAPED = rf"""
    [0-9]+(?:
        {_DASH} | [/:@_A-Za-zĐđ] | \.(?:[0-9]+[./-]|(?:19|20)[0-9]{{2}}) | \.[0-9]+\.[0-9]
      | \s(?:{_DASH}|/|(?:đến|tới|và)\s[0-9]|h(?![^\W\dđ_])|giờ)
    ) | 0[0-9]{{1,4}}[. -]{{0,2}}[0-9] | 1[89]00[ .] | [0-9]{{13}}
"""
"""What all shapes have in common; most figures are plain and need not be tried against each."""
_SHAPE = re.compile(
    rf"(?={_SHAPED})(?:{'|'.join(f'(?P<{reason}>{shape})' for reason, shape in _SHAPES.items())})", re.VERBOSE
)


def refuse_shape(text: str, start: int, end: int) -> Refusal | None:
    """Return a refusal where the number at `start` has the shape of none: date, time, docnum …"""
    match = _SHAPE.match(text, start, end)
    return None if match is None else Refusal(match.end(), match.lastgroup)  # type: ignore[arg-type]


def _read_followers() -> dict[str, list[tuple[str, Reason]]]:
    """Return the phrases by their first word, longest first."""
    table: dict[str, list[tuple[str, Reason]]] = {}
    for phrase, reason in sorted(read_rows("rejection_followers.tsv"), key=lambda row: -len(row[0])):
        table.setdefault(phrase.split()[0], []).append((phrase, reason))  # type: ignore[arg-type]
    return table


_FOLLOWERS = _read_followers()
_FOLLOWING = 12
_CLOSERS = ".,;:!?)”\"'…"


def refuse_following(text: str, stop: int, end: int) -> Refusal | None:
    """Return a refusal where the words after a number say that it is none."""
    reach = stop + _FOLLOWING
    word = text[stop + 1 : reach if reach < end else end].partition(" ")[0]
    phrases = _FOLLOWERS.get(word)
    if phrases is None and not (word.isalpha() and word.islower()):
        phrases = _FOLLOWERS.get(word.lower().rstrip(_CLOSERS))
    for phrase, reason in phrases or ():
        at = stop + 1 + len(phrase)
        if text[stop + 1 : at].lower() == phrase and not text[at : at + 1].isalpha():
            return Refusal(stop, reason)
    return None


Limit = Literal["always", "never", "bare", "label", "time", "year"]


def _read_cues() -> dict[str, dict[Limit, Reason]]:
    cues: dict[str, dict[Limit, Reason]] = {}
    for cue, reason, limit in read_rows("rejection_cues.tsv"):
        cues.setdefault(cue, {})[limit] = reason  # type: ignore[index, assignment]
    return cues


_CUES = _read_cues()
_LAST_WORDS = frozenset(cue.split()[-1].lower() for cue in _CUES)


def may_be_cue(low: str) -> bool:
    """Tell whether a word in small letters is the last of any cue."""
    return low in _LAST_WORDS or (low.endswith(_TRAILING) and low.rstrip(".-") in _LAST_WORDS)


_TRAILING = (".", "-")
_OPENERS = "“\"'([‘-+•*\N{EN DASH}"
_SKIPPED = " \N{NO-BREAK SPACE}“\"'([‘-\N{EN DASH}"
_CUTS = frozenset(",;:!?)…”")
_REACH = 30


def word_before(text: str, line_start: int, start: int) -> str:
    """Return the word right before a place as written, `""` where there is none or a mark cuts it off."""
    at = start
    while at > line_start and text[at - 1] in _SKIPPED:
        at -= 1
    if at == line_start or text[at - 1] in _CUTS:
        return ""
    left = at - _REACH if at - _REACH > line_start else line_start
    word = text[text.rfind(" ", left, at) + 1 or left : at]
    if not word.isalpha():
        word = word.replace("\N{NO-BREAK SPACE}", " ").rpartition(" ")[2].lstrip(_OPENERS)
        word = "" if word[-1:] == "." and len(word) > 3 else word.rpartition(".")[2] or word
    return word


def words_before(text: str, line_start: int, start: int) -> list[str]:
    """Return up to three words that stand right before a place as written, the nearest last."""
    words = text[max(line_start, start - _REACH) : start].rstrip(_SKIPPED).split()
    return [word.lstrip(_OPENERS).rpartition(".")[2] or word for word in words[-3:]]


def refuse_before(
    before: list[str], number: str, *, bare: bool, timed: bool, counted: bool = False
) -> Reason | None:
    """Return the reason that the words before a number give, or None.

    Args:
        before: the words before it, as `words_before` returns them.
        number: the number as written.
        bare: no unit follows it.
        timed: a unit of time follows it.
        counted: a noun follows it, which a label does not count: `tầng 5 chung cư`.
    """
    said = [*before[:-1], before[-1].rstrip(".-")]
    for first in range(len(said)):
        phrase = " ".join(said[first:])
        found = _CUES.get(phrase) or _CUES.get(phrase.lower())
        if found is None:
            continue
        for limit, reason in found.items():
            # A count of four digits is written with a point: `Quyết định 1374 yêu cầu` has none.
            bare_here = bare or (reason == "docnum" and len(number) == 4)
            if limit == "label" and counted and len(number) < 3:  # 2 tầng 20 phòng: the floors are counted
                bare_here = not before[-2:-1] or not before[-2].isdigit()
            longest = _LONGEST_NUMBER if reason == "identifier" else _LONGEST_NAME
            if _applies(limit, number, bare=bare_here, timed=timed, longest=longest):
                return reason
        if "never" in found:
            return None
    return None


_LONGEST_NAME, _LONGEST_NUMBER = 5, 12
"""How many digits the number of a name has at most, and the number of a telephone or a paper."""
_VERSION = re.compile(r"[0-9]\.[0-9]")


def _applies(limit: Limit, number: str, *, bare: bool, timed: bool, longest: int) -> bool:
    if limit in ("bare", "label"):
        return bare and ((number.isdigit() and len(number) <= longest) or _VERSION.fullmatch(number) is not None)
    if limit == "year":
        return len(number) == 4 and number.isdigit() and number[0] in "12"
    return limit == "always" or (limit == "time" and timed)


def is_year(number: str) -> bool:
    """Tell whether a figure is written like a year."""
    return len(number) == 4 and number[:2] in ("19", "20") and number.isdigit()


_DAYMONTH = re.compile(rf"{_DAY}\s?[/.\N{{EN DASH}}-]\s?{_MONTH}(?![0-9]|[.,/][0-9])")
_PAIR = re.compile(rf"([0-9]{{1,2}})\s?{_DASH}\s?([0-9]{{1,2}})(?![0-9]|[.,][0-9])")
_TO_DAY = re.compile(rf"(?:1[3-9]|[23][0-9])\.{_MONTH}\s?(?:{_DASH}|đến|tới|và)\s?{_DAY}\.{_MONTH}(?![0-9]|[.,/][0-9])")
"""From a day to a day; the first is no hour and no mark: `23.4 - 1.5`."""
_SAYS_A_LAW = (" quy định", " nghị định", " Nghị định", " luật", " Luật", " thông tư", " Thông tư")


def _is_score(pair: re.Match[str], near: str) -> bool:
    """Tell whether a pair of figures is a score: `thắng 2-1`, `1-0`; what falls and is no day is votes: `97-2`."""
    votes = 31 < int(pair[1]) > int(pair[2]) > 0
    return votes or near in word_set("before_score") or "0" in pair.groups()


def refuse_pair(text: str, start: int, end: int, near: str, *, bare: bool) -> Refusal | None:
    """Return a refusal for `2/11` and `9-2` where they are a day and a month or a score.

    Args:
        near: the word before it, small.
        bare: no unit follows the pair.
    """
    score = _PAIR.match(text, start, end)
    if score and bare and _is_score(score, near):
        return Refusal(score.end(), "score")
    match = _DAYMONTH.match(text, start, end)
    if match is None:
        return None
    if bare and "." in match[0] and (days := _TO_DAY.match(text, start, end)):
        return Refusal(days.end(), "date")
    if text.startswith(" năm nay", match.end(), end):
        return Refusal(match.end(), "date")
    if near in ("từ", "đến") and text.startswith(_SAYS_A_LAW, match.end(), end):
        return Refusal(match.end(), "date")
    part = near in word_set("before_ratio") or text.startswith((" của ", " tổng "), match.end(), end)
    falls = score is not None and int(score[1]) > int(score[2])  # no range, as 5-10 may be
    dated = bare and "." not in match[0] and (falls or not part)
    dated = dated or (near == "qua" and text[start - 1 : start] == "(")  # Hôm qua (7.2)
    return Refusal(match.end(), "date") if dated or near in word_set("before_date") else None
