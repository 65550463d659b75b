"""The indicator step: numbers, what is none of them, and the context of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from civictext.document import READ_ROLES, Acronym, Document, Indicator, Rejected
from civictext.indicators.confidence import confidence
from civictext.indicators.context import link_contexts
from civictext.indicators.measures import Context, Measure, Subject
from civictext.indicators.repeats import link_repeats
from civictext.indicators.scan import scan_lines
from civictext.indicators.subject import link_subjects
from civictext.resources import model_fingerprint, model_path, tables_digest
from civictext.text.alignment import Span

RULES = "1"
"""Raised whenever a rule of this step changes in code."""
TABLES = (
    "classifiers.tsv", "comparators.tsv", "confidence.json", "context_words.tsv", "place_classifiers.tsv",
    "place_words.tsv", "places.tsv", "quantity_modifiers.tsv", "rejection_cues.tsv", "rejection_followers.tsv",
    "scan_words.tsv", "scope_weights.json", "subject_edges.tsv", "subject_words.tsv",
    "time_words.tsv", "unit_stops.tsv", "units.tsv",
)  # fmt: skip


class IndicatorStep:
    """Finds every figure of a document and links it to its context."""

    name = "indicators"

    def __init__(self) -> None:
        model = model_fingerprint(model_path("subject-ranker"))
        self.version = f"{RULES} {tables_digest(*TABLES)} {model}"

    def __call__(self, doc: Document) -> Document:
        """Return the document with `indicators` and `rejected` filled in."""
        measures, rejected = self._scan(doc)
        if not measures:
            return doc.with_(rejected=rejected) if rejected else doc
        sentences = [doc.sentence_at(m.span.start) or Span(*m.span) for m in measures]
        contexts = link_contexts(doc, measures, sentences)
        subjects = link_subjects(doc, measures, sentences, contexts)
        found = map(_indicator, [doc] * len(measures), measures, sentences, contexts, subjects)
        return doc.with_(indicators=link_repeats(tuple(found)), rejected=rejected)

    def _scan(self, doc: Document) -> tuple[list[Measure], tuple[Rejected, ...]]:
        lines = [(line.span, line.role not in READ_ROLES) for line in doc.layout]
        measures, rejected = scan_lines(doc.text, lines)
        return name_units(measures, doc.acronyms), tuple(rejected)


def name_units(measures: list[Measure], acronyms: Sequence[Acronym]) -> list[Measure]:
    """Write out a unit that is an acronym of the document: `7.518 TTHC` counts thủ tục hành chính."""
    longs = {acronym.span.start: acronym for acronym in acronyms if acronym.long}
    return [_name_unit(m, longs) for m in measures] if longs else measures


def _name_unit(measure: Measure, longs: Mapping[int, Acronym]) -> Measure:
    acronym = longs.get(measure.span.end + 1) or longs.get(measure.span.end)
    if acronym is None or acronym.long is None or (measure.unit and measure.rule.split()[-1] != "noun:guess"):
        return measure
    flags = tuple(flag for flag in measure.flags if flag != "unit_missing")
    rule = f"{measure.rule.split()[0]} unit:acronym"
    return measure._replace(unit=acronym.long.lower(), unit_span=acronym.span, rule=rule, flags=flags)


def _indicator(doc: Document, m: Measure, sentence: Span, context: Context, subject: Subject) -> Indicator:
    """Put together what the parts found."""
    text = doc.text

    def quote(span: Span | None) -> str | None:
        return None if span is None else text[span.start : span.end]

    return Indicator(
        span=m.span,
        text=text[m.span.start : m.span.end],
        value=m.value,
        sentence=sentence,
        value_max=m.value_max,
        denominator=m.denominator,
        unit=m.unit,
        unit_text=quote(m.unit_span),
        kind=context.kind,
        direction=context.direction,
        comparator=context.comparator,
        status=context.status,
        subject=quote(subject.span),
        subject_span=subject.span,
        baseline=quote(context.baseline_span),
        baseline_span=context.baseline_span,
        period=context.period,
        period_span=context.period_span,
        place=quote(context.place_span),
        place_span=context.place_span,
        rule=" ".join(filter(None, (m.rule, context.rule, subject.rule))),
        confidence=confidence(m, context, subject),
        flags=m.flags + context.flags,
    )
