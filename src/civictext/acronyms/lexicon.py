"""The lexicon of short forms: rows of a table, found by a key that ignores how they are joined."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from os import PathLike
from pathlib import Path
from typing import Final
from unicodedata import normalize

from civictext.errors import LexiconError
from civictext.resources import data_path

COLUMNS: Final = ("short", "long", "sense", "domain", "frequency", "variants", "valid_from", "valid_to", "source")
REQUIRED: Final = ("short", "long")
FOREIGN: Final = "foreign"
"""Domain of international and foreign names: they are left alone unless the article defines them."""
_JOINTS: Final = re.compile(r"[\s&–-]+")
_MONTH: Final = re.compile(r"[12][0-9]{3}(?:-[01][0-9])?")


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a short form: a row of the table."""

    short: str
    long: str
    sense: str
    domain: str = ""
    frequency: int = 0
    variants: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    source: str = ""

    def __reduce__(self) -> tuple[type[Sense], tuple[object, ...]]:
        """Tell pickle how to make it again; compiled classes have to say."""
        return Sense, (
            self.short, self.long, self.sense, self.domain, self.frequency,
            self.variants, self.valid_from, self.valid_to, self.source,
        )  # fmt: skip

    @property
    def foreign(self) -> bool:
        """Whether it is used as a name, so that it is not written out."""
        return self.domain == FOREIGN

    def valid_at(self, date: str | None) -> bool:
        """Whether the meaning was in use on a day; always, where the day is not known."""
        if date is None:
            return True
        after = self.valid_from is None or date >= self.valid_from
        return after and (self.valid_to is None or date[: len(self.valid_to)] <= self.valid_to)


def key_of(short: str) -> str:
    """Return what spellings of one short form share: its letters without joints and spaces.

    Dots stay, because `N.H` are the initials of a person; spellings with dots are listed.

    >>> key_of("GD&ĐT"), key_of("GD - ĐT"), key_of("T.Ư")
    ('GDĐT', 'GDĐT', 'T.Ư')
    """
    return short if short.isalnum() else _JOINTS.sub("", short)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Senses by key; made by `read_lexicon`."""

    senses: Mapping[str, tuple[Sense, ...]]
    joined: frozenset[str]
    """Spellings with a space or a dot inside, which are one short form only where listed."""
    mixed: frozenset[str]
    """Spellings with small letters, such as `đ/c` and `TTg`."""
    digest: str
    own: frozenset[str] = frozenset()
    """Keys that a user's table has put over those of another."""

    def __reduce__(self) -> tuple[type[Lexicon], tuple[object, ...]]:
        """Tell pickle how to make it again; compiled classes have to say."""
        return Lexicon, (self.senses, self.joined, self.mixed, self.digest, self.own)

    @classmethod
    def of(cls, longs: Mapping[str, str]) -> Lexicon:
        """Make a lexicon of plain pairs."""
        return _lexicon(
            enumerate(Sense(short, long, "") for short, long in longs.items()),
            Path("definitions"),
            repr(sorted(longs.items())).encode(),
        )

    def get(self, short: str) -> tuple[Sense, ...]:
        """Return the senses of a short form as it is written; nothing if it is not known."""
        return self.senses.get(short) or self.senses.get(key_of(short), ())

    def over(self, base: Lexicon) -> Lexicon:
        """Return this lexicon laid over another: its short forms replace those of the other."""
        digest = hashlib.blake2b((base.digest + self.digest).encode(), digest_size=8).hexdigest()
        return Lexicon(
            {**base.senses, **self.senses},
            base.joined | self.joined,
            base.mixed | self.mixed,
            digest,
            base.own.union(self.senses),
        )


def read_lexicon(path: str | PathLike[str]) -> Lexicon:
    """Read a table of short forms: tab-separated, UTF-8, a heading with `COLUMNS`.

    Only `short` and `long` are required. `sense` tells the meanings of one short form apart,
    `variants` are other spellings, separated by `|`. `#` starts a comment line.

    Raises:
        LexiconError: a row is malformed, or two rows give one sense of a short form two long
            forms; the message names file and line.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
        text = normalize("NFC", content.decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    return _lexicon(_rows(path, text), path, content)


def _lexicon(rows: Iterable[tuple[int, Sense]], path: Path, content: bytes) -> Lexicon:
    senses, spellings = _index(rows, path)
    return Lexicon(
        senses,
        frozenset(s for s in spellings if " " in s or "." in s.rstrip(".")),
        frozenset(s for s in spellings if not s.isupper() or "/" in s),
        hashlib.blake2b(content, digest_size=8).hexdigest(),
    )


@cache
def bundled_lexicon() -> Lexicon:
    """Return the lexicon of this installation, read once."""
    return read_lexicon(data_path("acronyms.tsv"))


def _rows(path: Path, text: str) -> Iterator[tuple[int, Sense]]:
    """Yield the rows of a table with their line numbers."""
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and line[0] != "#"]
    if not lines:
        raise LexiconError(f"{path}: the table is empty; its first line must name the columns short, long, …")
    number, head = lines[0]
    columns = head.split("\t")
    if not set(REQUIRED) <= set(columns) <= set(COLUMNS) or len(set(columns)) < len(columns):
        raise LexiconError(
            f"{path}:{number}: columns are {', '.join(columns)}; required are {', '.join(REQUIRED)}, "
            f"known are {', '.join(COLUMNS)}, separated by tabs"
        )
    for number, line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise LexiconError(f"{path}:{number}: {len(cells)} cells where the heading has {len(columns)}: {line!r}")
        yield number, _sense(path, number, dict(zip(columns, map(str.strip, cells), strict=True)))


def _sense(path: Path, number: int, row: dict[str, str]) -> Sense:
    """Make a sense of a row, or say what is wrong with it."""
    short, long = row["short"], row["long"]
    if not short or not long:
        raise LexiconError(f"{path}:{number}: short and long must not be empty")
    if not any(c.isalpha() for c in short) or len(short) > 24:
        raise LexiconError(f"{path}:{number}: {short!r} is no short form")
    frequency = row.get("frequency") or "0"
    if not (frequency.isascii() and frequency.isdigit()):
        raise LexiconError(f"{path}:{number}: frequency must be a whole number, not {frequency!r}")
    months = {name: row.get(name) or None for name in ("valid_from", "valid_to")}
    for name, month in months.items():
        if month and not _MONTH.fullmatch(month):
            raise LexiconError(f"{path}:{number}: {name} must be YYYY or YYYY-MM, not {month!r}")
    return Sense(
        short,
        long,
        row.get("sense", ""),
        row.get("domain", ""),
        int(frequency),
        tuple(filter(None, (row.get("variants") or "").split("|"))),
        source=row.get("source", ""),
        **months,
    )


def _index(rows: Iterable[tuple[int, Sense]], path: Path) -> tuple[dict[str, tuple[Sense, ...]], set[str]]:
    """Collect senses by key, and all spellings."""
    first: dict[tuple[str, str], tuple[int, Sense]] = {}
    found: dict[str, list[Sense]] = {}
    spellings: set[str] = set()
    for number, sense in rows:
        for spelling in (sense.short, *sense.variants):
            spellings.add(spelling)
            key = key_of(spelling)
            earlier, other = first.setdefault((key, sense.sense), (number, sense))
            if other.long != sense.long:
                raise LexiconError(
                    f"{path}:{number}: {spelling!r} = {sense.long!r} conflicts with line {earlier}: "
                    f"{other.short!r} = {other.long!r}; give each a sense of its own, or drop one"
                )
            if other is sense and sense not in found.setdefault(key, []):
                found[key].append(sense)
    return {key: tuple(senses) for key, senses in found.items()}, spellings
