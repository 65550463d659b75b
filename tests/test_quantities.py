"""Quantities that stand alone, by table and by property."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.document import Quantity
from civictext.indicators.quantities import parse_quantity

TABLE = Path(__file__).parent / "cases/quantities.jsonl"
CASES = [json.loads(line) for line in TABLE.open(encoding="utf-8")]


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"] or "empty")
def test_parse_quantity_case(case):
    found = parse_quantity(case["text"])
    if case["value"] is None:
        assert found is None
        return
    wanted = [number(case[name]) for name in ("value", "value_max", "denominator")]
    assert [found.value, found.value_max, found.denominator] == wanted
    assert (found.unit, found.comparator) == (case["unit"], case["comparator"])


@given(st.decimals(0, 10**6, places=2), st.sampled_from(["đồng", "%", "ha", "người", "USD"]))
def test_parse_quantity_reads_a_number_with_each_unit(value, unit):
    figure = f"{value:,}".translate(str.maketrans(",.", ".,"))
    found = parse_quantity(f"khoảng {figure} {unit}")
    assert isinstance(found, Quantity)
    assert (found.value, found.unit_text, found.comparator) == (value, unit, "~")


@given(st.text())
def test_parse_quantity_never_raises(text):
    parse_quantity(text)


def test_parse_quantity_refuses_what_is_too_long():
    assert parse_quantity("1 " * 500_000) is None
    assert parse_quantity("hơn " * 100_000 + "5") is None
