"""Plots of a corpus with matplotlib: each function draws on the axes it is given and returns them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from importlib import import_module
from typing import Any

from civictext.corpus.series import Point, Series, ranked
from civictext.errors import MissingExtraError
from civictext.render.table import format_number

COLORS = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f", "#1b1b1b", "#8c564b",
)  # fmt: skip
"""Colours that the colour-blind tell apart (Okabe and Ito), then greys and browns."""
_SCALES = ((Decimal(10) ** 12, "nghìn tỷ"), (Decimal(10) ** 9, "tỷ"), (Decimal(10) ** 6, "triệu"))
_CURRENCIES = {"VND": "đồng", "USD": "USD", "EUR": "EUR"}
_FACES = {"actual": "full", "estimate": "left", "target": "none"}


def new_axes(ax: Any = None, *, size: tuple[float, float] = (8, 4.2)) -> Any:
    """Return the axes given, or new ones.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    if ax is not None:
        return ax
    try:
        pyplot = import_module("matplotlib.pyplot")
    except ImportError as error:
        raise MissingExtraError("a plot", "notebook") from error
    return pyplot.subplots(figsize=size, layout="constrained")[1]


def scale(values: Sequence[Decimal], unit: str | None) -> tuple[Decimal, str]:
    """Return what to divide by and how the unit is then written.

    >>> scale([Decimal("2217413000000")], "VND")
    (Decimal('1000000000'), 'tỷ đồng')
    """
    money, slash, per = (unit or "").partition("/")
    if money not in _CURRENCIES:
        return Decimal(1), unit or ""
    largest = max(map(abs, values), default=Decimal(0))
    written = _CURRENCIES[money] + slash + per
    for size, name in _SCALES:
        if largest >= size * (10 if name == "nghìn tỷ" else 1):
            return size, f"{name} {written}"
    return Decimal(1), written


def plot_series(series: Series, ax: Any = None) -> Any:
    """Draw an indicator over time, one line for each place.

    The line joins what most articles state for actuals and estimates; every figure is a mark of its
    own: filled for actuals, half filled for estimates, hollow for targets. Marks off the line are
    figures that disagree.

    Args:
        series: of `Corpus.series`.
        ax: matplotlib axes to draw on; new ones by default.

    Returns:
        The axes.
    """
    ax = new_axes(ax)
    unit = series.points[0].unit if series.points else None
    by, name = scale([p.value for p in series.points], unit)
    places = series.by_place()
    for color, (place, found) in zip(_cycle(len(places)), places.items(), strict=True):
        line = _line(found)
        ax.plot(list(line), [float(v / by) for v in line.values()], color=color, label=place or series.subject)
        for status, face in _FACES.items():
            drawn = [p for p in found if p.status == status]
            days, values = [p.interval.end for p in drawn], [float(p.value / by) for p in drawn]
            ax.plot(days, values, "o", color=color, fillstyle=face, markersize=7, linestyle="")
    ax.set_title(series.subject, loc="left")
    ax.set_ylabel(name)
    _vietnamese(ax.yaxis)
    _periods(ax, series.points)
    if len(places) > 1:
        ax.legend(frameon=False, fontsize="small")
    return _bare(ax)


def _line(found: Sequence[Point]) -> dict[datetime.date, Decimal]:
    """Return the value that most articles state for each day on which a period ends."""
    stated: dict[datetime.date, list[Point]] = defaultdict(list)
    for point in found:
        if point.status != "target":
            stated[point.interval.end].append(point)
    return {day: ranked(at)[0] for day, at in sorted(stated.items())}


def plot_comparison(compared: Mapping[str, Sequence[Point]], ax: Any = None, *, title: str | None = None) -> Any:
    """Draw one indicator place by place as bars, the greatest on top.

    A bar is what most articles state; a thin line joins figures that disagree.

    Args:
        compared: of `Corpus.compare`.
        ax: matplotlib axes to draw on; new ones by default.
        title: of the plot; the subject as it is first written by default.

    Returns:
        The axes.
    """
    ax = new_axes(ax, size=(8, 0.5 + 0.4 * max(2, len(compared))))
    every = [p for found in compared.values() for p in found]
    by, name = scale([p.value for p in every], every[0].unit if every else None)
    bars = list(reversed(list(compared.items())))
    for row, (_, found) in enumerate(bars):
        values = [float(p.value / by) for p in found]
        best = ranked(found)[0] / by
        hollow = all(p.status == "target" for p in found)
        ax.barh(row, float(best), color="none" if hollow else COLORS[0], edgecolor=COLORS[0], height=0.6)
        ax.plot([min(values), max(values)], [row, row], color="#1b1b1b", linewidth=1.2)
        ax.annotate(f" {format_number(round(best, 2).normalize())}", (max(values), row), va="center")
    ax.set_yticks(range(len(bars)), [place for place, _ in bars])
    ax.set_xlabel(name)
    ax.set_title(title if title is not None else every[0].subject if every else "", loc="left")
    ax.margins(x=0.15)
    _vietnamese(ax.xaxis)
    return _bare(ax)


def plot_topics(
    counts: Mapping[tuple[str, str], int], ax: Any = None, *, names: Mapping[str, str] | None = None
) -> Any:
    """Draw how many articles each topic has in each period, stacked.

    Args:
        counts: of `Corpus.topics_over_time`.
        ax: matplotlib axes to draw on; new ones by default.
        names: how topics are written, by id; by default as their ids.

    Returns:
        The axes.
    """
    ax = new_axes(ax, size=(9, 4.5))
    periods = sorted({period for period, _ in counts})
    totals: dict[str, int] = defaultdict(int)
    for (_, topic), n in counts.items():
        totals[topic] += n
    topics = sorted(totals, key=lambda t: (-totals[t], t))
    bottom = [0] * len(periods)
    for color, topic in zip(_cycle(len(topics)), topics, strict=True):
        heights = [counts.get((period, topic), 0) for period in periods]
        ax.bar(periods, heights, bottom=bottom, color=color, label=(names or {}).get(topic, topic), width=0.8)
        bottom = [b + h for b, h in zip(bottom, heights, strict=True)]
    if len(periods) > 6:
        ax.tick_params(axis="x", rotation=60)
    ax.set_ylabel("articles")
    ax.legend(frameon=False, fontsize="small", loc="upper left", bbox_to_anchor=(1, 1))
    return _bare(ax)


def _cycle(n: int) -> list[str]:
    return [COLORS[i % len(COLORS)] for i in range(n)]


def _bare(ax: Any) -> Any:
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def _vietnamese(axis: Any) -> None:
    """Write the numbers of an axis with points for thousands and a comma for decimals."""
    ticker = import_module("matplotlib.ticker")
    write: Callable[[float, int], str] = lambda x, _: format_number(Decimal(f"{x:.6g}"))  # noqa: E731
    axis.set_major_formatter(ticker.FuncFormatter(write))


def _periods(ax: Any, found: Sequence[Point]) -> None:
    """Mark the axis of time with the periods themselves, at most a dozen of them."""
    periods = sorted({(p.interval.end, p.period) for p in found})
    shown = periods[:: max(1, -(-len(periods) // 12))]
    labels = [period for _, period in shown]
    ax.set_xticks([end for end, _ in shown], labels, rotation=0 if len(shown) < 7 else 45)
