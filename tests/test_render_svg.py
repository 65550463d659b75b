"""The charts of the report: round ticks, marks that lead somewhere, text that stays text."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from test_report_corpus import BUDGET, corpus, document, figure

from civictext.render.svg import first_places, legend, series_svg, ticks

numbers = st.decimals(-(10**15), 10**15, allow_nan=False, allow_infinity=False, places=2)


@given(numbers, numbers)
def test_ticks_hold_all_values_and_are_few(first: Decimal, second: Decimal) -> None:
    low, high = sorted((first, second))
    found = ticks(low, high)
    assert found[0] <= low
    assert found[-1] >= high
    assert 2 <= len(found) <= 7
    assert len({b - a for a, b in pairwise(found)}) == 1


def chart(link: str | None = "#x") -> str:
    docs = [document(str(n), figure(str(100 + n), f"{2020 + n}", status=s)) for n, s in enumerate(STATUSES)]
    return series_svg(corpus(*docs).series(BUDGET), lambda point: link)


STATUSES = ("actual", "estimate", "target")


def test_marks_differ_by_status_and_the_line_leaves_targets_out() -> None:
    assert re.findall(r'<circle class="([a-z]+)"', chart()) == list(STATUSES)
    (path,) = re.findall(r'<polyline[^>]* points="([^"]*)"', chart())
    assert len(path.split()) == 2


def test_marks_are_links_where_their_figure_is_on_the_page() -> None:
    assert chart().count('href="#x"') == 3
    assert "href" not in chart(None)


def test_only_as_many_places_are_drawn_as_can_be_told_apart() -> None:
    docs = [document(str(n), *[figure("1", "2023", f"xã {n}")] * (1 + (n == 8))) for n in range(9)]
    series = corpus(*docs).series(BUDGET)
    places = first_places(series)
    assert list(places) == ["xã 8", "xã 0", "xã 1", "xã 2", "xã 3", "xã 4"]
    assert legend(places).count("<li") == 6


def test_text_of_articles_is_escaped() -> None:
    docs = [document("a", figure("1", "2023", "<b>", subject='<i>"', unit="<u>"))]
    series = corpus(*docs).series('<i>"', unit="<u>")
    html = series_svg(series, lambda point: '"><script>') + legend(first_places(series))
    assert not re.search(r"<(?:b|i|u|script)>", html)
