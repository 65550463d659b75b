"""The context of a figure: kind, direction, comparator, status, baseline, period, place."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civictext.document import READ_ROLES, Document
from civictext.indicators.article import Article
from civictext.indicators.context import link_scopes
from civictext.indicators.links_model import bundled_links, no_weights, weights_of
from civictext.indicators.measures import Context, Measure
from civictext.indicators.periods import clock_of
from civictext.indicators.scan import scan
from civictext.indicators.scope_features import NOTHING, PERIOD, Mention, Scope
from civictext.indicators.scopes import Governor
from civictext.indicators.step import passage_of
from civictext.indicators.templates import Weights
from civictext.indicators.tokens import word_keys
from civictext.pipeline import Pipeline
from civictext.text.alignment import Span
from civictext.text.steps import LineStep, NormalizeStep, SentenceStep

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases/context.jsonl").read_text("utf-8").splitlines()]
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
    clock, links = clock_of(doc.text, doc.date), bundled_links()
    return link_scopes(Article(passage_of(doc, measures, clock), links.clusters), clock, links)


def field(context: Context, doc: Document, name: str) -> str | None:
    """Return a field of a context as an indicator has it."""
    if name in ("baseline", "place"):
        span = getattr(context, f"{name}_span")
        return None if span is None else doc.text[slice(*span)]
    return getattr(context, name)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['number']} in {case['text'][:40]}" for case in CASES])
def test_link_scopes_reads(case):
    ((context, doc),) = ((c, d) for text, c, d in contexts_of(case["text"], case.get("date")) if text == case["number"])
    wanted = {name: value for name, value in case.items() if name not in ("text", "number", "date", "note")}
    assert {name: field(context, doc, name) for name in wanted} == wanted


def test_every_context_names_its_rules():
    found = contexts_of("Năm 2024, huyện Gia Lộc phấn đấu trồng 200 ha rừng. Trong đó xã Tân Tiến 40 ha.", "2024-03-01")
    assert [context.rule for _, context, _ in found] == [
        "kind:amount status:aim-word period:here place:here",
        "kind:amount status:goes-on period:earlier place:here",
    ]


def test_a_governing_year_rules_until_another_takes_over():
    text = "Năm 2022, xã có 12 hộ nghèo. Có 3 hộ thoát nghèo.\nNăm 2023, xã có 9 hộ nghèo. Có 4 hộ thoát nghèo."
    assert [context.period for _, context, _ in contexts_of(text)] == ["2022", "2022", "2023", "2023"]


TWO_SENTENCES = "Năm 2022 có 9 hộ. Có 3 hộ, năm 2023 và năm 2023 có 4 hộ."


def governor_of(answers: list[int], weights: Weights) -> Governor:
    """Return what chooses among the three times of two sentences, with three figures, where they say `answers`."""
    doc = TEXT_LAYER(TWO_SENTENCES)
    measures = [Measure(Span(*match.span()), Decimal(match[0])) for match in re.finditer(r"\b[0-9]\b", doc.text)]
    passage = passage_of(doc, measures, clock_of(doc.text, None))
    starts = [match.start() for match in re.finditer("năm", doc.text.lower())]
    mentions = [Mention(start, start + 8, 0, answer, 0, 0) for start, answer in zip(starts, answers, strict=True)]
    return Governor(PERIOD, Scope(Article(passage, bundled_links().clusters)), mentions, weights)


def test_candidates_with_one_answer_count_together():
    apart, alike = (governor_of([7, 8, answer], no_weights()) for answer in (9, 8))
    assert [governor.choose(0).mention for governor in (apart, alike)] == [0, 0]
    assert alike.choose(1).mention == 2  # two of one answer against one, and of equal ones the later
    candidates = apart.candidates(1)
    assert sorted(one.mention for one in candidates) == [0, 1, 2]
    assert {one.power for one in candidates} == {1.0}


def test_what_rules_the_figure_before_may_go_on_to_rule():
    answers = [7, 8, 9]
    seen = governor_of(answers, no_weights())
    earlier = next(one for one in seen.candidates(1) if one.earlier)
    places = PERIOD.again.places(seen.see_again(earlier))
    going_on = governor_of(answers, weights_of(places, [0.5] * len(places)))
    for governor, chosen in ((seen, 1), (going_on, 0)):
        assert governor.choose(0).mention == 0
        assert governor.choose(1).mention == chosen


def test_a_mention_knows_where_it_stands_and_how_often_its_time_is_named():
    governor = governor_of([7, 8, 8], no_weights())
    columns = [tuple(placed.row[9:12]) for placed in governor.placed]
    assert columns == [(1, 1, 1), (2, 2, 0), (2, 2, 0)]  # nth, named, leads


def test_a_figure_knows_the_verb_before_it():
    keys = [row[16] for row in governor_of([7, 8, 9], no_weights()).scope.rows]
    assert keys == [*word_keys(["có"]) * 3]


def test_a_mention_that_says_nothing_speaks_for_nothing():
    governor = governor_of([NOTHING, NOTHING, NOTHING], no_weights())
    chosen = [governor.choose(i) for i in range(3)]
    assert [(choice.mention, choice.here) for choice in chosen] == [(-1, False)] * 3


def test_a_choice_tells_whether_it_is_of_the_same_sentence():
    governor = governor_of([7, NOTHING, NOTHING], no_weights())
    choice = governor.choose(0)
    assert (choice.mention, choice.here) == (0, True)
    assert governor.choose(1).here is False


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
