"""What a topic model sees of an article."""

from __future__ import annotations

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
    _HashTable,
    _view,
    _WordHashes,
    article_view,
    occurrences,
    spell,
)


def doc(*lines: tuple[str, str], title: str | None = None) -> Document:
    text, spans = "", []
    for role, line in lines:
        spans.append(Line(Span(len(text), len(text) + len(line)), role))
        text += line + "\n"
    return Document(source=text, text=text, title=title, lines=tuple(spans))


def all_buckets(views: list[ArticleView]) -> np.ndarray:
    buckets = occurrences(views).buckets
    return buckets[buckets != NONE]


def counted(document: Document) -> dict[int, int]:
    buckets, number = np.unique(all_buckets([article_view(document)]), return_counts=True)
    return dict(zip(buckets.tolist(), number.tolist(), strict=True))


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


def test_hashes_of_words_stay_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("civictext.topics.features._MOST", 100)
    hashes = _WordHashes()
    first = [hashes[f"từ{i}"] for i in range(1000)]
    assert len(hashes) <= 100
    assert [hashes[f"từ{i}"] for i in range(1000)] == first
    assert hashes["dài" * 1000] == hashes["dài" * 900]
    assert "dài" * 1000 not in hashes


@given(st.text(alphabet=st.characters() | st.sampled_from(" \n\t\N{IDEOGRAPHIC SPACE}\N{ZERO WIDTH SPACE}")))
def test_words_of_a_view_are_those_that_split_finds(text: str) -> None:
    view = _view(text, 0, [])
    assert view.words == text.split()[:BODY_WORDS]
    assert "".join(map(chr, view.letters)) == "".join(view.words)


@pytest.mark.parametrize("bits", [1, 5, 17])
def test_table_of_hashes_gives_those_of_the_words(monkeypatch: pytest.MonkeyPatch, bits: int) -> None:
    monkeypatch.setattr("civictext.topics.features._TABLE_BITS", bits)
    texts = ["Ủy ban xã họp, xã họp.", "", "xã \N{GRINNING FACE} dài" + "dài" * 1000, "họp" * 3 + " Ủy ban 12 3 12"]
    views = [_view(text, 0, []) for text in texts]
    hashes, table = _WordHashes(), _HashTable()
    wanted = [hashes[word] for view in views for word in view.words]
    assert table.hashes(views).tolist() == wanted
    assert table.hashes(views).tolist() == wanted
    assert table.hashes(views[::-1]).tolist() == [hashes[word] for view in views[::-1] for word in view.words]


@given(st.lists(st.text(alphabet="ab \n.", max_size=30), min_size=1, max_size=5))
def test_occurrences_of_some_articles_are_those_of_each(texts: list[str]) -> None:
    views = [article_view(doc(*zip(("title", "body"), text.partition("\n")[::2], strict=True))) for text in texts]
    alone = [all_buckets([view]) for view in views]
    assert sorted(all_buckets(views)) == sorted(np.concatenate(alone))


@given(st.text())
def test_occurrences_lie_in_their_fields(text: str) -> None:
    title, _, body = text.replace("\n", " ").partition("a")
    found = occurrences([article_view(doc(("title", title), ("body", body)))])
    anywhere, heads = found.blocks(found.buckets)
    fields = (anywhere, *np.split(heads, found.titles, axis=1))
    for field, buckets in zip(FIELDS, fields, strict=True):
        assert ((buckets >= field.first) & (buckets < field.first + (1 << field.bits)) | (buckets == NONE)).all()
        assert np.count_nonzero(buckets == NONE) == min(buckets.shape[1], 1)
    assert FIELDS[-1].first + (1 << FIELDS[-1].bits) == BUCKETS == NONE


def test_view_leaves_out_furniture_and_by_lines() -> None:
    view = article_view(
        doc(("menu", "Trang chủ"), ("title", "Lũ lớn"), ("body", "Nước dâng."), ("byline", "Hoa Mai"))
    )
    assert view.words == ["Lũ", "lớn", "Nước", "dâng."]
    assert view.title == 2
    assert view.passages == [(0, 10), (7, 17)]


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
    assert len(article_view(long).words) == 2 + BODY_WORDS


def test_empty_article_has_no_features() -> None:
    assert counted(doc()) == {}
    assert counted(doc(("body", " "))) == {}
