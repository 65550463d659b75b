"""What a topic model sees of an article: hashed syllable n-grams, made in one way everywhere.

Training, inference and evidence call `article_view` and `ngrams`; nothing else turns text into
features. A text is handled as one array of code points and no Python object is made per
syllable, which is what lets an article of 4 kB cost a tenth of a millisecond.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from civictext.document import READ_ROLES, Document

FEATURES_VERSION = 1
"""Raised whenever the same text may give other features; models of another version are refused."""
TEXT_BITS, TITLE_BITS = 22, 20
TITLE_BUCKETS = 1 << TEXT_BITS
"""First bucket of n-grams as words of the title; those below are n-grams anywhere."""
BUCKETS = TITLE_BUCKETS + (1 << TITLE_BITS)
TITLE_SHARE = np.float32(0.7)
"""Length of the vector of the title beside that of the whole article, which is one."""
BODY_CHARS = 4000
"""Characters of the body that are read: news says first what it is about."""
TITLE_CHARS = 300

_LETTERS = 0x2000
"""Letters of Vietnamese and its neighbours lie below; what lies above separates syllables."""
_LONGEST = 64
"""Characters of a syllable that are told apart by their place in it."""
_TONES = frozenset("\N{COMBINING GRAVE ACCENT}\N{COMBINING ACUTE ACCENT}\N{COMBINING HOOK ABOVE}"
                   "\N{COMBINING TILDE}\N{COMBINING DOT BELOW}")  # fmt: skip

Hashes = NDArray[np.uint64]
Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """The characters of an article that a model reads, and where they stand in `doc.text`.

    Attributes:
        text: the title and the lines of the body, one a line.
        title_chars: how many of them are the title.
        line_starts: where each line stands in `text` …
        source_starts: … and in `doc.text`; -1 for a title that was given beside it.
    """

    text: str
    title_chars: int
    line_starts: tuple[int, ...]
    source_starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Syllables:
    """The syllables of a text: a hash of each and the characters it covers."""

    hashes: Hashes
    starts: Indices
    ends: Indices


def article_view(doc: Document) -> ArticleView:
    """Return what a model reads of a document: its headline and the lines of its body.

    Furniture of the page and by-lines are left out; a title given beside the text counts only
    where the text itself has none, so that it is never read twice.
    """
    headline = next((line.span for line in doc.lines if line.role == "title"), None)
    if headline is not None:
        title, source = doc.text[slice(*headline)][:TITLE_CHARS], headline.start
    else:
        title, source = unicodedata.normalize("NFC", (doc.title or "")[:TITLE_CHARS]), -1
    parts, line_starts, source_starts = [title], [0], [source]
    size, limit = len(title) + 1, len(title) + 1 + BODY_CHARS
    for line in doc.lines:
        if line.role in READ_ROLES and line.span is not headline and size < limit:
            start, end = line.span
            parts.append(doc.text[start : min(end, start + limit - size)])
            line_starts.append(size)
            source_starts.append(start)
            size += len(parts[-1]) + 1
    return ArticleView("\n".join(parts), len(title), tuple(line_starts), tuple(source_starts))


def syllables(text: str) -> Syllables:
    """Find the syllables of a text: runs of letters and digits.

    The hash of a syllable disregards case, the value of digits and the letter that carries the
    tone mark, so that `hoà` is `hòa` whatever the style of the text.

    >>> a, b, c = syllables("Hòa hoà hoa").hashes.tolist()
    >>> a == b, b == c
    (True, False)
    """
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    codes = np.where(codes < _LETTERS, codes, 0)
    letters = _BASES[codes]
    inside = np.concatenate(([False], letters != 0, [False]))
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return Syllables(np.zeros(0, np.uint64), starts, ends)
    kept = np.flatnonzero(letters)
    lengths = ends - starts
    firsts = np.cumsum(lengths) - lengths
    places = np.minimum(np.arange(len(kept)) - np.repeat(firsts, lengths), _LONGEST - 1)
    hashes = np.add.reduceat(letters[kept] * _POWERS[places] + _TONE_MARKS[codes[kept]], firsts)
    return Syllables(_scatter(hashes), starts, ends)


@dataclass(frozen=True, slots=True)
class Counts:
    """The features of an article and where each occurs.

    Attributes:
        buckets: the features that occur, sorted.
        number: how often each occurs.
        occurrences: for every occurrence, in runs of the same kind, the index of its feature.
        runs: `(length, size)` of each run; the occurrence `i` of a run starts at syllable `i` of
            the article and covers `size` syllables.
    """

    buckets: Indices
    number: NDArray[np.float32]
    occurrences: Indices
    runs: tuple[tuple[int, int], ...]


def count(view: ArticleView, found: Syllables) -> Counts:
    """Count the n-grams of an article: syllables and pairs of neighbours.

    An n-gram of the title counts twice as one of the article, and once in buckets of its own.
    """
    in_title = int(np.searchsorted(found.starts, view.title_chars))
    keys: list[Indices] = []
    runs: list[tuple[int, int]] = []
    for size, hashes in ((1, _unigrams(found.hashes)), (2, _bigrams(found.hashes))):
        anywhere = (hashes >> _TO_TEXT).astype(np.intp)
        title = max(0, in_title - size + 1)
        own = (hashes[:title] >> _TO_TITLE).astype(np.intp) + TITLE_BUCKETS
        keys += (anywhere, anywhere[:title], own)
        runs += ((len(anywhere), size), (title, size), (title, size))
    buckets, places, number = np.unique(np.concatenate(keys), return_inverse=True, return_counts=True)
    return Counts(buckets, number.astype(np.float32), places, tuple(runs))


def _unigrams(hashes: Hashes) -> Hashes:
    return _scatter(hashes * _UNIGRAM)


def _bigrams(hashes: Hashes) -> Hashes:
    return _scatter(hashes[:-1] * _BIGRAM + hashes[1:])


def _scatter(values: Hashes) -> Hashes:
    """Mix 64-bit keys so that their high bits depend on all of theirs."""
    values = (values ^ (values >> _HALF)) * _MIXER
    return values ^ (values >> _HALF)


def _letter_tables() -> tuple[Hashes, Hashes]:
    """Return a key for every letter without its tone, and one for its tone; zero for no letter."""
    keys = _scatter(np.arange(1, _LETTERS + 1, dtype=np.uint64) * _UNIGRAM)
    bases, tones = np.zeros(_LETTERS, np.uint64), np.zeros(_LETTERS, np.uint64)
    for code in range(_LETTERS):
        if chr(code).isalnum():
            base, marks = _split_tone("0" if chr(code).isdigit() else chr(code).lower()[0])
            bases[code] = keys[ord(base) % _LETTERS]
            tones[code] = keys[ord(marks[0])] if marks else 0
    return bases, tones


def _split_tone(letter: str) -> tuple[str, list[str]]:
    """Take the tone mark off a letter: `ấ` is `â` and the acute accent."""
    first, *marks = list(unicodedata.normalize("NFD", letter))
    base = first + "".join(mark for mark in marks if mark not in _TONES)
    return unicodedata.normalize("NFC", base)[0], [mark for mark in marks if mark in _TONES]


_MIXER, _UNIGRAM, _BIGRAM = map(np.uint64, (0xD6E8FEB86659FD93, 0x94D049BB133111EB, 0xA0761D6478BD642F))
_HALF, _TO_TEXT, _TO_TITLE = map(np.uint64, (32, 64 - TEXT_BITS, 64 - TITLE_BITS))
_POWERS = np.cumprod(np.full(_LONGEST, 0x9E3779B97F4A7C15, np.uint64))
_BASES, _TONE_MARKS = _letter_tables()
