"""Numbers with their units in running text, and the tables of units."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from civictext.indicators.scan import scan
from civictext.indicators.units import find_unit, guess_unit, read_rows, unit_before
from civictext.text.alignment import Span

TABLE = Path(__file__).parent / "cases/units.jsonl"
CASES = [json.loads(line) for line in TABLE.open(encoding="utf-8")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_measures_case(case):
    text = case["text"]
    measures, _ = scan(text, Span(0, len(text)))
    found = [
        {
            "number": text[slice(*m.span)],
            "value": m.value,
            "value_max": m.value_max,
            "denominator": m.denominator,
            "unit": m.unit,
        }
        for m in measures
    ]
    for wanted in case["measures"]:
        for name in ("value", "value_max", "denominator"):
            wanted[name] = None if wanted[name] is None else Decimal(wanted[name])
    assert found == case["measures"]


@pytest.mark.parametrize(
    ("text", "name", "spelled"),
    [
        (" đồng chí", "đồng chí", "đồng chí"),
        (" đồng", "VND", "đồng"),
        ("VNĐ/ngày", "VND/ngày", "VNĐ/ngày"),
        (" héc ta", "ha", "héc ta"),
        ("m²", "m2", "m²"),
        (" mét vuông", "m2", "mét vuông"),
        (" đô thị loại I", "đô thị", "đô thị"),
        (" Đ/c", "đồng chí", "Đ/c"),
        (" năm/1 lần", "năm/lần", "năm/1 lần"),
        (" tỉnh, thành phố trực thuộc", "tỉnh, thành phố", "tỉnh, thành phố"),
        (" xã, có 5 thôn", "xã", "xã"),
    ],
)
def test_find_unit_takes_the_longest_entry(text, name, spelled):
    unit = find_unit(text, 0, len(text))
    assert (unit.name, text[unit.start : unit.end]) == (name, spelled)


@pytest.mark.parametrize("text", [" và", " tăng 5", " Nguyễn", ", xã", "   xã", ""])
def test_find_unit_and_guess_unit_leave_alone(text):
    assert find_unit(text, 0, len(text)) is None
    assert guess_unit(text, 0, len(text)) is None


def test_guess_unit_takes_an_unknown_noun():
    assert guess_unit(" zikzak mới", 0, 11).name == "zikzak"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("$", "USD"),
        ("USD ", "USD"),
        ("ở tuổi ", "tuổi"),
        ("Tổng số đơn vị được kiểm tra là ", "đơn vị"),
        ("hệ số ", None),
        ("con số này là ", None),
    ],
)
def test_unit_before(text, name):
    unit = unit_before(text, 0, len(text))
    assert (unit.name if unit else None) == name


def test_tables_have_no_double_spelling():
    spellings = [s for _, _, row in read_rows("units.tsv") for s in row.split("|")]
    nouns = [noun for noun, _ in read_rows("classifiers.tsv")]
    assert len(spellings) == len(set(spellings))
    assert len(nouns) == len(set(nouns))
    assert all(s == s.lower() or len(s) == 1 for s in spellings + nouns)
