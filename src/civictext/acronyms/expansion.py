"""Writes acronyms out in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from civictext.document import Acronym


def expand(text: str, *, definitions: Mapping[str, str] | None = None) -> str:
    """Return a text with its acronyms written out."""
    return text


def write_out(text: str, acronyms: Iterable[Acronym]) -> str:
    """Return a text with the given mentions written out; those without a long form stay."""
    return text
