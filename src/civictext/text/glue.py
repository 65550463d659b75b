"""Glued text: the space or line break that is missing after a mark, or between two words.

`lãnh đạo.Ông` is two sentences, `TP.HCM` an abbreviation, `59.000` a number, `vtv.vn` a domain. Each
mark has a function of its own that looks at the word on either side; words that can be Vietnamese
syllables are the main evidence, since abbreviations, initials and domains seldom can. So it is between
words: `hiện trườngSau khi` is a caption and the sentence behind it, `VnExpress` and `iPhone` are names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from mypy_extensions import i64

from civictext.text.alignment import Change, new_change
from civictext.text.characters import PHONETIC
from civictext.text.sentences import abbreviations, starters
from civictext.text.syllables import is_syllable, parse

_RIGHT: Final = re.compile(r"[\"“‘«(]?([^\W_]{1,16})")
_ADDRESS: Final = re.compile(r"https?:|www\.|.@", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&#?\w{1,8}\Z")
# fmt: off
FILE_ENDINGS: Final = frozenset((
    "apk", "asia", "aspx", "avi", "bat", "biz", "com", "csv", "dll", "doc", "docx", "edu", "exe", "gif", "gov", "htm",
    "html", "info", "ini", "jpeg", "jpg", "js", "json", "mov", "mp3", "mp4", "net", "org", "pdf", "php", "png", "ppt",
    "pptx", "rar", "svg", "tv", "txt", "vn", "wav", "xls", "xlsx", "xml", "zip",
))
# fmt: on
_SCHEMES: Final = frozenset(("doi", "ftp", "http", "https", "mailto", "tel", "urn"))
_STOPS: Final = ".!?…"
_ONE_LETTER_WORDS: Final = frozenset("àạáảãởờớỡợýỷỳyôồốổơùủúáâấ")
_INITIALS: Final = frozenset(("Ch", "Gi", "Kh", "Ng", "Ngh", "Nh", "Ph", "Qu", "Th", "Tr"))
"""Consonants of two letters, to which a name may be shortened: `Ng.Thạch`."""
_CLOSERS: Final = '%)]"”’»²³°'

_BLANKS: Final = frozenset(("ngày", "tháng", "năm", "giờ", "phút", "và", "số"))
"""Words between the dots of a form: `ngày...tháng...năm`."""

# fmt: off
_GO_ON: Final = frozenset((
    "bài", "báo", "bị", "bởi", "các", "cho", "có", "của", "do", "đến", "được", "khúc", "là", "mv", "những", "như", "ở",
    "phim", "sách", "tại", "theo", "thuộc", "trên", "trình", "trong", "từ", "và", "về", "vì", "vở", "với",
))
"""Words that no line ends with: a title follows, whose letters were slanted: `vởMột cuộc chiến khác`."""
_HEADS: Final = frozenset((
    "án", "ban", "bộ", "công", "cục", "đài", "đoàn", "hàng", "hội", "học", "khoa", "phòng", "phố", "quận", "sở", "tòa",
    "tổng", "trường", "ty", "vụ", "viện", "xã",
))
# fmt: on
"""Last words of what the name of an office begins with."""
_SPACE: Final = 0x20
_NEWLINE: Final = 0x0A
_LONGEST_DATELINE: Final = 4
"""Words of a place before the first sentence: `Thừa Thiên - HuếTài xế nói`."""

WINDOW: Final = 80
"""Characters looked at on the left of a mark."""


def glue_changes(text: str, places: Iterable[int]) -> list[Change]:
    """Return the spaces and line breaks to insert where two words or sentences stand glued together."""
    changes: list[Change] = []
    for place in places:
        if text[place].isalpha():
            if missing := _between_words(text, place + 1):
                changes.append(new_change(place + 1, "", missing, "glue"))
        elif (at := _insertion(text, place)) is not None:
            changes.append(new_change(at, "", " ", "glue"))
    return changes


def _between_words(text: str, at: int) -> str:
    """Return what is missing before a capital that stands behind a letter: `trườngSau`, `HCMCác`.

    A word that opens a sentence had a line break before it: of a caption, a heading, a by-line.
    """
    token = _token_before(text, at)
    if "#" in token or _holds_address(token):
        return ""
    left, right = _piece_before(text, at), _piece_behind(text, at)
    after = text[at + len(right) : at + len(right) + 2]
    opens = _opens(right, after)
    if not (_joins_acronym(left, right, opens) if left.isupper() else _joins_word(left, right, after, opens)):
        return ""
    return "\n" if (opens or _begins_line(text, at, left, right, after)) and left.lower() not in _GO_ON else " "


def _begins_line(text: str, at: int, left: str, right: str, after: str) -> bool:
    """Tell whether any other word opens a sentence: `đồng hồNguyên nhân vụ`, `Hà NộiBến thuyền bị`.

    What follows a small word is not the name of an office: `bệnh việnĐa khoa tỉnh`.
    """
    if after[:1] != " " or not after[1:].islower() or not is_syllable(right):
        return False
    if left.islower():
        return left not in _HEADS
    words = text[max(0, at - WINDOW) : at].rpartition("\n")[2].replace("- ", "").split()
    return len(words) <= _LONGEST_DATELINE and all(word[0].isupper() for word in words)


def _joins_acronym(left: str, right: str, opens: bool) -> bool:
    """Tell whether a word is glued to an acronym: `TPHồ Chí Minh`, not `QUỐc` or `HDBank`."""
    syllable = parse(right)
    if syllable is None or len(left) < 2 or len(right) < 2:
        return False
    return opens or (not right.isascii() and syllable.onset != "")


def _joins_word(left: str, right: str, after: str, opens: bool) -> bool:
    """Tell whether a capitalised word is glued to a word: `NamTừ Liêm`, not `VietJet`."""
    if not is_syllable(left):
        return opens and len(left) > 2 and (len(right) > 3 or not right.isascii())
    if not is_syllable(right):
        return len(right) > 2 and (not left.isascii() or left.lower() in starters())
    if not left.isascii() or not right.isascii() or opens:
        return True
    return len(left) > 1 and left.islower() and after[:1] == " "


def _piece_before(text: str, at: int) -> str:
    """Return the letters before a position, back to a capital behind a small letter."""
    start = at - 1
    while start > 0 and text[start - 1].isalpha() and not (text[start].isupper() and text[start - 1].islower()):
        start -= 1
    return text[start:at]


def _piece_behind(text: str, at: int) -> str:
    """Return a capital at a position and the small letters behind it, or all capitals: `tỉnhUBND`."""
    end = at + 1
    capitals = text[end : end + 1].isupper()
    while end < len(text) and (text[end].isupper() if capitals else text[end].islower()):
        end += 1
    return text[at:end]


def _insertion(text: str, mark: int) -> int | None:
    """Return where a space is missing behind the mark at a position, or None."""
    char = text[mark]
    start, at = mark, mark + 1
    if char in _STOPS:
        while start > 0 and mark - start < 4 and text[start - 1] in _STOPS:
            start -= 1
        at = _quote_side(text, mark)
    found = _RIGHT.match(text, at)
    if found is None:
        return None
    token = _token_before(text, start)
    left = _last_word(token)
    before = token[-len(left) - 1] if len(token) > len(left) else " "
    right, after = found[1], text[found.end() : found.end() + 2]
    if not _JUDGES[char](text[start : mark + 1], left, before, right, after):
        return None
    if _holds_address(token) and not _ends_address(left, right, after):
        return None
    behind = text[at : at + WINDOW]
    if char in _STOPS and "@" in behind and "@" in behind.split(maxsplit=1)[0]:
        return None
    return None if char == ";" and _ENTITY.search(token) else at


def _holds_address(token: str) -> bool:
    return (":" in token or "." in token or "@" in token) and _ADDRESS.search(token) is not None


def _ends_address(left: str, right: str, after: str) -> bool:
    """Tell whether an address ends at a mark: `www.vidu.vn.Theo lịch`."""
    return left.lower() in FILE_ENDINGS and _is_title_case(right) and is_syllable(right) and after[:1] == " "


def _token_before(text: str, end: int) -> str:
    """Return what stands before a position of a line, back to the last space."""
    start: i64 = end
    lowest: i64 = start - WINDOW if start > WINDOW else 0
    while start > lowest and ord(text[start - 1]) not in (_SPACE, _NEWLINE):
        start -= 1
    return text[start:end]


def _last_word(token: str) -> str:
    """Return the letters and digits that end a token."""
    start = len(token)
    while start > 0 and token[start - 1].isalnum():
        start -= 1
    return token[start:]


def _quote_side(text: str, mark: int) -> int:
    """Return the place between a stop and what follows, on the right side of a quote between them."""
    at = mark + 1
    if text[at] in "”’»":
        return at + 1
    if text[at] == '"':
        line = max(text.rfind("\n", max(0, at - 1000), at) + 1, at - 1000)
        return at + text.count('"', line, at) % 2
    return at


def _is_title_case(word: str) -> bool:
    return word[:1].isupper() and (len(word) == 1 or word[1:].islower())


def _opens(right: str, after: str) -> bool:
    """Tell whether a capitalised word clearly opens a sentence, and no name."""
    begins_names = starters().get(right.lower())
    return (
        begins_names is not None
        and _is_title_case(right)
        and after[:1] in (" ", ",", ":")
        and (not begins_names or after[1:2].islower())
    )


def _judge_stop(mark: str, left: str, before: str, right: str, after: str) -> bool:
    """Judge `đạo.Ông`: the end of a sentence, or an abbreviation, initials, a domain?"""
    is_ellipsis = mark in ("…", "...")
    if right[0].isdigit() or (right.lower() in FILE_ENDINGS and (left.isascii() or not right.isupper())):
        return False
    if right.islower():
        return _goes_on(left, right, after) if is_ellipsis else mark == "." and _are_vietnamese(left, right)
    if len(right) == 1 and not (right.lower() in _ONE_LETTER_WORDS and after[:1] == " "):
        return mark == "." and _is_word(left) and left.islower() and after[:1] in (".", "-", "&")  # đấu.C.Ron
    if is_ellipsis or mark[0] in "!?…" or mark.startswith(".."):
        return bool(left) or before in _CLOSERS
    if not left:
        return before in _CLOSERS + "/"
    return _ends_sentence(left, before, right, after)


def _is_word(text: str) -> bool:
    return len(text) > 1 and is_syllable(text)


def _are_vietnamese(left: str, right: str) -> bool:
    """Tell whether both are words that no code or address holds: with Vietnamese letters."""
    return not left.isascii() and not right.isascii() and _is_word(left) and _is_word(right)


def _goes_on(left: str, right: str, after: str) -> bool:
    """Tell whether a sentence goes on behind three dots that are no blank in a form."""
    is_form = right in _BLANKS and (left in _BLANKS or after[:1] in (".", "…"))
    return len(left) > 1 and _is_word(right) and not is_form


def _ends_sentence(left: str, before: str, right: str, after: str) -> bool:
    """Judge a full stop by the word before it."""
    if abbreviations().get(left.lower()) == "title" and not (left.islower() and is_syllable(left)):
        return False
    if _is_code(right) and (before == "-" or right.lower() not in abbreviations()):
        return right == "PV" or (left.islower() and is_syllable(left))  # not Seven.AM, 29B-092.XX
    if left[0].isdigit() or left[-1].isdigit():
        return is_syllable(right) or right.isupper() or len(right) >= 4
    if len(left) == 1:
        return _follows_letter(left, before, right, after)
    if left in _INITIALS:
        return _opens(right, after)
    if left.isupper():
        return _opens(right, after) or _follows_acronym(left, right, after)
    return is_syllable(left) or _opens(right, after) or _follows_foreign(left, right)


def _follows_letter(left: str, before: str, right: str, after: str) -> bool:
    """Tell whether a capitalised word begins a sentence or item behind one letter: not behind an initial."""
    if left in _ONE_LETTER_WORDS or left in "ÁÝ":
        return True
    if before.isalpha() or before == ".":
        return False
    is_item = left.islower() or (left in "IVX" and after[1:2].islower())
    return _opens(right, after) or (is_item and _is_title_case(right) and is_syllable(right))


def _is_code(word: str) -> bool:
    return len(word) <= 2 and word.isupper() and word.isascii()


def _follows_acronym(left: str, right: str, after: str) -> bool:
    """Tell whether a capitalised word behind an acronym begins a sentence: not `SHB.Đà Nẵng`."""
    if not _is_title_case(right):
        return False
    if is_syllable(right):
        return after[1:].islower()
    return len(left) >= 3 and len(right) >= 4


def _follows_foreign(left: str, right: str) -> bool:
    """Tell whether a capitalised word behind a foreign word or unit begins a sentence: not `Mail.Ru`."""
    if is_syllable(right):
        return not right.isascii() or (len(right) >= 3 and (len(left) >= 4 or left.islower()))
    return len(left) >= 4 and len(right) >= 3 and _is_title_case(left) and (right.isupper() or _is_title_case(right))


def _judge_comma(mark: str, left: str, before: str, right: str, after: str) -> bool:
    """Judge `xã,phường`: two words, or the middle of a number or of a code?"""
    if right[0].isdigit():
        if mark == ";" or not left:
            return True
        return not left.isupper() and (_is_word(left) or (len(left) > 2 and left.isalpha()))
    if not left:
        return before in _CLOSERS + ".…"
    if after[:1] == "&" and left.isupper():  # VH,TT&DL
        return False
    return not left[-1].isdigit() or len(right) > 1 or (after[:1] == "." and right.lower() in abbreviations())


def _judge_colon(mark: str, left: str, before: str, right: str, after: str) -> bool:
    """Judge `trong đó:154`: a list, or a time, a ratio, a norm (`QCVN 10-MT:2015`)?"""
    if left.lower() in _SCHEMES or PHONETIC.search(left + right):
        return False
    if not left:
        return before in _CLOSERS
    if right[0].isdigit():
        if left.isupper():
            return right[0] == "0" or len(right) > 5  # ĐT:0912…, not ISO:9001
        return _is_word(left) or (len(left) > 2 and left.istitle())
    if left[-1].isdigit():
        return len(right) >= 2 and _is_title_case(right) and is_syllable(right)
    return len(left) >= 2 or left.lower() in _ONE_LETTER_WORDS


def _judge_bracket(mark: str, left: str, before: str, right: str, after: str) -> bool:
    """Judge `(Ảnh: TTXVN)Theo`: a word after a bracket or closing quote that lost its space."""
    if mark == "”" and not left and before not in tuple(".!?…)%"):
        return False
    if right[0].islower():
        return is_syllable(right) and (len(left) >= 2 or before in ".!?" or (left.isdigit() and len(right) > 1))
    return is_syllable(right) or right.lower() in starters() or (len(right) > 3 and _is_title_case(right))


_JUDGES: dict[str, Callable[[str, str, str, str, str], bool]] = {
    **dict.fromkeys(_STOPS, _judge_stop),
    ",": _judge_comma,
    ";": _judge_comma,
    ":": _judge_colon,
    ")": _judge_bracket,
    "”": _judge_bracket,
}
