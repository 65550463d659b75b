"""The words of a text by column: tokens joined to words, with a class for each.

Two syllables that make a word of `data/subject_words.tsv` are joined to one. Its part of speech was
learned from underthesea's tagger on news; classes by hand override it for the words that stand between
a subject and its number or at the edge of a noun phrase.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

import numpy as np

from civictext.indicators.tokens import (
    CODES,
    DIGIT,
    LETTER,
    Codes,
    Flags,
    Ints,
    Keys,
    Tokens,
    WordTable,
    character_table,
    pair_keys,
    read_tokens,
)
from civictext.resources import data_path

_SIGNS = ',.;:()"“”%-–?!\n'
"""Marks that have a class of their own."""
NUMBER, EDGE, UNKNOWN, NAME, SHORT, SIGN = "#", "\n", "UNK", "Np", "Ny", "S"


class Classes:
    """Word classes by number, and sets of them as masks over these numbers."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.number = {name: i for i, name in enumerate(names)}

    def mask(self, *names: str) -> Flags:
        """Return which class numbers belong to some names; names of no class are left out."""
        mask = np.zeros(len(self.names), dtype=np.bool_)
        mask[[self.number[name] for name in names if name in self.number]] = True
        return mask


PAD: Final = 4
"""How many edges stand before the first word and behind the last one."""


class _Lexicon(NamedTuple):
    """Word classes, and the table of words that have one; 255 stands for the first."""

    classes: Classes
    table: WordTable


@dataclass(slots=True)
class Words:
    """Words of a text by column.

    `starts` and `ends` are code points; `PAD` edges stand before the first word and behind the last
    one, so that what lies outside may be asked for.
    """

    starts: Ints
    ends: Ints
    keys: Keys
    kinds: Codes

    def __len__(self) -> int:
        return len(self.starts)


@cache
def lexicon() -> _Lexicon:
    """Load `data/subject_words.tsv`, once."""
    names = ["", NUMBER, UNKNOWN, NAME, SHORT, SIGN, "IN", "IV", "IA", *_SIGNS]
    listed: dict[str, int] = {}
    for line in data_path("subject_words.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, words = line.split("\t")
            names.append(kind)
            listed.update(dict.fromkeys((w for w in words.split("|") if w.count(" ") < 2), len(names) - 1))
    return _Lexicon(Classes(names), WordTable.of(listed))


def read_words(tokens: Tokens, breaks: Ints) -> Words:
    """Join tokens to words.

    Args:
        tokens: of a whole article.
        breaks: positions that no word may cross, such as the edges of numbers and units.
    """
    if not len(tokens):
        return _padded(tokens.starts, tokens.ends, tokens.keys, tokens.sorts)
    table = lexicon().table
    kinds = table.get(tokens.keys)
    pairs = np.append(pair_keys(tokens.keys), np.uint32(0))
    pair_kinds = table.get(pairs)
    joined = tokens.spaced & (pair_kinds > 0)
    edges = np.zeros(int(tokens.ends[-1]) + 1, dtype=np.bool_)
    edges[breaks[breaks < len(edges)]] = True
    joined[:-1] &= ~edges[tokens.starts[1:]]
    joined = _first_of_pairs(joined)
    kinds = _with_capitals(np.where(joined, pair_kinds, kinds), joined, tokens)
    words = np.ones(len(tokens), dtype=np.bool_)
    words[1:] = ~joined[:-1]
    ends = tokens.ends.copy()
    ends[:-1] = np.where(joined[:-1], ends[1:], ends[:-1])
    keys = np.where(joined, pairs, tokens.keys)
    return _padded(tokens.starts[words], ends[words], keys[words], kinds[words])


@cache
def _edge_key() -> np.uint32:
    """Return the key of a line break."""
    return np.uint32(read_tokens(EDGE).keys[0])


def _padded(starts: Ints, ends: Ints, keys: Keys, kinds: Codes) -> Words:
    last = int(ends[-1]) + 1 if len(ends) else 0
    key, kind = _edge_key(), np.uint8(lexicon().classes.number[EDGE])
    size = len(starts) + 2 * PAD
    columns = []
    for column, before, after in ((starts, -1, last), (ends, -1, last), (keys, key, key), (kinds, kind, kind)):
        padded = np.empty(size, dtype=column.dtype)
        padded[:PAD], padded[PAD:-PAD], padded[-PAD:] = before, column, after
        columns.append(padded)
    return Words(*columns)


_WORD = 0xFF


@cache
def _sign_classes() -> Codes:
    """Return the class of each code point that is a token by itself or begins a number."""
    number = lexicon().classes.number
    sorts, _ = character_table()
    table = np.full(CODES, number[SIGN], dtype=np.uint8)
    table[sorts == LETTER] = _WORD
    table[sorts == DIGIT] = number[NUMBER]
    for sign in _SIGNS:
        table[ord(sign)] = number[sign]
    return table


@cache
def _capital_classes() -> tuple[Codes, Codes, Flags, Flags]:
    """Return the class of lower-case words and of capitalised pairs by class, and two sets of classes."""
    classes = lexicon().classes
    lower = np.arange(len(classes.names), dtype=np.uint8)
    lower[0], lower[classes.number["PROV"]] = classes.number[UNKNOWN], classes.number["N"]
    pair = np.arange(len(classes.names), dtype=np.uint8)
    for kind, i in classes.number.items():
        if kind and kind[0] in "NVA" and kind[1:2] in ("", "/"):
            pair[i] = classes.number["I" + kind[0]]
    return lower, pair, classes.mask("PROV", "ADM"), classes.mask(".", ":", '"', "“", EDGE)


def _with_capitals(kinds: Codes, joined: Flags, tokens: Tokens) -> Codes:
    """Return the class of each token from its class in the table, how it is written, and what is before it."""
    number = lexicon().classes.number
    lower, pair, places, openers = _capital_classes()
    heads = tokens.heads
    sign = np.where(heads < CODES, _sign_classes()[np.minimum(heads, CODES - 1)], np.uint8(number[SIGN]))
    word = sign == _WORD
    opens = np.append(True, openers[np.where(word, 0, sign)][:-1])
    known = kinds > 0
    capital = np.where(opens & known, kinds, np.where(joined, pair[kinds], np.uint8(number[NAME])))
    capital = np.where(tokens.capitals, np.where(known, kinds, np.uint8(number[SHORT])), capital)
    capital = np.where(places[kinds], kinds, capital)
    found: Codes = np.where(word, np.where(tokens.capital, capital, lower[kinds]), sign)
    return found


def _first_of_pairs(joined: Flags) -> Flags:
    """Keep every other one of a run of pairs, so that no syllable is in two words."""
    places = np.arange(len(joined), dtype=np.int32)
    run_start = np.where(joined, 0, places + 1)
    offset = places - np.maximum.accumulate(run_start)
    kept: Flags = joined & (offset % 2 == 0)
    return kept
