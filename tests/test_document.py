"""The document: round trip through JSON, views, immutability."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext import Document, Span

ARTICLE = (
    "Thành phố Sông Mây đổi mới công tác dân vận\n\n"
    "Năm 2023, thành phố tổ chức được 60 cuộc đối thoại với 3.508 người dân tham gia. "
    "Uỷ ban nhân dân (UBND) thành phố cho biết tổng thu ngân sách ước đạt 2.217 tỷ 413 triệu đồng, "
    "đạt 183% dự toán tỉnh, tăng 15,8% so với năm 2022.\n"
)


@pytest.fixture(scope="module")
def doc(nlp):
    return nlp(ARTICLE, id="a1", date="2024-02-09", url="https://example.vn/a1")


def test_document_round_trip_through_json(doc):
    data = json.loads(json.dumps(doc.to_dict(rejected=True), ensure_ascii=False))
    again = Document.from_dict(data)
    assert again == doc
    assert again.to_dict(rejected=True) == data


def test_document_is_immutable(doc):
    with pytest.raises(dataclasses.FrozenInstanceError):
        doc.text = "x"


def test_document_values_are_decimals_and_strings_in_json(doc):
    assert doc.indicators
    assert all(isinstance(i.value, Decimal) for i in doc.indicators)
    assert all(isinstance(row["value"], str) for row in doc.to_dict()["indicators"])


def test_document_spans_quote_the_text(doc):
    for i in doc.indicators:
        assert doc.text[slice(*i.span)] == i.text
        for name in ("subject", "baseline", "place"):
            span = getattr(i, f"{name}_span")
            assert (span is None) == (getattr(i, name) is None)
            assert span is None or doc.text[slice(*span)] == getattr(i, name)
        assert i.sentence.start <= i.span.start < i.sentence.end
    for a in doc.acronyms:
        assert doc.text[slice(*a.span)] == a.short


def test_document_sentence_at_finds_by_position(doc):
    for sentence in doc.sentences:
        assert doc.sentence_at(sentence.start) == sentence
        assert doc.sentence_at(sentence.end - 1) == sentence
    assert doc.sentence_at(len(doc.text) + 5) is None


def test_document_words_and_entities_carry_offsets(doc):
    assert {w.text for w in doc.words} >= {"thành phố", "ngân sách"}
    assert all(doc.text[slice(*w.span)] == w.text for w in doc.words)
    assert all(doc.text[slice(*e.span)] == e.text for e in doc.entities)


USABLE = st.characters(exclude_characters="\x00", exclude_categories=["Cs"])


@given(text=st.text(alphabet=USABLE, max_size=200))
def test_document_any_unicode_traces_back(nlp, text):
    doc = nlp(text)
    assert Document.from_dict(doc.to_dict(rejected=True)) == doc
    for line in doc.lines:
        start, end = doc.to_source(line.span)
        assert 0 <= start <= end <= len(text)
    assert doc.to_source((0, len(doc.text))).end <= len(text)


def test_document_empty_text_gives_empty_document(nlp):
    doc = nlp("")
    assert (doc.text, doc.lines, doc.sentences, doc.indicators, doc.acronyms) == ("", (), (), (), ())
    assert doc.to_source(Span(0, 0)) == (0, 0)
