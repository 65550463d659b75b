"""A series as a small chart in SVG, for pages that must stand alone without a plotting library."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from civictext.corpus.series import Point, Series, ranked
from civictext.render.escape import escape
from civictext.render.html import with_unit
from civictext.render.plots import scale
from civictext.render.table import format_number

WIDTH, HEIGHT = 480, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 12, 32, 28
MAX_LINES = 6
"""Lines that can still be told apart; places beyond are named as left out."""

LinkOf = Callable[[Point], str | None]


def series_svg(series: Series, link_of: LinkOf) -> str:
    """Return a chart of a series with a line for each place, its marks linked to their figures.

    Args:
        series: a series with at least one point.
        link_of: the address of a point's figure, or None.
    """
    places = first_places(series)
    drawn = [p for found in places.values() for p in found]
    by, unit = scale([p.value for p in drawn], drawn[0].unit)
    x, y = _axes(drawn)
    lines = "".join(_line(found, n, x, y) for n, found in enumerate(places.values()))
    marks = "".join(_mark(p, n, x, y, link_of) for n, found in enumerate(places.values()) for p in found)
    label = escape(f"{series.subject}, {unit}")
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="{label}">'
        f'<text x="0" y="12">{escape(unit)}</text>{_scales(drawn, by, x, y)}{lines}{marks}</svg>'
    )


def first_places(series: Series) -> dict[str, list[Point]]:
    """Return the places with the most points, as many as can be drawn."""
    places = series.by_place()
    kept = sorted(places, key=lambda place: (-len(places[place]), place))[:MAX_LINES]
    return {place: places[place] for place in kept}


def _axes(drawn: Sequence[Point]) -> tuple[Callable[[Point], float], Callable[[Decimal], float]]:
    """Return where a point stands along the axis of time, and a value along that of values."""
    days = [p.interval.end.toordinal() for p in drawn]
    first, length = min(days), max(1, max(days) - min(days))
    low, *_, high = _ticks_of(drawn)
    room = high - low

    def x(point: Point) -> float:
        share = 0.5 if min(days) == max(days) else (point.interval.end.toordinal() - first) / length
        return round(_LEFT + 12 + share * (WIDTH - _LEFT - _RIGHT - 24), 1)

    def y(value: Decimal) -> float:
        return round(HEIGHT - _BOTTOM - float((value - low) / room) * (HEIGHT - _TOP - _BOTTOM), 1)

    return x, y


def ticks(low: Decimal, high: Decimal) -> list[Decimal]:
    """Return round values from at most the least to at least the greatest, some five of them.

    They start at zero unless all values lie far above it.

    >>> [int(tick) for tick in ticks(Decimal(405), Decimal(1480))]
    [0, 500, 1000, 1500]
    """
    if 0 <= low < high / 2:
        low = Decimal(0)
    room = (high - low) or abs(high) or Decimal(1)
    power = Decimal(1).scaleb((room / 4).adjusted())
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= room / 4)
    first, last = (low // step) * step, -(-high // step) * step
    if first > low:  # Decimal rounds towards zero
        first -= step
    if last < high or last == first:
        last += step
    return [first + step * n for n in range(int((last - first) / step) + 1)]


def _scales(drawn: Sequence[Point], by: Decimal, x: Callable[[Point], float], y: Callable[[Decimal], float]) -> str:
    parts = [
        f'<line class="axis" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y(tick)}" y2="{y(tick)}"/>'
        f'<text x="{_LEFT - 6}" y="{y(tick) + 4}" text-anchor="end">{_short(tick / by)}</text>'
        for tick in _ticks_of(drawn)
    ]
    periods = {p.period: x(p) for p in drawn}
    shown = list(periods.items())[:: -(-len(periods) // 6)]
    parts += [f'<text x="{at}" y="{HEIGHT - 8}" text-anchor="middle">{escape(period)}</text>' for period, at in shown]
    return "".join(parts)


def _ticks_of(drawn: Sequence[Point]) -> list[Decimal]:
    values = [p.value for p in drawn]
    return ticks(min(values), max(values))


def _short(value: Decimal) -> str:
    return format_number(Decimal(f"{value:.6g}").normalize())


def _line(found: Sequence[Point], n: int, x: Callable[[Point], float], y: Callable[[Decimal], float]) -> str:
    stated: dict[float, list[Point]] = {}
    for point in found:
        if point.status != "target":
            stated.setdefault(x(point), []).append(point)
    path = " ".join(f"{at},{y(ranked(points)[0])}" for at, points in stated.items())
    return f'<polyline class="line k{n}" points="{path}"/>'


def _mark(point: Point, n: int, x: Callable[[Point], float], y: Callable[[Decimal], float], link_of: LinkOf) -> str:
    status = "" if point.status == "actual" else f", {point.status}"
    what = f"{point.place or ''} {point.period}: {with_unit(format_number(point.value), point.unit)}{status}"
    circle = (
        f'<circle class="{point.status}" cx="{x(point)}" cy="{y(point.value)}" r="4.5">'
        f"<title>{escape(what)}</title></circle>"
    )
    link = link_of(point)
    if link is None:
        return f'<g class="k{n}">{circle}</g>'
    return f'<a class="k{n}" href="{escape(link)}" aria-label="{escape(what)}">{circle}</a>'


def legend(places: Mapping[str, Sequence[Point]]) -> str:
    """Return the names of the places in the colours of their lines."""
    items = (f'<li class="k{n}">{escape(place or "no place named")}</li>' for n, place in enumerate(places))
    return f'<ul class="legend">{"".join(items)}</ul>'
