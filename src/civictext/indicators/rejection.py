"""Numbers that are no quantities, each with the reason class of the guidelines.

Three kinds of evidence, in this order: the shape of the number itself (`59/2023/NĐ-CP`, `14/8/2023`,
`16h30`), the words that follow it (`data/rejection_followers.tsv`: `6 tháng đầu năm`, `5 rõ`) and the words
before it (`data/rejection_cues.tsv`: `thứ`, `Quốc lộ`, `Nghị quyết số`).
"""

from __future__ import annotations

import re
from typing import Final, Literal

from mypy_extensions import i64, mypyc_attr

from civictext.document import Reason
from civictext.indicators.chars import (
    SPACE,
    ZERO,
    char_at,
    digits_end,
    is_among,
    is_dash,
    is_figure,
    is_letter,
    is_small,
    is_space,
    letters_end,
    table_of,
    word_at,
)
from civictext.indicators.units import read_rows, word_set

_BEFORE_SCORE: Final = word_set("before_score")
_BEFORE_RATIO: Final = word_set("before_ratio")
_BEFORE_DATE: Final = word_set("before_date")


@mypyc_attr(acyclic=True)
class Refusal:
    """Where a refused number ends, and why it is no quantity."""

    __slots__ = ("end", "reason")

    def __init__(self, end: int, reason: Reason) -> None:
        self.end = end
        self.reason: Reason = reason


_YEAR: Final = r"(?:1[5-9]|20)[0-9]{2}"
_DAY: Final = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_END: Final = r"(?![0-9])"
_DASH: Final = "[-\N{EN DASH}\N{EM DASH}]"
_PART_OF_DAY: Final = "(?:ngày|sáng|trưa|chiều|tối|đêm|khuya|cùng|hôm|kém|rạng)"
_SHAPES: Final[dict[Reason, str]] = {
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
        [012]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?:[.,][0-9]+)*{_END}
      | [012]?[0-9]\s?(?:h|g|giờ)\s?[0-5][0-9](?![0-9]|[.,][0-9])(?:\s?(?:phút|ph|p))?(?!\w)
      | (?:1[0-9]|2[0-4])\s?(?:h|giờ)\s?[0-9]\s?phút(?!\w)
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
      | 0[0-9]{{1,3}}\)[ ]?[0-9](?:[. -]?[0-9]){{5,8}}{_END}
      | (?:1800|1900)(?:[. -][0-9]{{2,6}}){{1,3}}{_END}
      | (?:[0-9]{{13,}} | 00[0-9]+) (?:[.,][0-9]+)*
      | [0-9]{{2}}[A-ZĐ][0-9A-Z]?[\s.\N{{EN DASH}}-]{{1,3}}[0-9]{{3}}\.?[0-9]{{2}}{_END}
      | [0-9]{{2,3}}-[0-9]{{1,3}}-[0-9]{{5,}}
      | (?![1-9][0-9]{{0,2}}(?:\.[0-9]{{3}})+(?![0-9.]))[0-9]+(?:\.[0-9]+){{3,}}{_END}
      | [0-9]+(?=[@_])
    """,
    "score": r"[0-9]{1,2}:[0-9](?![0-9:])",
    "name": r"[0-9]{1,2}-[A-Z][a-z]{2,}\b | [0-9]+(?:[A-ZĐ](?![\w²³])|[A-Z]{1,2}[0-9])(?<![MWV])\w*",
}
_SHAPE: Final = re.compile("|".join(f"(?P<{reason}>{shape})" for reason, shape in _SHAPES.items()), re.VERBOSE)
_GLUED: Final = table_of(":@_ABCDEFGHIJKLMNOPQRSTUVWXYZĐ")
"""What stands right after the first digits of many shapes, as a dash does."""
_GLUED_SMALL: Final = table_of("abcdefghijklmnopqrstuvwxyzđ")
"""Letters that are one of few right after the digits: `12b/2023`, `16h30`, `7giờ`; more make a unit: `5kg`."""
_GLUED_TIMES: Final = ("hđ", "gi")
_JOINED_HOURS: Final = frozenset(("h", "giờ", "hđến", "giờđến"))
_JOINED_DAYS: Final = frozenset(("đến", "tới", "và"))
"""Words after a number in a time of the day, and between two days."""
_JOINED_INITIALS: Final = table_of("hgđtv")
_POINT: Final = 0x2E
_SLASH: Final = 0x2F
_G: Final = 0x67
_H: Final = 0x68
_PARTING: Final = table_of(". -")
_FREE_CALLS: Final = ("1800", "1900")
_LONG: Final = 13
"""As many digits are no quantity."""


def refuse_shape(text: str, start: int, end: int) -> Refusal | None:
    """Return a refusal where the number at `start` has the shape of none: date, time, docnum …"""
    match = _SHAPE.match(text, start, end) if _may_be_shaped(text, start, end) else None
    return None if match is None else Refusal(match.end(), match.lastgroup)  # type: ignore[arg-type]


def _may_be_shaped(text: str, start: i64, end: i64) -> bool:
    """Tell whether the first digits of a figure, and what follows them, leave any shape; most figures are plain."""
    stop = digits_end(text, start, end)
    char = char_at(text, stop, end)
    if char < 0:
        return _may_be_identifier(text, start, end, stop)
    if char == _POINT:
        return _parts_more(text, stop, end) or _may_be_identifier(text, start, end, stop)
    if is_dash(char) or char == _SLASH:
        return _joins_more(text, start, stop, end) or _may_be_identifier(text, start, end, stop)
    if is_among(char, _GLUED) or _may_be_identifier(text, start, end, stop):
        return True
    after = char_at(text, stop + 1, end)
    if is_among(char, _GLUED_SMALL):
        if char in (_H, _G):
            return not is_letter(after) or text.startswith(_GLUED_TIMES, stop, end)
        return is_dash(after) or after == _SLASH
    if not is_space(char):
        return False
    if is_among(after, _JOINED_INITIALS):
        gap = letters_end(text, stop + 1, end)
        word = text[stop + 1 : gap]
        return word in _JOINED_HOURS or (word in _JOINED_DAYS and is_figure(char_at(text, gap + 1, end)))
    return (is_dash(after) or after == _SLASH) and _joins_more(text, start, stop + 1, end)


def _joins_more(text: str, start: i64, stop: i64, end: i64) -> bool:
    """Tell whether a dash or slash joins digits to more than one or two others: `2/11/2016`, not `2/11`, `5-7`."""
    first = stop + 1
    if is_space(char_at(text, first, end)):
        first += 1
    after = digits_end(text, first, end)
    if after == first:
        return first == stop + 1
    if after - first > 3 or ord(text[start]) == ZERO or text[start : start + 2] == "24":
        return True
    mark = char_at(text, after, end)
    if mark == _H:
        return True
    return (mark in (_POINT, _SLASH) or is_dash(mark)) and is_figure(char_at(text, after + 1, end))


def _may_be_identifier(text: str, start: i64, end: i64, stop: i64) -> bool:
    """Tell whether the digits of a figure may begin the number of a telephone, a paper or an account."""
    if ord(text[start]) == ZERO and stop - start > 1:
        if stop - start > 2:
            return True
        while is_among(char_at(text, stop, end), _PARTING):
            stop += 1
        return is_figure(char_at(text, stop, end))  # 09 123 456, but 05 ngày
    return stop - start >= _LONG or (stop - start == 4 and text.startswith(_FREE_CALLS, start, stop))


def _parts_more(text: str, at: i64, end: i64) -> bool:
    """Tell whether points part more than thousands or a decimal: `8.9.2016`, `9.2016`, not `1.200.000`, `1.5`."""
    stop = digits_end(text, at + 1, end)
    if stop - at < 4:
        return stop > at + 1 and char_at(text, stop, end) == _POINT
    while stop == at + 4:
        at = stop
        if char_at(text, at, end) != _POINT or not is_figure(char_at(text, at + 1, end)):
            return False
        stop = digits_end(text, at + 1, end)
    return True


def _read_followers() -> dict[str, list[tuple[str, Reason]]]:
    """Return the phrases by their first word, longest first."""
    table: dict[str, list[tuple[str, Reason]]] = {}
    for phrase, reason in sorted(read_rows("rejection_followers.tsv"), key=lambda row: -len(row[0])):
        table.setdefault(phrase.split()[0], []).append((phrase, reason))  # type: ignore[arg-type]
    return table


_FOLLOWERS: Final = _read_followers()
_FOLLOWER_INITIALS: Final = table_of("".join(word[0] + word[0].upper() for word in _FOLLOWERS))
_FOLLOWING: Final = 12
_CLOSERS: Final = ".,;:!?)”\"'…"


def refuse_following(text: str, stop: i64, end: i64) -> Refusal | None:
    """Return a refusal where the words after a number say that it is none."""
    if not is_among(char_at(text, stop + 1, end), _FOLLOWER_INITIALS):
        return None
    gap = stop + 1
    reach = stop + _FOLLOWING if stop + _FOLLOWING < end else end
    while gap < reach and ord(text[gap]) != SPACE:
        gap += 1
    word = word_at(text, stop + 1, gap)
    phrases = _FOLLOWERS.get(word)
    if phrases is None and not is_small(word):
        phrases = _FOLLOWERS.get(word.lower().rstrip(_CLOSERS))
    if phrases is not None:
        for phrase, reason in phrases:
            if _reads(text, stop + 1, phrase):
                return Refusal(stop + 1 + len(phrase) if "1" in phrase else stop, reason)  # 7 lá 1 hoa
    return None


def _reads(text: str, at: i64, phrase: str) -> bool:
    """Tell whether a phrase stands at a place, in any letters."""
    stop = at + len(phrase)
    last: i64 = ord(phrase[-1])
    if stop > len(text) or (last != ord(text[stop - 1]) and is_small(text[stop - 1])):
        return False
    return text[at:stop].lower() == phrase and not text[stop : stop + 1].isalnum()


Limit = Literal["always", "never", "bare", "label", "time", "year"]


def _read_cues() -> dict[str, dict[Limit, Reason]]:
    cues: dict[str, dict[Limit, Reason]] = {}
    for cue, reason, limit in read_rows("rejection_cues.tsv"):
        cues.setdefault(cue, {})[limit] = reason  # type: ignore[index, assignment]
    return cues


_CUES: Final = _read_cues()
_LAST_WORDS: Final = frozenset(cue.split()[-1].lower() for cue in _CUES)


def may_be_cue(low: str) -> bool:
    """Tell whether a word in small letters is the last of any cue."""
    if low in _LAST_WORDS:
        return True
    trails = low != "" and is_among(ord(low[-1]), _TRAILING)
    return trails and low.rstrip(".-") in _LAST_WORDS


_TRAILING: Final = table_of(".-")
_OPENERS: Final = "“\"'([‘-+•*\N{EN DASH}"
_SKIPPED: Final = " \N{NO-BREAK SPACE}“\"'([‘-\N{EN DASH}"
_SKIPS: Final = table_of(_SKIPPED)
_CUTS: Final = table_of(",;:!?)…”")
_REACH: Final = 30


def word_before(text: str, line_start: i64, start: i64) -> str:
    """Return the word right before a place as written, `""` where there is none or a mark cuts it off."""
    at = start
    while at > line_start and is_among(ord(text[at - 1]), _SKIPS):
        at -= 1
    if at == line_start or is_among(ord(text[at - 1]), _CUTS):
        return ""
    left = at - _REACH if at - _REACH > line_start else line_start
    first = at
    while first > left and ord(text[first - 1]) != SPACE:
        first -= 1
    word = word_at(text, first, at)
    if not is_small(word) and not word.isalpha():
        word = word.replace("\N{NO-BREAK SPACE}", " ").rpartition(" ")[2].lstrip(_OPENERS)
        word = "" if word[-1:] == "." and len(word) > 3 else word.rpartition(".")[2] or word
    return word


def words_before(text: str, line_start: int, start: int) -> list[str]:
    """Return up to three words that stand right before a place as written, the nearest last."""
    words = text[max(line_start, start - _REACH) : start].rstrip(_SKIPPED).rsplit(None, 3)[-3:]
    return [word if is_small(word) else _bare(word) for word in words]


def _bare(word: str) -> str:
    """Return a word without what it is glued to: `động` of `(động`, `báo` of `2-báo`."""
    if word.isalpha():
        return word
    word = word.lstrip(_OPENERS).rpartition(".")[2] or word
    number, dash, rest = word.partition("-")
    return rest if dash and number.isdigit() and rest.isalpha() else word


def refuse_before(before: list[str], number: str, *, bare: bool, timed: bool, counted: bool = False) -> Reason | None:
    """Return the reason that the words before a number give, or None.

    Args:
        before: the words before it, as `words_before` returns them.
        number: the number as written.
        bare: no unit follows it.
        timed: a unit of time follows it.
        counted: a noun follows it, which a label does not count: `tầng 5 chung cư`.
    """
    phrase = " ".join(before).rstrip(".-")
    low = phrase.lower()
    for first in range(len(before)):
        if first:
            phrase, low = phrase[phrase.find(" ") + 1 :], low[low.find(" ") + 1 :]
        found = _CUES.get(phrase) or (_CUES.get(low) if low != phrase else None)
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
_VERSION: Final = re.compile(r"[0-9]\.[0-9]")


def _applies(limit: Limit, number: str, *, bare: bool, timed: bool, longest: int) -> bool:
    if limit in ("bare", "label"):
        return bare and ((number.isdigit() and len(number) <= longest) or _VERSION.fullmatch(number) is not None)
    if limit == "year":
        return len(number) == 4 and number.isdigit() and number[0] in "12"
    return limit == "always" or (limit == "time" and timed)


def is_year(number: str) -> bool:
    """Tell whether a figure is written like a year."""
    return len(number) == 4 and number[:2] in ("19", "20") and number.isdigit()


_DAYMONTH: Final = re.compile(rf"{_DAY}\s?[/.\N{{EN DASH}}-]\s?{_MONTH}(?![0-9]|[.,/][0-9])")
_PAIR: Final = re.compile(rf"([0-9]{{1,2}})\s?{_DASH}\s?([0-9]{{1,2}})(?![0-9]|[.,][0-9])")
_TO_DAY: Final = re.compile(
    rf"(?:1[3-9]|[23][0-9])\.{_MONTH}\s?(?:{_DASH}|đến|tới|và)\s?{_DAY}\.{_MONTH}(?![0-9]|[.,/][0-9])"
)
"""From a day to a day; the first is no hour and no mark: `23.4 - 1.5`."""
_THIS_YEAR: Final = " năm nay"
_PAIRED: Final = len("02 - 11 năm nay")
_MAY_BE_DATED: Final = _BEFORE_DATE | {"từ", "đến", "qua"}
"""The words before two numbers with a unit that may make a date of them."""
_SAYS_A_LAW: Final = (" quy định", " nghị định", " Nghị định", " luật", " Luật", " thông tư", " Thông tư")


def _is_score(pair: re.Match[str], near: str) -> bool:
    """Tell whether a pair of figures is a score: `thắng 2-1`, `1-0`; what falls and is no day is votes: `97-2`."""
    votes = 31 < int(pair[1]) > int(pair[2]) > 0
    return votes or near in _BEFORE_SCORE or "0" in pair.groups()


def _pair_mark(text: str, start: i64, end: i64) -> i64:
    """Return what parts two small numbers, a dash, a slash or a point, 0 where there are no two: `9-2`, `2.11`."""
    stop = digits_end(text, start, end)
    if stop - start > 2 or stop >= end:
        return 0
    char: i64 = ord(text[stop])
    if char == _POINT:
        return char if 0 < digits_end(text, stop + 1, end) - stop - 1 < 3 else 0
    if text[stop].isspace():
        char = char_at(text, stop + 1, end)
    return char if is_dash(char) or char == _SLASH else 0


def refuse_pair(text: str, start: int, end: int, near: str, *, bare: bool) -> Refusal | None:
    """Return a refusal for `2/11` and `9-2` where they are a day and a month or a score.

    Args:
        near: the word before it, small.
        bare: no unit follows the pair.
    """
    mark = _pair_mark(text, start, end)
    if mark == 0 or not (bare or near in _MAY_BE_DATED or text.find(_THIS_YEAR, start, start + _PAIRED) >= 0):
        return None
    score = _PAIR.match(text, start, end) if is_dash(mark) else None
    if score and bare and _is_score(score, near):
        return Refusal(score.end(), "score")
    match = _DAYMONTH.match(text, start, end)
    if match is None:
        return None
    if bare and "." in match[0] and (days := _TO_DAY.match(text, start, end)):
        return Refusal(days.end(), "date")
    if text.startswith(_THIS_YEAR, match.end(), end):
        return Refusal(match.end(), "date")
    if near in ("từ", "đến") and text.startswith(_SAYS_A_LAW, match.end(), end):
        return Refusal(match.end(), "date")
    part = near in _BEFORE_RATIO or text.startswith((" của ", " tổng "), match.end(), end)
    falls = score is not None and int(score[1]) > int(score[2])  # no range, as 5-10 may be
    dated = bare and "." not in match[0] and (falls or not part)
    dated = dated or (near == "qua" and text[start - 1 : start] == "(")  # Hôm qua (7.2)
    return Refusal(match.end(), "date") if dated or near in _BEFORE_DATE else None
