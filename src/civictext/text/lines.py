"""Labels the lines of a page: what is article, what is furniture."""

from __future__ import annotations

import re

from civictext.document import Line
from civictext.text.alignment import Span

_LINE = re.compile(r"[^\n]*[^\s]")


def label_lines(text: str, *, title: str | None = None) -> tuple[Line, ...]:
    """Return the lines of a text that are not blank, each with its role."""
    return tuple(Line(Span(*match.span()), "body") for match in _LINE.finditer(text))
