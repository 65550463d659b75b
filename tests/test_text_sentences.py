"""Sentences: a table of kinds of break, and what must hold for any text."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.text.alignment import Span
from civictext.text.normalisation import normalize
from civictext.text.sentences import read_break, split_sentences

CASES = [
    json.loads(row)["sentences"]
    for row in (Path(__file__).parent / "cases/sentences.jsonl").read_text("utf-8").split("\n")
    if row
]


def split(text):
    return [text[slice(*span)] for span in split_sentences(text, [Span(0, len(text))])]


@pytest.mark.parametrize("sentences", CASES, ids=lambda sentences: sentences[0][:40])
def test_sentences_break_where_they_should(sentences):
    assert split(" ".join(sentences)) == sentences


def test_glued_sentences_break_once_normalised():
    text = normalize("Hội nghị bế mạc.Ông An cảm ơn.Năm 2024,xã thu 5 tỷ đồng.")
    assert split(text) == ["Hội nghị bế mạc.", "Ông An cảm ơn.", "Năm 2024, xã thu 5 tỷ đồng."]


def test_no_sentence_crosses_a_line():
    text = "Dòng một chưa hết\ndòng hai. Câu ba."
    lines = [Span(0, 17), Span(18, len(text))]
    assert [text[slice(*span)] for span in split_sentences(text, lines)] == [
        "Dòng một chưa hết",
        "dòng hai.",
        "Câu ba.",
    ]


@given(st.text("aĐốÔ.!?…”\"') 1TP,-\t", max_size=80) | st.text(max_size=60))
def test_sentences_cover_a_line_and_do_not_overlap(text):
    text = " ".join(text.split())
    spans = split_sentences(text, [Span(0, len(text))])
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert "".join("".join(text[slice(*span)] for span in spans).split()) == "".join(text.split())


@pytest.mark.parametrize("piece", [".", "…", "A. ", "1. ", '."', "?! ", "TP. "])
def test_a_long_run_of_marks_is_split_at_once(piece):
    text = "x" + piece * 50_000
    assert split_sentences(text, [Span(0, len(text))])[-1].end == len(text.rstrip()) or text[-1] == " "


CANDIDATE = re.compile(
    r"""(?P<stop> [.!?…] (?<![.!?…].) [.!?…]* ) (?P<close> [”’"')\]»]* ,? ) [ \t]+
    (?= [“‘"'(\[«–—•\-+*>]* \s? (?P<next>[^\W_]) )""",
    re.VERBOSE,
)


@given(st.text("aĐ1²_.!?…”\"')],“( -\t\xa0", max_size=60))
def test_breaks_are_those_of_the_pattern(text):
    found, at = [], 0
    for mark in (i for i, char in enumerate(text) if char in ".!?…"):
        if mark >= at:
            candidate = read_break(text, mark, len(text))
            at = candidate.close
            if candidate.next < len(text):
                found.append((mark, candidate.stop, candidate.close, candidate.opening, candidate.next))
    assert found == [
        (m.start(), m.end("stop"), m.end("close"), m.end(), m.start("next")) for m in CANDIDATE.finditer(text)
    ]
