"""Definitions that an article gives itself: `quy chế dân chủ (QCDC)`, `OCOP (mỗi xã một sản phẩm)`.

A definition is looked for around a short form. Where the initials agree with the words
(`initials.align`) they tell where the long form begins. Where they do not, as in translations
(`tổng sản phẩm trên địa bàn (GRDP)`), a long form that is known for it is looked for, then the
name of a body or an index.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, final

from civictext.acronyms.initials import UPPER, WORD, align, fold_letters
from civictext.text.alignment import Span

WINDOW: Final = 160
"""Characters before or after a short form in which its long form is looked for."""
MAX_WORDS: Final = 24
LETTER_ROOM: Final = 18
"""Characters of a long form for each letter of its short form: a word, and one that is left out."""
MAX_GLOSS_WORDS: Final = 28
MAX_NAME_WORDS: Final = 16

_QUOTES: Final = "\"“”'‘’"
_CUE: Final = re.compile(
    rf"[(,;\s]*[{_QUOTES}]?\s*(?:sau đây\s+)?(?:được\s+)?"
    r"(?:(?:gọi|viết)\s+tắt|gọi\s+ngắn\s+gọn|tên\s+viết\s+tắt|viết\s+gọn)"
    rf"(?:\s+là)?\s*:?\s*[{_QUOTES}]?$"
)
_OPENED: Final = re.compile(rf"\s*[(\[]\s*[{_QUOTES}]?$")
_OPENED_BY_OTHER: Final = re.compile(
    r"\s*[(\[]\s*(?P<other>[^()\[\]\n]{2,70}?)\s*(?:[-–,;:]|viết tắt là|gọi tắt là)\s*$"
)
_CLOSED: Final = re.compile(rf"[{_QUOTES}]?\s*(?:[)\],;]|$)")
_ANOTHER: Final = re.compile(r"\s*(?:,|và|;)\s*(?P<short>[^\W\d_]{2,8})\s*[)\]]")
_SET_OFF: Final = re.compile(r"\s+[-–]\s+$")
_FOLLOWED: Final = re.compile(r"\s*[(\[]\s*(?P<long>[^()\[\]\n]{4,150}?)\s*[)\]]")
_DASHED: Final = re.compile(r"\s+[-–]\s+")
_BREAK: Final = re.compile(rf"[.!?;:()\[\]\n{_QUOTES}…]")
_HEADS: Final = re.compile(
    r"\b(?:[Tt]ổng [Cc]ông ty|[Cc]ông ty|CTCP|Cty|Tập đoàn|Ngân hàng|Hiệp hội|Liên minh|Liên đoàn|Liên hiệp|"
    r"Tổ chức|Quỹ|Ủy ban|Uỷ ban|Hội đồng|Viện|Trung tâm|Cơ quan|Cục|Tổng cục|Bộ|Hội(?! đồng)|Đảng|đảng|Phong trào|"
    r"Mặt trận|Chương trình|Hiệp định|Hiệp ước|Công ước|Diễn đàn|Sở|Đài|Hãng|Trường|Đại học|Lực lượng|"
    r"[Cc]hỉ số|[Tt]ổng sản phẩm|[Hh]ệ thống|[Cc]hứng chỉ|[Tt]iêu chuẩn|[Mm]ô hình|"
    rf"(?:ngân hàng|tập đoàn)(?= [{UPPER}]| trung ương))\b"
    r"(?! (?:trưởng|phó|phận|viên|chiến|của|bộ|ủy|quản trị)\b)"
)
_ENDS_NAME: Final = re.compile(
    r" (?:đã|sẽ|đang|phải|được|bị|vừa|chỉ đạo|yêu cầu|đề nghị|cho biết|tại|với|cùng|theo|để|giao cho|gửi|"
    r"cho|là|ở|bởi|dịp) "
)
"""Words that no name of a body runs over."""
_REMARK: Final = re.compile(r"\b(?:ông|bà|anh|chị|mà|PV|TP|xã|huyện|tỉnh|[Vv]iết tắt)\b")
"""Words of a remark in brackets, none of what a short form means."""
_NAMED_HEADS: Final = re.compile(r"Trường|Đại học|Bộ|Sở")
"""Bodies that a bracket names after a team, a person or a place of theirs, too."""
_CODE: Final = re.compile(r"[A-Z]{3}")
_COMPANY: Final = re.compile(r"(?:Tổng )?[Cc]ông ty|CTCP|Cty|Tập đoàn|Ngân hàng")
"""Heads of names whose code on the stock exchange may be the initials of something else."""
_TREATY: Final = re.compile(r"Hiệp định|Hiệp ước|Công ước|Diễn đàn")
_NO_PHRASE: Final = re.compile(
    r"(?:có|là|đã|đang|sẽ|do|ở|tại|trong|theo|được|bị|từ|với|cho|như|gồm|nay|cũ|trước|sau|thuộc|giữa|ảnh|"
    r"nguồn|hay|hoặc|khi|nếu|và|của|người|bên|còn|không|vào|ngày|năm|tháng|sinh|số|trái|phải|trên|dưới|"
    r"tức|chủ|phó|giám|nguyên|đứng|ngoài|cùng|tăng|giảm|đạt|bao|chuyên|tính|đơn|chi|một|tên|thành|cựu|"
    r"kể|gọi|xem|mã|đối|nơi|dù|vì|hơn|khoảng|gần|vốn|mới|nhất|cả|chỉ|cụ|phần|tổng|đồng|cũng|viết|thường|"
    r"đổi|sở|làm|chứa|dùng|duy|tương|tùy|trực|tiền|phục|quốc|trụ|em|cháu|cha|mẹ|con|bán|thôn|xã|huyện|tỉnh|"
    r"lĩnh|chiếc|các|những|hướng|thương|báo|đại|nhà|bài|kỳ|xuất|lái|loại|mình|phụ|giải)",
    re.IGNORECASE,
)
"""Words that begin a remark in brackets, not what a short form means."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form beside its long form; `aligned` says whether the initials agree."""

    short: Span
    long: Span
    aligned: bool
    rule: str


@final
class _Place:
    """A short form and the text around it."""

    __slots__ = ("after", "before", "end", "longs", "native", "short", "start")

    def __init__(
        self, start: int, end: int, short: str, before: str, after: str, longs: Collection[str], native: bool
    ) -> None:
        self.start = start
        self.end = end
        self.short = short
        self.before = before
        self.after = after
        self.longs = longs
        self.native = native
        """Whether its letters are the initials of Vietnamese words, so that they must agree."""

    def found(self, long_start: int, long_end: int, aligned: bool, rule: str) -> Definition:
        """Make a definition whose long form stands at an offset of `before`."""
        shift = self.start - len(self.before)
        return Definition(Span(self.start, self.end), Span(shift + long_start, shift + long_end), aligned, rule)

    def found_after(self, long_start: int, long_end: int, aligned: bool, rule: str) -> Definition:
        """Make a definition whose long form stands at an offset of `after`."""
        return Definition(Span(self.start, self.end), Span(self.end + long_start, self.end + long_end), aligned, rule)


def define(
    text: str,
    start: int,
    end: int,
    edges: tuple[int, int],
    *,
    longs: Collection[str] = (),
    native: bool = False,
) -> Definition | None:
    """Return the definition that stands around a short form, or None.

    Args:
        text: the text; only what lies between `edges` is read.
        start, end: where the short form stands.
        longs: long forms that are known for it.
        native: its letters are initials of Vietnamese words; then they must agree.
    """
    before = text[max(edges[0], start - WINDOW) : start]
    after = text[end : min(edges[1], end + WINDOW)]
    place = _Place(start, end, text[start:end], before, after, longs, native)
    return _called(place) or _bracketed(place) or _set_off(place) or _glossed(place) or _dashed(place)


def _called(p: _Place) -> Definition | None:
    """`long, gọi tắt là SHORT`, `long (sau đây viết tắt là SHORT)`."""
    cue = _CUE.search(p.before) if "tắt" in p.before[-16:] or "gọn" in p.before[-16:] else None
    return _before(p, p.before[: cue.start()], "called") if cue else None


def _bracketed(p: _Place) -> Definition | None:
    """`long (SHORT)`, `long, long (SHORT, SHORT)`, `long (World Bank - SHORT)`."""
    if not _CLOSED.match(p.after):
        return None
    if opened := _OPENED.search(p.before, max(0, len(p.before) - 6)):
        left = p.before[: opened.start()]
        if another := _ANOTHER.match(p.after):
            second = _aligned_end(another["short"], _trimmed(left))
            if second is not None:
                left = left[:second]
        return _before(p, left, "bracketed")
    bracket = max(p.before.rfind("("), p.before.rfind("["))
    opened = _OPENED_BY_OTHER.search(p.before, max(0, bracket - 2)) if bracket >= 0 else None
    return _beside_other(p, opened) if opened else None


def _beside_other(p: _Place, opened: re.Match[str]) -> Definition | None:
    """Read a bracket that holds something before the short form: its words, or another short form."""
    left = _trimmed(p.before[: opened.start()])
    aligned = _aligned_end(p.short, left)
    if aligned is not None:
        return p.found(aligned, len(left), True, "pair")
    known = _known_end(left, p.longs)
    if known is not None:
        return p.found(known, len(left), False, "pair")
    if align(p.short, WORD.findall(opened["other"]), whole=True) is None:
        return None
    head = _headed_end(left)
    if head is not None and not p.native:
        return p.found(head, len(left), False, "pair")
    return p.found(opened.start("other"), opened.end("other"), True, "pair")


def _set_off(p: _Place) -> Definition | None:
    """`long - SHORT`."""
    if len(p.short) < 3 or not _SET_OFF.search(p.before, max(0, len(p.before) - 4)):
        return None
    left = p.before.rstrip(" -–")
    aligned = _aligned_end(p.short, left)
    if aligned is not None:
        return p.found(aligned, len(left), True, "dash")
    head = None if p.native or p.longs or not p.after.startswith(")") else _headed_end(left)
    return None if head is None else p.found(head, len(left), False, "dash")


def _glossed(p: _Place) -> Definition | None:
    """`SHORT (long)`."""
    followed = _FOLLOWED.match(p.after)
    if followed is None:
        return None
    phrase, span = followed["long"], followed.span("long")
    words = WORD.findall(phrase)
    if len(words) <= MAX_WORDS and align(p.short, words, whole=True) == 0:
        return p.found_after(*span, True, "glossed")
    folded = fold_letters(phrase)
    if any(fold_letters(long) == folded for long in p.longs):
        return p.found_after(*span, False, "glossed")
    if not p.native and not p.longs and _is_gloss(p.short, words, phrase):
        return p.found_after(*span, False, "glossed")
    return None


def _dashed(p: _Place) -> Definition | None:
    """`SHORT - long`, where all initials agree."""
    dashed = _DASHED.match(p.after)
    if dashed is None or len(p.short) < 3:
        return None
    rest = _BREAK.split(p.after[dashed.end() :], maxsplit=1)[0]
    words = list(WORD.finditer(rest))[: len(p.short) + 3]
    for count in range(len(words), 1, -1):
        if align(p.short, [m[0] for m in words[:count]], whole=True) == 0:
            return p.found_after(dashed.end(), dashed.end() + words[count - 1].end(), True, "dash")
    return None


def _before(p: _Place, left: str, rule: str) -> Definition | None:
    """Read the long form that ends `left`: by initials, as a known one, as a name of a body."""
    left = _trimmed(left)
    if left.endswith(p.short):
        return None
    aligned = _aligned_end(p.short, left)
    if aligned is not None:
        return p.found(aligned, len(left), True, rule)
    start = _known_end(left, p.longs)
    if start is None and len(p.short) >= 3:
        start = _headed_end(left)
        if p.native and start is not None and not (_CODE.fullmatch(p.short) and _COMPANY.match(left, start)):
            start = None
    return None if start is None else p.found(start, len(left), False, rule)


def _trimmed(left: str) -> str:
    return left.rstrip(f" ,{_QUOTES}")


def _last_clause(left: str) -> str:
    last = _BREAK.search(left[::-1])
    return left[len(left) - last.start() :] if last else left


def _aligned_end(short: str, left: str) -> int | None:
    """Return where the phrase that ends `left` and gives the initials of `short` starts."""
    clause = _last_clause(left)
    tail = clause[-LETTER_ROOM * (len(short) + 2) :]
    words = list(WORD.finditer(tail))[len(tail) < len(clause) :]  # the first word may be cut
    if not words or words[-1][0] == short:
        return None
    index = align(short, [m[0] for m in words])
    return None if index is None else len(left) - len(tail) + words[index].start()


def _known_end(left: str, longs: Collection[str]) -> int | None:
    """Return where one of the known long forms starts that ends `left`, the longest first."""
    if not longs:
        return None
    clause = _last_clause(left)
    words = list(WORD.finditer(clause))
    last = fold_letters(words[-1][0]) if words else ""
    likely = [long for long in longs if _folded_words(long)[-1:] == (last,)]
    if not likely:
        return None
    folded = tuple(WORD.findall(fold_letters(clause)))
    for long in sorted(likely, key=lambda long: (-len(long), long)):
        wanted = _folded_words(long)
        if folded[-len(wanted) :] == wanted:
            return len(left) - len(clause) + words[-len(wanted)].start()
    return None


@lru_cache(maxsize=4096)
def _folded_words(long: str) -> tuple[str, ...]:
    """Return the words of a long form without case and marks."""
    return tuple(WORD.findall(fold_letters(long)))


def _headed_end(left: str) -> int | None:
    """Return where the name of a body or an index starts that ends `left`: `Tập đoàn … (PVN)`.

    Of `bộ phận châu Á của Quỹ Tiền tệ Quốc tế` it is the name after `của` that counts, and of
    `Sở Y tế đã chỉ đạo Trung tâm …` the one after the verb.
    """
    clause = _last_clause(left)
    edges = [match.end() for match in _ENDS_NAME.finditer(clause)]
    from_ = max([clause.rfind(", ") + 1, *edges], default=0)
    heads = [match.start() for match in _HEADS.finditer(clause, from_)]
    if not heads:
        return None
    dash = clause.rfind(" - ")
    owned = max(clause.rfind(" của "), -1 if _TREATY.match(clause, heads[0]) else dash)
    head = next((h for h in heads if h > owned), heads[0])
    if not 3 <= len(WORD.findall(clause[head:])) <= MAX_NAME_WORDS:
        return None
    return len(left) - len(clause) + head


def _is_gloss(short: str, words: list[str], phrase: str) -> bool:
    """Whether a bracket after an unknown short form says what it means, in Vietnamese."""
    return (
        len(short) >= 3
        and 3 <= len(words) <= MAX_GLOSS_WORDS
        and not _NO_PHRASE.fullmatch(words[0])
        and not any(c.isdigit() for c in phrase)
        and short not in phrase
        and not _REMARK.search(phrase)
        and (words[0].islower() or bool(_HEADS.match(phrase) and not _NAMED_HEADS.match(phrase)))
    )
