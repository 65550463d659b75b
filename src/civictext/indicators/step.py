"""The indicator step: numbers, what is none of them, and the context of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mypy_extensions import i64

from civictext.document import READ_ROLES, Acronym, Document, Indicator, Rejected, new_indicator
from civictext.indicators.article import Article, Passage
from civictext.indicators.confidence import confidence
from civictext.indicators.context import link_scopes
from civictext.indicators.links_model import NAME as LINKS
from civictext.indicators.links_model import bundled_links
from civictext.indicators.local import local_contexts
from civictext.indicators.measures import Context, Measure, Subject
from civictext.indicators.periods import Clock, clock_of
from civictext.indicators.repeats import link_repeats
from civictext.indicators.scan import scan_lines
from civictext.indicators.subject import bundled_weights, link_subjects
from civictext.resources import model_fingerprint, model_path, tables_digest
from civictext.text.alignment import Span

RULES = "10"
"""Raised whenever a rule of this step changes in code."""
TABLES = (
    "classifiers.tsv", "comparators.tsv", "confidence.json", "context_words.tsv", "place_classifiers.tsv",
    "place_words.tsv", "places.tsv", "quantity_modifiers.tsv", "rejection_cues.tsv", "rejection_followers.tsv",
    "scan_words.tsv", "subject_words.tsv", "time_words.tsv", "unit_stops.tsv", "units.tsv",
)  # fmt: skip


class IndicatorStep:
    """Finds every figure of a document and links it to its context."""

    name = "indicators"

    def __init__(self) -> None:
        model = model_fingerprint(model_path(LINKS))
        self.version = f"{RULES} {tables_digest(*TABLES)} {model}"

    def __call__(self, doc: Document) -> Document:
        """Return the document with `indicators` and `rejected` filled in."""
        measures, rejected = self.scan(doc)
        if measures:
            return doc.with_(indicators=_link(doc, measures), rejected=rejected)
        return doc.with_(rejected=rejected) if rejected else doc

    def scan(self, doc: Document) -> tuple[list[Measure], tuple[Rejected, ...]]:
        """Return the quantities of a document, as yet without context, and the numbers that are none."""
        lines = [(line.span, line.role not in READ_ROLES) for line in doc.layout]
        measures, rejected = scan_lines(doc.text, lines)
        return name_units(measures, doc.acronyms), tuple(rejected)


def _link(doc: Document, measures: Sequence[Measure]) -> tuple[Indicator, ...]:
    """Return the indicators of a document from its measures."""
    clock, links = clock_of(doc.text, doc.date), bundled_links()
    passage = passage_of(doc, measures, clock)
    article = Article(passage, links.clusters)
    contexts = link_scopes(article, clock, links)
    subjects = link_subjects(article, bundled_weights())
    sentences = passage.sentences
    return link_repeats([_indicator(doc, m, sentences[i], contexts[i], subjects[i]) for i, m in enumerate(measures)])


def passage_of(doc: Document, measures: Sequence[Measure], clock: Clock) -> Passage:
    """Return a document as far as its figures are concerned, with what its sentences say of them."""
    sentences = sentences_of(measures, doc.sentences)
    local = local_contexts(doc.text, measures, sentences, clock)
    title_end = next((line.span.end for line in doc.lines if line.role == "title"), 0)
    return Passage(doc.text, measures, local, sentences, doc.sentences, title_end)


def sentences_of(measures: Sequence[Measure], sentences: tuple[Span, ...]) -> list[Span]:
    """Return the sentence of each figure, or the figure itself where it stands in none; both are in order."""
    found: list[Span] = []
    i: i64 = 0
    end: i64 = sentences[0][1] if sentences else 0
    for measure in measures:
        at: i64 = measure.span[0]
        while i < len(sentences) and end <= at:
            i += 1
            end = sentences[i][1] if i < len(sentences) else at
        found.append(sentences[i] if i < len(sentences) and sentences[i][0] <= at else measure.span)
    return found


def name_units(measures: list[Measure], acronyms: Sequence[Acronym]) -> list[Measure]:
    """Write out a unit that is an acronym of the document: `7.518 TTHC` counts thủ tục hành chính."""
    unnamed = [m for m in measures if not m.unit or m.rule.endswith(" noun:guess")]
    longs = {acronym.span.start: acronym for acronym in acronyms if acronym.long} if unnamed else {}
    for measure in unnamed:
        _name_unit(measure, longs)
    return measures


def _name_unit(measure: Measure, longs: Mapping[int, Acronym]) -> None:
    acronym = longs.get(measure.span.end + 1) or longs.get(measure.span.end)
    if acronym is None or acronym.long is None:
        return
    measure.unit, measure.unit_span = acronym.long.lower(), acronym.span
    measure.rule = f"{measure.rule.split()[0]} unit:acronym"
    measure.flags = tuple(flag for flag in measure.flags if flag != "unit_missing")


def _indicator(doc: Document, m: Measure, sentence: Span, context: Context, subject: Subject) -> Indicator:
    """Put together what the parts found."""
    text, span = doc.text, m.span
    about, baseline, place = subject.span, context.baseline_span, context.place_span
    # In the order of the fields.
    return new_indicator(
        span, text[span[0] : span[1]], m.value, sentence, m.value_max, m.denominator, m.unit, _quote(text, m.unit_span),
        context.kind, context.direction, context.comparator, context.status,
        _quote(text, about), about, _quote(text, baseline), baseline,
        context.period, context.period_span, _quote(text, place), place,
        f"{m.rule} {context.rule} {subject.rule}".rstrip(),
        confidence(m, context, subject), m.flags + context.flags, None,
    )  # fmt: skip


def _quote(text: str, span: Span | None) -> str | None:
    return None if span is None else text[span[0] : span[1]]
