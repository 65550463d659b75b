"""Glued text: the space that is missing after a stop, comma, colon or closing bracket.

`lãnh đạo.Ông` is two sentences, `TP.HCM` an abbreviation, `59.000` a number, `vtv.vn` a domain. Each
mark has a function of its own that looks at the word on either side; words that can be Vietnamese
syllables are the main evidence, since abbreviations, initials and domains seldom can.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from civictext.text.alignment import Change
from civictext.text.sentences import abbreviations, starters
from civictext.text.syllables import is_syllable

_CANDIDATE = re.compile(
    r"""(?: (?P<stop>\.{1,4}(?![.\d])|…|[!?]+) (?P<quote>["”’»]?) (?=[^\W\d_]|["“‘«(][^\W_])
      | (?P<comma>[,;]) (?:(?=[^\W\d_“‘«]|[“‘«])|(?<=[^\W\d_).].)(?=\d))
      | (?P<colon>:) (?:(?=[^\W\d_]|[“‘«])|(?<=[^\W\d_).].)(?=\d))
      | (?P<bracket>[)”]) (?=[^\W\d_]{2})
    )""",
    re.VERBOSE,
)
_LEFT = re.compile(r"[^\W_]*\Z")
_RIGHT = re.compile(r"[\"“‘«(]?([^\W_]{1,16})")
_ADDRESS = re.compile(r"(?:https?:|www\.|\S@)\S*\Z", re.IGNORECASE)
_ENTITY = re.compile(r"&#?\w{1,8}\Z")
_TLDS = frozenset("com vn net org gov edu info biz tv asia htm html php aspx jpg jpeg png pdf doc docx xls mp3 mp4".split())
_SCHEMES = frozenset("http https ftp mailto tel urn doi std".split())
_ONE_LETTER_WORDS = frozenset("àạáảãởờớỡợýỷỳyôồốổơùủúáâấ")
_CLOSERS = "%)]\"”’»²³°"

WINDOW = 40
"""Characters looked at on the left of a mark."""


def glue_changes(text: str) -> list[Change]:
    """Return the spaces to insert where two words or sentences stand glued together."""
    changes = []
    for match in _CANDIDATE.finditer(text):
        at = _insertion(text, match)
        if at is not None:
            changes.append(Change(at, "", " ", "glue"))
    return changes


def _insertion(text: str, match: re.Match[str]) -> int | None:
    """Return where a space is missing at a candidate, or None."""
    kind = match.lastgroup if match.lastgroup != "quote" else "stop"
    at = match.end()
    if kind == "stop":
        place = _quote_side(text, match)
        if place is None:
            return None
        at = place
    left, before, right, after = _neighbours(text, match.start(), at)
    if not _JUDGES[kind or ""](match[0], left, before, right, after):
        return None
    window = text[max(0, match.start() - 80) : match.start()]
    if _ADDRESS.search(window) or (match[0] == ";" and _ENTITY.search(window)):
        return None
    return at


def _quote_side(text: str, match: re.Match[str]) -> int | None:
    """Return the place between a stop and what follows, on the right side of a quote between them."""
    end = match.end()
    if match["quote"] == '"':
        line = max(text.rfind("\n", max(0, end - 1000), end) + 1, end - 1000)
        opens = text.count('"', line, end - 1) % 2 == 0
        return match.end("stop") if opens else end
    if text[end] == '"':
        return None
    return end


def _neighbours(text: str, start: int, at: int) -> tuple[str, str, str, str]:
    """Return the word before a mark, the character before it, the word behind, and what follows that."""
    window = text[max(0, start - WINDOW) : start]
    found = _LEFT.search(window)
    left = found[0] if found else ""
    before = window[len(window) - len(left) - 1 : len(window) - len(left)]
    match = _RIGHT.match(text, at)
    if match is None:
        return left, before, "", ""
    return left, before, match[1], text[match.end() : match.end() + 2]


def _is_title_case(word: str) -> bool:
    return word[:1].isupper() and (len(word) == 1 or word[1:].islower())


def _opens(right: str, after: str) -> bool:
    """Tell whether a capitalised word clearly opens a sentence: a usual opener, then lower case."""
    return right.lower() in starters() and _is_title_case(right) and after[:1] in " ,:" and not after[1:2].isupper()


def _judge_stop(mark: str, left: str, before: str, right: str, after: str) -> bool:
    """Judge `đạo.Ông`: the end of a sentence, or an abbreviation, initials, a domain?"""
    if not right or right.islower() or right[0].isdigit() and mark[0] == ".":
        return False
    if right.lower() in _TLDS:
        return False
    if len(right) == 1 and not (right.lower() in _ONE_LETTER_WORDS and after[:1] == " "):
        return False
    if mark[0] in "!?…" or mark.startswith(".."):
        return bool(left) or before in _CLOSERS
    if not left:
        return before != "" and before in _CLOSERS
    return _ends_sentence(left, before, right, after)


def _ends_sentence(left: str, before: str, right: str, after: str) -> bool:
    """Judge a full stop by the word before it."""
    if left.lower() in abbreviations():
        return False
    if left[0].isdigit() or left[-1].isdigit():
        return is_syllable(right) or right.isupper()
    if len(left) == 1:
        return left in _ONE_LETTER_WORDS or (before.isdigit() and _opens(right, after))
    if left.isupper():
        return _opens(right, after)
    if is_syllable(left):
        return True
    return _opens(right, after) or (is_syllable(right) and (len(left) >= 4 or not right.isascii()))


def _judge_comma(mark: str, left: str, before: str, right: str, after: str) -> bool:
    """Judge `xã,phường`: two words, or the middle of a number or of a code?"""
    if not right:
        return False
    if right[0].isdigit():
        return mark == ";" or (is_syllable(left) and len(left) >= 2 and not left.isupper())
    if not left:
        return before != "" and before in _CLOSERS + ".…"
    return not (left[-1].isdigit() and len(right) == 1)


def _judge_colon(mark: str, left: str, before: str, right: str, after: str) -> bool:
    """Judge `trong đó:154`: a list, or a time, a ratio, a norm (`QCVN 10-MT:2015`)?"""
    if not right or left.lower() in _SCHEMES:
        return False
    if not left:
        return before != "" and before in _CLOSERS
    if right[0].isdigit():
        return is_syllable(left) and len(left) >= 2 and not left.isupper()
    if left[-1].isdigit():
        return len(right) >= 2 and _is_title_case(right) and is_syllable(right)
    return len(left) >= 2


def _judge_bracket(mark: str, left: str, before: str, right: str, after: str) -> bool:
    """Judge `(Ảnh: TTXVN)Theo`: a word after a bracket or closing quote that lost its space."""
    if mark == "”" and not left and before not in tuple(".!?…)%"):
        return False
    if right[0].islower():
        return is_syllable(right) and (len(left) >= 2 or before in ".!?")
    return is_syllable(right) or right.lower() in starters()


_JUDGES: dict[str, Callable[[str, str, str, str, str], bool]] = {
    "stop": _judge_stop,
    "comma": _judge_comma,
    "colon": _judge_colon,
    "bracket": _judge_bracket,
}
