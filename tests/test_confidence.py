"""How sure a figure is."""

from decimal import Decimal

import pytest

from civictext.indicators.confidence import confidence, features
from civictext.indicators.measures import Context, Measure, Subject
from civictext.text.alignment import Span

PLAIN = Measure(Span(0, 2), Decimal(12), unit="hộ", rule="digits unit")


def test_a_surer_subject_makes_a_surer_figure():
    scores = [confidence(PLAIN, Context(), Subject(Span(3, 9), "subject:after", s)) for s in (0.1, 0.5, 0.9, 1.0)]
    assert scores == sorted(scores)
    assert scores[0] < 0.7 < scores[-1]


@pytest.mark.parametrize("flags", [("unit_missing",), ("unit_missing", "incidental")])
def test_a_doubt_makes_a_figure_less_sure(flags):
    subject = Subject(Span(3, 9), "subject:after", 0.8)
    doubtful = Measure(Span(0, 2), Decimal(12), flags=flags)
    assert confidence(doubtful, Context(), subject) < confidence(PLAIN, Context(), subject)


@pytest.mark.parametrize("score", [0.0, 1.0, 5.0, -1.0])
def test_confidence_is_a_probability_whatever_the_score(score):
    for span in (None, Span(3, 9)):
        assert 0 < confidence(PLAIN, Context("other"), Subject(span, "", score)) < 1


def test_features_are_named():
    found = features(Measure(Span(0, 1), Decimal(1), rule="digits noun:guess"), Context("share"), Subject(None))
    assert {"kind share", "no subject", "unit guessed"} < set(found)
