"""Proposes rows for a lexicon from the definitions that the articles of a corpus give."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from civictext.acronyms.initials import WORD, align, fold_letters
from civictext.acronyms.lexicon import COLUMNS, Sense, key_of
from civictext.acronyms.step import AcronymStep
from civictext.document import Acronym, Document, Line
from civictext.text.alignment import Span

EXAMPLES = 2
"""Examples that are kept of each meaning."""
AROUND = 40
_LINES = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A meaning of a short form that articles define, as evidence for a row of a lexicon."""

    short: str
    long: str
    articles: int
    """Articles that define it so; a passage that several articles repeat counts once."""
    uses: int
    """Articles in which the short form stands."""
    variants: tuple[str, ...]
    aligned: bool
    """Whether its letters are the initials of the long form; a translation is worth a second look."""
    known: bool
    """Whether the lexicon has this meaning already."""
    examples: tuple[str, ...]

    def row(self) -> str:
        """Return the row of a lexicon, as `read_lexicon` reads it."""
        sense = "-".join(WORD.findall(fold_letters(self.long)))
        cells = {
            "short": self.short,
            "long": self.long,
            "sense": sense,
            "frequency": str(self.uses),
            "variants": "|".join(self.variants),
            "source": f"defined:{self.articles}",
        }
        return "\t".join(cells.get(column, "") for column in COLUMNS)


class Definition(NamedTuple):
    """A short form, its long form, and the words around them in an article."""

    short: str
    long: str
    passage: str


class Findings(NamedTuple):
    """What a part of a corpus says: its definitions, and how many articles use each short form."""

    definitions: list[Definition]
    uses: Counter[str]


@dataclass(slots=True)
class _Evidence:
    """What a corpus says of one meaning while it is read."""

    shorts: Counter[str] = field(default_factory=Counter)
    longs: Counter[str] = field(default_factory=Counter)
    passages: set[bytes] = field(default_factory=set)
    examples: list[str] = field(default_factory=list)


def mine(texts: Iterable[str], *, step: AcronymStep | None = None, min_articles: int = 2) -> list[Proposal]:
    """Return the meanings that the articles of a corpus define, those whose initials agree first.

    Spellings of one short form (`GD-ĐT`, `GD&ĐT`) are merged, and long forms that differ in
    case, marks or punctuation only. Memory grows with the meanings, not with the corpus.

    Args:
        texts: the articles.
        step: finds the definitions; the bundled one by default.
        min_articles: how many must define a meaning before it is proposed.

    >>> text = "Quy chế dân chủ (QCDC) ở cơ sở. Thực hiện QCDC."
    >>> [(p.short, p.long, p.known) for p in mine([text], min_articles=1)]
    [('QCDC', 'quy chế dân chủ', True)]
    """
    step = step or AcronymStep.load()
    return propose([find_definitions(texts, step)], step=step, min_articles=min_articles)


def find_definitions(texts: Iterable[str], step: AcronymStep) -> Findings:
    """Return the definitions that articles give: the part of `mine` that shards of a corpus do alone."""
    found = Findings([], Counter())
    for text in texts:
        doc = _read(text, step)
        found.uses.update({key_of(a.short) for a in doc.acronyms})
        found.definitions.extend(
            Definition(a.short, a.long, _passage(doc.text, a))
            for a in doc.acronyms
            if a.method == "definition" and a.long is not None
        )
    return found


def propose(parts: Iterable[Findings], *, step: AcronymStep, min_articles: int = 2) -> list[Proposal]:
    """Merge what parts of a corpus say, in its order, and return the meanings as `mine` does."""
    evidence: dict[tuple[str, str], _Evidence] = {}
    uses: Counter[str] = Counter()
    for part in parts:
        uses.update(part.uses)
        for definition in part.definitions:
            key = (key_of(definition.short), _meaning(definition.long))
            _note(evidence.setdefault(key, _Evidence()), definition)
    found = [_proposal(key, e, uses[key[0]], step) for key, e in evidence.items()]
    kept = [proposal for proposal in found if proposal.articles >= min_articles]
    return sorted(kept, key=lambda p: (not p.aligned, -p.articles, p.short, p.long))


def table(proposals: Iterable[Proposal]) -> Iterator[str]:
    """Yield the lines of a table of proposals, each row under its examples as comments."""
    yield "\t".join(COLUMNS)
    for proposal in proposals:
        kind = "" if proposal.aligned else "initials do not agree; "
        yield f"# {kind}{proposal.articles} of {proposal.uses} articles that use it"
        yield from (f"#   … {example} …" for example in proposal.examples)
        yield proposal.row()


def _read(text: str, step: AcronymStep) -> Document:
    lines = tuple(Line(Span(*match.span()), "body") for match in _LINES.finditer(text))
    return step(Document(source=text, text=text, lines=lines))


def _meaning(long: str) -> str:
    """Return what counts when long forms are compared."""
    return " ".join(WORD.findall(fold_letters(long)))


def _passage(text: str, acronym: Acronym) -> str:
    start, end = acronym.span
    return " ".join(text[max(0, start - 2 * AROUND) : end + AROUND].split())


def _note(evidence: _Evidence, definition: Definition) -> None:
    """Add one definition; the same passage in another article is a copy and adds nothing."""
    mark = blake2b(definition.passage.encode(), digest_size=8).digest()
    if mark in evidence.passages:
        return
    evidence.passages.add(mark)
    evidence.shorts[definition.short] += 1
    evidence.longs[definition.long] += 1
    if len(evidence.examples) < EXAMPLES:
        evidence.examples.append(definition.passage)


def _proposal(key: tuple[str, str], evidence: _Evidence, uses: int, step: AcronymStep) -> Proposal:
    spellings = sorted(evidence.shorts, key=lambda s: (-evidence.shorts[s], s))
    long = min(evidence.longs, key=lambda s: (-evidence.longs[s], sum(map(str.isupper, s)), s))
    senses: tuple[Sense, ...] = step.lexicon.get(spellings[0])
    return Proposal(
        short=spellings[0],
        long=long,
        articles=len(evidence.passages),
        uses=uses,
        variants=tuple(spellings[1:]),
        aligned=align(spellings[0], WORD.findall(long), whole=True) is not None,
        known=any(_meaning(sense.long) == key[1] for sense in senses),
        examples=tuple(evidence.examples),
    )
