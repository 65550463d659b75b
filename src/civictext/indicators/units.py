"""Units: currencies, percent, physical units, rates, and the nouns that numbers count.

What may follow a number is kept in two tables: `data/units.tsv` (canonical name, kind, spellings)
and `data/classifiers.tsv` (counted nouns). Both go into one tree of words, so that the longest entry
at a place is found in as many steps as it has words. A noun that no table knows is still taken as
the unit when it is written small and is not in `data/unit_stops.tsv`; its kind is then `guess`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

from mypy_extensions import i64, mypyc_attr

from civictext.indicators.chars import char_at, is_among, is_gap, is_small, letters_end, table_of, word_at, word_end
from civictext.resources import data_path

UnitKind = Literal["money", "percent", "physical", "time", "times", "acronym", "noun", "guess", "none"]
MEASURES: Final[frozenset[str]] = frozenset(("money", "percent", "physical", "time", "times"))
"""Kinds of unit that measure; the others are counted nouns. `none` is what only looks like a unit."""


@mypyc_attr(acyclic=True)
class Unit:
    """A unit as it stands at `text[start:end]`, with its canonical name."""

    __slots__ = ("end", "kind", "name", "rule", "start")

    def __init__(self, start: int, end: int, name: str, kind: UnitKind, rule: str) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.kind: UnitKind = kind
        self.rule = rule


class _Entry:
    """A row of the tables: the canonical name of a unit, its kind, the rule that results quote."""

    __slots__ = ("kind", "name", "rule")

    def __init__(self, name: str, kind: UnitKind, rule: str) -> None:
        self.name = name
        self.kind: UnitKind = kind
        self.rule = rule


class _Node:
    """A word of the tree: the words that may follow it, and the entry that ends here."""

    __slots__ = ("after", "entry")

    def __init__(self) -> None:
        self.after: dict[str, _Node] = {}
        self.entry: _Entry | None = None


_WORD: Final = re.compile(r"[^\W\d_]+(?:[23](?![0-9])|\$)?|[%‰$€£¥₫°⁰][CcFf]?")
_LONGEST: Final = 56
"""How many characters after a number hold the longest entry of the tables."""
_PERCENT: Final = 0x25
_COMMA: Final = 0x2C
_HYPHEN: Final = 0x2D
_POINT: Final = 0x2E
_SLASH: Final = 0x2F
_M: Final = 0x6D
_G: Final = 0x67
_POINTED: Final = (".đ", ".Đ")
"""`500 tr.đ`: the point of an abbreviated scale."""
_QUOTES: Final = table_of("“\"'")
_SLASHED: Final = re.compile(r"[đĐ]/[cC](?![^\W\d_])")
_CAPITALS: Final = re.compile(r"(?![IVX]+(?!\w))[A-ZĐ]{2,4}(?!\w|[.-]\w)")
"""A short name of what is counted: `16 CEO`; no Roman number."""
_MARKS: Final = ".,;:!?)”\"'…"
_SQUARE: Final = re.compile(r" ?([23])(?= [^\W\d_]|[,.;)]?(?:\s|$))")
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
            _plant(root, phrase, _Entry(phrase, "none", ""))
    for noun, _ in read_rows("classifiers.tsv"):
        _plant(root, noun, _Entry(noun, "noun", f"noun:{noun}"))
    for name, kind, spellings in read_rows("units.tsv"):
        for spelling in spellings.split("|"):
            _plant(root, spelling, _Entry(name, kind, f"unit:{name}"))  # type: ignore[arg-type]
    return root


def _plant(root: _Node, words: str, entry: _Entry) -> None:
    node = root
    for word in words.split(" "):
        node = node.after.setdefault(word, _Node())
    node.entry = entry


_TREE: Final = _read_tree()
_INITIALS: Final = table_of("".join(word[0] + word[0].upper() for word in _TREE.after))
_STOPS: Final = frozenset(row[0] for row in read_rows("unit_stops.tsv"))
_NAMES: Final = word_set("measured_names")


def find_unit(text: str, start: int, end: int) -> Unit | None:
    """Return the unit of the tables that stands at a place, at most a space and a quote on, or None."""
    start = _step(text, start, end)
    if char_at(text, start, end) == _PERCENT:
        unit: Unit | None = Unit(start, start + 1, "%", "percent", "unit:%")
    else:
        unit = _known(text, start, end)
    if unit is None or unit.kind == "none" or _run_together(text, unit):
        return None
    stop = unit.end
    if text.find("/", stop, stop + _STUFF) >= 0:
        unit = _rate(text, unit, end)
    if char_at(text, stop + 1, len(text)) == _M:
        unit = _said_rate(text, unit, end)
    if char_at(text, unit.end, len(text)) != _COMMA or unit.kind in MEASURES:
        return unit
    return _coordinated(text, unit, end)


def _run_together(text: str, unit: Unit) -> bool:
    """Tell whether a sentence begins right after a figure, its gap lost: `17.260.000Giống mới`, but `5Kg`."""
    start, stop = unit.start, unit.end
    if is_gap(ord(text[start - 1])) or not (text[start].isupper() and text[start - 1].isdigit()):
        return False
    if not text[start + 1 : start + 2].islower():
        return False
    return unit.kind == "noun" or not text[start:stop].isascii()


def guess_unit(text: str, start: int, end: int) -> Unit | None:
    """Return a word that no table knows as the unit where it can only be the counted noun, or None."""
    at = _step(text, start, end)
    return None if at == start and text[at : at + 1].isupper() else _guess(text, at, end)


def _step(text: str, start: i64, end: i64) -> i64:
    """Return where a unit may begin: past a space, the point of `tr.đ`, a quotation mark."""
    if start >= end:
        return start
    char: i64 = ord(text[start])
    if is_gap(char):
        start += 1
        if is_gap(char_at(text, start, end)):
            start += 1
    elif (char == _POINT and text.startswith(_POINTED, start, end)) or (
        char == _HYPHEN and text.startswith("-inch", start, end)
    ):
        return start + 1
    return start + 1 if is_among(char_at(text, start, end), _QUOTES) else start


def _known(text: str, start: int, end: int) -> Unit | None:
    """Return the longest entry of the tables at a place."""
    if not is_among(char_at(text, start, end), _INITIALS):
        return None
    if char_at(text, start + 1, end) == _SLASH and (slashed := _SLASHED.match(text, start, end)):
        return Unit(start, slashed.end(), "đồng chí", "acronym", "unit:đ/c")
    node, at, stop = _TREE, start, start
    found: _Entry | None = None
    reach = start + _LONGEST if start + _LONGEST < end else end
    while at < reach and node.after:
        gap: int = word_end(text, at, reach)
        word = word_at(text, at, gap)
        child = node.after.get(word)
        if child is None:
            if is_small(word):
                break
            # Not as the tables have it: in capitals, or with a mark after it, which ends the unit.
            child, bare = _cut_off(node, word)
            if child is None:
                break
            if bare != word:
                gap = at + len(bare)
                reach = gap
        if child.entry is not None:
            found, stop = child.entry, gap
        node = child
        at = gap + 1
    if found is None:
        return None
    if found.name == "m" and (square := _SQUARE.match(text, stop, end)):
        return Unit(start, square.end(), f"m{square[1]}", found.kind, found.rule)
    return Unit(start, stop, found.name, found.kind, found.rule)


def _cut_off(node: _Node, word: str) -> tuple[_Node | None, str]:
    """Return what a word in capitals or with a mark after it leads to, and the word without the mark."""
    bare = word.rstrip(_MARKS)
    child = _small(node, bare)
    if child is not None:
        return child, bare
    if not bare.isalpha():
        head = _WORD.match(word)
        bare = head[0] if head else bare
    elif run_on := _run_on(bare):
        bare = bare[:run_on]
    return _small(node, bare), bare


def _small(node: _Node, word: str) -> _Node | None:
    """Return what a word leads to, in small letters if none goes on after it as written: no volt in `V-League`."""
    child = node.after.get(word)
    return child if child is not None and child.after else node.after.get(word.lower())


def _run_on(word: str) -> int:
    """Return where the next sentence begins in a word that lost the gap before it: `nămCông`; 0 where none does."""
    if word[2:].islower():
        return 0
    return next((i for i in range(2, len(word) - 1) if word[i].isupper() and word[i + 1].islower()), 0)


def _guess(text: str, start: int, end: int) -> Unit | None:
    """Return the word at a place as a unit: small letters, or a few capitals that are no mark of a test."""
    if start >= end:
        return None
    capitals = _CAPITALS.match(text, start, end) if text[start].isupper() else None
    stop: int = capitals.end() if capitals else letters_end(text, start, end)
    word = word_at(text, start, stop)
    if stop - start < 2 or word in _STOPS or (word in _NAMES if capitals else not word.islower()):
        return None
    if word in _TREE.after and _known(text, start, end):  # đối với
        return None
    return Unit(start, stop, word, "guess", "noun:guess")


_S: Final = "[ \N{NO-BREAK SPACE}]"
_PER: Final = re.compile(rf"{_S}?/{_S}?(?:([0-9]{{1,4}}|một|mỗi){_S}?)?(?=[^\W\d_])")
_OF: Final = re.compile(rf"(?:{_S}[^\W\d_]+){{1,3}}(?=/(?:năm|tháng|tuần|ngày|giờ|vụ|ha|người|hộ)\b)")
"""The stuff between a unit and its rate: `tấn rác/ngày`, `ca mắc mới/tuần`."""
_STUFFED: Final = frozenset(("physical", "noun", "acronym", "times"))
_STUFF: Final = 24
"""How far after a unit the slash of its rate may stand."""


def _rate(text: str, unit: Unit, end: int) -> Unit:
    """Add what stands after the slashes: `đồng/người/năm`."""
    stop, names = unit.end, [unit.name]
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
        stop = below.end
    if len(names) == 1:
        return unit
    return Unit(unit.start, stop, "/".join(names), unit.kind, f"rate:{unit.name}")


_SAID_PER: Final = re.compile(
    rf"{_S}(?:một|mỗi)(?={_S}(?:kg|ký|tấn|tạ|yến|lít|ha|m2|m3|mét|km|sào|công|năm|tháng|ngày|đêm|tuần|giờ|phút|quý|lượng|chỉ|căn|phòng|người|hộ|chiếc|cây|suất|vé|lượt|chuyến|buổi|con|cái|bộ|thùng|bao|gói|hộp|chai|lon|bình|téc|bát|tô|ly|cốc|đĩa|quả|trái|củ|bông|bó|cuốn|cổ{_S}phiếu|ounce)"
    rf"(?:[,.;:)\"”]|$|{_S}(?!sau|trước|nào|qua|nay|khác|lần|học|tuổi|sẽ|có|tới|rưỡi|khoảng|gần|hơn|trên|đạt|[0-9])))"
)
"""A rate said in words; what goes on with a verb or a number begins a clause: `2 cháu mỗi tháng 3 triệu`."""


def _said_rate(text: str, unit: Unit, end: int) -> Unit:
    """Add what a rate is counted by, said in words: `28.000 đồng một kg`, `20 giờ mỗi tuần`."""
    match = _SAID_PER.match(text, unit.end, end) if unit.kind not in ("percent", "times") else None
    below = _known(text, match.end() + 1, end) if match else None
    if below is None or below.name in unit.name:
        return unit
    return Unit(unit.start, below.end, f"{unit.name}/{below.name}", unit.kind, f"rate:{unit.name}")


_EACH: Final = re.compile(
    rf"(?:(?<![^\W\d_])[mM]ỗi|[hH][ằà]ng){_S}(ngày|tháng|năm|tuần|giờ|phút)"
    rf"(?:{_S}(?:có|đón|khoảng|gần|hơn|trên|dưới|tuyển|chỉ|là|được|từ|cần|thu|tới|đến)){{0,3}}{_S}$"
)
_DISTANT: Final = re.compile(rf"[hH][ằà]ng{_S}(?!tháng{_S}$)")


def rate_before(text: str, line_start: int, start: int, unit: Unit) -> Unit:
    """Add the time that a quantity is said of right before it: `mỗi ngày khoảng 20.000 khách`.

    `hằng tháng` counts only if the number follows at once; `hàng năm` says when rather than how fast.
    """
    first = max(line_start, start - 32)
    monthly = start > 1 and ord(text[start - 2]) == _G and text.find("ng tháng", first, start) >= 0
    if (not monthly and text.find("ỗ", first, start) < 0) or "/" in unit.name:
        return unit
    match = _EACH.search(text[first:start])
    if match is None or _DISTANT.match(match[0]):
        return unit
    return Unit(unit.start, unit.end, f"{unit.name}/{match[1]}", unit.kind, f"rate:{unit.name}")


_SECOND: Final = re.compile(r"s(?![^\W\d_])")


def _per(text: str, at: int, end: int) -> Unit | None:
    """Return what stands after the slash of a rate; only there `s` is a second."""
    if second := _SECOND.match(text, at, end):
        return Unit(second.start(), second.end(), "giây", "time", "unit:giây")
    return _known(text, at, end) or _guess(text, at, end)


def rate_only(text: str, start: int, end: int) -> Unit | None:
    """Return the rate of an amount of money whose unit is not said: `25 triệu/m2`, `3 triệu một tháng`."""
    if said := _SAID_PER.match(text, start, end):
        below = _known(text, said.end() + 1, end)
        return Unit(start, below.end, f"VND/{below.name}", "money", "rate:VND") if below else None
    match = _PER.match(text, start, end)
    below = _known(text, match.end(), end) if match else None
    if match is None or below is None:
        return None
    bare = _rate(text, Unit(start, start, "VND", "money", ""), end)
    return Unit(start, bare.end, bare.name, "money", "rate:VND")


_AND: Final = re.compile(r", (?=[^\W\d_])")


def _coordinated(text: str, unit: Unit, end: int) -> Unit:
    """Add nouns of the same class after commas: `xã, phường, thị trấn`."""
    stop = unit.end
    if unit.name == "người":
        return unit
    group = _group(unit.name)
    while match := _AND.match(text, stop, end):
        more = _known(text, match.end(), end)
        if more is None or _group(more.name) != group or text[more.start].isupper():
            break
        if more.name == unit.name:
            break
        stop = more.end
    if stop == unit.end:
        return unit
    return Unit(unit.start, stop, text[unit.start : stop].lower(), unit.kind, unit.rule)


@cache
def _groups() -> dict[str, str]:
    return dict(read_rows("classifiers.tsv"))


def _group(name: str) -> str | None:
    group = _groups().get(name)
    return "people" if group in ("person", "org") else group


_REACH: Final = 90
_COUNT_OF: Final = re.compile(r"(?<![^\W\d_])[sS]ố (?:lượng |lượt )?(?=[^\W\d_])")
_NOT_COUNT: Final = ("con ", "hệ ", "chỉ ", "mã ", "một ", "tỷ ", "tỉ ", "đa ", "thiểu ")
_LAST_BREAK: Final = re.compile(r".*[0-9;.!?\n]", re.DOTALL)
_AGE: Final = re.compile(r"tuổi(?: đời)?(?: từ| là| lên| hơn| gần| khoảng| ngoài| trên| dưới)? $")
_POINTS: Final = re.compile(r"(?<![^\W\d_])điểm $")
_CURRENCY_ENDS: Final = tuple("$€£¥DĐRPYWB")
_CURRENCY: Final = re.compile(
    r"([$€£¥]|(?<![^\W\d_])(?:USD|VNĐ|VND|EUR|GBP|US\$|JPY|CNY|AUD|CAD|SGD|NZD|KRW|THB))[ ]?$"
)


def unit_before(text: str, line_start: int, start: int) -> Unit | None:
    """Return the unit that the words before a number name: `$10`, `ở tuổi 90`, `Số doanh nghiệp …: 83`."""
    near = text[max(line_start, start - 16) : start]
    if near.rstrip(" ").endswith(_CURRENCY_ENDS) and (match := _CURRENCY.search(near)):
        at = start - len(near) + match.start(1)
        return _known(text, at, start)
    if near.endswith("điểm ") and _POINTS.search(near):
        return Unit(start, start, "điểm", "noun", "before:điểm")
    if "tuổi" in near and _AGE.search(near):
        return Unit(start, start, "tuổi", "time", "before:tuổi")
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
    return Unit(unit.start, unit.end, unit.name, unit.kind, f"before:{unit.name}")
