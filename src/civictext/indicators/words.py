"""The words of a text by column: tokens joined to words, with a class for each.

Two syllables that make a word of `data/subject_words.tsv` are joined to one. Its part of speech was
learned from underthesea's tagger on news; classes by hand override it for the words that stand between
a subject and its number or at the edge of a noun phrase.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from librt.vecs import vec
from mypy_extensions import i64, u8

from civictext.indicators.tokens import (
    CAPITAL,
    CAPITALS,
    CODES,
    DIGIT,
    LETTER,
    SPACED,
    Tokens,
    WordTable,
    pair_key,
    read_tokens,
    sort_of,
)
from civictext.resources import data_path

_SIGNS = ',.;:()"“”%-–?!\n'
"""Marks that have a class of their own."""
NUMBER, EDGE, UNKNOWN, NAME, SHORT, SIGN = "#", "\n", "UNK", "Np", "Ny", "S"

PAD: Final = 4
"""How many edges stand before the first word and behind the last one."""


class Classes:
    """Word classes by number, and sets of them as masks over these numbers."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.number = {name: i for i, name in enumerate(names)}

    def mask(self, *names: str) -> vec[bool]:
        """Return which class numbers belong to some names; names of no class are left out."""
        return vec[bool]([name in names for name in self.names])


class _Lexicon:
    """Word classes, and the table of words that have one."""

    def __init__(self, names: list[str], listed: dict[str, int]) -> None:
        self.classes = Classes(names)
        self.table = WordTable.of(listed)
        number = self.classes.number
        self.number: i64 = number[NUMBER]
        self.edge: i64 = number[EDGE]
        self.name: i64 = number[NAME]
        self.short: i64 = number[SHORT]
        self.sign: i64 = number[SIGN]
        self.edge_key: i64 = read_tokens(EDGE).keys[0]
        lower, pair = list(range(len(names))), list(range(len(names)))
        lower[0], lower[number["PROV"]] = number[UNKNOWN], number["N"]
        for kind, i in number.items():
            if kind and kind[0] in "NVA" and kind[1:2] in ("", "/"):
                pair[i] = number["I" + kind[0]]
        self.lower = vec[i64](lower)
        """The class of a word in lower case by its class in the table."""
        self.pair = vec[i64](pair)
        """The class of a capitalised pair."""
        self.places = self.classes.mask("PROV", "ADM")
        self.openers = self.classes.mask(".", ":", '"', "“", EDGE)
        """Behind these a capital means nothing."""
        self.heads = vec[u8]([self._class_of_head(code) for code in range(CODES)])

    def _class_of_head(self, code: int) -> int:
        """Return the class of what begins with a code point that is no letter: a number, or a mark by itself."""
        if sort_of(code) == DIGIT:
            return self.number
        return self.classes.number[chr(code)] if chr(code) in _SIGNS else self.sign

    def head(self, code: i64) -> i64:
        """Return the class of what begins with a code point that is no letter."""
        return i64(self.heads[code]) if code < CODES else self.sign


def _read_lexicon() -> _Lexicon:
    names = ["", NUMBER, UNKNOWN, NAME, SHORT, SIGN, "IN", "IV", "IA", *_SIGNS]
    listed: dict[str, int] = {}
    for line in data_path("subject_words.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, words = line.split("\t")
            names.append(kind)
            listed.update(dict.fromkeys((w for w in words.split("|") if w.count(" ") < 2), len(names) - 1))
    return _Lexicon(names, listed)


LEXICON: Final = _read_lexicon()
"""What `data/subject_words.tsv` says."""


class Words:
    """Words of a text by column.

    `starts` and `ends` are code points; `PAD` edges stand before the first word and behind the last
    one, so that what lies outside may be asked for.
    """

    def __init__(self, starts: vec[i64], ends: vec[i64], keys: vec[i64], kinds: vec[i64]) -> None:
        self.starts = starts
        self.ends = ends
        self.keys = keys
        self.kinds = kinds

    def __len__(self) -> int:
        return len(self.starts)


def read_words(tokens: Tokens, breaks: Iterable[int]) -> Words:
    """Join tokens to words.

    Args:
        tokens: of a whole article.
        breaks: positions that no word may cross, such as the edges of numbers and units.
    """
    lexicon, table = LEXICON, LEXICON.table
    token_starts, token_ends, token_keys, marks = tokens.starts, tokens.ends, tokens.keys, tokens.marks
    size: i64 = len(token_keys)
    room = size + 2 * PAD
    starts, ends = vec[i64]([-1] * room), vec[i64]([-1] * room)
    keys, kinds = vec[i64]([lexicon.edge_key] * room), vec[i64]([lexicon.edge] * room)
    breaks_at = _breaks_at(breaks, len(tokens.text) + 1)
    at: i64 = PAD
    opens = True
    i: i64 = 0
    while i < size:
        starts[at] = token_starts[i]
        key = token_keys[i]
        if marks[i] & 3 != LETTER:
            kind = lexicon.head(tokens.head(i))
            opens = lexicon.openers[kind]
        else:
            joins = marks[i] & SPACED != 0 and not breaks_at[token_starts[i + 1]]
            pair: i64 = table.get(pair_key(key, token_keys[i + 1])) if joins else i64(0)
            kind = _class(pair if pair else table.get(key), marks[i], opens, pair > 0)
            if pair:
                i += 1
                key = pair_key(key, token_keys[i])
            opens = False
        ends[at] = token_ends[i]
        keys[at] = key
        kinds[at] = kind
        at += 1
        i += 1
    stop = at + PAD
    for i in range(at, stop):
        starts[i] = ends[i] = token_ends[size - 1] + 1 if size else i64(0)
    return Words(starts[:stop], ends[:stop], keys[:stop], kinds[:stop])


def _breaks_at(positions: Iterable[int], size: int) -> vec[bool]:
    """Return for each position of a text whether no word may cross it."""
    breaks_at = vec[bool]([False] * size)
    for position in positions:
        breaks_at[position] = True
    return breaks_at


def _class(kind: i64, marks: i64, opens: bool, joined: bool) -> i64:
    """Return the class of a word from its class in the table, how it is written, and what is before it."""
    if not marks & CAPITAL:
        return LEXICON.lower[kind]
    if LEXICON.places[kind]:
        return kind
    if marks & CAPITALS:
        return kind if kind else LEXICON.short
    if opens and kind:
        return kind
    return LEXICON.pair[kind] if joined else LEXICON.name
