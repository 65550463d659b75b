"""Subjects: cases end to end, the words, the choice among candidates, the model on disk."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import civictext
from civictext.document import Document
from civictext.errors import ModelError
from civictext.indicators.measures import Context, Measure
from civictext.indicators.subject_clauses import link_by_clause
from civictext.indicators.subject_features import bucket, figure_group, link_figures, place_figure
from civictext.indicators.subject_model import Candidate, bundled_model, choose, pack, read_model
from civictext.indicators.subject_words import EDGE, split_words
from civictext.resources import model_path
from civictext.text.alignment import Span

CASES = Path(__file__).parent / "cases" / "subjects.jsonl"


def cases() -> list[dict[str, str]]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def nlp() -> civictext.Pipeline:
    return civictext.load(exclude=["acronyms", "topics"])


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['number']} {case['subject']}")
def test_subject_of_a_sentence(nlp: civictext.Pipeline, case: dict[str, str]) -> None:
    doc = nlp(case["text"])
    found = {indicator.text: indicator.subject for indicator in doc.indicators}
    assert found[case["number"]] == case["subject"]


def test_subject_span_is_the_quote(nlp: civictext.Pipeline) -> None:
    for case in cases():
        doc = nlp(case["text"])
        for indicator in doc.indicators:
            if indicator.subject_span:
                assert doc.text[slice(*indicator.subject_span)] == indicator.subject


def test_rule_names_the_side_of_the_number(nlp: civictext.Pipeline) -> None:
    doc = nlp("Hội nghị có 200 đại biểu tham dự. Tỷ lệ hộ nghèo là 3,1%.")
    assert ["subject:after" in i.rule for i in doc.indicators] == [True, False]
    assert "subject:before" in doc.indicators[1].rule


@pytest.mark.parametrize(
    "text",
    ["1 " * 3000, "(" * 3000 + "5", "A " * 3000 + "7%", "và 8 người " * 300, "“12" * 1500, "5%%", "7"],
    ids=["digits", "brackets", "capitals", "words", "quotes", "percents", "alone"],
)
def test_hostile_text_gives_spans_inside_it(nlp: civictext.Pipeline, text: str) -> None:
    doc = nlp(text)
    for indicator in doc.indicators:
        span = indicator.subject_span
        assert span is None or 0 <= span.start < span.end <= len(doc.text)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aăâbcđ 0123456789.,;:()“”\"%ABĐ-/\n", max_size=120))
def test_words_cover_their_text_in_order(text: str) -> None:
    words = split_words(text, 0, len(text))
    assert all(start < end for start, end in zip(words.starts, words.ends, strict=True))
    assert all(a <= b for a, b in zip(words.ends, words.starts[1:], strict=False))
    assert sum(b - a for a, b in zip(words.starts, words.ends, strict=True)) <= len(text)
    assert {i for i, char in enumerate(text) if char.isalnum()} <= {
        i for a, b in zip(words.starts, words.ends, strict=True) for i in range(a, b)
    }


def test_words_join_known_syllables_but_not_over_a_break() -> None:
    text = "12 hộ dân"
    assert split_words("thành lập hợp tác xã", 0, 20).forms[:-4] == ["thành lập", "hợp tác xã"]
    assert all(len(form.split()) == 1 for form in split_words(text, 0, len(text), {6}).forms)


def test_words_outside_are_edges_on_both_sides() -> None:
    words = split_words("hộ dân", 0, 6)
    assert {words.forms[i] for i in (-2, -1, len(words), len(words) + 2)} == {EDGE}


@pytest.mark.parametrize(
    ("text", "kind"),
    [("12,5", "#"), (",", ","), ("đạt", "LINK"), ("Đà Nẵng", "PROV"), ("huyện", "ADM"), ("UNDP", "Ny"),
     ("tỷ lệ", "MN")],
)  # fmt: skip
def test_class_of_a_word(text: str, kind: str) -> None:
    assert split_words(text, 0, len(text)).classes[0] == kind


@pytest.mark.parametrize(
    ("kind", "unit", "group"),
    [("level", "VND", "money"), ("level", "hộ", "noun"), ("share", "%", "share%"), ("share", "xã", "share"),
     ("change", "%", "change"), ("level", None, "none"), ("level", "ha", "physical"),
     ("level", "VND/người/năm", "money")],
)  # fmt: skip
def test_group_of_a_figure(kind: civictext.document.Kind, unit: str | None, group: str) -> None:
    assert figure_group(kind, unit) == group


def test_figures_of_a_sentence_are_marked_and_know_what_is_between() -> None:
    text = "có 12 xã, xây 40 cầu"
    words = split_words(text, 0, len(text))
    communes = place_figure(words, (3, 5), (6, 8), "level", "xã")
    figures = [communes, place_figure(words, (14, 16), (17, 20), "level", "cầu")]
    link_figures(figures)
    assert words.forms[: len(words)] == ["có", "#", "xã", ",", "xây", "#", "cầu"]
    assert (figures[1].tail, figures[1].separators) == (3, ",")


@given(st.integers(0, 10_000))
def test_bucket_never_grows_past_its_number(n: int) -> None:
    assert bucket(n) <= n
    assert bucket(n) <= bucket(n + 1)


def test_choice_prefers_what_agrees_with_the_likely_ones() -> None:
    alone = Candidate(20, 21, "A", 1.0)
    family = [Candidate(2, 5, "B", 0.9), Candidate(2, 6, "B", 0.85), Candidate(2, 7, "B", 0.8)]
    chosen, sure = choose([alone, *family])
    assert chosen in family
    assert 0.5 < sure <= 1.0


def test_model_survives_packing(tmp_path: Path) -> None:
    model = bundled_model()
    some = dict(list(model.weights.items())[:50])
    data = pack(some, ["AE N ,"])
    (tmp_path / "weights.npz").write_bytes(data)
    manifest = json.loads((model_path("subject-ranker") / "model.json").read_text(encoding="utf-8"))
    manifest["sha256"] = hashlib.sha256(data).hexdigest()
    (tmp_path / "model.json").write_text(json.dumps(manifest), encoding="utf-8")
    read = read_model(tmp_path)
    assert read.never == {"AE N ,"}
    assert read.weights == pytest.approx(some, abs=1e-4)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("weights.npz", _cut),
        ("weights.npz", Path.unlink),
        ("model.json", Path.unlink),
        ("model.json", lambda path: path.write_text("{}", encoding="utf-8")),
    ],
    ids=["cut", "no weights", "no manifest", "empty manifest"],
)
def test_spoilt_model_is_refused(tmp_path: Path, name: str, spoil: Callable[[Path], object]) -> None:
    home = tmp_path / "model"
    shutil.copytree(model_path("subject-ranker"), home)
    spoil(home / name)
    with pytest.raises(ModelError, match="install civictext again"):
        read_model(home)


def test_baseline_by_clauses_finds_plain_subjects() -> None:
    doc = Document.from_source("xã có 12 hộ nghèo")
    measure = Measure(Span(6, 8), Decimal(12), unit="hộ", unit_span=Span(9, 11))
    (subject,) = link_by_clause(doc, [measure], [Span(0, 17)], [Context()])
    assert subject.span == Span(9, 17)
