"""The grammar of Vietnamese numerals, in digits and in words.

A numeral is read in two stages. `tokens_at` cuts a text into number tokens: figures (`29.232,75`),
digit words (`ba`, `lăm`), multipliers (`mươi`, `trăm`, `nghìn` … `tỷ`) and the little words between
them (`linh`, `phẩy`, `rưỡi`). `read_tokens` then adds them up from the left on a stack of parts, each
with the scale it was multiplied by, and stops at the first token that cannot go on: so the scanner
reads the longest numeral at a place, and `parse_number` asks that nothing is left over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from itertools import takewhile
from typing import Final, Literal

from mypy_extensions import mypyc_attr

from civictext.indicators.chars import char_at, gap_end, is_figure, letters_end
from civictext.indicators.figures import FIGURE, ONE, plain, read_figure

Kind = Literal["figure", "digit", "tail", "ten", "tens", "scale", "linh", "half", "point", "part"]
"""`tail` digits only follow a ten: mốt, tư, lăm, nhăm. `ten` is mười, and hăm and băm, short for twenty and
thirty, `tens` is mươi."""


@mypyc_attr(acyclic=True)
class Token:
    """A piece of a numeral."""

    __slots__ = ("end", "kind", "text", "value")

    def __init__(self, kind: Kind, value: Decimal, end: int, text: str) -> None:
        self.kind: Kind = kind
        self.value = value
        self.end = end
        self.text = text


@mypyc_attr(acyclic=True)
class Numeral:
    """A numeral of the text: where it ends, what it is worth and how it was read."""

    __slots__ = ("end", "rule", "scale", "value")

    def __init__(self, end: int, value: Decimal, scale: Decimal, rule: str) -> None:
        self.end = end
        self.value = value
        self.scale = scale
        """The last multiplier named, 1 where none is; a range shares it between its ends."""
        self.rule = rule


_DIGITS: Final = {
    "không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
DIGIT_WORDS: Final = ("hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
"""Words for numbers of which two in a row say about how many."""
_TAILS: Final = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_SCALES: Final = {
    "chục": 1, "tá": 0, "trăm": 2, "nghìn": 3, "ngàn": 3, "ngìn": 3, "k": 3, "vạn": 4, "triệu": 6, "tr": 6,
    "tỷ": 9, "tỉ": 9,
}  # fmt: skip
_LATIN: Final = {"K": 3, "M": 6, "B": 9, "G": 9, "T": 12}
"""Letters glued to a figure; read by `parse_number` only, in running text `M` is no million."""

_WORDS: Final[dict[str, tuple[Kind, Decimal]]] = {
    **{word: ("digit", Decimal(value)) for word, value in _DIGITS.items()},
    **{word: ("tail", Decimal(value)) for word, value in _TAILS.items()},
    **{word: ("scale", Decimal(10) ** power) for word, power in _SCALES.items()},
    "tá": ("scale", Decimal(12)),
    "mười": ("ten", Decimal(10)),
    "hăm": ("ten", Decimal(20)),
    "băm": ("ten", Decimal(30)),
    "mươi": ("tens", Decimal(10)),
    "linh": ("linh", Decimal(0)),
    "lẻ": ("linh", Decimal(0)),
    "lẽ": ("linh", Decimal(0)),
    "rưỡi": ("half", Decimal(0)),
    "rưởi": ("half", Decimal(0)),
    "nửa": ("part", Decimal("0.5")),
    "phẩy": ("point", Decimal(0)),
    "chấm": ("point", Decimal(0)),
}
SCALES: Final = {word: value for word, (kind, value) in _WORDS.items() if kind == "scale"}
"""Multipliers by their word: nghìn, vạn, triệu, tỷ …"""

_TOKEN: Final = re.compile(rf"[ \N{{NO-BREAK SPACE}}]{{0,2}}(?:({FIGURE})|([^\W\d_]+))")
_NO_BILLION: Final = re.compile(
    r"[ \N{NO-BREAK SPACE}](?:(?:lệ|trọng|phú|suất|giá|thí|dụ|mỉ)\b|số\b(?! (?:tiền|vốn|nợ|còn|dư)\b))"
)
_NOT_SCALE: Final = {
    "tỷ": _NO_BILLION, "tỉ": _NO_BILLION, "triệu": re.compile(r"[ \N{NO-BREAK SPACE}]phú\b"),
}  # fmt: skip
"""tỷ lệ, tỷ số, tỷ trọng, tỷ phú, triệu phú, tỷ suất, tỷ giá are no scales."""
_YEARS_AFTER: Final = frozenset(("tens", "scale", "point"))


def may_go_on(word: str) -> bool:
    """Tell whether a word may be part of a numeral, perhaps with the money after it: `trăm`, `triệuđồng`."""
    low = word.lower()
    return low in _WORDS or low.endswith(_MONEY)


_MONEY: Final = ("đồng", "đ")
_ONCE: Final = ("figure", "linh")
"""Kinds of token of which three in a row belong to no numeral."""


_MOST_TOKENS: Final = 40
_FEW_TOKENS: Final = 6


def tokens_at(text: str, start: int, end: int, *, latin: bool = False, most: int = _MOST_TOKENS) -> list[Token]:
    """Return the number tokens that follow one another from a place of the text.

    Args:
        latin: also read `K M B G T` glued to a figure.
        most: how many tokens to return at most.
    """
    tokens: list[Token] = []
    while len(tokens) < most and (match := _TOKEN.match(text, start, end)):
        token = _token(text, match, tokens, latin=latin)
        if token is None or (token.kind in _ONCE and _thrice(tokens, token.kind)):
            break
        tokens.append(token)
        start = token.end
    return tokens


def _thrice(tokens: list[Token], kind: Kind) -> bool:
    """Tell whether the last two tokens are of a kind, so that one more would be the third."""
    return len(tokens) > 1 and tokens[-1].kind == tokens[-2].kind == kind


def _token(text: str, match: re.Match[str], before: list[Token], *, latin: bool) -> Token | None:
    figure, word = match[1], match[2]
    if figure:
        value = read_figure(figure)
        return None if value is None else Token("figure", value, match.end(), figure)
    glued = match.end() - match.start() == len(word)
    after_figure = bool(before) and before[-1].kind == "figure"
    if latin and glued and after_figure and word in _LATIN:
        return Token("scale", Decimal(10) ** _LATIN[word], match.end(), word)
    low, end = word.lower(), match.end()
    for money in _MONEY:  # 5.800 tỷđồng, 500trđ
        if low.endswith(money) and low[: -len(money)] in _SCALES:
            low, end = low[: -len(money)], end - len(money)
    if low not in _WORDS or (low in ("k", "tr") and not (after_figure or (latin and before))):
        return None
    if low in _NOT_SCALE and _NOT_SCALE[low].match(text, match.end()):
        return None
    kind, value = _WORDS[low]
    return Token(kind, value, end, low)


@mypyc_attr(acyclic=True)
class _Part:
    """A summand of a numeral."""

    __slots__ = ("said", "scale", "value")

    def __init__(self, value: Decimal, scale: Decimal, said: Decimal | None = None) -> None:
        self.value = value
        self.scale = scale
        self.said = said
        """The multipliers that were said one after the other, where these are two: trăm nghìn."""


_TEN: Final = Decimal(10)
_HUNDRED: Final = Decimal(100)
_THOUSAND: Final = Decimal(10) ** 3
_MILLION: Final = Decimal(10) ** 6
_LARGEST: Final = Decimal(10) ** 36


def word_numeral(text: str, start: int, end: int) -> Numeral | None:
    """Return the numeral in words that begins at a place of running text."""
    at = gap_end(text, start, end)
    stop = letters_end(text, at, end)
    word = text[at:stop].lower()
    if word in _DIGITS:
        follows = gap_end(text, stop, end)
        after = text[follows : letters_end(text, follows, end)].lower()
        if after not in _WORDS and not is_figure(char_at(text, follows, end)):
            return Numeral(stop, _WORDS[word][1], ONE, "number_words")
    return running_numeral(text, start, end)


def running_numeral(text: str, start: int, end: int) -> Numeral | None:
    """Return the numeral of running text at a place; few tokens are read unless it needs more."""
    for most in (_FEW_TOKENS, _MOST_TOKENS):
        tokens = tokens_at(text, start, end, most=most)
        numeral = read_tokens(tokens, running=True)
        if len(tokens) < most or numeral is None or numeral.end < tokens[-3].end:
            break
    return numeral


def scaled_figure(figure: str, scale: Decimal, end: int) -> Numeral | None:
    """Return the numeral of one figure and one multiplier, which ends at `end`: `29.232,75 tỷ`."""
    value = read_figure(figure)
    return None if value is None else Numeral(end, plain(value * scale), scale, "scaled_figure")


class _Reader:
    """Adds up tokens from the left; `parts` are the summands so far, largest first."""

    def __init__(self, tokens: list[Token], *, running: bool) -> None:
        self.tokens = tokens
        self.running = running
        self.parts: list[_Part] = []
        self.rest: Token | None = None
        """The digit or figure that may still turn out to be a shortened part: `một triệu hai`."""
        self.hanging = False
        """The last figure only counts with the multiplier after it: 413 in `2 tỷ 413 triệu`."""
        self.done = False

    def best(self) -> tuple[int, Decimal, Decimal] | None:
        """Return how many tokens make the longest numeral, its value and its last scale."""
        found = None
        i = 0
        while i < len(self.tokens) and not self.done:
            used = self._take(i)
            if not used:
                break
            i += used
            if self.tokens[i - 1].kind != "linh" and not self.hanging:
                last = self.parts[-1 if self.rest is None else -2 :][0]
                found = i, self._value(), last.said or last.scale
        return found

    def _value(self) -> Decimal:
        value = Decimal(0)
        for part in self.parts:
            value += part.value
        if self.rest is not None and len(self.parts) > 1:
            above = self.parts[-2].scale
            digits = self.rest.text if self.rest.kind == "figure" else str(self.rest.value)
            step = above.scaleb(-len(digits))
            value += self.parts[-1].value * (step - 1)
        return plain(value)

    def _take(self, i: int) -> int:
        """Read the token at `i`; return how many were used, 0 where it cannot go on."""
        rest, self.rest = self.rest, None
        used = _READ[self.tokens[i].kind](self, i)
        if not used:
            self.rest = rest
        return used

    def _room(self, scale: Decimal) -> bool:
        """Tell whether a part below `scale` may follow the last one."""
        return not self.parts or self.parts[-1].scale >= scale

    def _figure(self, i: int) -> int:
        token = self.tokens[i]
        if self.parts:
            above = self.parts[-1].scale
            if above < _HUNDRED or token.value >= above or self.tokens[i - 1].kind in ("half", "linh"):
                return 0
            follows = self.tokens[i + 1].kind if i + 1 < len(self.tokens) else None
            self.hanging = follows == "scale"
            if not self.hanging:
                if self.running and not self._glued(i):
                    return 0
                if not token.text.isdigit() or ONE.scaleb(len(token.text)) > above:
                    return 0
                self.rest = token
        self.parts.append(_Part(token.value, ONE))
        return 1

    def _glued(self, i: int) -> bool:
        return self.tokens[i].end - self.tokens[i - 1].end == len(self.tokens[i].text)

    def _digit(self, i: int) -> int:
        token = self.tokens[i]
        after = self.tokens[i - 1].kind if i else None
        follows = self.tokens[i + 1].kind if i + 1 < len(self.tokens) else None
        if self.parts and after == "linh":
            return self._append(token)
        if i and self.running and token.text in ("năm", "không") and follows not in _YEARS_AFTER:
            return 0
        if after in ("ten", "tens"):
            bad = ("năm", "không") if after == "tens" or token.text == "năm" else ("không",)
            return 0 if token.text in bad else self._append(token)
        if not self.parts:
            return self._append(token)
        if not self._room(_HUNDRED) or after == "figure":
            return 0
        if token.text == "một" and self.running and follows not in _YEARS_AFTER:  # 3 triệu một tháng
            return 0
        if token.value:
            self.rest = token
        return self._append(token)

    def _append(self, token: Token) -> int:
        self.parts.append(_Part(token.value, ONE))
        return 1

    def _tail(self, i: int) -> int:
        token = self.tokens[i]
        after = self.tokens[i - 1].kind if i else None
        short = after == "ten" and (token.text in ("lăm", "nhăm") or self.parts[-1].value > _TEN)
        if after == "tens" or short:
            return self._append(token)
        if after == "digit" and 2 <= self.parts[-1].value <= 9:  # hai lăm, trăm ba mốt
            self.parts[-1] = _Part(self.parts[-1].value * 10 + token.value, ONE)
            return 1
        if after == "linh" and token.text == "tư":
            return self._append(token)
        if after == "scale" and self.parts[-1].scale == _TEN:  # chín chục mốt
            return self._append(token)
        if after == "scale" and self._room(_HUNDRED) and token.text in ("mốt", "tư"):
            self.rest = token
            return self._append(token)
        return 0

    def _ten(self, i: int) -> int:
        if not self._room(_HUNDRED):
            return 0
        self.parts.append(_Part(self.tokens[i].value, _TEN))
        return 1

    def _tens(self, i: int) -> int:
        if i == 0 or self.tokens[i - 1].kind != "digit" or self.parts[-1].value < 2:
            return 0
        self.parts[-1] = _Part(self.parts[-1].value * 10, _TEN)
        return 1

    def _scale(self, i: int) -> int:
        scale = self.tokens[i].value
        if scale >= _MILLION and i and self.tokens[i - 1].value == scale:  # tỷ tỷ
            last = self.parts.pop()
            self.parts.append(_Part(last.value * scale, last.scale * scale))
            return 1 if last.scale * scale <= _LARGEST else 0
        below: list[_Part] = []
        while self.parts and self.parts[-1].scale < scale:
            below.append(self.parts.pop())
        if not below:
            if self.parts and self.parts[-1].scale <= scale:
                return 0
            below.append(_Part(ONE, ONE))
        total = sum((part.value for part in below), Decimal(0)) * scale
        if self.parts and total >= self.parts[-1].scale:
            self.parts += reversed(below)
            return 0
        said = None
        if len(below) == 1 and i and self.tokens[i - 1].kind == "scale":
            said = scale * below[0].scale
            if below[0].scale >= _THOUSAND:
                scale = said  # nghìn tỷ, after which a number of tỷ may follow
        self.parts.append(_Part(total, scale, said))
        self.hanging = False
        return 1

    def _linh(self, i: int) -> int:
        follows = self.tokens[i + 1].kind if i + 1 < len(self.tokens) else None
        ok = self.parts and self.parts[-1].scale >= _TEN and follows in ("digit", "figure", "ten", "tail")
        return 1 if ok else 0

    def _half(self, i: int) -> int:
        if not self.parts:
            return 0
        last = self.parts[-1]
        below = ONE if self.tokens[i - 1].kind in ("ten", "tens") else last.scale  # hai mươi rưỡi, hai trăm rưỡi
        self.parts[-1] = _Part(last.value + below / 2, last.scale)
        self.done = True
        return 1

    def _part(self, i: int) -> int:
        """Read `nửa triệu`, `một nửa`; in running text a half is vague."""
        one = len(self.parts) == 1 and self.parts[0].value == self.parts[0].scale == 1
        if self.running or (self.parts and not one):
            return 0
        self.parts = [_Part(self.tokens[i].value, ONE)]
        return 1

    def _point(self, i: int) -> int:
        used, digits = self._decimals(i + 1)
        if not self.parts or not digits:
            return 0
        whole = sum((part.value for part in self.parts), Decimal(0))
        if whole != whole.to_integral_value():
            return 0
        self.parts = [_Part(Decimal(f"{plain(whole):f}.{digits}"), ONE)]
        return 1 + used

    def _decimals(self, i: int) -> tuple[int, str]:
        """Return the digits after the point, said one by one or as one small number."""
        words = self.tokens[i:]
        if words and words[0].kind == "figure":
            return (1, words[0].text) if words[0].text.isdigit() else (0, "")
        said = 0
        while said < len(words) and words[said].kind == "digit" and said < 12:
            said += 1
        if said and (said == len(words) or words[said].kind not in ("tens", "tail", "ten")):
            if said < len(words) and words[said].kind == "scale" and words[said].value < 1000:
                said = 0
            else:
                return said, "".join(str(word.value) for word in words[:said])
        small = list(takewhile(lambda word: word.kind in ("digit", "tail", "ten", "tens"), words[:3]))
        best = _Reader(small, running=False).best()
        return (best[0], f"{best[1]:f}") if best else (0, "")


_READ: Final[dict[Kind, Callable[[_Reader, int], int]]] = {
    "figure": _Reader._figure, "digit": _Reader._digit, "tail": _Reader._tail, "ten": _Reader._ten,
    "tens": _Reader._tens, "scale": _Reader._scale, "linh": _Reader._linh, "half": _Reader._half,
    "part": _Reader._part, "point": _Reader._point,
}  # fmt: skip
"""What reads each kind of token."""


def read_tokens(tokens: list[Token], *, running: bool = False) -> Numeral | None:
    """Return the longest numeral that tokens begin with, or None.

    Args:
        running: the tokens stand in running text, where `hai năm` is two years and `2 tỷ 500`
            is no short form of two and a half thousand million.
    """
    if len(tokens) == 1 and tokens[0].kind == "figure":
        return Numeral(tokens[0].end, tokens[0].value, ONE, "figure")
    best = _Reader(tokens, running=running).best()
    if best is None:
        return None
    used, value, scale = best
    last = tokens[used - 1]
    words = [token.kind == "figure" for token in tokens[:used]]
    rule = "figure" if words == [True] else "scaled_figure" if any(words) else "number_words"
    return Numeral(last.end, value, scale, rule)
