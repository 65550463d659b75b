"""Loops over characters that stand for patterns: they find the same on any text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.indicators import amounts, chars, figures, rejection

ANY = st.text(max_size=12) | st.text("aĐđ²½٣_ \N{NO-BREAK SPACE}15.,-", max_size=12)
NUMBERS = st.lists(
    st.sampled_from(
        [*"0123456789 .,-/:@_%hgmk", *"–—đAĐ²\N{NO-BREAK SPACE}", "00", "1800", "1900", "2016", "24", " giờ ", "đến ",
         " đến ", " tới ", " và ", " h", "kém", "NĐ-CP", " ngày", "kg", "000", "tỷ", " trong số ", " trên ", " hai ",
         " phần tư", "tỷ lệ", " triệu", "thí sinh", "đồng", "rưỡi"]
    ),
    max_size=8,
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    ("read", "pattern"),
    [
        (chars.letters_end, r"[^\W\d_]*"),
        (chars.digits_end, r"[0-9]*"),
        (chars.gap_end, "[ \N{NO-BREAK SPACE}]{0,2}"),
        (chars.word_end, "[^ \N{NO-BREAK SPACE}]*"),
        (figures.figure_end, f"(?:{figures.FIGURE})?"),
    ],
)
@given(text=ANY)
def test_loop_ends_where_the_pattern_does(read, pattern, text):
    end = max(len(text) - 1, 0)  # what comes after is not seen
    assert read(text, 0, end) == re.compile(pattern, re.DOTALL).match(text, 0, end).end()


@given(text=ANY, words=st.text("aĐ1 ", max_size=3))
def test_stands_before_is_endswith(text, words):
    assert all(chars.stands_before(text, end, words) == text.endswith(words, 0, end) for end in range(len(text) + 1))


@given(st.lists(ANY, max_size=4))
def test_word_at_is_a_slice(texts):
    text = "".join(texts)
    ends = range(0, len(text) + 1, 3)
    assert [chars.word_at(text, end // 2, end) for end in ends] == [text[end // 2 : end] for end in ends]


SHAPED = re.compile(
    r"""[0-9]+(?:
        [-–—] | [/:@_A-Za-zĐđ] | \.(?:[0-9]+[./-]|(?:19|20)[0-9]{2}) | \.[0-9]+\.[0-9]
      | \s(?:[-–—]|/|(?:đến|tới|và)\s[0-9]|h(?![^\W\dđ_])|giờ)
    ) | 0[0-9]{1,4}[. -]{0,2}[0-9] | 1[89]00[ .] | [0-9]{13}""",
    re.VERBOSE,
)
"""What all shapes of numbers that are no quantities have in common."""


@given(NUMBERS.filter(lambda text: text[:1].isdigit() and text[:1].isascii()))
def test_refuse_shape_tries_all_that_may_have_one(text):
    match = rejection._SHAPE.match(text) if SHAPED.match(text) else None
    refusal = rejection.refuse_shape(text, 0, len(text))
    assert (refusal and (refusal.end, refusal.reason)) == (match and (match.end(), match.lastgroup))


@given(NUMBERS)
def test_may_join_wherever_the_pattern_joins(text):
    assert amounts._may_join(text, 0, len(text)) or not amounts._JOIN.match(text)


PERCENT = re.compile("%(?:[.;):]|,(?![ \N{NO-BREAK SPACE}][0-9])|$|[ \N{NO-BREAK SPACE}](?![-~/–—đtpmUn]))")


@given(NUMBERS.map("%".__add__))
def test_is_percentage_as_the_pattern_says(text):
    assert amounts._is_percentage(text, 0, len(text)) == bool(PERCENT.match(text))


SCALE = re.compile(
    "[ \N{NO-BREAK SPACE}]{0,2}"
    "(tr(?:iệu|ăm)?|t[ỷỉ]|ng(?:hì|à|ì)n|k|vạn|chục|tá|rưỡi|T(?:[ỷỉỶỈ]|riệu|RIỆU)|N(?:GHÌN|GÀN))"
    r"(?:đồng|đ)?(?![^\W\d_])(?![ \N{NO-BREAK SPACE}](?:lệ|trọng|phú|suất|giá|thí(?! sinh))(?![^\W\d_]))"
)


@given(NUMBERS)
def test_scale_at_reads_what_the_pattern_reads(text):
    match = SCALE.match(text)
    word, at = amounts._scale_at(text, 0, len(text))
    assert (word and (at, amounts._SCALES[word])) == ((match.start(1), match[1]) if match else "")
