"""What a topic model sees of an article: hashed words and pairs of words, made in one way everywhere.

Training, inference and evidence call `article_view` and `occurrences`; nothing else turns text
into features. The text is split at white space, the hash of each way to write a word is looked
up in a table that fills as articles go by, and from there on everything is arrays.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from civictext.document import READ_ROLES, Document

FEATURES_VERSION = 2
"""Raised whenever the same text may give other features; models of another version are refused."""
BODY_WORDS = 900
"""Words of the body that are read: news says first what it is about."""
LEAD_WORDS = 60
"""Words of the body that count as its lead."""
TITLE_CHARS, LINE_CHARS = 300, 10_000
"""Characters of a title and of a line that are read."""

Hashes = NDArray[np.uint64]
Indices = NDArray[np.intp]


class Field(NamedTuple):
    """A part of the article whose words are features of their own.

    Attributes:
        first: number of its first feature.
        bits: it has 2 to the power of `bits` features.
        share: length of its vector in that of the article.
    """

    first: int
    bits: int
    share: np.float32


ANYWHERE = Field(0, 22, np.float32(1))
TITLE = Field(1 << 22, 20, np.float32(0.7))
LEAD = Field((1 << 22) + (1 << 20), 20, np.float32(0.3))
FIELDS = (ANYWHERE, TITLE, LEAD)
BUCKETS = LEAD.first + (1 << LEAD.bits)
"""Number of features, known to a model or not."""


class Passage(NamedTuple):
    """A line that a model reads: its text, its first word in the view, and where it stands in `doc.text`.

    `start` is -1 for a title that was given beside the text.
    """

    text: str
    first: int
    start: int


@dataclass(frozen=True, slots=True)
class ArticleView:
    """What a model reads of an article.

    Attributes:
        words: its words as written, with the punctuation that touches them, the title first.
        title: how many of them are the title.
        passages: the lines that they stand in.
    """

    words: list[str]
    title: int
    passages: list[Passage]


def article_view(doc: Document) -> ArticleView:
    """Return what a model reads of a document: its headline and the lines of its body.

    Furniture of the page and by-lines are left out; a title given beside the text counts only
    where the text itself has none, so that it is never read twice.
    """
    text = _apart(doc.text)
    headline = next((line.span for line in doc.lines if line.role == "title"), None)
    if headline is None:
        passages = [Passage(_apart(unicodedata.normalize("NFC", doc.title or ""))[:TITLE_CHARS], 0, -1)]
    else:
        passages = [Passage(text[slice(*headline)][:TITLE_CHARS], 0, headline.start)]
    words = passages[0].text.split()
    title = len(words)
    for line in doc.lines:
        if len(words) >= title + BODY_WORDS:
            break
        if line.role in READ_ROLES and line.span is not headline:
            start, end = line.span
            passages.append(Passage(text[start : min(end, start + LINE_CHARS)], len(words), start))
            words += passages[-1].text.split()
    del words[title + BODY_WORDS :]
    return ArticleView(words, title, passages)


def _apart(text: str) -> str:
    """Set words apart that are written with a hyphen or a stroke, character by character."""
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
    return "".join(letters + tones)


class _WordHashes(dict[str, int]):
    """The hash of every word as written, filled as words are met, within bounds."""

    def __missing__(self, word: str) -> int:
        value = crc32(spell(word[:_LONGEST]).encode("utf-8", "replace"))
        if len(word) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[word] = value
        return value


_TONES = frozenset("\N{COMBINING GRAVE ACCENT}\N{COMBINING ACUTE ACCENT}\N{COMBINING HOOK ABOVE}"
                   "\N{COMBINING TILDE}\N{COMBINING DOT BELOW}")  # fmt: skip
_LONGEST, _MOST = 48, 1 << 16
_HASHES = _WordHashes()


class Run(NamedTuple):
    """Occurrences of one kind: the occurrence `i` begins at word `first + i` and covers `size` words.

    `field` is the index of their field in `FIELDS`.
    """

    field: int
    first: int
    number: int
    size: int


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The features of an article, one for each time and field that a word or a pair of words occurs.

    Attributes:
        buckets: the number of the feature of each occurrence.
        runs: how occurrences and words belong together, in the order of `buckets`.
    """

    buckets: Indices
    runs: list[Run]


def occurrences(view: ArticleView) -> Occurrences:
    """Return the features of an article: words and pairs of neighbours, anywhere, in title and in lead."""
    words = len(view.words)
    hashes = np.fromiter(map(_HASHES.__getitem__, view.words), np.uint64, words)
    grams = ((1, hashes * _ONE), (2, hashes[:-1] * _FIRST + hashes[1:] * _SECOND))
    spans = ((0, words), (0, view.title), (view.title, min(view.title + LEAD_WORDS, words)))
    keys, runs = [], []
    for field, (first, last) in enumerate(spans):
        for size, values in grams:
            part = values[first : max(last - size + 1, first)] >> _SHIFTS[field]
            keys.append(part.astype(np.intp) + FIELDS[field].first)
            runs.append(Run(field, first, len(part), size))
    return Occurrences(np.concatenate(keys), runs)


# Multiplicative hashing (Dietzfelbinger et al. 1997): odd factors, of whose products the high bits count.
_ONE, _FIRST, _SECOND = map(np.uint64, (0x94D049BB133111EB, 0xA0761D6478BD642F, 0xD6E8FEB86659FD93))
_SHIFTS = [np.uint64(64 - field.bits) for field in FIELDS]
