"""What a topic model sees of an article."""

from __future__ import annotations

from itertools import chain, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.document import Document, Line
from civictext.text.alignment import Span
from civictext.topics.features import (
    BODY_WORDS,
    BUCKETS,
    FIELDS,
    LEAD,
    LEAD_WORDS,
    NONE,
    TITLE,
    ArticleView,
    _read_line,
    _WordHashes,
    article_view,
    occurrences,
    spell,
    word_hash,
)


def doc(*lines: tuple[str, str], title: str | None = None) -> Document:
    text, spans = "", []
    for role, line in lines:
        spans.append(Line(Span(len(text), len(text) + len(line)), role))
        text += line + "\n"
    return Document(source=text, text=text, title=title, lines=tuple(spans))


def buckets_of(view: ArticleView) -> list[np.ndarray]:
    """Return the features of a view, field by field: those of words, then those of pairs."""
    edges = np.cumsum(np.repeat(view.sizes, 2))
    return np.split(np.asarray(memoryview(occurrences(view))), edges)[:-1]


def counted(document: Document) -> dict[int, int]:
    found = np.asarray(memoryview(occurrences(article_view(document))))
    buckets, number = np.unique(found[found != NONE], return_counts=True)
    return dict(zip(buckets.tolist(), number.tolist(), strict=True))


def hashes_of(text: str, table: _WordHashes) -> list[int]:
    view = ArticleView(text)
    _read_line(view, table, text, 0, len(text))
    return list(view.hashes[: view.size])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa bình", "hoà bình"),
        ("thủy lợi", "thuỷ lợi"),
        ("QUỐC HỘI", "quốc hội"),
        ("năm 2023", "năm 1999"),
        ("đường bộ", "(Đường, bộ)."),
        ("kinh tế xã hội", "kinh tế-xã hội"),
        ("tháng 5 2024", "tháng 6/2023"),
    ],
)
def test_words_disregard_case_tone_place_digits_and_marks(one: str, other: str) -> None:
    assert counted(doc(("body", one))) == counted(doc(("body", other)))


@pytest.mark.parametrize(
    ("one", "other"), [("ma", "má"), ("ma", "am"), ("da", "đa"), ("an", "ân"), ("10", "100"), ("mà", "mả")]
)
def test_words_are_told_apart(one: str, other: str) -> None:
    assert counted(doc(("body", one))) != counted(doc(("body", other)))


@given(st.text())
def test_spelling_is_idempotent(text: str) -> None:
    assert spell(spell(text)) == spell(text)


GAPS = " \n\t-/\N{EN DASH}\N{IDEOGRAPHIC SPACE}\N{ZERO WIDTH SPACE}"


@given(st.text(alphabet=st.characters() | st.sampled_from(GAPS)))
def test_words_of_a_view_are_those_that_split_finds(text: str) -> None:
    view = ArticleView(text)
    _read_line(view, _WordHashes(), text, 0, len(text))
    words = text.replace("-", " ").replace("/", " ").replace("\N{EN DASH}", " ").split()
    assert view.words == words
    assert list(view.hashes[: view.size]) == list(map(word_hash, words))


@pytest.mark.parametrize("bits", [1, 3, 16])
def test_hashes_are_those_of_the_words_however_many_are_kept(bits: int) -> None:
    texts = ["Ủy ban xã họp, xã họp.", "", "xã \N{GRINNING FACE} dài" + "dài" * 1000, "họp" * 3 + " Ủy ban 12 3 12"]
    table = _WordHashes(bits)
    for text in 2 * [*texts, *texts[::-1]]:
        assert hashes_of(text, table) == [word_hash(word) for word in text.split()]


def test_hashes_of_words_stay_within_bounds() -> None:
    table = _WordHashes(5)
    text = " ".join(f"từ{i}" for i in range(500))
    assert hashes_of(text, table) == hashes_of(text, table)
    assert len(table) <= 32


def test_of_a_very_long_word_the_beginning_counts() -> None:
    assert word_hash("dài" * 1000) == word_hash("dài" * 900) != word_hash("dài" * 2)


@given(st.text())
def test_occurrences_lie_in_their_fields(text: str) -> None:
    title, _, body = text.replace("\n", " ").partition("a")
    found = buckets_of(article_view(doc(("title", title), ("body", body))))
    for field, words, pairs in zip(FIELDS, found[::2], found[1::2], strict=True):
        for buckets in (words, pairs):
            inside = (buckets >= field.first) & (buckets < field.first + (1 << field.bits))
            assert (inside | (buckets == NONE)).all()
        assert not np.count_nonzero(words == NONE)
        assert pairs[-1:].tolist() == [NONE] * min(len(words), 1)
        assert not np.count_nonzero(pairs[:-1] == NONE)
    assert FIELDS[-1].first + (1 << FIELDS[-1].bits) == BUCKETS == NONE


def hashed(words: list[int], first: int, bits: int) -> list[int]:
    """Hash words and pairs of words by multiplication modulo 2 to the power of 64, in plain Python."""
    alone = [word * 0x94D049BB133111EB for word in words]
    pairs = [one * 0xA0761D6478BD642F + two * 0xD6E8FEB86659FD93 for one, two in pairwise(words)]
    return [*(first + (product % (1 << 64) >> 64 - bits) for product in alone + pairs), *([NONE] if words else [])]


@given(st.lists(st.sampled_from(["Hội", "đồng", "nhân", "dân", "12"]), max_size=80), st.integers(0, 3))
def test_features_are_the_high_bits_of_products(words: list[str], size: int) -> None:
    view = article_view(doc(("title", " ".join(words[:size])), ("body", " ".join(words[size:]))))
    hashes = list(map(word_hash, words))
    parts = hashes, hashes[:size], hashes[size:][:LEAD_WORDS]
    wanted = [hashed(part, field.first, field.bits) for part, field in zip(parts, FIELDS, strict=True)]
    assert list(occurrences(view)) == list(chain.from_iterable(wanted))


def test_view_leaves_out_furniture_and_by_lines() -> None:
    view = article_view(doc(("menu", "Trang chủ"), ("title", "Lũ lớn"), ("body", "Nước dâng."), ("byline", "Hoa Mai")))
    assert view.words == ["Lũ", "lớn", "Nước", "dâng."]
    assert view.title == 2
    assert list(view.starts[: view.size]) == [10, 13, 17, 22]
    assert view.lines == [0, 2]


def test_title_beside_the_text_is_the_same_as_a_title_line() -> None:
    inside = doc(("title", "Lũ lớn ở miền Trung"), ("body", "Nước dâng cao."))
    beside = doc(("body", "Nước dâng cao."), title="Lũ lớn ở miền Trung")
    assert counted(inside) == counted(beside)


def test_title_is_not_read_twice() -> None:
    once = doc(("title", "Lũ lớn"), ("body", "Nước dâng."))
    both = doc(("title", "Lũ lớn"), ("body", "Nước dâng."), title="Lũ lớn")
    assert counted(once) == counted(both)


def test_title_and_lead_have_features_of_their_own() -> None:
    words = ["lũ"] * LEAD_WORDS + ["đê"] * 3
    found = counted(doc(("title", "lũ"), ("body", " ".join(words))))
    title = {bucket: n for bucket, n in found.items() if TITLE.first <= bucket < LEAD.first}
    lead = {bucket: n for bucket, n in found.items() if bucket >= LEAD.first}
    anywhere = [n for bucket, n in found.items() if bucket < TITLE.first]
    assert list(title.values()) == [1]
    assert sorted(lead.values()) == [LEAD_WORDS - 1, LEAD_WORDS]
    assert sorted(anywhere) == [1, 2, 3, LEAD_WORDS, LEAD_WORDS + 1]


def test_long_body_is_read_to_a_limit() -> None:
    long = doc(("title", "Nước dâng"), *[("body", "nước " * 50)] * 100)
    assert article_view(long).size == 2 + BODY_WORDS


def test_empty_article_has_no_features() -> None:
    assert counted(doc()) == {}
    assert counted(doc(("body", " "))) == {}
