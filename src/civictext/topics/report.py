"""The report of a training: one HTML page that stands alone, with tables and two pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from civictext.topics.scores import Bin, Rate, Scores

_CELL, _LABEL, _SIZE, _EDGE = 26, 190, 260, 40
_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2430}
table{border-collapse:collapse}td,th{padding:.15rem .8rem;border-bottom:1px solid #d8dde5;text-align:right}
td:first-child,th:first-child{text-align:left}svg{max-width:100%;font:11px system-ui,sans-serif}
.note{color:#566}
"""


def report_html(scores: Scores, *, title: str, names: Mapping[str, str] | None = None) -> str:
    """Return the report of a training.

    Args:
        scores: the cross-validated scores.
        title: heading of the page.
        names: names of the topics, where there are better ones than their ids.
    """
    labels = [(names or {}).get(score.topic, score.topic) for score in scores.topics]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1>"
        f'<p class="note">Every figure is of {scores.articles:,} articles, each judged by a model trained '
        "without it (cross-validation); intervals are 95 % by bootstrap over articles.</p>"
        f"{_summary(scores)}<h2>Topics</h2>{_topics(scores, labels)}"
        "<h2>Confusion</h2><p>Rows: the topic given; columns: the topic found; in % of the row.</p>"
        f"{confusion_svg(scores.confusion, labels)}"
        "<h2>Calibration</h2><p>Of articles whose best topic has a probability of 80 %, some 80 % "
        f"should be right: points near the line.</p>{calibration_svg(scores.bins)}</html>\n"
    )


def _summary(scores: Scores) -> str:
    rows = [
        ("Best topic is the primary one", _rate(scores.accuracy)),
        ("Macro-F1", _rate(scores.macro_f1)),
        ("Best topic is primary or secondary", _rate(scores.either)),
        ("Expected calibration error", f"{scores.calibration_error:.3f}"),
    ]
    if scores.secondary_f1 is not None:
        rows.append(("F1 of secondary topics", _percent(scores.secondary_f1)))
    return "<table>" + "".join(f"<tr><td>{name}<td>{value}" for name, value in rows) + "</table>"


def _topics(scores: Scores, labels: Sequence[str]) -> str:
    rows = "".join(
        f"<tr><td>{escape(label)}<td>{s.articles:,}<td>{_percent(s.precision)}<td>{_percent(s.recall)}"
        f"<td>{_percent(s.f1)}"
        for s, label in zip(scores.topics, labels, strict=True)
    )
    return f"<table><tr><th>Topic<th>Articles<th>Precision<th>Recall<th>F1{rows}</table>"


def confusion_svg(confusion: Sequence[Sequence[int]], labels: Sequence[str]) -> str:
    """Return a picture of a confusion matrix; shades are shares of the row.

    >>> confusion_svg([[9, 1], [0, 5]], ["a", "b"]).count("<rect")
    4
    """
    side = _LABEL + _CELL * len(labels)
    parts = [f'<svg viewBox="0 0 {side} {side}" width="{side}" role="img" aria-label="confusion matrix">']
    for i, (row, label) in enumerate(zip(confusion, labels, strict=True)):
        middle = _LABEL + _CELL * i + 17
        parts.append(f'<text x="{_LABEL - 6}" y="{middle}" text-anchor="end">{escape(label)}</text>')
        parts.append(f'<text transform="translate({middle},{_LABEL - 6}) rotate(-90)">{escape(label)}</text>')
        parts += (_cell(i, j, count / max(sum(row), 1)) for j, count in enumerate(row))
    return "".join(parts) + "</svg>"


def _cell(row: int, column: int, share: float) -> str:
    x, y = _LABEL + _CELL * column, _LABEL + _CELL * row
    hue = 210 if row == column else 12
    fill = f"hsl({hue} 70% {97 - 50 * share**0.5:.0f}%)"
    number = f'<text x="{x + 13}" y="{y + 17}" text-anchor="middle">{100 * share:.0f}</text>'
    return f'<rect x="{x}" y="{y}" width="25" height="25" fill="{fill}"/>{number if share >= 0.005 else ""}'


def calibration_svg(bins: Sequence[Bin]) -> str:
    """Return a picture of probability against share of right answers; areas are articles.

    >>> calibration_svg([Bin(5, 0.9, 0.8)]).count("<circle")
    1
    """
    side = _SIZE + 2 * _EDGE
    total = sum(b.articles for b in bins)

    def at(share: float) -> float:
        return _EDGE + _SIZE * share

    circles = "".join(
        f'<circle cx="{at(b.probability):.1f}" cy="{at(1 - b.right):.1f}" '
        f'r="{3 + 14 * (b.articles / total) ** 0.5:.1f}" fill="hsl(210 70% 45% / .55)">'
        f"<title>{b.articles:,} articles: {b.probability:.0%} probable, {b.right:.0%} right</title></circle>"
        for b in bins
    )
    return (
        f'<svg viewBox="0 0 {side} {side}" width="{side}" role="img" aria-label="calibration">'
        f'<path d="M{at(0)} {at(1)}H{at(1)}M{at(0)} {at(1)}V{at(0)}M{at(0)} {at(1)}L{at(1)} {at(0)}" '
        f'stroke="#99a" fill="none"/>{circles}'
        f'<text x="{at(0.5)}" y="{at(1) + 26}" text-anchor="middle">probability</text>'
        f'<text transform="translate({at(0) - 14},{at(0.5)}) rotate(-90)" text-anchor="middle">right</text>'
        "</svg>"
    )


def _rate(rate: Rate) -> str:
    return f"{_percent(rate.value)} ({_percent(rate.low)}–{_percent(rate.high)})"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
