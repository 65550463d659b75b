from __future__ import annotations

import fuzzing
from hypothesis import given, settings
from hypothesis import strategies as st

import civictext

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
TEXTS = st.lists(st.sampled_from(fuzzing.PIECES) | st.text(LETTERS, max_size=4), max_size=40).map("".join)


@settings(max_examples=80)
@given(TEXTS)
def test_any_text_traces_back(nlp: civictext.Pipeline, text: str) -> None:
    fuzzing.check(nlp, text)


@settings(max_examples=40)
@given(st.sampled_from(fuzzing.PIECES), st.sampled_from(fuzzing.PIECES), st.integers(1, 60))
def test_repeated_pieces_trace_back(nlp: civictext.Pipeline, one: str, other: str, times: int) -> None:
    fuzzing.check(nlp, f"Năm 2023, xã có 12 thôn. {one * times}{other * times}")


@settings(max_examples=40)
@given(st.lists(TEXTS, max_size=3))
def test_a_stream_a_call_and_the_tables_agree(nlp: civictext.Pipeline, texts: list[str]) -> None:
    docs = list(nlp.pipe(texts))
    assert docs == [nlp(text) for text in texts]
    frames = civictext.frames(docs)
    assert frames.indicators["text"].to_pylist() == [i.text for doc in docs for i in doc.indicators]
    assert frames.acronyms["short"].to_pylist() == [a.short for doc in docs for a in doc.acronyms]
    assert frames.topics["score"].to_pylist() == [t.score for doc in docs for t in doc.topics]
    for row in frames.indicators.to_pylist():
        figure = docs[row["row"] - 1].indicators[row["index"]]
        assert (row["value_exact"], row["start"]) == (format(figure.value, "f"), figure.span.start)
