"""One self-contained page over a corpus: what it reports, how that moved, and where it disagrees.

Works from a file, without network. Text of articles enters the page escaped, or as JSON that the
page's one script puts in as text; a content security policy lets no other script run.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from civictext.corpus.series import (
    VALUE_KINDS,
    Conflict,
    Point,
    Series,
    find_conflicts,
    group_names,
    make_series,
    points,
)
from civictext.corpus.view import Corpus, span_of_dates
from civictext.render.escape import allowed, escape
from civictext.render.html import stylesheet, with_unit
from civictext.render.svg import first_places, legend, series_svg
from civictext.render.table import format_number

MAX_FIGURES = 20_000
"""Figures that the table holds; of more, the surest are kept and the page says so."""
_COLUMNS = (
    "value", "written", "unit", "kind", "direction", "subject", "period", "place", "status", "sure",
    "sentence", "start", "end", "article",
)  # fmt: skip
_HEADINGS = ("value", "unit", "kind", "subject", "period", "place", "status", "sure", "article")
_SECTIONS = {
    "topics": "Topics",
    "reported": "Most reported",
    "series": "Over time",
    "conflicts": "Conflicts",
    "rejects": "Rejected rows",
    "table": "Figures",
}
_CHARTS, _GROUPS, _CONFLICTS, _REJECTS = 12, 30, 100, 100
_COMPARATORS = {"=": "", "~": "≈", ">=": "≥", "<=": "≤"}


@dataclass(frozen=True, slots=True)
class Numbered:
    """The figures that the page holds, numbered in the order of its table."""

    rows: Sequence[Mapping[str, Any]]
    numbers: Mapping[tuple[str | None, int, int], int]
    total: int

    def link(self, point: Point) -> str | None:
        """Return the address of the figure of a point on the page, or None if it was left out."""
        number = self.numbers.get((point.file, point.row, point.index))
        return None if number is None else f"#figure-{number}"


def report_html(corpus: Corpus, *, title: str = "civictext report", max_figures: int = MAX_FIGURES) -> str:
    """Return the page over a corpus.

    Args:
        corpus: of `civictext.corpus.open` or `Corpus.from_frames`.
        title: of the page.
        max_figures: figures in its table; the surest are kept.
    """
    numbered = _numbered(corpus, max_figures)
    found = points(numbered.rows)
    bodies = {
        "topics": _topics(corpus),
        "reported": _reported(found),
        "series": _charts(found, numbered),
        "conflicts": _conflicts(find_conflicts(found), numbered),
        "rejects": _rejects(corpus),
        "table": _table(numbered),
    }
    sections = "".join(
        f'<section id="{name}"><h2>{_SECTIONS[name]}</h2>{body}</section>' for name, body in bodies.items()
    )
    links = "".join(f'<li><a href="#{name}">{heading}</a></li>' for name, heading in _SECTIONS.items())
    script = (Path(__file__).parent / "report.js").read_text("utf-8")
    return (
        f'<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(script)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{stylesheet('report')}</style></head>\n<body><header><h1>{escape(title)}</h1>"
        f'{_counts(corpus)}<nav aria-label="Sections"><ul>{links}</ul></nav></header>\n'
        f"<main>{sections}</main>\n"
        f'<script type="application/json" id="data">{_data(corpus, numbered)}</script>\n'
        f"<script>{script}</script></body></html>\n"
    )


def _policy(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"


def _numbered(corpus: Corpus, limit: int) -> Numbered:
    """Return the figures in order of date, the surest of them if there are too many."""
    rows = corpus.surest(limit).arrow.to_pylist()
    numbers = {(row["file"], row["row"], row["index"]): n for n, row in enumerate(rows)}
    return Numbered(rows, numbers, corpus.tables["indicators"].count_rows())


def _counts(corpus: Corpus) -> str:
    facts = {
        "articles": _rows(corpus, "articles"),
        "figures": _rows(corpus, "indicators"),
        "acronyms": _rows(corpus, "acronyms"),
        "rejected rows": _rows(corpus, "rejects"),
    }
    items = "".join(f"<div><dt>{name}</dt><dd>{format_number(n)}</dd></div>" for name, n in facts.items())
    dates = span_of_dates(corpus)
    between = f"Published {dates[0]} to {dates[1]}. " if dates else ""
    versions = sorted(filter(None, corpus.table("articles", ["version"])["version"].unique().to_pylist()))
    made = f"Made by civictext {escape(', '.join(versions[:3]))}." if versions else ""
    return f'<dl class="counts">{items}</dl><p class="soft">{between}{made}</p>'


def _rows(corpus: Corpus, name: str) -> Decimal:
    return Decimal(corpus.tables[name].count_rows() if name in corpus.tables else 0)


def _html_table(headings: Sequence[str], rows: Iterable[Sequence[str]], numeric: Sequence[int] = ()) -> str:
    """Return a table; the cells are HTML already."""
    kinds = [' class="number"' if n in numeric else "" for n in range(len(headings))]
    head = "".join(f'<th scope="col"{k}>{name}</th>' for name, k in zip(headings, kinds, strict=True))
    body = "".join(
        f"<tr>{''.join(f'<td{k}>{cell}</td>' for cell, k in zip(row, kinds, strict=True))}</tr>" for row in rows
    )
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _topics(corpus: Corpus) -> str:
    counted = corpus.table("articles", ["topic"])["topic"].value_counts().to_pylist()
    counts: dict[str, int] = {row["values"]: row["counts"] for row in counted if row["values"]}
    unknown = sum(row["counts"] for row in counted if not row["values"])
    named = corpus.table("topics", ["topic", "name"]).group_by(["topic", "name"]).aggregate([]).to_pylist()
    names: dict[str, str] = {row["topic"]: row["name"] or row["topic"] for row in named}
    years = corpus.topics_over_time("year")
    periods = sorted({year for year, _ in years})
    largest = max(counts.values(), default=1)
    rows = [
        (
            escape(names.get(topic, topic)),
            f'<span class="bar" style="width:{max(1, 8 * n / largest):.1f}em"></span> {n}',
            *(str(years.get((year, topic), 0)) for year in periods),
        )
        for topic, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    without = f"<p>{unknown} articles without a topic.</p>" if unknown else ""
    if not rows:
        return without or "<p>No articles.</p>"
    return _html_table(("topic", "articles", *periods), rows, range(2, 2 + len(periods))) + without


def _grouped(found: Sequence[Point]) -> list[tuple[tuple[str, str | None, str], list[Point]]]:
    """Return the points of each group of subjects, by unit and kind, the most reported first."""
    names = group_names(found)
    groups: dict[tuple[str, str | None, str], list[Point]] = {}
    for point in found:
        name = names[point.subject, point.unit, point.kind]
        groups.setdefault((name, point.unit, point.kind), []).append(point)
    return sorted(groups.items(), key=lambda item: (-len(item[1]), str(item[0])))


def _reported(found: Sequence[Point]) -> str:
    rows = [
        (
            _members(key[0], group),
            escape(key[1] or ""),
            escape(key[2]),
            str(len(group)),
            str(len({p.article for p in group})),
            str(len({p.place for p in group if p.place})),
            escape(f"{min(p.period for p in group)} … {max(p.period for p in group)}"),
        )
        for key, group in _grouped(found)[:_GROUPS]
    ]
    if not rows:
        return "<p>No figure with a subject and a period.</p>"
    note = '<p class="soft">Subjects that seem to mean the same are taken together; open one to see which.</p>'
    headings = ("subject", "unit", "kind", "figures", "articles", "places", "periods")
    return note + _html_table(headings, rows, (3, 4, 5))


def _members(name: str, group: Sequence[Point]) -> str:
    written = Counter(p.subject for p in group)
    if len(written) == 1:
        return escape(name)
    items = "".join(f"<li>{escape(s)} ({n})</li>" for s, n in sorted(written.items(), key=lambda m: (-m[1], m[0])))
    return f"<details><summary>{escape(name)}</summary><ul>{items}</ul></details>"


def _charts(found: Sequence[Point], numbered: Numbered) -> str:
    charts = []
    for (name, _, kind), group in _grouped(found):
        series = make_series(name, group) if kind in VALUE_KINDS else None
        if series and len({p.period for p in series.points}) >= 2:
            charts.append(_chart(series, numbered))
        if len(charts) == _CHARTS:
            break
    if not charts:
        return "<p>No figure is reported for two periods or more.</p>"
    key = '<p class="soft">Filled: actual. Dashed: estimate. Hollow: target. Each mark leads to its figure.</p>'
    return f'{key}<div class="charts">{"".join(charts)}</div>'


def _chart(series: Series, numbered: Numbered) -> str:
    places = first_places(series)
    more = len(series.by_place()) - len(places)
    note = f"<small>{more} more places are not drawn.</small>" if more else ""
    heading = f"<h3>{escape(series.subject)}</h3>"
    return f"<figure>{heading}{series_svg(series, numbered.link)}{legend(places)}{note}</figure>"


def _conflicts(conflicts: Sequence[Conflict], numbered: Numbered) -> str:
    if not conflicts:
        return "<p>No two articles state different values for one thing, place and period.</p>"
    rows = [
        (
            escape(c.subject),
            escape(c.place),
            escape(c.period),
            escape(c.status),
            _statements(c, numbered),
            f"{format_number(Decimal(f'{100 * c.spread:.1f}'))}%" if c.spread < 100 else "",
        )
        for c in conflicts[:_CONFLICTS]
    ]
    more = f"<p>{len(conflicts) - _CONFLICTS} more are not listed.</p>" if len(conflicts) > _CONFLICTS else ""
    headings = ("subject", "place", "period", "status", "values", "spread")
    return _html_table(headings, rows, (5,)) + more


def _statements(conflict: Conflict, numbered: Numbered) -> str:
    items = []
    for point in conflict.points:
        value = escape(with_unit(format_number(point.value), point.unit))
        link = numbered.link(point)
        shown = f'<a href="{link}">{value}</a>' if link else value
        items.append(f"<div>{shown} <small>{escape(str(point.id or ''))}</small></div>")
    return "".join(items)


def _rejects(corpus: Corpus) -> str:
    if "rejects" not in corpus.tables or not corpus.tables["rejects"].count_rows():
        return "<p>None.</p>"
    codes = {row["values"]: row["counts"] for row in corpus.table("rejects")["code"].value_counts().to_pylist()}
    more = sum(codes.values()) - _REJECTS
    listed = ", ".join(f"{escape(code)} {n}" for code, n in sorted(codes.items(), key=lambda c: (-c[1], c[0])))
    first = [
        tuple(escape(str(row[name] if row[name] is not None else "")) for name in ("file", "row", "code", "reason"))
        for row in corpus.tables["rejects"].head(_REJECTS).to_pylist()
    ]
    note = f"<p>{more} more: see `civictext failed`.</p>" if more > 0 else ""
    return f"<p>{listed}</p>" + _html_table(("file", "row", "code", "reason"), first, (1,)) + note


def _table(numbered: Numbered) -> str:
    head = "".join(
        f'<th scope="col" data-name="{name}" aria-sort="none"><button type="button">{name}</button></th>'
        for name in _HEADINGS
    )
    choices = "".join(
        f'<label>{name}<select id="by-{name}"><option value="">all</option></select></label>'
        for name in ("unit", "kind", "status")
    )
    left_out = numbered.total - len(numbered.rows)
    note = (
        f'<p class="soft">{format_number(Decimal(left_out))} figures are not in this table: small counts in '
        "passing, and those least sure where there are too many.</p>"
        if left_out
        else ""
    )
    return (
        f'{note}<div class="controls" role="search"><label class="wide">words in subject, place, period, '
        'sentence or article<input id="words" type="search" autocomplete="off"></label>'
        f"{choices}</div>"
        '<p id="status" role="status" class="soft"></p>'
        f'<div class="scroll"><table id="figures"><thead><tr>{head}</tr></thead><tbody id="rows"></tbody>'
        "</table></div>"
        '<div class="pages"><button id="before" type="button">Previous page</button>'
        '<button id="after" type="button">Next page</button></div>'
        "<noscript><p>Sorting and filtering this table needs JavaScript.</p></noscript>"
    )


_WEB = re.compile(r"https?://")


def _data(corpus: Corpus, numbered: Numbered) -> str:
    """Return the rows of the table as JSON that cannot end its script element."""
    places = _articles(corpus, {(row["file"], row["row"]) for row in numbered.rows})
    articles: dict[tuple[str | None, int], int] = {}
    sentences: dict[str, int] = {}
    rows = []
    for row in numbered.rows:
        article = articles.setdefault((row["file"], row["row"]), len(articles))
        sentence = sentences.setdefault(row["sentence"], len(sentences))
        rows.append([*_cells(row), sentence, *_within(row), article])
    data = {
        "columns": _COLUMNS,
        "rows": rows,
        "sentences": list(sentences),
        "articles": [_article(places[key]) for key in articles],
    }
    text: str = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return allowed(text).replace("<", "\\u003c")


def _articles(corpus: Corpus, wanted: Set[tuple[str | None, int]]) -> dict[tuple[str | None, int], dict[str, Any]]:
    """Return the rows of some articles, by what tells one from another."""
    table = corpus.tables["articles"]
    columns = ["id", "title", "date", "url", "file", "row"]
    found: dict[tuple[str | None, int], dict[str, Any]] = {}
    for batch in table.to_batches(columns=columns):
        keys = zip(batch["file"].to_pylist(), batch["row"].to_pylist(), strict=True)
        chosen = [n for n, key in enumerate(keys) if key in wanted]
        found |= {(row["file"], row["row"]): row for row in batch.take(chosen).to_pylist()}
    return found


def _cells(row: Mapping[str, Any]) -> list[Any]:
    names = ("unit", "kind", "direction", "subject", "period", "place", "status")
    return [row["value"], _written(row), *(row[name] for name in names), round(100 * row["confidence"])]


def _written(row: Mapping[str, Any]) -> str:
    mark: str = _COMPARATORS.get(row["comparator"], row["comparator"])
    text = mark + format_number(Decimal(row["value_exact"]))
    if row["value_max_exact"] is not None:
        text += f"–{format_number(Decimal(row['value_max_exact']))}"
    if row["denominator_exact"] is not None:
        text += f"/{format_number(Decimal(row['denominator_exact']))}"
    return text


def _within(row: Mapping[str, Any]) -> tuple[int, int]:
    """Return where the figure stands in its sentence."""
    first: int = row["sentence_start"]
    return row["start"] - first, row["end"] - first


def _article(row: Mapping[str, Any]) -> dict[str, Any]:
    url = row["url"] if row["url"] and _WEB.match(row["url"]) else None
    return {
        "name": row["title"] or row["id"] or f"row {row['row']}",
        "id": row["id"],
        "date": str(row["date"]) if row["date"] else None,
        "url": url,
    }
