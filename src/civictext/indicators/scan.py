"""Finds the numbers of a line: measures, and the numbers that are none with the reason."""

from __future__ import annotations

import re

from civictext.document import Reason, Rejected
from civictext.indicators.amounts import Amount, amount_at
from civictext.indicators.measures import Measure
from civictext.indicators.rejection import (
    Refusal,
    is_year,
    refuse_before,
    refuse_daymonth,
    refuse_following,
    refuse_shape,
    words_before,
)
from civictext.indicators.units import MEASURES
from civictext.text.alignment import Span

_UNIT_AHEAD = r"(?:tỷ|tỉ|triệu|nghìn|ngàn|trăm|vạn|năm|tháng|ngày|tuần|giờ|phút|giây|ha|km|mét|m2|tấn|tạ|lít|USD|đồng|phần)"
_CANDIDATE = re.compile(
    rf"""[0-9]+(?:[.,][0-9]+)*
  | (?<![^\W\d_])(?:
        (?:[Hh]ai|[Bb]a|[Bb]ốn|[Ss]áu|[Bb]ảy|[Bb]ẩy|[Tt]ám|[Cc]hín|[Mm]ười)
      | (?:[Mm]ột|[Nn]ửa)(?=[ ]{_UNIT_AHEAD}\b)
      | [Nn]ăm(?=[ ](?:mươi|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ|người|hộ|xã|huyện|tỉnh|đồng[ ]chí|đơn[ ]vị|đại[ ]biểu|cuộc|dự[ ]án|nhóm|nội[ ]dung|nhiệm[ ]vụ|giải[ ]pháp)\b)
      | (?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?=[ ](?:nghìn|ngàn|triệu|tỷ|tỉ|năm|đồng|người)\b)
    )(?![^\W\d_])""",
    re.VERBOSE,
)
_VAGUE = frozenset("hàng vài mấy dăm nhiều bao cả hằng chừng".split())
_LIST_MARK = re.compile(r"[^\w\n]*\Z")
_ITEM = re.compile(r"[0-9]{1,2}(?:[.)]|\.[0-9]{1,2}\.?)[ \N{NO-BREAK SPACE}]?(?=[^\W\d_a-zà-ỹ])")


def scan(text: str, line: Span, *, furniture: bool = False) -> tuple[list[Measure], list[Rejected]]:
    """Return the measures of a line of the text and the numbers that were refused.

    Args:
        furniture: the line is no part of the article; all its figures are refused.
    """
    found = _Found(text, line)
    for match in _CANDIDATE.finditer(text, *line):
        start = match.start()
        if start < found.after:
            continue
        if not match[0][0].isdigit():
            if not furniture:
                found.word(start)
        elif furniture:
            found.refuse(start, match.end(), "furniture")
        else:
            found.figure(start, match.end())
    return found.measures, found.rejected


class _Found:
    """What was found in a line so far; `after` is where the last number ended."""

    def __init__(self, text: str, line: Span) -> None:
        self.text = text
        self.line = line
        self.after = line.start
        self.measures: list[Measure] = []
        self.rejected: list[Rejected] = []

    def refuse(self, start: int, stop: int, reason: Reason) -> None:
        """Record a number that is no quantity."""
        self.rejected.append(Rejected(Span(start, stop), self.text[start:stop], reason))
        self.after = stop

    def figure(self, start: int, stop: int) -> None:
        """Read the number that begins with a digit at `start`."""
        text, end = self.text, self.line.end
        refusal = self._glued(start, stop) or refuse_shape(text, start, end) or self._item(start)
        if refusal:
            self.refuse(start, *refusal)
            return
        amount = amount_at(text, start, end)
        if amount is None:
            self.refuse(start, stop, "other")
            return
        refusal = self._refusal(amount, stop)
        if refusal:
            self.refuse(start, *refusal)
        else:
            self.accept(amount)

    def _glued(self, start: int, stop: int) -> Refusal | None:
        """Refuse a number that is part of a name: VTV1, COVID-19, “B40”."""
        text = self.text
        if start == self.line.start:
            return None
        before = text[start - 1]
        if before.isalpha() or before in "_#@&":
            return Refusal(stop, "name")
        if before in "-–" and start - 2 >= self.line.start and text[start - 2].isalpha():
            return Refusal(stop, "name")
        if before == "/" and start - 2 >= self.line.start and text[start - 2].isalpha():
            return Refusal(stop, "identifier")
        return None

    def _item(self, start: int) -> Refusal | None:
        """Refuse the mark of a list item at the head of a line."""
        if _LIST_MARK.match(self.text, self.line.start, start):
            item = _ITEM.match(self.text, start, self.line.end)
            if item and self.text[self.line.start : start].strip() in ("", "(", "-", "*", "•"):
                return Refusal(item.end(), "ordinal")
        return None

    def _refusal(self, amount: Amount, stop: int) -> Refusal | None:
        text, start = self.text, amount.span.start
        before = words_before(text, self.line.start, start)
        unit = amount.unit
        known = unit is not None and unit.kind != "guess"
        followed = refuse_following(text, start, amount.span.end, self.line.end)
        if followed:
            return followed
        if not (known and amount.rule == "ratio"):
            dated = refuse_daymonth(text, start, self.line.end, before, bare=not known)
            if dated:
                return dated
        number = text[start:stop]
        reason = refuse_before(before, number, bare=not known or (unit is not None and unit.kind == "time"))
        if reason:
            return Refusal(amount.span.end if amount.rule == "ratio" else stop, reason)
        if is_year(number) and not (known and amount.rule == "figure"):
            return Refusal(stop, "date")
        return self._listed(start, stop, known)

    def _listed(self, start: int, stop: int, known: bool) -> Refusal | None:
        """Refuse a further member of a list whose last number was refused: `quận 1, 3, 5`."""
        if known or not self.rejected:
            return None
        last = self.rejected[-1]
        between = self.text[last.span.end : start]
        if last.span.end == self.after and between in (", ", " và ", ",", " - ", "-", "/", " – "):
            return Refusal(stop, last.reason)
        return None

    def accept(self, amount: Amount) -> None:
        """Record a quantity."""
        unit = amount.unit
        flags = () if unit else ("unit_missing",)
        self.measures.append(
            Measure(
                amount.span,
                amount.value,
                amount.value_max,
                amount.denominator,
                unit.name if unit else None,
                unit.span if unit else None,
                f"{amount.rule} {unit.rule}" if unit else amount.rule,
                flags,
            )
        )
        self.after = amount.span.end

    def word(self, start: int) -> None:
        """Read the number that begins with a word at `start`; most such words are none."""
        text, end = self.text, self.line.end
        amount = amount_at(text, start, end)
        before = words_before(text, self.line.start, start)
        if amount is None:
            return
        stop = amount.span.end
        if before and before[-1] in _VAGUE and (before[-1] != "cả" or amount.unit is None):
            self.refuse(start, stop, "vague")
            return
        reason = refuse_before(before, text[start:stop], bare=True)
        if reason:
            if reason == "ordinal":
                self.refuse(start, stop, reason)
            return
        unit = amount.unit
        if unit is None or unit.kind == "guess" or text[unit.span.start : unit.span.end][0].isupper():
            return
        if text[start].isupper() and before and before[-1][-1] not in ".!?:":
            return
        if text[start : start + 3].lower() == "một" and unit.kind not in MEASURES and amount.value == 1:
            return
        self.accept(amount)
