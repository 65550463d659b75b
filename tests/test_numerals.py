"""Numerals in figures and words, by table and by property."""

import json
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.indicators.figures import EXACT, MAX_DIGITS, read_figure
from civictext.indicators.numerals import read_tokens, tokens_at
from civictext.indicators.standalone import parse_number

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases/numbers.jsonl").open(encoding="utf-8")]
DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
WORDS = [*DIGITS, "mươi", "mười", "trăm", "nghìn", "tỷ", "rưỡi", "linh", "phẩy", "1,5", "20"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"] or "empty")
def test_parse_number_case(case):
    value = parse_number(case["text"])
    assert (None if value is None else str(value)) == case["value"]


def below_thousand(n: int, *, full: bool) -> str:
    """Spell a number below a thousand the formal way, with its hundreds if `full`."""
    hundreds, rest = divmod(n, 100)
    tens, unit = divmod(rest, 10)
    words = [DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0 and unit and words:
        words.append("linh")
    elif tens == 1:
        words.append("mười")
    elif tens > 1:
        words += [DIGITS[tens], "mươi"]
    if unit:
        words.append("mốt" if unit == 1 and tens > 1 else "lăm" if unit == 5 and tens else DIGITS[unit])
    return " ".join(words)


def spell(n: int) -> str:
    """Spell a whole number the formal way."""
    groups = []
    for scale in ("", " nghìn", " triệu", " tỷ"):
        n, group = divmod(n, 1000)
        groups.append((group, scale))
    words = ""
    for group, scale in reversed(groups):
        if group:
            words += " " + below_thousand(group, full=bool(words)) + scale
    return words.strip() or DIGITS[0]


@given(st.integers(0, 10**12 - 1))
def test_parse_number_reads_what_is_spelled(n):
    assert parse_number(spell(n)) == n


@given(st.integers(0, 10**12 - 1), st.sampled_from([("ngàn", "nghìn"), ("tỉ", "tỷ"), ("lẻ", "linh")]))
def test_parse_number_reads_southern_words_alike(n, words):
    assert parse_number(spell(n).replace(words[1], words[0])) == n


@given(st.integers(0, 10**15), st.integers(0, 999))
def test_read_figure_reads_both_ways_of_separating(whole, part):
    vietnamese = f"{whole:,}".replace(",", ".")
    assert read_figure(vietnamese) == whole
    assert read_figure(f"{vietnamese},{part}") == Decimal(f"{whole}.{part}")
    if whole >= 1000:
        assert read_figure(f"{whole:,}.{part}") == Decimal(f"{whole}.{part}")


@given(st.text(alphabet="0123456789.,"))
def test_read_figure_never_raises(text):
    if text[:1].isdigit() and text[-1:].isdigit():
        read_figure(text)


@given(st.text())
def test_parse_number_never_raises(text):
    parse_number(text)


@given(st.lists(st.sampled_from(WORDS)))
def test_read_tokens_reads_a_prefix(words):
    text = " ".join(words)
    with localcontext(EXACT):
        numeral = read_tokens(tokens_at(text, 0, len(text)))
    if numeral:
        assert parse_number(text[: numeral.end]) == numeral.value


def test_parse_number_ignores_the_callers_precision():
    with localcontext() as context:
        context.prec = 3
        assert parse_number("2.217 tỷ 413 triệu") == Decimal(2217413000000)


def test_parse_number_refuses_what_is_too_long_for_a_number():
    assert parse_number("9" * MAX_DIGITS) == Decimal("9" * MAX_DIGITS)
    assert parse_number("9" * (MAX_DIGITS + 1)) is None
    assert parse_number("1" * 1_000_000) is None


def test_running_text_has_years_where_a_numeral_alone_has_digits():
    tokens = tokens_at("hai nghìn năm", 0, 13)
    assert read_tokens(tokens).value == 2500
    assert read_tokens(tokens, running=True).value == 2000
