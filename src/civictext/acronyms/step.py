"""The acronym step: mentions, definitions in the article, lexicon, resolution by context."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice, pairwise
from os import PathLike

from civictext.acronyms.definitions import Definition, define
from civictext.acronyms.initials import fold_letters, is_syllable
from civictext.acronyms.lexicon import Lexicon, Sense, bundled_lexicon, key_of, read_lexicon
from civictext.acronyms.resolve import Resolver, bundled_resolver, context
from civictext.acronyms.scan import Candidate, Scanner
from civictext.document import Acronym, Document, Method
from civictext.text.alignment import Span

RULES = "1"
"""Version of the rules in code; tables count by their digests."""
MAX_DEFINITIONS, MAX_LOOKS = 24, 5000
"""Places in which the definition of one short form is looked for, and of all, so that no text takes long."""
CALLED = "tắt"
"""A word of every definition that says `viết tắt là` or `gọi tắt là`."""
CROWD, CROWDED = 5, 60
"""So many short forms on both sides within so many characters are a list of codes, which says nothing of them."""
DEFINED, IN_DOCUMENT, LISTED = 0.99, 0.97, 0.95
_CLOSING = frozenset([*')],;.:”"\n', ""])
_BEFORE_SHORT = frozenset("([-–,;")


class AcronymStep:
    """Finds every short form of a document and its long form where that is sure."""

    name = "acronyms"

    def __init__(self, lexicon: Lexicon, resolver: Resolver, *, given: frozenset[str] = frozenset()) -> None:
        self.lexicon = lexicon
        self.resolver = resolver
        self.given = given
        self.scanner = Scanner(lexicon)
        self.version = f"{RULES} {lexicon.digest} {resolver.digest}"

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
        self._lexicon, self._resolver, self._in_headline = step.lexicon, step.resolver, step.scanner.in_headline
        self._given = step.given
        self._text, self._date = doc.text, doc.date
        self._tried: Counter[str] = Counter()
        self._definitions: dict[str, list[tuple[Definition, str]]] = {}
        self._candidates = self._with_compounds(candidates)
        called = CALLED in doc.text
        likely = (c for c in self._candidates if _may_be_defined(doc.text, c.start, c.end, called))
        for candidate in islice(likely, MAX_LOOKS):
            self._look_for_definition(candidate)

    def acronyms(self) -> tuple[Acronym, ...]:
        """Return the mentions in order."""
        crowd, text, in_headline = self._crowd(), self._text, self._in_headline
        definitions, found = self._definitions, list[Acronym]()
        for c in self._candidates:
            span = Span(c.start, c.end)
            own = _nearest(definitions.get(key_of(c.short)), c.start) if definitions else None
            if own and own[0].short == span:
                found.append(Acronym(span, c.short, own[1], "definition", DEFINED, own[0].long))
            elif in_headline(text, c.start, c.end, c.line) and not _is_title(c.senses):
                continue
            elif own:
                found.append(Acronym(span, c.short, own[1], "document", IN_DOCUMENT, own[0].long))
            elif c.senses:
                found.append(self._known(span, c, c.start in crowd))
            elif not self._is_word(c):
                found.append(Acronym(span, c.short, None, "unknown", 0.0))
        return tuple(found)

    def _crowd(self) -> frozenset[int]:
        """Return where candidates start that stand in a list of codes."""
        found = self._candidates
        around = zip(found, found[CROWD:], found[2 * CROWD :], strict=False)
        return frozenset(c.start for first, c, last in around if last.end - first.start <= CROWDED)

    def _with_compounds(self, candidates: list[Candidate]) -> list[Candidate]:
        """Join what the article defines as one: `giấy chứng nhận … đất (GCN QSDĐ)`."""
        text = self._text
        compounds = {
            text[a.start : b.end]
            for a, b in pairwise(candidates)
            if b.start == a.end + 1 and text[b.end : b.end + 1] == ")" and text[a.start - 1] == "("
            if text[a.end] == " " and (found := define(text, a.start, b.end, a.line)) and found.aligned
        }
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
        self._tried[key] += 1
        if self._tried[key] > MAX_DEFINITIONS:
            return
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
            if known == folded or (
                not definition.aligned and folded.count(" ") < 3 and known.startswith(folded + " ")
            ):
                return sense.long
        return _written_out(written, self._lexicon)

    def _is_word(self, c: Candidate) -> bool:
        """Whether an unknown run of capitals is a word of a line in capitals: `VO THI THANH`."""
        if not is_syllable(c.short):
            return False
        beside = (self._text[c.end : c.end + 3], self._text[max(0, c.start - 3) : c.start])
        return any(part.strip().isupper() and " " in part for part in beside)

    def _known(self, span: Span, c: Candidate, crowded: bool) -> Acronym:
        """Resolve a short form of the lexicon: an international name, the only sense, or by context."""
        senses = c.senses
        if len(senses) == 1 and not senses[0].foreign and (_is_no_name(c.short) or self._is_own(c)):
            return Acronym(span, c.short, senses[0].long, "lexicon", LISTED)
        if crowded or senses[0].foreign:
            longs = tuple(sense.long for sense in senses)
            return Acronym(span, c.short, None, "unknown", 0.0, candidates=longs)
        beside = context(self._text, c.start, c.end, c.line)
        choice = self._resolver.choose(c.short, beside, senses, self._date)
        if choice.sense is None:
            return Acronym(span, c.short, None, "unknown", choice.probability, candidates=choice.candidates)
        method: Method = "context" if len(senses) > 1 else "lexicon"
        rest = tuple([long for long in choice.candidates if long != choice.sense.long])
        return Acronym(span, c.short, choice.sense.long, method, choice.probability, candidates=rest)

    def _is_own(self, c: Candidate) -> bool:
        return bool(self._lexicon.own) and key_of(c.short) in self._lexicon.own


def _is_no_name(short: str) -> bool:
    """Whether a short form is too long for initials or a share, or has small letters: `đ/c`, `Cty`."""
    return len(short) > 3 or not short.isupper()


def _may_be_defined(text: str, start: int, end: int, called: bool) -> bool:
    """Whether the characters beside a short form allow for a definition; cheap, as most do not.

    Args:
        text: the text.
        start, end: where the short form stands.
        called: whether `CALLED` is anywhere in the text.
    """
    after = text[end : end + 3]
    if after[:1] != " " or not after[1:2].isalpha():  # not in the midst of a sentence
        if after[:1] == "(" or after[:2] in (" (", " [") or after in (" - ", " – "):
            return True
        if after[:1] in _CLOSING and not text[start - 1].isalnum():
            last = text[max(0, start - 3) : start].rstrip('"“‘ ')[-1:]
            if last in _BEFORE_SHORT and (last not in ",;" or after[:1] == ")"):
                return True
    return called and CALLED in text[max(0, start - 10) : start]


def _nearest(own: Sequence[tuple[Definition, str]] | None, position: int) -> tuple[Definition, str] | None:
    """Return the last definition up to a position, else the first after it."""
    if not own:
        return None
    index = bisect_right(own, position, key=lambda pair: pair[0].short.start)
    return own[max(0, index - 1)]


def _is_title(senses: Sequence[Sense]) -> bool:
    return any(sense.domain == "title" for sense in senses)


_LEGAL_FORMS = frozenset({"TNHH", "MTV"})
"""Short forms that are part of the registered name of a company."""
_SHORT_WORD = re.compile(r"\b[A-ZĐƯ][A-ZĐƯ&-]*[A-ZĐƯ]\b")


def _written_out(long: str, lexicon: Lexicon) -> str:
    """Write out the short forms inside a long form, where they have one sense only."""

    def replace(match: re.Match[str]) -> str:
        senses = lexicon.get(match[0])
        keep = len(senses) != 1 or senses[0].foreign or match[0] in _LEGAL_FORMS
        return match[0] if keep else senses[0].long

    return _SHORT_WORD.sub(replace, long)
