"""Whether a figure is an actual, an estimate or a target."""

from __future__ import annotations

import re

from civictext.document import Kind, Status

_ESTIMATE = re.compile(r"\b(?:ước(?! (?:mơ|muốn|vọng|nguyện))|dự ước|dự báo|dự đoán|ước tính)\b", re.IGNORECASE)
_AIM = re.compile(
    r"\b(?:phấn đấu|dự kiến|mục tiêu|đặt chỉ tiêu|chỉ tiêu đề ra|đề xuất|quy hoạch|có kế hoạch|theo kế hoạch|hướng đến|hướng tới"
    r"|đặt ra|đặt kế hoạch|kế hoạch đến|đến năm (?P<year>20[2-9][0-9])|phương hướng|cần đạt|nhu cầu)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(r"\b(?:kế hoạch|chỉ tiêu|dự toán|mục tiêu|quy hoạch)\b[^,;.()%0-9]{0,40}$", re.IGNORECASE)
_BREAK = re.compile(r";|\btuy nhiên\b|\bnhưng\b|\bđã\b", re.IGNORECASE)


def status_of(left: str, kind: Kind, year: int | None) -> tuple[Status, str]:
    """Return the status of a figure and the rule, from the sentence before it.

    Args:
        left: the sentence up to the number.
        kind: what the figure says.
        year: year of the article; a later one (`đến năm 2030`) is an aim.

    >>> status_of("thu ngân sách ước đạt ", "level", None)
    ('estimate', 'estimate-word')
    """
    aim = _last(_AIM, left)
    estimate = _last(_ESTIMATE, left)
    if aim and aim["year"] and (year is None or int(aim["year"]) <= year):
        aim = None
    if estimate and not (aim and aim.start() > estimate.start()):
        if ";" not in left[estimate.end() :]:
            return "estimate", "estimate-word"
    if aim and not _BREAK.search(left, aim.end()):
        return "target", "aim-word"
    if kind not in ("change", "attainment") and _PLANNED.search(left[-60:]):
        return "target", "plan-noun"
    return "actual", ""


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    last = None
    for last in pattern.finditer(text):
        pass
    return last
