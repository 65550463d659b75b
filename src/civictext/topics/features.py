"""What a topic model sees of an article: hashed words and pairs of words, made in one way everywhere.

Training, inference and evidence call `article_view` and `occurrences`; nothing else turns text
into features. One loop over the characters finds the words; the hash of each way to write a word
is looked up in a table that fills as articles go by, by a key that is made of its characters.
"""

from __future__ import annotations

import threading
import unicodedata
from typing import Final, NamedTuple
from zlib import crc32

from librt.vecs import append, vec
from mypy_extensions import i32, i64, u8

from civictext.document import READ_ROLES, Document, Line

FEATURES_VERSION = 2
"""Raised whenever the same text may give other features; models of another version are refused."""
BODY_WORDS: Final = 900
"""Words of the body that are read: news says first what it is about."""
LEAD_WORDS: Final = 60
"""Words of the body that count as its lead."""
TITLE_CHARS: Final = 300
LINE_CHARS: Final = 10_000
"""Characters of a title and of a line that are read."""
_MOST_WORDS: Final = BODY_WORDS + TITLE_CHARS


class Field(NamedTuple):
    """A part of the article whose words are features of their own.

    Attributes:
        first: number of its first feature.
        bits: it has 2 to the power of `bits` features.
        share: length of its vector in that of the article.
    """

    first: int
    bits: int
    share: float


ANYWHERE = Field(0, 22, 1.0)
TITLE = Field(1 << 22, 20, 0.7)
LEAD = Field((1 << 22) + (1 << 20), 20, 0.3)
FIELDS = (ANYWHERE, TITLE, LEAD)
BUCKETS = LEAD.first + (1 << LEAD.bits)
"""Number of features, known to a model or not."""
NONE = BUCKETS
"""Where there is no feature."""


class ArticleView:
    """What a model reads of an article: its words, those of the title first.

    Attributes:
        text: the text of the document.
        hashes: the hash of each word, of letters and digits without case and values; behind the last, room for more.
        starts: where it stands in the text, with the punctuation that touches it; meaningless for the words of
            a title beside the text.
        size: how many words there are.
        lines: the number of the first word of each line.
        title: how many words are the title.
        beside: whether the title was given beside the text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.hashes = vec[i64]([0] * _MOST_WORDS)
        self.starts = vec[i64]([0] * _MOST_WORDS)
        self.size: i64 = 0
        self.lines: list[int] = []
        self.title: i64 = 0
        self.beside = False

    @property
    def words(self) -> list[str]:
        """The words as written, but those of a title beside the text."""
        starts = list(self.starts)[self.title if self.beside else 0 : self.size]
        return [self.text[start : word_end(self.text, start)] for start in starts]

    @property
    def sizes(self) -> tuple[int, int, int]:
        """How many words each field has: all, the title, the lead behind it."""
        return self.size, self.title, min(self.size - self.title, LEAD_WORDS)


def article_view(doc: Document) -> ArticleView:
    """Return what a model reads of a document: its headline and the lines of its body.

    Furniture of the page and by-lines are left out; a title given beside the text counts only
    where the text itself has none, so that it is never read twice.
    """
    view, table = ArticleView(doc.text), _LOCAL.hashes
    headline = _headline(doc)
    if headline is None:
        view.beside = True
        title = unicodedata.normalize("NFC", doc.title or "")
        _read_line(view, table, title, 0, min(len(title), TITLE_CHARS))
    else:
        start, end = headline.span
        _read_line(view, table, view.text, start, min(end, start + TITLE_CHARS))
    view.title = view.size
    read_roles = READ_ROLES
    for line in doc.lines:
        if len(view.lines) > BODY_WORDS or view.size >= view.title + BODY_WORDS:
            break
        if line.role in read_roles and line is not headline:
            start, end = line.span
            _read_line(view, table, view.text, start, min(end, start + LINE_CHARS))
    return view


def _headline(doc: Document) -> Line | None:
    for line in doc.lines:
        if line.role == "title":
            return line
    return None


def _read_line(view: ArticleView, table: _WordHashes, text: str, start: i64, end: i64) -> None:
    """Add the words of a line to a view."""
    hashes, starts, gaps = view.hashes, view.starts, _GAPS
    size = view.size
    most: i64 = view.title + BODY_WORDS if view.lines else _MOST_WORDS
    view.lines.append(size)
    first: i64 = start
    key: i64 = 1
    at: i64 = start
    while at <= end and size < most:
        code: i64 = _BLANK
        if at < end:
            code = ord(text[at])
        if code >= _GAP_CODES or not gaps[code]:
            key = (key * _PLACE + code) & _KEYS
        else:
            if at > first:
                hashes[size] = table.hash(key, text, first, at)
                starts[size] = first
                size += 1
                key = 1
            first = at + 1
        at += 1
    view.size = size


def word_end(text: str, start: i64) -> i64:
    """Return where the word ends that begins at some place."""
    size, gaps, end = i64(len(text)), _GAPS, start
    while end < size:
        code: i64 = ord(text[end])
        if code < _GAP_CODES and gaps[code]:
            break
        end += 1
    return end


def set_apart(text: str) -> str:
    """Write spaces for all other characters that part words."""
    return text.replace("-", " ").replace("/", " ").replace("\N{EN DASH}", " ")


def spell(word: str) -> str:
    """Return what of a word counts: letters and digits, without case, values and places of tones.

    >>> spell("Hoà,") == spell("hòa"), spell("hoa") == spell("hòa"), spell("2.023")
    (True, False, '0000')
    """
    letters, tones = [], []
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            tones.append(char)
        elif char.isalnum() or unicodedata.combining(char):
            letters.append("0" if char.isdigit() else char)
    # What was left out may have kept marks apart that have an order: each part is put into it again.
    return unicodedata.normalize("NFD", "".join(letters)) + unicodedata.normalize("NFD", "".join(tones))


def word_hash(word: str) -> int:
    """Return the hash of a word as written."""
    return crc32(spell(word[:_LONGEST]).encode("utf-8", "replace"))


_TONES = frozenset("\N{COMBINING GRAVE ACCENT}\N{COMBINING ACUTE ACCENT}\N{COMBINING HOOK ABOVE}"
                   "\N{COMBINING TILDE}\N{COMBINING DOT BELOW}")  # fmt: skip
_LONGEST: Final = 48
_PLACE: Final = 0x1E3779B97F4A7C15
_KEY_BITS: Final = 62
_KEYS: Final = (1 << _KEY_BITS) - 1
"""Keys are as long as native integers may be without a box around them."""
_TABLE_BITS: Final = 16
_BLANK: Final = 0x20
_GAP_CODES: Final = 0x3001
"""No character beyond them parts words."""
_GAPS: Final = vec[u8]([chr(code) in "-/\N{EN DASH}" or chr(code).isspace() for code in range(_GAP_CODES)])
"""Whether a character parts words: white space, hyphens and strokes."""


class _WordHashes:
    """The hash of every way to write a word, by a key that is made of its characters, filled as words are met.

    Strings are only made of words that are new. When the table is full it begins anew.
    """

    def __init__(self, bits: int = _TABLE_BITS) -> None:
        self._bits: i64 = bits
        self.clear()

    def __len__(self) -> int:
        return len(self._words) // 2

    def clear(self) -> None:
        """Forget all words."""
        # Slots hold the places of words, plus two. Words are keys, each with its hash behind it; frequent ones
        # come early and lie close together.
        self._slots = vec[i32]([0] * (2 << self._bits))
        self._words = vec[i64]()

    def hash(self, key: i64, text: str, start: i64, end: i64) -> i64:
        """Return the hash of the word at some place of a text, given its key."""
        slot: i64 = (((key ^ (key >> 32)) * _PLACE) & _KEYS) >> (_KEY_BITS - 1 - self._bits)
        place: i64 = i64(self._slots[slot]) - 2
        while place >= 0:
            if self._words[place] == key:
                place += 1
                return self._words[place]
            slot = (slot + 1) & (len(self._slots) - 1)
            place = i64(self._slots[slot]) - 2
        return self._add(slot, key, word_hash(text[start:end]))

    def _add(self, slot: i64, key: i64, value: i64) -> i64:
        """Put a word and its hash into a slot."""
        if len(self._words) >= 2 << self._bits:
            self.clear()
            return value
        self._words = append(append(self._words, key), value)
        self._slots[slot] = i32(len(self._words))
        return value


class _Local(threading.local):
    """A table for each thread, so that none reads what another has half written."""

    def __init__(self) -> None:
        self.hashes = _WordHashes()


_LOCAL = _Local()


# Multiplicative hashing (Dietzfelbinger et al. 1997): odd factors, of whose products the high bits of 64
# count. With a sign they are native integers.
_WORD: Final = 0x94D049BB133111EB - (1 << 64)
_PAIR: Final = 0xA0761D6478BD642F - (1 << 64)
_NEXT: Final = 0xD6E8FEB86659FD93 - (1 << 64)


def occurrences(view: ArticleView) -> vec[i64]:
    """Return the features of an article, one for each time and field that a word or a pair of words occurs.

    For each field, in order, come those of its words, then those of each word and the next one, with `NONE`
    for the last.
    """
    words, title, lead = view.sizes
    found = vec[i64]([NONE] * (2 * (words + title + lead)))
    _add_field(found, 0, view.hashes, 0, words, ANYWHERE)
    _add_field(found, 2 * words, view.hashes, 0, title, TITLE)
    _add_field(found, 2 * (words + title), view.hashes, title, lead, LEAD)
    return found


def _add_field(found: vec[i64], at: i64, hashes: vec[i64], start: i64, words: i64, field: Field) -> None:
    """Write the features of a field from some place on."""
    first: i64 = field.first
    last: i64 = start + words - 1
    shift: i64 = 64 - field.bits
    mask: i64 = (1 << field.bits) - 1
    word: i64 = _WORD
    pair: i64 = _PAIR
    following: i64 = _NEXT
    i: i64 = start
    while i <= last:
        found[at] = first + ((hashes[i] * word >> shift) & mask)
        at += 1
        i += 1
    i = start
    while i < last:
        found[at] = first + ((hashes[i] * pair + hashes[i + 1] * following >> shift) & mask)
        at += 1
        i += 1
