"""Left-over markup: character references and tags of HTML, where they are real."""

from __future__ import annotations

import html
import re
from html.entities import name2codepoint

from civictext.text.alignment import Change

_NAMES = {*name2codepoint, "apos"}
_REFERENCE = re.compile(
    r"""&(?: (?P<amp>(?:amp;|\#38;|\#x26;)+)          # &amp; and &amp;amp;
        | \#(?P<decimal>\d{1,7}); | \#[xX](?P<hex>[0-9a-fA-F]{1,6});
        | (?P<name>[A-Za-z][A-Za-z0-9]{1,7});
        | nbsp(?![\w;]) )""",
    re.VERBOSE,
)
_BLOCK = (
    "address|article|blockquote|br|caption|center|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr"
    "|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul"
)
_INLINE = (
    "a|abbr|b|big|button|cite|code|col|colgroup|em|embed|font|i|iframe|img|input|label|link|mark|meta|noscript"
    "|o:p|object|option|param|picture|q|s|script|select|small|source|span|strike|strong|style|sub|sup|svg"
    "|textarea|tt|u|video"
)
_ATTRIBUTES = r"""(?:\s+[\w:-]{1,40}\s?=\s?(?:"[^"<>]*"|'[^'<>]*'|[^\s<>"']+))*"""
_TAG = re.compile(
    rf"""(?<![<]) (?: <!--[^<>]*-->
        | (?P<block></?(?:{_BLOCK}){_ATTRIBUTES}\s?/?>(?:\s*</?(?:{_BLOCK}){_ATTRIBUTES}\s?/?>)*)
        | </?(?:{_INLINE}){_ATTRIBUTES}\s?/?> )""",
    re.VERBOSE | re.IGNORECASE,
)
_UNCLOSED = re.compile(r"<[^\s<>\d=][^<>]*\Z")


def reference_changes(text: str) -> list[Change]:
    """Return the changes that decode character references.

    Those of digits, controls and lone surrogates stay: digits of a text never change, and no
    page needs to escape them. `AT&T` and `GD&ĐT` are no references.
    """
    changes = []
    for match in _REFERENCE.finditer(text):
        char = "&" if match["amp"] else _decoded(match)
        if char is not None:
            changes.append(Change(match.start(), match[0], char, "entity"))
    return changes


def _decoded(match: re.Match[str]) -> str | None:
    if match["name"] and match["name"] not in _NAMES:
        return None
    char = html.unescape(match[0])
    if (
        len(char) != 1
        or char.isdecimal()
        or char == "\N{REPLACEMENT CHARACTER}"
        or not (char.isprintable() or char.isspace() or char == "\N{SOFT HYPHEN}")
    ):
        return None
    return char


def tag_changes(text: str) -> list[Change]:
    """Return the changes that remove tags; those of paragraphs and breaks become a line break.

    Only known names with well-formed attributes are tags: `a < b`, `<3` and `<tên>` stay. A tag
    inside an unclosed `<` is none, so that taking one out never makes another.
    """
    changes = []
    for match in _TAG.finditer(text):
        if _UNCLOSED.search(text, max(0, match.start() - 200), match.start()):
            continue
        new = "\n" if match["block"] and _inside_line(text, match.start(), match.end()) else ""
        changes.append(Change(match.start(), match[0], new, "tag"))
    return changes


def _inside_line(text: str, start: int, end: int) -> bool:
    """Tell whether there is text on both sides, so that a break is needed between them."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return before not in ("", "\n") and after not in ("", "\n")
