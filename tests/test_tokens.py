"""Tokens as columns: where they start and end, and their keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.indicators.tokens import WordTable, pair_keys, read_tokens, word_keys


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("tăng 2,5% so với", ["tăng", "2,5", "%", "so", "với"]),
        ("Sở GD-ĐT, NN&PTNT", ["Sở", "GD-ĐT", ",", "NN&PTNT"]),
        ("rộng 40m2.\nHết", ["rộng", "40", "m2", ".", "\n", "Hết"]),
        ("đạt 3.508 người (QCDC)", ["đạt", "3.508", "người", "(", "QCDC", ")"]),
        ("", []),
        (" \t ", []),
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


def test_keys_do_not_depend_on_case_or_place() -> None:
    found = read_tokens("Hội ĐỒNG, hội đồng")
    assert found.keys[:2].tolist() == found.keys[3:].tolist()
    assert word_keys(["hội đồng"])[0] == pair_keys(found.keys)[0]


def test_word_table_knows_its_words_and_no_others() -> None:
    words = {f"từ{i}": i % 255 + 1 for i in range(5000)}
    table = WordTable.of(words)
    assert table.get(word_keys(words)).tolist() == list(words.values())
    assert not table.get(word_keys([f"khác{i}" for i in range(5000)])).any()


def test_word_of_three_syllables_is_refused() -> None:
    with pytest.raises(ValueError, match="hợp tác xã"):
        word_keys(["hộ", "hợp tác xã"])
