"""Places named in a text, by classifier and by gazetteer."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.errors import LexiconError
from civictext.indicators.place_names import CAPITALS, LEVELS, gazetteer, syllable_ends
from civictext.indicators.place_spots import place_spots
from civictext.indicators.places import find_places
from civictext.indicators.tokens import read_tokens
from civictext.indicators.vocabulary import one_of, rows, words

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases/places.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_find_places_finds(case):
    text = case["text"]
    mentions = find_places(text)
    assert [text[slice(*mention.span)] for mention in mentions] == case["places"]
    if "named" in case:
        assert [text[slice(*mention.quote)] for mention in mentions] == case["named"]


def test_a_unit_spoken_of_is_known_by_the_last_named_of_its_kind():
    text = "Huyện Tứ Kỳ có 23 xã. Huyện Gia Lộc có 18 xã. Toàn huyện đạt chuẩn."
    spoken = [mention for mention in find_places(text) if mention.named]
    assert [mention.key for mention in spoken] == ["Gia Lộc"]


def test_gazetteer_knows_units_before_and_after_the_mergers():
    levels = gazetteer().levels
    assert {levels[name][0] for name in ("Hải Dương", "Bình Dương", "Cần Thơ", "Lâm Đồng")} == {"p"}
    assert "d" in levels["Gia Lộc"]
    assert set("".join(levels.values())) <= set(LEVELS)


def test_tables_have_no_row_twice():
    for name in ("places.tsv", "context_words.tsv", "comparators.tsv", "place_classifiers.tsv"):
        found = [tuple(row) for row in rows(name)]
        assert len(found) == len(set(found)), name


def test_words_says_which_lists_there_are():
    with pytest.raises(LexiconError, match=r"no list 'nonsense'.*surname"):
        words("nonsense")
    assert one_of("up").index("tăng[ ]trưởng") < one_of("up").index("|tăng|")


@given(st.text(alphabet="xã huyện tỉnh TPHànộiBìnhDươg.,-0123 (\n", max_size=150))
def test_find_places_never_fails_and_keeps_order(text):
    ends = 0
    for mention in find_places(text):
        assert ends <= mention.span.start < mention.span.end <= len(text)
        ends = mention.span.end


PIECES = ("xã", "huyện", "tỉnh", "TP", ".", ",", "-", "(", "Hà Nam", "Tân Kỳ", "A")


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_place_spots_are_where_the_tokens_around_say_so(pieces):
    text = " ".join(pieces)
    tokens = read_tokens(text)
    spots = place_spots(tokens)
    assert spots.names == sorted(set(spots.names))
    assert set(spots.names) <= set(tokens.starts)
    assert all(text[start].isupper() for start in spots.names)
    units = [text[start : start + length] for start, length in zip(spots.units, spots.lengths, strict=True)]
    assert set(units) <= {"xã", "huyện", "tỉnh", "TP"}


def test_words_that_open_a_name_are_found_again_with_the_next_one():
    text = "Tân Kỳ, Tân An và tân kỳ; Tân Kỳ"
    spots = place_spots(read_tokens(text))
    assert spots.opening_alike([0]) == [0, text.rindex("Tân Kỳ")]


SYLLABLE = rf"[{CAPITALS}](?:[\w'\N{{RIGHT SINGLE QUOTATION MARK}}]*\w)?"
JOINT = r"(?:[ ]?[-\N{EN DASH}][ ]?|[ ])"


@given(st.text(alphabet="AÐẾb1_'’  --–.一", max_size=30))
def test_a_name_is_a_run_of_capitalised_syllables(text):
    run = re.match(rf"{SYLLABLE}(?:{JOINT}{SYLLABLE}){{0,5}}", text)
    ends = [*(joint.start() for joint in re.finditer(JOINT, run[0])), run.end()] if run else []
    assert syllable_ends(text, 0) == ends
