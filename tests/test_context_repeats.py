"""Figures stated more than once."""

from decimal import Decimal

from civictext.document import Indicator
from civictext.indicators.repeats import link_repeats
from civictext.text.alignment import Span


def figure(at, value, subject, **fields):
    return Indicator(Span(at, at + 2), str(value), Decimal(value), Span(at, at + 9), subject=subject, **fields)


def test_a_repeated_figure_points_to_its_first_statement():
    first = figure(0, 316, "hộ dân")
    other = figure(20, 42, "cuộc họp")
    again = figure(40, 316, "hộ ở thôn Đông")
    assert [i.same_as for i in link_repeats((first, other, again))] == [None, None, 0]


def test_other_period_unit_or_direction_is_another_figure():
    base = figure(0, 316, "hộ nghèo", period="2022", unit="hộ")
    others = (
        figure(20, 316, "hộ nghèo", period="2023", unit="hộ"),
        figure(40, 316, "hộ nghèo", unit="xã"),
        figure(60, 316, "hộ nghèo", unit="hộ", kind="change", direction="up"),
    )
    assert [i.same_as for i in link_repeats((base, *others))] == [None] * 4


def test_small_counts_repeat_by_chance():
    assert [i.same_as for i in link_repeats((figure(0, 2, "trường học mới"), figure(20, 2, "trường nghề")))] == [
        None,
        None,
    ]
    assert [i.same_as for i in link_repeats((figure(0, 2, "trường học"), figure(20, 2, "trường học")))] == [
        None,
        0,
    ]


def test_a_number_of_forty_digits_is_telling():
    assert [i.same_as for i in link_repeats((figure(0, 10**40, None), figure(20, 10**40, None)))] == [None, 0]


def test_figures_of_one_sentence_or_of_other_places_are_not_one():
    base = figure(0, 316, "hộ nghèo", place="xã Tân Kỳ")
    beside = Indicator(Span(4, 7), "316", Decimal(316), base.sentence, subject="hộ nghèo", place="xã Tân Kỳ")
    elsewhere = figure(40, 316, "hộ nghèo", place="xã Gia Lương")
    again = figure(60, 316, "hộ nghèo", place="Tân Kỳ")
    assert [i.same_as for i in link_repeats((base, beside, elsewhere, again))] == [None, None, None, 0]
