"""White space: kinds of space and of line break, runs, line ends, spaces before punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from mypy_extensions import i64

from civictext.text.alignment import Change, new_change
from civictext.text.glue import FILE_ENDINGS
from civictext.text.look import ODD_SPACES
from civictext.text.sentences import abbreviations
from civictext.text.syllables import is_syllable

LINE_BREAKS: Final = frozenset("\r\v\f\x1c\x1d\x1e\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}")
_BREAK: Final = re.compile("(?:\r\n|[" + "".join(sorted(LINE_BREAKS)) + "])+")
_IS_SPACE: Final = bytes(chr(code) in ODD_SPACES or chr(code) == " " for code in range(0x3001))
_BLANK_LINES: Final = re.compile(r"\n\n(\n+)")
# A mark behind a space that stands behind a word: what follows decides.
_LOOSE_MARK: Final = re.compile(
    r"""[,.;:!?)] (?<= [^\s:;(\[.][ ]. ) (?:
        (?<= [,!?)] ) (?= [\s”"’»)\],.;:!?] | \Z | [^\W\d_] )
      | (?<= [^\W\d_][ ], ) (?= \d )
      | (?<= [;:] ) (?= \s | \Z | [“"‘] | [^\W\d_]{2} ) (?! (?<= \d[ ]. ) [ ]\d )
      | (?<= \. ) (?= [\s”"’»)\]] | \Z | [^\W\d_]{2} ) (?! \s\. )
    )""",
    re.VERBOSE,
)
# A bracket with a space behind it, that is no smiley.
_LOOSE_BRACKET: Final = re.compile(r"\((?= \S)(?<![:;=].)(?<![:;=][ ].)")
_RIGHT: Final = re.compile(r"[^\W\d_]+")


def line_break_changes(text: str) -> list[Change]:
    """Return the changes that make every kind of line break `\\n`."""
    return [
        new_change(m.start(), m[0], "\n" * (len(m[0]) - m[0].count("\r\n")), "newline") for m in _BREAK.finditer(text)
    ]


def space_changes(text: str, places: Iterable[int]) -> list[Change]:
    """Return the changes that leave one plain space between words and none at line ends."""
    changes: list[Change] = []
    end = -1
    for place in places:
        if place >= end:
            start = max(place, 0)
            stop = _spaces_end(text, start)
            if stop == start:
                start += 1
                stop = _spaces_end(text, start)
            if stop > start:
                end = stop
                after = "" if _at_line_edge(text, start, end) else " "
                changes.append(new_change(start, text[start:end], after, "space"))
    return changes


def _spaces_end(text: str, at: i64) -> i64:
    """Return where the spaces of any kind end that begin at a position; the position if none does."""
    size: i64 = len(text)
    while at < size:
        c: i64 = ord(text[at])
        if c >= len(_IS_SPACE) or not _IS_SPACE[c]:
            break
        at += 1
    return at


def _at_line_edge(text: str, start: int, end: int) -> bool:
    """Tell whether a range of a text begins or ends a line."""
    return start == 0 or end == len(text) or text[start - 1] == "\n" or text[end] == "\n"


def blank_line_changes(text: str) -> list[Change]:
    """Return the changes that leave one blank line where there are more."""
    return [Change(m.start(1), m[1], "", "blank line") for m in _BLANK_LINES.finditer(text)]


def punctuation_changes(text: str, places: Iterable[int]) -> list[Change]:
    """Return the changes that close up spaces before `, . ; : ! ? )` and after `(`.

    Numbers stay (`1 .5`), as do `...`, ` .NET` and smileys.
    """
    changes = []
    for place in places:
        if text[place] == "(":
            if _LOOSE_BRACKET.match(text, place):
                changes.append(new_change(place + 1, " ", "", "spacing"))
        elif _LOOSE_MARK.match(text, place + 1) and _closes_up(text, place + 1):
            changes.append(new_change(place, " ", "", "spacing"))
    return changes


def _closes_up(text: str, mark: int) -> bool:
    """Tell whether a mark behind a space belongs to the word before it."""
    return text[mark] != "." or not text[mark + 1 : mark + 2].isalpha() or _between_sentences(text, mark)


def _between_sentences(text: str, stop: int) -> bool:
    """Tell whether ` .` stands between two sentences, as in `đạo .Ông`, not in `ngôn ngữ .NET`."""
    right = _RIGHT.match(text, stop + 1, stop + 12)
    if right is None or right[0].lower() in FILE_ENDINGS:
        return False
    return (right[0].istitle() and is_syllable(right[0])) or right[0].lower() in abbreviations()
