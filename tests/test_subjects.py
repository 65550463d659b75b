"""Subjects: cases end to end, the words, the choice among candidates, the model on disk."""

from __future__ import annotations

import hashlib
import json
import math
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from hypothesis import given, settings
from hypothesis import strategies as st
from librt.vecs import vec
from mypy_extensions import i64

import civictext
from civictext.errors import ModelError
from civictext.indicators.article import Article, Passage, bucket, first_at
from civictext.indicators.links_model import NAME, TABLES, Links, bundled_links, pack, read_links, weights_of
from civictext.indicators.measures import Context, Measure
from civictext.indicators.subject_model import NOTHING, POINTERS, Chosen, Rival, choose
from civictext.indicators.templates import BITS, SCALE, Templates
from civictext.indicators.tokens import read_tokens
from civictext.indicators.unit_groups import figure_group
from civictext.indicators.words import LEXICON, PAD, read_words
from civictext.resources import model_path
from civictext.text.alignment import Span

CASES = Path(__file__).parent / "cases" / "subjects.jsonl"


def cases() -> list[dict[str, str]]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def marked(case: dict[str, str]) -> ParameterSet:
    """Return a case, expected to fail where it is a known failure."""
    known = case.get("known_failure")
    marks = [pytest.mark.xfail(reason=known, strict=True)] if known else []
    return pytest.param(case, marks=marks, id=f"{case['number']} {case['text'][:30]}")


@pytest.fixture(scope="module")
def nlp() -> civictext.Pipeline:
    return civictext.load(exclude=["acronyms", "topics"])


@pytest.mark.parametrize("case", [marked(case) for case in cases()])
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


def words_of(text: str, breaks: tuple[int, ...] = ()) -> list[tuple[str, str]]:
    """Return the words of a text with their classes, without the edges."""
    words = read_words(read_tokens(text), set(breaks))
    names = LEXICON.classes.names
    rows = zip(words.starts, words.ends, words.kinds, strict=True)
    return [(text[a:b], names[kind]) for a, b, kind in rows][PAD:-PAD]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet='aăâbcđ 0123456789.,;:()“”"%ABĐ-/\n', max_size=120))
def test_words_cover_their_text_in_order(text: str) -> None:
    words = [word for word, _ in words_of(text)]
    assert "".join(words).replace(" ", "") == text.replace(" ", "")


def test_words_join_known_syllables_but_not_over_a_break() -> None:
    assert [word for word, _ in words_of("thành lập hội đồng")] == ["thành lập", "hội đồng"]
    assert [word for word, _ in words_of("thành lập", (6,))] == ["thành", "lập"]


def test_words_outside_are_edges_on_both_sides() -> None:
    words = read_words(read_tokens("hộ dân"), set())
    kinds = list(words.kinds)
    assert set(kinds[:PAD] + kinds[-PAD:]) == {LEXICON.edge}
    assert list(words.starts)[:PAD] == [-1] * PAD
    assert list(words.starts)[-PAD:] == [len("hộ dân") + 1] * PAD


@pytest.mark.parametrize(
    ("text", "kind"),
    [("12,5", "#"), (",", ","), ("đạt", "LINK"), ("Đà Nẵng", "PROV"), ("huyện", "ADM"), ("UNDP", "Ny"),
     ("tỷ lệ", "MN"), ("ông Tuấnx", "Nc")],
)  # fmt: skip
def test_class_of_a_word(text: str, kind: str) -> None:
    assert words_of(text)[0][1] == kind


def test_class_of_a_capital_depends_on_its_place() -> None:
    assert [kind for _, kind in words_of("Giảm. ông Giảm")] == ["CHG", ".", "Nc", "Np"]


@pytest.mark.parametrize(
    ("kind", "unit", "group"),
    [("level", "VND", "money"), ("level", "hộ", "noun"), ("share", "%", "share%"), ("share", "xã", "share"),
     ("change", "%", "change"), ("level", None, "none"), ("level", "ha", "physical"),
     ("level", "VND/người/năm", "money")],
)  # fmt: skip
def test_group_of_a_figure(kind: civictext.document.Kind, unit: str | None, group: str) -> None:
    assert figure_group(kind, unit) == group


def passage(text: str, *figures: tuple[tuple[int, int], tuple[int, int], str]) -> Passage:
    measures = [Measure(Span(*n), Decimal(1), unit=unit, unit_span=Span(*u)) for n, u, unit in figures]
    whole = Span(0, len(text))
    return Passage(text, measures, [Context()] * len(measures), [whole] * len(measures), [whole], 0)


COMMUNES = passage("có 12 xã, xây 40 cầu", ((3, 5), (6, 8), "xã"), ((14, 16), (17, 20), "cầu"))


def test_figures_of_a_sentence_are_marked_and_know_what_is_between() -> None:
    article = Article(COMMUNES, bundled_links().clusters)
    assert [i for i, kind in enumerate(article.kinds) if kind == LEXICON.number] == [PAD + 1, PAD + 5]
    assert [figure.tail - PAD for figure in article.figures] == [0, 3]
    assert [(figure.nth, figure.sentence) for figure in article.figures] == [(0, 0), (1, 0)]


def test_counts_are_those_of_the_words_between() -> None:
    article = Article(COMMUNES, bundled_links().clusters)
    size = len(article)
    for start in range(size):
        for end in range(start, size):
            commas = sum(LEXICON.classes.names[kind] == "," for kind in list(article.kinds)[start:end])
            assert article.count(0, start, end) == commas
            assert bool(article.shape(start, end) & 1) == (commas > 0)


def test_templates_tell_columns_apart() -> None:
    templates = Templates("test", ("a", "b"), ("a b", "b a", "a"))
    places = [templates.places(vec[i64](row)) for row in ([1, 2], [2, 1])]
    assert len(set(places[0])) == 3
    assert not set(places[0]) & set(places[1])
    assert all(0 <= place < 1 << BITS for place in places[0])


@given(st.lists(st.integers(0, 2**32 - 1), min_size=3, max_size=3))
def test_score_is_the_sum_of_the_weights_at_the_places(row: list[int]) -> None:
    templates = Templates("test", ("a", "b", "c"), ("a", "c b a", "b c", "c"))
    places = templates.places(vec[i64](row))
    weights = weights_of(places, [1.0] * len(places))
    assert templates.score(weights, vec[i64](row)) == SCALE * len(places)
    assert templates.score(weights_of([], []), vec[i64](row)) == 0


def test_templates_of_one_name_share_their_weights() -> None:
    both = Templates("test", ("a", "b"), ("a", "a b"))
    alone = Templates("test", ("b", "a"), ("a b",))
    assert set(alone.places(vec[i64]([2, 1]))) <= set(both.places(vec[i64]([1, 2])))


@given(st.integers(0, 10_000))
def test_bucket_never_grows_past_its_number(n: int) -> None:
    assert bucket(n) <= n
    assert bucket(n) <= bucket(n + 1)


@given(st.lists(st.integers(-5, 50)), st.integers(-6, 51))
def test_first_at_is_the_first_that_is_not_below(places: list[int], value: int) -> None:
    places.sort()
    assert first_at(vec[i64](places), value) == sum(place < value for place in places)


def rival(power: float, start: int, end: int, side: str, back: int = 0) -> Rival:
    return Rival(round(math.log(power) * SCALE), side, start, end, back)


def test_choice_prefers_what_agrees_with_the_likely_ones() -> None:
    alone = rival(1.0, 20, 21, "A")
    family = [rival(0.9, 2, 5, "B"), rival(0.85, 2, 6, "B"), rival(0.8, 2, 7, "B")]
    chosen = choose([alone, *family], [NOTHING] * POINTERS)
    assert (chosen.start, chosen.side) == (2, "B")
    assert 0.5 < chosen.score <= 1.0


def test_choice_takes_the_subject_of_an_earlier_figure() -> None:
    earlier = [*[NOTHING] * (POINTERS - 1), Chosen(3, 4, "A", 0.9)]
    chosen = choose([rival(1.0, -1, -1, "I", 1), rival(0.1, 8, 9, "B")], earlier)
    assert (chosen.start, chosen.end, chosen.side) == (3, 4, "I")


def test_one_stretch_found_in_two_ways_counts_with_both() -> None:
    earlier = [*[NOTHING] * (POINTERS - 1), Chosen(3, 4, "A", 0.9)]
    found = [rival(1.0, 20, 21, "A"), rival(0.8, 3, 4, "B"), rival(0.7, -1, -1, "I", 1)]
    chosen = choose(found, earlier)
    assert (chosen.start, chosen.end, chosen.side) == (3, 4, "B")


def test_links_survive_packing(tmp_path: Path) -> None:
    clusters = bundled_links().clusters
    weights = {name: weights_of([5 + i, 70_000], [0.5, -2.25]) for i, name in enumerate(TABLES)}
    data = pack(Links(weights, clusters))
    (tmp_path / "weights.npz").write_bytes(data)
    manifest = json.loads((model_path(NAME) / "model.json").read_text(encoding="utf-8"))
    manifest["sha256"] = hashlib.sha256(data).hexdigest()
    (tmp_path / "model.json").write_text(json.dumps(manifest), encoding="utf-8")
    links = read_links(tmp_path)
    for name in TABLES:
        assert bytes(memoryview(links.weights[name])) == bytes(memoryview(weights[name]))
    assert links.clusters.words == clusters.words
    assert list(links.clusters.coarse) == list(clusters.coarse)


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
    shutil.copytree(model_path(NAME), home)
    spoil(home / name)
    with pytest.raises(ModelError, match="install civictext again"):
        read_links(home)
