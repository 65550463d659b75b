"""The grammar of Vietnamese numerals, in digits and in words."""

from __future__ import annotations

from decimal import Decimal


def parse_number(text: str) -> Decimal | None:
    """Return the value of a numeral, or None where the text is none."""
    return None
