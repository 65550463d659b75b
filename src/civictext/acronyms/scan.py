"""Finds what may be a short form: runs of capitals, listed mixed spellings, `P.` and `Q.`.

One pattern finds the runs, dictionary look-ups tell which are known; the neighbours on the
line tell which are pieces of document numbers, initials of persons or words of a headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, final

from mypy_extensions import i64

from civictext.acronyms.initials import is_syllable
from civictext.acronyms.lexicon import Lexicon, Sense
from civictext.acronyms.runs import CAPITAL_LETTERS, CAPITALS, RunFinder, run_end
from civictext.text.syllables import letters_end

_DIGITS_OF_ROME: Final = "IVX"
_OPENING: Final = '("“‘[,;:\n'
_HYPHENS: Final = "/-–"
_BEFORE_PIECE: Final = "/-– "
_JOINT: Final = re.compile(r"\ ?[.&/–-]\ ?")
_PLACE: Final = re.compile(r"[PQHXF]\.(?=\s?[^\W_a-z])")
_PLACE_BEFORE: Final = re.compile(
    r"(?:\b(?:ở|tại|ngụ|trú|thuộc|UBND|HĐND|Công an|CA|bàn|đường|quận|huyện|phường|xã|từ|đến|và|các|số \S+|"
    r"TP|TX|thị trấn|ấp|thôn|KP|khu phố|gần|qua|ĐH|dân|Đảng ủy|chợ|cầu)|[(,;–-])\s*$"
)
_DOC_NUMBER: Final = re.compile(
    rf"[0-9][0-9gry{CAPITALS}./–-]*(?:\s?/|[–-])\s?(?:[{CAPITALS}]+\s?[-–]\s?)?$|/[0-9]{{4}}\s[–-]\s$|(?:^|[\s:])/$"
)
_ROMAN: Final = re.compile(r"(?:X{0,3}(?:IX|IV|V?I{0,3}))(?:[-–](?:X{0,3}(?:IX|IV|V?I{0,3})))*")
_SINGLE_LETTERS: Final = re.compile(rf"[{CAPITALS}](?:[/&–-][{CAPITALS}])+")
_TONED: Final = re.compile(rf"[^\W\d_{CAPITALS}]")
_DOC_KIND: Final = re.compile(
    r"NĐ|QĐ|TT|NQ|CT|KH|TB|KL|HD|BC|CV|CTr|TTr|Qy[ĐC]|QC|ĐA|PA|GM|CĐ|NQLT|TTLT|KHLT|CTHĐ|P?L|HĐ|BB"
)
"""Kinds of documents in their numbers, after Decree 30/2020/NĐ-CP, Appendix III."""
NUMBERED: Final = frozenset({"document", "road", "place"})
"""Domains whose short forms may have a number glued to them: `QL1A`, `NQ18`, `P12`."""
WINDOW: Final = 40
MAX_PIECES: Final = 6
MAX_RUN: Final = 60
MAX_WORD: Final = 24


@final
class Candidate:
    """A stretch of text that may be a short form, with its line and its senses in the lexicon."""

    __slots__ = ("end", "line", "senses", "short", "start")

    def __init__(self, start: int, end: int, line: tuple[int, int], short: str, senses: tuple[Sense, ...]) -> None:
        self.start = start
        self.end = end
        self.line = line
        self.short = short
        self.senses = senses


class Scanner:
    """Finds candidates with one lexicon; the tables that depend on it are made once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._senses = dict(lexicon.senses)
        self._joinable = _by_head(lexicon.joined)
        self._longer = _by_run(lexicon.mixed)
        self._runs = RunFinder(lexicon.mixed)
        self._special = self._longer.keys() | self._joinable.keys()
        self._plain = {s: senses for s, senses in self._senses.items() if len(s) > 1 and s not in self._special}

    def scan(self, text: str, lines: Iterable[tuple[int, int]]) -> list[Candidate]:
        """Return the candidates on some lines of a text, in order, none over another.

        Args:
            text: the text.
            lines: spans of the lines to be read, in order.
        """
        found: list[Candidate] = []
        at: i64 = 0
        free: i64 = 0
        for line in lines:
            at = max(at, line[0])
            right: i64 = line[1]
            while at < right:
                start, end = self._runs.find(text, at, right)
                at = end
                if end <= right and free <= start < end:
                    self._add(found, text, start, end, line)
                    if found:
                        free = found[-1].end
        return found

    def _add(self, found: list[Candidate], text: str, start: int, end: int, line: tuple[int, int]) -> None:
        """Add what stands in a run or listed spelling."""
        run = text[start:end]
        senses = self._plain.get(run, ())
        if (senses or self._is_unknown(run)) and _stands_alone(text, start, end, line):
            found.append(Candidate(start, end, line, run, senses))
        else:
            found += self._read(text, start, end, line)

    def _is_unknown(self, run: str) -> bool:
        """Whether a run of letters is in no row of the lexicon and no Roman number."""
        if not 1 < len(run) <= MAX_RUN or not run.isalpha() or run in self._senses or run in self._special:
            return False
        return run[0] not in _DIGITS_OF_ROME or _ROMAN.fullmatch(run) is None

    def _read(self, text: str, start: int, end: int, line: tuple[int, int]) -> list[Candidate]:
        """Read what the pattern has found: a listed spelling, a run, or a letter before a place."""
        run = text[start:end]
        for spelling in self._longer.get(run, ()):
            stop = start + len(spelling)
            if stop <= line[1] and text.startswith(spelling, start):
                listed = self._read_mixed(text, start, stop, line)
                if listed:
                    return [listed]
        if run[0] not in CAPITAL_LETTERS:
            return []
        if end - start == 1:
            is_place = run in "PQHXF" and _PLACE.match(text, start) is not None
            place = _read_place(text, start, end + 1, line, self.lexicon) if is_place else None
            return [place] if place else []
        return self._read_run(text, start, end, line)

    def _read_run(self, text: str, start: int, end: int, line: tuple[int, int]) -> list[Candidate]:
        """Split a run into short forms; nothing if it is no run of short forms at all."""
        left, right = line
        if end - start > MAX_RUN:
            return []
        if start > left and text[start - 1].isalnum() and not self._glued(text, start, end):
            return []
        if end < right and text[end].isalpha():
            return self._read_glued_end(text, start, end, line)
        run = text[start:end]
        if _in_document_number(text, start, left):
            return []
        senses = self._whole(run)
        if not senses and run[0] in _DIGITS_OF_ROME and _ROMAN.fullmatch(run):
            return []
        if senses or run.isalpha():
            return [self._joined(text, Candidate(start, end, line, run, senses))]
        pieces = _pieces(run)
        if "/" in run and text[max(left, start - 2) : start - 1].isdigit():
            return []  # `342 KT/CTN`
        if len(pieces) == 1:
            return [self._joined(text, c) for c in self._single(start, line, run)]
        if _is_document_kind(run, pieces):
            return []
        return self._split(start, line, run, pieces)

    def in_headline(self, text: str, start: int, end: int, line: tuple[int, int]) -> bool:
        """Whether a short form stands among words in capitals, so that it is left as it is.

        A name in capitals may follow (`Chủ tịch UBND NGUYỄN …`) when the word before is an ordinary one.
        """
        word = ""
        if start - 1 > line[0] and text[start - 1] == " " and text[start - 2].isupper():
            word = text[max(line[0], start - 16) : start - 1].rsplit(" ", 1)[-1]
            if self._shouted(word):
                return True
        if end + 1 >= len(text) or text[end] != " " or not text[end + 1 : end + 3].isupper():
            return False
        if not self._shouted(text[end + 1 : letters_end(text, end + 1, min(line[1], end + MAX_WORD))]):
            return False
        return word.isupper() or not text[max(line[0], start - 3) : start].strip('"“( ')

    def _shouted(self, word: str) -> bool:
        """Whether a word in capitals is an ordinary word: `TỈNH`, `NGUYEN`, no short form."""
        return _is_ordinary(word) and (_toned(word) or not self.lexicon.get(word))

    def _whole(self, run: str) -> tuple[Sense, ...]:
        if senses := self.lexicon.senses.get(run, ()):
            return senses
        if run.isalnum() or "." in run or _SINGLE_LETTERS.fullmatch(run):
            return self.lexicon.get(run) if run in self.lexicon.joined else ()
        return self.lexicon.get(run)  # `GD-ĐT` is a spelling of GDĐT, `T&T` is none of TT

    def _glued(self, text: str, start: int, end: int) -> bool:
        """Whether a run stuck to the word or number before it is still surely a short form."""
        return end - start >= 4 and bool(self.lexicon.get(text[start:end])) and not text[start - 1].isupper()

    def _read_glued_end(self, text: str, start: int, end: int, line: tuple[int, int]) -> list[Candidate]:
        """Read a run with small letters after it: `UBND` stuck to the next word, with its capital or without."""
        if _in_document_number(text, start, line[0]):
            return []
        for stop in (end, end - 1):
            run = text[start:stop]
            if len(run) >= 4 and run.isalpha() and (senses := self.lexicon.get(run)):
                return [Candidate(start, stop, line, run, senses)]
        return []

    def _single(self, start: int, line: tuple[int, int], run: str) -> list[Candidate]:
        """Read one piece that is not in the lexicon as it stands: a number may be glued to it."""
        letters = run.rstrip("0123456789") if run[-1].isdigit() else re.split(r"[0-9]", run, maxsplit=1)[0]
        if len(letters) < len(run):
            senses = self.lexicon.get(letters) if len(letters) >= 2 else ()
            if senses and (len(letters) >= 4 or any(s.domain in NUMBERED for s in senses)):
                return [Candidate(start, start + len(letters), line, letters, senses)]
            return []
        return [Candidate(start, start + len(run), line, run, ())] if len(run) > 1 else []

    def _split(self, start: int, line: tuple[int, int], run: str, pieces: list[tuple[int, int]]) -> list[Candidate]:
        """Read a run of joined pieces: the longest known ones first, from the left."""
        found: list[Candidate] = []
        i = 0
        while i < len(pieces):
            for j in range(min(len(pieces), i + MAX_PIECES), i, -1):
                part = run[pieces[i][0] : pieces[j - 1][1]]
                senses = self._whole(part) if len(part) > 1 else ()
                if senses:
                    at = start + pieces[i][0]
                    found.append(Candidate(at, at + len(part), line, part, senses))
                    i = j
                    break
            else:
                i += 1
        foreign = all(s.foreign for c in found for s in c.senses)
        if foreign and "." not in run and any(b - a > 1 for a, b in pieces):
            return [Candidate(start, start + len(run), line, run, ())]
        if _initials(run, pieces):
            return []
        if len(found) < len(pieces) and "." not in run and "/" not in run:
            return [c for c in found if len(c.short) > 2]  # `PAK-DA`: half of a foreign name
        return found

    def _joined(self, text: str, candidate: Candidate) -> Candidate:
        """Take in the piece after a space where the lexicon lists the two as one: `TP HCM`."""
        start, line = candidate.start, candidate.line
        for spelling in self._joinable.get(candidate.short, ()):
            end = start + len(spelling)
            if end <= line[1] and text.startswith(spelling, start) and _ends_piece(text, end):
                return Candidate(start, end, line, spelling, self.lexicon.get(spelling))
        return candidate

    def _read_mixed(self, text: str, start: int, end: int, line: tuple[int, int]) -> Candidate | None:
        """Read a listed spelling with small letters, if it stands for itself and is no web address."""
        before = text[start - 1] if start > line[0] else " "
        after = text[end] if end < line[1] else " "
        if before.isalnum() or before in "/&" or after.isalnum() or after in "/&@":
            return None
        if before == "." and text[start].islower():
            return None
        if after == "." and text[start].islower() and text[end + 1 : end + 2].islower():
            return None
        if _in_document_number(text, start, line[0]):
            return None
        spelling = text[start:end]
        return self._joined(text, Candidate(start, end, line, spelling, self.lexicon.get(spelling)))


def _by_head(joined: Iterable[str]) -> dict[str, list[str]]:
    """Return spellings of several pieces by the first one, the longest first."""
    grouped: dict[str, list[str]] = {}
    for spelling in sorted(joined, key=lambda spelling: (-len(spelling), spelling)):
        grouped.setdefault(re.split(r"[. ]", spelling)[0], []).append(spelling)
    return grouped


def _ends_piece(text: str, end: int) -> bool:
    """Whether a piece in capitals ends here: at no letter, or at a word stuck to it, as in `TP HCMHàng`."""
    following = text[end : end + 2]
    return not following[:1].isalnum() or (following[0].isupper() and following[1:].islower())


def _by_run(listed: Iterable[str]) -> dict[str, list[str]]:
    """Return listed spellings by the run that is found of them, the longest first: `TTg` and `TT Huế` by `TT`."""
    grouped: dict[str, list[str]] = {}
    for spelling in sorted(listed, key=lambda spelling: (-len(spelling), spelling)):
        end = run_end(spelling, 0) if spelling[0] in CAPITAL_LETTERS else 0
        grouped.setdefault(spelling[:end] or spelling, []).append(spelling)
    return grouped


def _stands_alone(text: str, start: int, end: int, line: tuple[int, int]) -> bool:
    """Whether what stands beside a run is surely no piece of it or of a document number; cheap."""
    before = text[start - 1] if start > line[0] else "\n"
    if end < line[1] and text[end].isalpha():
        return False
    return before in _OPENING or (before == " " and text[start - 2] not in _HYPHENS)


def _read_place(text: str, start: int, end: int, line: tuple[int, int], lexicon: Lexicon) -> Candidate | None:
    """Read `P.12`, `Q. Bình Thạnh`: a letter, a dot, and a number, or a name in the place of one."""
    if start > line[0] and (text[start - 1].isalnum() or text[start - 1] in ".&"):
        return None
    letter, following = text[start:end], text[end : end + 3].strip()
    numbered = following[:1].isdigit() and letter in ("P.", "Q.", "F.")
    named = len(following) > 1 and following[1].islower() and _is_place_before(text, start, line[0])
    senses = lexicon.get(letter) if numbered or named else ()
    return Candidate(start, end, line, letter, senses) if senses else None


def _is_place_before(text: str, start: int, left: int) -> bool:
    return _PLACE_BEFORE.search(text, max(left, start - 20), start) is not None


def _pieces(run: str) -> list[tuple[int, int]]:
    """Return where the pieces of a run stand."""
    pieces, at = [], 0
    for joint in _JOINT.finditer(run):
        pieces.append((at, joint.start()))
        at = joint.end()
    return [*pieces, (at, len(run))]


def _initials(run: str, pieces: list[tuple[int, int]]) -> bool:
    """Whether a run with dots holds single letters: `N.V.A`, `TS.N.H` are persons."""
    return "." in run and any(b - a == 1 for a, b in pieces)


def _is_document_kind(run: str, pieces: list[tuple[int, int]]) -> bool:
    """Whether a run names a kind of document and its issuer, as in `NQ/TW` or `QĐ-UBND`."""
    first = run[slice(*pieces[0])]
    joint = run[pieces[0][1] : pieces[1][0]]
    return bool(_DOC_KIND.fullmatch(first)) and joint.strip() in ("/", "-", "–") and " " not in joint


def _in_document_number(text: str, start: int, left: int) -> bool:
    """Whether what stands before makes this a piece of `59/2023/NĐ-CP`."""
    if start == left or text[start - 1] not in _BEFORE_PIECE:
        return False
    if text[start - 1] == " " and text[start - 2] not in _HYPHENS:
        return False
    return _DOC_NUMBER.search(text, max(left, start - WINDOW), start) is not None


@lru_cache(maxsize=4096)
def _is_ordinary(word: str) -> bool:
    """Whether a word is in capitals and, going by its letters, may be an ordinary word."""
    return word.isupper() and (_toned(word) or (len(word) > 2 and is_syllable(word)))


def _toned(word: str) -> bool:
    """Whether a word in capitals has a letter that no short form has: `TỈNH`, `NGUYỄN`."""
    return len(word) > 1 and _TONED.search(word) is not None
