"""The acronym step: mentions, definitions in the article, lexicon, resolution by context."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Final

from civictext.acronyms.definitions import Definition, define
from civictext.acronyms.initials import fold_letters, is_syllable
from civictext.acronyms.lexicon import Lexicon, Sense, bundled_lexicon, key_of, read_lexicon
from civictext.acronyms.resolve import Resolver, bundled_resolver, context
from civictext.acronyms.scan import Candidate, Scanner
from civictext.document import Acronym, Document, Method, new_acronym
from civictext.text.alignment import Span, new_span

RULES: Final = "1"
"""Version of the rules in code; tables count by their digests."""
MAX_DEFINITIONS, MAX_LOOKS = 24, 5000
"""Places in which the definition of one short form is looked for, and of all, so that no text takes long."""
CALLED: Final = "tắt"
"""A word of every definition that says `viết tắt là` or `gọi tắt là`."""
CROWD, CROWDED = 5, 60
"""So many short forms on both sides within so many characters are a list of codes, which says nothing of them."""
DEFINED, IN_DOCUMENT, LISTED = 0.99, 0.97, 0.95
_CLOSING: Final = frozenset([*')],;.:”"\n', ""])
_BEFORE_SHORT: Final = frozenset("([-–,;")


class AcronymStep:
    """Finds every short form of a document and its long form where that is sure."""

    name = "acronyms"

    def __init__(self, lexicon: Lexicon, resolver: Resolver, given: frozenset[str] = frozenset()) -> None:
        self.lexicon = lexicon
        self.resolver = resolver
        self.given = given
        self.scanner = Scanner(lexicon)
        self.version = f"{RULES} {lexicon.digest} {resolver.digest}"

    def __reduce__(self) -> tuple[type[AcronymStep], tuple[object, ...]]:
        """Tell pickle how to make it again; compiled classes have to say."""
        return AcronymStep, (self.lexicon, self.resolver, self.given)

    @classmethod
    def load(cls, lexicon: str | PathLike[str] | None = None) -> AcronymStep:
        """Make the step with the bundled lexicon, and a table of the user's own that wins.

        Raises:
            LexiconError: the table has a malformed or conflicting row.
        """
        senses = bundled_lexicon()
        if lexicon is not None:
            senses = read_lexicon(lexicon).over(senses)
        return cls(senses, bundled_resolver())

    def with_definitions(self, definitions: Mapping[str, str]) -> AcronymStep:
        """Return a step that takes these long forms for sure; itself where there are none."""
        if not definitions:
            return self
        given = Lexicon.of(definitions)
        return AcronymStep(given.over(self.lexicon), self.resolver, given=frozenset(given.senses))

    def __call__(self, doc: Document) -> Document:
        """Return the document with `acronyms`."""
        lines = doc.read_spans
        candidates = self.scanner.scan(doc.text, lines)
        return doc.with_(acronyms=_Reading(self, doc, candidates).acronyms()) if candidates else doc


class _Reading:
    """One document while its short forms are resolved."""

    def __init__(self, step: AcronymStep, doc: Document, candidates: list[Candidate]) -> None:
        self._lexicon, self._resolver, self._scanner = step.lexicon, step.resolver, step.scanner
        self._given = step.given
        self._text, self._date = doc.text, doc.date
        self._tried: dict[str, int] = {}
        self._definitions: dict[str, list[tuple[Definition, str]]] = {}
        self._candidates = self._with_compounds(candidates)
        looks = MAX_LOOKS
        for candidate in self._candidates:
            if looks and _may_be_defined(self._text, candidate.start, candidate.end):
                self._look_for_definition(candidate)
                looks -= 1

    def acronyms(self) -> tuple[Acronym, ...]:
        """Return the mentions in order."""
        found: list[Acronym] = []
        for i, c in enumerate(self._candidates):
            own = _nearest(self._definitions.get(key_of(c.short)), c.start) if self._definitions else None
            if own is not None and own[0].short == (c.start, c.end):
                found.append(_mention(c, own[1], "definition", DEFINED, own[0].long))
            elif self._scanner.in_headline(self._text, c.start, c.end, c.line) and not _is_title(c.senses):
                continue
            elif own is not None:
                found.append(_mention(c, own[1], "document", IN_DOCUMENT, own[0].long))
            elif c.senses:
                found.append(self._known(i, c))
            elif not self._is_word(c):
                found.append(_mention(c, None, "unknown", 0.0))
        return tuple(found)

    def _is_crowded(self, i: int) -> bool:
        """Whether a candidate stands in a list of codes."""
        if i < CROWD or i + CROWD >= len(self._candidates):
            return False
        return self._candidates[i + CROWD].end - self._candidates[i - CROWD].start <= CROWDED

    def _with_compounds(self, candidates: list[Candidate]) -> list[Candidate]:
        """Join what the article defines as one: `giấy chứng nhận … đất (GCN QSDĐ)`."""
        text = self._text
        compounds: set[str] = set()
        for i in range(1, len(candidates)):
            a, b = candidates[i - 1], candidates[i]
            if b.start == a.end + 1 and text[a.end] == " " and _is_bracketed(text, a.start, b.end):
                found = define(text, a.start, b.end, a.line)
                if found is not None and found.aligned:
                    compounds.add(text[a.start : b.end])
        if not compounds:
            return candidates
        joined: list[Candidate] = []
        for c in candidates:
            if joined and (whole := text[joined[-1].start : c.end]) in compounds:
                joined[-1] = Candidate(joined[-1].start, c.end, c.line, whole, ())
            else:
                joined.append(c)
        return joined

    def _look_for_definition(self, c: Candidate) -> None:
        key = key_of(c.short)
        if key in self._given:
            return
        tried = self._tried.get(key, 0)
        if tried == MAX_DEFINITIONS:
            return
        self._tried[key] = tried + 1
        text = self._text
        native = any(not s.foreign for s in c.senses) or "\N{LATIN CAPITAL LETTER D WITH STROKE}" in c.short
        longs = [sense.long for sense in c.senses]
        definition = define(text, c.start, c.end, c.line, longs=longs, native=native)
        if definition is not None:
            long = self._long_of(c, definition)
            self._definitions.setdefault(key, []).append((definition, long))

    def _long_of(self, c: Candidate, definition: Definition) -> str:
        """Return the long form that a definition gives: in the case of the lexicon where it is known."""
        written = self._text[definition.long.start : definition.long.end].strip()
        folded = fold_letters(written)
        for sense in c.senses:
            known = fold_letters(sense.long)
            if known == folded or (not definition.aligned and folded.count(" ") < 3 and known.startswith(folded + " ")):
                return sense.long
        return _written_out(written, self._lexicon)

    def _is_word(self, c: Candidate) -> bool:
        """Whether an unknown run of capitals is a word of a line in capitals: `VO THI THANH`."""
        if not is_syllable(c.short):
            return False
        beside = (self._text[c.end : c.end + 3], self._text[max(0, c.start - 3) : c.start])
        return any(part.strip().isupper() and " " in part for part in beside)

    def _known(self, i: int, c: Candidate) -> Acronym:
        """Resolve a short form of the lexicon: an international name, the only sense, or by context."""
        senses = c.senses
        first = senses[0]
        if len(senses) == 1 and not first.foreign and (_is_no_name(c.short) or self._is_own(c)):
            return _mention(c, first.long, "lexicon", LISTED)
        if first.foreign or self._is_crowded(i):
            return _mention(c, None, "unknown", 0.0, candidates=tuple([sense.long for sense in senses]))
        beside = context(self._text, c.start, c.end, c.line)
        choice = self._resolver.choose(c.short, beside, senses, self._date)
        if choice.sense is None:
            return _mention(c, None, "unknown", choice.probability, candidates=choice.candidates)
        method: Method = "context" if len(senses) > 1 else "lexicon"
        rest = tuple([long for long in choice.candidates if long != choice.sense.long])
        return _mention(c, choice.sense.long, method, choice.probability, candidates=rest)

    def _is_own(self, c: Candidate) -> bool:
        return bool(self._lexicon.own) and key_of(c.short) in self._lexicon.own


def _mention(
    c: Candidate,
    long: str | None,
    method: Method,
    confidence: float,
    long_span: Span | None = None,
    candidates: tuple[str, ...] = (),
) -> Acronym:
    return new_acronym(new_span(c.start, c.end), c.short, long, method, confidence, long_span, candidates)


def _is_bracketed(text: str, start: int, end: int) -> bool:
    return text[end : end + 1] == ")" and text[start - 1] == "("


def _is_no_name(short: str) -> bool:
    """Whether a short form is too long for initials or a share, or has small letters: `đ/c`, `Cty`."""
    return len(short) > 3 or not short.isupper()


def _may_be_defined(text: str, start: int, end: int) -> bool:
    """Whether the characters beside a short form allow for a definition; cheap, as most do not."""
    in_sentence = end + 1 < len(text) and text[end] == " " and text[end + 1].isalpha()
    if not in_sentence:
        after = text[end : end + 3]
        if after[:1] == "(" or after[:2] in (" (", " [") or after in (" - ", " – "):
            return True
        if after[:1] in _CLOSING and not text[start - 1].isalnum():
            last = text[max(0, start - 3) : start].rstrip('"“‘ ')[-1:]
            if last in _BEFORE_SHORT and (last not in ",;" or after[:1] == ")"):
                return True
    return CALLED in text[max(0, start - 10) : start]


def _nearest(own: Sequence[tuple[Definition, str]] | None, position: int) -> tuple[Definition, str] | None:
    """Return the last definition up to a position, else the first after it."""
    if not own:
        return None
    index = bisect_right(own, position, key=lambda pair: pair[0].short.start)
    return own[max(0, index - 1)]


def _is_title(senses: Sequence[Sense]) -> bool:
    return any(sense.domain == "title" for sense in senses)


_LEGAL_FORMS: Final = frozenset({"TNHH", "MTV"})
"""Short forms that are part of the registered name of a company."""
_SHORT_WORD: Final = re.compile(r"\b[A-ZĐƯ][A-ZĐƯ&-]*[A-ZĐƯ]\b")


def _written_out(long: str, lexicon: Lexicon) -> str:
    """Write out the short forms inside a long form, where they have one sense only."""

    def replace(match: re.Match[str]) -> str:
        senses = lexicon.get(match[0])
        keep = len(senses) != 1 or senses[0].foreign or match[0] in _LEGAL_FORMS
        return match[0] if keep else senses[0].long

    return _SHORT_WORD.sub(replace, long)
