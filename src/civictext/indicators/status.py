"""Whether a figure is an actual, an estimate or a target."""

from __future__ import annotations

import re

from civictext.document import Kind, Status
from civictext.indicators.vocabulary import words

_NO_PACT = "".join(rf"(?<!\b{word} )" for word in words("pact"))
_ESTIMATE = re.compile(rf"\b(?:dự báo|dự đoán|{_NO_PACT}ước(?! (?:mơ|muốn|vọng|nguyện)))\b")
"""`ước` is an estimate, but not in `hiệp ước`, a treaty, or `ước mơ`, a dream."""
_ESTIMATE_AFTER = re.compile(
    r"[^,;.()0-9]{0,20} (?:ước|dự ước)(?: tính)? (?:đạt|tăng|giảm|thực hiện|hoàn thành)"
)
_AIM = re.compile(
    r"""
    \b(?:phấn[ ]đấu|dự[ ]kiến|chỉ[ ]tiêu[ ]đề[ ]ra|(?:có|theo)[ ]kế[ ]hoạch|cố[ ]gắng|quyết[ ]tâm|cần[ ]đạt
      | (?<!chương[ ]trình[ ])mục[ ]tiêu(?![ ]quốc[ ]gia|[ ]cụ[ ]thể)  # not the name of a programme
      | đề[ ]xuất(?![ ]của)  # as a verb
      | hướng[ ](?:đến|tới)(?![ ]kỷ[ ]niệm)
      | đặt[ ](?:ra[ ])?(?:kế[ ]hoạch|chỉ[ ]tiêu)
      | phương[ ]hướng
    )\b
    """,
    re.VERBOSE,
)
_YEAR = re.compile("năm (20[0-9]{2})")
_AIM_HINTS = words("aim hint")
"""None of the words above is in a text that holds none of these; asking this first is cheap."""
_PLANNED = re.compile(
    r"\b(?:kế hoạch|chỉ tiêu|dự toán|(?<!chương trình )mục tiêu(?! quốc gia)|quy hoạch)\b[^,;.()%0-9]{0,40}$"
)
_DONE = re.compile(r"\btuy nhiên\b|\bnhưng\b|\bđã\b")
_FROM = re.compile(r" từ $")
_TO = re.compile(r"[^,;.()0-9]{0,30} (?:lên|xuống|còn) ")
_GOES_ON = re.compile(r"[\s\"“]*(?:bên cạnh đó|trong đó|theo đó|tức|đồng thời|phương án)\b")
_PAST = re.compile(r"\b(?:đã|hiện|đến nay|được)\b")


def status_of(
    left: str, right: str, kind: Kind, year: int | None, before: Status = "actual"
) -> tuple[Status, str]:
    """Return the status of a figure and the rule, from the sentence around it.

    Args:
        left: the sentence up to the number.
        right: the sentence after the number.
        kind: what the figure says.
        year: year of the article; a later one (`năm 2030`) is an aim.
        before: status of the last figure of the sentence before.

    >>> status_of("thu ngân sách ước đạt ", " tỷ đồng", "level", None)
    ('estimate', 'estimate-word')
    """
    left = left.lower()
    aim = _last_aim(left, year)
    estimate = None
    if "ước" in left or "dự " in left:
        estimate = max(_ESTIMATE.finditer(left), key=re.Match.start, default=None)
    if estimate and (aim is None or aim.start() < estimate.start()) and ";" not in left[estimate.end() :]:
        return "estimate", "estimate-word"
    if aim and not _DONE.search(left, aim.end()) and not (_FROM.search(left[-4:]) and _TO.match(right)):
        return "target", "aim-word"
    if kind not in ("change", "attainment") and _PLANNED.search(left[-60:]):
        return "target", "plan-noun"
    if _ESTIMATE_AFTER.match(right):
        return "estimate", "estimate-after"
    if before != "actual" and _GOES_ON.match(left) and not _PAST.search(left):
        return before, "goes-on"
    return "actual", ""


def _last_aim(left: str, year: int | None) -> re.Match[str] | None:
    """Return the last word of aim before a figure, or year that is still to come."""
    aims: list[re.Match[str]] = []
    if any(word in left for word in _AIM_HINTS):
        aims += _AIM.finditer(left)
    if year is not None:
        aims += (match for match in _YEAR.finditer(left) if int(match[1]) > year)
    return max(aims, key=re.Match.start, default=None)
