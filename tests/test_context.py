"""The context of a figure: kind, direction, comparator, status, baseline, period, place."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civictext.document import READ_ROLES, Document
from civictext.indicators.columns import Articles
from civictext.indicators.context import link_scopes
from civictext.indicators.links_model import bundled_links
from civictext.indicators.measures import Context, Measure
from civictext.indicators.periods import clock_of
from civictext.indicators.scan import scan
from civictext.indicators.scopes import NOTHING, Rivals, decide, numbered
from civictext.indicators.step import passage_of
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
    contexts = linked(doc, measures)
    return [(doc.text[slice(*m.span)], context, doc) for m, context in zip(measures, contexts, strict=True)]


def linked(doc: Document, measures: list[Measure]) -> list[Context]:
    """Return the contexts of some measures of a document."""
    clock = clock_of(doc.text, doc.date)
    return link_scopes(Articles([passage_of(doc, measures, clock)], bundled_links().clusters), [clock])


def field(context: Context, doc: Document, name: str) -> str | None:
    """Return a field of a context as an indicator has it."""
    if name in ("baseline", "place"):
        span = getattr(context, f"{name}_span")
        return None if span is None else doc.text[slice(*span)]
    return getattr(context, name)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['number']} in {case['text'][:40]}" for case in CASES])
def test_link_scopes_reads(case):
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


def test_candidates_with_one_answer_count_together():
    alike = [(0, 7, 3.0, 1.0), (1, 8, 2.0, 1.0), (2, 8, 2.0, 1.0)]
    assert decide([Rivals(alike, range(1), 1.0, 1.0)], [0])[0].mention in (1, 2)
    apart = [(0, 7, 3.0, 1.0), (1, 8, 2.0, 1.0), (2, 9, 2.0, 1.0)]
    assert decide([Rivals(apart, range(1), 1.0, 1.0)], [0])[0] == (0, True)


def test_what_rules_the_figure_before_may_go_on_to_rule():
    first = Rivals([(0, 4, 20.0, 1.0)], range(1), 1.0, 1.0)
    second = Rivals([(1, 5, 3.0, 1.0)], range(1, 2), 7.0, 1.0)
    assert [choice.mention for choice in decide([first, second], [0, 1])] == [0, 0]
    assert [choice.mention for choice in decide([first, second], [0, 0])] == [0, 1]


def test_figures_weighed_in_parts_get_the_same(monkeypatch):
    text = "Năm 2022, xã Tân Tiến có 12 hộ nghèo, 3 thôn. " + "Xã Gia Lộc có 9 hộ nghèo năm 2023, 4 hộ cận nghèo. " * 3
    together = [context for _, context, _ in contexts_of(text)]
    monkeypatch.setattr("civictext.indicators.scopes.AT_ONCE", 3)
    assert [context for _, context, _ in contexts_of(text)] == together
    assert len(together) == 8


def test_answers_are_numbered_by_article():
    assert numbered([["2023", None, "2023"], ["2023"]]).tolist() == [0, NOTHING, 0, 1]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="năm tăgiảm%đạt kế hoạchước0123456789.,;()/\nHàNội", max_size=200))
def test_link_scopes_gives_one_context_a_figure_whatever_the_text(text):
    text += " 5"
    measures = [Measure(Span(*match.span()), Decimal(match[0])) for match in re.finditer("[0-9]+", text)]
    doc = Document(source=text, text=text, sentences=(Span(0, len(text)),), date="2024-10-02")
    contexts = linked(doc, measures)
    assert len(contexts) == len(measures)
    for context in contexts:
        for span in (context.baseline_span, context.period_span, context.place_span):
            assert span is None or 0 <= span.start < span.end <= len(text)
