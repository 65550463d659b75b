"""The lists of words by which contexts are read: `data/context_words.tsv`."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache

from civictext.errors import LexiconError
from civictext.resources import data_path


def rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of a table of `data` below its comments and its header."""
    with data_path(name).open(encoding="utf-8", newline="") as file:
        lines = csv.reader((line for line in file if not line.startswith("#")), delimiter="\t")
        next(lines)
        yield from lines


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    lists: dict[str, list[str]] = {}
    for name, word in rows("context_words.tsv"):
        lists.setdefault(name, []).append(word)
    return {name: tuple(words) for name, words in lists.items()}


def words(name: str) -> tuple[str, ...]:
    """Return the words of a list.

    >>> words("never bare")
    ('Hồ Chí Minh', 'HCM')

    Raises:
        LexiconError: the table has no list of that name.
    """
    try:
        return _lists()[name]
    except KeyError:
        raise LexiconError(f"context_words.tsv has no list {name!r}: it has {', '.join(_lists())}") from None


def one_of(name: str) -> str:
    """Return a pattern for one word of a list, longer ones first; also fit for verbose patterns.

    >>> one_of("never bare")
    'Hồ[ ]Chí[ ]Minh|HCM'
    """
    longest_first = sorted(words(name), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace("\\ ", "[ ]") for word in longest_first)


PLAN = rf"(?:tổng[ ]|số[ ])?(?:{one_of('plan')})\b"
"""A pattern for a noun of what was planned, which a share of it reaches and a change exceeds."""
