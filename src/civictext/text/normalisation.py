"""Normalisation that repairs what is broken and touches nothing else."""

from __future__ import annotations

import unicodedata
from typing import Literal

from civictext.errors import InputTypeError
from civictext.text.alignment import Change


def normalize(text: str, *, tone_style: Literal["old", "new", "keep"] = "old") -> str:
    """Return the text repaired."""
    return normalize_with_changes(text, tone_style=tone_style)[0]


def normalize_with_changes(
    text: str, *, tone_style: Literal["old", "new", "keep"] = "old"
) -> tuple[str, tuple[Change, ...]]:
    """Return the text repaired, and the changes that lead there from the text given."""
    if not isinstance(text, str):
        raise InputTypeError(f"text must be a str, not {type(text).__name__}")
    fixed = unicodedata.normalize("NFC", text)
    return fixed, () if fixed == text else (Change(0, text, fixed, "nfc"),)
