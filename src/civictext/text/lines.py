"""Labels the lines of a page: what is article, what is furniture.

A page is read in three zones: what stands before the title, the article, and what follows it.
The article is held by its paragraphs; cues of single lines (`line_cues`) tell the rest. What
is in doubt stays with the article: losing a paragraph is worse than keeping a menu entry.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from civictext.document import Line, Role
from civictext.text import line_cues as cues
from civictext.text.alignment import Span

VERSION = "1"
"""Raised with every change of rules that may change a result."""

_LINE = re.compile(r"\S[^\n]*")
_STOP = (".", "!", "?", "…", ".”", '."', "?”", '?"', "!”", '!"', ".)", "”", '"', ":", ";")
_NAME_WORD = r"[A-ZĐÀ-Ỹ][\w’'.]*"
_NAME = re.compile(
    rf"[-–—*(\s]*(?:{_NAME_WORD}(?:\s|$)|(?:-|–|—|,|/|&|và)\s*){{1,12}}(?:\([^()]{{2,60}}\))?[.)\s]*"
)
_ENUMERATED = re.compile(r"(?:(?:\d{1,2}|[IVX]{1,5}|[a-hA-H])[.)/]|(?:\d{1,2}\.){2,3}\d{0,2})\s*\S|(?:Điều|Chương|Mục|Phần)\s+[\dIVX]+\b")
_BULLET = re.compile(r"[-–—+•*●▪➢✓]\s?\S|\d{1,2}[.)]\s")
_DATED_START = re.compile(r"(?:(?:Sáng|Chiều|Tối|Trưa)\s(?:nay|ngày|qua|\d)|Ngày\s\d|Vừa qua|Trong\s(?:các\s)?(?:ngày|\d)|Cùng ngày)")
_PICTURED = re.compile(
    r"(?:quang cảnh|toàn cảnh|một góc|hình ảnh|phát biểu|trao |tặng |chụp ảnh|\((?:bên |thứ |đứng|ngồi|áo|trái|phải|giữa)|kiểm tra|thăm |tại (?:hội nghị|buổi|lễ))",
    re.IGNORECASE,
)

PARAGRAPH_CHARS = 100
MENU_WORDS = 9
TITLE_CHARS = 220


def label_lines(
    text: str, *, title: str | None = None, boilerplate: Mapping[str, Role] | None = None
) -> tuple[Line, ...]:
    """Return the lines of a text that are not blank, each with its role.

    Args:
        text: the normalised text of a page or an article.
        title: the headline, where it is known; a line that repeats it is the title.
        boilerplate: folded lines that a site repeats on page after page, with their role.

    >>> [line.role for line in label_lines("Trang chủ\\nLượt xem: 12\\nMột câu.")]
    ['menu', 'counter', 'body']
    """
    spans = [_trimmed(text, match.span()) for match in _LINE.finditer(text)]
    lines = [text[start:end] for start, end in spans]
    roles = _Page(lines, title, boilerplate or {}).label()
    return tuple(map(Line, spans, roles))


def _trimmed(text: str, span: tuple[int, int]) -> Span:
    start, end = span
    while text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def is_paragraph(line: str) -> bool:
    """Tell whether a line is running prose: long, and with the full stop of a sentence."""
    if len(line) < PARAGRAPH_CHARS:
        return False
    return line.endswith(_STOP) or ". " in line or len(line) > 400


class _Page:
    """The lines of one page while they are being labelled."""

    def __init__(self, lines: Sequence[str], title: str | None, boilerplate: Mapping[str, Role]) -> None:
        self.lines = lines
        self.roles: list[Role | None] = [
            boilerplate.get(cues.fold(line)) if boilerplate and not is_paragraph(line) else None
            for line in lines
        ]
        for i, line in enumerate(lines):
            self.roles[i] = self.roles[i] or cues.cue(line)
        self.known_title = cues.fold(title) if title else None
        self.paragraphs = [
            i for i, line in enumerate(lines) if self.roles[i] is None and is_paragraph(line)
        ]

    def label(self) -> list[Role]:
        """Label all lines: head, article, tail."""
        first = self._article_start()
        last = self._article_end(first)
        self._label_head(first)
        self._label_article(first, last)
        self._label_tail(last)
        return [role or "body" for role in self.roles]

    # -- where the article begins and ends

    def _article_start(self) -> int:
        """Return the index of the first paragraph that is no motto or footer."""
        for i in self.paragraphs:
            if not (cues.is_slogan(self.lines[i]) and len(self.lines[i]) < 250) and not cues.is_footer(self.lines[i]):
                return i
        return 0

    def _article_end(self, first: int) -> int:
        """Return the index behind the last line of the article."""
        n = len(self.lines)
        last = max((i for i in self.paragraphs if i >= first), default=first)
        for i in range(first + 1, n):
            if self._ends_article(i):
                after = [j for j in self.paragraphs if j > i]
                inside = [j for j in self.paragraphs if first <= j < i]
                if sum(len(self.lines[j]) for j in after) < 0.4 * sum(len(self.lines[j]) for j in inside):
                    return i
        for i in range(last + 1, n):
            if self.roles[i] is not None or cues.is_footer(self.lines[i]):
                return i
        return n

    def _ends_article(self, i: int) -> bool:
        """Tell whether line `i` opens the tail: share bar, counter, or a list of other news."""
        role = self.roles[i]
        if role in ("share", "counter"):
            return True
        if role == "related":
            items = self.roles[i + 1 : i + 3]
            return "related" in items or i + 1 == len(self.lines) or not self.paragraphs_after(i, 6)
        return False

    def paragraphs_after(self, i: int, distance: int) -> bool:
        """Tell whether a paragraph stands within some lines behind line `i`."""
        return any(i < j <= i + distance for j in self.paragraphs)

    # -- head

    def _label_head(self, first: int) -> None:
        title = self._find_title(first)
        for i in range(first):
            line = self.lines[i]
            if i == title:
                self.roles[i] = "title"
            elif self.roles[i] is not None:
                continue
            elif cues.is_bare_count(line) and i and self.roles[i - 1] == "counter":
                self.roles[i] = "counter"
            elif cues.is_slogan(line) and i != title:
                self.roles[i] = "slogan"
            elif title is not None and i < title:
                self.roles[i] = self._before_title(i, title)
            else:
                self.roles[i] = self._between(i)

    def _find_title(self, first: int) -> int | None:
        """Return the line that is the headline: the given one, else the last fit one."""
        if self.known_title:
            for i, line in enumerate(self.lines[: first + 1]):
                if cues.fold(line) == self.known_title:
                    return i
        fit = [i for i in range(first) if self.roles[i] is None and self._fits_title(i)]
        if not fit:
            return None
        longest = max(fit[-3:], key=lambda i: (len(self.lines[i]) >= 30, -i if first < 6 else i))
        return longest

    def _fits_title(self, i: int) -> bool:
        line = self.lines[i]
        words = line.count(" ") + 1
        return (
            words >= 4
            and len(line) <= TITLE_CHARS
            and not line.endswith((":", ";"))
            and not cues.is_slogan(line)
            and not cues.is_caption(line)
            and not _BULLET.match(line)
        )

    def _before_title(self, i: int, title: int) -> Role:
        line = self.lines[i]
        if cues.is_footer(line) or cues.is_contact(line):
            return "footer"
        if cues.is_url(line) or cues.is_ad(line):
            return "ad"
        return "menu"

    def _between(self, i: int) -> Role | None:
        """Label a line between the title and the first paragraph."""
        line = self.lines[i]
        if cues.is_byline(line) or (_NAME.fullmatch(line) and len(line) <= 60):
            return "byline"
        if cues.is_caption(line):
            return "caption"
        return None

    # -- article

    def _label_article(self, first: int, last: int) -> None:
        for i in range(first, last):
            if self.roles[i] is None or self.roles[i] == "menu":
                self.roles[i] = self._article_role(i, first, last)
        if first < last and self.roles[first] == "body" and self._is_lead(first, last):
            self.roles[first] = "lead"

    def _is_lead(self, first: int, last: int) -> bool:
        line = self.lines[first]
        after = sum(first < j < last for j in self.paragraphs)
        return after >= 1 and len(line) <= 350 and not _DATED_START.match(line)

    def _article_role(self, i: int, first: int, last: int) -> Role | None:
        line = self.lines[i]
        if self.roles[i] == "menu" and last - first > 1 and i > first:
            return "heading" if i + 1 < last else "menu"
        if cues.is_caption(line):
            return "caption"
        if is_paragraph(line):
            return "body"
        if self._signs(i, last):
            return "byline"
        return self._short_role(i, last)

    def _signs(self, i: int, last: int) -> bool:
        """Tell whether a short line signs the article: near its end, a name or a source."""
        line = self.lines[i]
        if any(i < j < last for j in self.paragraphs):
            return False
        if cues.is_byline(line) or cues.is_url(line):
            return True
        return len(line) <= 70 and i > 0 and _NAME.fullmatch(line) is not None

    def _short_role(self, i: int, last: int) -> Role:
        """Label a short line inside the article: heading, caption, or part of its body."""
        line = self.lines[i]
        words = line.count(" ") + 1
        if _ENUMERATED.match(line) and not line.endswith((".", ";", ",")) and words <= 25:
            return "heading"
        if _BULLET.match(line) or line.endswith((";", ",", ":")) or ": " in line[:40]:
            return "heading" if line.endswith(":") and words <= 6 and not _BULLET.match(line) else "body"
        if line.endswith(("!", "?", "…", '"', "”")):
            return "body"
        if line.endswith("."):
            return "caption" if words <= 25 and _PICTURED.search(line) else "body"
        if words <= 14 and not _PICTURED.search(line):
            return "heading"
        return "caption" if words <= 45 else "body"

    # -- tail

    def _label_tail(self, last: int) -> None:
        current: Role = "related"
        for i in range(last, len(self.lines)):
            role = self.roles[i] or self._tail_role(i, current)
            self.roles[i] = role
            if role in ("related", "menu"):
                current = role

    def _tail_role(self, i: int, current: Role) -> Role:
        line = self.lines[i]
        if cues.is_footer(line) or cues.is_contact(line):
            return "footer"
        if cues.is_bare_count(line):
            return "counter"
        if cues.is_ad(line) or cues.is_url(line):
            return "ad"
        if cues.is_slogan(line):
            return "slogan"
        if cues.is_byline(line):
            return "byline"
        words = line.count(" ") + 1
        if words <= MENU_WORDS and not line.endswith("."):
            return "menu" if words <= 6 else current
        return "related"
