"""Writes acronyms out in place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from civictext.document import Acronym, Document, Line
from civictext.text.alignment import Span

if TYPE_CHECKING:
    from civictext.acronyms.step import AcronymStep

_STARTS_SENTENCE = re.compile(r"(?:^|\n|[.!?…][\"”’)]?\s)[\s\"“‘(*•–-]*$")
_IN_NAME = re.compile(r"\b(?:Bộ|Sở|Phòng|Trường|Ban|Viện|Vụ|Cục|Hội|Đài|Báo) $")
"""Words with a capital that begin the name of a body: `Sở GTVT`, `Trường THCS`."""
_ABBREVIATION_DOT = re.compile(
    r"T[PpXx]|TT|(?:P?GS\.?)?(?:TS|TSKH)?|Th[Ss]|BS(?:\.?CKI{1,2})?|LS|KS|KTS|NS",
)
"""Short forms after which a dot before a capital belongs to them and ends no sentence."""
_HEAD_WORDS = frozenset(["đảng", "thuế", "đường", "sách", "quỹ", "xe"])
"""Words that writers put before a short form although it begins with them: `thuế VAT`, `sách SGK`."""
_LINES = re.compile(r"[^\n]+")


def expand(text: str, *, definitions: Mapping[str, str] | None = None) -> str:
    """Return a text with its acronyms written out; those that are not sure stay as they are.

    The whole text is read as one article: what it defines itself counts in all of it. At its
    own definition a short form stays.

    Args:
        text: one article or any piece of text.
        definitions: short forms and long forms of your own, which win over everything else.

    >>> expand("Chủ tịch UBND TP. Hải Dương")
    'Chủ tịch Ủy ban nhân dân thành phố Hải Dương'
    >>> expand("QC của HTX", definitions={"QC": "quy chế"})
    'Quy chế của hợp tác xã'
    """
    lines = tuple(Line(Span(*match.span()), "body") for match in _LINES.finditer(text))
    doc = _bundled_step().with_definitions(definitions or {})(Document(source=text, text=text, lines=lines))
    return write_out(text, doc.acronyms)


@cache
def _bundled_step() -> AcronymStep:
    from civictext.acronyms.step import AcronymStep

    return AcronymStep.load()


def write_out(text: str, acronyms: Iterable[Acronym]) -> str:
    """Return a text with the given mentions written out; those without a long form stay.

    A mention at its own definition stays, too. At the start of a sentence the long form gets
    a capital; the dot of `TP. Hải Dương` goes with the short form. Words that stand before the
    short form already are not repeated: `ngân hàng SCB`, `thuế VAT`.
    """
    parts: list[str] = []
    at = 0
    for acronym in acronyms:
        if acronym.long is None or acronym.method == "definition":
            continue
        start, end = acronym.span
        parts += text[at:start], _cased(_unrepeated(acronym.long, text, start), text, start)
        at = _after(text, end, acronym.short)
        if at < len(text) and text[at].isalnum():
            parts.append(" ")
    return "".join([*parts, text[at:]])


def _unrepeated(long: str, text: str, start: int) -> str:
    """Return a long form without the words at its head that end the text before it."""
    before = text[max(0, start - len(long)) : start].casefold()
    if not before.endswith(" "):
        return long
    words = long.split(" ")
    for count in range(len(words) - 1, 0, -1):
        head = " ".join(words[:count]).casefold()
        if (count > 1 or head in _HEAD_WORDS) and re.search(rf"\b{re.escape(head)} $", before):
            return " ".join(words[count:])
    return long


def _cased(long: str, text: str, start: int) -> str:
    """Return a long form with a capital where it begins a sentence or is the name of a body."""
    before = text[max(0, start - 12) : start]
    if long[0].islower() and (_STARTS_SENTENCE.search(before) or _IN_NAME.search(before)):
        return long[0].upper() + long[1:]
    return long


def _after(text: str, end: int, short: str) -> int:
    """Return where the text goes on after a short form and the dot that belongs to it."""
    if text[end : end + 1] == "." and end + 1 < len(text):
        following = text[end + 1 :].lstrip(" ")[:1]
        if text[end + 1].isalnum() or (_ABBREVIATION_DOT.fullmatch(short) and following.isupper()):
            return end + 1
    return end
