"""Plots: what is drawn, how it is written, and that axes are taken and returned."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from test_report_corpus import BUDGET, corpus, document, figure

plt = pytest.importorskip("matplotlib.pyplot", reason="matplotlib is not installed")

from civictext.render.plots import plot_comparison, plot_series, plot_topics, scale  # noqa: E402


@pytest.fixture(autouse=True)
def _closed() -> Any:
    plt.switch_backend("agg")
    yield
    plt.close("all")


def provinces() -> Any:
    trillion = 10**12
    return corpus(
        document("a", figure(f"{2 * trillion}", "2022"), figure(f"{trillion}", "2022", "huyện Đông Lạc")),
        document("b", figure(f"{3 * trillion}", "2023", status="estimate")),
        document("c", figure(f"{4 * trillion}", "2024", status="target"), topic="y-te"),
    )


def labels(ticks: Any) -> list[str]:
    return [tick.get_text() for tick in ticks]


def test_series_draws_a_line_for_each_place_and_a_mark_for_each_figure() -> None:
    ax = plot_series(provinces().series(BUDGET))
    lines = [line for line in ax.get_lines() if line.get_linestyle() != "None"]
    assert [line.get_label() for line in lines] == ["huyện Đông Lạc", "tỉnh Lam Giang"]
    assert [list(line.get_ydata()) for line in lines] == [[1000.0], [2000.0, 3000.0]]
    assert ax.get_ylabel() == "tỷ đồng"
    assert labels(ax.get_xticklabels()) == ["2022", "2023", "2024"]


def test_targets_and_estimates_are_drawn_apart_from_actuals() -> None:
    ax = plot_series(provinces().series(BUDGET, place="tỉnh Lam Giang"))
    marks = {m.get_fillstyle(): list(m.get_ydata()) for m in ax.get_lines() if m.get_marker() == "o"}
    assert marks == {"full": [2000.0], "left": [3000.0], "none": [4000.0]}


def test_numbers_are_written_as_vietnamese_does() -> None:
    ax = plot_series(provinces().series(BUDGET))
    assert ax.yaxis.get_major_formatter()(2217.5, 0) == "2.217,5"


def test_plot_functions_draw_on_the_axes_they_are_given() -> None:
    ax = plt.subplots()[1]
    found = provinces()
    assert plot_series(found.series(BUDGET), ax=ax) is ax
    assert found.series(BUDGET).plot(ax) is ax
    assert plot_comparison(found.compare(BUDGET, period="2022"), ax=ax) is ax
    assert plot_topics(found.topics_over_time("year"), ax=ax) is ax


def test_comparison_has_the_greatest_on_top() -> None:
    ax = plot_comparison(provinces().compare(BUDGET, period="2022"))
    assert labels(ax.get_yticklabels()) == ["huyện Đông Lạc", "tỉnh Lam Giang"]
    assert [bar.get_width() for bar in ax.patches] == [1000.0, 2000.0]


def test_topics_are_stacked_to_the_number_of_articles() -> None:
    ax = plot_topics(provinces().topics_over_time("year"), names={"y-te": "Y tế"})
    assert sum(bar.get_height() for bar in ax.patches) == 3
    assert labels(ax.get_legend().get_texts()) == ["kinh-te", "Y tế"]


@pytest.mark.parametrize("empty", [provinces().series("muối"), provinces().series(BUDGET, place="huyện Xa")])
def test_nothing_to_draw_is_an_empty_plot(empty: Any) -> None:
    assert plot_series(empty).get_lines() == []


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        ("2217413000000", "VND", "tỷ đồng"),
        ("62500000", "VND/người/năm", "triệu đồng/người/năm"),
        ("525000000", "USD", "triệu USD"),
        ("44000000000000", "VND", "nghìn tỷ đồng"),
        ("500000", "VND", "đồng"),
        ("93", "%", "%"),
        ("12", None, ""),
    ],
)
def test_money_is_scaled_to_what_people_read(value: str, unit: str | None, written: str) -> None:
    assert scale([Decimal(value)], unit)[1] == written
