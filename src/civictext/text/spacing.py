"""White space: kinds of space and of line break, runs, line ends, spaces before punctuation."""

from __future__ import annotations

import re

from civictext.text.alignment import Change
from civictext.text.syllables import is_syllable

LINE_BREAKS = frozenset("\r\v\f\x1c\x1d\x1e\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}")
ODD_SPACES = frozenset(
    "\t\x1f\N{NO-BREAK SPACE}\N{OGHAM SPACE MARK}\N{NARROW NO-BREAK SPACE}\N{MEDIUM MATHEMATICAL SPACE}"
    "\N{IDEOGRAPHIC SPACE}" + "".join(map(chr, range(0x2000, 0x200B)))
)
_ODD = "".join(sorted(ODD_SPACES))
_BREAK = re.compile("(?:\r\n|[" + "".join(sorted(LINE_BREAKS)) + "])+")
# A space that is not alone, of an odd kind, or at the edge of a line.
_SPACES = re.compile(
    rf"[ {_ODD}](?:[ {_ODD}]+|(?<=[{_ODD}])|(?=\n|\Z)|(?<=\n.)|(?<=\A.))"
)
_BLANK_LINES = re.compile(r"(?<=\n\n)\n+")
# A mark behind a space that stands behind a word: what follows decides.
_LOOSE_MARK = re.compile(
    r"""[,.;:!?)] (?<= [^\s:;(\[.][ ]. ) (?:
        (?<= [,!?)] ) (?= [\s”"’»)\],.;:!?] | \Z | [^\W\d_] )
      | (?<= [;:] ) (?= \s | \Z | [“"‘] | [^\W\d_]{2} )
      | (?<= \. ) (?= [\s”"’»)\]] | \Z | [^\W\d_]{2} ) (?! \s\. )
    )""",
    re.VERBOSE,
)
LOOSE_BRACKET = re.compile(r"\((?= \S)(?<![:;=].)(?<![:;=][ ].)")
"""A bracket with a space behind it, that is no smiley."""
_LEFT = re.compile(r"[^\W_]+\Z")
_RIGHT = re.compile(r"[^\W\d_]+")


def line_break_changes(text: str) -> list[Change]:
    """Return the changes that make every kind of line break `\\n`."""
    return [
        Change(m.start(), m[0], "\n" * (len(m[0]) - m[0].count("\r\n")), "newline")
        for m in _BREAK.finditer(text)
    ]


def space_changes(text: str) -> list[Change]:
    """Return the changes that leave one plain space between words and none at line ends."""
    return [
        Change(m.start(), m[0], "" if _at_line_edge(text, *m.span()) else " ", "space")
        for m in _SPACES.finditer(text)
    ]


def _at_line_edge(text: str, start: int, end: int) -> bool:
    """Tell whether a range of a text begins or ends a line."""
    return start == 0 or end == len(text) or text[start - 1] == "\n" or text[end] == "\n"


def blank_line_changes(text: str) -> list[Change]:
    """Return the changes that leave one blank line where there are more."""
    return [Change(m.start(), m[0], "", "blank line") for m in _BLANK_LINES.finditer(text)]


def punctuation_changes(text: str) -> list[Change]:
    """Return the changes that close up spaces before `, . ; : ! ? )` and after `(`.

    Numbers stay (`1 .5`), as do `...`, ` .NET` and smileys.
    """
    places = [m.end() for m in LOOSE_BRACKET.finditer(text)]
    places += [m.start() - 1 for m in _LOOSE_MARK.finditer(text) if _closes_up(text, m.start())]
    return [Change(at, " ", "", "spacing") for at in sorted(set(places))]


def _closes_up(text: str, mark: int) -> bool:
    """Tell whether a mark behind a space belongs to the word before it."""
    return text[mark] != "." or not text[mark + 1 : mark + 2].isalpha() or _between_sentences(text, mark)


def _between_sentences(text: str, stop: int) -> bool:
    """Tell whether ` .` stands between two sentences, as in `đạo .Ông`, not in `ngôn ngữ .NET`."""
    left = _LEFT.search(text[max(0, stop - 12) : stop - 1])
    right = _RIGHT.match(text, stop + 1, stop + 12)
    return (
        left is not None
        and right is not None
        and left[0].islower()
        and is_syllable(left[0])
        and right[0].istitle()
        and is_syllable(right[0])
    )
