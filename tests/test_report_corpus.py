"""Questions to a corpus: selections, series, comparisons, groups of subjects, conflicts."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

import civictext
from civictext import Acronym, Document, Indicator, Span, Topic
from civictext.corpus.series import agree
from civictext.corpus.subjects import core, group_subjects, same_place, similarity
from civictext.corpus.timeline import interval, usual_length
from civictext.corpus.view import Corpus
from civictext.corpus.view import open as open_corpus
from civictext.errors import CorpusError, InputError

BUDGET = "tổng thu ngân sách nhà nước trên địa bàn"


def figure(value: str, period: str | None, place: str | None = "tỉnh Lam Giang", **more: Any) -> Indicator:
    facts = {"subject": BUDGET, "unit": "VND", "kind": "level", "confidence": 0.9, **more}
    return Indicator(
        Span(0, 3), "Thu", Decimal(value), Span(0, 20), period=period, place=place, **facts
    )  # fmt: skip


def document(id: str, *figures: Indicator, date: str | None = "2024-01-10", topic: str = "kinh-te") -> Document:
    doc = Document.from_source(f"Thu ngân sách vượt kế hoạch ({id}).", id=id, date=date)
    return doc.with_(
        indicators=figures,
        topics=(Topic(topic, 0.8, role="primary"),),
        acronyms=(Acronym(Span(0, 3), "UBND", "Ủy ban nhân dân", "lexicon", 0.9),),
    )


def corpus(*docs: Document) -> Corpus:
    return Corpus.from_frames(civictext.frames(docs))


@pytest.fixture
def province() -> Corpus:
    return corpus(
        document("a", figure("100", "2022"), figure("40", "2022", "huyện Đông Lạc"), date="2023-01-05"),
        document("b", figure("120", "2023", "Lam Giang", subject="thu ngân sách nhà nước"), figure("60", "2023-H1")),
        document("c", figure("150", "2024", status="target"), figure("123", "2023"), topic="y-te"),
        document(
            "d",
            figure("5", "2023", subject="tổng chi ngân sách"),
            figure("12", "2023", kind="change", unit="%"),
        ),
    )


def test_indicators_take_similar_subjects_and_nothing_else(province: Corpus) -> None:
    found = province.indicators(subject="thu ngân sách nhà nước").arrow.to_pylist()
    assert {row["subject"] for row in found} == {BUDGET, "thu ngân sách nhà nước"}
    assert len(province.indicators(subject="chi ngân sách")) == 1


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({}, 8),
        ({"unit": "%"}, 1),
        ({"kind": ("level", "change")}, 8),
        ({"status": "target"}, 1),
        ({"place": "Lam Giang"}, 7),
        ({"place": "huyện Đông Lạc"}, 1),
        ({"period": "2023"}, 5),
        ({"period": "2023-H1"}, 1),
        ({"topic": "y-te"}, 2),
        ({"id": "a"}, 2),
        ({"min_confidence": 0.95}, 0),
        ({"subject": ["chi ngân sách", "thu ngân sách nhà nước"]}, 8),
    ],
)
def test_indicators_answer_to_each_condition(province: Corpus, wanted: dict[str, Any], count: int) -> None:
    assert len(province.indicators(**wanted)) == count


def test_series_keeps_every_statement_and_the_sentence_behind_it(province: Corpus) -> None:
    series = province.series(BUDGET, place="tỉnh Lam Giang")
    assert series.every == "year"
    assert [(p.period, p.value, p.status) for p in series.points] == [
        ("2022", 100, "actual"), ("2023", 120, "actual"), ("2023", 123, "actual"), ("2024", 150, "target"),
    ]  # fmt: skip
    assert series.left_out == 1
    assert dict(series.members) == {BUDGET: 3, "thu ngân sách nhà nước": 1}
    assert series.points[0].sentence == "Thu ngân sách vượt k"


def test_series_values_put_what_most_articles_state_first() -> None:
    series = corpus(*(document(n, figure(v, "2023")) for n, v in (("a", "9"), ("b", "7"), ("c", "9")))).series(BUDGET)
    assert series.values() == {("tỉnh Lam Giang", "2023"): [9, 7]}


def test_series_of_a_length_that_was_asked_for(province: Corpus) -> None:
    assert [p.period for p in province.series(BUDGET, every="half").points] == ["2023-H1"]


def test_series_takes_one_unit_the_usual_one() -> None:
    docs = document("a", figure("9", "2023"), figure("8", "2022"), figure("3", "2023", unit="USD"))
    assert {p.unit for p in corpus(docs).series(BUDGET).points} == {"VND"}
    assert {p.unit for p in corpus(docs).series(BUDGET, unit="USD").points} == {"USD"}


def test_series_without_points_is_empty(province: Corpus) -> None:
    assert province.series("sản lượng muối").points == ()


def test_compare_ranks_places_of_one_period(province: Corpus) -> None:
    assert list(province.compare(BUDGET, period="2022")) == ["tỉnh Lam Giang", "huyện Đông Lạc"]
    assert list(province.compare(BUDGET, period="2022", places=["Đông Lạc"])) == ["huyện Đông Lạc"]
    with pytest.raises(InputError, match="no period"):
        province.compare(BUDGET, period="năm 2022")


def test_conflicts_are_two_articles_with_two_values(province: Corpus) -> None:
    (conflict,) = province.conflicts()
    assert (conflict.period, conflict.place, [p.id for p in conflict.points]) == (
        "2023",
        "tỉnh Lam Giang",
        ["b", "c"],
    )
    assert conflict.spread == pytest.approx(0.025)


@pytest.mark.parametrize(
    "other",
    [
        figure("200", "2024"),
        figure("200", "2023", "huyện Đông Lạc"),
        figure("200", "2023", comparator=">"),
        figure("200", "2023", value_max=Decimal(300)),
        figure("200", "2023", unit="USD"),
        figure("200", "2023", status="target"),
        figure("200", "2023", subject="chi ngân sách"),
        figure("200", "2023", kind="change"),
        figure("102", "2023"),
    ],
)
def test_what_is_not_the_same_or_only_rounded_is_no_conflict(other: Indicator) -> None:
    assert corpus(document("a", figure("101.5", "2023")), document("b", other)).conflicts() == []


def test_one_article_does_not_contradict_itself() -> None:
    assert corpus(document("a", figure("1", "2023"), figure("2", "2023"))).conflicts() == []


def test_topics_over_time_counts_articles(province: Corpus) -> None:
    assert province.topics_over_time("year") == {
        ("2023", "kinh-te"): 1, ("2024", "kinh-te"): 2, ("2024", "y-te"): 1,
    }  # fmt: skip


def test_acronyms_count_mentions_and_articles(province: Corpus) -> None:
    assert province.acronyms().arrow.to_pylist() == [
        {"short": "UBND", "long": "Ủy ban nhân dân", "method": "lexicon", "mentions": 4, "articles": 4}
    ]


def test_subjects_list_their_members(province: Corpus) -> None:
    first = province.subjects(unit="VND")[0]
    assert first.subject == BUDGET
    assert [(m.subject, m.similarity) for m in first.members] == [
        (BUDGET, 1.0),
        ("thu ngân sách nhà nước", 1.0),
    ]


def test_selection_goes_into_every_library(province: Corpus) -> None:
    found = province.indicators(subject=BUDGET)
    assert len(found.to_pandas()) == len(found.to_polars()) == len(found) == 7
    assert found.duckdb().sql("select max(value) from figures").fetchall() == [(150.0,)]
    assert "<table" in found._repr_html_()


def test_whole_tables_go_into_every_library(province: Corpus) -> None:
    frames = province.frames()
    assert len(frames.to_pandas().indicators) == len(frames.to_polars().indicators) == 8
    assert frames.duckdb().sql("select count(*) from articles").fetchall() == [(4,)]


def test_unknown_table_is_named(province: Corpus) -> None:
    with pytest.raises(InputError, match="topics"):
        province.table("figures")


def test_open_reads_the_tables_of_a_folder(tmp_path: Any) -> None:
    frames = civictext.frames([document("a", figure("1", "2023"))])
    for name in ("articles", "indicators", "acronyms", "topics"):
        (tmp_path / name).mkdir()
        pyarrow.parquet.write_table(getattr(frames, name), tmp_path / name / "part-0.parquet")
    assert len(open_corpus(tmp_path).indicators()) == 1
    assert civictext.corpus.open(tmp_path).run == {}


def test_open_says_how_a_folder_of_tables_is_made(tmp_path: Any) -> None:
    with pytest.raises(CorpusError, match="civictext run"):
        open_corpus(tmp_path)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("tổng thu ngân sách", "thu ngân sách nhà nước trên địa bàn tỉnh", True),
        ("Tỷ lệ hộ nghèo", "tỉ lệ hộ nghèo của huyện An Thủy", True),
        ("tỷ lệ hộ nghèo", "tỷ lệ hộ nghèo của huyện An Thủy", True),
        ("tỷ lệ hộ nghèo", "tỷ lệ hộ cận nghèo", False),
        ("thu ngân sách", "chi ngân sách", False),
        ("kim ngạch xuất khẩu", "kim ngạch nhập khẩu", False),
        ("thu nhập bình quân", "thu nhập bình quân đầu người", True),
        ("đảng viên", "đảng viên mới", False),
        ("ngân sách tỉnh", "ngân sách huyện", False),
        ("xã đạt chuẩn nông thôn mới", "xã đạt chuẩn nông thôn mới nâng cao", False),
        ("hóa đơn điện tử", "hoá đơn điện tử", True),
    ],
)
def test_similarity_keeps_apart_what_is_measured_differently(first: str, second: str, same: bool) -> None:
    assert (similarity(first, second) >= 0.6) is same


@given(st.dictionaries(st.text("abc ", min_size=1, max_size=8), st.integers(1, 9), max_size=12), st.floats(0, 1))
def test_groups_hold_every_subject_once(counts: dict[str, int], threshold: float) -> None:
    groups = group_subjects(counts, threshold=threshold)
    assert sorted(m.subject for g in groups for m in g.members) == sorted(counts)
    assert sum(g.count for g in groups) == sum(counts.values())
    assert groups == group_subjects(dict(reversed(counts.items())), threshold=threshold)


@given(st.text(max_size=20), st.text(max_size=20))
def test_similarity_is_symmetric_and_bounded(first: str, second: str) -> None:
    assert similarity(first, second) == similarity(second, first)
    assert 0 <= similarity(first, second) <= 1
    assert similarity(first, first) == 1
    assert isinstance(core(first), tuple)


@pytest.mark.parametrize(
    ("period", "start", "end", "every"),
    [
        ("2024", "2024-01-01", "2024-12-31", "year"),
        ("2024-H2", "2024-07-01", "2024-12-31", "half"),
        ("2024-Q1", "2024-01-01", "2024-03-31", "quarter"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2024-M01/M09", "2024-01-01", "2024-09-30", "months"),
        ("2024-05-17", "2024-05-17", "2024-05-17", "day"),
        ("2021/2025", "2021-01-01", "2025-12-31", "span"),
        ("2024-10-19/2024-11-08", "2024-10-19", "2024-11-08", "span"),
    ],
)
def test_interval_is_the_days_of_a_period(period: str, start: str, end: str, every: str) -> None:
    found = interval(period)
    assert found is not None
    assert (found.start.isoformat(), found.end.isoformat(), found.every) == (start, end, every)


@pytest.mark.parametrize(
    "period", ["", "năm 2024", "2024-13", "2024-02-30", "2025/2021", "0000", "1/2/3", "2024-M09/M13"]
)
def test_what_is_no_period_has_no_days(period: str) -> None:
    assert interval(period) is None


def test_usual_length_prefers_the_longer_of_two() -> None:
    assert usual_length(["2023-H1", "2023"]) == "year"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("14286", "14300", True),
        ("14286", "14500", False),
        ("120", "123", False),
        ("2.5", "2.54", True),
        ("0", "0", True),
    ],
)
def test_values_agree_where_one_is_the_other_rounded(first: str, second: str, same: bool) -> None:
    assert agree(Decimal(first), Decimal(second)) is agree(Decimal(second), Decimal(first)) is same


def test_same_place_needs_the_same_type_where_both_have_one() -> None:
    assert same_place("TP Vân Khê", "Vân Khê")
    assert not same_place("huyện An Thủy", "xã An Thủy")
    assert same_place("huyện An Thuỷ", "Huyện An Thủy")


def test_dates_are_those_of_publication(province: Corpus) -> None:
    assert province.points(id="a")[0].date == datetime.date(2023, 1, 5)
