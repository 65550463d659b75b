"""Tokens as columns: where they start and end, and their keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.indicators.tokens import (
    CAPITAL,
    CAPITALS,
    DIGIT,
    LETTER,
    MARK,
    SPACED,
    WordTable,
    pair_key,
    read_tokens,
    word_keys,
)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("tăng 2,5% so với", ["tăng", "2,5", "%", "so", "với"]),
        ("Sở GD-ĐT, NN&PTNT", ["Sở", "GD-ĐT", ",", "NN&PTNT"]),
        ("rộng 40m2.\nHết", ["rộng", "40", "m2", ".", "\n", "Hết"]),
        ("đạt 3.508 người (QCDC)", ["đạt", "3.508", "người", "(", "QCDC", ")"]),
        ("", []),
        (" \t ", []),
        ("?" * 40, ["?"] * 40),
        ("a\ud800 b", ["a", "\ud800", "b"]),
    ],
)
def test_tokens_of_a_text(text: str, tokens: list[str]) -> None:
    found = read_tokens(text)
    assert [text[a:b] for a, b in zip(found.starts, found.ends, strict=True)] == tokens


@given(st.text())
def test_tokens_hold_all_that_is_no_space(text: str) -> None:
    found = read_tokens(text)
    kept = "".join(text[a:b] for a, b in zip(found.starts, found.ends, strict=True))
    assert kept == "".join(char for char in text if char == "\n" or not char.isspace())


def test_marks_of_a_token_tell_its_sort_and_how_it_is_written() -> None:
    found = read_tokens("UBND xã Gia\n(40 m2)")
    assert list(found.marks) == [
        LETTER | CAPITAL | CAPITALS | SPACED, LETTER | SPACED, LETTER | CAPITAL, MARK,
        MARK, DIGIT | SPACED, LETTER, MARK,
    ]  # fmt: skip
    assert chr(found.head(2)) == "G"


def test_keys_do_not_depend_on_case_or_place() -> None:
    keys = list(read_tokens("Hội ĐỒNG, hội đồng").keys)
    assert keys[:2] == keys[3:]
    assert word_keys(["hội đồng"])[0] == pair_key(keys[0], keys[1])


@given(st.lists(st.text(alphabet="abcđê", min_size=1, max_size=4), unique=True, min_size=1))
def test_keys_tell_short_words_apart(words: list[str]) -> None:
    assert len(set(word_keys(words))) == len(words)


def test_word_table_knows_its_words_and_no_others() -> None:
    words = {f"từ{i}": i % 255 + 1 for i in range(5000)}
    table = WordTable.of(words)
    assert [table.get(key) for key in word_keys(words)] == list(words.values())
    assert not any(table.get(key) for key in word_keys([f"khác{i}" for i in range(5000)]))


def test_word_table_holds_keys_that_want_one_place_up_to_its_end() -> None:
    alike = [0xFFFFFFFF - i for i in range(200)]
    table = WordTable(alike, [i + 1 for i in range(200)])
    assert [table.get(key) for key in alike] == [i + 1 for i in range(200)]
    assert table.get(0xFFFFFFFF - 200) == table.get(0) == 0


def test_empty_word_table_knows_nothing() -> None:
    assert WordTable([], []).get(7) == 0


def test_word_of_three_syllables_is_refused() -> None:
    with pytest.raises(ValueError, match="hợp tác xã"):
        word_keys(["hộ", "hợp tác xã"])
