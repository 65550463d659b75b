"""The walk over a line: order, coverage, flags, bad input, and the development gold."""

import json
import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from civictext.indicators.beginnings import beginnings
from civictext.indicators.figures import FIGURE
from civictext.indicators.scan import scan
from civictext.text.alignment import Span

PIECES = [
    "1", "05", "3.508", "53,28%", "tỷ", "triệu đồng", "hai", "năm", "ba mươi", "/", "-", " đến ",
    "trong số", "xã, phường", "ngày", "tháng", "Quận", "“", "”", "(", ")", ".", ", ", ":", "NĐ-CP",
    "h", "giờ", "x", "%", "đồng/người", "rưỡi", "âm ", " ",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=60)


def scan_all(text):
    return scan(text, Span(0, len(text)))


@given(TEXTS)
def test_scan_spans_are_ordered_and_disjoint(text):
    measures, rejected = scan_all(text)
    spans = sorted([m.span for m in measures] + [r.span for r in rejected])
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(r.text == text[slice(*r.span)] for r in rejected)


@given(TEXTS)
@example("1111111111113.508")
@example("007.5 ha")
@example("1:53,28%")
def test_scan_accounts_for_every_ascii_digit(text):
    measures, rejected = scan_all(text)
    taken = set()
    for found in (*measures, *rejected):
        taken.update(range(*found.span))
    for measure in measures:
        if measure.unit_span:
            taken.update(range(*measure.unit_span))
    assert [i for i, c in enumerate(text) if c in "0123456789" and i not in taken] == []


@given(TEXTS)
def test_scan_of_a_line_does_not_see_the_others(text):
    alone = scan_all(text)
    inside = scan("Quận 5\n" + text + "\n7 người", Span(7, 7 + len(text)))
    assert [(m.value, m.unit, m.span.start) for m in alone[0]] == [
        (m.value, m.unit, m.span.start - 7) for m in inside[0]
    ]
    assert [(r.text, r.reason) for r in alone[1]] == [(r.text, r.reason) for r in inside[1]]


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("hai bên thống nhất", "incidental"),
        ("ba người này", "incidental"),
        ("ước đạt 116.027", "unit_missing"),
        ("đầu tư 120 tỷ.", "unit_missing"),
        ("từ 75 lên 79,5%", "unit_shared"),
        ("28,6% triệu đồng", "unit_conflict"),
        ("giảm -3,2%", "double_sign"),
        ("tỷ lệ hộ nghèo còn 1,91%, giảm 5,61%", "maybe_percentage_point"),
        ("tăng 15,8% (vượt chỉ tiêu 0,8%)", "maybe_percentage_point"),
    ],
)
def test_scan_flags(text, flag):
    measures, _ = scan_all(text)
    assert flag in {flag for m in measures for flag in m.flags}


@pytest.mark.parametrize("text", ["35 đồng chí", "tăng trưởng 8,5%", "hai tỷ đồng", "doanh thu tăng 5%"])
def test_scan_does_not_flag_plain_quantities(text):
    measures, _ = scan_all(text)
    assert [m.flags for m in measures] == [()]


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "1.", "1/", "(", "5%%", "hai ", "một tỷ ", "1 đến ", "(((1", "ABC", "5 xã, phường, "]
)
def test_scan_reads_a_long_line_of_anything(piece):
    text = (piece * 200_000)[:200_000]
    measures, rejected = scan_all(text)
    assert len(measures) + len(rejected) < 20_000
    assert all(len(str(m.value)) < 60 for m in measures)


def test_scan_on_gold(shared):
    """Spans of the gold that are found with the right value, counted both ways."""
    right = wanted = found = 0
    for line in (shared / "gold/dev.jsonl").open(encoding="utf-8"):
        doc = json.loads(line)
        text = doc["text"]
        furniture = {x.strip() for quote in doc["drop"] for x in quote.split("\n")}
        values = {}
        start = 0
        for row in text.split("\n"):
            measures, _ = scan(text, Span(start, start + len(row)), furniture=row.strip() in furniture)
            values |= {m.span: float(m.value) for m in measures}
            start += len(row) + 1
        found += len(values)
        wanted += len(doc["indicators"])
        right += sum(values.get((g["start"], g["end"])) == float(g["value"]) for g in doc["indicators"])
    assert 2 * right / (found + wanted) >= 0.98


def test_dense_report_on_one_line_keeps_its_figures():
    text = "Thu 3 tỷ đồng, đạt 5%; có 12 thôn, 7 hộ nghèo. " * 400
    measures, rejected = scan_all(text)
    assert (len(measures), rejected) == (1600, [])


@pytest.mark.parametrize("digits", ["12 34 ", "5% 6% ", "1,5 a "])
def test_block_of_digits_is_refused_as_one(digits):
    prose = "Xã có 12 thôn. "
    text = prose + digits * 2000
    measures, rejected = scan_all(text)
    assert measures[0].value == 12
    assert len(measures) + len(rejected) < 1100
    assert rejected[-1].span.end == len(text)
    assert rejected[-1].reason == "other"


def test_endless_table_is_read_in_part():
    text = "tăng 42 lượt, " * 12_000
    measures, rejected = scan_all(text)
    assert len(measures) == 5000
    assert [r.span.end for r in rejected] == [len(text)]


@given(TEXTS, st.integers(0, 5))
def test_beginnings_finds_every_figure(text, start):
    figures = [match.span() for match in re.finditer(f"(?:{FIGURE})+", text[start:])]
    found = beginnings(text, start, len(text))
    assert found == sorted(found)
    cells = [(a - start, b - start) for a, b in found if a < b]
    starts = [a for a, _ in cells if not any(a == b for _, b in cells)]
    stops = [b for _, b in cells if not any(a == b for a, _ in cells)]
    assert list(zip(starts, stops, strict=True)) == figures  # a row of cells without gaps is one figure


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hai xã, (ba thôn), “mười hai hộ", ["Hai", "ba", "mười", "hai"]),
        ("một huyện, một triệu đồng", ["một", "triệu"]),
        ("năm 2023, năm qua, năm người, năm xã.", ["năm", "năm"]),
        ("bàn ghế, hài lòng, Bảy Núi, 12 triệu", ["Bảy"]),
        ("hàng nghìn người, nghìn việc, Nghìn người", ["nghìn"]),
        ("có\N{NO-BREAK SPACE}bảy\N{NO-BREAK SPACE}tỷ\N{NO-BREAK SPACE}đồng", ["bảy", "tỷ"]),
    ],
)
def test_beginnings_finds_words_that_may_begin_a_numeral(text, words):
    found = [text[a:].split()[0] for a, b in beginnings(text, 0, len(text)) if a == b]
    assert found == words


def test_beginnings_is_the_same_across_chunks():
    text = "xã có hai thôn và 1.200 hộ, " * 6000
    one = beginnings(text[:28], 0, 28)
    assert beginnings(text, 0, len(text)) == [(a + 28 * i, b + 28 * i) for i in range(6000) for a, b in one]
