"""Labels the lines of a page: what is article, what is furniture.

A page is read in three zones: what stands before the title, the article, and what follows it. The
article is held by its paragraphs; cues of single lines (`line_cues`) tell the rest. What is in
doubt stays with the article: losing a paragraph is worse than keeping a menu entry.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from mypy_extensions import i64

from civictext.document import Line, Role, new_line
from civictext.text import line_cues as cues
from civictext.text.alignment import new_span
from civictext.text.code import is_code

VERSION: Final = "3"
"""Raised with every change of rules that may change a result."""
TABLES: Final = ("page_phrases.tsv",)
"""Tables in `civictext/data` that results depend on."""

_PICTURES: Final = re.compile(r"\b(?:hình ảnh|chùm ảnh|ảnh)\b.{0,120}:$", re.IGNORECASE)

_SECTION_WORDS: frozenset[Role] = frozenset({"menu", "updated"})
"""Roles that a short line has by its words or date, and that a heading or table may look like."""
PARAGRAPH_CHARS: Final = 100
"""A shorter line is not counted on as running prose, though it may be."""
TITLE_CHARS: Final = 220
CAPTION_CHARS: Final = 200
LEAD_CHARS: Final = 350
PAGE_TOP: Final = 5
"""The furniture of a page begins in these first lines; a known word further down may be of a table."""
MENU_CHARS: Final = 30
"""An entry of a menu is seldom longer."""
TAIL_WITHIN: Final = 8
"""Lines behind the last paragraph within which the tail begins: pictures, the author, a list."""
SIGNED_WITHIN: Final = 5
"""Lines of the tail among which the author's name may still stand."""
NEWS_WITHIN: Final = 12
"""Titles of other news that may stand together in the head of a page."""
TAIL_SHARE: Final = 0.4
"""What follows the end of an article holds less running prose than this, as a share of the article's."""


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
    lines, starts = _split(text)
    roles = _Page(lines, title, boilerplate or {}).label()
    return tuple(
        [
            new_line(new_span(starts[i], starts[i] + len(line)), roles[i])
            for i, line in enumerate(lines)  # compiled, `zip` is slow
        ]
    )


def _split(text: str) -> tuple[list[str], list[int]]:
    """Return the lines that are not blank, without white space at their edges, and where they begin."""
    lines: list[str] = []
    starts: list[int] = []
    start: i64 = 0
    for whole in text.split("\n"):
        line = whole.strip()
        if line:
            lines.append(line)
            starts.append(start if whole[0] == line[0] else start + len(whole) - len(whole.lstrip()))
        start += len(whole) + 1
    return lines, starts


def is_paragraph(line: str) -> bool:
    """Tell whether a line is running prose: long, with the end of a sentence in it or at its end."""
    if len(line) < PARAGRAPH_CHARS or is_code(line):
        return False
    return len(line) > 400 or cues.ends_like_prose(line) or cues.holds_sentence_end(line)


class _Page:
    """The lines of one page while they are being labelled."""

    def __init__(self, lines: list[str], title: str | None, boilerplate: Mapping[str, Role]) -> None:
        self.lines = lines
        self.title = cues.fold(title) if title else None
        self.is_prose = [is_paragraph(line) for line in lines]
        self.roles: list[Role | None] = [
            None if self.is_prose[i] else self._own_role(line, boilerplate) for i, line in enumerate(lines)
        ]
        self.paragraphs = self._paragraphs()
        self.is_official = any(cues.is_state_heading(line) for line in lines)
        self.headline: int | None = None
        self.headline_line: str | None = None
        self.chars = self._prose_before()

    @staticmethod
    def _own_role(line: str, boilerplate: Mapping[str, Role]) -> Role | None:
        """Return the role that a short line has wherever it stands."""
        return (boilerplate.get(cues.fold(line)) if boilerplate else None) or cues.cue(line)

    def _prose_before(self) -> list[int]:
        """Return how many characters of running prose stand before each line, and before the end."""
        held = set(self.paragraphs)
        before, total = [0], 0
        for i, line in enumerate(self.lines):
            if i in held:
                total += len(line)
            before.append(total)
        return before

    def _paragraphs(self) -> list[int]:
        """Return the lines of running prose, from the first that is no furniture to the last."""
        found = [i for i, prose in enumerate(self.is_prose) if prose]
        while found and cues.is_long_furniture(self.lines[found[-1]]):
            found.pop()
        start = 0
        if any(self.roles):  # else the first paragraph is the first of an article without a page
            start = next((k for k, i in enumerate(found) if not cues.is_long_furniture(self.lines[i])), 0)
        while start + 1 < len(found) and self._is_menu(found[start] + 1, found[start + 1]):
            start += 1  # a notice of the site above its menu
        return found[start:]

    def _is_menu(self, start: int, end: int) -> bool:
        """Tell whether most of some lines are known entries of a menu."""
        entries = self.roles[start:end].count("menu")
        return entries >= 3 and 2 * entries >= end - start

    def label(self) -> list[Role]:
        """Label all lines: head, article, tail."""
        first = self.paragraphs[0] if self.paragraphs else self._first_unknown()
        last = self._article_end(first)
        self._label_head(first, last)
        self._label_article(first, last)
        self._label_tail(last)
        return [role or "body" for role in self.roles]

    def _first_unknown(self) -> int:
        """Return the first line of a text without running prose that says nothing of its role."""
        return next((i for i, role in enumerate(self.roles) if role is None), 0)

    # -- where the article ends

    def _article_end(self, first: int) -> int:
        """Return the index behind the last line of the article."""
        if self.is_official:
            return len(self.lines)
        last = self.paragraphs[-1] if self.paragraphs else first
        for i in range(first + 1, len(self.lines)):
            if not self.paragraphs and self.roles[i] == "updated":
                continue  # the date below the headline of an item too short for running prose
            if i > last and (self._is_furniture(i, last) or cues.is_footer(self.lines[i])):
                return self._behind_signature(last, i)
            if self.roles[i] and self._opens_tail(i) and self._is_end(i):
                return i
        return len(self.lines)

    def _behind_signature(self, last: int, end: int) -> int:
        """Move the end of the article up to its signature, if only titles and entries of lists follow that."""
        signed = next((i for i in range(last + 1, min(end, last + 4)) if cues.signs(self.lines[i])), end)
        return end if any(map(self._may_be_of_article, self.lines[signed + 1 : end])) else min(end, signed + 1)

    @staticmethod
    def _may_be_of_article(line: str) -> bool:
        """Tell whether a line behind the signature may still be of the article."""
        if cues.signs_or_links(line) or cues.ends_like_prose(line):
            return True
        return cues.is_caption(line) or cues.is_bullet(line)

    def _is_furniture(self, i: int, last: int) -> bool:
        """Tell whether line `i` is known as furniture; a section word far behind the prose is of a table."""
        return self.roles[i] is not None and (self.roles[i] not in _SECTION_WORDS or i <= last + TAIL_WITHIN)

    def _is_end(self, i: int) -> bool:
        """Tell whether most of the running prose stands before line `i`."""
        return self.chars[-1] - self.chars[i] < TAIL_SHARE * self.chars[i]

    def _opens_tail(self, i: int) -> bool:
        """Tell whether line `i` opens the tail: share bar, counter, or a list of other news."""
        if self.roles[i] in ("share", "counter"):
            return True
        return self.roles[i] == "related" and (
            "related" in self.roles[i + 1 : i + 3] or self.chars[min(i + 7, len(self.lines))] == self.chars[i]
        )

    # -- head

    def _label_head(self, first: int, last: int) -> None:
        is_page = self._has_page_head(first)
        title = self._find_title(first, is_page)
        for i in range(first):
            self.roles[i] = self._head_role(i, title, is_page)
        if title == first or (title is None and self._may_start_with_title(first, last) and not self.is_prose[first]):
            self.roles[first] = "title"
        if "title" in self.roles:
            self.headline = self.roles.index("title")
            self.headline_line = self.lines[self.headline]

    def _may_start_with_title(self, first: int, last: int) -> bool:
        return self.title is None and not self.is_official and first + 1 < last

    def _has_page_head(self, first: int) -> bool:
        """Tell whether the furniture of a page stands before the article, not just its own first lines."""
        if self.is_official:
            return False
        known = [i for i in range(first) if self.roles[i] not in (None, "updated", "caption")]
        if known and (known[0] < PAGE_TOP or len(known) >= first / 5):
            return True
        head = self.lines[:first]
        if first >= PAGE_TOP and all(
            len(line) <= MENU_CHARS and not cues.ends_like_prose(line) for line in head[:PAGE_TOP]
        ):
            return True
        return len(head) > 1 and cues.is_section(head[0]) and any(map(self._fits_title, head[1:]))

    def _find_title(self, first: int, is_page: bool) -> int | None:
        """Return the line that is the headline: the given one, else the likeliest before the article."""
        if self.title:
            for i, line in enumerate(self.lines[: first + 1]):
                if cues.same_title(cues.fold(line), self.title):
                    return i
            return None
        if self.is_official:
            return None
        if not is_page:
            return next((i for i in range(first) if not self.roles[i] and not self._is_under_picture(i)), None)
        fit = [i for i in range(first) if not self.roles[i] and self._fits_title(self.lines[i])]
        return max(fit[-4:], key=lambda i: self._title_rank(i, fit), default=None)

    def _title_rank(self, i: int, fit: list[int]) -> tuple[bool, bool, int]:
        """Rank a headline: beside the date of the page, long enough, first of its block or last of all."""
        dated = "updated" in self.roles[max(0, i - 1) : i + 2]
        menus = any(role == "menu" for role in self.roles[:i])
        return dated, len(self.lines[i]) >= 30, i if menus and len(fit) > 4 else -i

    @staticmethod
    def _fits_title(line: str) -> bool:
        return (
            line.count(" ") >= 3
            and len(line) <= TITLE_CHARS
            and not line.endswith((":", ";", ","))
            and not cues.is_slogan(line)
            and not cues.is_caption(line)
            and not cues.is_bullet(line)
            and not cues.is_footer(line)
            and not cues.is_byline(line)
        )

    def _head_role(self, i: int, title: int | None, is_page: bool) -> Role | None:
        line = self.lines[i]
        if i == title:
            return "title"
        if self.roles[i]:
            return self.roles[i]
        if is_page and title is not None and i < title:
            role = cues.furniture(line) or ("related" if self._is_news(i) else "menu")
            return "menu" if role == "footer" else role
        if self._is_under_picture(i):
            return "caption"
        if is_page and cues.is_slogan(line):
            return "slogan"
        return "heading" if self.is_official else self._between(line, title)

    def _is_news(self, i: int) -> bool:
        """Tell whether line `i` of a menu is the title of other news: long, below the name of such a list."""
        for line in reversed(self.lines[max(0, i - NEWS_WITHIN) : i + 1]):
            if cues.fold(line) in cues.NEWS_LISTS:
                return True
            if line.count(" ") < 4 or line.isupper():
                return False
        return False

    def _between(self, line: str, title: int | None) -> Role | None:
        """Label a line between the title, if there is one, and the first paragraph."""
        if cues.is_caption(line) or (title is not None and cues.is_scene(line)):
            return "caption"
        if cues.is_byline(line) or (title is not None and cues.is_name(line)):
            return "byline"
        if title is None and self.title is None:
            return None
        return "lead" if len(line) >= 60 and line.endswith((".", "…")) else None

    # -- article

    def _label_article(self, first: int, last: int) -> None:
        end_of_prose = max((j + 1 for j in self.paragraphs if j < last), default=first + 1)
        listed = pictured = False
        for i in range(first, last):
            line, role, prose = self.lines[i], self.roles[i], self.is_prose[i]
            listed = not prose and (role == "related" or (listed and self._is_listed(line, i, last)))
            pictured = (pictured and not prose) or (line[-1] == ":" and _PICTURES.search(line) is not None)
            if role == "title":
                continue
            if listed:
                self.roles[i] = "related"
            elif role is None or self.is_official or self._is_in_text(i, first, end_of_prose):
                self.roles[i] = self._article_role(i, i >= end_of_prose, pictured, i + 1 == last)
        if first < last and self.roles[first] == "body" and self._is_lead(first, last):
            self.roles[first] = "lead"

    def _is_in_text(self, i: int, first: int, end_of_prose: int) -> bool:
        """Tell whether a section word or bare date is a heading or the cell of a table."""
        near_end = end_of_prose - 1 <= i < end_of_prose + TAIL_WITHIN
        return self.roles[i] in _SECTION_WORDS and i > first and not near_end

    def _is_listed(self, line: str, i: int, last: int) -> bool:
        """Tell whether a line goes on with a list of other news that stands amid an article."""
        return (
            self.roles[i] is None
            and 30 <= len(line) <= 160
            and not cues.ends_like_prose(line)
            and not cues.is_bullet(line)
            and not cues.is_caption(line)
            and i + 1 < last
        )

    def _is_lead(self, first: int, last: int) -> bool:
        line = self.lines[first]
        if "lead" in self.roles[:first] or len(line) > LEAD_CHARS or cues.opens_report(line):
            return False
        return self.chars[last] > self.chars[first + 1]

    def _article_role(self, i: int, after_prose: bool, pictured: bool, is_last: bool) -> Role:
        """Label a line of the article by its form and place."""
        line = self.lines[i]
        if after_prose and (cues.signs_or_links(line) or (is_last and cues.is_office(line))):
            return "byline"
        if cues.is_caption(line):
            return "caption"
        if self.is_prose[i]:
            return "body"
        if pictured or self._is_under_picture(i) or self._repeats_title(i):
            return "caption" if not line.endswith(":") else "body"
        role = cues.short_line_role(line)
        if role not in ("heading", "caption"):
            return role
        if self.is_official:
            return "heading" if len(line) <= CAPTION_CHARS else "body"
        return "body" if self._is_item(i) else role

    def _is_item(self, i: int) -> bool:
        """Tell whether short line `i` is one of a list without bullets, behind a colon or among labels."""
        line, before = self.lines[i], self.lines[i - 1] if i else ""
        if not before.endswith(":") and (
            self.roles[i - 1] != "body" or self.is_prose[i - 1] or cues.ends_like_prose(before)
        ):
            return False
        if not before or line.isupper() or (i + 1 < len(self.lines) and self.is_prose[i + 1]):
            return False
        return not cues.is_numbered(line)

    def _is_under_picture(self, i: int) -> bool:
        """Tell whether line `i` stands below the headline once more, or the name, of a picture."""
        if not i or len(self.lines[i]) > CAPTION_CHARS:
            return False
        return cues.is_file_name(self.lines[i - 1]) or self._repeats_title(i - 1)

    def _repeats_title(self, i: int) -> bool:
        """Tell whether line `i` is the headline once more, as under a picture without words of its own."""
        return self.lines[i] == self.headline_line and self.headline is not None and i > self.headline

    # -- tail

    def _label_tail(self, last: int) -> None:
        current: Role = "related"
        shared = False
        for i in range(last, len(self.lines)):
            line = self.lines[i]
            role = self.roles[i] or cues.furniture(line) or cues.tail_role(line) or current
            if not self.roles[i] and i < last + SIGNED_WITHIN and not shared and self._signs_late(line, role):
                role = "byline"
            shared = shared or role == "share"
            self.roles[i] = role
            if role in ("related", "menu", "share", "footer"):
                current = role
        for i in range(len(self.lines) - 2, last - 1, -1):
            if self.roles[i] in ("menu", "related") and self.roles[i + 1] == "footer" and cues.is_office(self.lines[i]):
                self.roles[i] = "footer"

    @staticmethod
    def _signs_late(line: str, role: Role) -> bool:
        """Tell whether a line of the tail, not known as furniture, is the author's name after all."""
        if role not in ("menu", "related") or line.isupper() or not (" " in line or "." in line):
            return False
        return cues.signs(line)
