"""What a topic model sees of an article: hashed words and pairs of words, made in one way everywhere.

Training, inference and evidence call `article_view` and `occurrences`; nothing else turns text
into features. The text is split at white space, the hash of each way to write a word is looked
up in a table that fills as articles go by, and from there on everything is arrays.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from operator import add
from typing import NamedTuple, TypeVar
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
_Value = TypeVar("_Value", bound=np.generic)


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
NONE = BUCKETS
"""Where there is no feature."""


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


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The features of some articles, one for each time and field that a word or a pair of words occurs.

    Attributes:
        buckets: numbers of features, `NONE` where no next word makes a pair. First those of all words, then
            those of each word and the next one, then both of the words of titles and leads, as such; each
            time article by article.
        words: how many words each article has.
        titles, leads: how many of them are its title, and its lead behind it.
    """

    buckets: Indices
    words: list[int]
    titles: list[int]
    leads: list[int]

    @property
    def heads(self) -> list[int]:
        """How many words of each article are its title and its lead."""
        return list(map(add, self.titles, self.leads))

    def blocks(self, values: NDArray[_Value]) -> tuple[NDArray[_Value], NDArray[_Value]]:
        """Split what belongs to `buckets`: anywhere, title and lead; each with words above and pairs below."""
        words = 2 * sum(self.words)
        return values[:words].reshape(2, -1), values[words:].reshape(2, -1)


def occurrences(views: Sequence[ArticleView]) -> Occurrences:
    """Return the features of some articles, at least one: words and pairs of neighbours, also of title and lead."""
    words, titles = [len(view.words) for view in views], [view.title for view in views]
    leads = [min(number - title, LEAD_WORDS) for number, title in zip(words, titles, strict=True)]
    parts = list(chain.from_iterable(zip(titles, leads, strict=True)))
    found = Occurrences(np.empty(2 * sum(words) + 2 * sum(parts), np.intp), words, titles, leads)
    anywhere, heads = found.blocks(found.buckets)
    products = _products(views, sum(words))
    anywhere[:] = products >> _SHIFTS[0]
    anywhere[1, _lasts(words)] = NONE
    pieces = [products[:, piece][:, :size] for piece, size in zip(consecutive(words), found.heads, strict=True)]
    heads[:] = np.concatenate(pieces, axis=1) >> _SHIFTS[1]
    heads += np.repeat((TITLE.first, LEAD.first) * len(views), parts)
    heads[1, _lasts(parts)] = NONE
    return found


def _products(views: Sequence[ArticleView], number: int) -> Hashes:
    """Return the full hashes of all words (row 0), and those of each word and the next (row 1)."""
    words = chain.from_iterable(view.words for view in views)
    hashes = np.fromiter(map(_HASHES.__getitem__, words), np.uint64, number)
    products = np.multiply.outer(_FACTORS, hashes)
    products[1, :-1] += hashes[1:] * _SECOND
    return products


def consecutive(sizes: Iterable[int]) -> list[slice]:
    """Return the slices of parts of some sizes that follow each other."""
    return [slice(*edges) for edges in pairwise(accumulate(sizes, initial=0))]


def _lasts(sizes: Sequence[int]) -> list[int]:
    """Return the last place of each part that is not empty, of parts that follow each other."""
    return [end - 1 for size, end in zip(sizes, accumulate(sizes), strict=True) if size]


# Multiplicative hashing (Dietzfelbinger et al. 1997): odd factors, of whose products the high bits count.
_FACTORS = np.array([0x94D049BB133111EB, 0xA0761D6478BD642F], np.uint64)
_SECOND = np.uint64(0xD6E8FEB86659FD93)
_SHIFTS = [np.uint64(64 - bits) for bits in (ANYWHERE.bits, TITLE.bits)]
