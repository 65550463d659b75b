"""What a line says about itself: whole-line cues to its role, whatever stands around it.

Each cue is a pattern or a row of `data/page_phrases.tsv`. A cue is only asked of short lines:
a paragraph is never judged by a word that it happens to hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, Final, TypeVar

from civictext.document import Role
from civictext.resources import data_path
from civictext.text import line_patterns as patterns
from civictext.text.code import is_code

MAX_CUE_CHARS: Final = 240
"""Longer lines are paragraphs; no cue but a footer's is looked for in them."""


_CELL_CHARS: Final = 16
"""Lines up to this length are remembered: a table run apart has any number of them."""
_Answer = TypeVar("_Answer")


def _once(ask: Callable[[str], _Answer]) -> Callable[[str], _Answer]:
    """Remember what is answered of the shortest lines."""
    known = lru_cache(maxsize=1024)(ask)

    @wraps(ask)
    def answer(line: str) -> _Answer:
        return known(line) if len(line) <= _CELL_CHARS else ask(line)

    return answer


NEWS_LISTS: Final = frozenset(("tin mới", "tin mới nhất", "tin nổi bật", "đọc nhiều", "đọc nhiều nhất", "xem nhiều"))
"""Entries of menus below which the titles of other news may stand."""


def fold(line: str) -> str:
    """Return a line for look-up: lower case, one kind of space, no punctuation at the edges.

    >>> fold("» TIN LIÊN QUAN:")
    'tin liên quan'
    """
    return " ".join(line.casefold().split()).strip(" .,:;!?…-–—|•*+>»›«‹<=[](){}#/\\\"'“”‘’►▶→_")


@lru_cache(maxsize=1)
def phrases() -> dict[str, Role]:
    """Return the table of whole lines whose role is known."""
    lines = data_path("page_phrases.tsv").read_text("utf-8").splitlines()
    rows: Any = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return dict(rows)


@lru_cache(maxsize=2048)
def cue(line: str) -> Role | None:
    """Return the role that a line of a page names by itself, or None.

    >>> cue("Số lượt truy cập: 1.204.511"), cue("(Cập nhật: 03/05/2024 08:10)")
    ('counter', 'updated')
    >>> cue("Hội nghị thông qua 12 nghị quyết.") is None
    True
    """
    if is_code(line):
        return "ad"
    if len(line) > MAX_CUE_CHARS:
        return None
    key = fold(line)
    known = phrases().get(key)
    if known:
        return known
    if _is_trail(key):
        return "menu"
    role = _short_cue(key, line.casefold()) if len(line) <= 100 else None
    if role is None and is_file_name(line):
        return "caption"
    return role or ("related" if _is_other_news(line) else None)


def _is_trail(key: str) -> bool:
    """Tell whether a line is a path or row of menu entries: `Trang chủ » Tin tức » Kinh tế`."""
    mark = patterns.TRAIL.search(key) if len(key) <= 90 else None
    return mark is not None and phrases().get(key[: mark.start()].rstrip()) == "menu"


def _is_other_news(line: str) -> bool:
    """Tell whether a line points to other news by its mark or date: `>> Lịch họp`, `… (06/11/2019)`."""
    if line[0] in ">»›►▶→":
        return patterns.POINTER.match(line) is not None and not is_caption(line)
    return ")" in line[-4:] and patterns.DATED_ITEM.fullmatch(line.casefold()) is not None


def _short_cue(key: str, lower: str) -> Role | None:
    """Try the cues of lines of at most a hundred characters, if the line begins with a word of theirs."""
    first = patterns.FIRST_WORD.match(key)
    if first is None or (first[0] not in patterns.CUE_OPENERS and not first[0][0].isdigit()):
        return None
    if patterns.COUNTER.fullmatch(lower):
        return "counter"
    if patterns.DATE.search(lower) and patterns.STAMP.fullmatch(lower):
        return "updated"
    if patterns.RELATED_HEAD.fullmatch(lower):
        return "related"
    if patterns.SHARE.fullmatch(lower):
        return "share"
    if len(lower) <= 30 and patterns.BACK.fullmatch(lower):
        return "menu"
    return None


def is_bare_count(line: str) -> bool:
    """Tell whether a line is nothing but a large number, as under `Số lượt truy cập`."""
    return patterns.BARE_COUNT.fullmatch(line) is not None


def _found(pattern: re.Pattern[str], words: tuple[str, ...], lower: str) -> bool:
    """Search a pattern, if one of the words occurs without which it cannot match: they are found faster."""
    for word in words:
        if word in lower:
            return pattern.search(lower) is not None
    return False


def is_byline(line: str) -> bool:
    """Tell whether a line names author or source in words: `Bài, ảnh: …`, `Theo …`."""
    if len(line) > 90 or (line[0].islower() and line.count(" ") > 4):
        return False
    return patterns.BYLINE.fullmatch(line.casefold()) is not None


@_once
def is_caption(line: str) -> bool:
    """Tell whether a line ends with the credit of a picture."""
    if len(line) > 400:
        return False
    end = line[-90:]
    if not (":" in end or "(" in end or "-" in end or "–" in end):
        return False
    return _found(patterns.CAPTION, patterns.CAPTION_WORDS, end.casefold())


@_once
def is_footer(line: str) -> bool:
    """Tell whether a line holds what only the foot of a page does: licence, owner, copyright."""
    return len(line) <= 400 and _found(patterns.FOOTER, patterns.FOOTER_WORDS, line.casefold())


def is_contact(line: str) -> bool:
    """Tell whether a line gives an address, telephone or mail: footer or notice, by its place."""
    return len(line) <= 300 and (":" in line or "." in line) and patterns.CONTACT.search(line.casefold()) is not None


def is_slogan(line: str) -> bool:
    """Tell whether a line is a motto as portals carry it in their head."""
    if len(line) > 250 or line.endswith("."):
        return False
    return _found(patterns.SLOGAN, patterns.SLOGAN_WORDS, line.casefold())


def is_ad(line: str) -> bool:
    """Tell whether a line sells something."""
    return len(line) <= 400 and _found(patterns.AD, patterns.AD_WORDS, line.casefold())


def is_label(line: str) -> bool:
    """Tell whether a line is a label with what it labels: `Địa điểm: hội trường UBND xã`."""
    return patterns.LABELLED.match(line) is not None


def is_file_name(line: str) -> bool:
    """Tell whether a line is the name of a picture: words without any mark, `hoi nghi tong ket nam`."""
    return line.isascii() and line.islower() and line.count(" ") >= 4 and line.replace(" ", "").isalnum()


@_once
def is_url(line: str) -> bool:
    """Tell whether a line is nothing but addresses of pages."""
    return patterns.URL_ONLY.fullmatch(line) is not None


def is_name(line: str) -> bool:
    """Tell whether a line is nothing but names: `Trần Bình - Lê An`, `MINH ANH (TTXVN)`, `(TTXVN)`."""
    if len(line) > 70 or ":" in line or patterns.DIGIT.search(line):
        return False
    bare = patterns.NAME_ASIDE.sub("", line) or line
    words = patterns.NAME_BREAK.split(bare.strip(" .*-–—()"))
    return all(word[:1].isupper() or word == "và" for word in words)


def is_office(line: str) -> bool:
    """Tell whether a line is the name of an office, as one that signs an article: `Văn phòng UBND xã`."""
    if len(line) > 70 or not patterns.OFFICE.fullmatch(line.casefold()) or _is_pictured(line):
        return False
    words = line.split()
    return 3 * sum(word[0].isupper() for word in words) > len(words)


@_once
def signs(line: str) -> bool:
    """Tell whether a line signs an article: an author's name, `Minh An (tổng hợp)`, `Theo …`."""
    if is_name(line) or is_byline(line) or _is_gathered(line):
        return True
    name, dash, office = line.replace("–", "-").partition(" - ")
    return bool(dash) and len(name) <= 25 and is_name(name) and is_office(office)


@_once
def signs_or_links(line: str) -> bool:
    """Tell whether a line is one of those below an article: it signs the article, or holds nothing but addresses."""
    return signs(line) or is_url(line)


def is_section(line: str) -> bool:
    """Tell whether a line reads like the name of a section: `Tin Kinh tế - Đời sống`."""
    return len(line) <= 45 and patterns.SECTION.fullmatch(line.casefold()) is not None


def _is_gathered(line: str) -> bool:
    """Tell whether a line is a name and how its owner came by the news: `Minh An (tổng hợp)`."""
    return len(line) <= 60 and line[:1].isupper() and patterns.GATHERED.fullmatch(line.casefold()) is not None


def is_state_heading(line: str) -> bool:
    """Tell whether a line is the heading that every official document bears."""
    return 20 <= len(line) <= 40 and fold(line) in (
        "cộng hòa xã hội chủ nghĩa việt nam",
        "độc lập - tự do - hạnh phúc",
    )


def is_numbered(line: str) -> bool:
    """Tell whether a line begins with the number of an item, article or chapter."""
    return patterns.ENUMERATED.match(line) is not None


def is_bullet(line: str) -> bool:
    """Tell whether a line is an item of a list."""
    return patterns.BULLET.match(line) is not None


def ends_like_prose(line: str) -> bool:
    """Tell whether a line ends as sentences do, or announces what follows."""
    return line.endswith(patterns.STOP)


def holds_sentence_end(line: str) -> bool:
    """Tell whether a sentence ends in a line, other than behind an abbreviation or the number of an item."""
    return patterns.SENTENCE_END.search(line) is not None


def opens_report(line: str) -> bool:
    """Tell whether a line tells at once when something happened: a report, not its summary."""
    return patterns.REPORT.match(line) is not None


def same_title(line: str, title: str) -> bool:
    """Tell whether a folded line is a folded headline, or one holds the other but for a site's name."""
    if line == title:
        return True
    return min(len(line), len(title)) >= 30 and (line in title or title in line) and len(line) <= len(title) + 40


def is_long_furniture(line: str) -> bool:
    """Tell whether a line as long as a paragraph is a motto, a notice of the site or an advertisement."""
    return is_slogan(line) or is_footer(line) or is_ad(line)


def furniture(line: str) -> Role | None:
    """Return the role of a line outside the article by what it holds, or None."""
    if is_footer(line) or is_contact(line):
        return "footer"
    if is_bare_count(line):
        return "counter"
    if is_ad(line) or is_url(line):
        return "ad"
    if is_slogan(line):
        return "slogan"
    return "share" if len(line) <= 30 and patterns.FORM_FIELD.fullmatch(line.casefold()) else None


def _is_pictured(line: str) -> bool:
    """Tell whether a line says what is to be seen in a picture: `Quang cảnh hội nghị`."""
    return _found(patterns.PICTURED, patterns.PICTURED_WORDS, line.casefold())


def is_scene(line: str) -> bool:
    """Tell whether a line without a full stop says what, or who, is to be seen in a picture."""
    if len(line) > 200 or ends_like_prose(line):
        return False
    if _is_pictured(line) or patterns.SHOWN.match(line):
        return True
    lower = line.casefold()
    return any(word in lower for word in patterns.PERSON_WORDS) and patterns.PERSON.search(line) is not None


def tail_role(line: str) -> Role | None:
    """Return the role of a line behind the article by its form, or None: a title of other news, an entry."""
    words = line.count(" ") + 1
    if patterns.SHORT_DATED_ITEM.fullmatch(line):
        return "related"
    if words <= 3 or (words <= 6 and line.isupper()) or patterns.DOCUMENT.search(line):
        return "menu"
    return "related" if words > 6 else None


@_once
def short_line_role(line: str) -> Role:
    """Label a short line amid an article by its form: heading, caption, or part of the body."""
    words = line.split()
    if is_bullet(line) or patterns.ENUMERATED.match(line):
        is_heading = patterns.ENUMERATED.match(line) and not line.endswith((".", ";", ",")) and len(words) <= 25
        return "heading" if is_heading else "body"
    if line.endswith((";", ",", ":")) or is_label(line):
        return "heading" if line.endswith(":") and len(words) <= 6 else "body"
    if line.isupper() and not line.endswith("."):
        return "heading"
    if line.endswith(("!", "?", "…", '"', "”")):
        return "heading" if 1 < len(words) <= 10 and (line[-1] == "?" or line[0] in '“"') else "body"
    if line.endswith("."):
        return "caption" if len(words) <= 25 and _is_pictured(line) else "body"
    names = sum(word[0].isupper() for word in words[1:])
    if len(words) <= 14 and names <= (len(words) // 5) and not is_scene(line):
        return "heading"
    return "caption" if len(words) <= 50 else "body"
