"""Time expressions and the periods they mean."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.indicators import time_doubts
from civictext.indicators.periods import Clock, clock_of, doubts, find_times
from civictext.indicators.plain_times import NO_DATE, goes_on, plain_date
from civictext.indicators.time_patterns import BY_OPENING, DIGITS
from civictext.indicators.time_spans import between, in_year, moved, write_day, write_months

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases/periods.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_find_times_resolves(case):
    clock = clock_of(case["text"], case["date"])
    assert [mention.period for mention in find_times(case["text"], clock)] == case["periods"]


@pytest.mark.parametrize(
    ("stamp", "parts"),
    [
        ("2024-05-17", (2024, 5, 17)),
        ("2024-05", (2024, 5, None)),
        ("2024", (2024, None, None)),
        (None, (None,) * 3),
    ],
)
def test_clock_knows_as_much_as_the_date_says(stamp, parts):
    clock = Clock(stamp)
    assert (clock.year, clock.month, clock.day) == parts


def test_school_years_begin_in_the_second_half_of_a_year():
    assert [Clock(f"2024-{month:02}").school_year("này") for month in (1, 6, 7, 12)] == [
        "2023/2024", "2023/2024", "2024/2025", "2024/2025",
    ]  # fmt: skip
    assert Clock(None).school_year("này") is None


@pytest.mark.parametrize(
    ("period", "unit", "n", "expected"),
    [
        ("2024-M01/M09", "year", -1, "2023"),
        ("2024-11-30", "month", 2, "2025-01"),
        ("2024", "month", 2, None),
        ("2024-05", "day", 1, None),
        ("2023-12-31", "day", 1, "2024-01-01"),
    ],
)
def test_moved_counts_only_from_what_says_enough(period, unit, n, expected):
    assert moved(period, unit, n) == expected


def test_clock_of_takes_the_year_that_most_of_the_text_is_about():
    text = "Năm 2019 xây trường. Ngày 3/4/2020 họp, ngày 5/4/2020 bàn giao. Ngày 7/4 khánh thành."
    assert clock_of(text, None).year is None
    assert clock_of(f"{text} Năm 2020 thu 3 tỷ.", None).year == 2020
    assert clock_of(text, "2021-01-01").year == 2021


def test_trong_nam_means_the_ruling_year_not_the_one_compared_with():
    text = "Năm 2023 tiếp 40 lượt, tăng 3 lượt so với năm 2022. Trong năm có 1 vụ."
    assert [m.period for m in find_times(text, Clock("2024-02-09"))] == ["2023", "2022", "2023"]


def test_cung_ngay_is_the_day_spoken_of_last():
    times = find_times("Sáng 9/2 họp. Cùng ngày có 3 đoàn thăm.", Clock("2024-02-10"))
    assert [m.period for m in times] == ["2024-02-09", "2024-02-09"]


@given(st.text(alphabet="năm thágquý0123456789/-.đếnhiệnIV \n", max_size=120))
def test_find_times_never_fails_and_keeps_order(text):
    mentions = find_times(text, Clock("2024-10-02"))
    ends = 0
    for mention in mentions:
        assert ends <= mention.span.start < mention.span.end <= len(text)
        ends = mention.span.end


BEHIND = st.text(alphabet="0123459/.-–, %nămđế)T\n", min_size=1, max_size=12)


@given(st.integers(0, 45).map(str), BEHIND.filter(lambda text: not text[0].isdigit()))
def test_a_plain_date_is_what_the_pattern_reads(day, behind):
    date, match = plain_date(day + behind, 0, len(day)), DIGITS.match(day + behind)
    if date is NO_DATE:
        assert match is None
    elif date:
        assert match.lastgroup == "day"
        parts = (int(match["d"]), int(match["m"]), int(match["y"] or 0))
        assert (match.end(), *parts) == (date.end, date.day, date.month, date.year)


@given(st.sampled_from(["", ",", " ", " đến ", " đến năm ", " trở lại đây", "-", "/24", " - nay", ". ", "%"]), BEHIND)
def test_a_year_or_number_with_nothing_of_a_time_behind_it_is_plain(joint, behind):
    text = joint + behind
    if not goes_on(text, 0):
        year, number = DIGITS.match("2023" + text), DIGITS.match("5" + text)
        assert year is None or year.lastgroup == "bare"
        assert number is None or text[0] == ","
        assert BY_OPENING["nă"].match("năm 2023" + text).span("y") == (4, 8)


@pytest.mark.parametrize(
    ("before", "doubt"),
    [
        ("tăng 3% so với cùng kỳ", 1),
        ("so với 5 xã của", 0),
        ("hơn 5 lần, ", 0),
        ("Nghị quyết Đại hội", 2),
        ("Nghị quyết, ngày", 0),
        ("Thông báo Số 33/TB-UBND ngày", 2),
        ("theo kế hoạch, cao hơn", 1),
        ("cao hơn dự toán", 3),
        ("tại nhiều ngân hàng song", 0),
        ("tài chính – NSNN 5", 0),
    ],
)
def test_doubts_by_the_clause_before(before, doubt):
    assert doubts(f"Xã {before} năm 2023", len(before) + 4) == doubt


CLAUSES = st.lists(
    st.sampled_from(
        ["so", "với", "Cùng kỳ", "hơn", "kém 5", "Số 33/TB-UBND", "luật", "nghị quyết", "SN", "(sinh", "vụ", "Công văn",
         "tăng", "trong", "năm", ",", "theo kế hoạch", "x", "và các"]
    ),
    max_size=12,
).map(" ".join)  # fmt: skip


@given(CLAUSES)
def test_doubts_ask_all_that_may_be_doubtful(left):
    start, clause = len(left), time_doubts._clause_before(left, len(left))
    told = time_doubts.is_compared(clause) or time_doubts._is_dated(left, clause, start)
    assert time_doubts._may_be_doubtful(left, start) or not told


@pytest.mark.parametrize(
    ("first", "last", "span"),
    [
        ("2019", "2023", ("2019/2023", "years")),
        ("2022", "2022-05", ("2022-M01/M05", "months")),
        ("2022-06", "2022", ("2022-M06/M12", "months")),
        ("2022-Q1", "2022-Q2", ("2022-H1", "months")),
        ("2022-05-01", "2022-05-09", ("2022-05-01/2022-05-09", "days")),
        ("2022-11", "2023-02", ("2022-11/2023-02", "months")),
        ("2022-05", "2022-04", None),
        ("2022", "2022", None),
        ("1900", "1990", None),
        ("2022-Q3", "2023-Q1", None),
        ("2022-05", "2022-05-09", None),
        ("2022-H1", "2023", None),
    ],
)
def test_between_joins_periods_in_order(first, last, span):
    assert between(first, last) == span


def test_periods_are_written_in_one_way():
    assert write_day(2023, 2, 29) is None
    assert write_months(2024, 1, 12) == "2024"
    assert in_year("2024-H1", 2023) == "2023-H1"
    assert in_year("2024-01-01/2024-02-01", 2023) is None
