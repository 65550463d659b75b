"""Changes replay, revert and compose; spans map both ways over any Unicode."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from civictext.text.alignment import Alignment, Change, apply, compose, revert


@st.composite
def changes_of(draw, source):
    """Draw changes that are sorted and do not overlap, against a source."""
    cuts = sorted(draw(st.lists(st.integers(0, len(source)), max_size=8)))
    changes = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        if not changes or start > changes[-1].end or (start == changes[-1].end and end > start):
            changes.append(Change(start, source[start:end], draw(st.text(max_size=3)), "r"))
    return tuple(changes)


@st.composite
def two_passes(draw):
    source = draw(st.text(max_size=30))
    first = draw(changes_of(source))
    second = draw(changes_of(apply(source, first)))
    return source, first, second


@given(two_passes())
def test_compose_equals_replaying_both(case):
    source, first, second = case
    text = apply(apply(source, first), second)
    both = compose(first, second)
    assert apply(source, both) == text
    assert revert(text, both) == source


@given(two_passes(), st.data())
def test_spans_map_there_and_back(case, data):
    source, first, second = case
    changes = compose(first, second)
    text = apply(source, changes)
    alignment = Alignment(changes)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    in_source = alignment.to_source((start, end))
    assert 0 <= in_source.start <= in_source.end <= len(source)
    back = alignment.to_text(in_source)
    assert 0 <= back.start <= back.end <= len(text)
    if back.end > back.start:  # else what stands there is inserted: nothing of it is in the source
        assert alignment.to_source(back) == in_source
    kept = [c for c in changes if c.before]  # an insertion at the edge is no part of a source span
    if len(kept) == len(changes) and end > start:
        assert back.start <= start
        assert back.end >= end


@given(st.text(max_size=30), st.data())
def test_unchanged_stretches_map_exactly(source, data):
    changes = data.draw(changes_of(source))
    text = apply(source, changes)
    alignment = Alignment(changes)
    at = 0
    for change in [*changes, Change(len(source), "", "", "")]:
        if change.start > at:
            mapped = alignment.to_text((at, change.start))
            assert text[slice(*mapped)] == source[at : change.start]
            assert alignment.to_source(mapped) == (at, change.start)
        at = change.end
