"""Reads a numeral that stands alone: the whole text must be one, with its sign, as a fraction or mixed number."""

from __future__ import annotations

import re
from decimal import Decimal, localcontext

from civictext.indicators.figures import EXACT, ROUNDED, plain
from civictext.indicators.numerals import SCALES, read_tokens, tokens_at

_SIGN = re.compile(r"(?:[-\N{MINUS SIGN}\N{EN DASH}]|(?:âm|trừ)\b)\s*|(?P<plus>\+|(?:cộng|dương)\b)\s*", re.IGNORECASE)
_BARE_POINT = re.compile(r"(?<![0-9.,])([.,])(?=[0-9])")
FRACTION = re.compile(
    r" ?(?:/|\bphần\b|\btrong(?: (?:tổng )?số)?\b|\btrên(?: tổng số)?\b) ?",
    re.IGNORECASE,
)
"""What parts the two numbers of a fraction or ratio; `tidy` has left single spaces."""
_MIXED = re.compile(r" và | (?!và )", re.IGNORECASE)
_SPACED = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?: [0-9]{3})+(?![0-9.])")
_LAST_POINT = re.compile(r"\w\.$")
_VULGAR = {ord(sign): f" {above}/{below}" for sign, above, below in ("½12", "¼14", "¾34", "⅓13", "⅔23")}
_WIDE = {ord("\N{FULLWIDTH DIGIT ZERO}") + n: str(n) for n in range(10)} | {
    0xFF05: "%", 0xFFE5: "¥", 0xFF0E: ".", 0xFF0C: ",",
}  # fmt: skip
"""Full-width digits and signs, as East Asian keyboards type them."""
_APOSTROPHE = re.compile(r"(?<=[0-9])['’](?=[0-9]{3}(?![0-9]))")
_SPACES = re.compile(r"\s+")


def parse_number(text: str) -> Decimal | None:
    """Return the value of a numeral, or None where the whole text is not one numeral.

    It reads figures, words and both mixed, formal and colloquial, with a sign, and fractions.
    A percentage, an amount with a unit, a range and an ordinal are no plain number, so they give
    None: see `parse_quantity`.

    >>> parse_number("2.217 tỷ 413 triệu"), parse_number("hai trăm linh năm"), parse_number("1tr2")
    (Decimal('2217413000000'), Decimal('205'), Decimal('1200000'))
    >>> parse_number("âm ba phẩy năm"), parse_number("ba phần tư"), parse_number("12%")
    (Decimal('-3.5'), Decimal('0.75'), None)
    """
    text = tidy(text)
    if len(text) > 400:
        return None
    sign = _SIGN.match(text)
    body = text[sign.end() :] if sign else text
    with localcontext(EXACT):
        value = _parse_fraction(body)
    if value is None or sign is None or sign["plus"]:
        return value
    return value.copy_negate()


def tidy(text: str) -> str:
    """Return a text as the grammar expects it: single spaces, `0` before a bare point, no thin gaps."""
    text = _SPACES.sub(" ", text.translate(_VULGAR | _WIDE).strip())
    text = _APOSTROPHE.sub("", text)
    text = text[:-1] if _LAST_POINT.search(text) else text
    text = _SPACED.sub(lambda match: _SPACES.sub("", match[0]), text)
    return _BARE_POINT.sub(r"0\1", text)


def parse_simple(text: str) -> Decimal | None:
    """Return the value of a numeral without sign and fraction."""
    numeral = read_tokens(tokens_at(text, 0, len(text), latin=True))
    return numeral.value if numeral and numeral.end == len(text) else None


def _parse_fraction(text: str) -> Decimal | None:
    value = parse_simple(text)
    if value is not None:
        return value
    parts = FRACTION.split(text)
    if len(parts) != 2:
        return None
    below, scale = _divisor(parts[1])
    if not below:
        return None
    above = parse_simple(parts[0])
    if above is not None:
        return plain(ROUNDED.divide(above * scale, below))
    for gap in _MIXED.finditer(parts[0]):  # hai và ba phần tư, 1 1/2
        whole, above = parse_simple(parts[0][: gap.start()]), parse_simple(parts[0][gap.end() :])
        if whole is not None and above is not None and above < below:
            return plain(ROUNDED.add(whole, ROUNDED.divide(above, below)))
    return None


def _divisor(text: str) -> tuple[Decimal | None, Decimal]:
    """Return what a fraction is divided by, and a multiplier said after it: `1/2 triệu`, `một phần tư tỷ`."""
    head, _, last = text.rpartition(" ")
    small = _quarter(head) if head and last.lower() in SCALES else None
    if small and small < 10:
        return small, SCALES[last.lower()]
    return _quarter(text), Decimal(1)


def _quarter(text: str) -> Decimal | None:
    return Decimal(4) if text.lower() == "tư" else parse_simple(text)
