"""Whether a figure is an actual, an estimate or a target.

The words that say so are looked for once in a sentence; each of its figures then takes the last one
before it, as long as nothing between them (`tuy nhiên`, `đã`) takes it back.
"""

from __future__ import annotations

import re
from typing import Final

from mypy_extensions import mypyc_attr

from civictext.document import Kind, Status
from civictext.indicators.surroundings import REACH, Figure, Sentence
from civictext.indicators.vocabulary import one_of
from civictext.indicators.vocabulary import words as listed


@mypyc_attr(acyclic=True)
class Cue:
    """A word of a sentence that makes the figures after it estimates or targets."""

    def __init__(self, start: int, end: int, status: Status, word: str) -> None:
        self.start = start
        self.end = end
        self.status = status
        self.word = word


_CUE: Final = re.compile(
    rf"""
    (?P<cue>
        (?P<estimate>{one_of("estimate")})
      | (?P<aim>{one_of("aim")})
      | mục[ ]tiêu(?![ ](?:quốc[ ]gia|cụ[ ]thể|này|đó|trên))
      | đề[ ]xuất(?![ ]của)  # as a verb
      | hướng[ ](?:đến|tới)(?![ ](?:kỷ[ ]niệm|chào[ ]mừng))
      | đặt[ ](?:ra[ ])?(?:kế[ ]hoạch|chỉ[ ]tiêu)
      | ước(?![ ](?:mơ|muốn|vọng|nguyện))
      | năm[ ](?P<year>20[0-9]{{2}})
    )\b
    """,
    re.VERBOSE,
)
_YEAR: Final = re.compile("năm (20[0-9]{2})")
_PACTS: Final = frozenset(listed("pact"))
_NEAR: Final = 24
"""How far a cue may stand before a small count in words."""
_FAR: Final = 160
"""How far an estimate or a proposal goes; what is aimed at goes on to the end of the sentence."""
_PURPOSE: Final = re.compile(r"\bđể\b[^,;.]*$")
_ESTIMATE_AFTER: Final = re.compile(
    r"[^,;.()0-9]{0,20} (?:ước|dự ước)(?: tính)? (?:đạt|tăng|giảm|thực hiện|hoàn thành)"
)
_ESTIMATE_WITHIN: Final = 32
"""How far behind a number its first word ends."""
_PLANNED: Final = re.compile(
    r"\b(?:kế hoạch|dự toán|quy hoạch|nghị quyết(?= đề ra)"
    r"|(?=chỉ |mục )(?<![^0-9][0-9] )(?<![^0-9][0-9]{2} )(?<![^0-9][0-9]{3} )"
    r"(?:chỉ tiêu|(?<!chương trình )mục tiêu(?! quốc gia)))\b"
    r"(?:(?! và | để | nhưng )[^,;.()%0-9]){0,40}\(?$"
)
_DONE: Final = re.compile(rf"\b(?:{one_of('no longer planned')})\b")
_NOT_ESTIMATED: Final = re.compile(rf";|\.\.\.|\b(?:{one_of('no longer estimated')})\b")
_COUNT: Final = re.compile(r"(?<![0-9])[0-9]{1,2} $")
_FORECASTS: Final = ("dự báo", "dự đoán")
_PAST_TIME: Final = re.compile(r" (?:năm|tháng|tuần|ngày|giờ)(?: \w+)? (?:qua|nay|trước(?! khi))\b")
_PARTS: Final = frozenset(listed("part of a plan"))
"""What a plan is made up of and what it is about, stated in passing: `đề xuất hai phương án`, `cấm xe dưới 9 chỗ`."""
_NO_AIMS: Final = {
    "mục tiêu": ("chương trình ", "vượt ", "vượt xa ", "rất xa "),
    "cố gắng": ("những ", "mọi ", "sự ", "nỗ lực "),
    "dự báo": ("trung tâm ", "báo cáo ", "đúng như ", "đài "),
}
"""What stands before such words where they are part of a name or tell of what was done."""
_COMPARED: Final = tuple(f"{word} {what}" for word in ("so với", "thay vì") for what in ("", "mức ", "con số "))
_SINCE: Final = ("niệm ", 'niệm "', "niệm “")
_FROM: Final = (" từ ", " từ mức ")
_TO: Final = re.compile(r"[^,;.()0-9]{0,30} (?:lên|xuống|còn) ")
_GOES_ON: Final = re.compile(r"[\s\"“]*(?:bên cạnh đó|trong đó|theo đó|tức|đồng thời|phương án)\b")
_PAST: Final = re.compile(r"\b(?:đã|hiện|đến nay|được)\b")


def status_cues(sentence: Sentence, stop: int, year: int | None) -> list[Cue]:
    """Return the words of a sentence that make its figures estimates or targets.

    Args:
        sentence: its words are read up to its last number.
        stop: where that number begins.
        year: year of the article; a later one (`năm 2030`) is an aim.
    """
    low, cues, done = sentence.low, list[Cue](), 0
    if not sentence.hinted and not (year and _is_ahead(low, stop, year)):
        return cues
    for start in sentence.cues:
        if start >= done and (match := _CUE.match(low, start, stop)):
            done = match.end()
            if status := _status_of_cue(low, match, start, year):
                cues.append(Cue(start, done, status, match["cue"]))
    return cues


def _is_ahead(low: str, stop: int, year: int) -> bool:
    """Tell whether a sentence names a year to come."""
    return low.find("năm 20", 0, stop) >= 0 and any(int(match[1]) > year for match in _YEAR.finditer(low, 0, stop))


def _status_of_cue(low: str, match: re.Match[str], start: int, year: int | None) -> Status | None:
    """Return what a word of estimate or aim at a place makes of the figures, None where it is part of another."""
    if match["year"]:
        return "target" if year is not None and int(match["year"]) > year else None
    word = match["cue"]
    if word in _NO_AIMS and low.endswith(_NO_AIMS[word], 0, start):
        return None
    if word == "mục tiêu" and _COUNT.search(low, max(0, start - 8), start):
        return None
    if match["estimate"]:
        return "estimate"
    if word == "ước":
        before = low[max(0, start - 12) : start].split()
        return None if before and before[-1] in _PACTS else "estimate"
    return "target"


def status_of(cues: list[Cue], figure: Figure, kind: Kind, before: Status = "actual") -> tuple[Status, str]:
    """Return the status of a figure and the rule.

    Args:
        cues: what `status_cues` found in its sentence.
        figure: a small count in words is incidental: `quan hệ hai nước` is no aim, however far ahead one looks.
        kind: what the figure says.
        before: status of the last figure of the sentence before.
    """
    if figure.compared:
        if figure.ends(_COMPARED):
            return "actual", "compared"
        if figure.ends(_FROM) and _TO.match(figure.right):
            return "actual", "began-with"
    if kind == "duration" and (figure.ends(_SINCE) or _PAST_TIME.match(figure.right)):
        return "actual", "past"
    if cues and (said := _said(cues, figure, _NEAR if figure.incidental else REACH)):
        if said == "estimate":
            return "estimate", "estimate-word"
        return ("actual", "part-of-aim") if figure.unit in _PARTS else ("target", "aim-word")
    if kind not in ("change", "attainment") and figure.plan_near and _PLANNED.search(figure.left(60)):
        return "target", "plan-noun"
    if figure.led and figure.ends((" đạt ",)) and _PURPOSE.search(figure.left(90)):
        return "target", "purpose"
    if figure.low.find("ước", figure.end, figure.end + _ESTIMATE_WITHIN) >= 0 and _ESTIMATE_AFTER.match(figure.right):
        return "estimate", "estimate-after"
    if before != "actual" and _GOES_ON.match(left := figure.left(REACH)) and not _PAST.search(left):
        return before, "goes-on"
    return "actual", ""


def _said(cues: list[Cue], figure: Figure, reach: int) -> Status | None:
    """Return what the last cue before a figure makes of it, if it is near enough.

    What stands in a bracket that is closed says nothing of what follows. An estimate ends at a semicolon,
    an aim where something else is told; a year to come in a forecast goes on with it.
    """
    start = figure.start
    for i in range(len(cues) - 1, -1, -1):
        cue = cues[i]
        end, status, word = cue.end, cue.status, cue.word
        if end > start:
            continue
        if cue.start < start - reach:
            break
        between = figure.low[end:start]
        if _leaves_bracket(between) or (len(between) > _FAR and (status == "estimate" or word == "đề xuất")):
            continue
        if status == "target":
            if _DONE.search(between):
                return None
            forecast = word.startswith("năm") and any(cue.word in _FORECASTS for cue in cues[:i])
            return "estimate" if forecast else "target"
        if not _NOT_ESTIMATED.search(between):
            return "estimate"
    return None


def _leaves_bracket(between: str) -> bool:
    """Tell whether a stretch goes out of a bracket that it does not open."""
    closes = between.find(")")
    return closes >= 0 and "(" not in between[:closes]
