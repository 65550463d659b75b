"""Training of the links: it sees what the models weigh, and learns what tells candidates apart."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from librt.vecs import vec
from mypy_extensions import u8

from bench.links_train import Gold, Group, fit, read, scoped, subjects_of, table
from civictext.indicators.links_model import bundled_links
from civictext.indicators.scope_features import PERIOD, PLACE, Slot
from civictext.indicators.scopes import Governor
from civictext.indicators.subject_model import SubjectModel, SubjectWeights
from civictext.indicators.templates import BITS, ZERO, Weights

SAMPLES = Path(__file__).parent / "gold" / "samples.jsonl"


@pytest.fixture(scope="module")
def article() -> Gold:
    return read([str(SAMPLES)], bundled_links().clusters)[1]


@pytest.fixture(scope="module")
def weights() -> Weights:
    """Return weights no two of which are alike by design, so that sums agree only for the same places."""
    chance = random.Random(0)
    return vec[u8]([chance.randrange(256) for _ in range(1 << BITS)])


def total(weights: Weights, row: np.ndarray) -> int:
    return sum(weights[place] - ZERO for place in row.tolist())


def test_subjects_are_weighed_by_what_was_trained(article: Gold, weights: Weights) -> None:
    model = SubjectModel(article.article, SubjectWeights(weights))
    for i, rows in enumerate(subjects_of(article).rows):
        scores = [total(weights, row) for row in rows]
        rivals = model.rivals(i)
        assert {rival.score for rival in rivals} <= set(scores)
        assert len(rivals) <= len(scores)


@pytest.mark.parametrize("slot", [PERIOD, PLACE], ids=["period", "place"])
def test_times_and_places_are_weighed_by_what_was_trained(article: Gold, weights: Weights, slot: Slot) -> None:
    found = scoped(article, slot)
    governor = Governor(slot, found.scope, found.mentions, weights)
    for i, rows in enumerate(found.rows):
        seen = governor.candidates(i)
        assert slot.none.score(weights, governor.row) == total(weights, found.none[i])
        assert slot.carry.score(weights, governor.row) == total(weights, found.carry[i])
        for one, (mention, row, again) in zip(seen, rows, strict=True):
            parts = (slot.earlier, slot.earlier_of_figure) if one.earlier else (slot.here,)
            score = sum(templates.score(weights, governor.see(i, one)) for templates in parts)
            assert (one.mention, score) == (mention, total(weights, row))
            assert slot.again.score(weights, governor.see_again(one)) == total(weights, again)


def test_fit_tells_candidates_apart_and_leaves_the_rest_at_zero() -> None:
    rows = [np.array(row, dtype=np.uint32) for row in ([7, 70_000], [8, 70_000], [9, 70_000])]
    group = Group(rows, np.array([1.0, 0.0, 0.0]), np.zeros(3), 1.0)
    weights = table(fit([group] * 20, 1.0))
    assert weights[7] > ZERO > weights[8] == weights[9]
    assert np.flatnonzero(np.asarray(memoryview(weights)) != ZERO).tolist() == [7, 8, 9]


def test_fit_keeps_what_is_set_ahead_further_away() -> None:
    rows = [np.array([place], dtype=np.uint32) for place in (7, 8, 9)]
    weights = fit([Group(rows, np.array([1.0, 0.0, 0.0]), np.array([0.0, 1.5, 0.0]), 1.0)] * 20, 1.0)
    assert weights[7] > weights[9] > weights[8]


def test_fit_lets_right_candidates_share_as_they_like() -> None:
    rows = [np.array([place], dtype=np.uint32) for place in (7, 8, 9)]
    either = [Group(rows, np.array([1.0, 1.0, 0.0]), np.zeros(3), 1.0)] * 20
    first = [Group(rows[:1] + rows[2:], np.array([1.0, 0.0]), np.zeros(2), 1.0)] * 20
    weights = fit([*either, *first], 1.0)
    assert weights[7] > weights[8] > weights[9]
