"""The context of a figure: kind, direction, comparator, status, baseline, period, place."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civictext.document import READ_ROLES, Document
from civictext.indicators.context import link_contexts
from civictext.indicators.measures import Context, Measure
from civictext.indicators.scan import scan
from civictext.indicators.scopes import Candidate, Scorer
from civictext.pipeline import Pipeline
from civictext.text.alignment import Span
from civictext.text.steps import LineStep, NormalizeStep, SentenceStep

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases/context.jsonl").read_text("utf-8").splitlines()
]
TEXT_LAYER = Pipeline([NormalizeStep(), LineStep.load(None), SentenceStep()])


def contexts_of(text: str, date: str | None = None) -> list[tuple[str, Context, Document]]:
    """Return each figure of a text with its context: the step without acronyms and subjects."""
    doc = TEXT_LAYER(text, date=date)
    lines = [line for line in doc.lines if line.role in READ_ROLES]
    measures = [measure for line in lines for measure in scan(doc.text, line.span)[0]]
    sentences = [doc.sentence_at(measure.span.start) or measure.span for measure in measures]
    contexts = link_contexts(doc, measures, sentences)
    return [(doc.text[slice(*m.span)], context, doc) for m, context in zip(measures, contexts, strict=True)]


def field(context: Context, doc: Document, name: str) -> str | None:
    """Return a field of a context as an indicator has it."""
    if name in ("baseline", "place"):
        span = getattr(context, f"{name}_span")
        return None if span is None else doc.text[slice(*span)]
    return getattr(context, name)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['number']} in {case['text'][:40]}" for case in CASES])
def test_link_contexts_reads(case):
    ((context, doc),) = (
        (c, d) for text, c, d in contexts_of(case["text"], case.get("date")) if text == case["number"]
    )
    wanted = {name: value for name, value in case.items() if name not in ("text", "number", "date", "note")}
    assert {name: field(context, doc, name) for name in wanted} == wanted


def test_every_context_names_its_rules():
    found = contexts_of(
        "Năm 2024, huyện Gia Lộc phấn đấu trồng 200 ha rừng. Trong đó xã Tân Tiến 40 ha.", "2024-03-01"
    )
    assert [context.rule for _, context, _ in found] == [
        "kind:amount status:aim-word period:here place:here",
        "kind:amount status:goes-on period:earlier place:here",
    ]


def test_a_governing_year_rules_until_another_takes_over():
    text = (
        "Năm 2022, xã có 12 hộ nghèo. Có 3 hộ thoát nghèo.\nNăm 2023, xã có 9 hộ nghèo. Có 4 hộ thoát nghèo."
    )
    assert [context.period for _, context, _ in contexts_of(text)] == ["2022", "2022", "2023", "2023"]


def test_no_measures_no_contexts():
    assert link_contexts(Document.from_source("Không có số liệu."), [], []) == []


def test_scorer_keeps_sums_and_prefers_the_first_of_equals():
    scorer = Scorer({"near": 1.0, "far": -1.0})
    far, near, also_near = (Candidate(i, (), (name,)) for i, name in enumerate(("far", "near", "near")))
    assert scorer.sum(("near", "unknown")) == 1.0
    assert scorer.best([far, near, also_near]) is near


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="năm tăgiảm%đạt kế hoạchước0123456789.,;()/\nHàNội", max_size=200), st.data())
def test_link_contexts_gives_one_context_a_figure_whatever_the_text(text, data):
    n = data.draw(st.integers(0, 4))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2 * n, max_size=2 * n)))
    measures = [Measure(Span(a, b), Decimal(1)) for a, b in zip(cuts[::2], cuts[1::2], strict=True)]
    doc = Document(source=text, text=text, sentences=(Span(0, len(text)),), date="2024-10-02")
    contexts = link_contexts(doc, measures, [Span(0, len(text))] * len(measures))
    assert len(contexts) == len(measures)
    for context in contexts:
        for span in (context.baseline_span, context.period_span, context.place_span):
            assert span is None or 0 <= span.start < span.end <= len(text)
