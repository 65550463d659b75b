"""Code of pages that was copied with their text: scripts, styles, data."""

from __future__ import annotations

import re

from civictext.text.alignment import Span, new_span

_ENDS = (";", "{", "}")
_LINE = re.compile(
    r"""[.\#@]?[\w.\#\ >:-]+\{                 # p.p1 {margin: 0
      | [a-z-]+\ ?:\ ?[^;:]+;$                 # width: 600px;
      | (?:var|let|const|return)\ .*;$ | [\w$.]+\ ?[+-]?=[^=].*;$
      | .*[\w$\]]\(.*[);{}] | [{}\[\]();,\s]+$ | function\b
    """,
    re.VERBOSE,
)
_INSIDE = re.compile(r"""; | \bfunction\b | ["']\s*: | :\s*["'\[{0-9\#]""", re.VERBOSE)
"""What braces hold in code, and not in prose."""


def is_code(line: str) -> bool:
    """Tell whether a line is code.

    >>> is_code("p.p1 {margin: 0px; font: 13px Times}"), is_code("var x = 300;"), is_code("Email: ban@vidu.vn;")
    (True, True, False)
    """
    return line.endswith(_ENDS) and line.isascii() and _LINE.match(line) is not None


def code_within(text: str, start: int, end: int) -> Span | None:
    """Return the stretch of a line between its first and last brace, if what it holds is code."""
    first = text.find("{", start, end)
    last = text.rfind("}", first, end) if first >= 0 else first
    return new_span(first, last + 1) if last >= 0 and _INSIDE.search(text, first, last) else None
