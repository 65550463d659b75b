"""Splits lines into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable

from civictext.text.alignment import Span

_SENTENCE = re.compile(r"\S.*?(?:[.!?…]+[”\"’)]*(?=\s+[^a-zà-ỹ])|$)", re.MULTILINE)


def split_sentences(text: str, lines: Iterable[Span]) -> tuple[Span, ...]:
    """Return the sentences of some lines of a text; none crosses a line."""
    return tuple(
        Span(*match.span()) for line in lines for match in _SENTENCE.finditer(text, line.start, line.end)
    )
