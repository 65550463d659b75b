"""Damaged encodings, told apart line by line and repaired.

- UTF-8 read as Latin-1, Windows-1252 or Windows-1258: `Tuyá»ƒn sinh` is `Tuyển sinh`;
- TCVN3 (ABC), VNI-Windows and Windows-1258 read as Latin-1: `Céng hßa`, `Coäng hoøa`.

A line is repaired only if its strange words become Vietnamese syllables and were none before:
French, German, Portuguese and clean Vietnamese stay. The tables are `data/encodings.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Set
from functools import lru_cache
from typing import NamedTuple

from civictext.resources import data_path
from civictext.text.alignment import Change
from civictext.text.syllables import is_syllable

RULES = frozenset({"mojibake", "tcvn3", "vni", "cp1258"})
"""Names of the rules under which repairs of an encoding are recorded."""

_CONTROLS = frozenset(map(chr, range(0x80, 0xA0)))  # of no text, but capitals of TCVN3 and half of mojibake
_LEGACY_MARKERS = _CONTROLS | frozenset(
    "¡¢£¤¥¦§¨©ª«¬\N{SOFT HYPHEN}®µ¶·¸¹»¼½¾ÆÞþßØøÏïÖöÑñÄäÅåæËëÜüÎîçÇûÛÐð×÷"
    "\x01\x02\x04\x05\x06\x11\x12\x13\x14\x15\x16\x17"
)
# What no language writes in a word: signs (`Th¶o` is TCVN3), or such a capital behind a small letter.
_DOUBTLESS = re.compile("[\x01-\x1f\x80-\xbf×÷]|[a-zâêôõýã][ÌÒÞ]")
_VIETNAMESE = re.compile("[\u0102-\u01b0\u1ea0-\u1ef9]")
_WORD = re.compile(r"[A-Za-z\x01\x02\x04-\x06\x11-\x17\x80-\x9f\xa1-\xff]+")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_LINE = re.compile(r"[^\n]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^ \t\n]+")  # a no-break space may be half a letter here


def encoding_changes(text: str, chars: Set[str], *, may_be_cp1258: bool) -> list[Change]:
    """Return the repairs of the damaged lines of a text.

    Args:
        text: any text, before normalisation: TCVN3's `ư` is a soft hyphen.
        chars: the unusual characters in it; clean text is done with by a look at these.
        may_be_cp1258: it holds what Windows-1258 makes of tones: letters of their own behind the vowel, usual ones
            (`cuÒa`, `quôìc`, `HÔòI`).
    """
    changes: list[Change] = []
    if not chars.isdisjoint(_RARE_CONTINUATIONS):
        changes = _mojibake_changes(text)
    if not changes and (not chars.isdisjoint(_LEGACY_MARKERS) or may_be_cp1258):
        changes = _legacy_changes(text)
    return changes


# -- UTF-8 read as a code page


def _bytes_of_characters() -> dict[str, int]:
    """Return the byte that a character stood for, in any of the three code pages."""
    table = {}
    for byte in range(0x80, 0x100):
        for page in ("latin-1", "cp1252", "cp1258"):
            char = bytes([byte]).decode(page, "ignore")
            if char:
                table[char] = byte
    return table


_BYTE = _bytes_of_characters()


def _class(first: int, last: int) -> str:
    return "[" + re.escape("".join(char for char, byte in _BYTE.items() if first <= byte <= last)) + "]"


_CONTINUATION = _class(0x80, 0xBF)
_SEQUENCE = re.compile(
    f"{_class(0xC2, 0xDF)}{_CONTINUATION}"
    f"|{_class(0xE0, 0xEF)}{_CONTINUATION}{{2}}"
    f"|{_class(0xF0, 0xF4)}{_CONTINUATION}{{3}}"
)
# `à` is C3 A0: its second byte, a no-break space, is often squeezed to a space or trimmed.
_CUT_GRAVE = re.compile("[\N{LATIN CAPITAL LETTER A WITH TILDE}\N{LATIN CAPITAL LETTER A WITH BREVE}](?:  |(?= |$))")
_RARE_CONTINUATIONS = frozenset(c for c, byte in _BYTE.items() if byte < 0xC0) - frozenset(
    "‘’“”…–—•\N{NO-BREAK SPACE}\x85"
)


def _mojibake_changes(text: str) -> list[Change]:
    changes: list[Change] = []
    done = -1
    for match in _SEQUENCE.finditer(text):
        if match.start() < done:
            continue
        start = text.rfind("\n", 0, match.start()) + 1
        done = text.find("\n", match.start())
        done = len(text) if done < 0 else done
        changes += _mojibake_line(text[start:done], start)
    return changes


def _mojibake_line(line: str, offset: int) -> list[Change]:
    """Return the repairs of one line, if it is damaged."""
    found = [(m.start(), m[0], char) for m in _SEQUENCE.finditer(line) if (char := _read(m[0]))]
    covered = sum(len(sequence) for _, sequence, _ in found)
    if len(found) < 2 or covered != len(_NON_ASCII.findall(line)):
        sure = list(_convincing(line, found))
        if len(sure) < max(2, len(found) / 2):
            found = sure
    changes = [Change(offset + start, sequence, char, "mojibake") for start, sequence, char in found]
    if len(changes) >= 2:
        taken = {c.start for c in changes}
        changes += [
            Change(offset + m.start(), m[0], "à" if len(m[0]) == 1 else "à ", "mojibake")
            for m in _CUT_GRAVE.finditer(line)
            if offset + m.start() not in taken
        ]
        changes.sort()
    return changes


def _read(sequence: str) -> str | None:
    """Return the character that a sequence of code page characters is in UTF-8, or None."""
    try:
        char = bytes(_BYTE[c] for c in sequence).decode("utf-8")
    except UnicodeDecodeError:
        return None
    sound = char.isprintable() or char in "\N{NO-BREAK SPACE}\N{SOFT HYPHEN}" or char in _CONTROLS
    return char if sound and not char.isdecimal() else None


def _convincing(line: str, found: list[tuple[int, str, str]]) -> Iterator[tuple[int, str, str]]:
    """Yield the sequences in whose words every letter makes sense only when decoded."""
    decoded = {start: (sequence, char) for start, sequence, char in found}
    for word in _TOKEN.finditer(line):
        parts = [(s, *decoded[s]) for s in range(word.start(), word.end()) if s in decoded]
        if not parts:
            continue
        new, at = [], word.start()
        for start, sequence, char in parts:
            new += [line[at:start], char]
            at = start + len(sequence)
        new.append(line[at : word.end()])
        if _is_repaired(word[0], "".join(new), parts):
            yield from parts


def _is_repaired(word: str, decoded: str, parts: list[tuple[int, str, str]]) -> bool:
    """Tell whether a word reads as Vietnamese, or its quotes as quotes, only when decoded."""
    if all(sequence.startswith("â€") or _is_beyond_doubt(sequence, char) for _, sequence, char in parts):
        return True
    letters = [w for w in _LETTERS.findall(decoded) if not w.isascii()]
    if not letters or not all(map(is_syllable, letters)):
        return False
    return not all(_may_be_meant(word, sequence) for _, sequence, _ in parts)


def _is_beyond_doubt(sequence: str, char: str) -> bool:
    """Tell whether a sequence can only be a Vietnamese letter: three characters (`áº£`), or one is a control."""
    if "\u1ea0" <= char <= "\u1ef9":
        return True
    return _VIETNAMESE.match(char) is not None and not _CONTROLS.isdisjoint(sequence)


def _may_be_meant(word: str, sequence: str) -> bool:
    """Tell whether a capital and a quote or dash behind a word are just that: `XÃ”`."""
    return len(sequence) == 2 and sequence[1] not in _RARE_CONTINUATIONS and word.endswith(sequence)


# -- eight-bit encodings of Vietnamese


class _Scheme(NamedTuple):
    """An encoding: its name, what its characters mean, and the pattern that finds them."""

    name: str
    table: dict[str, str]
    pattern: re.Pattern[str]


@lru_cache(maxsize=1)
def _schemes() -> tuple[_Scheme, ...]:
    data = json.loads(data_path("encodings.json").read_text("utf-8"))
    schemes = []
    for name in ("tcvn3", "vni", "cp1258"):
        table = dict(pair.split("=") for pair in data[name].split(" "))
        keys = sorted(table, key=lambda key: (-len(key), key))
        schemes.append(_Scheme(name, table, re.compile("|".join(map(re.escape, keys)))))
    return tuple(schemes)


class _Evidence(NamedTuple):
    """Of the words of a line that a scheme changes or cannot read: how many, how many it makes
    Vietnamese, how many of these were not before; one that no other language writes counts double.
    `tidy` are those whose letters it leaves in one case: `HAØ` is `HÀ`, not `HAỉ`."""

    words: int
    good: int
    mended: int
    tidy: int

    @property
    def is_strong(self) -> bool:
        return self.mended >= 2 and self.good >= 0.8 * self.words and self.mended >= 0.5 * self.words

    @property
    def is_weak(self) -> bool:
        return self.mended >= 1 and self.good == self.words


def _legacy_changes(text: str) -> list[Change]:
    lines = [
        match for match in _LINE.finditer(text) if _NON_ASCII.search(match[0]) and not _VIETNAMESE.search(match[0])
    ]
    if not lines:
        return []
    schemes = _schemes()
    weighed = [[_weigh(match[0], scheme) for scheme in schemes] for match in lines]
    votes = [_votes(column) for column in zip(*weighed, strict=True)]
    best = max(range(len(schemes)), key=votes.__getitem__)
    if votes[best] == (0, 0):
        return []
    return [
        change
        for match, row in zip(lines, weighed, strict=True)
        if row[best].is_strong or row[best].is_weak
        for change in _decode(match[0], match.start(), schemes[best])
    ]


def _votes(lines: Iterable[_Evidence]) -> tuple[int, int]:
    """Return what the lines that clearly are in a scheme say for it: words mended, then tidy words."""
    strong = [line for line in lines if line.is_strong]
    return sum(line.mended for line in strong), sum(line.tidy for line in strong)


def _weigh(line: str, scheme: _Scheme) -> _Evidence:
    """Count what becomes of the words of a line if it is read in an encoding."""
    words = good = mended = tidy = 0
    for word in _WORD.findall(line):
        if word.isascii():
            continue
        decoded = scheme.pattern.sub(_from(scheme.table), word)
        if decoded == word and is_syllable(word):
            continue
        words += 1
        if is_syllable(decoded):
            good += 1
            tidy += decoded.isupper() or decoded[1:].islower()
            if not is_syllable(word):
                mended += 2 if len(word) > 2 and _DOUBTLESS.search(word) else 1
    return _Evidence(words, good, mended, tidy)


def _from(table: dict[str, str]) -> Callable[[re.Match[str]], str]:
    return lambda match: table[match[0]]


def _decode(line: str, offset: int, scheme: _Scheme) -> Iterator[Change]:
    for match in scheme.pattern.finditer(line):
        char = scheme.table[match[0]]
        if char != match[0]:
            yield Change(offset + match.start(), match[0], char, scheme.name)
