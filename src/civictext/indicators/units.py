"""Units: currencies, percent, physical units, rates, and the nouns that numbers count.

What may follow a number is kept in two tables: `data/units.tsv` (canonical name, kind, spellings)
and `data/classifiers.tsv` (counted nouns). Both go into one tree of words, so that the longest entry
at a place is found in as many steps as it has words. A noun that no table knows is still taken as
the unit when it is written small and is not in `data/unit_stops.tsv`; its kind is then `guess`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from civictext.resources import data_path
from civictext.text.alignment import Span

UnitKind = Literal["money", "percent", "physical", "time", "times", "acronym", "noun", "guess", "none"]
MEASURES: frozenset[str] = frozenset(("money", "percent", "physical", "time", "times"))
"""Kinds of unit that measure; the others are counted nouns. `none` is what only looks like a unit."""


@dataclass(slots=True)
class Unit:
    """A unit as it stands in the text, with its canonical name."""

    span: Span
    name: str
    kind: UnitKind
    rule: str


class _Node(dict[str, "_Node"]):
    """A word of the tree; `entry` is what ends here."""

    __slots__ = ("entry",)

    def __init__(self) -> None:
        self.entry: tuple[str, UnitKind, str] | None = None


_WORD = re.compile(r"[^\W\d_]+(?:[23](?![0-9])|\$)?|[%‰$€£¥₫°⁰][CcFf]?")
_SPACES = " \N{NO-BREAK SPACE}"
_LONGEST = 56
"""How many characters after a number hold the longest entry of the tables."""
_POINTED = (".đ", ".Đ")
"""`500 tr.đ`: the point of an abbreviated scale."""
_QUOTES = "“\"'"
_SLASHED = re.compile(r"[đĐ]/[cC](?![^\W\d_])")
_LOWER = re.compile(r"[^\W\d_]+")
_CAPITALS = re.compile(r"(?![IVX]+(?!\w))[A-ZĐ]{2,4}(?!\w|[.-]\w)")
"""A short name of what is counted: `16 CEO`; no Roman number."""
_MARKS = ".,;:!?)”\"'…"
_SQUARE = re.compile(r" ?([23])(?= [^\W\d_]|[,.;)]?(?:\s|$))")
"""What is left of a square or cube that was printed raised: `30m 2 đất`."""


def read_rows(name: str) -> list[list[str]]:
    """Return the rows of a table of this package, without comments and head line."""
    lines = data_path(name).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return rows[1:]


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a set of words of `data/scan_words.tsv` by its name."""
    return frozenset(next(words for key, words in read_rows("scan_words.tsv") if key == name).split("|"))


def _read_tree() -> _Node:
    root = _Node()
    for (phrase,) in read_rows("unit_stops.tsv"):
        if " " in phrase:
            _plant(root, phrase, (phrase, "none", ""))
    for noun, _ in read_rows("classifiers.tsv"):
        _plant(root, noun, (noun, "noun", f"noun:{noun}"))
    for name, kind, spellings in read_rows("units.tsv"):
        for spelling in spellings.split("|"):
            _plant(root, spelling, (name, kind, f"unit:{name}"))  # type: ignore[arg-type]
    return root


def _plant(root: _Node, words: str, entry: tuple[str, UnitKind, str]) -> None:
    node = root
    for word in words.split(" "):
        node = node.setdefault(word, _Node())
    node.entry = entry


_TREE = _read_tree()
_INITIALS = frozenset(char for word in _TREE for char in word[0] + word[0].upper())
_STOPS = frozenset(row[0] for row in read_rows("unit_stops.tsv"))


def find_unit(text: str, start: int, end: int) -> Unit | None:
    """Return the unit of the tables that stands at a place, at most a space and a quote on, or None."""
    start = _step(text, start, end)
    if start < end and text[start] == "%":
        unit: Unit | None = Unit(Span(start, start + 1), "%", "percent", "unit:%")
    else:
        unit = _known(text, start, end)
    if unit is None or unit.kind == "none" or _run_together(text, unit):
        return None
    stop = unit.span.end
    after = text[stop : stop + _STUFF]
    if "/" in after:
        unit = _rate(text, unit, end)
    if after[1:2] == "m":
        unit = _said_rate(text, unit, end)
    if not text.startswith(",", unit.span.end) or unit.kind in MEASURES:
        return unit
    return _coordinated(text, unit, end)


def _run_together(text: str, unit: Unit) -> bool:
    """Tell whether a sentence begins right after a figure, its gap lost: `17.260.000Giống mới`, but `5Kg`."""
    start, stop = unit.span
    if not (text[start].isupper() and text[start - 1].isdigit() and text[start + 1 : start + 2].islower()):
        return False
    return unit.kind == "noun" or not text[start:stop].isascii()


def guess_unit(text: str, start: int, end: int) -> Unit | None:
    """Return a word that no table knows as the unit where it can only be the counted noun, or None."""
    at = _step(text, start, end)
    return None if at == start and text[at : at + 1].isupper() else _guess(text, at, end)


def _step(text: str, start: int, end: int) -> int:
    """Return where a unit may begin: past a space, the point of `tr.đ`, a quotation mark."""
    if start < end and text[start] in _SPACES:
        start += 1
        if start < end and text[start] in _SPACES:
            start += 1
    elif text.startswith(_POINTED, start, end) or text.startswith("-inch", start, end):
        return start + 1
    return start + 1 if start < end and text[start] in _QUOTES else start


def _known(text: str, start: int, end: int) -> Unit | None:
    """Return the longest entry of the tables at a place."""
    if start >= end or text[start] not in _INITIALS:
        return None
    reach = start + _LONGEST
    piece = text[start : reach if reach < end else end].replace("\N{NO-BREAK SPACE}", " ")
    if piece[1:2] == "/" and (slashed := _SLASHED.match(text, start, end)):
        return Unit(Span(*slashed.span()), "đồng chí", "acronym", "unit:đ/c")
    node, found, at, stop = _TREE, None, start, start
    while node and piece:
        word, _, piece = piece.partition(" ")
        child = node.get(word)
        if child is None:
            if word.isalpha() and word.islower():
                break
            # Not as the tables have it: in capitals, or with a mark after it, which ends the unit.
            child, bare = _cut_off(node, word)
            if child is None:
                break
            if bare != word:
                word, piece = bare, ""
        at += len(word)
        if child.entry:
            found, stop = child.entry, at
        node = child
        at += 1
    if found is None:
        return None
    name, kind, rule = found
    if name == "m" and (square := _SQUARE.match(text, stop, end)):
        stop, name = square.end(), f"m{square[1]}"
    return Unit(Span(start, stop), name, kind, rule)


def _cut_off(node: _Node, word: str) -> tuple[_Node | None, str]:
    """Return what a word in capitals or with a mark after it leads to, and the word without the mark."""
    bare = word.rstrip(_MARKS)
    child = node.get(bare) or node.get(bare.lower())
    if child is not None:
        return child, bare
    if not bare.isalpha():
        head = _WORD.match(word)
        bare = head[0] if head else bare
    elif run_on := _run_on(bare):
        bare = bare[:run_on]
    return node.get(bare) or node.get(bare.lower()), bare


def _run_on(word: str) -> int:
    """Return where the next sentence begins in a word that lost the gap before it: `nămCông`; 0 where none does."""
    if word[2:].islower():
        return 0
    return next((i for i in range(2, len(word) - 1) if word[i].isupper() and word[i + 1].islower()), 0)


def _guess(text: str, start: int, end: int) -> Unit | None:
    match = _CAPITALS.match(text, start, end) or _LOWER.match(text, start, end)
    if not match or match[0] in _STOPS or len(match[0]) < 2:
        return None
    if not match[0].islower() and (match.re is _LOWER or match[0] in word_set("measured_names")):
        return None
    if match[0] in _TREE and _known(text, start, end):  # đối với
        return None
    return Unit(Span(*match.span()), match[0], "guess", "noun:guess")


_S = "[ \N{NO-BREAK SPACE}]"
_PER = re.compile(rf"{_S}?/{_S}?(?:([0-9]{{1,4}}|một|mỗi){_S}?)?(?=[^\W\d_])")
_OF = re.compile(rf"(?:{_S}[^\W\d_]+){{1,3}}(?=/(?:năm|tháng|tuần|ngày|giờ|vụ|ha|người|hộ)\b)")
"""The stuff between a unit and its rate: `tấn rác/ngày`, `ca mắc mới/tuần`."""
_STUFFED = frozenset(("physical", "noun", "acronym", "times"))
_STUFF = 24
"""How far after a unit the slash of its rate may stand."""


def _rate(text: str, unit: Unit, end: int) -> Unit:
    """Add what stands after the slashes: `đồng/người/năm`."""
    stop, names = unit.span.end, [unit.name]
    if "/" not in text[stop : stop + 2]:
        stuff = _OF.match(text, stop, end) if unit.kind in _STUFFED else None
        if stuff is None:
            return unit
        stop = stuff.end()
    while len(names) < 4 and (match := _PER.match(text, stop, end)):
        below = _per(text, match.end(), end)
        if below is None:
            break
        many = match[1] and match[1] not in ("1", "01", "một", "mỗi")
        if many and below.kind not in MEASURES:  # 3 vụ/5 đối tượng
            break
        names.append(f"{match[1]} {below.name}" if many else below.name)
        stop = below.span.end
    if len(names) == 1:
        return unit
    return Unit(Span(unit.span.start, stop), "/".join(names), unit.kind, f"rate:{unit.name}")


_SAID_PER = re.compile(
    rf"{_S}(?:một|mỗi)(?={_S}(?:kg|ký|tấn|tạ|yến|lít|ha|m2|m3|mét|km|sào|công|năm|tháng|ngày|đêm|tuần|giờ|phút|quý|lượng|chỉ|căn|phòng|người|hộ|chiếc|cây|suất|vé|lượt|chuyến|buổi|con|cái|bộ|thùng|bao|gói|hộp|chai|lon|bình|téc|bát|tô|ly|cốc|đĩa|quả|trái|củ|bông|bó|cuốn|cổ{_S}phiếu|ounce)"
    rf"(?:[,.;:)\"”]|$|{_S}(?!sau|trước|nào|qua|nay|khác|lần|học|tuổi|sẽ|có|tới|rưỡi|khoảng|gần|hơn|trên|đạt|[0-9])))"
)
"""A rate said in words; what goes on with a verb or a number begins a clause: `2 cháu mỗi tháng 3 triệu`."""


def _said_rate(text: str, unit: Unit, end: int) -> Unit:
    """Add what a rate is counted by, said in words: `28.000 đồng một kg`, `20 giờ mỗi tuần`."""
    match = _SAID_PER.match(text, unit.span.end, end) if unit.kind not in ("percent", "times") else None
    below = _known(text, match.end() + 1, end) if match else None
    if below is None or below.name in unit.name:
        return unit
    span = Span(unit.span.start, below.span.end)
    return Unit(span, f"{unit.name}/{below.name}", unit.kind, f"rate:{unit.name}")


_EACH = re.compile(
    rf"(?:(?<![^\W\d_])[mM]ỗi|[hH][ằà]ng){_S}(ngày|tháng|năm|tuần|giờ|phút)"
    rf"(?:{_S}(?:có|đón|khoảng|gần|hơn|trên|dưới|tuyển|chỉ|là|được|từ|cần|thu|tới|đến)){{0,3}}{_S}$"
)
_DISTANT = re.compile(rf"[hH][ằà]ng{_S}(?!tháng{_S}$)")


def rate_before(text: str, line_start: int, start: int, unit: Unit) -> Unit:
    """Add the time that a quantity is said of right before it: `mỗi ngày khoảng 20.000 khách`.

    `hằng tháng` counts only if the number follows at once; `hàng năm` says when rather than how fast.
    """
    if "/" in unit.name:
        return unit
    near = text[max(line_start, start - 32) : start]
    match = _EACH.search(near) if "ỗi " in near or "ng tháng" in near else None
    if match is None or _DISTANT.match(match[0]):
        return unit
    return replace(unit, name=f"{unit.name}/{match[1]}", rule=f"rate:{unit.name}")


_SECOND = re.compile(r"s(?![^\W\d_])")


def _per(text: str, at: int, end: int) -> Unit | None:
    """Return what stands after the slash of a rate; only there `s` is a second."""
    if second := _SECOND.match(text, at, end):
        return Unit(Span(*second.span()), "giây", "time", "unit:giây")
    return _known(text, at, end) or _guess(text, at, end)


def rate_only(text: str, start: int, end: int) -> Unit | None:
    """Return the rate of an amount of money whose unit is not said: `25 triệu/m2`, `3 triệu một tháng`."""
    if said := _SAID_PER.match(text, start, end):
        below = _known(text, said.end() + 1, end)
        return Unit(Span(start, below.span.end), f"VND/{below.name}", "money", "rate:VND") if below else None
    match = _PER.match(text, start, end)
    below = _known(text, match.end(), end) if match else None
    if match is None or below is None:
        return None
    bare = _rate(text, Unit(Span(start, start), "VND", "money", ""), end)
    return Unit(Span(start, bare.span.end), bare.name, "money", "rate:VND")


_AND = re.compile(r", (?=[^\W\d_])")


def _coordinated(text: str, unit: Unit, end: int) -> Unit:
    """Add nouns of the same class after commas: `xã, phường, thị trấn`."""
    stop = unit.span.end
    if unit.name == "người":
        return unit
    group = _group(unit.name)
    while match := _AND.match(text, stop, end):
        more = _known(text, match.end(), end)
        if more is None or _group(more.name) != group or text[more.span.start].isupper():
            break
        if more.name == unit.name:
            break
        stop = more.span.end
    if stop == unit.span.end:
        return unit
    span = Span(unit.span.start, stop)
    return Unit(span, text[span.start : span.end].lower(), unit.kind, unit.rule)


@cache
def _groups() -> dict[str, str]:
    return dict(read_rows("classifiers.tsv"))


def _group(name: str) -> str | None:
    group = _groups().get(name)
    return "people" if group in ("person", "org") else group


_REACH = 90
_COUNT_OF = re.compile(r"(?<![^\W\d_])[sS]ố (?:lượng |lượt )?(?=[^\W\d_])")
_NOT_COUNT = ("con ", "hệ ", "chỉ ", "mã ", "một ", "tỷ ", "tỉ ", "đa ", "thiểu ")
_LAST_BREAK = re.compile(r".*[0-9;.!?\n]", re.DOTALL)
_AGE = re.compile(r"tuổi(?: đời)?(?: từ| là| lên| hơn| gần| khoảng| ngoài| trên| dưới)? $")
_POINTS = re.compile(r"(?<![^\W\d_])điểm $")
_CURRENCY_ENDS = tuple("$€£¥DĐRPYWB")
_CURRENCY = re.compile(
    r"([$€£¥]|(?<![^\W\d_])(?:USD|VNĐ|VND|EUR|GBP|US\$|JPY|CNY|AUD|CAD|SGD|NZD|KRW|THB))[ ]?$"
)


def unit_before(text: str, line_start: int, start: int) -> Unit | None:
    """Return the unit that the words before a number name: `$10`, `ở tuổi 90`, `Số doanh nghiệp …: 83`."""
    near = text[max(line_start, start - 16) : start]
    if near.rstrip(" ").endswith(_CURRENCY_ENDS) and (match := _CURRENCY.search(near)):
        at = start - len(near) + match.start(1)
        return _known(text, at, start)
    if near.endswith("điểm ") and _POINTS.search(near):
        return Unit(Span(start, start), "điểm", "noun", "before:điểm")
    if "tuổi" in near and _AGE.search(near):
        return Unit(Span(start, start), "tuổi", "time", "before:tuổi")
    left = max(line_start, start - _REACH)
    if "ố " not in text[left:start]:
        return None
    if breaks := _LAST_BREAK.match(text, left, start):
        left = breaks.end()
    found = None
    for match in _COUNT_OF.finditer(text, left, start):
        if not text[left : match.start()].lower().endswith(_NOT_COUNT):
            found = match
    unit = _known(text, found.end(), start) if found else None
    if unit is None or unit.kind not in ("noun", "acronym"):
        return None
    return Unit(unit.span, unit.name, unit.kind, f"before:{unit.name}")
