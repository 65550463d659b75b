"""The words of a sentence as the subject model sees them: form, class, place in the text.

Syllables are joined to the longest word of `data/subject_words.tsv`, whose parts of speech were
learned from underthesea's tagger on news; a hand-made class overrides the part of speech for the
words that stand between a subject and its number or at the edge of a noun phrase.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache

from civictext.resources import data_path

_TOKEN = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_]+\d?(?:[-&/][^\W\d_]+)*|[^\w\s]|_")
_PUNCTUATION = frozenset(",.;:()\"“”%-–?!")
_PLACES = frozenset({"PROV", "ADM"})
_SENTENCE_START = frozenset({".", ":", '"', "“"})

NUMBER = "#"
"""Class of a word that is part of a number; also its form."""
EDGE = "<>"
"""Form and class of what stands outside a sentence."""
_OUTSIDE = (EDGE,) * 4


@dataclass(slots=True)
class Words:
    """Words of a stretch of text, by column; `figure[i]` is the figure that word i is part of or -1."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    figure: list[int] = field(default_factory=list)
    memo: dict[str, dict[int, float]] = field(default_factory=dict)
    """Scores of single words that a model keeps while it reads the figures of a sentence."""

    def __len__(self) -> int:
        return len(self.starts)

    def pad(self) -> None:
        """Put edges behind the last word, so that what lies up to two words outside can be asked for.

        Python reads the words before the first one, -1 and -2, from the end too.
        """
        self.forms += _OUTSIDE
        self.classes += _OUTSIDE


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], dict[str, tuple[int, ...]]]:
    """Return the class of each word and, for a first syllable, the lengths of the words it opens."""
    classes: dict[str, str] = {}
    for line in data_path("subject_words.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, words = line.split("\t")
            classes.update(dict.fromkeys(words.split("|"), kind))
    lengths: dict[str, set[int]] = {}
    for word in classes:
        first, _, rest = word.partition(" ")
        if rest:
            lengths.setdefault(first, set()).add(rest.count(" ") + 2)
    return classes, {first: tuple(sorted(n, reverse=True)) for first, n in lengths.items()}


def split_words(text: str, start: int, end: int, breaks: Collection[int] = ()) -> Words:
    """Split a stretch of text into words.

    Args:
        breaks: positions that no word may cross, such as the edges of numbers and units.
    """
    classes, lengths = _tables()
    spans = [match.span() for match in _TOKEN.finditer(text, start, end)]
    syllables = [text[a:b].lower() for a, b in spans]
    words = Words()
    i = 0
    while i < len(spans):
        n = 1
        options = lengths.get(syllables[i])
        if options:
            n = _longest(spans, syllables, i, options, classes, breaks)
        form = syllables[i] if n == 1 else " ".join(syllables[i : i + n])
        first, last = spans[i][0], spans[i + n - 1][1]
        words.starts.append(first)
        words.ends.append(last)
        words.forms.append(form)
        word = text[first:last]
        kind = classes.get(form)
        if kind is None or not word[0].islower() or kind == "PROV":
            kind = _class(word, kind, n, words.classes[-1] if words.classes else ".")
        words.classes.append(kind)
        i += n
    words.figure = [-1] * len(words)
    words.pad()
    return words


def _longest(
    spans: list[tuple[int, int]],
    syllables: list[str],
    i: int,
    options: tuple[int, ...],
    classes: dict[str, str],
    breaks: Collection[int],
) -> int:
    """Return how many syllables from the i-th on make up the longest known word."""
    for n in options:
        if i + n > len(spans):
            continue
        word = " ".join(syllables[i : i + n])
        spaced = spans[i + n - 1][1] - spans[i][0] == len(word)
        if spaced and word in classes and not any(spans[j][0] in breaks for j in range(i + 1, i + n)):
            return n
    return 1


def _class(word: str, kind: str | None, syllables: int, before: str) -> str:
    """Return the class of a word from its class in the table, how it is written, and the class before it."""
    first = word[0]
    if first.isdigit():
        return NUMBER
    if not first.isalnum():
        return word if word in _PUNCTUATION else "S"
    if first.islower():
        return "N" if kind == "PROV" else kind or "UNK"
    if kind in _PLACES:
        return kind
    if word.isupper() and len(word) > 1:
        return kind or "Ny"
    if kind is None:
        return "Np"
    if before in _SENTENCE_START:
        return kind
    return "Np" if syllables == 1 else "I" + kind[0]
