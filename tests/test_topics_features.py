"""What a topic model sees of an article."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.document import Document, Line
from civictext.text.alignment import Span
from civictext.topics.features import (
    BODY_CHARS,
    BUCKETS,
    TITLE_BUCKETS,
    article_view,
    count,
    syllables,
)


def doc(*lines: tuple[str, str], title: str | None = None) -> Document:
    text, spans = "", []
    for role, line in lines:
        spans.append(Line(Span(len(text), len(text) + len(line)), role))
        text += line + "\n"
    return Document(source=text, text=text, title=title, lines=tuple(spans))


def counted(document: Document) -> dict[int, float]:
    view = article_view(document)
    found = count(view, syllables(view.text))
    return dict(zip(found.buckets.tolist(), found.number.tolist(), strict=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa bình", "hoà bình"),
        ("thủy lợi", "thuỷ lợi"),
        ("QUỐC HỘI", "quốc hội"),
        ("năm 2023", "năm 1999"),
        ("đường bộ", "Đường, bộ"),
    ],
)
def test_syllables_disregard_case_tone_place_and_digits(one: str, other: str) -> None:
    assert syllables(one).hashes.tolist() == syllables(other).hashes.tolist()


@pytest.mark.parametrize(
    ("one", "other"), [("ma", "má"), ("ma", "am"), ("da", "đa"), ("an", "ân"), ("10", "100"), ("mà", "mả")]
)
def test_syllables_tell_words_apart(one: str, other: str) -> None:
    assert syllables(one).hashes.tolist() != syllables(other).hashes.tolist()


@given(st.text())
def test_syllables_lie_in_the_text_in_order(text: str) -> None:
    found = syllables(text)
    assert len(found.hashes) == len(found.starts) == len(found.ends)
    edges = np.stack((found.starts, found.ends), axis=1).ravel()
    assert (np.diff(edges) >= 0).all()
    assert all(text[a:b].isalnum() for a, b in zip(found.starts, found.ends, strict=True))


@given(st.text(alphabet=st.characters(max_codepoint=0x1FFF, categories=["L", "Nd", "Zs", "P"])))
def test_buckets_are_sorted_and_in_range(text: str) -> None:
    found = counted(doc(("title", text.replace("\n", " ")), ("body", text.replace("\n", " "))))
    assert list(found) == sorted(found)
    assert all(0 <= bucket < BUCKETS for bucket in found)


def test_view_leaves_out_furniture_and_by_lines() -> None:
    view = article_view(
        doc(("menu", "Trang chủ"), ("title", "Lũ lớn"), ("body", "Nước dâng."), ("byline", "Hoa Mai"))
    )
    assert view.text == "Lũ lớn\nNước dâng."
    assert view.title_chars == len("Lũ lớn")
    assert view.source_starts == (10, 17)


def test_title_beside_the_text_is_the_same_as_a_title_line() -> None:
    inside = doc(("title", "Lũ lớn ở miền Trung"), ("body", "Nước dâng cao."))
    beside = doc(("body", "Nước dâng cao."), title="Lũ lớn ở miền Trung")
    assert counted(inside) == counted(beside)


def test_title_is_not_read_twice() -> None:
    once = doc(("title", "Lũ lớn"), ("body", "Nước dâng."))
    both = doc(("title", "Lũ lớn"), ("body", "Nước dâng."), title="Lũ lớn")
    assert counted(once) == counted(both)


def test_title_counts_twice_and_in_buckets_of_its_own() -> None:
    found = counted(doc(("title", "lũ"), ("body", "nước nước nước")))
    own = [bucket for bucket in found if bucket >= TITLE_BUCKETS]
    assert len(own) == 1
    assert sorted(number for bucket, number in found.items() if bucket < TITLE_BUCKETS) == [1, 2, 2, 3]


def test_long_body_is_read_to_a_limit() -> None:
    long = doc(*[("body", "nước " * 50)] * 100)
    assert len(article_view(long).text) <= BODY_CHARS + 1


def test_empty_article_has_no_features() -> None:
    assert counted(doc()) == {}
    assert counted(doc(("body", "… — !"))) == {}
