"""Reads one quantity: a number with its unit and comparator."""

from __future__ import annotations

from civictext.document import Quantity


def parse_quantity(text: str) -> Quantity | None:
    """Return the quantity that a text states, or None where it states none."""
    return None
