"""What a topic model sees of an article: hashed words and pairs of words, made in one way everywhere.

Training, inference and evidence call `article_view` and `occurrences`; nothing else turns text
into features. The text is split at white space, the hash of each way to write a word is looked
up in a table that fills as articles go by; all of it is arrays but the words that are new to the table.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
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
    """A line that a model reads: where it begins in the text of the view, and in `doc.text`.

    `start` is -1 for a title that was given beside the text.
    """

    at: int
    start: int


@dataclass(frozen=True, slots=True)
class ArticleView:
    """What a model reads of an article.

    Attributes:
        text: its lines, one below the other, the title first.
        starts, ends: where its words stand, with the punctuation that touches them.
        letters: the code points of all words, one word behind the other.
        title: how many of them are the title.
        passages: the lines.
    """

    text: str
    starts: Indices
    ends: Indices
    letters: NDArray[np.uint32]
    title: int
    passages: list[Passage]

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def words(self) -> list[str]:
        """The words as written."""
        return [self.text[start:end] for start, end in zip(self.starts.tolist(), self.ends.tolist(), strict=True)]


def article_view(doc: Document) -> ArticleView:
    """Return what a model reads of a document: its headline and the lines of its body.

    Furniture of the page and by-lines are left out; a title given beside the text counts only
    where the text itself has none, so that it is never read twice.
    """
    text = _apart(doc.text)
    headline = next((line.span for line in doc.lines if line.role == "title"), None)
    if headline is None:
        lines = [_apart(unicodedata.normalize("NFC", doc.title or ""))[:TITLE_CHARS]]
    else:
        lines = [text[slice(*headline)][:TITLE_CHARS]]
    passages = [Passage(0, headline.start if headline else -1)]
    at = len(lines[0]) + 1
    for line in doc.lines:
        if len(lines) > BODY_WORDS:  # no line is blank
            break
        if line.role in READ_ROLES and line.span is not headline:
            start, end = line.span
            lines.append(text[start : min(end, start + LINE_CHARS)])
            passages.append(Passage(at, start))
            at += len(lines[-1]) + 1
    return _view("\n".join(lines), len(lines[0]), passages)


def _view(text: str, title_end: int, passages: list[Passage]) -> ArticleView:
    """Find the words of a text: what `split` would return."""
    codes = np.frombuffer(f"{text}\n".encode("utf-32-le", "surrogatepass"), np.uint32)
    spaces = _IS_SPACE.take(codes, mode="clip")
    edges = np.flatnonzero(spaces[1:] != spaces[:-1]) + 1
    if not spaces[0]:
        edges = np.append(0, edges)
    title = int(edges[::2].searchsorted(title_end))
    starts, ends = edges[: 2 * (title + BODY_WORDS)].reshape(-1, 2).T
    end = int(ends[-1]) if len(ends) else 0
    return ArticleView(text, starts, ends, codes[:end][~spaces[:end]], title, passages)


_IS_SPACE = np.array([chr(code).isspace() for code in range(0x3002)])
"""Whether a character is white space; all beyond are none."""


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
    # What was left out may have kept marks apart that have an order: each part is put into it again.
    return unicodedata.normalize("NFD", "".join(letters)) + unicodedata.normalize("NFD", "".join(tones))


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


# Multiplicative hashing (Dietzfelbinger et al. 1997): odd factors, of whose products the high bits count.
_FACTORS = np.array([0x94D049BB133111EB, 0xA0761D6478BD642F], np.uint64)
_SECOND = np.uint64(0xD6E8FEB86659FD93)
_SHIFTS = [np.uint64(64 - bits) for bits in (ANYWHERE.bits, TITLE.bits)]
_POWERS = np.multiply.accumulate(np.full(LINE_CHARS, 0x9E3779B97F4A7C15, np.uint64))
"""A factor for each place of a letter in its word."""
_TABLE_BITS = 17


class _HashTable(threading.local):
    """The hashes of the words met last, one a place, by keys that are made of their letters by array operations.

    Strings are only made of words that are not in it; they go to `_WordHashes`. Each thread has a table of its
    own, so that none reads what another has half written.
    """

    def __init__(self) -> None:
        self._keys, self._hashes = np.zeros((2, 1 << _TABLE_BITS), np.uint64)

    def hashes(self, views: Sequence[ArticleView]) -> Hashes:
        """Return the hash of every word of some articles."""
        keys = _letter_keys(views)
        places = (keys >> np.uint64(64 - _TABLE_BITS)).astype(np.intp)
        found: Hashes = self._hashes.take(places)
        new = np.flatnonzero(self._keys.take(places) != keys)
        if new.size:
            found[new] = [_HASHES[word] for word in _words_at(views, new)]
            self._keys[places[new]], self._hashes[places[new]] = keys[new], found[new]
        return found


def _letter_keys(views: Sequence[ArticleView]) -> Hashes:
    """Return a key of every word: the sum of its letters, each multiplied by a number for its place."""
    letters = np.concatenate([view.letters for view in views])
    lengths = np.concatenate([view.ends - view.starts for view in views])
    if not len(lengths):
        return np.empty(0, np.uint64)
    firsts = np.cumsum(lengths) - lengths
    place = np.arange(len(letters)) - firsts.repeat(lengths)
    sums = np.add.reduceat(letters * _POWERS.take(place), firsts)
    keys: Hashes = (sums ^ (sums >> np.uint64(32))) * _FACTORS[0]
    return keys


def _words_at(views: Sequence[ArticleView], places: Indices) -> Iterator[str]:
    """Yield words given by their number among those of all articles."""
    edges = np.cumsum([len(view) for view in views])
    for place, article in zip(places.tolist(), edges.searchsorted(places, "right").tolist(), strict=True):
        view, from_end = views[article], place - int(edges[article])
        yield view.text[view.starts[from_end] : view.ends[from_end]]


_TABLE = _HashTable()


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
    words, titles = [len(view) for view in views], [view.title for view in views]
    leads = [min(number - title, LEAD_WORDS) for number, title in zip(words, titles, strict=True)]
    parts = list(chain.from_iterable(zip(titles, leads, strict=True)))
    found = Occurrences(np.empty(2 * sum(words) + 2 * sum(parts), np.intp), words, titles, leads)
    anywhere, heads = found.blocks(found.buckets)
    products = _products(_TABLE.hashes(views))
    anywhere[:] = products >> _SHIFTS[0]
    anywhere[1, _lasts(words)] = NONE
    pieces = [products[:, piece][:, :size] for piece, size in zip(consecutive(words), found.heads, strict=True)]
    heads[:] = np.concatenate(pieces, axis=1) >> _SHIFTS[1]
    heads += np.repeat((TITLE.first, LEAD.first) * len(views), parts)
    heads[1, _lasts(parts)] = NONE
    return found


def _products(hashes: Hashes) -> Hashes:
    """Return the full hashes of all words (row 0), and those of each word and the next (row 1)."""
    products = np.multiply.outer(_FACTORS, hashes)
    products[1, :-1] += hashes[1:] * _SECOND
    return products


def consecutive(sizes: Iterable[int]) -> list[slice]:
    """Return the slices of parts of some sizes that follow each other."""
    return [slice(*edges) for edges in pairwise(accumulate(sizes, initial=0))]


def _lasts(sizes: Sequence[int]) -> list[int]:
    """Return the last place of each part that is not empty, of parts that follow each other."""
    return [end - 1 for size, end in zip(sizes, accumulate(sizes), strict=True) if size]
