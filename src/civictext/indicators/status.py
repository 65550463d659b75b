"""Whether a figure is an actual, an estimate or a target.

The words that say so are looked for once in a sentence; each of its figures then takes the last one
before it, as long as nothing between them (`tuy nhiên`, `đã`) takes it back.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from civictext.document import Kind, Status
from civictext.indicators.surroundings import REACH, Surroundings
from civictext.indicators.vocabulary import one_of
from civictext.indicators.vocabulary import words as listed


class Cue(NamedTuple):
    """A word of a sentence that makes the figures after it estimates or targets."""

    start: int
    end: int
    status: Status
    word: str


_CUE = re.compile(
    rf"""
    [\W_](?P<cue>
        (?P<estimate>{one_of("estimate")})
      | (?P<aim>{one_of("aim")})
      | mục[ ]tiêu(?![ ](?:quốc[ ]gia|cụ[ ]thể|này|đó|trên))
      | đề[ ]xuất(?![ ]của)  # as a verb
      | hướng[ ](?:đến|tới)(?![ ]kỷ[ ]niệm)
      | đặt[ ](?:ra[ ])?(?:kế[ ]hoạch|chỉ[ ]tiêu)
      | ước(?![ ](?:mơ|muốn|vọng|nguyện))
      | năm[ ](?P<year>20[0-9]{{2}})
    )\b
    """,
    re.VERBOSE,
)
"""Begun with a class, the character before, it is found in a third of the time."""
_YEAR = re.compile("năm (20[0-9]{2})")
_HINTS = frozenset(listed("status hint"))
"""A sentence without any of these words and without a year to come has no cue; this is asked first."""
_PACTS = frozenset(listed("pact"))
_NEAR = 24
"""How far a cue may stand before a small count in words."""
_FAR = 160
"""How far an estimate or a proposal goes; what is aimed at goes on to the end of the sentence."""
_PURPOSE = re.compile(r"\bđể\b[^,;.]*$")
_ESTIMATE_AFTER = re.compile(
    r"[^,;.()0-9]{0,20} (?:ước|dự ước)(?: tính)? (?:đạt|tăng|giảm|thực hiện|hoàn thành)"
)
_PLANNED = re.compile(
    r"\b(?:kế hoạch|dự toán|quy hoạch|nghị quyết(?= đề ra)"
    r"|(?<![^0-9][0-9] )(?<![^0-9][0-9]{2} )(?<![^0-9][0-9]{3} )(?:chỉ tiêu|(?<!chương trình )mục tiêu(?! quốc gia)))\b"
    r"(?:(?! và | để | nhưng )[^,;.()%0-9]){0,40}\(?$"
)
_LAST_OF_PLANS = frozenset(("hoạch", "tiêu", "toán", "quyết"))
_DONE = re.compile(rf"\b(?:{one_of('no longer planned')})\b")
_NOT_ESTIMATED = re.compile(rf";|\.\.\.|\b(?:{one_of('no longer estimated')})\b")
_COUNT = re.compile(r"(?<![0-9])[0-9]{1,2} $")
_FORECASTS = ("dự báo", "dự đoán")
_PAST_TIME = re.compile(r" (?:năm|tháng|tuần|ngày|giờ)(?: \w+)? (?:qua|nay|trước(?! khi))\b")
_PARTS = frozenset(listed("part of a plan"))
"""What a plan is made up of and what it is about, stated in passing: `đề xuất hai phương án`, `cấm xe dưới 9 chỗ`."""
_NO_AIMS = {
    "mục tiêu": ("chương trình ", "vượt ", "vượt xa ", "rất xa "),
    "cố gắng": ("những ", "mọi ", "sự ", "nỗ lực "),
    "dự báo": ("trung tâm ", "báo cáo ", "đúng như ", "đài "),
}
"""What stands before such words where they are part of a name or tell of what was done."""
_BEFORE_OTHERS = frozenset(("với", "vì", "mức", "số", "từ"))
"""What stands before what something is compared with, or began with."""
_COMPARED = re.compile(r"(?:so với|thay vì) (?:mức |con số )?$")
_FROM = re.compile(r" từ (?:mức )?$")
_TO = re.compile(r"[^,;.()0-9]{0,30} (?:lên|xuống|còn) ")
_GOES_ON = re.compile(r"[\s\"“]*(?:bên cạnh đó|trong đó|theo đó|tức|đồng thời|phương án)\b")
_PAST = re.compile(r"\b(?:đã|hiện|đến nay|được)\b")


def status_cues(low: str, year: int | None) -> list[Cue]:
    """Return the words of a sentence in small letters that make its figures estimates or targets.

    Args:
        year: year of the article; a later one (`năm 2030`) is an aim.
    """
    said = low.replace("(", " ").split()
    if _HINTS.isdisjoint(said) and not (year and _is_ahead(low, year)):
        return []
    cues = []
    for match in _CUE.finditer(f" {low}"):
        start, end = match.start(), match.end() - 1
        if status := _status_of_cue(low, match, start, year):
            cues.append(Cue(start, end, status, match["cue"]))
    return cues


def _is_ahead(low: str, year: int) -> bool:
    """Tell whether a sentence names a year to come."""
    return "năm 20" in low and any(int(match[1]) > year for match in _YEAR.finditer(low))


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


def status_of(
    cues: list[Cue],
    start: int,
    around: Surroundings,
    kind: Kind,
    before: Status = "actual",
    *,
    unit: str | None = None,
    incidental: bool = False,
) -> tuple[Status, str]:
    """Return the status of a figure and the rule.

    Args:
        cues: what `status_cues` found in its sentence.
        start: where in the sentence the number begins.
        kind: what the figure says.
        before: status of the last figure of the sentence before.
        unit: what is counted or measured.
        incidental: it is a small count in words; `quan hệ hai nước` is no aim, however far ahead one looks.
    """
    left, words = around.left, around.words
    last = words[-1] if words else ""
    if last in _BEFORE_OTHERS:
        if _COMPARED.search(left[-24:]):
            return "actual", "compared"
        if _FROM.search(left[-12:]) and _TO.match(around.right):
            return "actual", "began-with"
    if kind == "duration" and (last == "niệm" or _PAST_TIME.match(around.right)):
        return "actual", "past"
    if cues and (said := _said(cues, start, left, _NEAR if incidental else REACH)):
        if said == "estimate":
            return "estimate", "estimate-word"
        return ("actual", "part-of-aim") if unit in _PARTS else ("target", "aim-word")
    if (
        kind not in ("change", "attainment")
        and not _LAST_OF_PLANS.isdisjoint(words)
        and _PLANNED.search(left[-60:])
    ):
        return "target", "plan-noun"
    if last == "đạt" and left.endswith(" đạt ") and _PURPOSE.search(left[-90:]):
        return "target", "purpose"
    if "ước" in around.right and _ESTIMATE_AFTER.match(around.right):
        return "estimate", "estimate-after"
    if before != "actual" and _GOES_ON.match(left) and not _PAST.search(left):
        return before, "goes-on"
    return "actual", ""


def _said(cues: list[Cue], start: int, left: str, reach: int) -> Status | None:
    """Return what the last cue before a place of the sentence makes of the figure, if it is near enough.

    What stands in a bracket that is closed says nothing of what follows. An estimate ends at a semicolon,
    an aim where something else is told; a year to come in a forecast goes on with it.
    """
    for i in range(len(cues) - 1, -1, -1):
        _, end, status, word = cues[i]
        if end > start:
            continue
        if cues[i].start < start - reach:
            break
        between = left[end - start :] if end < start else ""
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
